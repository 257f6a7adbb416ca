"""
What each guidance code may not be reported with: the procedures of its list, another
guidance code for one service, and a diagnostic study of the same region.
"""

from collections.abc import Iterable
from pathlib import Path

from cleanclaim import Disposition, FactFile, Facts, LineEdit, Options, Pairs, hookimpl
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.ordinary import may_concern_imaging
from cleanclaim_guidance_facts.pairs import partners
from cleanclaim_modality_exclusions.barred import EXCLUDED_STEPS
from cleanclaim_modality_exclusions.edits.diagnostic_ultrasound_same_region import (
    SAME_REGION_STEPS,
    diagnostic_ultrasound_same_region,
)
from cleanclaim_modality_exclusions.edits.excluded_pair import excluded_pair
from cleanclaim_modality_exclusions.edits.several_modalities import (
    SEVERAL_STEPS,
    outranked,
    several_modalities,
)
from cleanclaim_modality_exclusions.exclusions import Covered, Excluded
from cleanclaim_modality_exclusions.studies import (
    Contained,
    Region,
    SameRegion,
    Studies,
    Study,
)

_FACTS = Path(__file__).parent / "facts"


@hookimpl
def scrub_facts() -> Iterable[FactFile]:
    return [
        FactFile(_FACTS / "excluded.csv", Excluded),
        FactFile(_FACTS / "covered.csv", Covered),
        FactFile(_FACTS / "studies.csv", Study),
        FactFile(_FACTS / "regions.csv", Region),
        FactFile(_FACTS / "same_region.toml", SameRegion),
        FactFile(_FACTS / "contained.toml", Contained),
    ]


@hookimpl
def scrub_line_edits(facts: Facts, options: Options) -> Iterable[LineEdit]:
    knowledge = Knowledge.of(facts, options)
    excluded, covered = facts.table(Excluded), facts.table(Covered)
    yield LineEdit(
        excluded_pair,
        wakes=Pairs({**partners(excluded.keys), **partners(covered.keys, backwards=True)}),
        disposition=Disposition.DENY,
        using={"knowledge": knowledge, "excluded": excluded, "covered": covered},
        steps=EXCLUDED_STEPS,
        sees=may_concern_imaging,
    )
    yield LineEdit(
        several_modalities,
        wakes=Pairs(outranked(knowledge)),
        disposition=Disposition.DENY,
        using={"knowledge": knowledge},
        steps=SEVERAL_STEPS,
        sees=may_concern_imaging,
    )
    studies = Studies.of(facts, knowledge)
    yield LineEdit(
        diagnostic_ultrasound_same_region,
        wakes=Pairs(studies.partners),
        disposition=Disposition.DENY,
        using={"knowledge": knowledge, "studies": studies},
        steps=SAME_REGION_STEPS,
        sees=may_concern_imaging,
    )
