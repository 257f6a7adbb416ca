"""
The plugin's edits over types of bill: NCCI's rows only where NCCI looks, the code book's
everywhere.
"""

import datetime
from pathlib import Path
from typing import Any

import pytest

from cleanclaim import Basis, FactFile, Outcome, Scrubber
from cleanclaim.facts import load_facts
from cleanclaim_modality_exclusions import exclusions
from cleanclaim_modality_exclusions.exclusions import Excluded

FACTS = Path(exclusions.__file__).parent / "facts"
EXCLUDED = load_facts([FactFile(FACTS / "excluded.csv", Excluded)], "x")[Excluded]
DAY = datetime.date(2025, 3, 3)
HOSPITALS = ["121", "131", "141", "221", "231", "341", "721", "731", "741", "751", "831", "851"]
CLINICS = ["711", "717", "771"]
BY_NCCI = [
    ["47000", "76942", "77012"],
    ["36561", "77001", "71046"],
    ["60100", "76536", "76942"],
    ["36556", "93971", "76937"],
    ["64450", "76942", "76883"],
    ["47000", "77012", "76380"],
    ["47000", "74160", "77012"],
    ["20611", "76882"],
    ["G0260", "77003"],
]


@pytest.fixture(scope="module")
def scrubber(tmp_path_factory: pytest.TempPathFactory) -> Scrubber:
    path = tmp_path_factory.mktemp("configs") / "any.toml"
    path.write_text(
        'plugins = ["modality_exclusions"]\n[payer]\nid = "any"\nname = "Any"\n'
        'kinds = ["institutional"]\nsetting = "non_opps"\ndefault = true\n',
        "utf-8",
    )
    return Scrubber.from_config(path)


def scrubbed(scrubber: Scrubber, codes: list[str], bill: str) -> Outcome:
    claim: dict[str, Any] = {
        "id": "case",
        "kind": "institutional",
        "type_of_bill": bill,
        "date": DAY.isoformat(),
        "lines": [{"procedure": code} for code in codes],
    }
    return scrubber.scrub(claim)


def told(outcome: Outcome) -> list[tuple[str, int, str]]:
    return [(found.edit, found.line, str(found.disposition)) for found in outcome.findings]


@pytest.mark.parametrize("codes", BY_NCCI, ids=" ".join)
def test_ncci(scrubber: Scrubber, codes: list[str]) -> None:
    """
    Every hospital's and facility's bill has the one answer, a clinic's has none.
    """
    first, *others = [told(scrubbed(scrubber, codes, bill)) for bill in HOSPITALS]

    assert first
    assert [first] * len(others) == others
    assert [[]] * len(CLINICS) == [told(scrubbed(scrubber, codes, bill)) for bill in CLINICS]


def test_every_exclusion(scrubber: Scrubber) -> None:
    """
    On a clinic's bill exactly the code book's rows are found, by no reason code of NCCI's.
    """
    wrong = []
    for key in sorted(EXCLUDED.keys):
        guidance, procedure = key.split("/")
        fact = EXCLUDED.on(key, DAY)
        due = fact is not None and fact.source.basis is Basis.CODING_RULE
        found = scrubbed(scrubber, [procedure, guidance], "711").findings
        if due != bool(found) or any(each.carc or each.evidence["ncci_pair"] for each in found):
            wrong.append(key)

    assert [] == wrong
