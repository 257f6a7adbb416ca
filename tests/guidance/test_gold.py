"""
The worked claims of the guidance folder, by the shipped configs: as JSON and as 837.

They are read from beside the project and are not part of it.
"""

import functools
import io
import json
from pathlib import Path
from typing import Any

import pytest
from claims_837 import write_837

from cleanclaim import Disposition, Outcome, Scrubber

ROOT = Path(__file__).parents[2]
GOLD = ROOT.parent / "shared" / "guidance" / "gold_open.jsonl"
CASES = (
    [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()] if GOLD.is_file() else []
)

pytestmark = pytest.mark.skipif(not CASES, reason="the guidance folder is not beside the project")


@functools.cache
def scrubber() -> Scrubber:
    return Scrubber.from_config(ROOT / "configs")


@functools.cache
def installed_edits() -> frozenset[str]:
    return frozenset(
        stamped.id for rules in scrubber().payers for stamped in (*rules.edits, *rules.off)
    )


def wrong(case: dict[str, Any], outcome: Outcome) -> list[str]:
    """
    What is not right of an outcome: each expected finding is there, and no deny or
    review stands where nothing is expected or allowed.
    """
    found = [(finding.edit, finding.line, str(finding.disposition)) for finding in outcome.findings]
    missed = [
        f"missed {expected}"
        for expected in case["expected"]
        if installed_edits().intersection(expected["edit"])
        and not any(
            edit in expected["edit"]
            and line == expected["line"]
            and disposition in expected["disposition"]
            for edit, line, disposition in found
        )
    ]
    return missed + [
        f"false alarm {finding}"
        for finding in found
        if finding[2] != Disposition.INFO and not _allowed(case, finding)
    ]


def _allowed(case: dict[str, Any], finding: tuple[str, int, str]) -> bool:
    edit, line, disposition = finding
    return any(expected["line"] == line for expected in case["expected"]) or any(
        also.get("edit", edit) == edit
        and also.get("line", line) == line
        and also.get("disposition", disposition) == disposition
        for also in case.get("also_ok", ())
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["claim"]["id"])
def test_gold(case: dict[str, Any]) -> None:
    """
    A worked claim is right: nothing missed, no false alarm.
    """
    outcome = scrubber().scrub(case["claim"])

    assert ([], ()) == (wrong(case, outcome), outcome.failures)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["claim"]["id"])
def test_gold_837(case: dict[str, Any]) -> None:
    """
    The same claim, written as an 837, has the same findings.
    """
    faults: list[str] = []
    stream = io.BytesIO(write_837([case["claim"]]))

    (outcome,) = scrubber().scrub_stream(
        stream, "case.837", report=lambda fault: faults.append(fault.code)
    )

    expected = scrubber().scrub(case["claim"])
    assert ([], expected.payer, expected.status) == (faults, outcome.payer, outcome.status)
    assert told(expected) == told(outcome)


def told(outcome: Outcome) -> list[tuple[str, int, str, str, str]]:
    """
    What an outcome's findings say, without their place in a file.
    """
    return [
        (
            finding.edit,
            finding.line,
            finding.disposition,
            finding.message,
            finding.fingerprint,
        )
        for finding in outcome.findings
    ]
