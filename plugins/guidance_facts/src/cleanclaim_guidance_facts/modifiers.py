"""
What the modifiers of two lines excuse: the bypass test of the guidance rules.
"""

import enum
from collections.abc import Iterable

import attrs

from cleanclaim import ServiceLine
from cleanclaim_guidance_facts.options import AnatomicBypass

# NCCI-associated modifiers as CMS's outpatient editor has them, 2019-07-01 to date
# (I/OCE v20.2 to v27.1). 50, 26, TC, 51, 52, 76 and 77 are not among them.
DISTINCT = frozenset({"59", "XE", "XP", "XS", "XU"})
ANATOMIC = frozenset(
    {
        *("E1", "E2", "E3", "E4", "FA", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9"),
        *("TA", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9"),
        *("LC", "LD", "LM", "RC", "RI", "LT", "RT"),
    }
)
OTHERS = frozenset({"24", "25", "27", "57", "58", "78", "79", "91"})


class Excuse(enum.IntEnum):
    """
    How far the modifiers of two lines go.

    ``NONE``: nothing. ``ONE_SIDED``: an anatomic modifier that does not set the two
    lines apart; the payer's editor lets the pair pass for it, though it says nothing of
    two services. ``EDITOR``: another NCCI-associated modifier, for which the editor lets
    it pass likewise. ``DISTINCT``: a modifier says that the services were distinct.
    """

    NONE = 0
    ONE_SIDED = 1
    EDITOR = 2
    DISTINCT = 3


@attrs.frozen
class Plea:
    """
    What is pleaded for two lines, and the modifier that pleads it.
    """

    excuse: Excuse
    modifier: str = ""


_NOTHING = Plea(Excuse.NONE)


def plea(
    line: ServiceLine,
    other: ServiceLine,
    indicator: int | None,
    anatomic: AnatomicBypass,
    heard: Iterable[ServiceLine] | None = None,
) -> Plea:
    """
    What the modifiers of two lines plead against a pair of this indicator.

    *indicator* None stands for a rule of the code book that NCCI has no pair for: only
    a modifier of distinctness is heard there, since no editor looks at the others.
    *heard* are the lines whose modifiers count, both when absent; that two anatomic
    modifiers differ is seen on both in any case.
    """
    here, there = line.modifiers, other.modifiers
    if indicator == 0 or not (here or there):
        return _NOTHING
    pleading = [m for each in heard or (line, other) for m in each.modifiers]
    distinct = next((m for m in pleading if m in DISTINCT), None)
    if distinct is not None:
        return Plea(Excuse.DISTINCT, distinct)
    mine, theirs = ANATOMIC.intersection(here), ANATOMIC.intersection(there)
    apart = bool(mine and theirs and mine.isdisjoint(theirs))
    if apart:
        return Plea(Excuse.DISTINCT, min(mine or theirs))
    sided = ANATOMIC.intersection(pleading)
    if anatomic is AnatomicBypass.EITHER_LINE and sided:
        return Plea(Excuse.DISTINCT, min(sided))
    if indicator is None:
        return _NOTHING
    other_associated = next((m for m in pleading if m in OTHERS), None)
    if other_associated is not None:
        return Plea(Excuse.EDITOR, other_associated)
    if sided:
        return Plea(Excuse.ONE_SIDED, min(sided))
    return _NOTHING
