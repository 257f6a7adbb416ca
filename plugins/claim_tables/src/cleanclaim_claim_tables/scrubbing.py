"""
Scrubbing a table from Python: frames in, frames out.
"""

import itertools
import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from cleanclaim import Outcome, Scrubber
from cleanclaim.reporters import Layout, is_shown
from cleanclaim_claim_tables import engine, layouts
from cleanclaim_claim_tables.finding_rows import COLUMNS, NUMBERS, rows_of
from cleanclaim_claim_tables.outcomes import Asked
from cleanclaim_claim_tables.tables import Table

if TYPE_CHECKING:
    import polars as pl

_ROWS = 50_000

LayoutOf = layouts.Layout | str | os.PathLike[str]
"""A layout, the name of a built-in, or a file."""


def scrub_outcomes(
    table: Any,
    scrubber: Scrubber,
    layout: LayoutOf,
    *,
    all: bool = False,  # noqa: A002 - as on the command line
    whole: bool = False,
) -> Iterator[Outcome]:
    """
    The outcomes of a table's claims, in the order of first rows.

    A table is a file of CSV, Parquet or Arrow, a frame of Polars, or what hands itself
    over as Arrow. Clean claims that no edit asks about are left out, unless *all* are
    asked for; with *whole* every value of every claim is read.

    Raises: ConfigError, when the layout can't be used; InputError, when the table can't
    be read; PluginError, when Polars is needed and not there; OSError.
    """
    fits = layout if isinstance(layout, layouts.Layout) else layouts.layout(layout)
    return Table(table, fits).scrubbed(scrubber, Asked(all, whole)).outcomes()


def scrub_batches(
    table: Any,
    scrubber: Scrubber,
    layout: LayoutOf,
    *,
    all: bool = False,  # noqa: A002 - likewise
    whole: bool = False,
    rows: int = _ROWS,
) -> "Iterator[pl.DataFrame]":
    """
    What ``scrub_outcomes`` gives, as frames of Polars of so many rows; one at least.

    Raises: as ``scrub_outcomes``.
    """
    engine.check("a frame of findings")
    outcomes = scrub_outcomes(table, scrubber, layout, all=all, whole=whole)
    return frames_of(outcomes, all=all, size=rows)


def scrub_table(
    table: Any,
    scrubber: Scrubber,
    layout: LayoutOf,
    *,
    all: bool = False,  # noqa: A002 - likewise
    whole: bool = False,
) -> "pl.DataFrame":
    """
    What ``scrub_outcomes`` gives, as one frame of Polars: a row a finding.

    Raises: as ``scrub_outcomes``.
    """
    engine.check("a frame of findings")
    import polars as pl

    return pl.concat(scrub_batches(table, scrubber, layout, all=all, whole=whole))


def frames_of(
    outcomes: Iterable[Outcome],
    *,
    all: bool,  # noqa: A002 - likewise
    size: int = _ROWS,
) -> "Iterator[pl.DataFrame]":
    """
    Outcomes as frames of Polars, a row a finding: one frame at least, for its columns.
    """
    import polars as pl

    schema = {name: pl.Int64 if name in NUMBERS else pl.String for name in COLUMNS}
    shown = Layout(all=all)
    rows = (row for each in outcomes if is_shown(each, shown) for row in rows_of(each))
    some = list(itertools.islice(rows, size))
    yield pl.DataFrame(some, schema=schema)
    while some := list(itertools.islice(rows, size)):
        yield pl.DataFrame(some, schema=schema)
