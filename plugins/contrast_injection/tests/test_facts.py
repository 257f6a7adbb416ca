"""
The facts against the guidance folder, which is beside the project and not part of it.
"""

import csv
import re
import tomllib
from pathlib import Path

import pytest

FACTS = Path(__file__).parents[1] / "src" / "cleanclaim_contrast_injection" / "facts"
GUIDANCE = Path(__file__).parents[4] / "shared" / "guidance"

pytestmark = pytest.mark.skipif(
    not GUIDANCE.is_dir(), reason="the guidance folder is not beside the project"
)


def keys(name: str) -> set[str]:
    return set(tomllib.loads((FACTS / name).read_text("utf-8"))["codes"])


def column(name: str) -> dict[str, str]:
    with (FACTS / name).open(encoding="utf-8", newline="") as rows:
        return {
            row["code"]: list(row.values())[4] for row in csv.DictReader(rows) if not row["ended"]
        }


def test_listed() -> None:
    """
    The procedures of the note are those of the rulebook's section 6, no more and no less.
    """
    text = (GUIDANCE / "RULEBOOK.md").read_text("utf-8")
    found = re.search(r"77003 note; members G: ([^)]+)\)", text)
    assert found is not None

    named = {
        f"{number:05d}"
        for first, last in re.findall(r"\b(\d{5})-(\d{5})\b", found[1])
        for number in range(int(first), int(last) + 1)
    }
    named |= set(re.findall(r"\b(\d{4}[\dT])\b", found[1]))

    assert named - {"62271"} == keys("listed.toml")  # 62271 was never a code


def test_paired() -> None:
    """
    Every primary of 77002 and 77003 is paired, but the one that is an add-on itself.
    """
    with (GUIDANCE / "data" / "aoc_guidance.csv").open(encoding="utf-8", newline="") as rows:
        primaries = {
            row["primary"] for row in csv.DictReader(rows) if row["addon"] in ("77002", "77003")
        }

    assert {"47001"} == primaries - set(column("paired.csv"))


@pytest.mark.parametrize(
    ("code", "substance"),
    [("Q9965", "contrast"), ("Q9966", "contrast"), ("Q9967", "contrast"), ("J1030", "steroid")],
)
def test_drugs(code: str, substance: str) -> None:
    """
    What the rulebook calls contrast and steroid is so named.
    """
    assert substance == column("drugs.csv")[code]
