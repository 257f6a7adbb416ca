"""
Spark itself, which is an extra of this plugin: what is missing is said with the command
that installs it.
"""

import importlib.util
from typing import TYPE_CHECKING

from cleanclaim import PluginError
from cleanclaim_spark.carried import Carried

if TYPE_CHECKING:
    import pyarrow
    from pyspark import Broadcast
    from pyspark.sql import SparkSession
    from pyspark.sql.types import StructType

_NEEDED = ("pyspark", "pyarrow", "pandas")


def check() -> None:
    """
    See that Spark can be asked, before it is.

    Raises: PluginError that says what is missing and how to install it.
    """
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        what = f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not installed"
        msg = f"cleanclaim_spark: {what}; run: pip install 'cleanclaim-spark[spark]'"
        raise PluginError(msg)


def session() -> "SparkSession":
    """
    The session of this process; a new one where there is none.
    """
    from pyspark.sql import SparkSession

    return SparkSession.builder.getOrCreate()


def send(spark: "SparkSession", rules: Carried) -> "Broadcast[Carried]":
    """
    Send the rules to every worker, once; and the folder of tables, where they say so.
    """
    context = spark.sparkContext
    if rules.sent:
        context.addFile(rules.tables, recursive=True)
    return context.broadcast(rules)


def columns(schema: "pyarrow.Schema") -> "StructType":
    """
    The columns of Arrow batches, as Spark has them.
    """
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema)
