"""
What several imaging-guidance plugins share: which codes are guidance, which pairs NCCI
makes, what counts as the same service, and when a modifier excuses a pair.
"""

from collections.abc import Iterable
from pathlib import Path

from cleanclaim import FactFile, hookimpl
from cleanclaim_guidance_facts.codes import Guidance
from cleanclaim_guidance_facts.complete import Complete
from cleanclaim_guidance_facts.hosts import SeparatelyReportable
from cleanclaim_guidance_facts.options import GuidanceOptions
from cleanclaim_guidance_facts.pairs import Pair
from cleanclaim_guidance_facts.practitioners import Specialty
from cleanclaim_guidance_facts.statuses import OppsStatus

_FACTS = Path(__file__).parent / "facts"


@hookimpl
def scrub_options() -> type:
    return GuidanceOptions


@hookimpl
def scrub_facts() -> Iterable[FactFile]:
    return [
        FactFile(_FACTS / "guidance.toml", Guidance),
        FactFile(_FACTS / "complete.csv", Complete),
        FactFile(_FACTS / "pairs.csv", Pair),
        FactFile(_FACTS / "separately_reportable.csv", SeparatelyReportable),
        FactFile(_FACTS / "specialties.csv", Specialty),
        FactFile(_FACTS / "status.csv", OppsStatus),
    ]
