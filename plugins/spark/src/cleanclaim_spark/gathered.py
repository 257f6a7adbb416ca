"""
One row a claim: all rows of one key together, so that no batch can cut a claim.
"""

import pyspark.sql.functions as sql
from pyspark.sql import DataFrame

from cleanclaim_claim_tables.layouts import Layout
from cleanclaim_spark import keys
from cleanclaim_spark.keys import NAMELESS, column
from cleanclaim_spark.table_claims import ROWS

_AT = "cleanclaim at"


def placed(lines: DataFrame) -> DataFrame:
    """
    The rows of a table with their order in it.
    """
    return lines.withColumn(_AT, sql.monotonically_increasing_id())


def gathered(lines: DataFrame, layout: Layout) -> DataFrame:
    """
    One row a claim, the rows of each in their order in the table.
    """
    *within, number = map(column, keys.names(layout))
    own = sql.when(number == NAMELESS, column(_AT))
    of_row = sql.struct(column(_AT), *map(column, layout.columns))
    rows = sql.sort_array(sql.collect_list(of_row)).alias(ROWS)
    return lines.groupBy(*within, number, own.alias(_AT)).agg(rows).select(ROWS)
