"""
Contrast injection billed apart from the fluoroscopic guidance that it belongs to.
"""

from collections.abc import Iterable
from pathlib import Path

from cleanclaim import Disposition, FactFile, Facts, LineEdit, Options, Pairs, hookimpl
from cleanclaim_contrast_injection.drugs import Drug
from cleanclaim_contrast_injection.edits.injection_billed_apart import (
    INJECTION_STEPS,
    injection_billed_apart,
)
from cleanclaim_contrast_injection.injections import (
    FLUOROSCOPY,
    Injection,
    Listed,
    Paired,
    Tables,
)
from cleanclaim_guidance_facts.knowledge import Knowledge

_FACTS = Path(__file__).parent / "facts"


@hookimpl
def scrub_facts() -> Iterable[FactFile]:
    return [
        FactFile(_FACTS / "injections.toml", Injection),
        FactFile(_FACTS / "listed.toml", Listed),
        FactFile(_FACTS / "paired.csv", Paired),
        FactFile(_FACTS / "drugs.csv", Drug),
    ]


@hookimpl
def scrub_line_edits(facts: Facts, options: Options) -> Iterable[LineEdit]:
    tables = Tables.of(facts)
    yield LineEdit(
        injection_billed_apart,
        wakes=Pairs(dict.fromkeys(tables.injections.keys, FLUOROSCOPY)),
        disposition=Disposition.DENY,
        using={"tables": tables, "knowledge": Knowledge.of(facts, options)},
        steps=INJECTION_STEPS,
    )
