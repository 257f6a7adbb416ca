"""
Waivers: which findings one sets aside, and on which days.
"""

import datetime

import attrs
import pytest

from cleanclaim.config import Waiver, config_from
from cleanclaim.findings import Action, Basis, Disposition, Finding, Source, Trust
from cleanclaim.model import BillingProvider, Claim, Kind, Practitioner, ServiceLine

WAIVER = Waiver(edit="one.two", reason="r", until=datetime.date(2027, 3, 31))
SOURCE = Source(title="t", url="https://example.org", trust=Trust.PUBLISHED)
CLAIM = Claim(
    id="case",
    kind=Kind.PROFESSIONAL,
    lines=(
        ServiceLine(number=1, procedure="77002"),
        ServiceLine(number=2, procedure="27369", rendering=Practitioner(npi="1111111112")),
    ),
    billing=BillingProvider(npi="1234567893"),
    rendering=Practitioner(npi="1999999992"),
)


def finding(line=1, procedure="77002", edit="one.two"):
    return Finding(
        edit=edit,
        level="line",
        line=line,
        procedure=procedure,
        disposition=Disposition.REVIEW,
        message="m",
        remedy="r",
        action=Action.CHECK,
        suggest=(),
        steps=None,
        related=(),
        basis=Basis.CODING_RULE,
        source=SOURCE,
        evidence={},
        carc=None,
        rarc=(),
        charge=None,
        plugin="one",
        plugin_version="1",
        fingerprint="f",
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"edit": "one.three"}, False),
        ({"codes": ["77002", "77003"]}, True),
        ({"codes": ["77003"]}, False),
        ({"with_codes": ["27369"]}, True),
        ({"with_codes": ["77002"]}, False),
        ({"npis": ["1999999992"]}, True),
        ({"npis": ["1234567893"]}, True),
        ({"npis": ["1111111112"]}, False),
    ],
)
def test_matches(changes, expected):
    """
    A waiver takes a finding when each list that it gives has what it asks for.
    """
    waiver = attrs.evolve(WAIVER, **changes)

    assert expected is waiver.matches(finding(), CLAIM)


def test_the_lines_practitioner():
    """
    A line's own practitioner goes before the claim's.
    """
    waiver = attrs.evolve(WAIVER, npis=["1111111112"])

    assert waiver.matches(finding(line=2, procedure="27369"), CLAIM)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-12-31", False),
        ("2026-01-01", True),
        ("2027-03-31", True),
        ("2027-04-01", False),
    ],
)
def test_days(day, expected):
    """
    A waiver holds on its first and its last day, and on no day outside.
    """
    waiver = attrs.evolve(WAIVER, since=datetime.date(2026, 1, 1))

    assert expected is waiver.holds_on(datetime.date.fromisoformat(day))


def test_first_waiver():
    """
    A config gives the first waiver that takes a finding on a day, or none.
    """
    payer = {"id": "a", "name": "A", "kinds": ["professional"], "setting": "physician"}
    ends = [datetime.date(2026, 6, 30), datetime.date(2026, 12, 31), datetime.date(2027, 6, 30)]
    waivers = [{"edit": "one.two", "until": end, "reason": f"until {end}"} for end in ends]
    config = config_from({"payer": {**payer, "default": True}, "waive": waivers})

    taken = config.waiver_for(finding(), CLAIM, datetime.date(2026, 7, 1))
    late = config.waiver_for(finding(), CLAIM, datetime.date(2027, 7, 1))

    assert config.waivers[1] == taken
    assert late is None
