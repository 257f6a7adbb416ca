"""
Where the two codes of a pair meet on a claim: on which days, and on which lines.

Codes are asked for once, however many lines they stand on: a claim may have a thousand.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

import attrs

from cleanclaim import Claim, NotKnown, ServiceLine
from cleanclaim_guidance_facts.sameday import ByDay, Last, in_order

_MANY = 100


@attrs.frozen
class Lines:
    """
    The lines of a claim by code, in the order of their numbers: those with a date of
    service by that day, and those without a single one. ``lacks`` says of the latter
    what they lack, by number; ``codes`` are those of the claim.
    """

    dated: Mapping[str, Mapping[datetime.date, Sequence[ServiceLine]]]
    undated: Mapping[str, Sequence[ServiceLine]]
    lacks: Mapping[int, str]
    codes: frozenset[str]

    @staticmethod
    def of(claim: Claim) -> "Lines":
        """
        The lines of a claim.
        """
        return _LINES.of(claim)

    def maybe_with(
        self, line: ServiceLine, code: str
    ) -> Iterator[tuple[ServiceLine, tuple[datetime.date, ...]]]:
        """
        The lines of a code that may be of an undated line's day, and days that it may be.
        """
        for day, lines in self.dated.get(code, {}).items():
            if _may_be_on(line, day):
                for other in lines:
                    yield other, (day,)
        for other in self.undated.get(code, ()):
            if other is not line and _may_overlap(line, other):
                yield other, tuple({day for day in (line.date, other.date) if day})


def _lines(claim: Claim) -> Lines:
    dated: dict[str, ByDay[list[ServiceLine]]] = {}
    undated: dict[str, list[ServiceLine]] = {}
    lacking: dict[int, str] = {}
    for line in in_order(claim):
        code = line.procedure
        if code is None:
            continue
        try:
            dated.setdefault(code, ByDay()).setdefault(line.day, []).append(line)
        except NotKnown as lacks:
            undated.setdefault(code, []).append(line)
            lacking[line.number] = str(lacks)
    return Lines(dated, undated, lacking, frozenset(dated.keys() | undated.keys()))


_LINES = Last(_lines)


def pairs_of(
    codes: frozenset[str], partners: Mapping[str, AbstractSet[str]]
) -> Iterator[tuple[str, str]]:
    """
    Column 1 and column 2 of each pair among the codes of a claim, in order, whatever the
    day.
    """
    for column1 in sorted(codes):
        if column1 not in partners:
            continue
        seconds = partners[column1]
        if len(codes) > _MANY:  # to go through a code's partners is then the shorter way
            found = codes.intersection(seconds)
        elif seconds.isdisjoint(codes):  # as most are, and asked at one go
            continue
        else:
            found = frozenset(code for code in codes if code in seconds)
        for column2 in sorted(found):
            yield column1, column2


def _may_be_on(line: ServiceLine, day: datetime.date) -> bool:
    return line.date is None or line.date <= day <= (line.through or line.date)


def _may_overlap(one: ServiceLine, other: ServiceLine) -> bool:
    if one.date is None or other.date is None:
        return True
    return one.date <= (other.through or other.date) and other.date <= (one.through or one.date)
