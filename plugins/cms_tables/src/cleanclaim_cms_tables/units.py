"""
NCCI's medically unlikely edits: the most units of a code.
"""

import datetime
from typing import NamedTuple, cast

import attrs

from cleanclaim import Fact
from cleanclaim_cms_tables.answering import Answering, Knowing
from cleanclaim_cms_tables.rows import Row


@attrs.frozen(kw_only=True)
class UnlikelyEdit(Fact):
    """
    The most units of a code. ``indicator``: 1 on each line, 2 and 3 on the day; None where
    the table has none, as Medicaid's.
    """

    units: int
    indicator: int | None
    rationale: str
    edition: datetime.date


class _Window(NamedTuple):
    """
    The days of a most, both included; no last one: it goes on.
    """

    since: datetime.date
    until: datetime.date | None
    edit: UnlikelyEdit


class UnitTable(Answering[tuple[_Window, ...]]):
    """
    The most units for one kind of services.
    """

    def on(self, code: str, day: datetime.date) -> UnlikelyEdit | None:
        """
        The most units of a code on a day; None where CMS publishes none.

        Raises: NotKnown for a day that no edition knows.
        """
        knowing = self._on(day)
        key = (knowing.flat, code)
        windows = self._made.get(key)
        if windows is None:
            windows = self._remembered(key, _windows(knowing, code))
        for since, until, edit in windows:
            if since <= day and (until is None or day <= until):
                return edit
        return None


def _windows(knowing: Knowing, code: str) -> tuple[_Window, ...]:
    """
    The windows of a code, the newest first.
    """
    rows = tuple(knowing.flat.windows(code))
    return tuple(_Window(row.since, row.until, _edit(knowing, row)) for row in reversed(rows))


def _edit(knowing: Knowing, row: Row) -> UnlikelyEdit:
    units, indicator, rationale = cast(tuple[int, int | None, str], row.value)
    return UnlikelyEdit(
        key=row.first,
        since=row.since,
        source=knowing.source,
        units=units,
        indicator=indicator,
        rationale=rationale,
        edition=knowing.flat.edition.day,
    )
