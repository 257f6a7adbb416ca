"""
Medically unlikely edits: a code, its most units, the adjudication indicator, the rationale.
"""

import datetime
import re
from collections.abc import Sequence

from cleanclaim_cms_tables import cells
from cleanclaim_cms_tables.cells import Cell, Column, Unfit
from cleanclaim_cms_tables.kinds import Kind, Services
from cleanclaim_cms_tables.layouts.layout import Header, Layout, Reader, Told, head
from cleanclaim_cms_tables.rows import Row

CODE = "HCPCS/CPT Code"
UNITS = "MUE Values"
INDICATOR = "MUE Adjudication Indicator"
RATIONALE = "MUE Rationale"

_INDICATOR = re.compile(r"([123])( .*)?", re.ASCII)
_SERVICES = {
    "practitioner": Services.PRACTITIONER,
    "outpatient hospital": Services.HOSPITAL,
    "dme supplier": Services.SUPPLIER,
}


def _reader(header: Header, day: datetime.date) -> Reader:
    code, units = Column(CODE, cells.code), Column(UNITS, cells.units)
    indicator, rationale = Column(INDICATOR, _indicator), Column(RATIONALE, cells.words)
    at_code, at_units, at_indicator, at_rationale = header.at(CODE, UNITS, INDICATOR, RATIONALE)

    def read(row: Sequence[Cell]) -> Row:
        value = (
            units[row[at_units]],
            indicator[row[at_indicator]] if at_indicator >= 0 else None,
            rationale[row[at_rationale]] if at_rationale >= 0 else "",
        )
        return Row(code[row[at_code]], "", day, None, value)

    return read


def _indicator(cell: Cell) -> int:
    """
    The digit before its own explanation: ``2 Date of Service Edit: Policy``.
    """
    match = _INDICATOR.fullmatch(cells.text_of(cell))
    if match is None:
        expected = "1, 2 or 3 and its meaning"
        raise Unfit(expected)
    return int(match[1])


def _told(header: Header) -> Told:
    services = next(
        (meant for name, meant in _SERVICES.items() if header.written[UNITS].startswith(name)),
        None,
    )
    if INDICATOR in header.places:
        return Told(services)
    return Told(services, program=None, lacking=INDICATOR)


LAYOUT = Layout(
    kinds=(Kind.UNITS,),
    heads=(
        head(CODE, r"hcpcs ?/ ?cpt codes?"),
        head(UNITS, rf"(({'|'.join(_SERVICES)}) services )?mue values?"),
        head(INDICATOR, r"mue adjudication indicator( \(mai\))?", required=False),
        head(RATIONALE, required=False),
    ),
    windowed=False,
    reader=_reader,
    told=_told,
)
