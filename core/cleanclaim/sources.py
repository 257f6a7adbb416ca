"""
A claim on its way in: what is cheaply known of it, and how to build the rest.

Readers yield claim sources; the scrubber routes each by its route, wakes edits by its
codes, and builds the claim only where an edit wakes.
"""

from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple, Protocol

import attrs

from cleanclaim.findings import Place
from cleanclaim.model import Claim, Kind


class Route(NamedTuple):
    """
    What decides which payer's rules a claim is judged by.

    Values are as the claim has them, trimmed; None where it has none.
    """

    kind: Kind | None
    payer_id: str | None = None
    claim_filing: str | None = None
    type_of_bill: str | None = None
    frequency_code: str | None = None


@attrs.frozen
class Problem:
    """
    A part of a claim that could not be read: what, where, and whether it is so much
    that the claim can't be judged at all (*fatal*: lines are lost or in doubt).

    The message never holds a value of the claim.
    """

    code: str
    message: str
    location: Place | None = None
    line: int | None = None
    fatal: bool = False


@attrs.frozen
class Fault:
    """
    Something wrong with a file rather than with one claim of it; goes to stderr.

    *serious*: part of the input was not read, or its own counts contradict it; the
    exit status says so. Otherwise it is a remark.
    """

    code: str
    message: str
    location: Place | None = None
    serious: bool = True


class ClaimSource(Protocol):
    """
    One claim of an input.

    ``codes`` are the procedure codes of its lines, as capitals, in their order;
    ``documented`` tells whether the claim carries ``documentation``;
    ``claim_id`` is None where it can't be read; ``problems`` grows while ``build`` runs.
    """

    @property
    def ordinal(self) -> int: ...

    @property
    def codes(self) -> tuple[str, ...]: ...

    @property
    def documented(self) -> bool: ...

    @property
    def route(self) -> Route: ...

    @property
    def location(self) -> Place: ...

    @property
    def problems(self) -> list[Problem]: ...

    @property
    def claim_id(self) -> str | None: ...

    def build(self) -> Claim:
        """
        The whole claim; what can't be read is None in it and stands in ``problems``.
        """

    def line_location(self, number: int) -> Place | None:
        """
        Where the line of this number stands; only after ``build``.
        """


Report = Callable[[Fault], None]


class Reader(Protocol):
    """
    A format of claims, found by entry point (group ``cleanclaim.readers``).
    """

    def sniffs(self, head: bytes) -> bool:
        """
        Whether input that begins with these bytes (up to 4 KiB) is of this format.
        """

    def read(self, stream: BinaryIO, report: Report, *, whole: bool) -> Iterator[ClaimSource]:
        """
        The claims of a stream, in order, in bounded memory.

        Faults of the file go to *report*, in order, as they are met. With *whole*,
        every claim is built and its unreadable values stand in its problems before it
        is yielded.

        Raises: InputError when the stream is not of this format at all.
        """


@attrs.define
class Ready:
    """
    A claim source for whoever has the claim already.
    """

    claim: Claim
    ordinal: int = 1
    location: Place = attrs.field(factory=dict)
    problems: list[Problem] = attrs.field(factory=list)

    @property
    def claim_id(self) -> str:
        """
        The claim's own id.
        """
        return self.claim.id

    @property
    def codes(self) -> tuple[str, ...]:
        """
        The procedure codes of the claim.
        """
        return self.claim.codes

    @property
    def documented(self) -> bool:
        """
        Whether the claim carries what the record says.
        """
        return bool(self.claim.documentation)

    @property
    def route(self) -> Route:
        """
        The route that the claim states.
        """
        claim = self.claim
        bill = claim.type_of_bill
        return Route(
            claim.kind,
            claim.payer_id,
            claim.claim_filing,
            bill,
            claim.frequency_code or (bill[-1] if bill else None),
        )

    def build(self) -> Claim:
        """
        The claim.
        """
        return self.claim

    def line_location(self, number: int) -> Place | None:
        """
        None: an object has no place in a file.
        """
        return None
