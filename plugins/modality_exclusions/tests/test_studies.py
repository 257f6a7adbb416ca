"""
The tables of studies and regions agree with NCCI's pairs, and with themselves.
"""

import datetime
import gzip
import itertools
from pathlib import Path
from typing import Any

import pytest

from cleanclaim import Fact, FactFile
from cleanclaim.facts import load_facts
from cleanclaim.tables import Table
from cleanclaim_guidance_facts import pairs
from cleanclaim_guidance_facts.codes import Guidance, Modality
from cleanclaim_guidance_facts.pairs import Pair
from cleanclaim_modality_exclusions import studies as module
from cleanclaim_modality_exclusions.exclusions import Excluded
from cleanclaim_modality_exclusions.studies import Contained, Region, SameRegion, Study

FACTS = Path(module.__file__).parent / "facts"
SHARED = Path(pairs.__file__).parent / "facts"
HOSPITAL = (
    Path(__file__).parents[4] / "shared/inputs/cms_tables/ncci_ptp_outpatient_hospital_full.txt.gz"
)
FIRST = datetime.date(2019, 7, 1)
LATER = datetime.date(2026, 4, 1)
ULTRASOUND = (
    *range(76506, 76990),  # CPT's diagnostic ultrasound, guidance among it
    *range(93303, 93356),  # of the heart
    *range(93880, 93999),  # of the vessels
)
# They image a heart biopsy and compress an aneurysm: procedures of their own.
NO_STUDY = {"76932", "76936"}


def table(path: Path, shape: type[Fact]) -> Table[Any]:
    return load_facts([FactFile(path, shape)], "modality_exclusions")[shape]


STUDIES = table(FACTS / "studies.csv", Study)
REGIONS = table(FACTS / "regions.csv", Region)
RULES = table(FACTS / "same_region.toml", SameRegion)
CONTAINED = table(FACTS / "contained.toml", Contained)
EXCLUDED = table(FACTS / "excluded.csv", Excluded)
PAIRS = table(SHARED / "pairs.csv", Pair)
GUIDANCE = table(SHARED / "guidance.toml", Guidance)


@pytest.mark.parametrize("guidance", ["76937", "76942"])
def test_every_paired_study(guidance: str) -> None:
    """
    Every diagnostic ultrasound that NCCI puts before the guidance is a study here, another
    guidance code, or on the guidance's own list.
    """
    missing = [
        code
        for code in map(str, ULTRASOUND)
        if f"{code}/{guidance}" in PAIRS.keys
        and code not in STUDIES.keys | GUIDANCE.keys
        and f"{guidance}/{code}" not in EXCLUDED.keys
        # Guided aspiration, biopsy and compression, of which 76932 and 76936 are the imaging.
        and code not in {"76932", "76936"}
    ]

    assert [] == missing


def test_no_study_without_use() -> None:
    """
    Every ultrasound study and the localized CT are paired with guidance by their own
    modality; the other CT studies are not.
    """
    paired = {
        study
        for study in STUDIES.keys
        for guidance in RULES.keys
        if PAIRS.keys & {f"{study}/{guidance}", f"{guidance}/{study}"}
        if STUDIES.history(study)[0].modality is RULES.history(guidance)[0].modality
    }
    ultrasound = {
        study for study in STUDIES.keys if STUDIES.history(study)[0].modality is Modality.ULTRASOUND
    }

    assert ultrasound | {"76380"} == paired


@pytest.mark.parametrize("day", [FIRST, LATER])
def test_pairs_and_studies_live_together(day: datetime.date) -> None:
    """
    Where a pair of a study and a guidance code is in force, both are known on that day.
    """
    unknown = [
        (study, guidance)
        for study in sorted(STUDIES.keys)
        for guidance in sorted(RULES.keys)
        if PAIRS.on(f"{study}/{guidance}", day) or PAIRS.on(f"{guidance}/{study}", day)
        if STUDIES.on(study, day) is None or RULES.on(guidance, day) is None
    ]

    assert [] == unknown


def test_rules_know_their_modality() -> None:
    """
    A guidance code is barred beside studies of its own modality.
    """
    wrong = [
        guidance
        for guidance in sorted(RULES.keys)
        if GUIDANCE.history(guidance)[0].modality is not RULES.history(guidance)[0].modality
    ]

    assert [] == wrong


def test_ranges_nest() -> None:
    """
    Two ranges of procedures are apart, or one is within the other.
    """
    ranges = [tuple(map(int, key.split("/"))) for key in sorted(REGIONS.keys)]
    crossing = [
        (one, other)
        for one, other in itertools.combinations(ranges, 2)
        if one[0] < other[0] <= one[1] < other[1]
    ]

    assert [] == crossing
    assert all(first <= last for first, last in ranges)


@pytest.mark.skipif(not HOSPITAL.is_file(), reason="CMS's tables are not beside the project")
def test_contained_pairs() -> None:
    """
    The joint injections are in the hospital's table with their studies, then as now.
    """
    with gzip.open(HOSPITAL, "rt", encoding="ascii", errors="replace") as file:
        rows = [
            line.split("\t")[:6] for line in file if line.startswith(("20604", "20606", "20611"))
        ]
    found = {
        f"{one}/{two}": (start, end, indicator)
        for one, two, _, start, end, indicator in rows
        if f"{one}/{two}" in CONTAINED.keys
    }

    assert found == dict.fromkeys(CONTAINED.keys, ("20190701", "*", "1"))
