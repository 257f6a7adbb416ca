"""
Add-on guidance codes billed without a primary.
"""

from collections.abc import Iterable
from pathlib import Path

from cleanclaim import AnyOf, Disposition, FactFile, Facts, Options, Payer, PayerEdit, hookimpl
from cleanclaim_add_on_primaries.add_ons import (
    AddOn,
    Candidates,
    Primaries,
    Primary,
)
from cleanclaim_add_on_primaries.edits.primary_missing import PRIMARY_STEPS, primary_missing
from cleanclaim_add_on_primaries.options import AddOnOptions
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.ordinary import may_concern_imaging

_FACTS = Path(__file__).parent / "facts"


@hookimpl
def scrub_options() -> type:
    return AddOnOptions


@hookimpl
def scrub_facts() -> Iterable[FactFile]:
    return [
        FactFile(_FACTS / "add_ons.toml", AddOn),
        FactFile(_FACTS / "primaries.csv", Primary),
        FactFile(_FACTS / "type_ii.toml", Candidates),
    ]


@hookimpl
def scrub_payer_edits(facts: Facts, options: Options, payer: Payer) -> Iterable[PayerEdit]:
    primaries = Primaries.of(facts)
    yield PayerEdit(
        primary_missing,
        wakes=AnyOf(primaries.add_ons.keys),
        disposition=Disposition.DENY,
        using={
            "knowledge": Knowledge.of(facts, options),
            "primaries": primaries,
            "options": options.of(AddOnOptions),
        },
        steps=PRIMARY_STEPS,
        sees=may_concern_imaging,
    )
