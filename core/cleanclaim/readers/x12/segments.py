"""
A stream as runs of segments: read in chunks, split at the terminator, in bounded memory.

Where line breaks stand, how large the chunks are, and whether a segment crosses two of
them makes no difference to what comes out.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from cleanclaim.readers.x12.delimiters import Delimiters, find_inside
from cleanclaim.readers.x12.limits import CHUNK, MAX_SEGMENT

OVERLONG = b"\x00\x00\x01"
"""Stands in a run for a segment that is too long to be kept."""

CUT = b"\x00\x00\x02"
"""Stands in a run for a segment that another interchange begins in the middle of."""

COMMENT = re.compile(rb"\s*(?:#|//|--|;|/\*)[^\r\n]*[\r\n]+")
"""A line that is no segment, before one."""

PADDING = b" \t\r\n\x00\x1a"
"""What may follow the last segment without meaning anything."""

_BOM = b"\xef\xbb\xbf"
_BREAKS = b"\r\n"

LEAD = b" \t\r\n\x0b\x0c\x00\x1a"
"""What a segment does not begin with."""

_STRIDE = MAX_SEGMENT // 2
_KEPT = 256
_WIDEST = 4096
"""Bytes of padding before an ISA that another interchange is known by."""


class Window:
    """
    The part of a stream that is in memory, and where in the stream it begins; ``size``
    is how many bytes are asked for at a time.
    """

    def __init__(self, stream: BinaryIO, size: int = CHUNK) -> None:
        self._stream, self.size = stream, size
        self.data = b""
        self.start = 0
        self.ended = False

    def more(self) -> bool:
        """
        Read another chunk; False at the end of the stream.
        """
        if self.ended:
            return False
        chunk = self._stream.read(self.size)
        self.ended = not chunk
        self.data += chunk
        return not self.ended

    def at_least(self, length: int) -> None:
        """
        Read until this many bytes are here, or the stream ends.
        """
        while len(self.data) < length and self.more():
            pass

    def drop(self, length: int) -> None:
        """
        Forget the first bytes.
        """
        self.data = self.data[length:]
        self.start += length


class Run:
    """
    Whole segments that follow each other: ``segments`` as they are to be understood,
    ``raw`` as they stand in ``block``, which begins at byte ``start`` of the stream.

    ``odd`` are the indexes of those with a comment before or a line break inside them;
    ``plain`` says that there are none, and none that is too long; ``separator`` is the
    terminator with the line break that follows each; ``closed`` says that an HL follows.
    """

    __slots__ = (
        "_anchor",
        "_at",
        "_terminator",
        "block",
        "closed",
        "cut",
        "lead",
        "odd",
        "plain",
        "raw",
        "segments",
        "separator",
        "start",
    )

    def __init__(self, block: bytes, start: int, terminator: bytes) -> None:
        self.block, self.start, self._terminator = block, start, terminator
        self.closed = False
        self.lead = _blank(block)
        self.odd: list[int] = []
        self.cut = -1
        self.separator, tidy = _separator(block, self.lead, terminator)
        self.plain = tidy and not _may_be_long(block, terminator)
        self._anchor, self._at = 0, start + self.lead
        self.raw: list[bytes] = []
        self.segments = self.raw
        if not self.plain:
            self.split()
            if not tidy:
                self._clean()
            self._mark_overlong()

    def part(self, first: int, last: int) -> "Run":
        """
        A part of a plain run, split.
        """
        part = Run.__new__(Run)
        part.block, part.start = self.block[first:last], self.start + first
        part._terminator, part.separator = self._terminator, self.separator
        part.closed = False
        part.lead = _blank(part.block)
        part.odd, part.cut, part.plain = [], -1, True
        part._anchor, part._at = 0, part.start + part.lead
        part.split()
        return part

    def split(self) -> None:
        """
        Take the block apart.
        """
        if len(self.block) > self.lead:
            body = self.block.strip().removesuffix(self._terminator)
            self.raw = self.segments = body.split(self.separator)

    def _mark_overlong(self) -> None:
        if _may_be_long(self.block, self._terminator):
            self.segments = [
                OVERLONG if _is_overlong(raw) else segment
                for raw, segment in zip(self.raw, self.segments, strict=True)
            ]

    @classmethod
    def marked(cls, marker: bytes, start: int, cut: int = -1) -> "Run":
        """
        A run of one segment that is not kept; *cut* is where another ISA begins in it.
        """
        run = cls(b"", start, b"~")
        run.raw = run.segments = [marker]
        run.cut, run.plain = cut, False
        return run

    def _clean(self) -> None:
        self.segments = [raw.strip() for raw in self.raw]
        for index, segment in enumerate(self.segments):
            if (b"\n" in segment or b"\r" in segment) and not _is_overlong(segment):
                self.odd.append(index)
                self.segments[index] = cleaned(segment)

    def kept(self, block: bytes) -> Iterator[tuple[int, bytes]]:
        """
        The parts of the block, up to where this one ends, that no overlong segment is in,
        each with the byte that it begins at.
        """
        if OVERLONG not in self.segments or not self.block:
            yield self.start, block
            return
        for index, segment in enumerate(self.segments):
            if segment is not OVERLONG:
                at = self.raw_byte(index)
                yield at, block[at - self.start :][: len(self.raw[index])]

    def byte(self, index: int) -> int:
        """
        Where the segment of this index begins, line breaks before it left out.
        """
        raw = self.raw[index]
        return self.raw_byte(index) + (0 if raw in (OVERLONG, CUT) else _lead(raw))

    def raw_byte(self, index: int) -> int:
        """
        Where the segment of this index begins, right after the terminator before it.
        """
        if index < self._anchor:
            self._anchor, self._at = 0, self._at - self._between(0, self._anchor)
        self._at += self._between(self._anchor, index)
        self._anchor = index
        return self._at

    def _between(self, first: int, last: int) -> int:
        return sum(map(len, self.raw[first:last])) + len(self.separator) * (last - first)


def runs(window: Window, delimiters: Delimiters) -> Iterator[Run]:
    """
    The segments of the window's stream, run by run, up to the last terminator, or before
    the last HL where there is one: what stands under it begins the next run.

    What follows it stays in the window. No run goes beyond the ISA of another
    interchange: where one stands for a segment, ``CUT`` does. A segment longer than the
    limit is replaced by ``OVERLONG`` or, where another interchange begins in it, ``CUT``.
    """
    terminator = delimiters.terminator
    while True:
        isa = _next_isa(window.data, terminator)
        end = window.data.rfind(terminator, 0, isa if isa >= 0 else len(window.data)) + 1
        last = end if isa >= 0 or window.ended else _settled(window.data, end, terminator)
        loop = -1 if isa >= 0 or window.ended else _last_loop(window.data, last, delimiters)
        last = loop if loop > 0 else last
        held, end = last < end, last
        if end:
            run = Run(window.data[:end], window.start, terminator)
            run.closed = loop > 0
            yield run
            window.drop(end)
        if held:
            window.more()
        elif isa >= 0:
            at = window.start + isa - end
            yield Run.marked(CUT, at, at)
        elif len(window.data) > MAX_SEGMENT and not window.data.strip(PADDING):
            window.drop(len(window.data) - 1)
        elif _is_overlong(window.data):
            yield _skip_overlong(window, terminator)
        elif not window.more():
            return


def _next_isa(data: bytes, terminator: bytes) -> int:
    """
    Where the first segment that is an ISA begins; -1 for nowhere.
    """
    at = data.find(b"ISA")
    while at >= 0:
        mark = data[at + 3 : at + 4]
        if mark and not (mark.isalnum() or mark in b" \r\n"):
            since = max(0, at - _WIDEST)
            end = data.rfind(terminator, since, at) + 1
            between = data[end or since : at].strip(PADDING)
            if (end or not since) and between in (b"", _BOM):
                return at
        at = data.find(b"ISA", at + 3)
    return -1


def _last_loop(data: bytes, end: int, delimiters: Delimiters) -> int:
    """
    Where the last segment before *end* begins that is an HL; -1 for nowhere.
    """
    at = data.rfind(b"HL" + delimiters.element, 0, end)
    while at > 0 and not data[max(0, at - 8) : at].rstrip(_BREAKS).endswith(delimiters.terminator):
        at = data.rfind(b"HL" + delimiters.element, 0, at)
    return at


def _settled(data: bytes, end: int, terminator: bytes) -> int:
    """
    Where a run that could end at *end* is to end: before its last segment when that holds
    an ISA, for what follows tells whether another interchange begins there.
    """
    last = data.rfind(terminator, 0, max(0, end - 1)) + 1
    waits = len(data) - end <= MAX_SEGMENT and find_inside(data[last:end]) > 0
    return last if waits else end


def another(window: Window, start: int | None = None, end: int | None = None) -> Run | None:
    """
    Where another interchange begins in the window's first segment, as a run of ``CUT``;
    the segment begins at byte *start* where that is not in the window any more.
    """
    inside = find_inside(window.data[:end])
    if inside < 0:
        return None
    start = window.start + _lead(window.data) if start is None else start
    return Run.marked(CUT, start, window.start + inside)


def _skip_overlong(window: Window, terminator: bytes) -> Run:
    start = window.start + _lead(window.data)
    while True:
        end = window.data.find(terminator) + 1
        cut = another(window, start, end or None)
        if cut is not None:
            return cut
        if end:
            window.drop(end)
            return Run.marked(OVERLONG, start)
        window.drop(max(0, len(window.data) - _KEPT))
        if not window.more():
            return Run.marked(OVERLONG, start)


def _separator(block: bytes, lead: int, terminator: bytes) -> tuple[bytes, bool]:
    """
    The terminator with the line break that follows each but the last, or the terminator
    alone; and whether no line breaks stand anywhere else, but at either end.
    """
    if b"\n" not in block and b"\r" not in block:  # as most often, and nothing is copied
        return terminator, True
    body = block[lead:].rstrip().removesuffix(terminator)
    ends = body.count(terminator) if b"\n" in body or b"\r" in body else 0
    if not ends:
        return terminator, b"\n" not in body and b"\r" not in body
    first = body.index(terminator) + 1
    for breaks in (b"\r\n", b"\n", b"\r"):
        if body.startswith(breaks, first):
            if body.count(terminator + breaks) != ends:
                break
            tidy = terminator in _BREAKS or _count_breaks(body) == ends * len(breaks)
            return terminator + breaks, tidy
    return terminator, terminator in _BREAKS


def _count_breaks(body: bytes) -> int:
    return body.count(b"\n") + (body.count(b"\r") if b"\r" in body else 0)


def cleaned(segment: bytes) -> bytes:
    """
    A segment without the comment lines before it and the line breaks inside it.
    """
    while match := COMMENT.match(segment):
        segment = segment[match.end() :]
    return segment.strip().translate(None, _BREAKS)


def _blank(block: bytes) -> int:
    """
    How many bytes of white space a block begins with.
    """
    return len(block) - len(block.lstrip()) if block[:1].isspace() else 0


def _may_be_long(block: bytes, terminator: bytes) -> bool:
    # A segment over the limit leaves one whole stride without a terminator.
    return any(
        block.find(terminator, at, at + _STRIDE) < 0
        for at in range(0, len(block) - _STRIDE + 1, _STRIDE)
    )


def _is_overlong(raw: bytes) -> bool:
    return len(raw) > MAX_SEGMENT and len(raw) - _lead(raw) > MAX_SEGMENT


def _lead(raw: bytes) -> int:
    return len(raw) - len(raw.lstrip(LEAD))
