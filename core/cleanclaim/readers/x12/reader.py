"""
The reader of X12 837 files, professional and institutional.
"""

from collections.abc import Iterator
from typing import BinaryIO

from cleanclaim.errors import InputError
from cleanclaim.interest import Passed, Sieve
from cleanclaim.looks import looks_like
from cleanclaim.readers.x12.delimiters import Header, find_first, find_inside, header_at
from cleanclaim.readers.x12.faults import Faults
from cleanclaim.readers.x12.limits import CHUNK
from cleanclaim.readers.x12.scan import Scanner
from cleanclaim.readers.x12.segments import Window, another, runs
from cleanclaim.readers.x12.source import X12Claim
from cleanclaim.sources import Report

_HEAD = 4096
_ISA = 1024
_BOM = b"\xef\xbb\xbf"
_UNNAMED = ("plain text", "binary data")
_HEADLESS = "X12 without its interchange header (ISA)"


class X12Reader:
    """
    Reads 837 claims of guides 005010X222 and 005010X223, as a stream.

    *chunk* is how many bytes are asked for at a time, and without *fast* every segment
    is looked at on its own; neither changes anything but speed.
    """

    def __init__(self, *, chunk: int = CHUNK, fast: bool = True) -> None:
        self._chunk, self._fast = chunk, fast

    def sniffs(self, head: bytes) -> bool:
        """
        Whether input that begins with these bytes is X12, or tries to be.
        """
        return (
            _first(head) >= 0
            or looks_like(head) == _HEADLESS
            or "ISA".encode("utf-16-le") in head[:64]
            or "ISA".encode("utf-16-be") in head[:64]
        )

    def read(self, stream: BinaryIO, report: Report, *, whole: bool) -> Iterator[X12Claim]:
        """
        The claims of a stream, in order, in bounded memory.

        Raises: InputError when the stream is not X12.
        """
        faults = Faults(report)
        return self._read(stream, faults, Scanner(faults, fast=self._fast), whole=whole)

    def sift(
        self, stream: BinaryIO, report: Report, sieve: Sieve, passed: Passed
    ) -> Iterator[X12Claim]:
        """
        The same but for sound claims that no edit wakes for; *passed* hears of these.
        """
        faults = Faults(report)
        scanner = Scanner(faults, fast=self._fast, sieve=sieve, passed=passed)
        return self._read(stream, faults, scanner, whole=False)

    def _read(
        self, stream: BinaryIO, faults: Faults, scanner: Scanner, *, whole: bool
    ) -> Iterator[X12Claim]:
        window = Window(stream, self._chunk)
        _to_first(window, faults)
        while _begin(window, scanner, faults):
            for sources in _claims(window, scanner):
                if whole:
                    yield from map(_built, sources)
                else:
                    yield from sources
            if scanner.stop < 0:
                break
            window.drop(scanner.stop - window.start)
        faults.close()


def _built(source: X12Claim) -> X12Claim:
    if not any(problem.fatal for problem in source.problems):
        source.build()
    return source


def _claims(window: Window, scanner: Scanner) -> Iterator[list[X12Claim]]:
    """
    The claims of one interchange, run by run; ``scanner.stop`` then says where the next begins.
    """
    for run in runs(window, scanner.delimiters):
        scanner.scan(run)
        window.size = max(window.size, scanner.chunk)
        yield scanner.take()
        if scanner.stop >= 0:
            return
    cut = another(window)
    if cut is not None:
        scanner.scan(cut)
    else:
        scanner.finish(window.data, window.start)
    yield scanner.take()


def _begin(window: Window, scanner: Scanner, faults: Faults) -> bool:
    """
    Take the ISA at the window's start, or the next that can be read.
    """
    while True:
        window.at_least(_ISA)
        header = header_at(window.data, 0)
        if isinstance(header, Header):
            break
        message = f"{header.why}; the interchange is not read; correct its ISA"
        faults.tell(header.code, message, scanner.place(window.start))
        if not _next_isa(window):
            scanner.end(window.start + len(window.data))
            return False
    scanner.begin(header, window.start)
    if header.remark is not None:
        faults.tell("X12-010", header.remark, scanner.last_place(window.start))
    window.drop(header.length)
    return True


def _next_isa(window: Window) -> bool:
    at = find_inside(window.data, 1)
    while at < 0:
        window.drop(max(0, len(window.data) - 64))
        if not window.more():
            return False
        at = find_inside(window.data, 1)
    window.drop(at)
    return True


def _first(head: bytes) -> int:
    """
    Where the first ISA begins; -1 when there is none or the file is of another kind.
    """
    at = find_first(head)
    lead = head[: max(at, 0)].removeprefix(_BOM).strip(b"\0 \t\r\n")
    if lead and looks_like(lead) not in (*_UNNAMED, _HEADLESS):
        return -1
    return at


def _to_first(window: Window, faults: Faults) -> None:
    window.at_least(_HEAD)
    while len(bare := window.data.lstrip(b"\0 \t\r\n")) < len(window.data):
        window.drop(len(window.data) - len(bare))
        window.at_least(_HEAD)
    head = window.data[:_HEAD]
    if not head:
        what = "an empty file" if not window.start else "a file of nothing but padding"
        msg = f"X12-001 no interchange: this is {what}; expected ISA"
        raise InputError(msg)
    at = _first(head)
    if at < 0:
        msg = f"X12-002 not X12: this looks like {looks_like(head)}; expected ISA at the start"
        raise InputError(msg)
    lead = head[:at]
    if lead.startswith(_BOM):
        faults.tell("X12-003", "a byte order mark before ISA was skipped", {"byte": 0})
    if lead.removeprefix(_BOM).strip(b"\0 \t\r\n"):
        faults.tell("X12-004", f"{at} bytes of text before ISA were skipped", {"byte": 0})
    window.drop(at)
