"""
How NCCI stands to what the guidance edits find: it agrees, is silent, or turns the pair
round; nothing is said where it is not asked.
"""

import datetime
import functools
from pathlib import Path
from typing import Any

import pytest

from cleanclaim import Disposition, Finding, Scrubber
from cleanclaim.config import config_from
from cleanclaim_cms_tables.flat import Edition, Row
from cleanclaim_cms_tables.kinds import Kind, Services, TableName
from cleanclaim_cms_tables.store import Store

ROOT = Path(__file__).parents[2]
SILENT = "NCCI has no pair of the two on that day"

INCLUDED = "complete_code_inclusion.included_guidance"
UNGUIDED = "complete_code_inclusion.unguided_code"
EXCLUDED = "modality_exclusions.excluded_pair"
SEVERAL = "modality_exclusions.several_modalities"
REGION = "modality_exclusions.diagnostic_ultrasound_same_region"
SEPARATE = "fluoroscopy_76000.separate_procedure"


@functools.cache
def scrubber() -> Scrubber:
    return Scrubber.from_config(ROOT / "configs")


def found(
    edit: str,
    *codes: str,
    day: str = "2025-03-03",
    bill: str | None = None,
    taxonomies: tuple[str, ...] = (),
) -> Finding:
    """
    What this edit finds on the first line; lines of several *taxonomies* are those of
    several practitioners.
    """
    practitioners: list[dict[str, str] | None] = [
        {"npi": f"100000000{number}", "taxonomy": taxonomy}
        for number, taxonomy in enumerate(taxonomies)
    ] or [None] * len(codes)
    claim: dict[str, Any] = {
        "id": "case",
        "kind": "institutional" if bill else "professional",
        "type_of_bill": bill,
        "payer_id": "MEDICARE",
        "place_of_service": None if bill else "22",
        "date": day,
        "lines": [
            {"procedure": code, "rendering": practitioner}
            for code, practitioner in zip(codes, practitioners, strict=True)
        ],
    }
    outcome = scrubber().scrub(claim)
    assert () == outcome.failures
    (finding,) = (each for each in outcome.findings if (each.edit, each.line) == (edit, 1))
    return finding


def notes(finding: Finding) -> str:
    assert finding.steps is not None
    return finding.steps.notes


@pytest.mark.parametrize(
    ("edit", "lines", "pair"),
    [
        (
            INCLUDED,
            ("76942", "64493"),
            "64493/76942, indicator 1 (a modifier may separate the two)",
        ),
        (
            EXCLUDED,
            ("76942", "64493"),
            "64493/76942, indicator 1 (a modifier may separate the two)",
        ),
        (
            UNGUIDED,
            ("76942", "49082"),
            "49082/76942, indicator 1 (a modifier may separate the two)",
        ),
        (
            REGION,
            ("76942", "60100", "76536"),
            "76536/76942, indicator 1 (a modifier may separate the two)",
        ),
    ],
)
def test_agrees(edit: str, lines: tuple[str, ...], pair: str) -> None:
    """
    Beside the code book's rule NCCI's pair says the same.
    """
    finding = found(edit, *lines)

    assert finding.evidence["ncci"] == "agrees"
    assert finding.evidence["ncci_pair"] == pair.partition(",")[0]
    assert f"NCCI's table agrees: {pair}" in notes(finding)


@pytest.mark.parametrize(
    ("edit", "lines"),
    [
        (SEVERAL, ("77012", "47000", "76942")),
        (SEPARATE, ("76000", "33208")),
        (EXCLUDED, ("71046", "36561", "77001")),
        (UNGUIDED, ("49082", "49083")),
    ],
)
def test_stands_on_ncci(edit: str, lines: tuple[str, ...]) -> None:
    """
    A finding that stands on NCCI's pair alone has the pair, and nobody to agree with.
    """
    finding = found(edit, *lines)

    assert finding.evidence["ncci"] == "agrees"
    assert f"NCCI's table, {finding.evidence['ncci_pair']}, indicator " in notes(finding)


@pytest.mark.parametrize(
    ("edit", "lines"),
    [
        (INCLUDED, ("76942", "64415")),
        (EXCLUDED, ("76942", "64415")),
        (UNGUIDED, ("77003", "62270")),
        (SEPARATE, ("76000", "47000")),
        (REGION, ("77012", "47000", "74160")),
    ],
)
def test_silent(edit: str, lines: tuple[str, ...]) -> None:
    """
    The code book's rule stands without a pair of NCCI's.
    """
    finding = found(edit, *lines)

    assert finding.evidence["ncci"] == "silent"
    assert finding.evidence.get("ncci_pair") is None
    assert SILENT in notes(finding)


@pytest.mark.parametrize(
    ("edit", "lines", "day", "bill", "pair"),
    [
        (
            INCLUDED,
            ("76942", "64466"),
            "2025-08-04",
            "131",
            "76942/64466, indicator 0 (no modifier",
        ),
        (
            EXCLUDED,
            ("76942", "0582T"),
            "2025-03-03",
            None,
            "76942/0582T, indicator 1 (a modifier may",
        ),
        (
            SEPARATE,
            ("76000", "0582T"),
            "2025-03-03",
            None,
            "76000/0582T, indicator 1 (a modifier may",
        ),
    ],
)
def test_reversed(edit: str, lines: tuple[str, ...], day: str, bill: str | None, pair: str) -> None:
    """
    Where NCCI pays the line that is found, the note names the code that it rejects.
    """
    finding = found(edit, *lines, day=day, bill=bill)

    assert finding.evidence["ncci"] == "reversed"
    assert f"NCCI's table turns the pair round: {pair}" in notes(finding)
    assert notes(finding).endswith(f", so that the payer rejects {lines[1]}")


@pytest.mark.parametrize(
    ("edit", "lines", "bill"),
    [
        (INCLUDED, ("76942", "49083"), "711"),
        (EXCLUDED, ("76942", "64493"), "771"),
    ],
)
def test_not_asked(edit: str, lines: tuple[str, ...], bill: str) -> None:
    """
    On a bill that NCCI does not look at, nothing is said of it.
    """
    finding = found(edit, *lines, bill=bill)

    assert "ncci" not in finding.evidence
    assert "NCCI" not in notes(finding)


def test_another_practitioner() -> None:
    """
    Nor does NCCI look from one practitioner to another.
    """
    specialties = ("2085R0202X", "207R00000X")
    finding = found(INCLUDED, "76942", "49083", taxonomies=specialties)

    assert finding.disposition is Disposition.REVIEW
    assert "ncci" not in finding.evidence
    assert "NCCI" not in notes(finding)


def test_day_of_the_pair() -> None:
    """
    NCCI is silent until the day before its pair begins.
    """
    before, after = (
        found(INCLUDED, "76942", "64466", day=day, bill="131")
        for day in ("2025-06-30", "2025-07-01")
    )

    assert ("silent", "reversed") == (before.evidence["ncci"], after.evidence["ncci"])


def test_newer_pair(tmp_path: Path) -> None:
    """
    A pair that the shipped facts do not have yet is known from an imported table: the
    same finding stands on it from its first day on, and on the code book before.
    """
    name = TableName(Kind.PAIRS, Services.HOSPITAL)
    since = datetime.date(2026, 10, 1)
    rows = [
        Row("10000", "10001", datetime.date(2019, 7, 1), None, (1, "made up")),
        Row("64447", "76942", since, None, (0, "made up")),
    ]
    Store(tmp_path).add(Edition(name, since, rows[0].since, None, len(rows), ()), rows)
    config = config_from(
        {
            "plugins": ["complete_code_inclusion"],
            "payer": {
                "id": "own",
                "name": "A payer",
                "kinds": ["institutional"],
                "setting": "opps",
                "default": True,
            },
            "options": {"cms_tables": {"path": str(tmp_path)}},
        }
    )
    scrubber = Scrubber.from_configs([config])

    told = {}
    for day in ("2026-09-30", "2026-10-01"):
        outcome = scrubber.scrub(
            {
                "id": "case",
                "kind": "institutional",
                "type_of_bill": "131",
                "date": day,
                "lines": [{"procedure": "76942"}, {"procedure": "64447"}],
            }
        )
        (finding,) = (each for each in outcome.findings if each.edit == INCLUDED)
        told[day] = finding

    before, after = told.values()
    assert ("silent", None, None) == (
        before.evidence["ncci"],
        before.evidence["ncci_pair"],
        before.carc,
    )
    assert ("agrees", "64447/76942", "236") == (
        after.evidence["ncci"],
        after.evidence["ncci_pair"],
        after.carc,
    )
    assert "edition 2026-10-01" in after.source.title
