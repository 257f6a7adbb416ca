"""
One row a claim: what a row loses of its claim, which is nothing that an outcome tells.
"""

import io
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from claims_837 import Marks, write_837

from cleanclaim import InputError, Outcome, Scrubber
from cleanclaim_spark.claim_rows import rows
from cleanclaim_spark.row_claim import RowClaim

CONFIGS = Path(__file__).parents[3] / "configs"
NAME = "in.837"


@pytest.fixture(scope="module")
def scrubber() -> Scrubber:
    return Scrubber.from_config(CONFIGS)


def claim(number: int, *codes: str, **about: Any) -> dict[str, Any]:
    return {
        "id": f"CASE{number}",
        "kind": "professional",
        "payer_id": "MEDICARE",
        "claim_filing": "MB",
        "date": "2026-01-05",
        "lines": [{"procedure": code, "charge": "100.00"} for code in codes],
        **about,
    }


CLAIMS = [
    claim(1, "99213"),
    claim(2, "64493", "76942"),
    claim(3, "20611", "76942", billing={"npi": "1234567893", "taxonomy": "2085R0204X"}),
    claim(4, "64493", "76942", kind="institutional", type_of_bill="131", claim_filing="MA"),
    claim(5, "77003", payer_id="NOBODY", claim_filing=None),
    claim(6, "64493", "76942", frequency_code="8"),
]


def directly(scrubber: Scrubber, data: bytes, *, whole: bool) -> list[Outcome]:
    stream = io.BytesIO(data)
    return list(scrubber.scrub_stream(stream, NAME, report=lambda _: None, whole=whole))


def by_rows(scrubber: Scrubber, data: bytes, *, whole: bool) -> list[Outcome]:
    found = (row for row in rows(io.BytesIO(data), NAME) if "ordinal" in row)
    return [scrubber.outcome(RowClaim.of(row), NAME, whole=whole) for row in found]


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(
    "marks",
    [Marks(), Marks("|", ">", "^", "\n", ""), Marks(line_break=""), Marks(line_break="\r\n")],
    ids=["usual", "unusual", "no line breaks", "two line breaks"],
)
def test_same_outcomes(scrubber: Scrubber, marks: Marks, whole: bool) -> None:
    """
    A claim's outcome by its row is that of the file, places and all.
    """
    data = write_837(CLAIMS, marks, full=True, patient=True, other_payer="X", per_subscriber=2)

    expected = directly(scrubber, data, whole=whole)
    assert expected == by_rows(scrubber, data, whole=whole)
    assert len(CLAIMS) == len(expected)


def damaged(data: bytes, dice: random.Random) -> bytes:
    """
    A file with a few segments gone, moved, doubled or misspelt.
    """
    segments = data.split(b"~")
    for _ in range(dice.randint(1, 4)):
        at, other = dice.randrange(len(segments)), dice.randrange(len(segments))
        match dice.randrange(4):
            case 0:
                del segments[at]
            case 1:
                segments.insert(at, segments[other])
            case 2:
                segments[at], segments[other] = segments[other], segments[at]
            case 3:
                letters = bytearray(segments[at])
                letters[dice.randrange(len(letters) or 1) :][:1] = b""
                segments[at] = bytes(letters.replace(b"1", dice.choice([b"~", b"*", b"\n", b"X"])))
    return b"~".join(segments)


def readable(scrubber: Scrubber, files: Iterable[bytes]) -> Iterator[tuple[bytes, list[Outcome]]]:
    for data in files:
        try:
            yield data, directly(scrubber, data, whole=False)
        except InputError:
            continue


def test_same_outcomes_of_damaged_files(scrubber: Scrubber) -> None:
    """
    What is wrong with a claim is told by its row as by its file, at the same place.
    """
    dice = random.Random(1)
    sound = [write_837(CLAIMS, full=full, per_subscriber=2) for full in (False, True)]
    files = (damaged(dice.choice(sound), dice) for _ in range(300))

    outcomes = 0
    for data, expected in readable(scrubber, files):
        assert expected == by_rows(scrubber, data, whole=False)
        outcomes += len(expected)
    assert outcomes > 1_000


def test_stands_by_itself(scrubber: Scrubber) -> None:
    """
    A row's text is an 837 of one claim without a fault, and without its subscriber's name.
    """
    data = write_837([CLAIMS[1]], full=True)
    (row,) = rows(io.BytesIO(data), NAME)
    faults: list[object] = []

    (outcome,) = scrubber.scrub_stream(io.BytesIO(row["text"]), NAME, report=faults.append)

    (expected,) = directly(scrubber, data, whole=False)
    assert [each.fingerprint for each in expected.findings] == [
        each.fingerprint for each in outcome.findings
    ]
    assert [] == faults
    assert b"NM1*IL" not in row["text"]


def test_faults_of_the_file() -> None:
    """
    A fault of the file is a row of its own, of no claim.
    """
    data = write_837([CLAIMS[0]]).replace(b"\nSE*", b"\nSE*9")

    told, fault = rows(io.BytesIO(data), NAME)

    assert ("CASE1", []) == (told["claim"], told["problems"])
    (problem,) = fault["problems"]
    assert ("X12-024", NAME, None) == (problem["code"], fault["input"], fault.get("claim"))


@pytest.mark.parametrize("text", [None, b"", b"CLM*1", write_837(CLAIMS[:2])])
def test_not_what_was_made(scrubber: Scrubber, text: bytes | None) -> None:
    """
    A row whose text is not one claim is incomplete, whatever its columns say.
    """
    (row,) = rows(io.BytesIO(write_837([CLAIMS[1]])), NAME)

    outcome = scrubber.outcome(RowClaim.of({**row, "text": text}), NAME)

    assert "incomplete" == outcome.status
    assert ["ROW-001 the row's text is not one claim of an 837; make it anew with claims_837"] == [
        failure.message for failure in outcome.failures
    ]
