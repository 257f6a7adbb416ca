"""
The windows of a code or a pair: none may overlap, and those of a life are joined.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import itemgetter

from cleanclaim_cms_tables.kinds import Kind
from cleanclaim_cms_tables.layouts.pairs import NOT_APPLICABLE
from cleanclaim_cms_tables.rows import Row

_ONE_DAY = datetime.timedelta(days=1)
_BY_SECOND_AND_DAY = itemgetter(1, 2)


def overlapping(kind: Kind, rows: Iterable[Row]) -> Iterator[tuple[Row, Row]]:
    """
    Rows of which a later one says something of a day that an earlier one speaks of.

    Pairs that were never in force (indicator 9) may stand beside others, once.
    """
    for own in _by_first(rows).values():
        if len(own) == 1:
            continue
        own.sort(key=_BY_SECOND_AND_DAY)
        before: Row | None = None
        never: dict[Row, Row] = {}
        for row in own:
            if kind is Kind.PAIRS and row.value[0] == NOT_APPLICABLE:
                earlier = never.setdefault(row, row)
                if earlier is not row:
                    yield earlier, row
                continue
            if before is not None and before.second == row.second and _ends(before) >= row.since:
                yield before, row
                if _ends(row) <= _ends(before):
                    continue
            before = row


def _ends(row: Row) -> datetime.date:
    return row.until or datetime.date.max


def joined(rows: Iterable[Row]) -> Iterator[Row]:
    """
    The lives that windows of codes make, where they follow each other day on day.
    """
    for own in _by_first(rows).values():
        own.sort(key=_BY_SECOND_AND_DAY)
        life: Row | None = None
        for row in own:
            if life is not None and life.until and row.since == life.until + _ONE_DAY:
                life = life._replace(until=row.until)
                continue
            if life is not None:
                yield life
            life = row._replace(value=())
        if life is not None:
            yield life


def _by_first(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.first].append(row)
    return found
