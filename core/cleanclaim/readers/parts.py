"""
Reading an input in parts, so that several processes share it: what a format must offer.

Who shares an input out keeps its *ledger*, which knows where the input may be cut. A
*looker* reads a part without knowing what stands before it; the ledger takes the parts in
their order, holds each against the true end of the one before, and tells what the numbers
of the next count from. A part that does not fit counts for nothing: its bytes are read
again, straight on from where the last part that fits ends. So what comes out is what
reading in one go gives, whatever the bytes are.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO, Protocol

from cleanclaim.interest import Passed, Sieve
from cleanclaim.sources import ClaimSource, Reader, Report


class Part(Protocol):
    """
    A part that was looked at. ``looked`` is what the ledger wants to know of it.
    """

    @property
    def looked(self) -> Any: ...

    def claims(self, base: Any, *, whole: bool) -> Iterator[ClaimSource]:
        """
        The claims of the part, once it is known what its numbers count from; once only.
        """


class Looker(Protocol):
    """
    Looks at parts of one input, in any order.
    """

    def look(self, stream: BinaryIO, at: int, joint: Any, *, last: bool) -> Part:
        """
        Look at the part that this stream brings, which begins at byte *at* of the input,
        where the ledger told of this joint; *last* says that the input ends with it.

        Raises: InputError or OSError.
        """


class Ledger(Protocol):
    """
    What is known of an input, up to byte ``at``: where the last part ends that was taken
    in. ``joint`` is the joint there, ``rest`` what was read of the stream beyond.
    """

    at: int
    joint: Any
    rest: bytes
    finished: bool

    def cut(self, data: bytes, at: int) -> tuple[int, Any] | None:
        """
        Where in these bytes another part may begin, from *at* on, and its joint.
        """

    def take(self, joint: Any, looked: Any, end: int) -> Any | None:
        """
        Take in the next part, which ends at byte *end*: what its numbers count from, or
        None when it does not fit.
        """

    def straight(
        self,
        stream: BinaryIO,
        sieve: Sieve | None,
        passed: Passed | None,
        *,
        whole: bool,
        least: int,
    ) -> Iterator[ClaimSource]:
        """
        Read on from ``at``, where the stream stands: to a joint that is *least* bytes
        away or more, or to the end of the input.

        Raises: InputError or OSError.
        """


class Parts(Protocol):
    """
    How inputs of a format are read in parts; it can be sent to another process.
    """

    def ledger(self, head: bytes, report: Report) -> Ledger | None:
        """
        The ledger of an input that begins with these bytes; None for one that had better
        be read in one go.
        """

    def looker(self, sieve: Sieve | None, passed: Passed | None) -> Looker:
        """
        Who looks at parts of an input; without a sieve every claim comes out.
        """


def parts_of(reader: Reader) -> Parts | None:
    """
    How a reader's inputs are read in parts; None where they can't be.
    """
    from cleanclaim.readers.x12 import X12Reader

    if isinstance(reader, X12Reader):
        from cleanclaim.readers.x12.parts import X12Parts

        return X12Parts()
    from cleanclaim.readers.json import JsonReader

    if isinstance(reader, JsonReader):
        from cleanclaim.readers.json_parts import JsonParts

        return JsonParts()
    return None
