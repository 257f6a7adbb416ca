"""
What a worker makes of the batches that Spark hands it: Arrow in, Arrow out.

Each is a small frozen thing that Spark sends by name; the rules come by broadcast, and
the scrubber is built when it is first needed.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

import attrs

from cleanclaim import InputError, Scrubber
from cleanclaim.sources import Fault
from cleanclaim_claim_tables.layouts import Layout
from cleanclaim_claim_tables.sieve import Sieve
from cleanclaim_spark import claim_rows, finding_rows, table_claims
from cleanclaim_spark.batches import batches
from cleanclaim_spark.carried import Carried
from cleanclaim_spark.row_claim import RowClaim
from cleanclaim_spark.table_claims import ROWS
from cleanclaim_spark.texts import streams

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark import Broadcast

    Batches = Iterable[RecordBatch]


@attrs.frozen
class ReadClaims:
    """
    From 837s to one row a claim.
    """

    def __call__(self, given: "Batches") -> "Iterator[RecordBatch]":
        """
        The claims of these texts.
        """
        found = (row for name, stream in streams(given) for row in claim_rows.rows(stream, name))
        return batches(found, claim_rows.schema())


@attrs.frozen
class ScrubTexts:
    """
    From 837s to findings.
    """

    rules: "Broadcast[Carried]"

    def __call__(self, given: "Batches") -> "Iterator[RecordBatch]":
        """
        The findings of these texts.
        """
        scrubber = self.rules.value.scrubber()
        found = (
            row for name, stream in streams(given) for row in _scrubbed(scrubber, name, stream)
        )
        return batches(found, finding_rows.schema(*finding_rows.PLACES))


def _scrubbed(scrubber: Scrubber, name: str, stream: BinaryIO) -> Iterator[finding_rows.Row]:
    faults: list[Fault] = []
    try:
        outcomes = scrubber.scrub_stream(stream, name, report=faults.append, passed=_unheard)
        for outcome in outcomes:
            yield from finding_rows.of_837(outcome)
    except InputError as error:
        faults.append(Fault("", str(error).removeprefix(f"{name}: ")))
    yield from (finding_rows.of_fault(name, fault) for fault in faults if fault.serious)


def _unheard(_payer: str, _claims: int) -> None:
    """
    Claims that are clean, unasked, have no rows.
    """


@attrs.frozen
class ScrubClaims:
    """
    From one row a claim to findings.
    """

    rules: "Broadcast[Carried]"

    def __call__(self, given: "Batches") -> "Iterator[RecordBatch]":
        """
        The findings of these claims.
        """
        scrubber = self.rules.value.scrubber()
        return batches(_of_rows(scrubber, given), finding_rows.schema(*finding_rows.PLACES))


def _of_rows(scrubber: Scrubber, given: "Batches") -> Iterator[finding_rows.Row]:
    """
    The findings of the claims that wake an edit, or could not be read; of no other more is
    read than its codes and its route.
    """
    for batch in given:
        routes = zip(*(batch.column(name).to_pylist() for name in claim_rows.ROUTE), strict=True)
        codes, problems = (batch.column(name).to_pylist() for name in ("codes", "problems"))
        for at, route in enumerate(routes):
            interest = scrubber.interest(claim_rows.route_of(route))
            if problems[at] or interest.wakes(tuple(codes[at] or ())):
                (row,) = batch.slice(at, 1).to_pylist()
                yield from _of_row(scrubber, row)


def _of_row(scrubber: Scrubber, row: claim_rows.Row) -> Iterator[finding_rows.Row]:
    name = row["input"] or ""
    claim = RowClaim.of(row)
    if row["ordinal"] is None:
        for each in claim.problems:
            fault = Fault(each.code, each.message, each.location)
            yield finding_rows.of_fault(name, fault)
    else:
        yield from finding_rows.of_837(scrubber.outcome(claim, name))


SURE, CELLS = "cleanclaim sure", "cleanclaim cells"
"""Our own names for whether a claim is to be scrubbed whatever its procedures are, and for
these."""


@attrs.frozen
class KeepWoken:
    """
    From claims in question to the keys of those that are to be scrubbed.
    """

    rules: "Broadcast[Carried]"
    layout: Layout
    keys: tuple[str, ...]

    def __call__(self, given: "Batches") -> "Iterator[RecordBatch]":
        """
        The keys of these claims, but for those that wake nothing.
        """
        import pyarrow

        sieve, names = Sieve(self.rules.value.scrubber(), self.layout), self.layout.route_columns
        for batch in given:
            sure, cells = (batch.column(name).to_pylist() for name in (SURE, CELLS))
            routes = [batch.column(name).to_pylist() for name in names]
            woken = [
                sure[at] or sieve.wakes(sieve.route(tuple([of[at] for of in routes])), cells[at])
                for at in range(len(sure))
            ]
            yield batch.select(list(self.keys)).filter(pyarrow.array(woken, pyarrow.bool_()))


@attrs.frozen
class ScrubRows:
    """
    From the rows of a claim, one claim each, to findings.
    """

    rules: "Broadcast[Carried]"
    layout: Layout

    def __call__(self, given: "Batches") -> "Iterator[RecordBatch]":
        """
        The findings of these claims.
        """
        scrubber, layout = self.rules.value.scrubber(), self.layout
        claims = (rows for batch in given for rows in batch.column(ROWS).to_pylist())
        schema = finding_rows.schema(*table_claims.within(layout))
        return batches(table_claims.findings(scrubber, layout, claims), schema)
