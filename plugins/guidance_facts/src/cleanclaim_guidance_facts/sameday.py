"""
Which lines of a claim are of a line's day.

Asked for every line of a claim by many edits; what was found for the last claim is
kept, so that a claim of a thousand lines is not gone through a thousand times.
"""

import datetime
import threading
import weakref
from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from cleanclaim import Claim, ServiceLine

T = TypeVar("T")

# Of lines that are alike in all that an edit looks at, so many are told: what holds of
# three holds of the others.
_ALIKE = 3


class Last(threading.local, Generic[T]):
    """
    What was found for the last claim that was asked about, in each thread.
    """

    def __init__(self) -> None:
        self._claim: weakref.ref[Claim] | None = None
        self._found: dict[Any, T] = {}

    def of(self, claim: Claim) -> dict[Any, T]:
        """
        What was found for this claim; empty when the last was another.
        """
        if self._claim is None or self._claim() is not claim:
            self._claim, self._found = weakref.ref(claim), {}
        return self._found


_SURE: Last[tuple[ServiceLine, ...]] = Last()
_UNSURE: Last[tuple[ServiceLine, ...]] = Last()


def on_day(claim: Claim, line: ServiceLine) -> list[ServiceLine]:
    """
    The other lines of the claim that have the line's date of service, by number; of
    lines that are alike the first three, the line itself counted.

    A line that spans several days, the line's among them, has no date of service: it is
    not in the list (``unsure_on_day`` tells it).

    Raises: NotKnown when the line itself has no single date of service.
    """
    day, days = line.day, _SURE.of(claim)
    if day not in days:
        days[day] = _few(
            other for other in _ordered(claim) if other.date == day and other.through == day
        )
    return [other for other in days[day] if other is not line]


def unsure_on_day(claim: Claim, line: ServiceLine) -> list[ServiceLine]:
    """
    The other lines of which it can't be said whether they are of the line's day, by
    number; of lines that are alike the first three.

    Raises: NotKnown when the line itself has no single date of service.
    """
    day, days = line.day, _UNSURE.of(claim)
    if day not in days:
        days[day] = _few(
            other
            for other in _ordered(claim)
            if other.date is None
            or (other.through not in (None, other.date) and _spans(other, day))
        )
    return [other for other in days[day] if other is not line]


def kind_of(line: ServiceLine) -> tuple[object, ...]:
    """
    All that an edit looks at when it looks at another line.
    """
    return (
        line.procedure,
        line.modifiers,
        line.rendering,
        line.revenue_code,
        line.place_of_service,
        line.drug,
        line.units,
    )


def _few(lines: Iterable[ServiceLine]) -> tuple[ServiceLine, ...]:
    counts: dict[tuple[object, ...], int] = {}
    few = []
    for line in lines:
        kind = kind_of(line)
        counts[kind] = counts.get(kind, 0) + 1
        if counts[kind] <= _ALIKE:
            few.append(line)
    return tuple(few)


def _ordered(claim: Claim) -> list[ServiceLine]:
    return sorted(claim.lines, key=lambda line: line.number)


def _spans(line: ServiceLine, day: datetime.date) -> bool:
    return line.date is not None and line.through is not None and line.date <= day <= line.through
