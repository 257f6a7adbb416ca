"""
Sound files to begin with: the gate's claims and the benchmarks' as 837 in several shapes,
and those that stand beside the project.
"""

import functools
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.made_up import pieces
from claims_837 import Marks, write_837
from gate.clean import clean_claim
from gate.faults import FAULTS, planted_claim

SHARED = Path(__file__).parents[3] / "shared"
INPUTS, GOLD = SHARED / "inputs", SHARED / "guidance" / "gold_open.jsonl"
_UNFIT = 2 * 1024 * 1024
"""Bytes of a file that is left out: a table, not claims."""

# Element, component and repetition separators, terminator, line break.
MARKS = (
    *(Marks(), Marks(line_break=""), Marks(line_break="\r\n"), Marks("|", ">", "!", "'", "")),
    *(Marks("*", ":", "^", "\n", ""), Marks("*", ":", "^", "\r", "\n")),
    *(Marks("\x1d", "\x1f", "!", "\x1c", ""), Marks("^", "\\", "!", "|", "\n")),
    Marks("*", ":", "^", "\xe9", "\n"),
)


def gate_claims(seed: str, count: int) -> list[dict[str, Any]]:
    """
    So many of the gate's claims as JSON, a third of them with a fault.
    """
    claims = []
    edits = sorted(FAULTS)
    for number in range(count):
        if number % 3 == 0:
            draft, _ = planted_claim(seed, edits[number // 3 % len(edits)], number)
        else:
            draft = clean_claim(seed, number)
        claims.append(draft.claim(f"C{number}"))
    return claims


def written(claims: list[dict[str, Any]], dice: random.Random) -> bytes:
    """
    These claims as 837, in a shape by the dice.
    """
    bare = [
        {key: said for key, said in claim.items() if key != "documentation"} for claim in claims
    ]
    if dice.random() < 0.6:
        bare.sort(key=lambda claim: str(claim["kind"]))
    if dice.random() < 0.5:
        per_provider = dice.randint(1, 9)
        for number, claim in enumerate(bare):
            claim["billing"] = {"npi": f"1{number // per_provider:09}", "taxonomy": "2085R0202X"}
    return write_837(  # type: ignore[no-any-return]  # found by pytest's path
        bare,
        dice.choice(MARKS) if dice.random() < 0.5 else Marks(),
        patient=dice.random() < 0.2,
        other_payer=dice.choice((None, None, "OTHER")),
        per_subscriber=dice.choice((1, 1, 1, 2, 3)),
        full=dice.random() < 0.5,
    )


@functools.cache
def made(seed: str, claims: int = 40) -> bytes:
    """
    A sound file of the gate's claims; always the same one.
    """
    return written(gate_claims(seed, claims), random.Random(f"shape/{seed}"))


@functools.cache
def practices(claims: int, *, unlike: bool = False) -> bytes:
    """
    The benchmarks' file: claims alike and claims that sleep; half of them name guidance.
    """
    return b"".join(pieces(claims, guided=0.5, unlike=unlike))


def gold() -> list[dict[str, Any]]:
    """
    The worked claims of the guidance folder; none where it is not there.
    """
    if not GOLD.is_file():
        return []
    return [json.loads(line)["claim"] for line in GOLD.read_text("utf-8").splitlines()]


def opened(*folders: str) -> Iterator[Path]:
    """
    The files of these folders beside the project; none where they are not there.
    """
    for folder in folders:
        for path in sorted((INPUTS / folder).rglob("*")):
            if path.is_file() and path.stat().st_size <= _UNFIT:
                yield path
