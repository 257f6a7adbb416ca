"""
A day that notices how it is looked at.

What a check says of a claim seldom hangs on the very day: it compares the day with the
days of its facts and with the claim's other days. Of each comparison is noted for which
other days it would have come out the same; whoever looks closer looks at this one day.
"""

import datetime
from typing import Any, Final, Self

import attrs

_FIRST: Final = datetime.date.min.toordinal()
_BEHIND: Final = datetime.date.max.toordinal() + 1
_ordinal: Final = datetime.date.toordinal


@attrs.define(eq=False)
class Era:
    """
    From when until when the first day of a claim could be, the others with it, without
    any difference to those who looked; ordinals, the end not counted.
    """

    first: int
    since: int = _FIRST
    until: int = _BEHIND

    def is_before(self, day: int) -> bool:
        """
        Whether the first day is before this one; noted.
        """
        if self.first < day:
            self.until = min(self.until, day)
            return True
        self.since = max(self.since, day)
        return False

    def looked(self) -> None:
        """
        Note that somebody looked at the very day.
        """
        self.since, self.until = self.first, self.first + 1


class ShadowDay(datetime.date):
    """
    A date of a claim as a check sees it; ``offset`` counts from the claim's first day.
    """

    __slots__ = ("_era", "_offset")
    _era: Era
    _offset: int

    @classmethod
    def of(cls, day: datetime.date, era: Era) -> Self:
        """
        The shadow of a day of the claim whose era this is.
        """
        number = _ordinal(day)
        shadow = cls.fromordinal(number)
        shadow._era, shadow._offset = era, number - era.first  # noqa: SLF001 - it is made here
        return shadow

    def _is_before(self, other: object, more: int) -> Any:
        """
        Whether this is before the day that is *more* days after another.
        """
        if type(other) is ShadowDay and other._era is self._era:  # noqa: SLF001 - its own kind
            return self._offset < other._offset + more  # noqa: SLF001 - likewise
        if type(other) is datetime.date or type(other) is ShadowDay:
            return self._era.is_before(_ordinal(other) + more - self._offset)
        return NotImplemented

    def __lt__(self, other: object) -> Any:
        return self._is_before(other, 0)

    def __le__(self, other: object) -> Any:
        return self._is_before(other, 1)

    def __gt__(self, other: object) -> Any:
        before = self._is_before(other, 1)
        return before if before is NotImplemented else not before

    def __ge__(self, other: object) -> Any:
        before = self._is_before(other, 0)
        return before if before is NotImplemented else not before

    def __eq__(self, other: object) -> Any:
        if self is other:
            return True
        at_most = self._is_before(other, 1)
        return at_most if at_most is NotImplemented else at_most and not self._is_before(other, 0)

    def __ne__(self, other: object) -> Any:
        equal = self.__eq__(other)
        return equal if equal is NotImplemented else not equal

    def __hash__(self) -> int:
        return hash(self._plain())

    def __sub__(self, other: Any) -> Any:
        if type(other) is ShadowDay and other._era is self._era:
            return datetime.timedelta(days=self._offset - other._offset)
        if type(other) is datetime.timedelta:
            return self._moved(-other.days)
        return self._plain() - other

    def __rsub__(self, other: Any) -> Any:
        return other - self._plain()

    def __add__(self, other: Any) -> Any:
        if type(other) is datetime.timedelta:
            return self._moved(other.days)
        return self._plain() + other

    __radd__ = __add__

    def _moved(self, days: int) -> "ShadowDay":
        """
        Raises: OverflowError where there is no such day.
        """
        day = datetime.date.fromordinal(_ordinal(self)) + datetime.timedelta(days=days)
        return ShadowDay.of(day, self._era)

    def _plain(self) -> datetime.date:
        self._era.looked()
        return datetime.date.fromordinal(_ordinal(self))


def _looking(name: str) -> Any:
    """
    A method or attribute of a date that tells of the very day.
    """

    def look(self: ShadowDay, *given: Any, **named: Any) -> Any:
        return getattr(self._plain(), name)(*given, **named)

    def read(self: ShadowDay) -> Any:
        return getattr(self._plain(), name)

    return look if callable(getattr(datetime.date, name)) else property(read)


_TELLING: Final = (
    "__format__ __reduce__ __reduce_ex__ __repr__ __str__ ctime day isocalendar isoformat "
    "isoweekday month replace strftime timetuple toordinal weekday year"
).split()

for _name in _TELLING:
    setattr(ShadowDay, _name, _looking(_name))

# To whoever asks for its class's name it is what it stands for.
ShadowDay.__name__ = ShadowDay.__qualname__ = datetime.date.__name__
