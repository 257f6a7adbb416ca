"""
Add-on codes and the primaries that each may accompany: NCCI's file, and a plain one.
"""

import datetime
from collections.abc import Sequence

from cleanclaim_cms_tables import cells
from cleanclaim_cms_tables.cells import BadRow, Cell, Column
from cleanclaim_cms_tables.kinds import Kind
from cleanclaim_cms_tables.layouts.layout import Header, Layout, Reader, head
from cleanclaim_cms_tables.rows import Row

TYPE, ADD_ON, ADD_ON_UNTIL = "AOC_Edit_Type", "Add-On_Code", "AOC_DelDT"
PRIMARY, PRIMARY_UNTIL = "Primary_Code", "Primary_Code_DelDT"
SINCE, UNTIL = "AOC_Edit_EffDT", "AOC_Edit_DelDT"
NOTES = "Special_Instruction_Notes"

_FROM, _TO = "date_from", "date_to"
_PLAIN = ("addon", "primary", "aoc_type", _FROM, _TO)
_CONTRACTOR_DEFINED = "CCCCC"
_ALL_LISTED = 1
_JULIAN = r"( ?\(?julian\)?)?"


def _published(header: Header, _: datetime.date) -> Reader:
    kind = Column(TYPE, cells.one_of("1", "2", "3"))
    add_on, primary = Column(ADD_ON, cells.code), Column(PRIMARY, cells.code)
    since = Column(SINCE, cells.day_of_year)
    ends = [
        (Column(name, cells.last_day_of_year), at)
        for name, at in zip(
            (UNTIL, ADD_ON_UNTIL, PRIMARY_UNTIL),
            header.at(UNTIL, ADD_ON_UNTIL, PRIMARY_UNTIL),
            strict=True,
        )
    ]
    at_type, at_add_on, at_primary, at_since = header.at(TYPE, ADD_ON, PRIMARY, SINCE)

    def read(row: Sequence[Cell]) -> Row:
        begins, until = since[row[at_since]], None
        # The edit holds as long as the add-on, the primary and the edit itself live.
        for column, at in ends:
            end = column[row[at]]
            if end is not None and end < begins:
                raise cells.reversed_days(SINCE, begins, column.name, end)
            until = min(filter(None, (until, end)), default=None)
        return _row(
            add_on[row[at_add_on]], primary[row[at_primary]], begins, until, kind[row[at_type]]
        )

    return read


def _plain(header: Header, _: datetime.date) -> Reader:
    kind = Column("aoc_type", cells.one_of("1", "2", "3"))
    add_on, primary = Column("addon", cells.code), Column("primary", _code_or_empty)
    since, until = Column(_FROM, cells.day), Column(_TO, cells.last_day_or_empty)
    at_add_on, at_primary, at_type, at_since, at_until = header.at(*_PLAIN)

    def read(row: Sequence[Cell]) -> Row:
        begins, ends = since[row[at_since]], until[row[at_until]]
        if ends is not None and ends < begins:
            raise cells.reversed_days(_FROM, begins, _TO, ends)
        return _row(
            add_on[row[at_add_on]], primary[row[at_primary]], begins, ends, kind[row[at_type]]
        )

    return read


def _row(
    add_on: str, primary: str, begins: datetime.date, ends: datetime.date | None, kind: str
) -> Row:
    number = int(kind)
    listed = "" if primary == _CONTRACTOR_DEFINED else primary
    if not listed and number == _ALL_LISTED:
        msg = "a type 1 add-on has no primary; expected one, since its list is whole"
        raise BadRow(msg)
    return Row(add_on, listed, begins, ends, (number,))


def _code_or_empty(cell: Cell) -> str:
    return cells.code(cell) if cells.text_of(cell) else ""


PUBLISHED = Layout(
    kinds=(Kind.ADD_ONS,),
    heads=(
        head(TYPE),
        head(ADD_ON, r"add-? ?on code"),
        head(ADD_ON_UNTIL, rf"aoc ?del ?dt{_JULIAN}"),
        head(PRIMARY, r"primary code"),
        head(PRIMARY_UNTIL, rf"primary code ?del ?dt{_JULIAN}"),
        head(SINCE, rf"aoc edit ?eff ?dt{_JULIAN}"),
        head(UNTIL, rf"aoc edit ?del ?dt{_JULIAN}"),
        head(NOTES, required=False),
    ),
    windowed=True,
    reader=_published,
)
PLAIN = Layout(
    kinds=(Kind.ADD_ONS,),
    heads=tuple(map(head, _PLAIN)),
    windowed=True,
    reader=_plain,
)
