"""
Complete codes that include imaging guidance, and codes with and without it.
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
    Pairs,
    hookimpl,
)
from cleanclaim_complete_code_inclusion.edits.included_guidance import (
    INCLUDED_STEPS,
    barred_with,
    included_guidance,
)
from cleanclaim_complete_code_inclusion.edits.unguided_code import UNGUIDED_STEPS, unguided_code
from cleanclaim_complete_code_inclusion.edits.wrong_modality import WRONG_STEPS, wrong_modality
from cleanclaim_complete_code_inclusion.strays import NEEDLE_GUIDANCE
from cleanclaim_complete_code_inclusion.unguided import Advice, SiblingPair, Unguided
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.ordinary import may_concern_imaging


@hookimpl
def scrub_facts() -> Iterable[FactFile]:
    folder = Path(__file__).parent / "facts"
    return [
        FactFile(folder / "unguided.toml", Unguided),
        FactFile(folder / "sibling_pairs.toml", SiblingPair),
        FactFile(folder / "advice.toml", Advice),
    ]


@hookimpl
def scrub_line_edits(facts: Facts, options: Options) -> Iterable[LineEdit]:
    knowledge = Knowledge.of(facts, options)
    complete = knowledge.complete
    yield LineEdit(
        included_guidance,
        wakes=Pairs(barred_with(knowledge)),
        disposition=Disposition.DENY,
        using={"knowledge": knowledge, "advice": facts.table(Advice)},
        steps=INCLUDED_STEPS,
        sees=may_concern_imaging,
    )
    deciding = [key for key in complete.keys if any(f.decides for f in complete.history(key))]
    yield LineEdit(
        wrong_modality,
        wakes=Pairs(dict.fromkeys(deciding, NEEDLE_GUIDANCE)),
        disposition=Disposition.REVIEW,
        using={
            "knowledge": knowledge,
            "advice": facts.table(Advice),
            "unguided": facts.table(Unguided),
        },
        steps=WRONG_STEPS,
        when_documented=AnyOf(knowledge.guidance.keys | complete.keys | facts.table(Unguided).keys),
        sees=may_concern_imaging,
    )


@hookimpl
def scrub_claim_edits(facts: Facts, options: Options) -> Iterable[ClaimEdit]:
    table, pairs = facts.table(Unguided), facts.table(SiblingPair)
    partners = {
        key: frozenset().union(*(fact.barred for fact in table.history(key))) for key in table.keys
    }
    for pair in pairs.keys:
        sibling, _, without = pair.partition("/")
        partners[without] = partners.get(without, frozenset()) | {sibling}
    yield ClaimEdit(
        unguided_code,
        wakes=Pairs(partners),
        disposition=Disposition.DENY,
        using={
            "knowledge": Knowledge.of(facts, options),
            "unguided": table,
            "pairs": pairs,
        },
        steps=UNGUIDED_STEPS,
        sees=may_concern_imaging,
    )
