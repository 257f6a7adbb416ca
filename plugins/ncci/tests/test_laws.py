"""
What holds of any claim: a plain loop over every two lines finds the same, in any order.
"""

import datetime
import functools
from pathlib import Path
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanclaim import Claim, Outcome, Scrubber, claim_from
from cleanclaim.config import config_from
from cleanclaim_cms_tables.kinds import Services
from cleanclaim_cms_tables.offered import Tables
from cleanclaim_cms_tables.options import CmsTablesOptions
from cleanclaim_guidance_facts.modifiers import ANATOMIC, DISTINCT, OTHERS

TABLES = Path(__file__).parent / "tables"
CODES = (
    *("29881", "29877", "36556", "36000", "20610", "99213", "64493", "76942", "77012", "77002"),
    *("60100", "64466", "0582T", "80061", "82465", "99291", "99292", "64494", "96372", "20936"),
)
DAYS = (datetime.date(2025, 6, 30), datetime.date(2025, 7, 1))
ASSOCIATED = ANATOMIC | DISTINCT | OTHERS


@functools.cache
def scrubber(bypass: str) -> Scrubber:
    data: dict[str, Any] = {
        "plugins": ["ncci"],
        "payer": {
            "id": "any",
            "name": "Any",
            "kinds": ["professional", "institutional"],
            "setting": "cah",
            "default": True,
        },
        "options": {"cms_tables": {"path": str(TABLES)}, "ncci": {"bypass": bypass}},
    }
    return Scrubber.from_configs([config_from(data, "a test")])


LINES = st.fixed_dictionaries(
    {
        "procedure": st.sampled_from(CODES),
        "modifiers": st.lists(
            st.sampled_from(["59", "XS", "LT", "RT", "25", "79", "91", "50", "26"]), max_size=2
        ),
        "units": st.integers(0, 4),
        "date": st.sampled_from([day.isoformat() for day in DAYS]),
        "revenue_code": st.sampled_from(["0361", "0975"]),
    }
)


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """
    A critical access hospital's claim of a few lines, on two days and both sides.
    """
    lines = draw(st.lists(LINES, min_size=2, max_size=10))
    numbered = [{**line, "number": number} for number, line in enumerate(lines, 1)]
    return claim_from(
        {"id": "case", "kind": "institutional", "type_of_bill": "851", "lines": numbered}
    )


def told(outcome: Outcome) -> set[tuple[str, int, str]]:
    return {(each.edit, each.line, str(each.disposition)) for each in outcome.findings} | {
        (each.edit, each.line, "bypassed") for each in outcome.bypassed
    }


@settings(max_examples=300, deadline=None)
@given(claims())
def test_editor(claim: Claim) -> None:
    """
    CMS's editor, as a loop over every two lines of a day and a side.
    """
    table = Tables.of(CmsTablesOptions(TABLES)).pairs(Services.HOSPITAL)
    assert table is not None
    expected = set()
    for line in claim.lines:
        for other in claim.lines:
            pair = table.on(other.procedure or "", line.procedure or "", line.day)
            sides = {(each.day, (each.revenue_code or "")[:3] == "097") for each in (line, other)}
            if pair is not None and len(sides) == 1:
                modifiers = ASSOCIATED.intersection((*line.modifiers, *other.modifiers))
                if pair.indicator == 0 or not modifiers:
                    expected.add(line.number)

    outcome = scrubber("editor").scrub(claim)

    assert () == outcome.failures
    assert expected == {
        each.line for each in outcome.findings if each.edit == "ncci.procedure_pair"
    }


@settings(max_examples=200, deadline=None)
@given(claims(), st.randoms(use_true_random=False))
def test_order(claim: Claim, random: Any) -> None:
    """
    In whatever order a claim's lines stand, the same is found.
    """
    lines = list(claim.lines)
    random.shuffle(lines)

    outcome = scrubber("strict").scrub(attrs.evolve(claim, lines=tuple(lines)))

    assert told(scrubber("strict").scrub(claim)) == told(outcome)


@settings(max_examples=200, deadline=None)
@given(claims())
def test_strict_is_no_more_lenient(claim: Claim) -> None:
    """
    What the editor denies is held when read strictly too, and nothing is excused there
    that the editor would find.
    """
    lenient, strict = (
        {each.line for each in scrubber(bypass).scrub(claim).findings}
        for bypass in ("editor", "strict")
    )

    assert lenient <= strict
