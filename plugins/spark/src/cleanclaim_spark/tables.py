"""
Tables of claims on a cluster: from rows to one row a claim, and from claims to findings.
"""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cleanclaim_claim_tables.layouts import Layout
from cleanclaim_claim_tables.layouts import layout as layout_of
from cleanclaim_spark import engine, finding_rows
from cleanclaim_spark.carried import carried
from cleanclaim_spark.table_claims import within
from cleanclaim_spark.workers import ScrubRows

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def scrub(
    df: "DataFrame",
    config: str | Path,
    *,
    layout: str | Path | Layout,
    payer: str | None = None,
    plugins_dir: str | Path | None = None,
    as_of: date | None = None,
    send_tables: bool = False,
) -> "DataFrame":
    """
    The findings of a table of claims, as a DataFrame that joins on claim and line.

    *layout* says which column says what of a claim: the name of a built-in, a TOML file,
    or one that is read already. One job runs at once, for the routes and procedures that
    the table says; all else runs when the findings are asked for.

    Raises: ConfigError, FactsError, InputError or PluginError, before a claim is scrubbed.
    """
    engine.check()
    from cleanclaim_spark.gathered import gathered, placed
    from cleanclaim_spark.keys import keyed
    from cleanclaim_spark.said import said_by
    from cleanclaim_spark.semi_join import woken

    form = layout if isinstance(layout, Layout) else layout_of(layout)
    form = form.fitted(df.columns)
    rules, scrubber = carried(
        config, payer=payer, plugins_dir=plugins_dir, as_of=as_of, send_tables=send_tables
    )
    lines = keyed(df, form)
    said = said_by(lines, form, scrubber)
    sent = engine.send(df.sparkSession, rules)
    claims = gathered(woken(placed(lines), form, said, sent), form)
    return claims.mapInArrow(
        ScrubRows(sent, form), engine.columns(finding_rows.schema(*within(form)))
    )
