"""
What holds of the guidance edits whatever the claim: order, neighbours, days.
"""

import functools
from datetime import date, timedelta
from pathlib import Path

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanclaim import Claim, Outcome, Scrubber, claim_from

ROOT = Path(__file__).parents[2]
DAY = date(2025, 3, 3)
CODES = (
    *("76000", "76937", "76942", "77001", "77002", "77003", "77012", "77021", "75989"),
    *("64493", "64415", "49082", "49083", "20610", "20611", "60100", "47000", "62284", "62322"),
    *("36556", "36561", "36597", "33208", "71046", "73040", "0582T", "10005", "99213", "G0260"),
    *("76001", "55700", "96372", "J1885", "27096", "76604"),
    *("80053", "88305", "90471", "92014", "93005", "97110", "99214"),
)


@functools.cache
def scrubber() -> Scrubber:
    return Scrubber.from_config(ROOT / "configs")


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """
    A made-up claim of guidance codes and procedures, with the modifiers that matter.
    """
    modifiers = st.lists(st.sampled_from(["26", "59", "XS", "LT", "RT", "50"]), max_size=2)
    lines = draw(st.lists(st.tuples(st.sampled_from(CODES), modifiers), min_size=1, max_size=6))
    institutional = draw(st.booleans())
    return claim_from(
        {
            "id": "case",
            "kind": "institutional" if institutional else "professional",
            "payer_id": "MEDICARE",
            "type_of_bill": draw(st.sampled_from(["131", "851"])) if institutional else None,
            "lines": [
                {"procedure": code, "modifiers": added, "date": DAY.isoformat()}
                for code, added in lines
            ],
        }
    )


def told(outcome: Outcome) -> set[tuple[str, int, str]]:
    """
    What the outcome finds, excuses and could not answer.
    """
    return (
        {(f.edit, f.line, str(f.disposition)) for f in outcome.findings}
        | {(b.edit, b.line, "bypassed") for b in outcome.bypassed}
        | {(str(n.edit), n.line or 0, "lacks") for n in outcome.not_checked}
    )


@settings(max_examples=200, deadline=None)
@given(claims(), st.randoms(use_true_random=False))
def test_order(claim: Claim, random: object) -> None:
    """
    In whatever order a claim's lines stand, the same lines are found.
    """
    lines = list(claim.lines)
    random.shuffle(lines)  # type: ignore[attr-defined]  # hypothesis gives a random.Random

    outcome = scrubber().scrub(attrs.evolve(claim, lines=tuple(lines)))

    assert told(scrubber().scrub(claim)) == told(outcome)


@settings(max_examples=200, deadline=None)
@given(claims(), claims())
def test_days_apart(claim: Claim, other: Claim) -> None:
    """
    What is done three days later is another session: neither finds the other.
    """
    first = len(claim.lines)
    later = DAY + timedelta(days=3)
    moved = tuple(
        attrs.evolve(line, number=first + line.number, date=later, through=later)
        for line in other.lines
    )
    alone = attrs.evolve(
        claim, lines=tuple(attrs.evolve(line, number=line.number - first) for line in moved)
    )
    both = scrubber().scrub(attrs.evolve(claim, lines=claim.lines + moved))

    expected = {item for item in told(scrubber().scrub(claim)) if not _of_claim(item)} | {
        (edit, line + first, what)
        for edit, line, what in told(scrubber().scrub(alone))
        if not _of_claim((edit, line, what))
    }
    assert expected == {item for item in told(both) if not _of_claim(item)}


def _of_claim(item: tuple[str, int, str]) -> bool:
    """
    Whether it was said of the whole claim, whatever the day: packaging is, what is asked
    or refused once for a claim, and an add-on that has no procedure at all on it.
    """
    edit, _, what = item
    return edit in {
        "fluoroscopy_76000.opps_status",
        "guidance_reporting.guidance_alone",
        "guidance_reporting.imaging_record",
    } or (edit, what) == ("add_on_primaries.primary_missing", "review")


@settings(max_examples=200, deadline=None)
@given(claims())
def test_no_failure(claim: Claim) -> None:
    """
    No claim makes an edit fail, and a 99213 of another day changes nothing.
    """
    visit = attrs.evolve(
        claim.lines[0],
        number=99,
        procedure="99213",
        modifiers=(),
        date=DAY - timedelta(days=5),
        through=DAY - timedelta(days=5),
    )

    outcome = scrubber().scrub(attrs.evolve(claim, lines=(*claim.lines, visit)))

    expected = {item for item in told(scrubber().scrub(claim)) if not _of_claim(item)}
    found = {item for item in told(outcome) if not _of_claim(item)}
    assert ((), expected) == (outcome.failures, found)
