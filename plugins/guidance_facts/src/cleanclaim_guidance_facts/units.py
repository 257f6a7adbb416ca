"""
How the units of a code are counted over the lines of a day.
"""

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Protocol

import attrs

from cleanclaim import Claim, Kind, ServiceLine
from cleanclaim_guidance_facts.practitioners import Same, professional_side

PROFESSIONAL, TECHNICAL = "26", "TC"

# Of the lines that make up a count so many are told; all of them count.
_MOST_TOLD = 50
_FEW = 10
_NONE, _ONE = Decimal(0), Decimal(1)


class Knowing(Protocol):
    """
    Who knows whose lines are; ``Knowledge`` does.
    """

    def same(self, one: ServiceLine, other: ServiceLine, claim: Claim) -> Same:
        """
        Whether two lines are one practitioner's, or one side of the facility's bill.
        """


@attrs.frozen
class Counted:
    """
    A code's units of a day, up to and with a line: by its own practitioner, and at most,
    with the lines of which that can't be said. ``lines`` are the first of those that
    count, and the line itself.
    """

    line: ServiceLine
    sure: Decimal
    most: Decimal
    lines: tuple[ServiceLine, ...]


@attrs.define
class _Sum:
    """
    Units, as they add up: of whole services, of professional and of technical parts.
    """

    whole: Decimal = _NONE
    professional: Decimal = _NONE
    technical: Decimal = _NONE
    told: int = 0

    def add(self, line: ServiceLine) -> None:
        said = _said(line)
        professional, technical = PROFESSIONAL in line.modifiers, TECHNICAL in line.modifiers
        if professional == technical:
            self.whole += said
        elif professional:
            self.professional += said
        else:
            self.technical += said

    @classmethod
    def of(cls, sums: Iterable["_Sum"]) -> "_Sum":
        total = cls()
        for each in sums:
            total.whole += each.whole
            total.professional += each.professional
            total.technical += each.technical
        return total

    @property
    def units(self) -> Decimal:
        return self.whole + max(self.professional, self.technical)


def counted(claim: Claim, lines: Sequence[ServiceLine], knowledge: Knowing) -> list[Counted]:
    """
    The running count of lines of one code and one day, in their order.

    Raises: NotKnown where the tables can't say whose the lines are.
    """
    if len(lines) == 1:  # as most often
        alone = _said(lines[0])
        return [Counted(lines[0], alone, alone, (lines[0],))]
    counts = []
    sums: dict[object, _Sum] = {}
    firsts: dict[object, ServiceLine] = {}
    answers: dict[object, dict[object, Same]] = {}
    earlier: list[tuple[object, ServiceLine]] = []
    for line in lines:
        practitioner = line.rendering if claim.kind is Kind.PROFESSIONAL else None
        who = (practitioner, professional_side(line))
        firsts.setdefault(who, line)
        own = sums.setdefault(who, _Sum())
        own.add(line)
        said = answers.setdefault(who, {})
        for other, first in firsts.items():
            if other not in said:
                said[other] = knowledge.same(line, first, claim)
        sure = _Sum.of(each for other, each in sums.items() if said[other] is Same.YES)
        most = _Sum.of(each for other, each in sums.items() if said[other] is not Same.NO)
        before = [one for other, one in earlier if said[other] is not Same.NO][:_MOST_TOLD]
        counts.append(Counted(line, sure.units, most.units, (*before, line)))
        if own.told < _MOST_TOLD:
            own.told += 1
            earlier.append((who, line))
    return counts


def units(lines: Iterable[ServiceLine]) -> Decimal:
    """
    The units of lines, at least: a line that does not say counts as one, and the
    professional and the technical part are one service.
    """
    several = tuple(lines)
    if len(several) == 1:  # as most often
        return _said(several[0])
    total = _Sum()
    for line in several:
        total.add(line)
    return total.units


def _said(line: ServiceLine) -> Decimal:
    return _ONE if line.units is None else max(line.units, _NONE)


def comes_to(count: Counted, day: datetime.date) -> str:
    """
    A count in a message's words: ``76942 comes to 2 units on 2025-03-03, lines 2, 3``.
    """
    plural = "unit" if count.most == 1 else "units"
    said = f"{count.line.procedure} comes to {number(count.most)} {plural} on {day}"
    if len(count.lines) == 1:
        return said
    numbers = [str(line.number) for line in count.lines]
    if len(numbers) > _FEW:
        numbers[_FEW - 2 : -1] = ["…"]
    return f"{said}, lines {', '.join(numbers)}"


def number(amount: Decimal) -> str:
    """
    A number of units as it is written: ``2``, ``2.5``, ``100``.
    """
    return f"{amount.normalize():f}"
