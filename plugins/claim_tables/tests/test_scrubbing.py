"""
Scrubbing a table from Python.
"""

from pathlib import Path

import pytest
from claim_rows import Rows, rows_of, write_csv

from cleanclaim import InputError, Scrubber
from cleanclaim_claim_tables.finding_rows import COLUMNS
from cleanclaim_claim_tables.layouts import Layout
from cleanclaim_claim_tables.scrubbing import scrub_batches, scrub_outcomes, scrub_table

HELD = {
    "id": "held",
    "kind": "professional",
    "payer_id": "MEDICARE",
    "date": "2025-03-03",
    "lines": [{"procedure": "64493", "units": "1"}, {"procedure": "76942", "units": "1"}],
}
CLEAN = {**HELD, "id": "clean", "lines": [{"procedure": "99213"}]}


@pytest.fixture
def rows() -> Rows:
    return [row for claim in (CLEAN, HELD) for row in rows_of(claim)]


def test_outcomes(tmp_path: Path, rows: Rows, everything: Layout, scrubber: Scrubber) -> None:
    """
    Outcomes of a CSV need no Polars.
    """
    path = write_csv(tmp_path / "t.csv", rows)

    assert ["held"] == [each.claim for each in scrub_outcomes(path, scrubber, everything)]
    assert 2 == len(list(scrub_outcomes(path, scrubber, everything, all=True)))


def test_frame(rows: Rows, everything: Layout, scrubber: Scrubber) -> None:
    """
    A frame comes in and a frame goes out, which joins on claim and line.
    """
    pl = pytest.importorskip("polars", reason="Polars is not installed")
    frame = pl.DataFrame(rows, infer_schema_length=None)

    found = scrub_table(frame, scrubber, everything)

    assert list(COLUMNS) == found.columns
    joined = frame.join(found, left_on=["claim", "number"], right_on=["claim", "line"])
    assert {("64493", "64493"), ("76942", "76942")} == set(
        joined.select("code", "procedure").iter_rows()
    )
    assert {"clean": "claim"}.items() <= dict(
        scrub_table(frame, scrubber, everything, all=True).select("claim", "kind").iter_rows()
    ).items()


def test_batches(rows: Rows, everything: Layout, scrubber: Scrubber) -> None:
    """
    Findings come in batches too: together they are the same, and there is one at least.
    """
    pl = pytest.importorskip("polars", reason="Polars is not installed")
    frame = pl.DataFrame(rows, infer_schema_length=None)

    found = list(scrub_batches(frame, scrubber, everything, rows=1))
    none = list(scrub_batches(frame.head(0), scrubber, everything))

    assert {1} == {len(each) for each in found}
    assert scrub_table(frame, scrubber, everything).equals(pl.concat(found))
    assert [(0, list(COLUMNS))] == [(len(each), each.columns) for each in none]


def test_arrow(rows: Rows, everything: Layout, scrubber: Scrubber) -> None:
    """
    What hands itself over as Arrow is a table.
    """
    pl = pytest.importorskip("polars", reason="Polars is not installed")
    frame = pl.DataFrame(rows, infer_schema_length=None)

    class Handed:
        def __arrow_c_stream__(self, schema: object = None) -> object:
            return frame.__arrow_c_stream__(schema)

    assert 2 == scrub_table(Handed(), scrubber, everything, all=True)["claim"].n_unique()


def test_no_table(everything: Layout, scrubber: Scrubber) -> None:
    """
    Anything else is refused.
    """
    pytest.importorskip("polars", reason="Polars is not installed")

    with pytest.raises(InputError, match="no table: dict; expected a file, a frame of Polars"):
        scrub_table({}, scrubber, everything)
