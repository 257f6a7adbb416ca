"""
Injections beside fluoroscopic guidance.
"""

import datetime
from collections.abc import Iterator

import attrs
from boundaries.oracle.check import DAY, Check, found
from boundaries.oracle.data import (
    KNOWN,
)
from boundaries.world import Line

APART = "contrast_injection.injection_billed_apart"


def checks() -> Iterator[Check]:
    """
    Every check of an injection, on the first day too: the rulebook says it without a date.
    """
    for check in _injections():
        yield check
        if check.day == DAY and check.codes.isdisjoint(_BORN_LATER):
            yield attrs.evolve(check, day=KNOWN)


_BORN_LATER = ("0627T", "0628T", "62328")


# Rulebook 6: members of the note under 77003, by general knowledge.
_NOTE = (
    *("22526", "22527", "27096", "62263", "62264", "62267", "62270", "62272", "62273"),
    *("62280", "62281", "62282", "62302", "62303", "62304", "62305", "62321", "62323"),
    *("62325", "62327", "0627T", "0628T"),
)
_WHEN_ALL_LIVED = datetime.date(2023, 3, 6)
_AWAY = ("62284", "20610", "27093", "64493", "62328")


def _injections() -> Iterator[Check]:
    lines: tuple[Line, ...]
    for procedure in (*_NOTE, *_AWAY):
        for guidance in ("77002", "77003"):
            lines = (Line(procedure), Line(guidance), Line("96372"))
            expected = "deny" if procedure in _NOTE else "review"
            yield Check("0.5.11", "physician", DAY, lines, APART, found(expected, 3))
            for injection in ("96373", "96374", "96379"):
                lines = (Line(procedure), Line(guidance), Line(injection))
                yield Check("6", "physician", DAY, lines, APART, found("review", 3))
    for procedure in ("0627T", "0628T"):
        lines = (Line(procedure), Line("77002"), Line("96372"))
        born = datetime.date(2021, 1, 1)
        yield Check("0.5.11", "physician", born, lines, APART, found("deny", 3))
    for setting in ("opps", "cah"):
        lines = (Line("62282"), Line("77003"), Line("96372"))
        yield Check("6", setting, KNOWN, lines, APART, found("deny", 3))
    plain = (Line("62282"), Line("77003"), Line("96372"))
    for drug in ("Q9965", "Q9966", "Q9967", "J2001", "J1030", "J1040", "J3301", "J0702"):
        # Contrast, local anesthetic and joint steroids explain nothing, while they live.
        lines = (*plain, Line(drug))
        yield Check("0.5.11", "physician", _WHEN_ALL_LIVED, lines, APART, found("deny", 3))
    for drug in ("J1885", "J3420", "J0696"):
        lines = (*plain[:2], Line("96372", ("59",)), Line(drug))
        yield Check("6", "physician", DAY, lines, APART, lambda a: not a.found)
    lines = (*plain[:2], Line("96372", ("59",)))
    yield Check("6", "physician", DAY, lines, APART, found("review", 3))
