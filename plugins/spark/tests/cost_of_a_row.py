"""
What a row costs on a Spark of two cores: tables of claims with and without the semi-join,
a claim that wakes, and 837s.

``python plugins/spark/tests/cost_of_a_row.py --lines 5000000``
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests"))

import pyspark.sql.functions as sql  # noqa: E402 - likewise
from claims_837 import pieces_837  # noqa: E402 - the writer of the tests, which no package holds
from pyspark.sql import DataFrame, SparkSession  # noqa: E402 - likewise

from cleanclaim_claim_tables.layouts import layout  # noqa: E402 - likewise
from cleanclaim_spark import claims_837, engine, finding_rows, scrub, scrub_837  # noqa: E402
from cleanclaim_spark.carried import carried  # noqa: E402 - likewise
from cleanclaim_spark.gathered import gathered, placed  # noqa: E402 - likewise
from cleanclaim_spark.keys import keyed  # noqa: E402 - likewise
from cleanclaim_spark.workers import ScrubRows  # noqa: E402 - likewise

CORES = 2
LINES = 4
ORDINARY = ("99213", "99214", "36415", "85025", "80053", "71046", "93000", "97110", "20550")
GUIDED = (("64493", "76942"), ("20611", "76942"), ("62323", "77003"), ("49083", "76942"))
SETTINGS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "4g",
    "spark.sql.shuffle.partitions": "8",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


def session() -> SparkSession:
    """
    A Spark of two workers on this machine.
    """
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(f"local[{CORES}]")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def lines(spark: SparkSession, count: int, share: float) -> DataFrame:
    """
    So many lines in Tuva's layout, four a claim; *share* of the claims has guidance.
    """

    def one_of(codes: tuple[str, ...], at: Any) -> Any:
        return sql.element_at(sql.array(*map(sql.lit, codes)), (at % len(codes) + 1).cast("int"))

    number, at = sql.col("id"), sql.col("at")
    guided = (sql.pmod(sql.hash("id"), sql.lit(10_000)) < int(share * 10_000)) & (at > LINES - 2)
    host, guidance = (one_of(tuple(pair[n] for pair in GUIDED), number) for n in (0, 1))
    code = sql.when(guided & (at == LINES - 1), host).when(guided, guidance)
    day = sql.lit("2026-01-05")
    rows = spark.range(0, count // LINES, 1, 4 * CORES).withColumn(
        "at", sql.explode(sql.sequence(sql.lit(1), sql.lit(LINES)))
    )
    said = {
        "claim_id": sql.concat(sql.lit("B"), number),
        "claim_line_number": at,
        "claim_type": sql.lit("professional"),
        "payer": sql.lit("MEDICARE"),
        "claim_start_date": day,
        "claim_end_date": day,
        "claim_line_start_date": day,
        "claim_line_end_date": day,
        "place_of_service_code": sql.lit("22"),
        "hcpcs_code": code.otherwise(one_of(ORDINARY, number * 7 + at * 3)),
        "hcpcs_modifier_1": sql.lit(None).cast("string"),
        "service_unit_quantity": sql.lit("1"),
        "charge_amount": sql.lit("100.00"),
        "diagnosis_code_1": sql.lit("M5416"),
        "billing_npi": sql.lit("1234567893"),
        "bill_type_code": sql.lit(None).cast("string"),
        "revenue_center_code": sql.lit(None).cast("string"),
        "data_source": sql.lit("made up"),
    }
    return rows.select(*(column.alias(name) for name, column in said.items()))


def without_semi_join(df: DataFrame, config: str) -> DataFrame:
    """
    The same findings with every claim gathered, and left to Python.
    """
    form = layout("tuva").fitted(df.columns)
    rules, _ = carried(config, payer=None, plugins_dir=None, as_of=None, send_tables=False)
    work = ScrubRows(engine.send(df.sparkSession, rules), form)
    schema = engine.columns(finding_rows.schema("within_data_source"))
    return gathered(placed(keyed(df, form)), form).mapInArrow(work, schema)


def claims(count: int, share: float) -> Iterator[dict[str, Any]]:
    """
    So many professional claims of an 837.
    """
    dice = random.Random(1)
    for number in range(count):
        codes = list(dice.choices(ORDINARY, k=dice.randint(2, 6)))
        if dice.random() < share:
            codes += dice.choice(GUIDED)
        yield {
            "id": f"B{number}",
            "kind": "professional",
            "payer_id": "MEDICARE",
            "claim_filing": "MB",
            "date": "2026-01-05",
            "diagnosis_codes": ["M5416"],
            "total_charge": f"{len(codes)}00.00",
            "billing": {"npi": "1234567893"},
            "lines": [{"procedure": code, "charge": "100.00"} for code in codes],
        }


def count(df: DataFrame) -> int:
    """
    The rows of a DataFrame, every column of them made.
    """
    rows = df.select(sql.count(sql.struct(*df.columns))).first()
    return int(rows[0]) if rows else 0


class Costs:
    """
    Runs, each as often as asked, and a table of the best of them.
    """

    def __init__(self, repeat: int) -> None:
        self._repeat = repeat

    def of(self, what: str, run: Callable[[], int], items: int, unit: str) -> float:
        """
        Print what a run costs, for each item and core; its seconds.
        """
        seconds, found = [], 0
        for _ in range(self._repeat):
            start = time.perf_counter()
            found = run()
            seconds.append(time.perf_counter() - start)
        best = min(seconds)
        each = best * CORES / items * 1e6
        print(
            f"{what:<44}{best:8.1f} s{items / best:14,.0f} {unit}s/s"
            f"{each:9.2f} µs a {unit} and core   {found:,} rows",
            flush=True,
        )
        return best


def main() -> None:
    """
    Make the tables and the files, run, print.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=5_000_000)
    parser.add_argument("--claims", type=int, default=200_000, help="of the 837s")
    parser.add_argument("--share", type=float, default=0.08, help="of claims with guidance")
    parser.add_argument("--repeat", type=int, default=3, help="the best of so many runs counts")
    parser.add_argument("--config", default=str(ROOT / "configs"))
    options = parser.parse_args()
    costs, spark = Costs(options.repeat), session()
    with tempfile.TemporaryDirectory() as folder:
        _tables(spark, costs, options, Path(folder))
        _files(spark, costs, options, Path(folder))


def _tables(spark: SparkSession, costs: Costs, options: Any, folder: Path) -> None:
    total, few = options.lines, options.lines // 10
    for name, lines_, share in (
        ("all", total, options.share),
        ("woken", few, 1.0),
        ("none", few, 0.0),
    ):
        shuffled = lines(spark, lines_, share).orderBy(sql.rand(1))
        shuffled.write.parquet(str(folder / name))
    df, woken, none = (spark.read.parquet(str(folder / name)) for name in ("all", "woken", "none"))

    def scrubbed(table: DataFrame) -> Callable[[], int]:
        return lambda: count(scrub(table, options.config, layout="tuva"))

    print(f"{total:,} lines, {total // LINES:,} claims, {options.share:.0%} with guidance")
    costs.of("read every column", lambda: count(df), total, "line")
    with_it = costs.of("scrub, with the semi-join", scrubbed(df), total, "line")
    plain = costs.of(
        "scrub, every claim gathered",
        lambda: count(without_semi_join(df, options.config)),
        total,
        "line",
    )
    print(f"the semi-join is {plain / with_it:.1f} times faster")
    all_woken = costs.of("scrub, every claim woken", scrubbed(woken), few, "line")
    none_woken = costs.of("scrub, no claim woken", scrubbed(none), few, "line")
    each = (all_woken - none_woken) * CORES / (few // LINES) * 1e6
    print(f"a woken claim costs {each:.0f} µs of a core, gathered, built, scrubbed and told")


def _files(spark: SparkSession, costs: Costs, options: Any, folder: Path) -> None:
    inbox, each = folder / "inbox", options.claims // (4 * CORES)
    inbox.mkdir()
    for number in range(4 * CORES):
        with (inbox / f"{number}.837").open("wb") as file:
            file.writelines(pieces_837(claims(each, options.share), full=True))
    total = each * 4 * CORES
    size = sum(path.stat().st_size for path in inbox.iterdir())
    print(f"{total:,} claims in 837s, {size / 1e6:,.0f} MB, {options.share:.0%} with guidance")

    def kept() -> int:
        claims_837(inbox).write.mode("overwrite").parquet(str(folder / "claims"))
        return int(total)

    def of_claims() -> int:
        return count(scrub_837(spark.read.parquet(str(folder / "claims")), options.config))

    costs.of("scrub_837, files", lambda: count(scrub_837(inbox, options.config)), total, "claim")
    costs.of("claims_837, kept as Parquet", kept, total, "claim")
    costs.of("scrub_837, of those claims", of_claims, total, "claim")


if __name__ == "__main__":
    main()
