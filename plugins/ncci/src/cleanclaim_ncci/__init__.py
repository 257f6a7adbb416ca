"""
CMS's NCCI tables, applied by date of service: pairs, units and add-on codes.
"""

from collections.abc import Iterable

from cleanclaim import (
    AnyOf,
    Disposition,
    Facts,
    Options,
    Pairs,
    Payer,
    PayerEdit,
    Setting,
    hookimpl,
)
from cleanclaim_cms_tables.offered import Tables
from cleanclaim_cms_tables.options import CmsTablesOptions
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_ncci.edits.add_on_alone import add_on_alone
from cleanclaim_ncci.edits.procedure_pair import procedure_pair
from cleanclaim_ncci.edits.units_exceed_mue import MUE_STEPS, units_exceed_mue
from cleanclaim_ncci.either import either
from cleanclaim_ncci.imported import Imported
from cleanclaim_ncci.options import NcciOptions
from cleanclaim_ncci.pairing import Pairing
from cleanclaim_ncci.primaries_wording import ADD_ON_STEPS
from cleanclaim_ncci.whose import Practitioners
from cleanclaim_ncci.wording import PAIR_STEPS


@hookimpl
def scrub_options() -> type:
    return NcciOptions


@hookimpl
def scrub_payer_edits(facts: Facts, options: Options, payer: Payer) -> Iterable[PayerEdit]:
    if payer.setting is Setting.INPATIENT:
        return
    knowledge, practitioners = Knowledge.of(facts, options), Practitioners.of(facts, options)
    tables = Tables.of(options.of(CmsTablesOptions))
    imported = Imported.of(tables, options.of(NcciOptions), knowledge.options.ncci_table, payer)
    if imported.pairs:
        yield PayerEdit(
            procedure_pair,
            wakes=Pairs(either(table.partners for table in imported.pairs.values())),
            disposition=Disposition.DENY,
            using={"pairing": Pairing.of(knowledge, imported)},
            steps=PAIR_STEPS,
            sees=knowledge.may_be_guided,
        )
    if imported.units:
        yield PayerEdit(
            units_exceed_mue,
            wakes=AnyOf(frozenset().union(*(table.codes for table in imported.units.values()))),
            disposition=Disposition.DENY,
            using={"practitioners": practitioners, "imported": imported},
            steps=MUE_STEPS,
        )
    if imported.add_ons is not None:
        yield PayerEdit(
            add_on_alone,
            wakes=AnyOf(imported.add_ons.codes),
            disposition=Disposition.DENY,
            using={"practitioners": practitioners, "imported": imported},
            steps=ADD_ON_STEPS,
        )
