"""
The rows of the claims that some edit wakes for; all others stay where they are.

The claims in question are found with few columns: those with a procedure that an edit
asks about, and then, by all of a claim's procedures, those that really wake one. Only
their rows are gathered whole.
"""

from functools import reduce
from operator import and_

import attrs
import pyspark.sql.functions as sql
from pyspark import Broadcast
from pyspark.sql import Column, DataFrame
from pyspark.sql.types import BooleanType, IntegerType, StructField, StructType

from cleanclaim_claim_tables.layouts import Layout
from cleanclaim_spark import keys
from cleanclaim_spark.carried import Carried
from cleanclaim_spark.keys import NAMELESS, column
from cleanclaim_spark.said import CELL, Said, cells_of
from cleanclaim_spark.workers import CELLS, SURE, KeepWoken

_ASKED, _ALWAYS, _ROUTE = (f"cleanclaim {name}" for name in ("asked", "always", "route"))

# Where more rows than this are asked about, most claims are: to look for these first costs
# more than it spares.
_FEW = 0.2


def woken(lines: DataFrame, layout: Layout, said: Said, rules: Broadcast[Carried]) -> DataFrame:
    """
    The rows of the claims that are to be scrubbed, of a table with its keys.

    A claim is, whose procedures wake an edit or can't be read, whose route asks always,
    whose rows tell different routes, or that has no number.
    """
    if all(route.always for route in said.routes):
        return lines
    found = (
        _Search(lines, layout, said)
        .claims()
        .mapInArrow(KeepWoken(rules, layout, tuple(keys.names(layout))), keys.schema(layout))
    )
    return lines.join(found, keys.names(layout), "left_semi")


@attrs.frozen
class _Search:
    """
    Looks for the claims that may have to be scrubbed.
    """

    lines: DataFrame
    layout: Layout
    said: Said

    def claims(self) -> DataFrame:
        """
        A row a claim: its key, route and procedures; or whether it is to be scrubbed,
        whatever these are.
        """
        rows = self._narrow()
        if self.said.share < _FEW:
            rows = rows.join(self._asked(rows), keys.names(self.layout), "left_semi")
        return rows.groupBy(*self._keys).agg(
            *(sql.first(column(name)).alias(name) for name in self._route_columns),
            sql.collect_list(CELL).alias(CELLS),
            self._is_sure().alias(SURE),
        )

    @property
    def _keys(self) -> list[Column]:
        return [column(name) for name in keys.names(self.layout)]

    @property
    def _route_columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.layout.route_columns))

    def _is_sure(self) -> Column:
        always = column(_ALWAYS) | (self._keys[-1] == NAMELESS)
        return sql.bool_or(always) | (sql.min(_ROUTE) != sql.max(_ROUTE))

    def _narrow(self) -> DataFrame:
        """
        The table's keys and what it says of routes and procedures.
        """
        said = map(column, self._route_columns)
        rows = self.lines.select(*self._keys, *said, cells_of(self.layout).alias(CELL))
        if len(self.said.routes) == 1:
            return rows.select("*", sql.lit(0).alias(_ROUTE), sql.lit(col=False).alias(_ALWAYS))
        same = [
            column(name).eqNullSafe(column(f"{_ROUTE} {at}"))
            for at, name in enumerate(self._route_columns)
        ]
        return rows.join(sql.broadcast(self._routes()), reduce(and_, same))

    def _routes(self) -> DataFrame:
        """
        The routes with their numbers.
        """
        types = self.lines.schema
        fields = [
            StructField(f"{_ROUTE} {at}", types[name].dataType)
            for at, name in enumerate(self._route_columns)
        ]
        fields += [StructField(_ROUTE, IntegerType()), StructField(_ALWAYS, BooleanType())]
        places = [self.layout.route_columns.index(name) for name in self._route_columns]
        rows = [
            (*(route.cells[at] for at in places), route.number, route.always)
            for route in self.said.routes
        ]
        return self.lines.sparkSession.createDataFrame(rows, StructType(fields))

    def _asked(self, rows: DataFrame) -> DataFrame:
        """
        The keys of the claims that have a procedure that is asked about, and of those that
        are to be scrubbed without one.
        """
        cells = [(cell, True) for cell in self.said.asked]
        asked = self.lines.sparkSession.createDataFrame(
            cells, f"`{CELL}` string, `{_ASKED}` boolean"
        )
        marked = rows.join(sql.broadcast(asked), CELL, "left")
        told = column(_ASKED).isNotNull()
        claims = marked.groupBy(*self._keys).agg(
            (sql.bool_or(told) | self._is_sure()).alias(_ASKED)
        )
        return claims.where(column(_ASKED)).select(*self._keys)
