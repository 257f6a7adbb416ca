"""
The lives of codes: from which day to which day each may be reported.
"""

import datetime
from collections.abc import Mapping
from typing import NamedTuple

import attrs

from cleanclaim import Fact, NotKnown, Table
from cleanclaim_code_dates.instead import Instead

# CMS's editor knows no day before this one: what it says of it is "already so then".
_ALREADY_SO = datetime.date(2019, 7, 1)


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
    The lives of codes; where a payer's own table has a code, that table alone speaks.
    """

    table: Table[Life]
    instead: Table[Instead]
    loaded: Mapping[str, tuple[Span, ...]] = attrs.field(factory=dict)

    @property
    def doubtful(self) -> frozenset[str]:
        """
        The codes that a claim of our days may have on a day outside their life.

        A code without an end that is older than what CMS's editor knows is left out:
        waking for it would build most claims for nothing.
        """
        return frozenset(
            code
            for code in self.table.keys | self.loaded.keys()
            if any(
                span.end or (span.life.born and span.life.since > _ALREADY_SO)
                for span in self._spans(code)
            )
        )

    def standing(self, code: str, day: datetime.date) -> Standing:
        """
        How a code stands on a day; one that is in no table is valid.

        Raises: NotKnown for a day before all that is known of the code.
        """
        if code not in self.loaded and self.table.on(code, day) is not None:
            return Standing()
        ended = None
        for life, end in self._spans(code):
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

    def _spans(self, code: str) -> tuple[Span, ...]:
        own = self.loaded.get(code)
        if own is None:
            # A code of the plugin's own table has one life; a test says so.
            own = tuple(Span(life, self.table.ending(code)) for life in self.table.history(code))
        return own
