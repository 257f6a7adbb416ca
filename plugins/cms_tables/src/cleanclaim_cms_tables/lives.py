"""
The lives of codes: from which day to which day each may be reported.
"""

import datetime
from collections.abc import Iterable, Iterator
from functools import cached_property

import attrs

from cleanclaim import Fact
from cleanclaim_cms_tables.answering import Answering, Knowing

_ONE_DAY = datetime.timedelta(days=1)


@attrs.frozen(kw_only=True)
class LifeSpan(Fact):
    """
    A life of a code, from ``since`` to ``until``, both included.

    ``born``: whether ``since`` is its first day; else it was valid by then already.
    """

    born: bool
    until: datetime.date | None
    edition: datetime.date


class LifeTable(Answering[LifeSpan]):
    """
    The lives of every code, of all editions together.
    """

    def spans(self, code: str) -> tuple[LifeSpan, ...]:
        """
        The lives of a code, in order and apart from each other.

        From the first day that an edition knows it speaks alone; what was before is the
        next older one's to say.
        """
        newest, *older = self._editions
        spans, begins = tuple(_own(newest, code)), newest.since
        for knowing in older:
            if knowing.since < begins:
                spans = tuple(_joined(_own(knowing, code), begins, spans))
                begins = knowing.since
        return spans

    @cached_property
    def changing(self) -> frozenset[str]:
        """
        The codes that have a first or a last day, as far as the tables know.
        """
        dated = (flat.firsts_dated(flat.edition.known_from) for flat in self.flats)
        came_or_left = (flat.firsts ^ self.flats[0].firsts for flat in self.flats)
        return frozenset().union(*dated, *came_or_left)


def _own(knowing: Knowing, code: str) -> Iterator[LifeSpan]:
    for row in knowing.flat.rows_of(code):
        yield LifeSpan(
            key=code,
            since=row.since,
            source=knowing.source,
            born=row.since > knowing.since,
            until=row.until,
            edition=knowing.flat.edition.day,
        )


def _joined(
    older: Iterable[LifeSpan], begins: datetime.date, newer: tuple[LifeSpan, ...]
) -> Iterator[LifeSpan]:
    """
    What an older edition says of the days before the newer begins, and what follows.
    """
    last = begins - _ONE_DAY
    through = None
    for span in older:
        if span.since >= begins:
            continue
        if span.until is None or span.until >= last:
            through = span
        else:
            yield span
    first = newer[0] if newer and newer[0].since == begins else None
    if through and first:
        yield attrs.evolve(first, since=through.since, born=through.born)
    elif through:
        yield attrs.evolve(through, until=last)
    elif first:
        yield attrs.evolve(first, born=True)
    yield from newer[1:] if first else newer
