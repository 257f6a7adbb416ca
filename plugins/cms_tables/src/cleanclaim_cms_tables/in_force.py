"""
For which days each edition of a table answers: the newest that knows a day speaks of it.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from cleanclaim_cms_tables.rows import Edition

_ONE_DAY = datetime.timedelta(days=1)


class Days(NamedTuple):
    """
    From a day to a day, both included; without an end where no last day is known.
    """

    since: datetime.date
    until: datetime.date | None

    def __str__(self) -> str:
        if self.until is None:
            return f"from {self.since}"
        return str(self.since) if self.since == self.until else f"{self.since} to {self.until}"

    def common(self, other: "Days") -> "Days | None":
        """
        The days that are in both; None where there are none.
        """
        since = max(self.since, other.since)
        ends = [until for until in (self.until, other.until) if until]
        until = min(ends, default=None)
        return None if until and until < since else Days(since, until)

    def without(self, other: "Days") -> "Iterator[Days]":
        """
        What is left when the other's days are taken away.
        """
        if self.common(other) is None:
            yield self
            return
        if self.since < other.since:
            yield Days(self.since, other.since - _ONE_DAY)
        if other.until and (self.until is None or other.until < self.until):
            yield Days(other.until + _ONE_DAY, self.until)


def known(edition: Edition) -> Days:
    """
    The days that an edition knows.
    """
    return Days(edition.known_from, edition.known_until)


def answering(editions: Iterable[Edition]) -> Mapping[Edition, tuple[Days, ...]]:
    """
    By edition the days that it answers for, of any number of tables; none where newer
    editions know all of its days.
    """
    answers: dict[Edition, tuple[Days, ...]] = {}
    newest_first = sorted(editions, key=lambda edition: edition.day, reverse=True)
    for edition in newest_first:
        left = [known(edition)]
        for newer in answers:
            if newer.table == edition.table:
                left = [rest for days in left for rest in days.without(known(newer))]
        answers[edition] = tuple(left)
    return answers


def nearest(editions: Sequence[Edition], edition: Edition) -> Edition | None:
    """
    The edition that another of its table stands beside: the one of its own day, else the
    newest that is older, else the oldest.
    """
    own = sorted(
        (each for each in editions if each.table == edition.table), key=lambda each: each.day
    )
    before = [each for each in own if each.day <= edition.day]
    return before[-1] if before else next(iter(own), None)
