"""
The imported tables that a payer's checks need, and what is missing of them.
"""

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar

import attrs

from cleanclaim import FactsError, Kind, Payer, Setting
from cleanclaim.errors import together
from cleanclaim_cms_tables import kinds
from cleanclaim_cms_tables.answering import Answering
from cleanclaim_cms_tables.kinds import Services, TableName
from cleanclaim_cms_tables.offered import AddOnTable, PairTable, Tables, UnitTable
from cleanclaim_guidance_facts.options import NcciTable
from cleanclaim_ncci.options import Check, Effective, NcciOptions, Units

T = TypeVar("T", bound=Answering[Any])

# Types of bill whose units CMS counts against its hospital table.
COUNTED_BILLS = ("13", "14", "85")

_BY_FORM = {Kind.PROFESSIONAL: Services.PRACTITIONER, Kind.INSTITUTIONAL: Services.HOSPITAL}


@attrs.frozen
class Imported:
    """
    A payer's tables, by the kind of claim for which each is asked. What the payer does
    not run is not there.
    """

    pairs: Mapping[Kind, PairTable]
    units: Mapping[Kind, UnitTable]
    add_ons: AddOnTable | None
    options: NcciOptions

    @classmethod
    def of(cls, tables: Tables, options: NcciOptions, whose: NcciTable, payer: Payer) -> Self:
        """
        The tables of this payer; *whose* pairs are asked is an option of guidance_facts.

        Raises: FactsError with every table that is needed and not imported.
        """
        found = _Found(tables, payer)
        pairs = {
            kind: found.needed(
                Check.PAIRS,
                TableName(kinds.Kind.PAIRS, services, options.program),
                tables.pairs(services, options.program),
            )
            for kind, services in _pair_services(options, whose, payer).items()
        }
        units = {
            kind: found.needed(
                Check.MUE,
                TableName(kinds.Kind.UNITS, services, options.program),
                tables.units(services, options.program),
            )
            for kind, services in _unit_services(options, payer).items()
        }
        add_ons = None
        if _asks_add_ons(options, payer):
            name = TableName(kinds.Kind.ADD_ONS)
            add_ons = found.needed(Check.ADD_ONS, name, tables.add_ons())
        found.complete()
        return cls(_there(pairs), _there(units), add_ons, options)

    def day(self, table: Answering[Any], day: datetime.date) -> datetime.date:
        """
        The day on which a table is asked for a date of service.
        """
        return day if self.options.effective is Effective.DATE_OF_SERVICE else table.latest


@attrs.frozen
class _Found:
    """
    Which of the tables that are needed are there, and what is to be done about the rest.
    """

    tables: Tables
    payer: Payer
    missing: list[str] = attrs.field(factory=list)

    def needed(self, check: Check, name: TableName, table: T | None) -> T | None:
        if table is None:
            self.missing.append(
                f"payer {self.payer.id!r}: {self.tables.needed(name)}; or leave {check} out of "
                "[options.ncci] tables"
            )
        return table

    def complete(self) -> None:
        if self.missing:
            raise FactsError(together(self.missing))


def _there(tables: Mapping[Kind, T | None]) -> Mapping[Kind, T]:
    return {kind: table for kind, table in tables.items() if table is not None}


def _pair_services(options: NcciOptions, whose: NcciTable, payer: Payer) -> Mapping[Kind, Services]:
    if Check.PAIRS not in options.tables or whose is NcciTable.NONE:
        return {}
    if whose is NcciTable.BY_FORM:
        return {kind: _BY_FORM[kind] for kind in sorted(payer.kinds)}
    return dict.fromkeys(sorted(payer.kinds), Services(whose))


def _unit_services(options: NcciOptions, payer: Payer) -> Mapping[Kind, Services]:
    if Check.MUE not in options.tables:
        return {}
    asked = [
        kind for kind in sorted(payer.kinds) if kind is Kind.PROFESSIONAL or _counts_bills(payer)
    ]
    if options.units is Units.BY_FORM:
        return {kind: _BY_FORM[kind] for kind in asked}
    return dict.fromkeys(asked, Services(options.units))


def _asks_add_ons(options: NcciOptions, payer: Payer) -> bool:
    on_bills = Kind.INSTITUTIONAL in payer.kinds and payer.setting is not Setting.OPPS
    return Check.ADD_ONS in options.tables and (Kind.PROFESSIONAL in payer.kinds or on_bills)


def _counts_bills(payer: Payer) -> bool:
    """
    Whether any of a payer's types of bill is one that CMS counts units on.
    """
    return not payer.types_of_bill or any(
        mine.startswith(counted) or counted.startswith(mine)
        for mine in payer.types_of_bill
        for counted in COUNTED_BILLS
    )
