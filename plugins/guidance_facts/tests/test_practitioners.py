"""
Whether NCCI looks at two lines together.
"""

from pathlib import Path
from typing import Any

import pytest

from cleanclaim import Claim, FactFile, claim_from
from cleanclaim.facts import load_facts
from cleanclaim_guidance_facts import practitioners
from cleanclaim_guidance_facts.practitioners import Same, Specialty, same_service

FACTS = Path(practitioners.__file__).parent / "facts"
SPECIALTIES = load_facts([FactFile(FACTS / "specialties.csv", Specialty)], "guidance_facts")[
    Specialty
]
ONE, OTHER = "1111111112", "1222222220"


def claim(first: dict[str, Any], second: dict[str, Any], **fields: Any) -> Claim:
    return claim_from(
        {
            "id": "case",
            "kind": "professional",
            "date": "2025-03-03",
            "lines": [first, second],
            **fields,
        }
    )


def rendered(npi: str, taxonomy: str | None = None) -> dict[str, Any]:
    return {"rendering": {"npi": npi, "taxonomy": taxonomy}}


def same(subject: Claim) -> Same:
    first, second = subject.lines
    return same_service(first, second, subject, SPECIALTIES)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({}, {}, Same.YES),
        (rendered(ONE), rendered(ONE), Same.YES),
        (rendered(ONE, "207X00000X"), rendered(ONE, "2085R0202X"), Same.YES),
        (rendered(ONE, "207X00000X"), rendered(OTHER, "207X00000X"), Same.YES),
        (rendered(ONE, "2085R0202X"), rendered(OTHER, "2085U0001X"), Same.YES),
        (rendered(ONE, "2085R0202X"), rendered(OTHER, "2085R0204X"), Same.NO),
        (rendered(ONE, "207X00000X"), rendered(OTHER, "2085R0202X"), Same.NO),
        (rendered(ONE, "207X00000X"), rendered(OTHER), Same.UNKNOWN),
        (rendered(ONE, "207X00000X"), rendered(OTHER, "999900000X"), Same.UNKNOWN),
        (rendered(ONE), rendered(OTHER), Same.UNKNOWN),
        ({}, rendered(OTHER), Same.UNKNOWN),
    ],
    ids=[
        "nobody named",
        "one NPI",
        "one NPI, two taxonomies",
        "one taxonomy",
        "two taxonomies of one specialty",
        "diagnostic and interventional radiology are two specialties",
        "two specialties",
        "one taxonomy not told",
        "one taxonomy not in CMS's crosswalk",
        "two NPIs alone",
        "one line names nobody",
    ],
)
def test_professional(first: dict[str, Any], second: dict[str, Any], expected: Same) -> None:
    """
    One NPI, or one Medicare specialty under the one billing provider; else not, or not
    known.
    """
    assert expected is same(claim(first, second))


@pytest.mark.parametrize(
    ("bill", "first", "second", "expected"),
    [
        ("131", "0361", "0972", Same.YES),
        ("851", "0361", "0402", Same.YES),
        ("851", "0975", "0972", Same.YES),
        ("851", "0361", "0972", Same.NO),
        ("851", "0361", "0960", Same.NO),
        ("851", "361", "982", Same.NO),
        ("851", "0361", "0990", Same.YES),
    ],
)
def test_institutional(bill: str, first: str, second: str, expected: Same) -> None:
    """
    A facility's lines belong together; on 85x the professional ones (096x-098x) and the
    facility's do not mix.
    """
    subject = claim(
        {"revenue_code": first},
        {"revenue_code": second},
        kind="institutional",
        type_of_bill=bill,
    )

    assert expected is same(subject)
