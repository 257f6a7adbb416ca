"""
The lives of codes: code,from,to.
"""

import datetime
from collections.abc import Sequence

from cleanclaim_cms_tables import cells
from cleanclaim_cms_tables.cells import Cell, Column
from cleanclaim_cms_tables.kinds import Kind
from cleanclaim_cms_tables.layouts.layout import Header, Layout, Reader, head
from cleanclaim_cms_tables.rows import Row

_FROM, _TO = "from", "to"
_HEADS = ("code", _FROM, _TO)


def _reader(header: Header, _: datetime.date) -> Reader:
    code = Column("code", cells.code)
    since, until = Column(_FROM, cells.day_or_empty), Column(_TO, cells.last_day_or_empty)
    at_code, at_since, at_until = header.at(*_HEADS)

    def read(row: Sequence[Cell]) -> Row:
        # A code without a first day was valid before anybody counted.
        begins = since[row[at_since]] or cells.FIRST_DAY
        ends = until[row[at_until]]
        if ends is not None and ends < begins:
            raise cells.reversed_days(_FROM, begins, _TO, ends)
        return Row(code[row[at_code]], "", begins, ends, ())

    return read


LAYOUT = Layout(
    kinds=(Kind.LIVES,),
    heads=tuple(map(head, _HEADS)),
    windowed=True,
    reader=_reader,
)
