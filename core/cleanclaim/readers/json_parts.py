"""
Reading claims as JSON, one a line, in parts; see ``cleanclaim.readers.parts``.

A part ends with a line. Its lines and claims are counted at once, and read when it is
known how many were before.
"""

import io
from collections.abc import Iterator
from typing import BinaryIO

import attrs

from cleanclaim.errors import InputError
from cleanclaim.interest import Passed, Sieve
from cleanclaim.readers.json import (
    _BLANK,
    _BOM,
    _CHUNK,
    _LONGEST,
    JsonClaim,
    _lines,
    _source,
    _Text,
)
from cleanclaim.sources import Report

_BLANKS = _BLANK.encode()


@attrs.frozen
class Counted:
    """
    How many lines and claims a part holds; *finished*: the input ends with it.
    """

    lines: int
    claims: int
    finished: bool


@attrs.frozen
class Before:
    """
    How many lines and claims there are before a part.
    """

    lines: int = 0
    claims: int = 0


@attrs.frozen
class JsonParts:
    """
    Parts of claims as JSON; see ``Parts``.
    """

    chunk: int = _CHUNK

    def ledger(self, head: bytes, report: Report) -> "JsonLedger | None":  # noqa: ARG002 - lines have no faults of a file
        """
        The ledger of an input that begins with these bytes; None where its first line is
        no object by itself.
        """
        line, end, _ = head.removeprefix(_BOM).lstrip(_BLANKS).partition(b"\n")
        one_a_line = line.startswith(b"{") and line.rstrip(_BLANKS).endswith(b"}") and end
        return JsonLedger(self.chunk) if one_a_line else None

    def looker(self, sieve: Sieve | None, passed: Passed | None) -> "JsonLooker":  # noqa: ARG002 - every claim comes out
        """
        Who looks at parts of an input.
        """
        return JsonLooker(self.chunk)


class JsonLooker:
    """
    Counts what parts hold.
    """

    def __init__(self, chunk: int) -> None:
        self._chunk = chunk

    def look(self, stream: BinaryIO, at: int, joint: object, *, last: bool) -> "JsonPart":  # noqa: ARG002 - a line tells nothing
        """
        Take in the part that this stream brings.

        Raises: InputError or OSError.
        """
        pieces = []
        while piece := stream.read(self._chunk):
            pieces.append(piece)
        data = b"".join(pieces)
        lines = (data if at else data.removeprefix(_BOM)).split(b"\n")
        if max(map(len, lines)) > _LONGEST // 2:
            msg = "a line is too long to be read in parts"
            raise InputError(msg)
        claims = sum(1 for line in lines if line.strip(_BLANKS))
        return JsonPart(Counted(len(lines) - 1, claims, finished=last), data, self._chunk)


class JsonPart:
    """
    A part whose lines and claims are counted.
    """

    def __init__(self, looked: Counted, data: bytes, chunk: int) -> None:
        self.looked = looked
        self._data, self._chunk = data, chunk

    def claims(self, base: Before, *, whole: bool) -> Iterator[JsonClaim]:  # noqa: ARG002 - each is read whole
        """
        The claims of the part, so many lines and claims being before; once only.
        """
        stream, self._data = io.BytesIO(self._data), b""
        return _claims(stream, base, self._chunk)


class JsonLedger:
    """
    How many lines and claims there are up to byte ``at``.
    """

    def __init__(self, chunk: int) -> None:
        self._chunk, self._before = chunk, Before()
        self.at, self.joint, self.rest, self.finished = 0, None, b"", False

    def cut(self, data: bytes, at: int) -> tuple[int, None] | None:
        """
        Where in these bytes another line begins, from *at* on.
        """
        end = data.find(b"\n", at - 1) + 1
        return (end, None) if end else None

    def take(self, joint: object, looked: Counted, end: int) -> Before:  # noqa: ARG002 - every part fits
        """
        Take in the next part, which ends at byte *end*: what is before it.
        """
        before = self._before
        self._before = Before(before.lines + looked.lines, before.claims + looked.claims)
        self.at, self.finished = end, looked.finished
        return before

    def straight(
        self,
        stream: BinaryIO,
        sieve: Sieve | None,  # noqa: ARG002 - every claim comes out
        passed: Passed | None,  # noqa: ARG002 - as above
        *,
        whole: bool,  # noqa: ARG002 - each is read whole
        least: int,  # noqa: ARG002 - to the end
    ) -> Iterator[JsonClaim]:
        """
        Read on from ``at``, where the stream stands, to the end of the input.
        """
        yield from _claims(stream, self._before, self._chunk)
        self.finished = True


def _claims(stream: BinaryIO, before: Before, chunk: int) -> Iterator[JsonClaim]:
    text = _Text(stream, chunk, line=before.lines + 1)
    if not before.claims:
        text.skip_blanks()
    for ordinal, piece in enumerate(_lines(text), before.claims + 1):
        yield _source(piece, ordinal)
