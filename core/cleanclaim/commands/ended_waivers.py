"""
Waivers that no longer hold: told, so that nobody wonders why claims are held again.
"""

import datetime
from collections.abc import Iterable, Iterator

from cleanclaim.rules import Rules


def ended_waivers(every: Iterable[Rules], day: datetime.date) -> tuple[str, ...]:
    """
    A line for each waiver that has ended by *day*; once, however many payers extend it.
    """
    return tuple(dict.fromkeys(line for rules in every for line in _ended(rules, day)))


def _ended(rules: Rules, day: datetime.date) -> Iterator[str]:
    for position, waiver in enumerate(rules.config.waivers):
        if waiver.until < day:
            where = rules.config.where(("waive", position, "until"))
            yield (
                f"{where}: the waiver ended on {waiver.until}; "
                "remove it, or say in a new one why it goes on"
            )
