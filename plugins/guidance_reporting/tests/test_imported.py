"""
What an imported Addendum B widens: codes that OPPS does not recognize, and claims on
which every line is packaged.
"""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cleanclaim import Scrubber
from cleanclaim_cms_tables.flat import Edition, Row
from cleanclaim_cms_tables.kinds import Kind, TableName
from cleanclaim_cms_tables.store import Store

CONFIG = """
plugins = ["guidance_reporting"]

[payer]
id      = "any"
name    = "Any payer"
kinds   = ["institutional", "professional"]
setting = "{setting}"
default = true

[options.cms_tables]
path = "tables"
"""
FIRST, LAST = datetime.date(2022, 1, 1), datetime.date(2022, 12, 31)
INDICATORS = {"B": "X0001 51721", "N": "X0002 X0003 76942 77002", "T": "X0004", "S": "X0005"}
RECODE, ALONE = "guidance_reporting.facility_recode", "guidance_reporting.guidance_alone"

Told = Callable[..., list[tuple[int, str, Any]]]


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """
    What an edit says of a claim of these lines: line, disposition and edition.
    """
    rows = [
        Row(code, "", FIRST, None, (indicator, None))
        for indicator, codes in INDICATORS.items()
        for code in codes.split()
    ]
    edition = Edition(TableName(Kind.STATUSES), FIRST, FIRST, LAST, len(rows), ())

    def scrub(
        edit: str,
        *lines: str,
        day: str = "2022-03-07",
        bill: str | None = "131",
        setting: str = "opps",
        imported: bool = True,
    ) -> list[tuple[int, str, Any]]:
        if imported:
            Store(tmp_path / "tables").add(edition, rows)
        (tmp_path / "any.toml").write_text(CONFIG.format(setting=setting), "utf-8")
        claim: dict[str, Any] = {
            "id": "case",
            "kind": "institutional" if bill else "professional",
            "type_of_bill": bill,
            "date": day,
            "lines": [
                {"procedure": code or None, "modifiers": modifiers}
                for code, *modifiers in (line.split("-") for line in lines)
            ],
        }
        outcome = Scrubber.from_config(tmp_path).scrub(claim)
        assert () == outcome.failures
        return [
            (found.line, str(found.disposition), found.evidence.get("edition"))
            for found in outcome.findings
            if found.edit == edit
        ]

    return scrub


@pytest.mark.parametrize("bill", ["121", "131", "137"])
def test_not_recognized(told: Told, bill: str) -> None:
    """
    On a hospital's bill any code with status indicator B is a review, with the edition.
    """
    assert told(RECODE, "X0004", "X0001", bill=bill) == [(2, "review", "2022-01-01")]


@pytest.mark.parametrize(
    ("lines", "other"),
    [
        (["X0001"], {"bill": "141"}),
        (["X0001"], {"bill": "831"}),
        (["X0001"], {"bill": None}),
        (["X0001"], {"setting": "non_opps"}),
        (["X0001"], {"day": "2021-12-31"}),
        (["X0001"], {"day": "2023-01-01"}),
        (["X0001"], {"imported": False}),
        (["X0001-PN"], {}),
        (["X0004"], {}),
        (["X0009"], {}),
    ],
    ids=str,
)
def test_recognized(told: Told, lines: list[str], other: dict[str, Any]) -> None:
    """
    On another bill, for another payer, on a day that the table does not know, off campus,
    or of a code with another indicator or none, nothing is said.
    """
    assert told(RECODE, *lines, **other) == []


def test_known_replacement(told: Told) -> None:
    """
    27096 is not in this table: what the plugin knows of it stands.
    """
    assert told(RECODE, "27096") == [(1, "deny", None)]


def test_recognized_again(tmp_path: Path, told: Told) -> None:
    """
    A code that the imported table has with another indicator is recognized on its days.
    """
    day, table = datetime.date(2026, 4, 1), TableName(Kind.STATUSES)
    rows = [Row("27096", "", day, None, ("T", "5442"))]
    Store(tmp_path / "tables").add(Edition(table, day, day, None, 1, ()), rows)

    assert told(RECODE, "27096", day="2026-04-01") == []
    assert told(RECODE, "27096", day="2026-03-31") == [(1, "deny", None)]


def test_every_line_packaged(told: Told) -> None:
    """
    Guidance on a claim of which every line is known to be packaged: a deny of the
    guidance, and of no other line.
    """
    assert told(ALONE, "76942", "X0002", "X0003", "77002") == [
        (1, "deny", "2022-01-01"),
        (4, "deny", "2022-01-01"),
    ]


@pytest.mark.parametrize("other", ["X0004", "X0005", "X0009", ""])
def test_not_every_line(told: Told, other: str) -> None:
    """
    One line that is paid, unknown or without a code leaves it open: 77002 is no code that
    asks for its procedure here.
    """
    assert told(ALONE, "77002", "X0002", other) == []


@pytest.mark.parametrize("other", [{"day": "2023-01-01"}, {"imported": False}], ids=str)
def test_not_known(told: Told, other: dict[str, Any]) -> None:
    """
    So does a line whose status is not known that day.
    """
    assert told(ALONE, "77002", "X0002", **other) == []
    assert told(ALONE, "77002", **other) == [(1, "deny", None)]
