"""
NCCI's medically unlikely edits: the most units of a code.
"""

import datetime
from typing import cast

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


class UnitTable(Answering[UnlikelyEdit]):
    """
    The most units for one kind of services.
    """

    def on(self, code: str, day: datetime.date) -> UnlikelyEdit | None:
        """
        The most units of a code on a day; None where CMS publishes none.

        Raises: NotKnown for a day that no edition knows.
        """
        knowing = self._on(day)
        at = knowing.flat.find(code, day)
        if at < 0:
            return None
        key = (knowing.flat, at)
        made = self._made.get(key)
        return made or self._remembered(key, _edit(knowing, knowing.flat.row(at, code)))


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
