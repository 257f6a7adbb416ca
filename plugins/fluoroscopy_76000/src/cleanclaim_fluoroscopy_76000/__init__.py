"""
76000: a physician's separate procedure, and status indicator S under OPPS.
"""

from collections.abc import Iterable
from pathlib import Path

from cleanclaim import (
    AnyOf,
    Disposition,
    FactFile,
    Facts,
    LineEdit,
    Options,
    Payer,
    PayerEdit,
    hookimpl,
)
from cleanclaim_fluoroscopy_76000.edits.opps_status import STATUS_STEPS, opps_status
from cleanclaim_fluoroscopy_76000.edits.separate_procedure import (
    SEPARATE_STEPS,
    separate_procedure,
)
from cleanclaim_fluoroscopy_76000.fluoroscopy import (
    FLUOROSCOPY,
    Allowed,
    Comprehensive,
    Specific,
)
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.statuses import Statuses

_FACTS = Path(__file__).parent / "facts"


@hookimpl
def scrub_facts() -> Iterable[FactFile]:
    return [
        FactFile(_FACTS / "allowed.toml", Allowed),
        FactFile(_FACTS / "comprehensive.csv", Comprehensive),
        FactFile(_FACTS / "specific.csv", Specific),
    ]


@hookimpl
def scrub_line_edits(facts: Facts, options: Options) -> Iterable[LineEdit]:
    yield LineEdit(
        separate_procedure,
        wakes=AnyOf({FLUOROSCOPY}),
        disposition=Disposition.DENY,
        using={
            "knowledge": Knowledge.of(facts, options),
            "allowed": facts.table(Allowed),
            "specific": facts.table(Specific),
        },
        steps=SEPARATE_STEPS,
    )


@hookimpl
def scrub_payer_edits(facts: Facts, options: Options, payer: Payer) -> Iterable[PayerEdit]:
    yield PayerEdit(
        opps_status,
        wakes=AnyOf({FLUOROSCOPY}),
        disposition=Disposition.INFO,
        using={
            "statuses": Statuses.of(facts, options),
            "comprehensive": facts.table(Comprehensive),
        },
        steps=STATUS_STEPS,
    )
