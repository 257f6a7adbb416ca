"""
The tables of effects in the how-tos, against what the scrubber says of their claims.
"""

import functools
import json
import re
from pathlib import Path
from typing import Any

import pytest

from cleanclaim import Outcome, Scrubber

ROOT = Path(__file__).parent.parent
HOW_TO, EXAMPLES = ROOT / "docs" / "how-to", ROOT / "docs" / "examples"
VALLEY = EXAMPLES / "payers" / "valley.toml"


def rows(page: str) -> list[list[str]]:
    """
    The rows of a page's table of effects: claim, its lines, what differs, edit, two answers.
    """
    text = (HOW_TO / page).read_text("utf-8")
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()]
    return [row for row in cells if len(row) == 6 and row[0].startswith("`")]


@functools.cache
def scrubber(config: Path) -> Scrubber:
    return Scrubber.from_config(config)


@functools.cache
def claims(file: str) -> dict[str, Any]:
    lines = (EXAMPLES / file).read_text("utf-8").splitlines()
    return {claim["id"]: claim for claim in map(json.loads, lines)}


def said(outcome: Outcome, edit: str) -> str:
    """
    What an outcome says by this edit, as the tables have it.
    """
    every = [(each.line, str(each.disposition), each.edit) for each in outcome.findings]
    every += [(each.line, "excused", each.edit) for each in outcome.bypassed]
    told = [f"line {line}: {what}" for line, what, by in every if by == edit]
    return "; ".join(told) or "nothing"


def billed(claim: dict[str, Any]) -> list[str]:
    return ["-".join([line["procedure"], *line.get("modifiers", ())]) for line in claim["lines"]]


@pytest.mark.parametrize("row", rows("tune-a-payer.md"), ids=lambda row: f"{row[0]} {row[2]}")
def test_payer(row: list[str]) -> None:
    """
    Each setting of the example payer has the effect that the page shows.
    """
    name, lines, _, edit, *answers = (cell.strip("`") for cell in row)
    claim = claims("knobs.jsonl")[name]

    outcomes = [scrubber(config).scrub(claim) for config in (ROOT / "configs", VALLEY)]

    assert answers == [said(outcome, edit) for outcome in outcomes]
    assert ["commercial", "valley"] == [outcome.payer for outcome in outcomes]
    assert all(code in lines for code in billed(claim))


def test_every_setting() -> None:
    """
    The table has each setting of the example payer.
    """
    (config,) = (rules.config for rules in scrubber(VALLEY).payers)
    settings = {name for options in config.options.values() for name in options}
    settings |= {edit.partition(".")[2] for edit in config.dispositions}

    shown = {re.findall(r"\w+", row[2])[0] for row in rows("tune-a-payer.md")}

    assert settings == shown


@pytest.mark.parametrize("row", rows("say-what-was-done.md"), ids=lambda row: row[0])
def test_record(row: list[str]) -> None:
    """
    What the record says has the effect that the page shows.
    """
    name, lines, _, edit, *answers = (cell.strip("`") for cell in row)
    claim = claims("documented.jsonl")[name]
    untold = {key: value for key, value in claim.items() if key != "documentation"}

    outcomes = [scrubber(ROOT / "configs").scrub(each) for each in (untold, claim)]

    assert answers == [said(outcome, edit) for outcome in outcomes]
    assert lines == ", ".join(billed(claim))


def test_every_claim() -> None:
    """
    Each claim of the examples has its row.
    """
    shown = {
        (file, row[0].strip("`"))
        for file, page in (
            ("knobs.jsonl", "tune-a-payer.md"),
            ("documented.jsonl", "say-what-was-done.md"),
        )
        for row in rows(page)
    }

    assert {(f, c) for f in ("knobs.jsonl", "documented.jsonl") for c in claims(f)} == shown
