"""
CMS's whole pair table, imported as it is published: every row of it is found again.

The file is read from beside the project and is not part of it. In a plain run and in
CI's sample some of its first codes stand for all.
"""

import datetime
import gzip
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from cleanclaim import NotKnown
from cleanclaim.cli import main
from cleanclaim_cms_tables.kinds import Services
from cleanclaim_cms_tables.offered import PairTable, Tables
from cleanclaim_cms_tables.options import CmsTablesOptions

ROOT = Path(__file__).parents[2]
FULL = ROOT.parent / "shared/inputs/cms_tables/ncci_ptp_outpatient_hospital_full.txt.gz"
HEAD = 6
ONE_DAY = datetime.timedelta(days=1)
LATER = datetime.date(2027, 1, 1)
# One first code of so many stands for the others, where not all are asked.
PLAIN, SAMPLE = 400, 40

pytestmark = pytest.mark.skipif(
    not FULL.is_file(), reason="the pair table is not beside the project"
)


class Published(NamedTuple):
    """
    A row as CMS prints it.
    """

    column1: str
    column2: str
    since: datetime.date
    until: datetime.date | None
    indicator: int


def day(text: str) -> datetime.date:
    return datetime.date(int(text[:4]), int(text[4:6]), int(text[6:]))


def published(every: int) -> Iterator[Published]:
    """
    The rows of one in so many of the table's first codes.
    """
    days: dict[str, datetime.date | None] = {"*": None}
    for line in lines(every):
        column1, column2, _, since, until, indicator, *_ = line.split("\t")
        for text in (since, until):
            if text not in days:
                days[text] = day(text)
        begins = days[since]
        assert begins is not None
        yield Published(column1, column2, begins, days[until], int(indicator))


def lines(every: int) -> Iterator[str]:
    with gzip.open(FULL, "rt") as file:
        for _ in range(HEAD):
            next(file)
        codes: dict[str, int] = {}
        for line in file:
            if codes.setdefault(line[:5], len(codes)) % every == 0:
                yield line.rstrip("\r\n")


def imported(every: int, folder: Path) -> PairTable:
    """
    The hospital's pair table, imported by the command; of one in so many first codes.
    """
    source = FULL
    if every > 1:
        source = folder / "ccioph-v321r0-f1.txt"
        with gzip.open(FULL, "rt") as file:
            head = "".join(next(file) for _ in range(HEAD))
        source.write_text(head + "".join(f"{line}\r\n" for line in lines(every)))
    store = folder / "store"
    assert 0 == main(["tables", "import", str(source), "--tables", str(store)])
    table = Tables.of(CmsTablesOptions(path=store)).pairs(Services.HOSPITAL)
    assert table is not None
    return table


def in_force(table: PairTable, row: Published, on: datetime.date) -> bool:
    """
    Whether the table answers with this very row on this day.
    """
    try:
        pair = table.on(row.column1, row.column2, on)
    except NotKnown:
        return False
    return pair is not None and (pair.since, pair.until, pair.indicator) == row[2:]


def check(every: int, folder: Path) -> None:
    table, count = imported(every, folder), 0
    for row in published(every):
        count += 1
        last = row.until or LATER
        assert in_force(table, row, row.since), row
        assert in_force(table, row, last), row
        assert not in_force(table, row, row.since - ONE_DAY), row
        assert row.until is None or not in_force(table, row, last + ONE_DAY), row
    assert count > 1_000


def test_some_rows_found(tmp_path: Path) -> None:
    """
    A row answers on its first and its last day, and not on the day before or after.
    """
    check(PLAIN, tmp_path)


@pytest.mark.campaign
def test_every_row_found(tmp_path: Path) -> None:
    """
    The same of all 1.6 million rows.
    """
    check(SAMPLE if os.environ.get("CLEANCLAIM_CAMPAIGN") == "sample" else 1, tmp_path)
