"""
What Medicare's outpatient system (OPPS) makes of every code.
"""

import datetime
from typing import cast

import attrs

from cleanclaim import Fact
from cleanclaim_cms_tables.answering import Answering, Knowing
from cleanclaim_cms_tables.rows import Row

# How tables of windows write that a code has no APC.
_NO_APC = "00000"


@attrs.frozen(kw_only=True)
class Status(Fact):
    """
    A code's status indicator, and its APC where it is paid apart.
    """

    indicator: str
    apc: str | None
    edition: datetime.date


class StatusTable(Answering[Status]):
    """
    The status indicators of the imported quarters.
    """

    def on(self, code: str, day: datetime.date) -> Status | None:
        """
        A code's status on a day; None where OPPS has no such code.

        Raises: NotKnown for a day that no edition knows.
        """
        knowing = self._on(day)
        at = knowing.flat.find(code, day)
        if at < 0:
            return None
        key = (knowing.flat, at)
        made = self._made.get(key)
        return made or self._remembered(key, _status(knowing, knowing.flat.row(at, code)))

    def having(self, *indicators: str) -> frozenset[str]:
        """
        The codes that have one of these indicators in any edition, whatever the day.
        """
        return frozenset().union(
            *(flat.firsts_valued(lambda value: value[0] in indicators) for flat in self.flats)
        )


def _status(knowing: Knowing, row: Row) -> Status:
    indicator, apc = cast(tuple[str, str | None], row.value)
    return Status(
        key=row.first,
        since=row.since,
        source=knowing.source,
        indicator=indicator,
        apc=None if apc == _NO_APC else apc or None,
        edition=knowing.flat.edition.day,
    )
