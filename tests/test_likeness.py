"""
Claims that are alike are asked about once, as far as the checks have looked.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from toy_plugins import FACT, claim, imports_as_before, scrubber_of

from cleanclaim import AnyOf, Claim, ClaimEdit, Hit, claim_from

__all__ = ["imports_as_before"]  # a fixture that every test here uses

BILLING = {"npi": "1000000004", "taxonomy": "2085R0202X", "tax_id": "120000001"}
OTHER = {"npi": "1000000012", "taxonomy": "2085R0202X", "tax_id": "120000002"}
RENDERING = {"npi": "1000000020", "taxonomy": "207R00000X"}
ANOTHER = {"npi": "1000000038", "taxonomy": "207R00000X"}


def asked(look: Callable[[Claim], object], *claims: dict[str, Any]) -> list[object]:
    """
    What a check saw that looks at claims so, each time that it was asked; each claim's
    finding tells what is the claim's own.
    """
    seen: list[object] = []

    def looks(claim: Claim) -> Iterator[Hit]:
        """
        Something is there.
        """
        value = look(claim)
        seen.append(value)
        yield Hit(claim.lines[0], "it looks", "look too", FACT, evidence={"saw": str(value)})

    scrubber = scrubber_of(ClaimEdit(looks, AnyOf({"10000"})))
    for each in claims:
        (finding,) = scrubber.scrub(each).findings
        assert finding.evidence["saw"] == str(look(claim_from(each)))
    return seen


def nothing(_: Claim) -> None:
    """
    Looks at nothing.
    """


def one(**fields: Any) -> dict[str, Any]:
    line = {"procedure": "10000", "charge": "10.00", **fields.pop("line", {})}
    made: dict[str, Any] = claim(line, **fields)
    return made


@pytest.mark.parametrize(
    ("look", "this", "that", "times"),
    [
        (nothing, {"id": "A"}, {"id": "B"}, 1),
        (lambda c: c.id, {"id": "A"}, {"id": "B"}, 2),
        (nothing, {"line": {"charge": "1"}}, {"line": {"charge": "2"}}, 1),
        (lambda c: c.lines[0].charge, {"line": {"charge": "1"}}, {"line": {"charge": "2"}}, 2),
        (nothing, {"line": {"units": "1"}}, {"line": {"units": "1.0"}}, 2),
        (nothing, {"billing": BILLING}, {"billing": OTHER}, 1),
        (lambda c: c.billing and c.billing.taxonomy, {"billing": BILLING}, {"billing": OTHER}, 1),
        (lambda c: c.billing and c.billing.npi, {"billing": BILLING}, {"billing": OTHER}, 2),
        (lambda c: c.billing and c.billing.tax_id, {"billing": BILLING}, {"billing": OTHER}, 2),
        (nothing, {"rendering": RENDERING}, {"rendering": ANOTHER}, 1),
        (lambda c: c.rendering and c.rendering.npi,
         {"rendering": RENDERING}, {"rendering": ANOTHER}, 2),
        (nothing, {"rendering": RENDERING}, {}, 2),
        (nothing, {"rendering": RENDERING},
         {"rendering": {**RENDERING, "taxonomy": "208D00000X"}}, 2),
    ],
)  # fmt: skip
def test_as_far_as_they_look(
    look: Callable[[Claim], object], this: dict[str, Any], that: dict[str, Any], times: int
) -> None:
    """
    Two claims that differ in what no check has looked at are judged once.
    """
    assert len(asked(look, one(**this), one(**that))) == times


def test_by_numbers() -> None:
    """
    Where the numbers of providers were looked at, a judgement serves the same providers.
    """
    claims = [one(id=str(n), billing=by) for n, by in enumerate([BILLING, OTHER] * 3)]

    assert asked(lambda c: c.billing and c.billing.npi, *claims) == [BILLING["npi"], OTHER["npi"]]


@pytest.mark.parametrize(("second", "times"), [(RENDERING, 2), (ANOTHER, 1)])
def test_which_are_one(second: dict[str, str], times: int) -> None:
    """
    Whether two lines are one practitioner's is told without a look at the numbers.
    """

    def lines(first: dict[str, str], other: dict[str, str]) -> dict[str, Any]:
        made: dict[str, Any] = claim(
            {"procedure": "10000", "rendering": first}, {"procedure": "20000", "rendering": other}
        )
        return made

    def same(c: Claim) -> object:
        return c.lines[0].rendering == c.lines[1].rendering

    third = {"npi": "1000000046", "taxonomy": "207R00000X"}
    assert len(asked(same, lines(RENDERING, second), lines(ANOTHER, third))) == times


TURN = date(2025, 1, 1)


@pytest.mark.parametrize(
    ("look", "days", "times"),
    [
        (lambda c: c.date < TURN, ["2024-12-30", "2024-12-31", "2024-06-01"], 1),
        (lambda c: c.date < TURN, ["2024-12-31", "2025-01-01", "2024-12-30", "2025-03-03"], 2),
        (lambda c: c.lines[0].day >= TURN, ["2024-12-31", "2025-01-01", "2025-03-03"], 2),
        (lambda c: c.lines[0].day == TURN, ["2024-12-31", "2025-01-01", "2025-01-02"], 3),
        (lambda c: str(c.date), ["2024-12-31", "2025-01-01", "2024-12-31"], 2),
        (lambda c: c.date == c.lines[0].date, ["2024-12-31", "2025-01-01"], 1),
        (lambda c: c.date.year, ["2025-01-01", "2025-01-02"], 2),
    ],
)
def test_by_eras(look: Callable[[Any], object], days: list[str], times: int) -> None:
    """
    Two claims on other days are judged once where no check would see a difference.
    """
    assert len(asked(look, *(one(id=day, date=day) for day in days))) == times


def test_how_far_apart() -> None:
    """
    Claims whose lines are otherwise apart are not alike.
    """
    lines = [{"procedure": "10000"}, {"procedure": "20000", "date": "2025-03-05"}]
    days = ["2025-03-05", "2025-03-04", "2025-03-03"]
    claims = [claim(*lines, date=day) for day in days]

    assert len(asked(nothing, *claims)) == 3
