"""
A day that notices how it is looked at: what came out holds for all days of its era.
"""

import copy
import datetime
import operator
import pickle
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanclaim.shadow_day import Era, ShadowDay

DAYS = st.dates(date(2024, 12, 1), date(2025, 2, 1))
COMPARE = [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne]
_OF_ITS_CLASS = {"fromisocalendar", "fromisoformat", "fromordinal", "fromtimestamp", "strptime"}
_OF_NO_DAY = {"min", "max", "resolution", "today"}


@st.composite
def looks(draw: st.DrawFn) -> Callable[[date, date], object]:
    """
    A comparison of one of two days, moved, with the other or with a day of its own.
    """
    compare, turned = draw(st.sampled_from(COMPARE)), draw(st.booleans())
    more, fixed = timedelta(draw(st.integers(-3, 3))), draw(DAYS)
    second, both = draw(st.booleans()), draw(st.booleans())

    def look(one: date, other: date) -> object:
        day, beside = (other, one) if second else (one, other)
        pair = (day + more, beside if both else fixed)
        return compare(*(pair[::-1] if turned else pair))

    return look


def shadows(first: date, away: int) -> tuple[Era, date, date]:
    era = Era(first.toordinal())
    return era, ShadowDay.of(first, era), ShadowDay.of(first + timedelta(away), era)


@given(DAYS, st.integers(-40, 40), st.lists(looks(), min_size=1, max_size=5))
def test_holds_for_its_era(
    first: date, away: int, several: list[Callable[[date, date], object]]
) -> None:
    """
    Comparisons come out as those of plain days do, and would on every day of the era.
    """
    era, one, other = shadows(first, away)
    said = [look(one, other) for look in several]

    assert era.since <= first.toordinal() < era.until
    for number in range(date(2024, 11, 1).toordinal(), date(2025, 3, 1).toordinal()):
        day = date.fromordinal(number)
        plain = [look(day, day + timedelta(away)) for look in several]
        if era.since <= number < era.until:
            assert plain == said
        if plain != said:
            assert not era.since <= number < era.until


TELLING: list[Callable[[Any], object]] = [
    str,
    repr,
    hash,
    "{:%Y}".format,
    "{}".format,
    copy.copy,
    copy.deepcopy,
    lambda day: pickle.loads(pickle.dumps(day)),
    lambda day: day.year,
    lambda day: day.month,
    lambda day: day.day,
    lambda day: day.ctime(),
    lambda day: day.isocalendar(),
    lambda day: day.isoformat(),
    lambda day: day.isoweekday(),
    lambda day: day.replace(day=2),
    lambda day: day.strftime("%d"),
    lambda day: day.timetuple(),
    lambda day: day.toordinal(),
    lambda day: day.weekday(),
    lambda day: day - date(2025, 1, 1),
    lambda day: date(2025, 1, 1) - day,
    {date(2025, 1, 1): "it"}.get,
    {date(2025, 1, 5), date(2025, 1, 8)}.__contains__,
]


@pytest.mark.parametrize("look", TELLING)
def test_looked_at(look: Callable[[Any], object]) -> None:
    """
    Whoever learns which day it is learns it of this day alone.
    """
    day = date(2025, 1, 5)
    era, first, later = shadows(day, 3)

    assert look(first) == look(day)
    assert (era.since, era.until) == (day.toordinal(), day.toordinal() + 1)

    era, first, later = shadows(day, 3)
    assert look(later) == look(day + timedelta(3))
    assert (era.since, era.until) == (day.toordinal(), day.toordinal() + 1)


def test_not_looked_at() -> None:
    """
    How far two days of one claim are apart tells of neither which it is.
    """
    era, first, later = shadows(date(2025, 1, 5), 3)

    assert later - first == timedelta(3)
    assert first + timedelta(3) == later
    assert timedelta(3) + first == later
    assert sorted([later, first]) == [first, later]
    assert min(later, first) is first
    assert first != "2025-01-05"
    assert first not in (None, later)
    assert isinstance(first, date)
    assert type(first).__name__ == "date"
    assert (era.since, era.until) == (Era(0).since, Era(0).until)


def test_like_a_date() -> None:
    """
    What a date refuses its shadow refuses too.
    """
    _, first, _ = shadows(date(2025, 1, 5), 3)

    for wrong in ("2025-01-05", 5, datetime.datetime(2025, 1, 5, tzinfo=datetime.UTC)):
        with pytest.raises(TypeError):
            operator.lt(first, wrong)
        assert first != wrong
    with pytest.raises(OverflowError):
        operator.sub(first, timedelta(800_000))
    with pytest.raises(TypeError):
        operator.add(first, 3)


def test_nothing_is_overlooked() -> None:
    """
    Whatever a date has that tells of its day, its shadow has its own.
    """
    own = set(ShadowDay.__dict__) | set(object.__dict__) | _OF_ITS_CLASS | _OF_NO_DAY
    constructors = {"__new__", "__getattribute__", "__doc__"}

    assert set(date.__dict__) - constructors - own == set()
