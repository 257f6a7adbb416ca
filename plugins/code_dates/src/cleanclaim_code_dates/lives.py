"""
The lives of codes: from which day to which day each may be reported.
"""

import datetime
import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import attrs

from cleanclaim import Fact, NotKnown, Table
from cleanclaim_code_dates.instead import Instead

if TYPE_CHECKING:
    from cleanclaim_cms_tables.offered import LifeSpan, LifeTable

# CMS's editor knows no day before this one: what it says of it is "already so then".
_ALREADY_SO = datetime.date(2019, 7, 1)
_ONE_DAY = datetime.timedelta(days=1)


@attrs.frozen(kw_only=True)
class Life(Fact):
    """
    A life of a code, from the day ``since`` on.

    ``born``: whether that is its first day; else it was valid by then already, and its
    first day is not known.
    """

    born: bool = True


class Span(NamedTuple):
    """
    A life and its end; the end's ``since`` is the day after the last.
    """

    life: Life
    end: Fact | None = None


@attrs.frozen
class Standing:
    """
    How a code stands on a day: behind an end, before a birth, in a gap, or valid: neither.
    """

    ended: Fact | None = None
    begins: Fact | None = None


@attrs.frozen
class Lives:
    """
    The lives of codes. Where a payer's own table has a code, that table alone speaks;
    else the imported one, from the first day on that it knows; else the plugin's own.
    """

    table: Table[Life]
    instead: Table[Instead]
    loaded: Mapping[str, tuple[Span, ...]] = attrs.field(factory=dict)
    imported: "LifeTable | None" = None

    @property
    def doubtful(self) -> frozenset[str]:
        """
        The codes that a claim of our days may have on a day outside their life.

        A code without an end that is older than what CMS's editor knows is left out:
        waking for it would build most claims for nothing.
        """
        elsewhere = frozenset() if self.imported is None else _changing(self.imported)
        own = (code for code in self.table.keys if _doubtful(self._shipped(code)))
        loaded = (code for code, spans in self.loaded.items() if _doubtful(spans))
        return (elsewhere.union(own) - self.loaded.keys()).union(loaded)

    def standing(self, code: str, day: datetime.date) -> Standing:
        """
        How a code stands on a day; one that is in no table is valid.

        Raises: NotKnown for a day before all that is known of the code.
        """
        ended = None
        for life, end in self._spans(code, day):
            if day < life.since:
                if not life.born and ended is None:
                    msg = f"whether {code} was valid before {life.since}"
                    raise NotKnown(msg)
                return Standing(ended, life)
            if end is None or day < end.since:
                return Standing()
            ended = end
        return Standing(ended)

    def in_place_of(self, code: str, day: datetime.date) -> Instead | None:
        """
        What to report on a day on which the code is not valid, where it is known.
        """
        return None if day < self.instead.known_from else self.instead.on(code, day)

    def _spans(self, code: str, day: datetime.date) -> tuple[Span, ...]:
        """
        The lives of a code by the table that speaks of it on this day.

        Raises: NotKnown for a day before the plugin's own table, where that is asked.
        """
        if (own := self.loaded.get(code)) is not None:
            return own
        if spans := self._imported(code, day):
            return spans
        self.table.on(code, day)
        return self._shipped(code)

    def _imported(self, code: str, day: datetime.date) -> tuple[Span, ...]:
        if self.imported is None:
            return ()
        if day < self.imported.known_from and code in self.table.keys:
            return ()  # the plugin's own table may know it
        return _told(self.imported, code)

    def _shipped(self, code: str) -> tuple[Span, ...]:
        # A code of the plugin's own table has one life; a test says so.
        return tuple(Span(life, self.table.ending(code)) for life in self.table.history(code))


@functools.lru_cache(maxsize=4096)  # several payers share a table
def _told(table: "LifeTable", code: str) -> tuple[Span, ...]:
    return tuple(map(_span, table.spans(code)))


def _doubtful(spans: tuple[Span, ...]) -> bool:
    return any(end or (life.born and life.since > _ALREADY_SO) for life, end in spans)


@functools.lru_cache(maxsize=16)  # several payers share a table
def _changing(table: "LifeTable") -> frozenset[str]:
    """
    The codes of an imported table that have an end, or a birth of our days.
    """
    if table.known_from >= _ALREADY_SO:
        return table.changing
    return frozenset(
        code for code in table.changing if _doubtful(tuple(map(_span, table.spans(code))))
    )


def _span(found: "LifeSpan") -> Span:
    life = Life(key=found.key, since=found.since, source=found.source, born=found.born)
    if found.until is None:
        return Span(life)
    return Span(life, Fact(key=found.key, since=found.until + _ONE_DAY, source=found.source))
