"""
Which edition of a table answers for a day, and how what it says is cited.
"""

import datetime
from collections.abc import Hashable, Sequence
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

from cleanclaim import Basis, NotKnown, Source, Trust
from cleanclaim_cms_tables.flat import FlatTable

M = TypeVar("M")

# Bound of what is remembered of a table: what was asked for, and the facts made of it.
_REMEMBERED = 16_384


class Knowing(NamedTuple):
    """
    An edition, the days that it knows, and the source that its facts cite.
    """

    since: datetime.date
    until: datetime.date
    flat: FlatTable
    source: Source


class Answering(Generic[M]):
    """
    The imported editions of one table; the newest that knows a day answers for it.

    Immutable but for a bounded memory of facts made; safe to share between threads.
    """

    def __init__(self, flats: Sequence[FlatTable]) -> None:
        self.flats = tuple(sorted(flats, key=lambda flat: flat.edition.day, reverse=True))
        self.name = self.flats[0].edition.table
        self.latest = self.flats[0].edition.day
        self.known_from = min(flat.edition.known_from for flat in self.flats)
        self._editions = tuple(map(_knowing, self.flats))
        self._made: dict[Hashable, M] = {}

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {', '.join(str(flat.edition) for flat in self.flats)}>"

    def knows(self, day: datetime.date) -> bool:
        """
        Whether any edition knows a day.
        """
        return any(each.since <= day <= each.until for each in self._editions)

    @cached_property
    def codes(self) -> frozenset[str]:
        """
        The codes that any edition has rows of; of pairs, those of column 1.
        """
        return frozenset().union(*(flat.firsts for flat in self.flats))

    def _on(self, day: datetime.date) -> Knowing:
        """
        The edition that answers for a day.

        Raises: NotKnown for a day that no edition knows.
        """
        for knowing in self._editions:
            if knowing[0] <= day <= knowing[1]:
                return knowing
        ended = [each.until for each in self._editions if each.until < day]
        when = f"after {max(ended)}" if ended else f"before {self.known_from}"
        msg = f"{self.name} {when}"
        raise NotKnown(msg)

    def _remembered(self, key: Hashable, made: M) -> M:
        if len(self._made) >= _REMEMBERED:
            self._made.clear()
        self._made[key] = made
        return made


def _knowing(flat: FlatTable) -> Knowing:
    edition = flat.edition
    table = edition.table
    title = f"CMS {table.title}, edition {edition.day}"
    source = Source(title, table.url, Trust.PUBLISHED, Basis.PAYER_EDIT)
    return Knowing(edition.known_from, edition.known_until or datetime.date.max, flat, source)
