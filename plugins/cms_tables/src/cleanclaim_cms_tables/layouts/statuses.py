"""
OPPS status indicators: Addendum B, and a plain table with windows.
"""

import datetime
import re
from collections.abc import Sequence

from cleanclaim_cms_tables import cells
from cleanclaim_cms_tables.cells import Cell, Column, Unfit
from cleanclaim_cms_tables.kinds import Kind
from cleanclaim_cms_tables.layouts.layout import Header, Layout, Reader, head
from cleanclaim_cms_tables.rows import Row

_INDICATOR = re.compile(r"[A-Z][0-9]?", re.ASCII)
_APC = re.compile(r"\d{1,5}", re.ASCII)

_FROM, _TO = "date_from", "date_to"
_PLAIN = ("hcpcs", "status_indicator", "apc", _FROM, _TO)
CODE, STATUS, APC = "HCPCS Code", "SI", "APC"


def _addendum_b(header: Header, day: datetime.date) -> Reader:
    code, status, apc = Column(CODE, cells.code), Column(STATUS, _status), Column(APC, _apc)
    at_code, at_status, at_apc = header.at(CODE, STATUS, APC)

    def read(row: Sequence[Cell]) -> Row:
        value = status[row[at_status]], apc[row[at_apc]]
        return Row(code[row[at_code]], "", day, None, value)

    return read


def _plain(header: Header, _: datetime.date) -> Reader:
    code, status = Column("hcpcs", cells.code), Column("status_indicator", _status)
    apc = Column("apc", _apc)
    since, until = Column(_FROM, cells.day), Column(_TO, cells.last_day_or_empty)
    at_code, at_status, at_apc, at_since, at_until = header.at(*_PLAIN)

    def read(row: Sequence[Cell]) -> Row:
        begins, ends = since[row[at_since]], until[row[at_until]]
        if ends is not None and ends < begins:
            raise cells.reversed_days(_FROM, begins, _TO, ends)
        value = status[row[at_status]], apc[row[at_apc]]
        return Row(code[row[at_code]], "", begins, ends, value)

    return read


def _status(cell: Cell) -> str:
    text = cells.text_of(cell)
    if not _INDICATOR.fullmatch(text):
        expected = "a status indicator such as N or J1"
        raise Unfit(expected)
    return text


def _apc(cell: Cell) -> str | None:
    """
    An APC, of four digits as CMS tells it; none, 00000 too, is None.
    """
    text = cells.text_of(cell)
    if not text:
        return None
    if not _APC.fullmatch(text):
        expected = "an APC of digits, or nothing"
        raise Unfit(expected)
    return f"{int(text):04d}" if int(text) else None


ADDENDUM_B = Layout(
    kinds=(Kind.STATUSES,),
    heads=(
        head(CODE, r"(cpt/)?hcpcs( code)?s?"),
        head(STATUS, r"si|status indicator"),
        head(APC),
    ),
    windowed=False,
    reader=_addendum_b,
    others=True,
)
PLAIN = Layout(
    kinds=(Kind.STATUSES, Kind.LIVES),
    heads=tuple(map(head, _PLAIN)),
    windowed=True,
    reader=_plain,
)
