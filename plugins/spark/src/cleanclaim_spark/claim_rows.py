"""
An 837 as one row a claim: what its reader knows of each before it is built, and its text.
"""

import functools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, BinaryIO

from cleanclaim import InputError, Kind
from cleanclaim.sources import Fault, Problem, Reader, Route
from cleanclaim_spark.claim_text import text_of

if TYPE_CHECKING:
    import pyarrow

ROUTE = ("kind", "payer_id", "claim_filing", "type_of_bill", "frequency_code")
"""The columns that say by whose rules a claim is judged, in the order of a route."""

Row = Mapping[str, Any]
_KINDS = frozenset(Kind)


@functools.cache
def schema() -> "pyarrow.Schema":
    """
    The columns; ``location`` is JSON, as an outcome has it.
    """
    import pyarrow as pa

    text = pa.string()
    problem = {"code": text, "message": text, "location": text, "line": pa.int32()}
    return pa.schema(
        {
            "input": text,
            "ordinal": pa.int64(),
            "claim": text,
            **dict.fromkeys(ROUTE, text),
            "codes": pa.list_(text),
            "location": text,
            "problems": pa.list_(pa.struct({**problem, "fatal": pa.bool_()})),
            "text": pa.binary(),
        }
    )


@functools.cache
def _reader() -> Callable[[], Reader]:
    (entry,) = entry_points(group="cleanclaim.readers", name="x12")
    made: Callable[[], Reader] = entry.load()
    return made


def reader() -> Reader:
    """
    The reader of X12 that is installed.
    """
    return _reader()()


def rows(stream: BinaryIO, name: str | None) -> Iterator[Row]:
    """
    The claims of an 837, a row each, and a row without a text for each fault of the file.

    Raises: OSError.
    """
    faults: list[Fault] = []
    try:
        for source in reader().read(stream, faults.append, whole=False):
            yield {"input": name, **_of_claim(source)}
    except InputError as error:
        faults.append(Fault("", str(error)))
    for fault in faults:
        if fault.serious:
            yield fault_row(name, Problem(fault.code, fault.message, fault.location, fatal=True))


def fault_row(name: str | None, problem: Problem) -> Row:
    """
    A row of no claim: what is wrong with the input itself.
    """
    return {"input": name, "problems": [_problem(problem)]}


def _of_claim(source: Any) -> Row:
    problems = [_problem(problem) for problem in source.problems]
    return {
        "ordinal": source.ordinal,
        "claim": source.claim_id,
        **dict(zip(ROUTE, source.route, strict=True)),
        "codes": source.codes,
        "location": json.dumps(source.location),
        "problems": problems,
        # A claim that can't be judged is never to be judged within a sound envelope.
        "text": None if any(each["fatal"] for each in problems) else text_of(source),
    }


def _problem(problem: Problem) -> Row:
    location = None if problem.location is None else json.dumps(problem.location)
    return {
        "code": problem.code,
        "message": problem.message,
        "location": location,
        "line": problem.line,
        "fatal": problem.fatal,
    }


def route_of(row: Sequence[str | None]) -> Route:
    """
    The route of these columns; of a kind that is none, no payer's.
    """
    kind, *rest = row
    return Route(Kind(kind) if kind in _KINDS else None, *rest)
