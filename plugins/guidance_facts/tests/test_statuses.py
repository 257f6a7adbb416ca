"""
Status indicators: the imported table where it knows the day, else the plugin's own.
"""

import datetime
from collections.abc import Iterable
from pathlib import Path

import pytest

from cleanclaim import FactFile, NotKnown
from cleanclaim.facts import load_facts
from cleanclaim_cms_tables.flat import Edition, Row
from cleanclaim_cms_tables.kinds import Kind, TableName
from cleanclaim_cms_tables.offered import Tables
from cleanclaim_cms_tables.options import CmsTablesOptions
from cleanclaim_cms_tables.store import Store
from cleanclaim_guidance_facts import statuses
from cleanclaim_guidance_facts.statuses import OppsStatus, Statuses, edition_of

STATUS = Path(statuses.__file__).parent / "facts" / "status.csv"
SHIPPED = load_facts([FactFile(STATUS, OppsStatus)], "guidance_facts")[OppsStatus]
TABLE = TableName(Kind.STATUSES)
FIRST, LAST = datetime.date(2022, 1, 1), datetime.date(2022, 12, 31)
ONE_DAY = datetime.timedelta(days=1)


def addendum(
    folder: Path, indicators: dict[str, tuple[str, str | None]], year: int = 2022
) -> Statuses:
    """
    Statuses with an imported Addendum B of January, made up.
    """
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    rows: Iterable[Row] = [Row(code, "", first, None, told) for code, told in indicators.items()]
    Store(folder).add(Edition(TABLE, first, first, last, len(indicators), ()), rows)
    return Statuses(SHIPPED, Tables.of(CmsTablesOptions(folder)).statuses())


@pytest.fixture
def imported(tmp_path: Path) -> Statuses:
    return addendum(
        tmp_path, {"76000": ("S", "05523"), "76942": ("Q1", "5571"), "X0001": ("N", "")}
    )


def told(found: Statuses, code: str, day: datetime.date) -> tuple[str, str | None] | None:
    status = found.on(code, day)
    return None if status is None else (status.indicator, status.apc)


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_imported_first(imported: Statuses, day: datetime.date) -> None:
    """
    On every day of its year the imported table speaks, of any code, and says its edition.
    """
    found = {code: told(imported, code, day) for code in ("76000", "76942", "X0001")}

    assert {"76000": ("S", "5523"), "76942": ("Q1", "5571"), "X0001": ("N", None)} == found
    status = imported.on("X0001", day)
    assert status is not None
    assert edition_of(status) == {"edition": "2022-01-01"}
    assert status.source.title.endswith("edition 2022-01-01")


@pytest.mark.parametrize("day", [FIRST - ONE_DAY, LAST + ONE_DAY])
def test_other_days(imported: Statuses, day: datetime.date) -> None:
    """
    Of the day before and the day after its year it says nothing: there the plugin's own
    table speaks, of the guidance codes alone.
    """
    found = {code: told(imported, code, day) for code in ("76942", "X0001")}

    assert {"76942": ("N", None), "X0001": None} == found
    status = imported.on("76942", day)
    assert status is not None
    assert edition_of(status) == {}


def test_absent_code(imported: Statuses) -> None:
    """
    A code that the imported table does not have is the plugin's own to tell, or nobody's.
    """
    found = {code: told(imported, code, FIRST) for code in ("77012", "X0002")}

    assert {"77012": ("N", None), "X0002": None} == found


def test_before_the_own_table(tmp_path: Path) -> None:
    """
    A day that the plugin's own table does not know is known where it is imported.
    """
    early = addendum(tmp_path, {"X0001": ("N", None)}, year=2018)
    day = datetime.date(2018, 3, 5)

    assert told(early, "X0001", day) == ("N", None)
    assert told(early, "76942", day) is None
    with pytest.raises(NotKnown, match="before 2019-07-01"):
        early.on("76942", datetime.date(2019, 3, 5))


def test_nothing_imported() -> None:
    """
    Without an import the guidance codes are known, and no other.
    """
    plain = Statuses(SHIPPED)

    assert [told(plain, code, FIRST) for code in ("76000", "X0001")] == [("S", "5523"), None]
    assert plain.having("N") == frozenset()


def test_reports_guidance(imported: Statuses) -> None:
    """
    A guidance code is one by the plugin's own table, whatever is imported.
    """
    codes = ("76942", "76376", "C1889", "X0001")

    assert [imported.reports_guidance(code) for code in codes] == [True, False, False, False]
