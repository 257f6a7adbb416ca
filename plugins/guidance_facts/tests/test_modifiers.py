"""
What the modifiers of two lines plead.
"""

import pytest

from cleanclaim import ServiceLine
from cleanclaim_guidance_facts.modifiers import Excuse, Plea, plea
from cleanclaim_guidance_facts.options import AnatomicBypass

DIFFER, EITHER = AnatomicBypass.BOTH_LINES_DIFFER, AnatomicBypass.EITHER_LINE


def pleaded(
    here: str, there: str, indicator: int | None = 1, anatomic: AnatomicBypass = DIFFER
) -> Plea:
    return plea(
        ServiceLine(1, modifiers=tuple(here.split())),
        ServiceLine(2, modifiers=tuple(there.split())),
        indicator,
        anatomic,
    )


@pytest.mark.parametrize("modifier", ["59", "XE", "XP", "XS", "XU"])
@pytest.mark.parametrize("on_guidance", [True, False])
def test_distinct(modifier: str, on_guidance: bool) -> None:
    """
    59 and X{EPSU} say on either line that the services were distinct.
    """
    here, there = (modifier, "") if on_guidance else ("", modifier)

    assert Plea(Excuse.DISTINCT, modifier) == pleaded(here, there)


@pytest.mark.parametrize(("here", "there"), [("59", ""), ("LT", "RT"), ("25", "")])
def test_indicator_0(here: str, there: str) -> None:
    """
    A pair of indicator 0 hears no modifier.
    """
    assert Plea(Excuse.NONE) == pleaded(here, there, indicator=0)


@pytest.mark.parametrize("modifier", ["26", "TC", "50", "51", "52", "76", "77"])
def test_not_associated(modifier: str) -> None:
    """
    Modifiers that NCCI does not know excuse nothing.
    """
    assert Plea(Excuse.NONE) == pleaded(modifier, "")


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        ("LT", "RT", Plea(Excuse.DISTINCT, "LT")),
        ("F1", "F2", Plea(Excuse.DISTINCT, "F1")),
        ("LT", "LT", Plea(Excuse.ONE_SIDED, "LT")),
        ("LT", "", Plea(Excuse.ONE_SIDED, "LT")),
        ("", "RT", Plea(Excuse.ONE_SIDED, "RT")),
    ],
)
def test_anatomic(here: str, there: str, expected: Plea) -> None:
    """
    Sides set two services apart only when both lines have one, and different ones.
    """
    assert expected == pleaded(here, there)


def test_either_line() -> None:
    """
    For a payer that reads like CMS's editor one side is enough.
    """
    assert Plea(Excuse.DISTINCT, "RT") == pleaded("", "RT", anatomic=EITHER)


@pytest.mark.parametrize("modifier", ["24", "25", "27", "57", "58", "78", "79", "91"])
def test_others(modifier: str) -> None:
    """
    Other associated modifiers let a pair pass the editor and say nothing of distinctness.
    """
    assert Plea(Excuse.EDITOR, modifier) == pleaded(modifier, "")


@pytest.mark.parametrize(("modifier", "expected"), [("59", Excuse.DISTINCT), ("25", Excuse.NONE)])
def test_without_pair(modifier: str, expected: Excuse) -> None:
    """
    Against a rule of the code book alone only distinctness is heard: no editor looks.
    """
    assert expected is pleaded(modifier, "", indicator=None).excuse
