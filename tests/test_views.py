"""
An edit that says of which codes it looks at lines is handed no others.
"""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

import attrs
import pytest
from toy_plugins import FACT, claim, imports_as_before, scrubber_of

from cleanclaim import (
    AnyOf,
    Bypassed,
    Claim,
    ClaimEdit,
    Hit,
    LineEdit,
    Pairs,
    PluginError,
    ServiceLine,
)
from cleanclaim.edits import Edit

__all__ = ["imports_as_before"]  # a fixture that every test here uses

SEEN = frozenset({"10000", "20000"})


def seeing(codes: frozenset[str] | None = SEEN, wakes: Any = None, **using: Any) -> Edit:
    """
    An edit whose finding tells which lines its check has, on the first of them.
    """

    def looks(claim: Claim) -> Iterator[Hit]:
        """
        Lines are there.
        """
        numbers = [line.number for line in claim.lines]
        yield Hit(
            claim.lines[0], "it looks", "look too", FACT,
            related=claim.lines[1:], evidence={"lines": numbers},
        )  # fmt: skip

    sees = None if codes is None else codes.__contains__
    return ClaimEdit(looks, wakes or AnyOf({"10000"}), using=using, sees=sees)


def lines_seen(edit: Edit, *lines: Any, **fields: Any) -> Any:
    (finding,) = scrubber_of(edit).scrub(claim(*lines, **fields)).findings
    related = [line.number for line in finding.related]
    assert finding.evidence["lines"] == [finding.line, *related]
    return finding.evidence["lines"]


@pytest.mark.parametrize(
    ("codes", "lines", "expected"),
    [
        (SEEN, ["30000", "10000", "20000"], [2, 3]),
        (None, ["30000", "10000", "20000"], [1, 2, 3]),
        (SEEN, ["30000", "10000", "40000", "20000"], [2, 4]),
        (frozenset(), ["30000", "10000", "20000"], [2]),
    ],
    ids=["those alone", "all", "others between", "what wakes it"],
)
def test_lines_of_a_check(codes: frozenset[str] | None, lines: list[str], expected: Any) -> None:
    """
    A check has the lines that its edit sees, and those that wake it, in their order.
    """
    assert lines_seen(seeing(codes), *lines) == expected


def test_pairs_are_seen() -> None:
    """
    Of an edit that wakes for pairs both codes are seen, whatever it says.
    """
    edit = seeing(frozenset(), Pairs({"10000": {"20000"}}))

    assert lines_seen(edit, "30000", "20000", "10000") == [2, 3]


def test_a_line_without_a_code_is_seen() -> None:
    """
    What stands for nobody knows what is left to the check.
    """
    lines = ({"revenue_code": "0255"}, "10000", "30000")

    assert lines_seen(seeing(), *lines) == [1, 2]


def test_documented_claims_are_whole() -> None:
    """
    Of a claim that carries what the record says a check has every line.
    """
    said = [{"line": 1, "modality": "ultrasound"}]

    assert lines_seen(seeing(), "30000", "10000", documentation=said) == [1, 2]


def test_what_an_edit_sees_is_its_own() -> None:
    """
    A neighbour that sees more, or something else, widens nobody's sight.
    """

    def others(claim: Claim) -> Iterator[Hit]:
        """
        Other lines are there.
        """
        yield Hit(claim.lines[-1], "it looks", "look too", FACT, evidence={"of": len(claim.lines)})

    neighbours = [
        ClaimEdit(others, AnyOf({"10000"})),
        ClaimEdit(others, AnyOf({"10000"}), sees=frozenset({"30000"}).__contains__),
    ]
    for neighbour in neighbours:
        outcome = scrubber_of(seeing(), neighbour).scrub(claim("30000", "10000", "20000"))
        by_edit = {finding.edit: finding for finding in outcome.findings}

        assert by_edit["toy.looks"].evidence == {"lines": [2, 3]}
        assert by_edit["toy.looks"].line == 2
        expected = (3, {"of": 3}) if neighbour.sees is None else (2, {"of": 2})
        assert (by_edit["toy.others"].line, by_edit["toy.others"].evidence) == expected


def test_alike_but_for_what_is_not_seen() -> None:
    """
    Claims that differ in lines which no edit sees are judged once, and each finding tells
    its own claim's lines.
    """
    asked: list[int] = []

    def twice(line: ServiceLine, claim: Claim) -> Iterator[Hit | Bypassed]:
        """
        A line is there twice.
        """
        asked.append(line.number)
        for other in claim.lines:
            if other is not line and other.procedure == line.procedure:
                yield Hit(line, "it is there twice", "remove one", FACT, related=(other,))

    scrubber = scrubber_of(LineEdit(twice, AnyOf({"10000"}), sees=SEEN.__contains__))
    outcomes = [
        scrubber.scrub(claim("10000", "10000", other, date="2025-03-03"))
        for other in ("30000", "40000-59", "20000")
    ]

    assert asked == [1, 2] * 2  # of three claims two are alike: 20000 is seen
    for outcome in outcomes:
        assert [(one.line, one.related[0].number) for one in outcome.findings] == [(1, 2), (2, 1)]


def test_pairs_of_a_table_are_seen() -> None:
    """
    Of a table of pairs those codes are seen that meet on the claim.
    """
    table = MappingProxyType({"10000": {"20000", "50000"}, "20000": {"10000"}, "50000": {"10000"}})
    edit = seeing(frozenset(), Pairs(table))

    assert lines_seen(edit, "30000", "20000", "10000") == [2, 3]
    assert lines_seen(edit, "10000", "30000", "50000", "20000") == [1, 3, 4]


def test_sees_that_fails() -> None:
    """
    Where an edit can't say whether it sees a code, the check has the line.
    """

    def sees(code: str) -> bool:
        if code == "30000":
            raise ValueError(code)
        return code == "20000"

    edit = attrs.evolve(seeing(), sees=sees)

    assert lines_seen(edit, "30000", "40000", "10000", "20000") == [1, 3, 4]


def test_sees_by_an_object() -> None:
    """
    What tells may be any object that can be called, one that has no hash too.
    """

    class Seen(list[str]):
        def __call__(self, code: str) -> bool:
            return code in self

    edit = attrs.evolve(seeing(), sees=Seen(["20000"]))

    assert lines_seen(edit, "30000", "10000", "20000") == [2, 3]


def test_sees_is_a_function() -> None:
    """
    A set of codes is no function of a code: the plugin is refused, with its reason.
    """
    with pytest.raises(PluginError, match=r"its sees is .*; expected a function of a code"):
        attrs.evolve(seeing(), sees={"20000"})  # type: ignore[arg-type]
