"""
The days on which a table's values begin and end, and the codes beside those it lists.
"""

import datetime
import re
from collections.abc import Callable, Collection, Iterator
from typing import Any

import attrs

from cleanclaim import Fact, Table

ONE_DAY = datetime.timedelta(days=1)
# Past every date of the shipped facts: what holds then, holds without an end.
HORIZON = datetime.date(2027, 6, 30)

_LAST_DIGITS = re.compile(r"(\d+)(\D*)$", re.ASCII)


@attrs.frozen
class Run:
    """
    Days on which something holds: from ``first`` until ``last``, or without an end.
    """

    first: datetime.date
    last: datetime.date | None

    @property
    def day(self) -> datetime.date:
        """
        A day of the run, away from its beginning where it is long.
        """
        return min(self.last or HORIZON, self.first + 40 * ONE_DAY)


def runs(
    table: Table[Any], key: str, holds: Callable[[Any], bool] = lambda _: True
) -> Iterator[Run]:
    """
    The runs of days on which a key's value *holds*, in order; values in succession
    that both hold are one run.
    """
    first: datetime.date | None = None
    for since, fact in changes(table, key):
        if fact is not None and holds(fact):
            first = first or since
        elif first is not None:
            yield Run(first, since - ONE_DAY)
            first = None
    if first is not None:
        yield Run(first, None)


def changes(table: Table[Any], key: str) -> Iterator[tuple[datetime.date, Fact | None]]:
    """
    Each day on which a key's value changes, with the value from then on, None for an end.

    ``Table`` tells the values and the last end; an end between two values is found by
    asking day by halves.
    """
    history = table.history(key)
    for fact, later in zip(history, (*history[1:], None), strict=False):
        yield fact.since, fact
        if later is None:
            last = table.ends(key)
        elif table.on(key, later.since - ONE_DAY) is not None:
            last = None
        else:
            last = _last_day(table, key, fact.since, later.since)
        if last is not None:
            yield last + ONE_DAY, None


def _last_day(
    table: Table[Any], key: str, there: datetime.date, gone: datetime.date
) -> datetime.date:
    gone -= ONE_DAY
    while gone - there > ONE_DAY:
        middle = there + (gone - there) // 2
        if table.on(key, middle) is None:
            gone = middle
        else:
            there = middle
    return there


def neighbours(code: str, listed: Collection[str]) -> Iterator[str]:
    """
    The nearest codes below and above of the same form that are not listed.
    """
    match = _LAST_DIGITS.search(code)
    if match is None:
        return
    digits, tail = match[1], match[2]
    for step in (-1, 1):
        number = int(digits) + step
        while 0 < number < 10 ** len(digits):
            near = f"{code[: match.start()]}{number:0{len(digits)}}{tail}"
            if near not in listed:
                yield near
                break
            number += step
