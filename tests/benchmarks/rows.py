"""
Claims in tables: a row a line, in Tuva's layout; beside building every claim. Parquet and
Spark where their engines are installed.
"""

import csv
import random
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from benchmarks.made_up import GUIDED
from benchmarks.measuring import ROOT, SCRUBBED, Bench, Row, SkippedError, cleanclaim

LINES = 5
READ = """
import csv, sys
with open(sys.argv[1], newline="") as file:
    for row in csv.reader(file):
        pass
"""
TO_PARQUET = (
    "import polars, sys; polars.scan_csv(sys.argv[1], infer_schema=False).sink_parquet(sys.argv[2])"
)
READ_PARQUET = "import polars, sys; polars.read_parquet(sys.argv[1])"
ORDINARY = ("99213", "99214", "36415", "85025", "80053", "71046", "93000", "97110", "96372")
GUIDED_CODES = (("64493", "76942"), ("62270", "77003"), ("47000", "76942"), ("49083", "76942"))
COLUMNS = (
    "claim_id", "claim_line_number", "claim_type", "payer", "claim_start_date", "claim_end_date",
    "place_of_service_code", "hcpcs_code", "hcpcs_modifier_1", "service_unit_quantity",
    "charge_amount", "claim_line_start_date", "claim_line_end_date", "rendering_npi",
    "billing_npi", "diagnosis_code_1",
)  # fmt: skip


def claim_tables(bench: Bench) -> Iterator[Row]:
    """
    ``scrub-table`` beside reading the table, and beside building every claim of it.
    """
    claims = bench.claims * bench.options.lines // (100_000 * LINES) or 1
    table = bench.folder / "lines.csv"
    with table.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(_rows(claims))
    reading = [sys.executable, "-c", READ, str(table)]
    yield from _scrubbed(bench, table, claims, "CSV", reading)
    if find_spec("polars") is None:
        msg = "Parquet: polars is not installed; pip install 'cleanclaim-claim-tables[polars]'"
        raise SkippedError(msg)
    parquet = table.with_suffix(".parquet")
    subprocess.run([sys.executable, "-c", TO_PARQUET, table, parquet], check=True)
    reading = [sys.executable, "-c", READ_PARQUET, str(parquet)]
    yield from _scrubbed(bench, parquet, claims, "Parquet", reading)


def _scrubbed(
    bench: Bench, table: Path, claims: int, what: str, reading: list[str]
) -> Iterator[Row]:
    asked = [str(table), "--layout", "tuva", "--format", "csv", "--config", str(ROOT / "configs")]
    command = cleanclaim("scrub-table", *asked)
    runs = bench.best({"read": reading, "sieve": command})
    runs |= bench.best({"whole": [*command, "--whole"]}, repeat=1)
    rate = f"{claims * LINES / runs['sieve'].seconds:,.0f} lines/s, {runs['sieve'].memory:.0f} MB"
    yield bench.compared(f"table, {claims * LINES:,} lines, {what}, beside reading", runs["sieve"], runs["read"], note=rate)  # fmt: skip
    one, other = runs["sieve"].seconds, runs["whole"].seconds
    aim = 25 if what == "Parquet" else None
    yield Row(f"… beside building every claim, {what}", f"{one:.2f} s", f"{other:.2f} s", other / one, aim, most=False)  # fmt: skip


def _rows(claims: int) -> Iterator[tuple[object, ...]]:
    dice = random.Random(1)
    for number in range(claims):
        codes = dice.choices(ORDINARY, k=LINES)
        if dice.random() < GUIDED:
            codes[-2:] = dice.choice(GUIDED_CODES)
        payer = "MEDICARE" if dice.random() < 0.4 else "BP001"
        day = f"2025-11-{3 + int(dice.random() * 12):02}"
        npi = 1222222223 + 10 * int(dice.random() * 1000)
        for at, code in enumerate(codes, 1):
            yield (f"B{number}", at, "professional", payer, day, day, 11, code, "", 1, "100.00",
                   day, day, npi, npi, "M5416")  # fmt: skip


def spark(bench: Bench) -> Iterator[Row]:
    """
    The plugin's own measure of what a row costs on two cores, as it prints it.
    """
    if find_spec("pyspark") is None:
        msg = "pyspark is not installed; pip install 'cleanclaim-spark[spark]'"
        raise SkippedError(msg)
    script = ROOT / "plugins" / "spark" / "tests" / "cost_of_a_row.py"
    sizes = ["--lines", str(bench.options.lines), "--claims", str(bench.claims)]
    done = subprocess.run(
        [sys.executable, script, *sizes, "--repeat", str(bench.repeat)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8", check=False,
    )  # fmt: skip
    print(done.stdout, end="")
    if done.returncode not in SCRUBBED[:1]:
        msg = f"{script.name} ended with status {done.returncode}"
        raise SkippedError(msg)
    yield from ()
