"""
``cleanclaim scrub-table``, as it is run.
"""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from claim_rows import EVERYTHING, Rows, rows_of, write_csv

from cleanclaim.cli import main
from cleanclaim_claim_tables import engine
from cleanclaim_claim_tables.finding_rows import COLUMNS

ROOT = Path(__file__).parents[3]
needs_polars = pytest.mark.skipif(
    not engine.there(),
    reason="Polars is not installed; pip install 'cleanclaim-claim-tables[polars]'",
)
HELD = {
    "id": "=held",
    "kind": "professional",
    "payer_id": "MEDICARE",
    "date": "2025-03-03",
    "lines": [
        {"procedure": "64493", "units": "1", "charge": "700.00"},
        {"procedure": "76942", "units": "1", "charge": "200.00"},
    ],
}
CLEAN = {**HELD, "id": "clean", "lines": [{"procedure": "99213"}]}
UNREAD = {**HELD, "id": "unread", "date": "soon"}
VOID = {**HELD, "id": "void", "frequency_code": "8"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """
    A folder with a layout, and a table of four claims.
    """
    (tmp_path / "own.toml").write_text(EVERYTHING, "utf-8")
    write_csv(tmp_path / "t.csv", rows(HELD, CLEAN, UNREAD, VOID))
    return tmp_path


def rows(*claims: Mapping[str, object]) -> Rows:
    return [row for claim in claims for row in rows_of(claim)]


def run(folder: Path, *arguments: str, files: tuple[str, ...] = ("t.csv",)) -> int:
    named = [str(folder / name) for name in files]
    layout = ["--layout", str(folder / "own.toml"), "--config", str(ROOT / "configs")]
    return main(["scrub-table", *named, *layout, "--as-of", "2026-11-23", *arguments])


def test_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    The report for people is that of ``scrub``; how many were looked at goes to stderr.
    """
    status = run(folder)
    out, err = capsys.readouterr()

    assert 3 == status
    assert "claim =held: held\n" in out
    assert "4 claims, clean rate 25.0 %\n  1 incomplete, 1 held, 1 unchecked, 1 clean\n" in out
    assert f"{folder / 't.csv'}: 7 rows, 4 claims, 3 of them scrubbed\n" == err


def test_csv(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    A CSV has a row a finding, and one of each claim that is not clean; no cell is a formula.
    """
    run(folder, "--format", "csv")
    out, err = capsys.readouterr()

    found = list(csv.DictReader(io.StringIO(out)))
    assert list(COLUMNS) == list(found[0])
    assert ("'=held", "2", "2", "finding", "deny", "76942") in [
        tuple(row[name] for name in ("claim", "line", "row", "kind", "disposition", "procedure"))
        for row in found
    ]
    assert {("unread", "", "4", "incomplete", "failure"), ("void", "", "6", "unchecked", "not_checked")} == {
        tuple(row[name] for name in ("claim", "line", "row", "status", "kind"))
        for row in found
        if row["claim"] != "'=held"
    }  # fmt: skip
    assert "4 claims, clean rate 25.0 %" in err


def test_jsonl(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    JSON lines are the contract's outcomes, with all of them where all are asked for.
    """
    run(folder, "--format", "jsonl", "--all")

    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [("=held", 1, 1), ("clean", 2, 3), ("unread", 3, 4), ("void", 4, 6)] == [
        (each["claim"], each["ordinal"], each["location"]["row"]) for each in found
    ]
    assert "soon" not in json.dumps(found)


@needs_polars
def test_parquet(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Parquet has the rows of the CSV, with whole numbers as such.
    """
    import polars as pl

    run(folder, "--format", "csv")
    text = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))

    assert 3 == run(folder, "--format", "parquet", "--output", str(folder / "o.parquet"))
    found = pl.read_parquet(folder / "o.parquet")

    assert list(COLUMNS) == found.columns
    assert [(row["line"], row["row"], row["edit"]) for row in text] == [
        tuple("" if cell is None else str(cell) for cell in row)
        for row in found.select("line", "row", "edit").iter_rows()
    ]
    assert ["own.toml", "t.csv", "o.parquet"] == sorted(
        (path.name for path in folder.iterdir()), key=["own.toml", "t.csv", "o.parquet"].index
    )


@needs_polars
def test_same_bytes(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    With Polars and without, the report has the same bytes.
    """
    run(folder, "--format", "jsonl")
    without = capsys.readouterr().out

    monkeypatch.setattr("cleanclaim_claim_tables.tables._SMALL", 0)
    run(folder, "--format", "jsonl")

    assert without == capsys.readouterr().out


@pytest.mark.parametrize(
    ("claim", "arguments", "status"),
    [
        (CLEAN, [], 0),
        (HELD, [], 1),
        (HELD, ["--fail-on", "never"], 0),
        (VOID, [], 0),
        (UNREAD, [], 3),
        (CLEAN, ["--constant", "claim_filing=MB"], 0),
        ({**CLEAN, "date": "soon"}, [], 0),
        ({**CLEAN, "date": "soon"}, ["--whole"], 3),
    ],
)
def test_status(
    claim: Mapping[str, object], arguments: list[str], status: int, folder: Path
) -> None:
    """
    The exit status is that of ``scrub``.
    """
    write_csv(folder / "t.csv", rows(claim))

    assert status == run(folder, *arguments)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--layout", "tuvva"], "no layout 'tuvva'; did you mean 'tuva'?"),
        (
            ["--layout", "de_synpuf"],
            "no column of the layout, such as 'HCPCS_CD_45'; it looks like",
        ),
        (["--constant", "payr_id=X"], "constant payr_id: no such name; did you mean 'payer_id'?"),
        (["--constant", "payer_id"], "expected NAME=VALUE, such as payer_id=MEDICARE"),
        (["--output", "{}/t.csv"], "t.csv: is one of the inputs; name another --output"),
        (["--format", "parquet"], "--format parquet is no text; name a file with --output"),
        (["--format", "parquet", "--output", "{}/no/o"], "can't be written: No such file"),
        (["--config", "{}/none"], "no such file or folder"),
    ],
)
@needs_polars
def test_usage(
    arguments: list[str], told: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    What can't be done is said before anything is, and nothing is reported.
    """
    status = run(folder, *(text.format(folder) for text in arguments))

    out, err = capsys.readouterr()
    assert (2, "") == (status, out)
    assert told in err


def test_several(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Of several tables, one that can't be read whole is told, and the others are scrubbed.
    """
    text = (folder / "t.csv").read_text("utf-8")
    (folder / "short.csv").write_text(text.rstrip("\n")[:-1], "utf-8")

    status = run(folder, "--format", "jsonl", files=("short.csv", "t.csv"))

    out, err = capsys.readouterr()
    assert 3 == status
    assert {str(folder / "t.csv")} == {json.loads(line)["input"] for line in out.splitlines()}
    assert f"{folder / 'short.csv'}: row 7 has 34 cells, the header 35; nothing of" in err


def test_missing_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Every FILE is opened before anything is scrubbed.
    """
    status = run(folder, files=("t.csv", "none.csv", "own.toml"))

    assert 2 == status
    err = capsys.readouterr().err.replace(f"{folder}/", "")
    assert "none.csv: can't be opened: No such file or directory\n" in err
    assert "own.toml: no column of the layout, such as 'taxonomy'; it looks like" in err
    assert err.endswith("nothing was scrubbed\n")


def test_needs_polars(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Without Polars, what needs it is said with the command that brings it.
    """
    monkeypatch.setattr(engine, "there", lambda: False)

    assert 2 == run(folder, "--format", "parquet", "--output", str(folder / "o.parquet"))
    assert (
        "--format parquet needs Polars, which is not installed; "
        "pip install 'cleanclaim-claim-tables[polars]'\n" == capsys.readouterr().err
    )
