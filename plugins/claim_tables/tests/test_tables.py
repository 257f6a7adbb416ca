"""
Tables, gone through with Polars and without: the same outcomes, none lost.
"""

import datetime
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from claim_rows import Rows, mixed, rows_of, write_csv

from cleanclaim import InputError, Outcome, PluginError, Scrubber, Status
from cleanclaim_claim_tables import engine
from cleanclaim_claim_tables.layouts import Layout
from cleanclaim_claim_tables.outcomes import Asked
from cleanclaim_claim_tables.tables import Scrubbed, Table

needs_polars = pytest.mark.skipif(
    not engine.there(),
    reason="Polars is not installed; pip install 'cleanclaim-claim-tables[polars]'",
)
WOKEN = {
    "id": "woken",
    "kind": "professional",
    "payer_id": "MEDICARE",
    "date": "2025-03-03",
    "lines": [{"procedure": "64493", "units": "1"}, {"procedure": "76942", "units": "1"}],
}
UNTOUCHED = {**WOKEN, "id": "untouched", "lines": [{"procedure": "99213", "units": "1"}] * 2}


def table_of(*claims: dict[str, Any]) -> Rows:
    return [row for claim in claims for row in rows_of(claim)]


def scrub(
    path: Path, of: Layout, scrubber: Scrubber, *, polars: bool, asked: Asked = Asked(all=True)
) -> tuple[list[Outcome], Scrubbed]:
    run = Table(path, of, polars=polars).scrubbed(scrubber, asked)
    return list(run.outcomes()), run


def told(outcomes: Sequence[Outcome]) -> list[tuple[str | None, int, str, Any]]:
    return [(each.claim, each.ordinal, each.status, each.location) for each in outcomes]


def test_order(polars: bool, tmp_path: Path, everything: Layout, scrubber: Scrubber) -> None:
    """
    Claims come in the order of their first rows, wherever the others stand.
    """
    one, two = table_of(WOKEN, UNTOUCHED)[::2], table_of(WOKEN, UNTOUCHED)[1::2]
    path = write_csv(tmp_path / "t.csv", [*one[::-1], *two])

    outcomes, run = scrub(path, everything, scrubber, polars=polars)

    assert [
        ("untouched", 1, "clean", {"row": 1}),
        ("woken", 2, "held", {"row": 2}),
    ] == told(outcomes)
    assert (4, 1) == (run.rows, run.woken)
    assert {1: 2, 2: 3} == {f.line: (f.location or {})["row"] for f in outcomes[1].findings}


def test_passed(polars: bool, tmp_path: Path, everything: Layout, scrubber: Scrubber) -> None:
    """
    Unless all are asked for, clean claims that nobody asks about are only counted.
    """
    path = write_csv(tmp_path / "t.csv", table_of(UNTOUCHED, WOKEN))

    outcomes, run = scrub(path, everything, scrubber, polars=polars, asked=Asked())

    assert (["woken"], {"medicare_professional": 1}) == ([o.claim for o in outcomes], run.passed)


def test_not_woken(polars: bool, tmp_path: Path, everything: Layout, scrubber: Scrubber) -> None:
    """
    A code that wakes nothing without its partner costs no claim.
    """
    alone = {**WOKEN, "lines": [{"procedure": "64493"}]}
    path = write_csv(tmp_path / "t.csv", table_of(alone))

    outcomes, run = scrub(path, everything, scrubber, polars=polars)

    assert (0, [("woken", 1, "clean", {"row": 1})]) == (run.woken, told(outcomes))


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({"code": "7694"}, "incomplete"),
        ({"bill": "1"}, "incomplete"),
        ({"kind": "dental"}, "incomplete"),
        ({"frequency": "8"}, "unchecked"),
        ({"payer": "UNHEARD OF", "bill": "999"}, "clean"),
        ({"units": "-1"}, "clean"),
        ({"first": "soon"}, "clean"),
    ],
)
def test_looked_at(
    cells: dict[str, str],
    status: str,
    polars: bool,
    tmp_path: Path,
    everything: Layout,
    scrubber: Scrubber,
) -> None:
    """
    A claim whose code or route can't be read is looked at, whatever its codes are; of
    one that nobody asks about, no other value is read.
    """
    rows = table_of(UNTOUCHED)
    path = write_csv(tmp_path / "t.csv", [{**row, **cells} for row in rows])

    (outcome,), _ = scrub(path, everything, scrubber, polars=polars)

    assert ("untouched", status) == (outcome.claim, outcome.status)


@pytest.mark.parametrize("cells", [{"units": "-1"}, {"first": "soon"}, {"number": "1"}])
def test_whole(
    cells: dict[str, str], polars: bool, tmp_path: Path, everything: Layout, scrubber: Scrubber
) -> None:
    """
    Where every value is to be read, one that can't be makes its claim incomplete.
    """
    rows = [{**row, **cells} for row in table_of(UNTOUCHED)]
    path = write_csv(tmp_path / "t.csv", rows)

    (outcome,), _ = scrub(path, everything, scrubber, polars=polars, asked=Asked(whole=True))

    assert Status.INCOMPLETE is outcome.status
    assert outcome.failures[0].message.startswith("TABLE-010 row ")


def test_mixed_claims(polars: bool, tmp_path: Path, everything: Layout, scrubber: Scrubber) -> None:
    """
    Rows of one claim that do not agree on its route make it incomplete; where some are
    silent, the others speak.
    """
    one, other = table_of(UNTOUCHED), table_of({**UNTOUCHED, "id": "other"})
    one[1]["kind"] = "institutional"
    other[1]["payer"] = ""
    path = write_csv(tmp_path / "t.csv", mixed([*one, *other]))

    outcomes, run = scrub(path, everything, scrubber, polars=polars)

    assert {"untouched": "incomplete", "other": "clean"} == {
        outcome.claim: outcome.status for outcome in outcomes
    }
    assert 2 == run.woken


@pytest.mark.parametrize("name", ["", " ", "NULL", "nan"])
def test_nameless(
    name: str, polars: bool, tmp_path: Path, everything: Layout, scrubber: Scrubber
) -> None:
    """
    A row without a claim's id is an incomplete claim by itself, with its row.
    """
    rows = [{**row, "claim": name} for row in table_of(UNTOUCHED)]
    path = write_csv(tmp_path / "t.csv", rows)

    outcomes, _ = scrub(path, everything, scrubber, polars=polars)

    assert [(None, n, "incomplete", {"row": n}) for n in (1, 2)] == told(outcomes)
    assert (
        "TABLE-010 column claim: missing; expected the claim's number (CLM01)"
        == outcomes[0].failures[0].message
    )


def test_separators(polars: bool, tmp_path: Path, everything: Layout, scrubber: Scrubber) -> None:
    """
    What separates the cells is told by the header; a byte order mark is none of it.
    """
    plain = write_csv(tmp_path / "t.csv", table_of(WOKEN, UNTOUCHED))
    expected = told(scrub(plain, everything, scrubber, polars=polars)[0])
    for separator in "\t|;":
        text = plain.read_text("utf-8").replace(",", separator)
        other = tmp_path / "other.csv"
        other.write_text(text, "utf-8-sig")

        assert expected == told(scrub(other, everything, scrubber, polars=polars)[0])


def test_unusual_but_whole(
    polars: bool, tmp_path: Path, everything: Layout, scrubber: Scrubber
) -> None:
    """
    Blank lines, other line breaks, quotes and breaks within them: all are read, the rows
    counted without header and blank lines.
    """
    rows = table_of(UNTOUCHED, WOKEN)
    rows[0]["drug"] = 'a "drug",\nof two lines'
    path = write_csv(tmp_path / "t.csv", rows)
    expected = told(scrub(path, everything, scrubber, polars=polars)[0])
    lines = path.read_text("utf-8").split("\n")

    for text in ("\r\n".join(lines), "\n\n".join(lines[:4]) + "\n".join(["", *lines[4:]])):
        path.write_bytes(text.encode())

        assert expected == told(scrub(path, everything, scrubber, polars=polars)[0])


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda lines: [*lines[:3], lines[3][:-1]], "row 3 has 34 cells, the header 35"),
        (lambda lines: [*lines[:2], f"{lines[2]},", lines[3]], "row 2 has 36 cells, the header 35"),
        (lambda lines: [*lines[:3], f'"{lines[3]}'], "row 3 is no CSV: unexpected end of data"),
        (lambda lines: [*lines[:3], f"\xe9{lines[3]}"], "row 1 or one soon after is not UTF-8"),
    ],
    ids=["short", "long", "quote", "latin"],
)
def test_damage(
    damage: Any, why: str, polars: bool, tmp_path: Path, everything: Layout, scrubber: Scrubber
) -> None:
    """
    A table that is not whole is refused with its row, before anything of it is told.
    """
    path = write_csv(tmp_path / "t.csv", table_of(WOKEN, UNTOUCHED))
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(damage(lines[:4])), "latin-1")
    run = Table(path, everything, polars=polars).scrubbed(scrubber, Asked(all=True))

    with pytest.raises(InputError) as refused:
        next(run.outcomes())

    assert str(refused.value).startswith(f"{path}: {why}")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"", "no column of the layout, such as .*; it looks like"),
        (b"ISA*00*", "no column of the layout, such as .*; it looks like"),
        (b"one,two\n1,2\n", "no column of the layout, such as .*; it looks like"),
        (b"claim,claim,code\n", "two columns are named 'claim'; expected each once"),
        (b"claim,code\n", "no column 'kind'"),
    ],
)
def test_no_table(text: bytes, why: str, tmp_path: Path, everything: Layout) -> None:
    """
    What is no table of this layout is refused when it is opened.
    """
    path = tmp_path / "t.csv"
    path.write_bytes(text)

    with pytest.raises(InputError, match=why):
        Table(path, everything)


def test_changes_meanwhile(
    polars: bool, tmp_path: Path, everything: Layout, scrubber: Scrubber
) -> None:
    """
    A table that changes while it is read is refused.
    """
    path = write_csv(tmp_path / "t.csv", table_of(WOKEN, UNTOUCHED))
    table = Table(path, everything, polars=polars)
    write_csv(path, table_of(WOKEN, WOKEN, UNTOUCHED))

    with pytest.raises(InputError, match="changed while it was read; scrub it again"):
        list(table.scrubbed(scrubber, Asked()).outcomes())


def test_without_polars(
    tmp_path: Path, everything: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    What needs Polars says so, with the command that brings it.
    """
    path = tmp_path / "t.parquet"
    path.write_bytes(b"PAR1")
    monkeypatch.setattr(engine, "there", lambda: False)

    with pytest.raises(PluginError) as refused:
        Table(path, everything)

    assert (
        f"{path}: a file of Parquet or Arrow needs Polars, which is not installed; "
        "pip install 'cleanclaim-claim-tables[polars]'" == str(refused.value)
    )


@needs_polars
def test_types(tmp_path: Path, everything: Layout, scrubber: Scrubber) -> None:
    """
    Numbers, dates and categories of a frame say what their text says; so does a file of
    Parquet or Arrow.
    """
    import polars as pl

    rows = table_of(WOKEN, UNTOUCHED)
    path = write_csv(tmp_path / "t.csv", rows)
    expected = told(scrub(path, everything, scrubber, polars=False)[0])
    frame = pl.DataFrame(rows, infer_schema_length=None).with_columns(
        pl.col("number").cast(pl.Float64),
        pl.col("code").cast(pl.Int32),
        pl.col("units").cast(pl.Float64),
        pl.col("first").str.to_date(),
        pl.col("date").cast(pl.String).str.to_datetime(),
        pl.col("kind").cast(pl.Categorical),
        pl.col("charge").cast(pl.Decimal(18, 6)),
        pl.concat_list(pl.lit("26"), pl.lit(None, pl.String)).alias("modifier_1"),
    )
    frame.write_parquet(tmp_path / "t.parquet")
    frame.write_ipc(tmp_path / "t.arrow")

    for given in (frame, frame.lazy(), tmp_path / "t.parquet", tmp_path / "t.arrow"):
        outcomes = list(Table(given, everything).scrubbed(scrubber, Asked(all=True)).outcomes())

        assert expected == told(outcomes)
        assert ("26",) == outcomes[0].findings[0].related[0].modifiers


@needs_polars
def test_type_that_says_nothing(everything: Layout) -> None:
    """
    A column whose type can't say what it should is refused by name.
    """
    import polars as pl

    frame = pl.DataFrame(table_of(WOKEN), infer_schema_length=None)

    with pytest.raises(InputError) as refused:
        Table(frame.with_columns(code=pl.struct("code"), units=pl.lit(value=True)), everything)

    assert [
        "the frame: column 'code' is of type Struct({'code': String}); expected text, numbers or dates",
        "the frame: column 'units' is of type Boolean; expected text, numbers or dates",
    ] == str(refused.value).splitlines()


@needs_polars
def test_damaged_parquet(tmp_path: Path, everything: Layout) -> None:
    """
    What Polars says of a damaged file may hold its rows, and is not told.
    """
    path = tmp_path / "t.parquet"
    path.write_bytes(b"PAR1 a row of the claim")

    with pytest.raises(InputError) as refused:
        Table(path, everything)

    assert f"{path}: can't be read to its end (ComputeError in Polars)" == str(refused.value)


@needs_polars
@pytest.mark.parametrize("few", [1, 3])
def test_batches(
    few: int,
    tmp_path: Path,
    everything: Layout,
    scrubber: Scrubber,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    However small the batches are, no claim is cut at an edge, and none comes out of turn.
    """
    from cleanclaim_claim_tables import by_columns, frames

    claims = [{**(WOKEN, UNTOUCHED)[n % 3 > 0], "id": f"case {n}"} for n in range(40)]
    rows = mixed(table_of(*claims))
    path = write_csv(tmp_path / "t.csv", rows)
    expected, _ = scrub(path, everything, scrubber, polars=False)

    monkeypatch.setattr(frames, "ROWS", 3)
    monkeypatch.setattr(by_columns, "_ROWS", 4)
    monkeypatch.setattr(by_columns, "_MOST_PARTS", 10)
    monkeypatch.setattr(by_columns, "_FEW", few)
    found, _ = scrub(path, everything, scrubber, polars=True)

    assert 40 == len(expected)
    assert expected == found


def test_counts(polars: bool, tmp_path: Path, everything: Layout, scrubber: Scrubber) -> None:
    """
    Every claim has one outcome, or is counted.
    """
    claims = [{**(WOKEN, UNTOUCHED)[n % 2], "id": f"case {n % 30}"} for n in range(60)]
    rows = mixed(table_of(*claims))
    path = write_csv(tmp_path / "t.csv", rows)

    outcomes, run = scrub(path, everything, scrubber, polars=polars, asked=Asked())

    assert 30 == len(outcomes) + sum(run.passed.values())
    assert {1} == set(Counter(outcome.claim for outcome in outcomes).values())


def test_money_and_days(everything: Layout) -> None:
    """
    Python's own numbers and dates are cells too.
    """
    (first, second) = table_of(WOKEN)
    first |= {"charge": Decimal("12.50"), "date": datetime.date(2025, 3, 4)}

    claim = everything.claim([first, second])

    assert (Decimal("12.50"), datetime.date(2025, 3, 4)) == (
        claim.lines[0].charge,
        claim.lines[0].date,
    )
