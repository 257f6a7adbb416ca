"""
Findings as rows of a DataFrame: the columns of claim_tables' findings table, and where a
finding stands in an 837, or to which claims of one number it belongs.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cleanclaim import Outcome, Status
from cleanclaim.sources import Fault
from cleanclaim_claim_tables.finding_rows import COLUMNS, NUMBERS, rows_of

if TYPE_CHECKING:
    import pyarrow

PLACES = ("segment", "byte")
"""The columns that an 837 has besides: where a line begins, or its claim."""

FAULT = "fault"
"""The ``kind`` of a row about an input as a whole, and not about a claim of it."""

Row = Mapping[str, Any]
Place = Mapping[str, str | int] | None


def schema(*more: str) -> "pyarrow.Schema":
    """
    The columns, and *more* of text; of an 837 those of places are numbers.
    """
    import pyarrow as pa

    numbers = (*NUMBERS, *PLACES)
    return pa.schema(
        {name: pa.int64() if name in numbers else pa.string() for name in (*COLUMNS, *more)}
    )


def of_table(outcome: Outcome, within: Row) -> Iterator[Row]:
    """
    The rows of a claim of a table, each with what parts claims of one number.
    """
    if _is_told(outcome):
        yield from ({**row, "ordinal": None, **within} for row in rows_of(outcome))


def of_837(outcome: Outcome) -> Iterator[Row]:
    """
    The rows of a claim of an 837, each with its place.
    """
    if not _is_told(outcome):
        return
    for row, place in zip(rows_of(outcome), _places(outcome), strict=True):
        yield {**row, **_columns(place or outcome.location)}


def of_fault(name: str, fault: Fault) -> Row:
    """
    The row of a fault of an input: some of it was not read, or its own counts contradict it.
    """
    message = f"{fault.code} {fault.message}".strip()
    about = {"input": name, "status": Status.INCOMPLETE.value, "kind": FAULT, "message": message}
    return {**about, **_columns(fault.location)}


def _is_told(outcome: Outcome) -> bool:
    """
    Whether there is anything to say of a claim, as where outcomes are written as text.
    """
    said = outcome.findings or outcome.observed or outcome.waived
    return outcome.status is not Status.CLEAN or bool(said)


def _places(outcome: Outcome) -> Iterable[Place]:
    """
    Where each row stands, in the order of the rows; None for the claim's own place.
    """
    yield from (finding.location for finding in (*outcome.findings, *outcome.observed))
    yield from (waived.finding.location for waived in outcome.waived)
    yield from (None for _ in (*outcome.bypassed, *outcome.not_checked))
    yield from (failure.location for failure in outcome.failures)


def _columns(place: Place) -> Row:
    return {} if place is None else {name: place.get(name) for name in PLACES}
