"""
What a table says of routes and procedures: each different value once, read on the driver
as a single machine reads it.
"""

from typing import Any

import attrs
import pyspark.sql.functions as sql
from pyspark.sql import Column, DataFrame

from cleanclaim import Scrubber
from cleanclaim_claim_tables.layouts import Layout
from cleanclaim_claim_tables.sieve import Sieve
from cleanclaim_spark.keys import column

CELL = "cleanclaim cell"
"""Our own name for the text of a procedure."""

_ROUTE, _ROWS = "cleanclaim route", "cleanclaim rows"


@attrs.frozen
class SaidRoute:
    """
    Cells that tell a route, by a number; *always*: all its claims are to be looked at.
    """

    cells: tuple[Any, ...]
    number: int
    always: bool


@attrs.frozen
class Said:
    """
    The routes of a table, the cells of procedures that edits ask about, and in what share
    of the rows these stand.
    """

    routes: tuple[SaidRoute, ...]
    asked: tuple[str, ...]
    share: float


def said_by(lines: DataFrame, layout: Layout, scrubber: Scrubber) -> Said:
    """
    What a table says, in one job over the few columns that say it.
    """
    sieve, of_routes = Sieve(scrubber, layout), [column(name) for name in layout.route_columns]
    rows = (
        lines.select(*of_routes, cells_of(layout).alias(CELL))
        .groupingSets([of_routes, [column(CELL)]], *of_routes, column(CELL))
        .agg(sql.grouping(CELL).alias(_ROUTE), sql.count(sql.lit(1)).alias(_ROWS))
        .collect()
    )
    routes = []
    for row in rows:
        if row[_ROUTE]:
            cells = tuple(row[name] for name in layout.route_columns)
            number = sieve.route(cells)
            routes.append(SaidRoute(cells, number, not sieve.alike(number)))
    # One of those of which the same is asked speaks for all.
    apart = {sieve.alike(each.number): each.number for each in routes if not each.always}
    counts = {row[CELL]: row[_ROWS] for row in rows if not row[_ROUTE]}
    asked = [
        cell
        for cell in counts
        if cell is not None and any(sieve.asks(route, cell) for route in apart.values())
    ]
    share = sum(counts[cell] for cell in asked) / (sum(counts.values()) or 1)
    return Said(tuple(routes), tuple(asked), share)


def cells_of(layout: Layout) -> Column:
    """
    The procedures of a row as text: of several a row for each.
    """
    cells = [column(name).cast("string") for name in layout.procedures]
    return cells[0] if len(cells) == 1 else sql.explode_outer(sql.array_compact(sql.array(*cells)))
