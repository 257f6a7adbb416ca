"""
How quickly a table is scrubbed, beside building every claim of it.

    python plugins/claim_tables/tests/measured.py [LINES] [SHARE]

makes a table of so many service lines (5,000,000) up, of whose claims so many in a hundred
(2) have a procedure with its guidance, and goes through it in each way that there is. The
slow ways are measured on a part and told for the whole.
"""

import csv
import itertools
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cleanclaim import Kind, Scrubber
from cleanclaim.sources import Route
from cleanclaim_claim_tables.layouts import layout
from cleanclaim_claim_tables.outcomes import Asked
from cleanclaim_claim_tables.tables import Table

if TYPE_CHECKING:
    import polars as pl

ROOT = Path(__file__).parents[3]
PART = 200_000
PROCEDURES = "64493 20610 49083 32555 62323 27096 19083 36556 60100".split()
GUIDANCE = "76942 77002 77003 77012 77021 76937 76000 77001".split()
# What a claim of that many lines is followed by.
SIZES = [1, 2, 3, 4, 5, 1, 3, 6]


def made_up(lines: int, share: int) -> "pl.DataFrame":
    """
    A table in Tuva's layout, and columns that nobody reads.
    """
    import polars as pl

    asked = scrubber().interest(Route(Kind.PROFESSIONAL, "MEDICARE", None, None, "1")).codes
    others = [f"{n:05}" for n in range(10_000, 99_999, 17) if f"{n:05}" not in (asked or ())][:2000]
    claims = pl.DataFrame({"claim": range(lines * len(SIZES) // sum(SIZES))}).with_columns(
        size=pl.lit(pl.Series(SIZES)).gather(pl.col("claim").mod(len(SIZES))),
        dice=pl.col("claim").hash(7).mod(100),
        kind=pl.col("claim").hash(8).mod(10),
        who=pl.col("claim").hash(9).mod(10),
        day=pl.date(2025, 1, 1) + pl.duration(days=pl.col("claim").hash(10).mod(600)),
    )
    rows = claims.with_columns(line=pl.int_ranges(1, pl.col("size") + 1)).explode("line")
    any_of = pl.struct("claim", "line").hash(11)
    guided, day = pl.col("dice") < share, pl.col("day").cast(pl.String)
    institutional = pl.col("kind") < 3

    def one_of(codes: list[str]) -> "pl.Expr":
        return pl.lit(pl.Series(codes)).gather(any_of.mod(len(codes)))

    return rows.select(
        claim_id=pl.format("CLM{}", pl.col("claim").cast(pl.String).str.zfill(10)),
        claim_line_number=pl.col("line").cast(pl.String),
        claim_type=pl.when(institutional)
        .then(pl.lit("institutional"))
        .otherwise(pl.lit("professional")),
        patient_id=pl.format("P{}", pl.col("claim").mod(900_000)),
        member_id=pl.format("M{}", pl.col("claim").mod(900_000)),
        payer=pl.when(pl.col("who") < 5).then(pl.lit("MEDICARE")).otherwise(pl.lit("ACME")),
        claim_start_date=day,
        claim_end_date=day,
        claim_line_start_date=day,
        claim_line_end_date=day,
        place_of_service_code=pl.when(~institutional).then(pl.lit("22")),
        bill_type_code=pl.when(institutional).then(pl.lit("131")),
        revenue_center_code=pl.when(institutional).then(pl.lit("0361")),
        service_unit_quantity=pl.lit("1"),
        hcpcs_code=pl.when(guided & (pl.col("line") == 1))
        .then(one_of(PROCEDURES))
        .when(guided & (pl.col("line") == 2))
        .then(one_of(GUIDANCE))
        .otherwise(one_of(others)),
        hcpcs_modifier_1=pl.when(any_of.mod(10) == 0).then(pl.lit("26")),
        rendering_npi=pl.format("1{}", (pl.col("claim").mod(5_000) + 10**8)),
        billing_npi=pl.format("1{}", (pl.col("claim").mod(500) + 10**8)),
        charge_amount=pl.format("{}.00", any_of.mod(900)),
        diagnosis_code_1=pl.lit("M5416"),
        data_source=pl.lit("src"),
    )


def scrubber() -> Scrubber:
    return Scrubber.from_config(ROOT / "configs")


def by_table(path: str, *, polars: bool, whole: bool) -> tuple[int, int]:
    """
    The plugin's own way: claims, and how many of them were built.
    """
    table = Table(path, layout("tuva"), polars=polars)
    run = table.scrubbed(scrubber(), Asked(whole=whole))
    claims = sum(1 for _ in run.outcomes())
    return claims + sum(run.passed.values()), run.woken


def as_json(path: str) -> tuple[int, int]:
    """
    What a script would do: rows of one claim, next to each other, as the claim's JSON.
    """
    scrub = scrubber().scrub
    claims = 0
    with Path(path).open(encoding="utf-8", newline="") as stream:
        for _, rows in itertools.groupby(csv.DictReader(stream), key=lambda row: row["claim_id"]):
            scrub(claim_json(list(rows)))
            claims += 1
    return claims, claims


def claim_json(rows: list[dict[str, str]]) -> dict[str, object]:
    first = rows[0]
    return {
        "id": first["claim_id"],
        "kind": first["claim_type"],
        "payer_id": first["payer"] or None,
        "type_of_bill": first["bill_type_code"] or None,
        "date": first["claim_start_date"],
        "through": first["claim_end_date"],
        "diagnosis_codes": [first["diagnosis_code_1"]],
        "billing": {"npi": first["billing_npi"]},
        "lines": [
            {
                "number": int(row["claim_line_number"]),
                "procedure": row["hcpcs_code"],
                "modifiers": [row["hcpcs_modifier_1"]] if row["hcpcs_modifier_1"] else [],
                "units": row["service_unit_quantity"],
                "charge": row["charge_amount"],
                "date": row["claim_line_start_date"],
                "through": row["claim_line_end_date"],
                "revenue_code": row["revenue_center_code"] or None,
                "place_of_service": row["place_of_service_code"] or None,
                "rendering": {"npi": row["rendering_npi"]},
            }
            for row in rows
        ],
    }


WAYS: dict[str, Callable[[str], tuple[int, int]]] = {
    "Polars, Parquet": lambda path: by_table(f"{path}.parquet", polars=True, whole=False),
    "Polars, Parquet, rows mixed": lambda path: by_table(
        f"{path}_mixed.parquet", polars=True, whole=False
    ),
    "Polars, CSV": lambda path: by_table(f"{path}.csv", polars=True, whole=False),
    "standard library, CSV": lambda path: by_table(f"{path}_part.csv", polars=False, whole=False),
    "every claim built, CSV": lambda path: by_table(f"{path}_part.csv", polars=False, whole=True),
    "every claim as JSON, CSV": lambda path: as_json(f"{path}_part.csv"),
}


def main(lines: int, share: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/lines"
        frame = made_up(lines, share)
        lines = len(frame)
        frame.write_parquet(f"{path}.parquet")
        frame.write_csv(f"{path}.csv")
        frame.head(PART).write_csv(f"{path}_part.csv")
        frame.sample(fraction=1, shuffle=True, seed=7).write_parquet(f"{path}_mixed.parquet")
        claims = frame["claim_id"].n_unique()
        del frame
        print(f"{lines:,} lines, {claims:,} claims, {share} in 100 with guidance")
        print(f"{'':30} {'wall s':>8} {'user s':>8} {'MB':>7} {'built':>9}")
        for way in WAYS:
            told = subprocess.run(
                [sys.executable, __file__, "--way", way, path],
                capture_output=True,
                text=True,
                check=True,
            ).stdout.split()
            wall, user, memory, built = map(float, told)
            times = 1 if way.startswith("Polars") else max(lines / PART, 1)
            print(
                f"{way:30} {wall * times:8.1f} {user * times:8.1f} {memory:7.0f} {built * times:9,.0f}"
            )


def one(way: str, path: str) -> None:
    scrubber()
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_utime
    _, built = WAYS[way](path)
    wall = time.perf_counter() - started
    user = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
    # Of this process alone; what getrusage says of memory counts its parent's.
    status = Path("/proc/self/status").read_text("utf-8")
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1000
    print(wall, user, peak, built)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--way"]:
        one(*sys.argv[2:4])
    else:
        given = [int(argument) for argument in sys.argv[1:]]
        main(*[*given, *(5_000_000, 2)[len(given) :]])
