"""
NCCI's procedure-to-procedure edits: pairs of codes of which the second is not paid.
"""

import datetime
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import cast

import attrs

from cleanclaim import Fact
from cleanclaim_cms_tables.answering import Answering, Knowing
from cleanclaim_cms_tables.flat import FlatTable
from cleanclaim_cms_tables.rows import Row
from cleanclaim_cms_tables.seconds import Union

# CMS's mark of a pair that is not to be applied: it was withdrawn as if it had never been.
_NOT_APPLICABLE = 9


@attrs.frozen(kw_only=True)
class NcciPair(Fact):
    """
    A pair in force: column 2 is not paid beside column 1.

    ``indicator``: 1 where a modifier may set the two apart, 0 where none may.
    ``until``: its last day, where one is known.
    """

    indicator: int
    rationale: str
    edition: datetime.date
    until: datetime.date | None = None

    @property
    def columns(self) -> tuple[str, str]:
        """
        Column 1 and column 2.
        """
        first, _, second = self.key.partition("/")
        return first, second


class PairTable(Answering[tuple[NcciPair, ...]]):
    """
    The pairs of one kind of services.
    """

    def on(self, column1: str, column2: str, day: datetime.date) -> NcciPair | None:
        """
        The pair, where it is in force on a day; those of indicator 9 never are.

        Raises: NotKnown for a day that no edition knows.
        """
        knowing = self._on(day)
        key = (knowing.flat, column1, column2)
        pairs = self._made.get(key)
        if pairs is None:
            pairs = self._remembered(key, _pairs(knowing, column1, column2))
        for pair in pairs:
            if pair.since <= day and (pair.until is None or day <= pair.until):
                return pair
        return None

    @cached_property
    def partners(self) -> Mapping[str, AbstractSet[str]]:
        """
        By column 1 the codes that are column 2 to it in any edition, whatever the day.
        """
        return _Partners(self.flats, self.codes)


def _pairs(knowing: Knowing, column1: str, column2: str) -> tuple[NcciPair, ...]:
    """
    The windows of a pair that count, the newest first.
    """
    rows = knowing.flat.windows(column1, column2)
    pairs = [_pair(knowing, row) for row in rows if row.value[0] != _NOT_APPLICABLE]
    return tuple(reversed(pairs))


def _pair(knowing: Knowing, row: Row) -> NcciPair:
    indicator, rationale = cast(tuple[int, str], row.value)
    return NcciPair(
        key=f"{row.first}/{row.second}",
        since=row.since,
        source=knowing.source,
        indicator=indicator,
        rationale=rationale,
        edition=knowing.flat.edition.day,
        until=row.until,
    )


class _Partners(Mapping[str, AbstractSet[str]]):
    """
    Column 2 by column 1; a set is made when it is first asked for, and holds no codes.
    """

    def __init__(self, flats: tuple[FlatTable, ...], codes: frozenset[str]) -> None:
        self._flats, self._codes = flats, codes
        self._made: dict[str, AbstractSet[str]] = {}

    def __getitem__(self, code: str) -> AbstractSet[str]:
        partners = self._made.get(code)
        if partners is None:
            if code not in self._codes:
                raise KeyError(code)
            each = tuple(flat.seconds(code) for flat in self._flats)
            partners = self._made[code] = each[0] if len(each) == 1 else Union(each)
        return partners

    def __contains__(self, code: object) -> bool:
        return code in self._codes

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)
