"""
Facts about facility codes: what a hospital under OPPS reports instead.
"""

from typing import Self

import attrs

from cleanclaim import Fact, Payer, Setting, Table
from cleanclaim_guidance_facts.statuses import NOT_RECOGNIZED, Statuses


@attrs.frozen(kw_only=True)
class NotRecognized(Fact):
    """
    A code that OPPS does not recognize: its status indicator, the code to report
    ``instead`` where a published source names one, ``when`` it is right, and its APC.
    With one of the modifiers ``unless`` the code is taken all the same.
    """

    indicator: str
    instead: str | None = None
    when: str = "the record shows that service"
    apc: str | None = None
    unless: frozenset[str] = frozenset()


@attrs.frozen
class FacilityCodes:
    """
    The codes that OPPS does not recognize, whatever the day: those whose replacement is
    a topic here, and those of the payer's imported status indicators.
    """

    not_recognized: Table[NotRecognized]
    statuses: Statuses
    codes: frozenset[str]

    @classmethod
    def of(cls, not_recognized: Table[NotRecognized], statuses: Statuses, payer: Payer) -> Self:
        """
        The codes that may not be reported to this payer.
        """
        under_opps = payer.setting is Setting.OPPS
        imported = statuses.having(NOT_RECOGNIZED) if under_opps else frozenset()
        return cls(not_recognized, statuses, not_recognized.keys | imported)
