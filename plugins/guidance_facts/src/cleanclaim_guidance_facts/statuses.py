"""
What Medicare's outpatient system (OPPS) makes of a code.
"""

import datetime
from typing import TYPE_CHECKING, Self, Union

import attrs

from cleanclaim import Fact, Facts, Json, Options, Table
from cleanclaim_cms_tables.offered import Tables
from cleanclaim_cms_tables.options import CmsTablesOptions

if TYPE_CHECKING:
    from cleanclaim_cms_tables.offered import Status, StatusTable

PACKAGED, NOT_RECOGNIZED = "N", "B"


@attrs.frozen(kw_only=True)
class OppsStatus(Fact):
    """
    A code's OPPS status indicator, and its APC where it is paid apart. ``accompanies``:
    it reports no guidance (a device, a rendering of images, a packaged block).
    """

    indicator: str
    apc: str | None = None
    accompanies: bool = False


AnyStatus = Union[OppsStatus, "Status"]


@attrs.frozen
class Statuses:
    """
    The status indicators of codes: of every code from the payer's imported table, where
    it knows the day and has the code; else of the guidance codes, from the plugin's own.
    """

    shipped: Table[OppsStatus]
    imported: "StatusTable | None" = None

    @classmethod
    def of(cls, facts: Facts, options: Options) -> Self:
        """
        The statuses within a plugin's reach.

        Raises: FactsError when the imported table is damaged.
        """
        imported = Tables.of(options.of(CmsTablesOptions)).statuses()
        return cls(facts.table(OppsStatus), imported)

    def on(self, code: str, day: datetime.date) -> AnyStatus | None:
        """
        A code's status on a day; None for a code that no table has.

        Raises: NotKnown for a day that neither table knows.
        """
        found = self.imported_on(code, day)
        if found is not None or (self._imported_knows(day) and day < self.shipped.known_from):
            return found
        return self.shipped.on(code, day)

    def imported_on(self, code: str, day: datetime.date) -> "Status | None":
        """
        A code's status on a day by the imported table alone; None where there is none,
        where it does not know the day, or does not have the code.
        """
        if self.imported is None or not self.imported.knows(day):
            return None
        found = self.imported.on(code, day)
        if found is None or not (found.apc or "").startswith("0"):
            return found
        # CMS's editor writes 05523 what Addendum B writes 5523.
        return attrs.evolve(found, apc=(found.apc or "").lstrip("0") or None)

    def reports_guidance(self, code: str) -> bool:
        """
        Whether a code is one of the guidance codes whose status is told here, and not
        one that only accompanies them.
        """
        return any(not status.accompanies for status in self.shipped.history(code))

    def having(self, *indicators: str) -> frozenset[str]:
        """
        The codes that have one of these indicators on any day of the imported table.
        """
        return frozenset() if self.imported is None else self.imported.having(*indicators)

    def _imported_knows(self, day: datetime.date) -> bool:
        return self.imported is not None and self.imported.knows(day)


def edition_of(status: Fact) -> dict[str, Json]:
    """
    For evidence: the edition of CMS's table that a status is from, where it is imported.
    """
    edition = getattr(status, "edition", None)
    return {} if edition is None else {"edition": str(edition)}
