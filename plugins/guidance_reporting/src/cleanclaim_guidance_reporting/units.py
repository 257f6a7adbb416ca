"""
Facts about units, and how the units of a day are counted.
"""

import datetime
import enum
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

import attrs

from cleanclaim import Claim, Fact, ServiceLine, Table
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.modifiers import ANATOMIC, DISTINCT
from cleanclaim_guidance_facts.practitioners import Same
from cleanclaim_guidance_facts.sameday import kind_of
from cleanclaim_guidance_reporting.components import PROFESSIONAL, TECHNICAL

_BILATERAL = "50"
_MOST_ALIKE = 50


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
    """

    unlikely: Table[UnlikelyUnits]
    one_unit: Table[OneUnit]

    @property
    def codes(self) -> frozenset[str]:
        """
        The codes that either table knows.
        """
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


@attrs.frozen
class Counted:
    """
    A code's units of a day, up to and with a line: by its own practitioner, and at most,
    with the lines of which that can't be said.
    """

    line: ServiceLine
    sure: Decimal
    most: Decimal
    lines: tuple[ServiceLine, ...]


def counted(claim: Claim, lines: Sequence[ServiceLine], knowledge: Knowledge) -> list[Counted]:
    """
    The running count of lines of one code and one day, in their order. Of very many
    lines that are alike the first fifty count: no limit is near that.

    Raises: NotKnown where the tables can't say whose the lines are.
    """
    counts = []
    kinds: Counter[object] = Counter()
    earlier: list[ServiceLine] = []
    for line in lines:
        same = [(one, knowledge.same(line, one, claim)) for one in earlier]
        sure = [one for one, answer in same if answer is Same.YES]
        most = tuple(one for one, answer in same if answer is not Same.NO)
        counts.append(Counted(line, units((*sure, line)), units((*most, line)), (*most, line)))
        kinds[kind_of(line)] += 1
        if kinds[kind_of(line)] <= _MOST_ALIKE:
            earlier.append(line)
    return counts


def units(lines: Iterable[ServiceLine]) -> Decimal:
    """
    The units of lines, at least: a line that does not say counts as one, and the
    professional and the technical part are one service.
    """
    whole, parts = Decimal(0), {PROFESSIONAL: Decimal(0), TECHNICAL: Decimal(0)}
    for line in lines:
        said = Decimal(1) if line.units is None else max(line.units, Decimal(0))
        part = [part for part in parts if part in line.modifiers]
        if len(part) == 1:
            parts[part[0]] += said
        else:
            whole += said
    return whole + max(parts.values())


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
