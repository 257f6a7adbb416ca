"""
An X12 claim on its way in: its codes, route and place, and its segments as bytes.
"""

from collections.abc import Callable
from typing import NamedTuple

import attrs

from cleanclaim.findings import Place
from cleanclaim.model import Claim, Kind
from cleanclaim.readers.x12.codes import text_of
from cleanclaim.readers.x12.delimiters import Delimiters
from cleanclaim.readers.x12.hierarchy import Billing
from cleanclaim.readers.x12.limits import MAX_PROBLEMS
from cleanclaim.sources import Problem, Route


class Frame(NamedTuple):
    """
    What a claim takes from around it.
    """

    kind: Kind | None
    delimiters: Delimiters
    billing: Billing


def note(problems: list[Problem], problem: Problem) -> None:
    """
    Add a problem of a claim that is not told yet; no more than can be read.
    """
    # However many came before, what makes the claim unfit to be judged is told.
    first_fatal = problem.fatal and not any(known.fatal for known in problems)
    if len(problems) > MAX_PROBLEMS and not first_fatal:
        return
    if problem in problems:
        return
    if len(problems) < MAX_PROBLEMS or first_fatal:
        problems.append(problem)
    else:
        message = f"more than {MAX_PROBLEMS} problems in this claim; the rest is not told"
        problems.append(Problem("X12-069", message, problem.location))


@attrs.define(eq=False)
class X12Claim:
    """
    A claim source; ``build`` reads the segments when it is first asked.
    """

    ordinal: int
    codes: tuple[str, ...]
    route: Route
    location: Place
    problems: list[Problem] = attrs.field(repr=False)
    raw: bytes = attrs.field(repr=False)
    number: bytes = attrs.field(repr=False)
    frame: Frame = attrs.field(repr=False)
    _claim: Claim | None = attrs.field(default=None, init=False, repr=False)
    _place_of: Callable[[int], Place | None] | None = attrs.field(
        default=None, init=False, repr=False
    )

    @property
    def documented(self) -> bool:
        """
        False: an 837 has no place for what the record says.
        """
        return False

    @property
    def claim_id(self) -> str | None:
        """
        CLM01; None when there is none.
        """
        return text_of(self.number) or None

    def build(self) -> Claim:
        """
        The whole claim; what can't be read is None in it and stands in ``problems``.
        """
        if self._claim is None:
            from cleanclaim.readers.x12.build import build  # most claims are never built

            self._claim, self._place_of = build(self)
        return self._claim

    def line_location(self, number: int) -> Place | None:
        """
        Where the line of this number begins, at its LX; None before ``build``.
        """
        return self._place_of(number) if self._place_of is not None else None
