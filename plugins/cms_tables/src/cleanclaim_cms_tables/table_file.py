"""
One file that holds a table: which it is, and its rows, checked one by one.
"""

import datetime
from array import array
from collections.abc import Callable, Iterator, Sequence

import attrs

from cleanclaim_cms_tables.cells import BadRow, Cell, text_of
from cleanclaim_cms_tables.contents import Content
from cleanclaim_cms_tables.file_names import hints
from cleanclaim_cms_tables.identified import Given, day_of, tables
from cleanclaim_cms_tables.kinds import TableName
from cleanclaim_cms_tables.layouts.layout import Layout, Reader
from cleanclaim_cms_tables.recognized import Recognized
from cleanclaim_cms_tables.refused import Faults
from cleanclaim_cms_tables.rows import Row

Progress = Callable[[str, int], None]

_TOLD_EVERY = 20_000
_EMPTY = "empty, with rows after it; expected a row, or the end of the table"


@attrs.frozen
class TableFile:
    """
    The rows of one file and their numbers in it.

    ``day``: the edition's; None where only the rows can tell it.
    """

    content: Content
    tables: tuple[TableName, ...]
    layout: Layout
    day: datetime.date | None
    part: int | None
    rows: Sequence[Row]
    numbers: Sequence[int]


def table_file(
    content: Content, found: Recognized, given: Given, faults: Faults, progress: Progress
) -> TableFile:
    """
    A file's table, read to its end; what is wrong with its rows is added to the faults.

    Raises: Refused when its name, its header and the user contradict each other, or don't
    say which table or edition it is.
    """
    named = hints(content.names)
    which = tuple(tables(found, named, given))
    day = day_of(found, named, given)
    # Rows with days of their own never look at the edition's.
    reader = found.layout.reader(found.header, day or datetime.date.min)
    rows: list[Row] = []
    numbers = array("I")
    for number, row in _checked(found, reader, faults):
        rows.append(row)
        numbers.append(number)
        if not len(rows) % _TOLD_EVERY:
            progress(content.names[-1], len(rows))
    if not rows and not faults.count:
        faults.add(0, "has a header and no rows; download it again")
    return TableFile(content, which, found.layout, day, named.part, rows, numbers)


def _checked(found: Recognized, reader: Reader, faults: Faults) -> Iterator[tuple[int, Row]]:
    """
    The rows that are right, with their numbers; empty ones may only stand at the end.
    """
    need = found.header.width or max(found.header.places.values()) + 1
    empty = 0
    for number, row in found.rows:
        if not row:
            empty = empty or number
            continue
        try:
            made = reader(row if len(row) == need else _fitted(row, found, need))
        except BadRow as bad:
            fault = str(bad)
        except IndexError:
            fault = _cells(row, need)
        else:
            if empty:
                faults.add(empty, _EMPTY)
                empty = 0
            yield number, made
            continue
        if not any(map(text_of, row)):
            empty = empty or number
            continue
        if empty:
            faults.add(empty, _EMPTY)
            empty = 0
        faults.add(number, fault)


def _fitted(row: Sequence[Cell], found: Recognized, need: int) -> Sequence[Cell]:
    if found.ragged and len(row) < need:
        return [*row, *[""] * (need - len(row))]
    if found.header.width is not None and any(map(text_of, row[need:])):
        raise BadRow(_cells(row, need))
    return row


def _cells(row: Sequence[Cell], need: int) -> str:
    return f"{len(row)} cells; expected {need}, as many as the header has"
