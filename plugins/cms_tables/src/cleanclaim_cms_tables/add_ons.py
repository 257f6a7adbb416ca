"""
NCCI's add-on code edits: codes that are paid beside a primary procedure only.
"""

import datetime
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


class AddOnTable(Answering[AddOnEdit]):
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
        key = (knowing.flat, code, day)
        made = self._made.get(key)
        if made is None and (made := _edit(knowing, code, day)):
            self._remembered(key, made)
        return made


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
