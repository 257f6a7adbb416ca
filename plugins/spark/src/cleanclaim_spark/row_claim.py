"""
A row of a claim as the claim source that it was.
"""

import io
import json
from collections.abc import Mapping

import attrs

from cleanclaim import Claim, InputError
from cleanclaim.sources import ClaimSource, Problem, Route
from cleanclaim_spark.claim_rows import ROUTE, Row, reader, route_of

Place = Mapping[str, str | int]

NOT_ONE_CLAIM = "ROW-001"
"""The code of a row whose text is not what ``claims_837`` makes."""


@attrs.define(eq=False)
class RowClaim:
    """
    A claim source that has read the row's text, and tells places as they were in the
    row's input.
    """

    row: Row = attrs.field(repr=False)
    location: Place
    problems: list[Problem] = attrs.field(repr=False)
    _inner: ClaimSource | None = attrs.field(repr=False)
    _claim: Claim | None = attrs.field(default=None, init=False, repr=False)

    @classmethod
    def of(cls, row: Row) -> "RowClaim":
        """
        The claim source of a row; one whose text is not one claim can't be judged.
        """
        problems = [_problem(each) for each in row["problems"] or ()]
        location = _place(row["location"]) or {}
        if any(problem.fatal for problem in problems):
            return cls(row, location, problems, None)
        inner = _only_claim(row["text"])
        if inner is None or not location:
            message = "the row's text is not one claim of an 837; make it anew with claims_837"
            problems.append(Problem(NOT_ONE_CLAIM, message, fatal=True))
        return cls(row, location, problems, inner)

    @property
    def ordinal(self) -> int:
        """
        Which claim of its input it was.
        """
        return int(self.row["ordinal"])

    @property
    def codes(self) -> tuple[str, ...]:
        """
        The procedure codes of its lines.
        """
        return tuple(self.row["codes"] or ())

    @property
    def documented(self) -> bool:
        """
        False: an 837 has no place for what the record says.
        """
        return False

    @property
    def route(self) -> Route:
        """
        What decides by whose rules it is judged.
        """
        return route_of([self.row[name] for name in ROUTE])

    @property
    def claim_id(self) -> str | None:
        """
        CLM01; None when there is none.
        """
        claim: str | None = self.row["claim"]
        return claim

    def build(self) -> Claim:
        """
        The whole claim; what can't be read is None in it and stands in ``problems``.
        """
        if self._claim is None:
            assert self._inner is not None, "no claim is built that has a fatal problem"
            self._claim = self._inner.build()
            for problem in self._inner.problems:
                moved = attrs.evolve(problem, location=self._moved(problem.location))
                if moved not in self.problems:
                    self.problems.append(moved)
        return self._claim

    def line_location(self, number: int) -> Place | None:
        """
        Where the line of this number stood; None before ``build``.
        """
        return self._moved(self._inner.line_location(number)) if self._inner else None

    def _moved(self, place: Place | None) -> Place | None:
        """
        A place of the text, where it was in the row's input.
        """
        if place is None or self._inner is None:
            return None
        here, there = self._inner.location, self.location
        return {name: int(at) - int(here[name]) + int(there[name]) for name, at in place.items()}


def _only_claim(text: bytes | None) -> ClaimSource | None:
    try:
        sources = list(reader().read(io.BytesIO(text or b""), lambda _fault: None, whole=False))
    except InputError:
        return None
    sound = len(sources) == 1 and not any(problem.fatal for problem in sources[0].problems)
    return sources[0] if sound else None


def _problem(each: Row) -> Problem:
    place = _place(each["location"])
    return Problem(each["code"], each["message"], place, each["line"], each["fatal"])


def _place(text: str | None) -> Place | None:
    """
    A place that stands as JSON in a row; None for none, or for something else.
    """
    try:
        place = json.loads(text or "null")
    except ValueError:
        return None
    return place if isinstance(place, dict) and {"segment", "byte"} <= place.keys() else None
