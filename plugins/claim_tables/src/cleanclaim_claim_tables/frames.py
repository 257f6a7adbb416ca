"""
Tables as Polars goes through them: in batches, in the order of their rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from cleanclaim import InputError
from cleanclaim.errors import together
from cleanclaim_claim_tables.cells import BLANKS
from cleanclaim_claim_tables.csv_table import CsvTable
from cleanclaim_claim_tables.layouts import Layout

ROWS = 100_000
"""So many rows are looked at together."""

PARQUET = b"PAR1"
"""How a file of Parquet begins."""

_AS_TEXT = (pl.Categorical, pl.Enum)
_PLAIN = (pl.String, pl.Date, pl.Datetime, pl.Decimal, pl.Null)


class FrameTable:
    """
    A table of which Polars can read some columns, more than once.
    """

    def __init__(self, frame: pl.LazyFrame, name: str) -> None:
        self._frame, self._name = frame, name
        with told(name):
            self.schema: Mapping[str, Any] = dict(frame.collect_schema())

    @property
    def header(self) -> tuple[str, ...]:
        """
        The names of its columns.
        """
        return tuple(self.schema)

    def batches(
        self, columns: Sequence[str], number: str, only: pl.Expr | None = None
    ) -> Iterator[pl.DataFrame]:
        """
        The rows in their order, with these columns alone, numbers, dates and text, and
        their numbers, from 1, under the name *number*; *only* those of which this holds.

        Raises: InputError when the table can't be read.
        """
        read = [self._column(name) for name in columns]
        with told(self._name):
            rows = self._frame.with_row_index(number, offset=1)
            if only is not None:
                rows = rows.filter(only)
            yield from rows.select(pl.col(number).cast(pl.Int64), *read).collect_batches(
                chunk_size=ROWS, maintain_order=True
            )

    def check(self, layout: Layout) -> None:
        """
        See that a layout's columns have types that say something.

        Raises: InputError that names those that have not.
        """
        lists = layout.lists
        faults = [
            f"{self._name}: column {name!r} is of type {kind}; expected text, numbers or dates"
            for name in layout.columns
            if not _is_plain(kind := self.schema[name])
            and not (name in lists and isinstance(kind, pl.List) and _is_plain(kind.inner))
        ]
        if faults:
            raise InputError(together(faults))

    def _column(self, name: str) -> pl.Expr:
        kind = self.schema[name]
        if isinstance(kind, _AS_TEXT):
            return pl.col(name).cast(pl.String)
        return pl.col(name).fill_nan(None) if kind.is_float() else pl.col(name)


def _is_plain(kind: Any) -> bool:
    return bool(isinstance(kind, (*_PLAIN, *_AS_TEXT)) or kind.is_integer() or kind.is_float())


class told:  # noqa: N801 - reads as a word where it is used
    """
    What Polars raises becomes an InputError without its words, which may hold a row.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, pl.exceptions.PolarsError | OSError):
            msg = f"{self._name}: can't be read to its end ({type(error).__name__} in Polars)"
            raise InputError(msg) from None


def frame_of(path: Path) -> FrameTable:
    """
    A file of Parquet or Arrow.

    Raises: InputError when it is damaged; OSError.
    """
    with path.open("rb") as stream:
        parquet = stream.read(len(PARQUET)) == PARQUET
    scan = pl.scan_parquet if parquet else pl.scan_ipc
    with told(str(path)):
        return FrameTable(scan(path, glob=False), str(path))


def frame_of_object(given: Any) -> FrameTable:
    """
    What Polars holds, or another hands over as Arrow: a table, a batch, a frame.

    Raises: InputError when it is none of these.
    """
    if isinstance(given, pl.LazyFrame):
        return FrameTable(given, "the frame")
    if isinstance(given, pl.DataFrame):
        return FrameTable(given.lazy(), "the frame")
    if hasattr(given, "__arrow_c_stream__") or hasattr(given, "__arrow_c_array__"):
        with told("the table"):
            return FrameTable(pl.DataFrame(given).lazy(), "the table")
    msg = f"no table: {type(given).__name__}; expected a file, a frame of Polars or an Arrow table"
    raise InputError(msg)


def frame_of_csv(table: CsvTable) -> FrameTable:
    """
    A CSV that is plain.
    """
    frame = pl.scan_csv(
        table.path,
        separator=table.separator,
        new_columns=list(table.header),
        infer_schema=False,
        glob=False,
    )
    return FrameTable(frame, str(table.path))


def text_of(kind: Any, name: str) -> pl.Expr:
    """
    A column's text, trimmed; of a number its digits; blank for nothing.
    """
    column = pl.col(name)
    if kind.is_float():
        whole = column.cast(pl.Int64, strict=False)
        column = (
            pl.when(whole == column).then(whole.cast(pl.String)).otherwise(column.cast(pl.String))
        )
    elif not isinstance(kind, pl.String):
        column = column.cast(pl.String)
    return column.fill_null("").str.strip_chars(BLANKS)
