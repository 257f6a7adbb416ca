"""
A claim whose rows were scattered over a cluster, and what comes of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from cleanclaim import Scrubber
from cleanclaim_claim_tables.cells import is_blank
from cleanclaim_claim_tables.layouts import Layout
from cleanclaim_claim_tables.sieve import Sieve
from cleanclaim_claim_tables.table_claim import TableClaim
from cleanclaim_spark import finding_rows

ROWS = "rows"
"""The only column of a DataFrame of such claims: a list of the rows of each."""

Row = Mapping[str, Any]


@attrs.define(eq=False)
class ScatteredClaim(TableClaim):
    """
    A claim source of rows whose numbers in their table nobody knows.
    """

    @property
    def location(self) -> dict[str, str | int]:
        """
        Nowhere.
        """
        return {}

    def line_location(self, number: int) -> None:
        """
        None, likewise.
        """


def within(layout: Layout) -> tuple[str, ...]:
    """
    The columns of findings that part claims of one number.
    """
    return tuple(f"within_{name}" for name in layout.within)


def findings(
    scrubber: Scrubber, layout: Layout, claims: Iterable[Sequence[Row]]
) -> Iterator[finding_rows.Row]:
    """
    The rows of findings of these claims.
    """
    sieve = Sieve(scrubber, layout)
    named = tuple(zip(within(layout), layout.within, strict=True))
    for rows in claims:
        if _wakes(sieve, layout, rows):
            outcome = scrubber.outcome(ScatteredClaim(layout, rows, (), 0), None)
            first = rows[0]
            told = {name: None if first[of] is None else str(first[of]) for name, of in named}
            yield from finding_rows.of_table(outcome, told)


def _wakes(sieve: Sieve, layout: Layout, rows: Sequence[Row]) -> bool:
    """
    Whether a claim is to be built and scrubbed; one that is not is clean.
    """
    first, *others = {
        sieve.route(tuple([row[name] for name in layout.route_columns])) for row in rows
    }
    if others or is_blank(rows[0][layout.key[-1]]):
        return True
    procedures = [row[name] for row in rows for name in layout.procedures]
    return sieve.wakes(first, procedures)
