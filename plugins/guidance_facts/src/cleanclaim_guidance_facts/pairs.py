"""
NCCI's procedure-to-procedure pairs that have a guidance code on either side.
"""

import datetime
from collections.abc import Iterable, Mapping

import attrs

from cleanclaim import Fact, Kind, Table
from cleanclaim_guidance_facts.options import NcciTable

PRACTITIONER, HOSPITAL = "practitioner", "hospital"


@attrs.frozen(kw_only=True)
class Pair(Fact):
    """
    A pair in force: column 2 is not paid beside column 1.

    ``indicator`` 0: no modifier helps; 1: an NCCI-associated one may. Where the hospital
    table has another, ``hospital_indicator`` is that one. ``settings`` are the tables
    that hold the pair: practitioner, hospital.
    """

    indicator: int
    settings: frozenset[str]
    rationale: str
    hospital_indicator: int | None = None

    @property
    def columns(self) -> tuple[str, str]:
        """
        Column 1 and column 2.
        """
        one, _, two = self.key.partition("/")
        return one, two


def pair_on(
    table: Table[Pair],
    column1: str,
    column2: str,
    kind: Kind,
    day: datetime.date,
    whose: NcciTable = NcciTable.BY_FORM,
) -> Pair | None:
    """
    The pair that is in force for this kind of claim on this day, in this order.

    Raises: NotKnown for a day before the table.
    """
    pair = table.on(f"{column1}/{column2}", day)
    setting = HOSPITAL if kind is Kind.INSTITUTIONAL else PRACTITIONER
    if whose is not NcciTable.BY_FORM:
        setting = str(whose)
    if pair is None or setting not in pair.settings:
        return None
    if setting == HOSPITAL and pair.hospital_indicator is not None:
        return attrs.evolve(pair, indicator=pair.hospital_indicator, hospital_indicator=None)
    return pair


def partners(keys: Iterable[str], *, backwards: bool = False) -> Mapping[str, frozenset[str]]:
    """
    The second codes of a table's keys by the first, or *backwards*.
    """
    grouped: dict[str, set[str]] = {}
    for key in keys:
        first, _, second = key.partition("/")
        one, other = (second, first) if backwards else (first, second)
        grouped.setdefault(one, set()).add(other)
    return {one: frozenset(others) for one, others in grouped.items()}
