"""
What two editions of a table say differently, code by code.

Both hold the whole history, so rows are not compared as they stand: for the days that
both know, what is in force in one is compared with what is in force in the other.
"""

import datetime
import enum
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple, TypeAlias, cast

from cleanclaim import Json
from cleanclaim_cms_tables.in_force import Days, known
from cleanclaim_cms_tables.kinds import Kind
from cleanclaim_cms_tables.rows import Edition, Row

# CMS's mark of a pair that never was.
_NOT_APPLICABLE = 9
# The last cell of these says why, and judges nothing.
_REASONED = (Kind.PAIRS, Kind.UNITS)
_ONE_DAY = datetime.timedelta(days=1)

_Key: TypeAlias = tuple[str, str]
_Said: TypeAlias = tuple[Json, ...]


class Change(enum.StrEnum):
    """
    What became of a code or a pair of codes.
    """

    NO_LONGER_SEPARABLE = "no_longer_separable"
    NOW_SEPARABLE = "now_separable"
    LESS = "less"
    MORE = "more"
    OTHER = "other"
    APC = "apc"
    NEW = "new"
    ENDED = "ended"
    DAYS = "days"
    CORRECTED = "corrected"


class Window(NamedTuple):
    """
    What is said of a code or a pair from a day to a day.
    """

    days: Days
    said: _Said


class Difference(NamedTuple):
    """
    A code or a pair of which two editions say something else.

    ``was`` and ``now`` are what is in force, by day; the rows are as they were imported.
    """

    change: Change
    first: str
    second: str
    was: tuple[Window, ...]
    now: tuple[Window, ...]
    old_rows: tuple[Row, ...]
    new_rows: tuple[Row, ...]


def common_days(old: Edition, new: Edition) -> Days | None:
    """
    The days that both editions know, and on which they are compared; where there are
    none, the days of each stand for those of the other.
    """
    return known(old).common(known(new))


def differences(
    old: Edition, old_rows: Iterable[Row], new: Edition, new_rows: Iterable[Row]
) -> Iterator[Difference]:
    """
    What the new edition says otherwise than the old, by code; the rows come sorted.
    """
    kind, among = new.table.kind, common_days(old, new)
    for key, before, after in _unlike(old_rows, new_rows):
        if among:
            was, now = _windows(kind, before, among), _windows(kind, after, among)
        else:
            days = known(new)
            was = _as_of(_windows(kind, before, known(old)), known(old), days)
            now = _as_of(_windows(kind, after, days), days, days)
        change = _change(kind, was, now)
        if change is None and _is_corrected(kind, before, after, among):
            change = Change.CORRECTED
        if change:
            yield Difference(change, *key, was, now, before, after)


def _unlike(
    old: Iterable[Row], new: Iterable[Row]
) -> Iterator[tuple[_Key, tuple[Row, ...], tuple[Row, ...]]]:
    """
    The keys whose rows are not the same in both, with the rows of each.
    """
    olds, news = _by_key(old), _by_key(new)
    before, after = next(olds, None), next(news, None)
    while before or after:
        if after is None or (before and before[0] < after[0]):
            assert before
            yield *before, ()
            before = next(olds, None)
        elif before is None or after[0] < before[0]:
            yield after[0], (), after[1]
            after = next(news, None)
        else:
            if before[1] != after[1]:
                yield *before, after[1]
            before, after = next(olds, None), next(news, None)


def _by_key(rows: Iterable[Row]) -> Iterator[tuple[_Key, tuple[Row, ...]]]:
    for key, own in groupby(rows, key=itemgetter(0, 1)):
        yield key, tuple(own)


def _windows(kind: Kind, rows: Sequence[Row], among: Days) -> tuple[Window, ...]:
    """
    What is in force on the days that matter; windows that go on into each other are one.
    """
    windows: list[Window] = []
    for row in rows:
        said = _judged_by(kind, row)
        days = Days(row.since, row.until).common(among)
        if said is None or days is None:
            continue
        last = windows[-1] if windows else None
        if last and last.said == said and _goes_on(last.days, days):
            windows[-1] = Window(Days(last.days.since, days.until), said)
        else:
            windows.append(Window(days, said))
    return tuple(windows)


def _goes_on(days: Days, others: Days) -> bool:
    return days.until is not None and days.until + _ONE_DAY == others.since


def _judged_by(kind: Kind, row: Row) -> _Said | None:
    """
    What a claim is judged by of what a row says; None where it is nothing.
    """
    value = row.value
    match kind:
        case Kind.PAIRS:
            return None if value[0] == _NOT_APPLICABLE else value[:1]
        case Kind.UNITS:
            return value[:2]
    return value


def _as_of(windows: Sequence[Window], own: Days, days: Days) -> tuple[Window, ...]:
    """
    What an edition says last, as if it said it of the days given.
    """
    return tuple(Window(days, said) for whole, said in windows if whole.until == own.until)


def _change(kind: Kind, was: Sequence[Window], now: Sequence[Window]) -> Change | None:
    """
    What became of what is in force, if anything did.
    """
    if was == now:
        return None
    if not was or not now:
        return Change.NEW if now else Change.ENDED
    last, newest = was[-1], now[-1]
    if last.said != newest.said and last.days.until == newest.days.until:
        return _otherwise(kind, last.said, newest.said)
    if [window.days for window in was] == [window.days for window in now]:
        one, other = next(
            (one.said, other.said)
            for one, other in zip(was, now, strict=True)
            if one.said != other.said
        )
        return _otherwise(kind, one, other)
    if last.days.until and not newest.days.until:
        return Change.NEW
    if newest.days.until and not last.days.until:
        return Change.ENDED
    return Change.DAYS


def _otherwise(kind: Kind, was: _Said, now: _Said) -> Change:
    """
    What it is that is said otherwise.
    """
    match kind:
        case Kind.PAIRS:
            return Change.NOW_SEPARABLE if now[0] else Change.NO_LONGER_SEPARABLE
        case Kind.UNITS if was[0] != now[0]:
            return Change.LESS if cast(int, now[0]) < cast(int, was[0]) else Change.MORE
        case Kind.STATUSES if was[0] == now[0]:
            return Change.APC
    return Change.OTHER


def _is_corrected(
    kind: Kind, before: Sequence[Row], after: Sequence[Row], among: Days | None
) -> bool:
    """
    Whether rows give another reason for what they say of the same days.
    """
    return kind in _REASONED and _values(kind, before, among) != _values(kind, after, among)


def _values(kind: Kind, rows: Sequence[Row], among: Days | None) -> frozenset[_Said]:
    return frozenset(
        row.value
        for row in rows
        if _judged_by(kind, row) is not None
        and (among is None or Days(row.since, row.until).common(among))
    )
