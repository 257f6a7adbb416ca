"""
837 text on a cluster: files to findings, and one row a claim for a table that is kept.

A row is a file, an 837 that stands by itself, or one claim: no batch can cut a claim.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from cleanclaim import InputError
from cleanclaim_spark import claim_rows, engine, files, finding_rows
from cleanclaim_spark.carried import carried
from cleanclaim_spark.workers import ReadClaims, ScrubClaims, ScrubTexts

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    Texts: TypeAlias = DataFrame | str | Path | Iterable[str | Path]

TEXTS = ("text", "content", "value")
"""The columns that may hold an 837, the first that is there; ``content`` is binaryFile's."""

INPUTS = ("input", "path")
"""The columns that may name where a text came from."""

# Tasks for each core, so that one that gets large files does not keep the others waiting;
# and bytes of a task, so that one that fails costs little to do again.
_TASKS, _TASK = 4, 256 * 1024 * 1024


def scrub_837(
    texts: "Texts",
    config: str | Path,
    *,
    payer: str | None = None,
    plugins_dir: str | Path | None = None,
    as_of: date | None = None,
    send_tables: bool = False,
) -> "DataFrame":
    """
    The findings of 837s, as a DataFrame: of files, of a DataFrame with an 837 in each
    row, or of the claims that ``claims_837`` made.

    Raises: ConfigError, FactsError, InputError or PluginError, before anything is read.
    """
    engine.check()
    rules, _ = carried(
        config, payer=payer, plugins_dir=plugins_dir, as_of=as_of, send_tables=send_tables
    )
    df = _rows(texts)
    sent = engine.send(df.sparkSession, rules)
    scrub = ScrubClaims(sent) if _are_claims(df) else ScrubTexts(sent)
    return df.mapInArrow(scrub, engine.columns(finding_rows.schema(*finding_rows.PLACES)))


def claims_837(texts: "Texts") -> "DataFrame":
    """
    The claims of 837s, one row each: a table to keep, and to scrub when rules change.

    Raises: InputError or PluginError, before anything is read.
    """
    engine.check()
    df = _rows(texts)
    if _are_claims(df):
        return df
    return df.mapInArrow(ReadClaims(), engine.columns(claim_rows.schema()))


def _rows(texts: "Texts") -> "DataFrame":
    """
    Rows of 837 text, of names of files without their text, or of claims.
    """
    import pyspark.sql.functions as sql
    from pyspark.sql import DataFrame

    if not isinstance(texts, DataFrame):
        return _of_files(files.listed(texts))
    if _are_claims(texts):
        return texts.select(*claim_rows.schema().names)
    text = _column(texts, TEXTS, "the 837s")
    name = _column(texts, INPUTS, "where each came from")
    # A row without a text is an empty file, which is told; it names none to be opened.
    said = sql.coalesce(sql.col(text).cast("binary"), sql.lit(b""))
    return texts.select(sql.col(name).alias("input"), said.alias("text"))


def _are_claims(df: "DataFrame") -> bool:
    return set(claim_rows.schema().names) <= set(df.columns)


def _column(df: "DataFrame", names: Iterable[str], what: str) -> str:
    for name in names:
        if name in df.columns:
            return name
    msg = f"no column {' or '.join(names)} with {what}; the columns are {', '.join(df.columns)}"
    raise InputError(msg)


def _of_files(found: list[tuple[str, int]]) -> "DataFrame":
    spark = engine.session()
    size = sum(size for _, size in found)
    wanted = max(_TASKS * spark.sparkContext.defaultParallelism, size // _TASK)
    names = [(name, None) for name, _ in found]
    rows = spark.createDataFrame(names, "input string, text binary")
    return rows.repartition(min(len(found), wanted))
