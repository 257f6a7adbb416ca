"""
NCCI's procedure-to-procedure pairs that have a guidance code on either side.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Self

import attrs

from cleanclaim import Fact, Kind, Table
from cleanclaim_cms_tables.kinds import Services
from cleanclaim_cms_tables.offered import Tables
from cleanclaim_guidance_facts.options import NcciTable

if TYPE_CHECKING:
    from cleanclaim_cms_tables.offered import NcciPair, PairTable

PRACTITIONER, HOSPITAL = "practitioner", "hospital"
_BOTH = frozenset({PRACTITIONER, HOSPITAL})


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
    if pair is None:
        return None
    setting = _setting(kind, whose)
    if setting not in pair.settings:
        return None
    if setting == HOSPITAL and pair.hospital_indicator is not None:
        return attrs.evolve(pair, indicator=pair.hospital_indicator, hospital_indicator=None)
    return pair


def _setting(kind: Kind, whose: NcciTable) -> str:
    if whose is not NcciTable.BY_FORM:
        return str(whose)
    return HOSPITAL if kind is Kind.INSTITUTIONAL else PRACTITIONER


def as_shared(pair: "NcciPair") -> Pair:
    """
    A pair of an imported table, as the shared table has its own.
    """
    return Pair(
        key=pair.key,
        since=pair.since,
        source=pair.source,
        indicator=pair.indicator,
        settings=_BOTH,
        rationale=pair.rationale,
    )


@attrs.frozen
class ImportedPairs:
    """
    CMS's own pair tables, where they are imported: they know what the shared table does
    not have, and pairs that are newer than it.
    """

    by_setting: "Mapping[str, PairTable]" = attrs.field(factory=dict)

    @classmethod
    def of(cls, tables: Tables) -> Self:
        """
        Those of a folder of tables.
        """
        services = {PRACTITIONER: Services.PRACTITIONER, HOSPITAL: Services.HOSPITAL}
        found = {setting: tables.pairs(each) for setting, each in services.items()}
        return cls({setting: table for setting, table in found.items() if table is not None})

    def on(
        self, column1: str, column2: str, kind: Kind, day: datetime.date, whose: NcciTable
    ) -> Pair | None:
        """
        The pair that is in force for this kind of claim on this day, in this order; None
        too where no table says.
        """
        if not self.by_setting:
            return None
        table = self.by_setting.get(_setting(kind, whose))
        if table is None or not table.knows(day):
            return None
        pair = table.on(column1, column2, day)
        return None if pair is None else as_shared(pair)


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
