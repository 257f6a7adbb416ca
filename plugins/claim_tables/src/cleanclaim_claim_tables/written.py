"""
Findings as text of a CSV, or as a file of Parquet, whole or not at all.
"""

import contextlib
import csv
import io
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from cleanclaim import CleanclaimError, Outcome
from cleanclaim.errors import OutputError
from cleanclaim.reporters import Layout, Reporter, Summary, is_shown
from cleanclaim.reporters.jsonl import JsonlReporter
from cleanclaim.reporters.plain import printable
from cleanclaim.reporters.text import TextReporter
from cleanclaim_claim_tables.finding_rows import COLUMNS, rows_of

if TYPE_CHECKING:
    import polars as pl

# A spreadsheet runs a cell that begins with one of these as a formula.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class TableReporter:
    """
    A CSV that joins on claim and line: a row a finding.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout

    def header(self) -> str:
        return _text([list(COLUMNS)])

    def outcome(self, outcome: Outcome) -> str:
        if not is_shown(outcome, self.layout):
            return ""
        return _text([[_cell(row.get(name)) for name in COLUMNS] for row in rows_of(outcome)])

    def footer(self, summary: Summary) -> str:  # noqa: ARG002 - a table has no footer
        return ""


def reporter_of(form: str, layout: Layout) -> Reporter:
    """
    The reporter of a form of text: core's own, but for CSV.
    """
    if form == "csv":
        return TableReporter(layout)
    return TextReporter(layout) if form == "text" else JsonlReporter(layout)


def write_parquet(path: str, frames: "Iterator[pl.DataFrame]") -> None:
    """
    Write frames to a file of Parquet, which is put in its place when it is whole.

    Raises: CleanclaimError when no file can be there; OutputError when it can't be
    written whole.
    """
    import polars as pl

    target = Path(os.path.realpath(path))
    part = target.with_name(f".{target.name[:100]}.{os.urandom(8).hex()}.part")
    try:
        part.touch(exist_ok=False)
    except OSError as error:
        msg = f"{path}: can't be written: {error.strerror or error}\nnothing was scrubbed"
        raise CleanclaimError(msg) from error
    try:
        whole = pl.concat(frames)
        try:
            whole.write_parquet(part)
            part.replace(target)
        except (OSError, pl.exceptions.PolarsError) as error:
            msg = f"{path}: the output was not written whole: {type(error).__name__}"
            raise OutputError(msg) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


def _cell(value: object) -> str:
    return "" if value is None else _safe(str(value))


@lru_cache(maxsize=4096)  # most cells of findings are said again and again
def _safe(text: str) -> str:
    return printable(f"'{text}" if text.startswith(_DANGEROUS) else text)


def _text(rows: list[list[str]]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()
