"""
How units add up over the lines of a day.
"""

import datetime
from decimal import Decimal
from typing import Any

from cleanclaim import Claim, Kind, Practitioner, ServiceLine
from cleanclaim_guidance_facts.practitioners import Same
from cleanclaim_guidance_facts.units import Counted, comes_to, counted, units

DAY = datetime.date(2025, 3, 3)


class OneNpi:
    """
    One practitioner is one NPI; without one it is not known.
    """

    def same(self, one: ServiceLine, other: ServiceLine, claim: Claim) -> Same:
        assert claim.kind is Kind.PROFESSIONAL
        if one.rendering is None or other.rendering is None:
            return Same.YES if one.rendering == other.rendering else Same.UNKNOWN
        return Same.YES if one.rendering == other.rendering else Same.NO


def line(number: int, said: int | None = 1, npi: str | None = "1", **more: Any) -> ServiceLine:
    return ServiceLine(
        number,
        "96372",
        units=None if said is None else Decimal(said),
        rendering=Practitioner(npi) if npi else None,
        **more,
    )


def counts(*lines: ServiceLine) -> list[Counted]:
    return counted(Claim("case", Kind.PROFESSIONAL, lines), lines, OneNpi())


def test_parts() -> None:
    """
    26 and TC are two parts of one service; a line with both or neither is a whole one.
    """
    professional, technical = line(1, modifiers=("26",)), line(2, modifiers=("TC",))

    assert [1, 1, 2, 3] == [
        units([professional]),
        units([professional, technical]),
        units([professional, technical, line(3)]),
        units([professional, technical, line(3), line(4, modifiers=("TC", "26"))]),
    ]


def test_not_told() -> None:
    """
    A line that does not say its units counts as one, and less than nothing as nothing.
    """
    assert 1 == units([line(1, None), line(2, -3)])


def test_running() -> None:
    """
    Each line counts with those before it: surely those of its own practitioner, at most
    those of which that can't be said.
    """
    found = counts(line(1, 2), line(2, 3, npi="2"), line(3, 4, npi=None), line(4, 5))

    assert [(2, 2), (3, 3), (4, 9), (7, 11)] == [(int(one.sure), int(one.most)) for one in found]
    assert [(1,), (2,), (1, 2, 3), (1, 3, 4)] == [
        tuple(each.number for each in one.lines) for one in found
    ]


def test_very_many() -> None:
    """
    All lines count, however many; of those that make up a count the first fifty are told.
    """
    last = counts(*(line(number, 2) for number in range(1, 201)))[-1]

    assert (400, 51) == (int(last.most), len(last.lines))
    assert "96372 comes to 400 units on 2025-03-03, lines 1, 2, 3, 4, 5, 6, 7, 8, …, 200" == (
        comes_to(last, DAY)
    )


def test_one() -> None:
    """
    One unit is told as one.
    """
    assert "96372 comes to 1 unit on 2025-03-03" == comes_to(counts(line(1))[0], DAY)
