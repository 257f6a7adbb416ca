"""
Where the two codes of a pair meet on a claim: on which days, and on which lines.

Codes are asked for once, however many lines they stand on: a claim may have a thousand.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Self

import attrs

from cleanclaim import Claim, NotKnown, ServiceLine

_MANY = 100


@attrs.frozen
class Lines:
    """
    The lines of a claim by code, in the order of their numbers: those with a date of
    service by that day, and those without a single one. ``lacks`` says of the latter
    what they lack, by number.
    """

    dated: Mapping[str, Mapping[datetime.date, Sequence[ServiceLine]]]
    undated: Mapping[str, Sequence[ServiceLine]]
    lacks: Mapping[int, str]

    @classmethod
    def of(cls, claim: Claim, among: AbstractSet[str] | None = None) -> Self:
        """
        The lines of a claim; of those *among* these codes, where given.
        """
        dated: dict[str, dict[datetime.date, list[ServiceLine]]] = {}
        undated: dict[str, list[ServiceLine]] = {}
        lacking: dict[int, str] = {}
        for line in sorted(claim.lines, key=lambda line: line.number):
            code = line.procedure
            if code is None or (among is not None and code not in among):
                continue
            try:
                dated.setdefault(code, {}).setdefault(line.day, []).append(line)
            except NotKnown as lacks:
                undated.setdefault(code, []).append(line)
                lacking[line.number] = str(lacks)
        return cls(dated, undated, lacking)

    @property
    def codes(self) -> frozenset[str]:
        """
        The codes of the claim.
        """
        return frozenset(self.dated) | frozenset(self.undated)

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
