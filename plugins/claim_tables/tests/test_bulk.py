"""
Public tables, where they stand beside the project: made by others, read at run time.
"""

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cleanclaim import Claim, ClaimError, Scrubber
from cleanclaim_claim_tables import engine
from cleanclaim_claim_tables.claims_of import claim_of
from cleanclaim_claim_tables.layouts import layout
from cleanclaim_claim_tables.outcomes import Asked
from cleanclaim_claim_tables.tables import Table

BULK = Path(__file__).parents[4] / "shared" / "inputs" / "bulk"
TABLES = {
    "tuva": "medical_claim_100_patients.csv",
    "de_synpuf": "DE1_0_2008_to_2010_Outpatient_Claims_Sample_1.first10k.csv",
}
needs_polars = pytest.mark.skipif(
    not engine.there(),
    reason="Polars is not installed; pip install 'cleanclaim-claim-tables[polars]'",
)
pytestmark = pytest.mark.skipif(not BULK.is_dir(), reason="no public tables beside the project")


@pytest.mark.parametrize("name", TABLES)
@needs_polars
def test_same(name: str, scrubber: Scrubber) -> None:
    """
    Column by column, and every claim built by the standard library: the same outcomes,
    but for claims that can't be built and that nobody asks about.
    """
    path = BULK / TABLES[name]
    quick = Table(path, layout(name), polars=True).scrubbed(scrubber, Asked(all=True))
    whole = Table(path, layout(name), polars=False).scrubbed(scrubber, Asked(all=True, whole=True))

    found, expected = list(quick.outcomes()), list(whole.outcomes())

    assert expected == found
    counts = Counter(outcome.status.value for outcome in found)
    findings = Counter(finding.edit for outcome in found for finding in outcome.findings)
    lacks = Counter(each.edit for outcome in found for each in outcome.not_checked)
    print(
        f"{name}: {quick.rows:,} rows, {len(found):,} claims, {quick.woken:,} scrubbed; "
        f"{dict(counts)}; findings {dict(findings)}; not checked {dict(lacks)}"
    )


@pytest.mark.parametrize("name", TABLES)
def test_quickly_or_not(name: str) -> None:
    """
    The quick way to a claim gives what the long one gives, or the same refusal.
    """
    with (BULK / TABLES[name]).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    of = layout(name).fitted(rows[0])
    claims: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        claims.setdefault(row[of.key[-1]], []).append(row)

    for of_claim in list(claims.values())[::4]:
        assert answer(lambda rows: claim_of(of, rows), of_claim) == answer(of.claim, of_claim)


def answer(read: Callable[[Any], Claim], rows: Any) -> Claim | str:
    """
    The claim, or why there is none.
    """
    try:
        return read(rows)
    except ClaimError as error:
        return str(error)
