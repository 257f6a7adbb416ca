"""
The false-alarm gate: clean claims stay clean, planted faults are found.

See docs/reference/gate.md. A failure prints the claim, and the seed and number that make
it again.
"""

import functools
import io
import os
import shutil
from pathlib import Path

import pytest
from claims_837 import write_837
from gate.clean import RECIPES, UNCHECKED, clean_claim
from gate.faults import planted_claim
from gate.judge import ROOT, Failure, Result, run, shipped, told, unplanted
from gate.table import table

from cleanclaim import Scrubber

SEED = "gate"
CLEAN, PLANTED = 10_000, 200
# An edit that is hardly asked has no false alarms for a bad reason.
ASKED, NEAR = 100, 50
SHOWN = 3
AS_837 = 400
COLUMNS = 7  # edit, woke, near miss, false; claims, found, missed


@functools.cache
def result() -> Result:
    """
    The run that the tests look at, once.
    """
    return run(shipped(), seed=SEED, clean=CLEAN, planted=PLANTED)


def shown(failures: list[Failure]) -> str:
    """
    The first failures, claims and all.
    """
    return f"{len(failures)} failures\n" + "\n\n".join(map(str, failures[:SHOWN]))


def test_every_edit_has_a_fault() -> None:
    """
    There is a kind of planted fault for every edit of the shipped payers.
    """
    assert [] == unplanted(shipped()), "add a kind of fault to tests/gate/faults.py"


def test_no_false_alarm() -> None:
    """
    Of clean claims none is held, and each goes to its own payer.
    """
    print("\n" + table(result()))

    assert [] == result().false_alarms, shown(result().false_alarms)


def test_every_fault_is_found() -> None:
    """
    Each planted fault is found by its edit, on its line, and nothing else is held.
    """
    assert [] == result().misses, shown(result().misses)


def test_every_edit_is_asked() -> None:
    """
    Each edit wakes on many clean claims, and many are one change from its fault.
    """
    shy = {
        edit: (tally.woke, tally.near)
        for edit, tally in result().by_edit.items()
        if tally.woke < ASKED or tally.near < NEAR
    }

    assert {} == shy


def test_every_recipe_is_used() -> None:
    """
    Each kind of clean claim is among them.
    """
    names = {recipe.__name__ for recipe, _ in RECIPES} | {recipe.__name__ for recipe in UNCHECKED}

    assert set() == names - set(result().by_recipe)


def test_every_payer_is_used() -> None:
    """
    Each shipped payer has clean claims.
    """
    assert {rules.payer.id for rules in shipped().payers} == set(result().by_payer)


def test_page() -> None:
    """
    The page's table has a row for every edit, and is that of a gate that holds.
    """
    text = (ROOT / "docs" / "reference" / "gate.md").read_text("utf-8")
    shown = {
        words[0]: (words[3], words[6])
        for words in map(str.split, text.splitlines())
        if len(words) == COLUMNS and words[0] in result().by_edit
    }

    assert dict.fromkeys(result().by_edit, ("0", "0")) == shown


def test_repeatable() -> None:
    """
    A seed and a number make the same claim each time; another seed another.
    """
    one, again, other = (clean_claim(seed, 7).claim("case") for seed in ("a", "a", "b"))
    edit = "add_on_primaries.primary_missing"
    fault, same = (planted_claim("a", edit, 7)[0].claim("case") for _ in range(2))

    assert (one, fault) == (again, same)
    assert one != other


def test_as_837() -> None:
    """
    The same clean claims, written as an 837, come out the same.
    """
    claims = [clean_claim(SEED, number).claim(f"C{number}") for number in range(AS_837)]
    claims = [claim for claim in claims if "documentation" not in claim]
    stream = io.BytesIO(write_837(claims))

    outcomes = list(shipped().scrub_stream(stream, "gate.837"))

    expected = [shipped().scrub(claim) for claim in claims]
    assert [told(outcome) for outcome in expected] == [told(outcome) for outcome in outcomes]


def test_a_missing_edit_is_seen(tmp_path: Path) -> None:
    """
    With an edit switched off, its planted faults are missed and the gate says so.
    """
    edit = "modality_exclusions.excluded_pair"
    crippled = changed(tmp_path, "# What all", f'[disposition]\n"{edit}" = "off"\n\n# What all')

    tally = run(crippled, seed=SEED, clean=0, planted=20).by_edit[edit]

    assert (20, 20) == (tally.planted, tally.missed)


def test_a_false_alarm_is_seen(tmp_path: Path) -> None:
    """
    With a payer that hears a modifier on one line only, legitimate claims are held and
    the gate says so.
    """
    setting = "bypass_either_line = "
    strict = changed(tmp_path, f"{setting}true", f"{setting}false")

    result = run(strict, seed=SEED, clean=1_000, planted=0)

    assert result.false_alarms


def changed(folder: Path, old: str, new: str) -> Scrubber:
    """
    The shipped payers, with a change to what they start from.
    """
    configs = folder / "configs"
    shutil.copytree(ROOT / "configs", configs)
    base = configs / "base.toml"
    text = base.read_text("utf-8")
    assert old in text
    base.write_text(text.replace(old, new), "utf-8")
    return Scrubber.from_config(configs)


@pytest.mark.campaign
@pytest.mark.parametrize("seed", ["campaign 1", "campaign 2", "campaign 3", "campaign 4"])
def test_campaign(seed: str) -> None:
    """
    The same of four times 50,000 other clean claims, and of as many more faults; a
    sample of it is a tenth.
    """
    share = 10 if os.environ.get("CLEANCLAIM_CAMPAIGN") == "sample" else 1
    campaign = run(shipped(), seed=seed, clean=50_000 // share, planted=1_000 // share)
    print("\n" + table(campaign))

    assert [] == campaign.false_alarms, shown(campaign.false_alarms)
    assert [] == campaign.misses, shown(campaign.misses)
