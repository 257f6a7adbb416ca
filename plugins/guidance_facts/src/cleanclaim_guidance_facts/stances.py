"""
How NCCI's table of pairs stands to a finding of the code book's.
"""

import enum

from cleanclaim_guidance_facts.pairs import Pair


class Stance(enum.StrEnum):
    """
    What NCCI makes of the line that is found, beside the other.

    ``AGREES``: it does not pay that line. ``REVERSED``: it pays that line and rejects
    the other. ``SILENT``: it has no pair of the two on that day.
    """

    AGREES = "agrees"
    SILENT = "silent"
    REVERSED = "reversed"


def stance_of(found: str | None, pair: Pair | None, *, asked: bool = True) -> Stance | None:
    """
    How NCCI stands to a finding on this code; None where it is not *asked*: it does not
    look at this claim, or not at these two lines together.
    """
    if not asked:
        return None
    if pair is None:
        return Stance.SILENT
    return Stance.REVERSED if pair.columns[0] == found else Stance.AGREES
