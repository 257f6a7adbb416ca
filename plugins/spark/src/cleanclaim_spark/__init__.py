"""
Apache Spark over claim-line tables and 837 text: from a DataFrame to its findings.
"""

from collections.abc import Iterable

from cleanclaim import FactFile, hookimpl
from cleanclaim_spark.tables import scrub
from cleanclaim_spark.x12 import claims_837, scrub_837

__all__ = ["claims_837", "scrub", "scrub_837"]


@hookimpl
def scrub_facts() -> Iterable[FactFile]:
    return ()
