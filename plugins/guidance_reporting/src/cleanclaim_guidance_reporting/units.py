"""
Facts about the units of guidance codes, and for how many sites they can be.
"""

import datetime
import enum
from collections.abc import Iterable
from decimal import Decimal

import attrs

from cleanclaim import Fact, ServiceLine, Table
from cleanclaim_guidance_facts.modifiers import ANATOMIC, DISTINCT
from cleanclaim_guidance_facts.units import units

_BILATERAL = "50"


@attrs.frozen(kw_only=True)
class UnlikelyUnits(Fact):
    """
    A medically unlikely edit: the most units, and the adjudication indicator. 1: on each
    line; 2, absolute, and 3, open to appeal: over all lines of a day.
    """

    units: int
    indicator: int


class Per(enum.StrEnum):
    """
    What one unit stands for.
    """

    ENCOUNTER = "encounter"
    SITE = "site"


@attrs.frozen(kw_only=True)
class OneUnit(Fact):
    """
    What one unit of a guidance code stands for.
    """

    per: Per


@attrs.frozen
class Limits:
    """
    What bounds the units of a guidance code: CMS's number, and what one unit stands for.

    ``codes`` are those that either table knows.
    """

    unlikely: Table[UnlikelyUnits]
    one_unit: Table[OneUnit]
    codes: frozenset[str] = attrs.field(init=False)

    @codes.default
    def _of_either(self) -> frozenset[str]:
        return self.unlikely.keys | self.one_unit.keys

    def unlikely_on(self, code: str, day: datetime.date) -> UnlikelyUnits | None:
        """
        CMS's number for the day; None when there is none, or the coding rule must do
        since the table does not reach back so far.

        Raises: NotKnown when neither knows of the day.
        """
        if day < self.unlikely.known_from and code in self.one_unit.keys:
            return None
        return self.unlikely.on(code, day)


def sites(hosts: Iterable[ServiceLine]) -> Decimal:
    """
    How many sites the procedures of these lines can have reached.
    """
    return sum(
        (max(units([host]), Decimal(2 if _BILATERAL in host.modifiers else 1)) for host in hosts),
        Decimal(0),
    )


def apart(lines: Iterable[ServiceLine], hosts: Iterable[ServiceLine]) -> str | None:
    """
    The modifier that sets several sites apart: one of distinctness on any line,
    different sides on lines of the guidance or of the procedures, or both sides on one.
    """
    guided, done = tuple(lines), tuple(hosts)
    for line in (*guided, *done):
        for modifier in line.modifiers:
            if modifier in DISTINCT or (modifier == _BILATERAL and line in done):
                return modifier
    for group in (guided, done):
        places = {modifier for line in group for modifier in ANATOMIC.intersection(line.modifiers)}
        if len(places) > 1:
            return min(places)
    return None
