"""
NCCI's add-on code edits: codes that are paid beside a primary procedure only.
"""

import datetime
from bisect import bisect_right
from typing import cast

import attrs

from cleanclaim import Fact
from cleanclaim_cms_tables.answering import Answering, Knowing

_ONE_DAY = datetime.timedelta(days=1)


@attrs.frozen(kw_only=True)
class AddOnEdit(Fact):
    """
    What an add-on code asks for on a day.

    ``type``: 1 where all its primaries are listed, 2 where the contractor says which
    they are, 3 where some are listed. ``primaries``: those listed.
    """

    type: int
    primaries: frozenset[str]
    edition: datetime.date


class AddOnTable(Answering["_Since"]):
    """
    The add-on codes and their primaries.
    """

    def on(self, code: str, day: datetime.date) -> AddOnEdit | None:
        """
        What an add-on code asks for on a day; None where it is no add-on code then.

        Raises: NotKnown for a day that no edition knows.
        """
        knowing = self._on(day)
        if code not in knowing.flat.firsts:
            return None
        key = (knowing.flat, code)
        since = self._made.get(key)
        if since is None:
            since = self._remembered(key, _Since(knowing, code))
        return since.on(day)


class _Since:
    """
    What an add-on code asks for, from each day on from which it asks for something else.
    """

    def __init__(self, knowing: Knowing, code: str) -> None:
        self._knowing, self._code = knowing, code
        rows = tuple(knowing.flat.rows_of(code))
        ends = {row.until + _ONE_DAY for row in rows if row.until}
        self._days = sorted({row.since for row in rows} | ends)
        self._edits: dict[int, AddOnEdit | None] = {}

    def on(self, day: datetime.date) -> AddOnEdit | None:
        at = bisect_right(self._days, day)
        if at not in self._edits:
            self._edits[at] = _edit(self._knowing, self._code, day)
        return self._edits[at]


def _edit(knowing: Knowing, code: str, day: datetime.date) -> AddOnEdit | None:
    rows = tuple(knowing.flat.rows_of(code))
    there = [row for row in rows if row.holds(day)]
    if not there:
        return None
    # A primary that left changes the list as much as one that came.
    left = [row.until + _ONE_DAY for row in rows if row.until and row.until < day]
    return AddOnEdit(
        key=code,
        since=max([*left, *(row.since for row in there)]),
        source=knowing.source,
        type=max(cast(int, row.value[0]) for row in there),
        primaries=frozenset(row.second for row in there if row.second),
        edition=knowing.flat.edition.day,
    )
