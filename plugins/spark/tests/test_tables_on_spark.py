"""
Tables of claims on a Spark of two workers: the findings of a single machine, however the
rows lie.
"""

import csv
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from cleanclaim import ClaimError, InputError, Scrubber
from cleanclaim_claim_tables.finding_rows import COLUMNS, rows_of
from cleanclaim_claim_tables.layouts import layout
from cleanclaim_claim_tables.outcomes import Asked
from cleanclaim_claim_tables.tables import Table
from cleanclaim_spark import scrub

pytestmark = [pytest.mark.campaign, pytest.mark.filterwarnings("default")]

CONFIGS = Path(__file__).parents[3] / "configs"
BULK = Path(__file__).parents[4] / "shared" / "inputs" / "bulk"
CODES = (("99213", "36415"), ("64493", "76942"), ("20611", "76942", "99213"), ("77003",))
# What a cluster can't know: where in its table a row stood.
UNKNOWN = {"row", "ordinal", "input"}
Rows = Counter[tuple[Any, ...]]


def rows_of_claim(number: int) -> list[dict[str, str | None]]:
    """
    A claim's rows in Tuva's layout; claims of one number come from two sources.
    """
    institutional = number % 3 == 0
    payer = ("MEDICARE", "ACME", "NOBODY", None)[number % 4]
    bill = ("131", "138", "111", "999")[number % 8 // 2] if institutional else None
    return [
        {
            "claim_id": f"CASE{number // 2}",
            "data_source": ("one", "two")[number % 2],
            "claim_line_number": str(line),
            "claim_type": "institutional" if institutional else "professional",
            "payer": payer,
            "bill_type_code": bill,
            "claim_start_date": "2026-01-05",
            "claim_end_date": "2026-01-05",
            "claim_line_start_date": "2026-01-05",
            "claim_line_end_date": "2026-01-05",
            "place_of_service_code": None if institutional else "22",
            "revenue_center_code": "0361" if institutional else None,
            "service_unit_quantity": "1",
            "hcpcs_code": code,
            "hcpcs_modifier_1": "59" if number % 11 == 0 else None,
            "charge_amount": "100.00",
            "diagnosis_code_1": "M5416",
            "billing_npi": "1234567893",
            "rendering_npi": None,
        }
        for line, code in enumerate(CODES[number % 5 % 4], 1)
    ]


BROKEN: Mapping[str, Mapping[str, str | None]] = {
    "a date": {"claim_line_start_date": "yesterday"},
    "a code": {"hcpcs_code": "7694"},
    "a line number": {"claim_line_number": "1"},
    "units": {"service_unit_quantity": "some"},
    "another payer": {"payer": "OTHER"},
    "a kind": {"claim_type": "dental"},
    "no number": {"claim_id": " "},
    "a code in small letters": {"hcpcs_code": " 0216t"},
}


def table(count: int) -> list[dict[str, str | None]]:
    """
    The rows of so many claims, the last line of some broken in each way, all shuffled.
    """
    rows = []
    for number in range(count):
        of_claim = rows_of_claim(number)
        if number % 7 == 0:
            how = list(BROKEN.values())[number // 7 % len(BROKEN)]
            of_claim[-1].update(how)
        rows += of_claim
    random.Random(1).shuffle(rows)
    return rows


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str | None]]:
    return table(400)


@pytest.fixture(scope="module")
def path(rows: list[dict[str, str | None]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tables") / "claims.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def frame(spark: Any, rows: list[dict[str, str | None]]) -> Any:
    return spark.createDataFrame(rows, ", ".join(f"{name} string" for name in rows[0]))


def told(rows: Iterable[Mapping[str, Any]], *more: str) -> Rows:
    """
    What rows of findings say, but for what a cluster can't know.
    """
    names = [name for name in (*COLUMNS, *more) if name not in UNKNOWN]
    return Counter(tuple(_said(row.get(name)) for name in names) for row in rows)


def _said(value: Any) -> Any:
    return re.sub(r"\brow \d+( of its claim)?\b", "row", value) if isinstance(value, str) else value


def as_a_table(path: Path, name: str) -> Rows:
    """
    The findings of a table by the plugin for tables, on one machine.
    """
    scrubbed = Table(path, layout(name), polars=False).scrubbed(
        Scrubber.from_config(CONFIGS), Asked()
    )
    found = (row for outcome in scrubbed.outcomes() for row in rows_of(outcome))
    return told(row for row in found if row["kind"] != "claim")


def one_by_one(rows: Iterable[Mapping[str, Any]]) -> Rows:
    """
    The findings of the claims of sound rows, each handed to the scrubber.
    """
    claims: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        claims.setdefault((row["data_source"], row["claim_id"]), []).append(row)
    scrubber, form = Scrubber.from_config(CONFIGS), layout("tuva").fitted(next(iter(rows)))
    found: list[Mapping[str, Any]] = []
    for (source, _), of_claim in claims.items():
        try:
            outcome = scrubber.scrub(form.claim(of_claim))
        except ClaimError:
            continue
        found += [{**row, "within_data_source": source} for row in rows_of(outcome)]
    return told((row for row in found if row["kind"] != "claim"), "within_data_source")


def test_one_by_one(spark: Any, rows: list[dict[str, str | None]]) -> None:
    """
    Every finding of every claim that can be read is there once, with the claim's source.
    """
    df = frame(spark, rows).repartition(5)

    found = [row.asDict() for row in scrub(df, CONFIGS, layout="tuva").collect()]

    refused = [row for row in found if "TABLE-" in (row["message"] or "")]
    others = [row for row in found if row not in refused]
    assert one_by_one(rows) == told(others, "within_data_source")
    assert len({(row["claim"], row["within_data_source"]) for row in refused}) > 25
    assert {"incomplete", "held", "unchecked"} <= {row["status"] for row in found}


def test_as_a_table(spark: Any, rows: list[dict[str, str | None]], path: Path) -> None:
    """
    What is wrong with a claim is told too, as on a single machine; a claim without a
    number is like no other.
    """
    df = frame(spark, rows).repartition(5)

    found = scrub(df, CONFIGS, layout="tuva").collect()

    assert as_a_table(path, "tuva") == told(row.asDict() for row in found)


def test_one_payer(spark: Any, rows: list[dict[str, str | None]]) -> None:
    """
    A single payer's config takes every claim, and a table of one route is gone through so.
    """
    config = CONFIGS / "medicare_professional.toml"
    of_one = [row for row in rows if row["claim_type"] == "professional" and row["claim_id"]]
    alike = [{**row, "payer": "MEDICARE", "bill_type_code": None} for row in of_one]
    df = frame(spark, alike)

    found = scrub(df, config, layout="tuva").collect()

    assert {"medicare_professional"} == {row["payer"] for row in found if row["kind"] == "finding"}
    assert len(found) > 100


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("medical_claim_100_patients.csv", "tuva"),
        ("DE1_0_2008_to_2010_Outpatient_Claims_Sample_1.first10k.csv", "de_synpuf"),
    ],
)
def test_public_tables(spark: Any, name: str, form: str) -> None:
    """
    Of public samples comes what comes of them on a single machine.
    """
    path = BULK / name
    if not path.is_file():
        pytest.skip("no public samples beside the project")

    found = scrub(spark.read.csv(str(path), header=True), CONFIGS, layout=form).collect()

    assert as_a_table(path, form) == told(row.asDict() for row in found)
    assert found


def test_columns(spark: Any) -> None:
    """
    Columns that are missing, or of a type that says nothing, are named before a job runs.
    """
    df = spark.createDataFrame([("x", True)], "claim_id string, hcpcs_code boolean")

    with pytest.raises(InputError) as missing:
        scrub(df, CONFIGS, layout="tuva")

    assert "no column 'claim_type'" in str(missing.value)
    whole = df.selectExpr("claim_id", "hcpcs_code", *_others(df.columns))
    with pytest.raises(InputError) as typed:
        scrub(whole, CONFIGS, layout="tuva")
    assert "column 'hcpcs_code' is of type boolean; expected text, numbers or dates" == str(
        typed.value
    )


def _others(there: list[str]) -> list[str]:
    names = set(layout("tuva").columns) - layout("tuva").optional - set(there)
    return [f"'1' as {name}" for name in sorted(names)]
