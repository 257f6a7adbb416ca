"""
Diagnostic studies beside guidance and beside what contains it.
"""

from collections.abc import Iterator

import attrs
from boundaries.oracle.check import DAY, Check, found
from boundaries.oracle.data import (
    KNOWN,
)
from boundaries.world import Line

SAME_REGION = "modality_exclusions.diagnostic_ultrasound_same_region"


def checks() -> Iterator[Check]:
    """
    Every check of a study, on the first day too: the rulebook says it without a date.
    """
    for check in _studies():
        yield check
        if check.day == DAY:
            yield attrs.evolve(check, day=KNOWN)


# Rulebook 8.6: column 1 over 76942, whatever the region.
_STUDIES = (
    *("76536", "76604", "76641", "76642", "76700", "76705", "76770", "76775"),
    *("76830", "76856", "76872", "76881", "76882"),
)


def _studies() -> Iterator[Check]:
    for study in _STUDIES:
        for setting in ("physician", "opps"):
            lines = (Line(study), Line("76942"))
            yield Check("8.6", setting, DAY, lines, SAME_REGION, found("deny", 2))
            yield Check("8.6", setting, KNOWN, lines, SAME_REGION, found("deny", 2))
        lines = (Line(study), Line("76942"))
        yield Check("0.2", "clinic", DAY, lines, SAME_REGION, lambda a: not a.found)
    yield Check(
        "8.6", "physician", DAY, (Line("76380"), Line("77012")), SAME_REGION, found("deny", 1)
    )
    for study in ("76881", "76882"):
        for procedure in ("20604", "20606", "20611"):
            for setting in ("physician", "opps"):
                for day in (KNOWN, DAY):
                    lines = (Line(procedure), Line(study))
                    yield Check("8.6, 4.5", setting, day, lines, SAME_REGION, found("deny", 2))
        for procedure in ("20604", "20606", "20611"):
            lines = (Line(procedure), Line(study, ("59",)))
            yield Check("4.5", "physician", DAY, lines, SAME_REGION, lambda a: 2 in a.excused)
    # CT studies have no pair with 77012: a review only, and of the same region.
    for study, expected in (("71250", "review"), ("74150", None)):
        guided = (Line(study), Line("77012"), Line("32400"))
        yield Check("8.6", "physician", DAY, guided, SAME_REGION, found(expected, 2))
