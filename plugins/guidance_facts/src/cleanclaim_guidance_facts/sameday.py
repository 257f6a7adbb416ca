"""
Which lines of a claim are of a line's day.

Asked for every line of a claim by many edits; what was found for the last claim is
kept, so that a claim of a thousand lines is not gone through a thousand times.
"""

import datetime
import threading
import weakref
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Generic, TypeVar

from cleanclaim import Claim, ServiceLine

T = TypeVar("T")

# Of lines that are alike in all that an edit looks at, so many are told: what holds of
# three holds of the others.
_ALIKE = 3


class Last(threading.local, Generic[T]):
    """
    What was made of the last claim that was asked about, in each thread.
    """

    def __init__(self, make: Callable[[Claim], T]) -> None:
        self._make = make
        self._claim: Callable[[], Claim | None] = _nobody
        self._made: T

    def of(self, claim: Claim) -> T:
        """
        What is made of this claim; made anew when the last was another.
        """
        if self._claim() is not claim:
            self._claim, self._made = weakref.ref(claim), self._make(claim)
        return self._made


def _nobody() -> None:
    return None


class ByDay(Mapping[datetime.date, T]):
    """
    What is kept by the days of one claim. A day is known by how far it is from the first:
    nobody has looked which days these are.
    """

    __slots__ = ("_first", "_kept")

    def __init__(self) -> None:
        self._first: datetime.date | None = None
        self._kept: dict[datetime.timedelta, tuple[datetime.date, T]] = {}

    def setdefault(self, day: datetime.date, default: T) -> T:
        """
        What is kept of a day; the default, and from now on, where nothing is.
        """
        if self._first is None:
            self._first = day
        return self._kept.setdefault(day - self._first, (day, default))[1]

    def __getitem__(self, day: datetime.date) -> T:
        if self._first is None:
            raise KeyError
        return self._kept[day - self._first][1]

    def __iter__(self) -> Iterator[datetime.date]:
        return (day for day, _ in self._kept.values())

    def __len__(self) -> int:
        return len(self._kept)


class _Days:
    """
    The lines of a claim by number: those of each day, and those that have no single one.
    """

    __slots__ = ("lines", "of_day", "undated", "unsure_of_day")

    def __init__(self, claim: Claim) -> None:
        self.lines = sorted(claim.lines, key=attrgetter("number"))
        self.undated = [
            line
            for line in self.lines
            if line.date is None or line.through not in (None, line.date)
        ]
        self.of_day: ByDay[Sequence[ServiceLine]] = ByDay()
        self.unsure_of_day: ByDay[Sequence[ServiceLine]] = ByDay()


_DAYS = Last(_Days)


def in_order(claim: Claim) -> Sequence[ServiceLine]:
    """
    The lines of a claim by number.
    """
    return _DAYS.of(claim).lines


def on_day(claim: Claim, line: ServiceLine) -> list[ServiceLine]:
    """
    The other lines of the claim that have the line's date of service, by number; of
    lines that are alike the first three, the line itself counted.

    A line that spans several days, the line's among them, has no date of service: it is
    not in the list (``unsure_on_day`` tells it).

    Raises: NotKnown when the line itself has no single date of service.
    """
    day, days = line.day, _DAYS.of(claim)
    found = days.of_day.get(day)
    if found is None:
        same = [other for other in days.lines if other.date == day and other.through == day]
        found = days.of_day.setdefault(day, _few(same))
    return [other for other in found if other is not line]


def unsure_on_day(claim: Claim, line: ServiceLine) -> list[ServiceLine]:
    """
    The other lines of which it can't be said whether they are of the line's day, by
    number; of lines that are alike the first three.

    Raises: NotKnown when the line itself has no single date of service.
    """
    day, days = line.day, _DAYS.of(claim)
    if not days.undated:
        return []
    found = days.unsure_of_day.get(day)
    if found is None:
        unsure = [other for other in days.undated if other.date is None or _spans(other, day)]
        found = days.unsure_of_day.setdefault(day, _few(unsure))
    return [other for other in found if other is not line]


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


def _few(lines: Sequence[ServiceLine]) -> Sequence[ServiceLine]:
    if len(lines) - len({line.procedure for line in lines}) < _ALIKE:
        return lines  # as of most claims: no code is there four times
    counts: Counter[tuple[object, ...]] = Counter()
    few = []
    for line in lines:
        kind = kind_of(line)
        counts[kind] += 1
        if counts[kind] <= _ALIKE:
            few.append(line)
    return few


def _spans(line: ServiceLine, day: datetime.date) -> bool:
    return line.date is not None and line.through is not None and line.date <= day <= line.through
