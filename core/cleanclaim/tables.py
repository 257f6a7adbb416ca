"""
A table of facts: values by key and by the day from which they hold.
"""

import datetime
from bisect import bisect_right
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

import attrs

from cleanclaim.errors import NotKnown
from cleanclaim.findings import Fact, Source

F = TypeVar("F", bound=Fact)

_ONE_DAY = datetime.timedelta(days=1)


@attrs.frozen
class About:
    """
    What a table says of itself, under ``[table]``.

    ``known_from``: before it the table does not know. ``reviewed``: when a person last
    compared the file with its sources; ``next_review``: when to do so again.
    """

    about: str
    known_from: datetime.date
    reviewed: datetime.date
    next_review: datetime.date = attrs.field()

    @next_review.validator
    def _after_reviewed(self, field: "attrs.Attribute[Any]", value: datetime.date) -> None:
        if value < self.reviewed:
            msg = f"{value} is before reviewed, {self.reviewed}"
            raise ValueError(msg, field)


class Stretch(NamedTuple):
    """
    What holds of a key from a day on: its value's fields, or None where it ended.
    """

    since: datetime.date
    source: str
    values: Any


class Table(Generic[F]):
    """
    One table of facts, by key and day. Immutable; a fact is made when it is asked for.
    """

    def __init__(
        self,
        shape: type[F],
        path: Path,
        about: About,
        sources: Mapping[str, Source],
        stretches: Mapping[str, list[Stretch]],
        values_of: Callable[[Any], dict[str, Any]] = dict,
    ) -> None:
        self.shape = shape
        self.name = shape.__name__
        self.path = path
        self.about = about.about
        self.known_from = about.known_from
        self.reviewed = about.reviewed
        self.next_review = about.next_review
        self.sources = sources
        self.keys = frozenset(stretches)
        self._stretches = stretches
        self._values_of = values_of
        self._made: dict[str, tuple[list[datetime.date], tuple[F | None, ...]]] = {}

    def __repr__(self) -> str:
        return f"<Table {self.name}: {len(self.keys)} keys from {self.known_from}>"

    def on(self, key: str, day: datetime.date) -> F | None:
        """
        What holds of *key* on *day*; None when it is not in the table, not yet, or ended.

        Raises: NotKnown for a day before the table's ``known_from``.
        """
        if day < self.known_from:
            msg = f"facts of a day before {self.known_from}"
            raise NotKnown(msg)
        made = self._made.get(key)
        if made is None:
            if key not in self.keys:
                return None
            made = self._make(key)
        since, facts = made
        return facts[bisect_right(since, day)]

    def changes(self, key: str) -> tuple[datetime.date, ...]:
        """
        The days from which something else holds of *key*, in order.
        """
        if key not in self.keys:
            return ()
        return tuple(stretch.since for stretch in self._stretches[key])

    def history(self, key: str) -> tuple[F, ...]:
        """
        Every value that *key* has had, in date order; ends are not in it.
        """
        if key not in self.keys:
            return ()
        _, facts = self._made.get(key) or self._make(key)
        return tuple(fact for fact in facts if fact is not None)

    def ends(self, key: str) -> datetime.date | None:
        """
        The last day of a *key* whose last entry is ``ended``, else None.
        """
        ending = self.ending(key)
        return ending.since - _ONE_DAY if ending else None

    def ending(self, key: str) -> Fact | None:
        """
        The end of a *key* as a bare fact, to cite; its ``since`` is the day after the last.
        """
        last = self._stretches[key][-1] if key in self.keys else None
        if last is None or last.values is not None:
            return None
        return Fact(key=key, since=last.since, source=self.sources[last.source])

    def _make(self, key: str) -> tuple[list[datetime.date], tuple[F | None, ...]]:
        """
        The days from which a key's values hold, and the values; before the first, None.
        """
        stretches = self._stretches[key]
        facts = (None, *(self._fact(key, stretch) for stretch in stretches))
        made = self._made[key] = [stretch.since for stretch in stretches], facts
        return made

    def _fact(self, key: str, stretch: Stretch) -> F | None:
        if stretch.values is None:
            return None
        values = self._values_of(stretch.values)
        source = self.sources[stretch.source]
        return self.shape(**values, key=key, since=stretch.since, source=source)
