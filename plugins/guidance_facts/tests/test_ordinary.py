"""
What guidance edits do not look at is nothing that they know anything of.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from cleanclaim import Scrubber
from cleanclaim.edits import AnyOf, Pairs
from cleanclaim.rules import Rules
from cleanclaim_guidance_facts.hosts import invasive_like
from cleanclaim_guidance_facts.ordinary import may_concern_imaging

CONFIGS = Path(__file__).parents[3] / "configs"
ORDINARY = [code for code in map("{:05}".format, range(100_000)) if not may_concern_imaging(code)]
_CODE = re.compile(r"\b\d{5}\b", re.ASCII)


@pytest.fixture(scope="module")
def payers() -> tuple[Rules, ...]:
    """
    The rules of the payers that are shipped.
    """
    return Scrubber.from_config(CONFIGS).payers


def codes_in(value: object) -> Iterator[str]:
    """
    What looks like a code anywhere in a fact's values.
    """
    if isinstance(value, str):
        yield from _CODE.findall(value)
    elif isinstance(value, dict):
        yield from codes_in([*value, *value.values()])
    elif isinstance(value, list | tuple | frozenset):
        for each in value:
            yield from codes_in(each)


def test_no_fact_is_of_an_ordinary_code(payers: tuple[Rules, ...]) -> None:
    """
    No table of a plugin whose edits leave ordinary codes out has one.
    """
    leaving = {
        stamped.plugin
        for rules in payers
        for stamped in rules.edits
        if stamped.edit.sees is may_concern_imaging
    }
    known = {
        (plugin, code)
        for rules in payers
        for plugin in leaving | {"guidance_facts"}
        for table in rules.tables.get(plugin, ())
        for key in table.keys
        for fact in table.history(key)
        for field in attrs.fields(type(fact))
        if field.name != "source"
        for code in codes_in(getattr(fact, field.name))
    }

    assert len(leaving) >= 4
    assert len(known) > 1000
    assert not [each for each in known if not may_concern_imaging(each[1])]


def test_no_ordinary_code_wakes(payers: tuple[Rules, ...]) -> None:
    """
    No edit that leaves ordinary codes out is woken by one.
    """
    waking: set[str] = set()
    for rules in payers:
        for edit in (stamped.edit for stamped in rules.edits):
            if edit.sees is not may_concern_imaging:
                continue
            if isinstance(edit.wakes, AnyOf):
                waking |= edit.wakes.codes
            elif isinstance(edit.wakes, Pairs):
                waking |= edit.wakes.partners.keys()
                waking = waking.union(*edit.wakes.partners.values())

    assert len(waking) > 100
    assert waking.isdisjoint(ORDINARY)


def test_an_ordinary_code_is_no_procedure() -> None:
    """
    None of them is something that imaging can have guided.
    """
    from cleanclaim_add_on_primaries.search import may_be_procedure
    from cleanclaim_guidance_reporting import procedures

    assert len(ORDINARY) > 5_000
    assert not [code for code in ORDINARY if invasive_like(code)]
    assert not [code for code in ORDINARY if may_be_procedure(code)]
    assert not [code for code in ORDINARY if procedures.may_be_procedure(code)]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("80046", True), ("80047", False), ("89398", False), ("89399", True),
        ("92017", False), ("92018", True), ("99279", False), ("99281", True),
        ("J1885", True), ("0582T", True), ("71046", True), ("36415", True),
    ],
)  # fmt: skip
def test_boundaries(code: str, *, expected: bool) -> None:
    """
    The classes end where the tables begin to know codes.
    """
    assert may_concern_imaging(code) is expected
