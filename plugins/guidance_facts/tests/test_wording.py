"""
What is said to do about guidance that a procedure bars: cases compare no words.
"""

import datetime

import pytest

from cleanclaim import Disposition, ServiceLine, Source, Trust
from cleanclaim_guidance_facts.pairs import Pair
from cleanclaim_guidance_facts.stances import Stance, stance_of
from cleanclaim_guidance_facts.verdict import Verdict
from cleanclaim_guidance_facts.wording import in_place, of_component, settled, stance_note

REVIEW = Disposition.REVIEW
DAY = datetime.date(2025, 3, 3)
SOURCE = Source("a table", "https://example.org", Trust.PUBLISHED)
PROCEDURE = ServiceLine(1, "49083", date=DAY)
OTHER = ServiceLine(2, "60100", date=DAY)
GUIDANCE = ServiceLine(3, "76942", ("26",), date=DAY)


def verdict(
    indicator: int | None = 1,
    disposition: Disposition = Disposition.DENY,
    hosts: tuple[ServiceLine, ...] = (),
    modifier: str = "",
    backward: bool = False,
) -> Verdict:
    pair = Pair(
        key="49083/76942",
        source=SOURCE,
        indicator=indicator or 0,
        settings=frozenset({"practitioner"}),
        rationale="",
    )
    ncci = Stance.REVERSED if backward else Stance.AGREES
    return Verdict(
        disposition,
        pair,
        pair if indicator is not None else None,
        ncci if indicator is not None else Stance.SILENT,
        modifier=modifier,
        hosts=hosts,
    )


@pytest.mark.parametrize(
    ("found", "remedy"),
    [
        (verdict(), "remove 76942"),
        (
            verdict(hosts=(OTHER,)),
            (
                "if 76942 guided 60100 on line 2, keep it and add 59 or XS to line 3; if it "
                "guided 49083, remove it"
            ),
        ),
        (
            verdict(None, REVIEW, hosts=(OTHER,)),
            "if 76942 guided 60100 on line 2, keep it; if it guided 49083, remove it",
        ),
        (
            verdict(0, hosts=(OTHER,)),
            "remove 76942, even if it guided 60100 on line 2: no modifier is heard here",
        ),
        (
            verdict(1, REVIEW, modifier="59"),
            "check what 76942 guided: if 49083, remove it; if another procedure, bill that too",
        ),
        (verdict(1, REVIEW), "check what 76942 guided: if 49083, remove it"),
        (
            verdict(0, backward=True, hosts=(OTHER,)),
            "remove 76942; if 76942 stays, the payer rejects 49083",
        ),
        (
            verdict(1, REVIEW, backward=True, modifier="59"),
            (
                "check what 76942 guided: if 49083, remove it; if 76942 stays, the payer may "
                "reject 49083"
            ),
        ),
    ],
)
def test_settled(found: Verdict, remedy: str) -> None:
    """
    Guidance that another procedure can claim is never simply removed, unless no modifier
    can keep it or its staying costs the procedure its payment.
    """
    assert settled(GUIDANCE, PROCEDURE, found) == remedy


PAIRED = Pair(
    key="49083/76942",
    source=SOURCE,
    indicator=1,
    settings=frozenset({"practitioner"}),
    rationale="",
)


@pytest.mark.parametrize(
    ("found", "pair", "asked", "stance", "note"),
    [
        (
            "76942",
            PAIRED,
            True,
            Stance.AGREES,
            "NCCI's table agrees: 49083/76942, indicator 1 (a modifier may separate the two)",
        ),
        (
            "49083",
            PAIRED,
            True,
            Stance.REVERSED,
            (
                "NCCI's table turns the pair round: 49083/76942, indicator 1 (a modifier may "
                "separate the two), so that the payer rejects 76942"
            ),
        ),
        ("76942", None, True, Stance.SILENT, "NCCI has no pair of the two on that day"),
        ("76942", None, False, None, ""),
    ],
)
def test_stance(
    found: str, pair: Pair | None, asked: bool, stance: Stance | None, note: str
) -> None:
    """
    NCCI agrees where it does not pay the line that is found, turns the pair round where
    it pays that one; where it is not asked, nothing is said of it.
    """
    assert stance_of(found, pair, asked=asked) is stance
    assert stance_note(stance, pair) == note


def test_in_place() -> None:
    """
    Another code of a procedure keeps its modifiers; of guidance, only its component.
    """
    assert in_place("20611", ServiceLine(1, "20610", ("RT",))) == "20611-RT"
    assert of_component("77002", ServiceLine(1, "76000", ("26", "59"))) == "77002-26"
