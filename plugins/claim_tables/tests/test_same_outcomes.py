"""
A claim has one outcome, whether it comes as JSON or as rows of a table.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from claim_rows import mixed, rows_of, write_csv
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleanclaim import Outcome, Scrubber, claim_from
from cleanclaim.reporters.jsonl import outcome_json
from cleanclaim_claim_tables.claims_of import claim_of
from cleanclaim_claim_tables.layouts import Layout
from cleanclaim_claim_tables.outcomes import Asked
from cleanclaim_claim_tables.tables import Table

CODES = "64493 62323 20610 49083 32555 76942 77002 77003 77012 76937 76000 99213 36415".split()
dates = st.sampled_from(["2024-03-03", "2025-03-03", "2025-03-04", "2012-01-02"])
npis = st.sampled_from(["1234567893", "1111111112", None])


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """
    An object without the keys that have no value.
    """
    return st.fixed_dictionaries(fields).map(
        lambda said: {key: value for key, value in said.items() if value not in (None, (), {})}
    )


practitioners = some(npi=npis, taxonomy=st.sampled_from([None, "2085R0204X"]))
lines = some(
    procedure=st.sampled_from([*CODES, None]),
    modifiers=st.lists(st.sampled_from(["26", "59", "RT", "LT", "TC"]), max_size=2).map(tuple),
    units=st.sampled_from(["1", "2", "1.5", "3.0", None]),
    charge=st.sampled_from(["700.00", "0.5", "1200", None]),
    date=dates | st.none(),
    revenue_code=st.sampled_from(["0361", None]),
    place_of_service=st.sampled_from(["22", "11", None]),
    rendering=practitioners,
).map(lambda line: line | ({"through": line["date"]} if "date" in line else {}))
claims = some(
    kind=st.sampled_from(["professional", "institutional"]),
    payer_id=st.sampled_from(["MEDICARE", "ACME", None]),
    claim_filing=st.sampled_from(["MB", None]),
    type_of_bill=st.sampled_from(["131", "137", "851", "138", "111", None]),
    place_of_service=st.sampled_from(["22", "11", None]),
    date=dates | st.none(),
    diagnosis_codes=st.lists(st.sampled_from(["M5416", "E119"]), max_size=2, unique=True).map(
        tuple
    ),
    total_charge=st.sampled_from(["900.00", None]),
    billing=some(npi=npis, taxonomy=st.sampled_from([None, "207X00000X"])),
    rendering=practitioners,
    lines=st.lists(lines, min_size=1, max_size=4).map(tuple),
)


def named(several: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": f"case {number}", **claim} for number, claim in enumerate(several)]


def judged(outcome: Outcome) -> Mapping[str, Any]:
    """
    What an outcome says, without where its claim stood.
    """
    said: dict[str, Any] = dict(outcome_json(outcome))
    for name in ("input", "ordinal", "location"):
        del said[name]
    for name in ("findings", "observed", "waived", "failures"):
        said[name] = [{**each, "location": None} for each in said[name]]
    return said


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(several=st.lists(claims, min_size=1, max_size=8).map(named))
def test_as_a_table(
    several: list[dict[str, Any]], polars: bool, scrubber: Scrubber, everything: Layout
) -> None:
    """
    Claims as rows of a table, in whatever order, have the outcomes that they have as JSON.
    """
    rows = mixed(row for claim in several for row in rows_of(claim))
    with tempfile.TemporaryDirectory() as folder:
        path = write_csv(Path(folder, "claims.csv"), rows)
        table = Table(path, everything, polars=polars)
        found = list(table.scrubbed(scrubber, Asked(all=True)).outcomes())

    by_id = {outcome.claim: judged(outcome) for outcome in found}
    assert {claim["id"]: judged(scrubber.scrub(claim)) for claim in several} == by_id
    assert list(range(1, len(several) + 1)) == [outcome.ordinal for outcome in found]


@settings(max_examples=100, deadline=None)
@given(claim=claims.map(lambda claim: {"id": "case", **claim}))
def test_quickly_or_not(claim: dict[str, Any], everything: Layout) -> None:
    """
    The quick way to a claim and the long one give the claim that its JSON gives.
    """
    rows = rows_of(claim)

    assert claim_from(claim) == claim_of(everything, rows)
    assert claim_from(claim) == everything.claim(rows)
