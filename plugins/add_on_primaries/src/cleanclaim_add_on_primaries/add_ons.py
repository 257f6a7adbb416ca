"""
Add-on codes and the primaries that each may accompany, by date.
"""

import datetime
from collections.abc import Mapping
from typing import Self

import attrs

from cleanclaim import Fact, Facts, Table


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
        return frozenset(
            primary
            for primary in self._by_add_on.get(add_on, ())
            if self._listed.on(f"{add_on}/{primary}", day) is not None
        )

    def formerly(self, add_on: str, day: datetime.date) -> frozenset[str]:
        """
        What the add-on could accompany until some day before, and no longer.

        Raises: NotKnown for a day before the tables.
        """
        endings = (
            (primary, self._listed.ending(f"{add_on}/{primary}"))
            for primary in self._by_add_on.get(add_on, ())
        )
        ended = {primary for primary, end in endings if end is not None and end.since <= day}
        now = self.candidates.on(add_on, day)
        for past in self.candidates.history(add_on):
            if now is not None and past.since < now.since:
                ended |= past.candidates - now.candidates
        return frozenset(ended)
