"""
Files that nobody here wrote, read where they lie beside the project; skipped elsewhere.
"""

import csv
from pathlib import Path
from typing import Any

import pytest

from cleanclaim.errors import InputError

INPUTS = Path(__file__).parents[3] / "shared" / "inputs"


def samples(*folders: str) -> list[Any]:
    """
    The manifest's rows of these folders, as parameters; a lone skipped one without it.
    """
    manifest = INPUTS / "MANIFEST.tsv"
    if not manifest.exists():
        return [pytest.param({}, marks=pytest.mark.skip(reason="no ../shared/inputs here"))]
    with manifest.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        pytest.param(row, id=row["path"].rpartition("/")[2])
        for row in rows
        if row["path"].startswith(folders)
    ]


def content(row):
    return (INPUTS / row["path"]).read_bytes()


@pytest.mark.parametrize("row", samples("x12_valid/837p", "x12_valid/837i"))
def test_valid(read, row):
    """
    Each claim and each line of a valid file is there, and no claim is in doubt.
    """
    reading = read(content(row), whole=True)

    lines = sum(len(claim.build().lines) for claim in reading.claims)
    assert (int(row["claims"]), int(row["lines"])) == (len(reading.claims), lines)
    assert not any(problem.fatal for claim in reading.claims for problem in claim.problems)


@pytest.mark.parametrize("row", samples("x12_valid/other_transaction_or_version", "acks/"))
def test_other(read, row):
    """
    Another transaction or version gives no claims and a word.
    """
    try:
        reading = read(content(row), whole=True)
    except InputError:
        return

    assert [] == reading.claims
    assert reading.faults


@pytest.mark.parametrize("row", samples("x12_invalid/"))
def test_invalid(read, row):
    """
    A file that is wrong is never passed over in silence.
    """
    try:
        reading = read(content(row), whole=True)
    except InputError:
        return

    problems = [problem for claim in reading.claims for problem in claim.problems]
    assert any(told.location for told in [*reading.faults, *problems])


@pytest.mark.parametrize("row", samples("x12_invalid/type_mismatch"))
def test_type_mismatch(read, row):
    """
    Lines of the wrong kind can't be judged.
    """
    reading = read(content(row))

    assert int(row["claims"]) == len(reading.claims)
    assert all(any(p.code == "X12-047" for p in claim.problems) for claim in reading.claims)


@pytest.mark.parametrize("row", samples("x12_"))
def test_lane_and_reads(read, row):
    """
    Neither the fast lane nor the size of a read changes what comes out.
    """
    results = []
    for options in ({}, {"fast": False}, {"chunk": 7}, {"chunk": 512}):
        try:
            results.append(read(content(row), **options).told)
        except InputError as refusal:
            results.append([str(refusal)])

    assert results == [results[0]] * len(results)
