"""
Add-on codes and the primaries that each may accompany, by date.
"""

import datetime
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import Self

import attrs

from cleanclaim import Fact, Facts, Table

_Lists = tuple[list[datetime.date], list[frozenset[str]]]
_Endings = tuple[tuple[datetime.date, str], ...]


@attrs.frozen(kw_only=True)
class AddOn(Fact):
    """
    An add-on code and its type in CMS's add-on code edits: 1, whose primaries CMS
    lists, or 2, whose primaries each contractor defines.
    """

    type: int


@attrs.frozen(kw_only=True)
class Primary(Fact):
    """
    A listed primary of a type I add-on; the key is ``add-on/primary``.
    """

    type: int = 1


@attrs.frozen(kw_only=True)
class Candidates(Fact):
    """
    Procedures that a type II add-on plausibly accompanies.
    """

    candidates: frozenset[str]


@attrs.frozen
class Primaries:
    """
    The tables of this plugin, asked together.
    """

    add_ons: Table[AddOn]
    candidates: Table[Candidates]
    _listed: Table[Primary]
    _by_add_on: Mapping[str, tuple[str, ...]]
    _made: dict[str, _Lists] = attrs.field(factory=dict, init=False, eq=False, repr=False)
    _ended: dict[str, _Endings] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    @classmethod
    def of(cls, facts: Facts) -> Self:
        """
        The tables, with each add-on's primaries gathered.
        """
        listed = facts.table(Primary)
        by_add_on: dict[str, list[str]] = {}
        for key in sorted(listed.keys):
            add_on, _, primary = key.partition("/")
            by_add_on.setdefault(add_on, []).append(primary)
        return cls(
            facts.table(AddOn),
            facts.table(Candidates),
            listed,
            {add_on: tuple(primaries) for add_on, primaries in by_add_on.items()},
        )

    def on(self, add_on: str, day: datetime.date) -> frozenset[str]:
        """
        The primaries that a type I add-on may accompany on a day.

        Raises: NotKnown for a day before the table.
        """
        listed = self._by_add_on.get(add_on, ())
        if not listed:
            return frozenset()
        self._listed.on(f"{add_on}/{listed[0]}", day)  # whether the table knows the day at all
        since, primaries = self._made.get(add_on) or self._make(add_on, listed)
        at = bisect_right(since, day)
        return primaries[at - 1] if at else frozenset()

    def _endings(self, add_on: str) -> _Endings:
        """
        The primaries that an add-on's list has had and lost, with the day from which.
        """
        endings = self._ended.get(add_on)
        if endings is None:
            listed = self._by_add_on.get(add_on, ())
            ends = ((self._listed.ending(f"{add_on}/{primary}"), primary) for primary in listed)
            endings = tuple((end.since, primary) for end, primary in ends if end is not None)
            self._ended[add_on] = endings
        return endings

    def _make(self, add_on: str, listed: Iterable[str]) -> _Lists:
        """
        The days from which an add-on's list is another, and the list from each: a claim's
        add-on is not to ask for every primary of it.
        """
        keys = {primary: f"{add_on}/{primary}" for primary in listed}
        days = {day for key in keys.values() for day in self._listed.changes(key)}
        since = sorted({max(day, self._listed.known_from) for day in days})
        lists = [
            frozenset(
                primary for primary, key in keys.items() if self._listed.on(key, day) is not None
            )
            for day in since
        ]
        made = self._made[add_on] = since, lists
        return made

    def formerly(self, add_on: str, day: datetime.date) -> frozenset[str]:
        """
        What the add-on could accompany until some day before, and no longer.

        Raises: NotKnown for a day before the tables.
        """
        ended = {primary for since, primary in self._endings(add_on) if since <= day}
        now = self.candidates.on(add_on, day)
        for past in self.candidates.history(add_on):
            if now is not None and past.since < now.since:
                ended |= past.candidates - now.candidates
        return frozenset(ended)
