"""
Classes of codes that no rule of imaging guidance speaks of.

A guidance edit says that it does not look at their lines (``sees``), so that two claims
that differ in nothing else are one to it, and are judged once. No facts table that these
edits ask has such a code; a test holds the tables against the classes.
"""

import functools

# Laboratory and pathology, immunization, eye examinations, electrocardiograms, physical
# medicine, and visits but for those that Medicare's tables pair with guidance or with
# observation. Classes of codes are general knowledge; they decide nothing about a claim.
_CLASSES = (
    range(80047, 89399),
    range(90460, 90750),
    range(92002, 92018),
    range(93000, 93050),
    range(97010, 97800),
    range(99202, 99280),
    range(99304, 99446),
)


@functools.lru_cache(maxsize=16_384)
def may_concern_imaging(code: str) -> bool:
    """
    Whether a code may matter to imaging guidance on the same claim.
    """
    return not (code.isdecimal() and any(int(code) in each for each in _CLASSES))
