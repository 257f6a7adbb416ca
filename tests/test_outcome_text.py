"""
The line that is written from an outcome's fields is the one that json.dumps makes.
"""

import datetime
import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cleanclaim import findings as f
from cleanclaim import model
from cleanclaim.reporters.jsonl import outcome_json
from cleanclaim.reporters.outcome_text import outcome_text

TEXT = st.text(max_size=8)
MAYBE = st.none() | TEXT
DAYS = st.dates(datetime.date(1999, 1, 1), datetime.date(2040, 1, 1))
PLACES = st.none() | st.dictionaries(TEXT, st.integers(0, 10**12) | TEXT, max_size=4)
LINES = st.builds(
    model.ServiceLine,
    number=st.integers(1, 999),
    procedure=MAYBE,
    modifiers=st.lists(TEXT, max_size=2).map(tuple),
    date=st.none() | DAYS,
)
SOURCES = st.builds(f.Source, title=TEXT, url=TEXT, trust=st.sampled_from(f.Trust),
                    basis=st.sampled_from(f.Basis))  # fmt: skip
EVIDENCE = st.dictionaries(
    TEXT,
    st.recursive(
        st.none() | st.booleans() | st.integers() | TEXT,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
        max_leaves=5,
    ),
    max_size=3,
)
FINDINGS = st.builds(
    f.Finding,
    edit=TEXT,
    level=TEXT,
    line=st.integers(1, 999),
    procedure=MAYBE,
    disposition=st.sampled_from(f.Disposition),
    message=TEXT,
    remedy=TEXT,
    action=st.sampled_from(f.Action),
    suggest=st.lists(st.builds(f.Suggestion, TEXT, TEXT), max_size=2).map(tuple),
    steps=st.none() | st.builds(f.Steps, TEXT, TEXT, TEXT),
    related=st.lists(LINES, max_size=2).map(tuple),
    basis=st.sampled_from(f.Basis),
    source=SOURCES,
    evidence=EVIDENCE,
    carc=MAYBE,
    rarc=st.lists(TEXT, max_size=2).map(tuple),
    charge=st.none() | st.decimals(0, 10**6, places=2) | st.just(Decimal("1E+3")),
    plugin=TEXT,
    plugin_version=TEXT,
    fingerprint=TEXT,
    location=PLACES,
)
EXCUSED = st.builds(f.Excused, TEXT, st.integers(1, 9), MAYBE, TEXT,
                    st.lists(LINES, max_size=2).map(tuple), SOURCES)  # fmt: skip
FAILURES = st.builds(f.Failure, TEXT, TEXT, MAYBE, MAYBE, st.none() | st.integers(1, 999), PLACES)
OUTCOMES = st.builds(
    f.Outcome,
    claim=MAYBE,
    ordinal=st.integers(1, 10**9),
    status=st.sampled_from(f.Status),
    input=MAYBE,
    payer=MAYBE,
    location=PLACES,
    findings=st.lists(FINDINGS, max_size=2).map(tuple),
    observed=st.lists(FINDINGS, max_size=1).map(tuple),
    waived=st.lists(st.builds(f.Waived, FINDINGS, TEXT, DAYS), max_size=1).map(tuple),
    bypassed=st.lists(EXCUSED, max_size=1).map(tuple),
    not_checked=st.lists(
        st.builds(f.NotChecked, MAYBE, st.none() | st.integers(1, 9), TEXT), max_size=1
    ).map(tuple),
    failures=st.lists(FAILURES, max_size=1).map(tuple),
)


@given(OUTCOMES)
def test_same_text(outcome: f.Outcome) -> None:
    """
    Whatever the fields hold: quotes, control characters, lone surrogates, nothing.
    """
    assert json.dumps(outcome_json(outcome)) == outcome_text(outcome)
