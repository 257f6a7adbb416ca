"""
What contradicts itself among the files of one edition.
"""

import datetime
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from cleanclaim_cms_tables.kinds import TableName, shown
from cleanclaim_cms_tables.refused import Faults
from cleanclaim_cms_tables.rows import Row
from cleanclaim_cms_tables.table_file import TableFile
from cleanclaim_cms_tables.windows import overlapping

_QUARTER = 3
_MOST_OVERLAPS = 10_000


def contradictions(
    table: TableName,
    day: datetime.date | None,
    files: Sequence[TableFile],
    among: Sequence[TableFile],
) -> Iterator[str]:
    """
    The faults of the files of one edition that only show when they are seen together.

    *among*: all files of the table.
    """
    for file in files:
        if file.layout is not files[0].layout:
            yield (
                f"{file.content.place}: {table} in another layout than that of "
                f"{shown(files[0].content.names[-1])}; import one of them"
            )
        if day is None and any(each.day and each.layout is file.layout for each in among):
            yield (
                f"{file.content.place}: its name does not say which edition it is, and files "
                "beside it do; name it as CMS does, or say --edition"
            )
    if day is not None and files[0].layout.windowed:
        yield from _after_the_quarter(day, files)
    yield from _overlaps(table, files)


def missing_parts(table: TableName, files: Sequence[TableFile]) -> Iterator[str]:
    """
    CMS splits an edition's pairs over files, and numbers them.
    """
    parts = {file.part: file for file in files if file.part is not None}
    missing = sorted(set(range(1, max(parts, default=0))) - parts.keys())
    if missing:
        told = ", ".join(f"f{part}" for part in missing)
        last = parts[max(parts)]
        yield (
            f"{last.content.place}: is f{last.part} of {table}, and {told} is missing; name all "
            "files of an edition"
        )


def _after_the_quarter(day: datetime.date, files: Sequence[TableFile]) -> Iterator[str]:
    """
    An edition of a quarter does not know what begins in a later one.
    """
    year, month = divmod(day.year * 12 + (day.month - 1) // _QUARTER * _QUARTER + _QUARTER, 12)
    next_quarter = datetime.date(year, month + 1, 1)
    for file in files:
        faults = Faults(file.content.place)
        for number, row in zip(file.numbers, file.rows, strict=True):
            if row.since >= next_quarter:
                what = f"begins on {row.since}, after the quarter of its edition, {day}"
                faults.add(number, f"wrong quarter: {what}; name the edition that it is")
        yield from faults.lines()


def _overlaps(table: TableName, files: Sequence[TableFile]) -> Iterator[str]:
    rows = chain.from_iterable(file.rows for file in files)
    found = list(islice(overlapping(table.kind, rows), _MOST_OVERLAPS))
    wanted = {id(row) for pair in found for row in pair}
    if not wanted:
        return
    places = {
        id(row): (at, number)
        for at, file in enumerate(files)
        for number, row in zip(file.numbers, file.rows, strict=True)
        if id(row) in wanted
    }
    faults = [Faults(file.content.place) for file in files]
    in_order = (sorted((places[id(row)], id(row), row) for row in pair) for pair in found)
    for (at, number), _, before, (later_at, later_number), _, row in sorted(
        (*earlier, *later) for earlier, later in in_order
    ):
        where = f"row {number}"
        if at != later_at:
            where += f" of {shown(files[at].content.names[-1])}"
        faults[later_at].add(later_number, _told(row, before, where))
    for each in faults:
        yield from each.lines()


def _told(row: Row, before: Row, where: str) -> str:
    what = f"{row.first}/{row.second}" if row.second else row.first
    if (row.since, row.until) == (before.since, before.until):
        return f"{what} stands in {where} already; expected it once"
    return (
        f"{what}: its days, {_days(row)}, overlap those of {where}, {_days(before)}; expected "
        "them apart from each other"
    )


def _days(row: Row) -> str:
    return f"from {row.since}" + (f" to {row.until}" if row.until else "")
