"""
How imaging guidance is reported: units, procedures, components and facility codes.
"""

from collections.abc import Iterable
from pathlib import Path

from cleanclaim import (
    AnyOf,
    ClaimEdit,
    Disposition,
    FactFile,
    Facts,
    LineEdit,
    Options,
    Payer,
    PayerEdit,
    Setting,
    hookimpl,
)
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.ordinary import may_concern_imaging
from cleanclaim_guidance_facts.statuses import Statuses
from cleanclaim_guidance_reporting.components import Component, Parts, Place
from cleanclaim_guidance_reporting.edits.component_modifier import (
    COMPONENT_STEPS,
    component_modifier,
)
from cleanclaim_guidance_reporting.edits.facility_recode import RECODE_STEPS, facility_recode
from cleanclaim_guidance_reporting.edits.guidance_alone import (
    ALONE_STEPS,
    Wanted,
    guidance_alone,
)
from cleanclaim_guidance_reporting.edits.guidance_unbilled import (
    UNBILLED_STEPS,
    guidance_unbilled,
)
from cleanclaim_guidance_reporting.edits.imaging_record import RECORD_STEPS, imaging_record
from cleanclaim_guidance_reporting.edits.units_exceed_day import (
    UNITS_STEPS,
    units_exceed_day,
)
from cleanclaim_guidance_reporting.facility_codes import FacilityCodes, NotRecognized
from cleanclaim_guidance_reporting.options import GuidanceReportingOptions
from cleanclaim_guidance_reporting.procedures import NeedsProcedure
from cleanclaim_guidance_reporting.records import Record, named
from cleanclaim_guidance_reporting.units import Limits, OneUnit, UnlikelyUnits

_FACTS = Path(__file__).parent / "facts"


@hookimpl
def scrub_options() -> type:
    return GuidanceReportingOptions


@hookimpl
def scrub_facts() -> Iterable[FactFile]:
    return [
        FactFile(_FACTS / "mue.toml", UnlikelyUnits),
        FactFile(_FACTS / "needs_procedure.toml", NeedsProcedure),
        FactFile(_FACTS / "not_recognized.toml", NotRecognized),
        FactFile(_FACTS / "one_unit.toml", OneUnit),
        FactFile(_FACTS / "pc_tc.toml", Component),
        FactFile(_FACTS / "places.toml", Place),
        FactFile(_FACTS / "records.toml", Record),
    ]


@hookimpl
def scrub_line_edits(facts: Facts, options: Options) -> Iterable[LineEdit]:
    knowledge = Knowledge.of(facts, options)
    yield LineEdit(
        guidance_unbilled,
        wakes=AnyOf(()),
        disposition=Disposition.INFO,
        using={
            "knowledge": knowledge,
            "records": facts.table(Record),
            "parts": Parts(facts.table(Component), facts.table(Place)),
        },
        steps=UNBILLED_STEPS,
        when_documented=AnyOf(knowledge.reportable.keys),
    )


@hookimpl
def scrub_claim_edits(facts: Facts, options: Options) -> Iterable[ClaimEdit]:
    knowledge, records = Knowledge.of(facts, options), facts.table(Record)
    yield ClaimEdit(
        imaging_record,
        wakes=AnyOf(knowledge.guidance.keys | named(records)),
        disposition=Disposition.INFO,
        using={"knowledge": knowledge, "records": records},
        steps=RECORD_STEPS,
        when_documented=AnyOf(knowledge.complete.keys),
        sees=may_concern_imaging,
    )
    limits = Limits(facts.table(UnlikelyUnits), facts.table(OneUnit))
    yield ClaimEdit(
        units_exceed_day,
        wakes=AnyOf(limits.codes),
        disposition=Disposition.DENY,
        using={
            "knowledge": Knowledge.of(facts, options),
            "limits": limits,
            "options": options.of(GuidanceReportingOptions),
        },
        steps=UNITS_STEPS,
        sees=may_concern_imaging,
    )


@hookimpl
def scrub_payer_edits(facts: Facts, options: Options, payer: Payer) -> Iterable[PayerEdit]:
    components, statuses = facts.table(Component), Statuses.of(facts, options)
    yield PayerEdit(
        component_modifier,
        wakes=AnyOf(components.keys),
        using={"components": components, "places": facts.table(Place)},
        steps=COMPONENT_STEPS,
        sees=may_concern_imaging,
    )
    # Under OPPS every line's status counts.
    sees = None if payer.setting is Setting.OPPS else may_concern_imaging
    facility_codes = FacilityCodes.of(facts.table(NotRecognized), statuses, payer)
    yield PayerEdit(
        facility_recode,
        wakes=AnyOf(facility_codes.codes),
        disposition=Disposition.DENY,
        using={"facility_codes": facility_codes},
        steps=RECODE_STEPS,
        sees=sees,
    )
    wanted = Wanted(
        facts.table(NeedsProcedure),
        statuses,
        facts.table(Place),
    )
    yield PayerEdit(
        guidance_alone,
        wakes=AnyOf(wanted.codes),
        using={"wanted": wanted},
        steps=ALONE_STEPS,
        sees=sees,
    )
