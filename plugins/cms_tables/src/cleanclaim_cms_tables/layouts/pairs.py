"""
NCCI's pairs: column 1, column 2, their days, the modifier indicator and the rationale.
"""

import datetime
from collections.abc import Sequence

from cleanclaim_cms_tables import cells
from cleanclaim_cms_tables.cells import Cell, Column, Unfit
from cleanclaim_cms_tables.kinds import Kind, Program
from cleanclaim_cms_tables.layouts.layout import Header, Layout, Reader, Told, head
from cleanclaim_cms_tables.rows import Row

FIRST, SECOND = "Column 1", "Column 2"
EXISTED = "*=in existence prior to 1996"
SINCE, UNTIL = "Effective Date", "Deletion Date"
INDICATOR, RATIONALE = "Modifier", "PTP Edit Rationale"

# As indicator: the pair is no longer valid, and never was in its window.
NOT_APPLICABLE = 9

_MEDICAIDS = "dt"


def _reader(header: Header, _: datetime.date) -> Reader:
    first, second = Column(FIRST, cells.code), Column(SECOND, cells.code)
    since, until = Column(SINCE, cells.day), Column(UNTIL, _deletion(header))
    existed = Column(EXISTED, cells.one_of("*", ""))
    indicator = Column(INDICATOR, cells.one_of("0", "1", "9"))
    rationale = Column(RATIONALE, cells.words)
    values: dict[tuple[Cell, Cell], tuple[int, str]] = {}
    at_first, at_second, at_since, at_until, at_indicator, at_existed, at_rationale = header.at(
        FIRST, SECOND, SINCE, UNTIL, INDICATOR, EXISTED, RATIONALE
    )

    def read(row: Sequence[Cell]) -> Row:
        if at_existed >= 0:
            existed[row[at_existed]]
        one, two = first[row[at_first]], second[row[at_second]]
        begins, ends = since[row[at_since]], until[row[at_until]]
        if ends is not None and ends < begins:
            raise cells.reversed_days(SINCE, begins, UNTIL, ends)
        told = row[at_indicator], row[at_rationale] if at_rationale >= 0 else ""
        value = values.get(told)
        if value is None:
            value = values[told] = int(indicator[told[0]]), rationale[told[1]]
        return Row(one, two, begins, ends, value)

    return read


def _deletion(header: Header) -> cells.Reads[datetime.date | None]:
    """
    Where the header explains the asterisk, a cell with nothing in it is a fault.
    """
    if "*" not in header.written[UNTIL]:
        return cells.last_day_or_empty

    def read(cell: Cell) -> datetime.date | None:
        if cells.text_of(cell) == "*":
            return None
        try:
            return cells.last_day(cell)
        except Unfit as unfit:
            expected = f"{unfit}, or *"
            raise Unfit(expected) from None

    return read


def _told(header: Header) -> Told:
    if EXISTED in header.places:
        return Told()
    # Medicaid's pairs are younger than 1996, and its heads are EffDt and DelDt.
    medicaids = header.written[SINCE].endswith(_MEDICAIDS)
    return Told(program=Program.MEDICAID if medicaids else None, lacking=EXISTED)


LAYOUT = Layout(
    kinds=(Kind.PAIRS,),
    heads=(
        head(FIRST, r"column ?(1|one)( code)?"),
        head(SECOND, r"column ?(2|two)( code)?"),
        head(EXISTED, r"\* ?= ?in existence prior to 1996", required=False),
        head(SINCE, r"eff(ective)? ?(date|dt)"),
        head(UNTIL, r"del(etion)? ?(date|dt)( ?\* ?= ?no data)?"),
        head(
            INDICATOR,
            r"modifier( ?indicator)?( 0 ?= ?not allowed 1 ?= ?allowed 9 ?= ?not applicable)?",
        ),
        head(RATIONALE, r"(ptp )?(edit )?rationale", required=False),
    ),
    windowed=True,
    reader=_reader,
    told=_told,
    header_rows=6,
)
