"""
The shipped path, run in this process in each of its ways, and held against the plain one.
"""

import contextlib
import copy
import io
import json
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import attrs
from oracle.damage import smaller
from oracle.payers import Payers
from oracle.plain import PlainReport, Report

from cleanclaim import Scrubber
from cleanclaim.commands.inputs import Input
from cleanclaim.readers.x12 import sift
from cleanclaim.reporters import Layout
from cleanclaim.reporters.jsonl import JsonlReporter

NAME = "case.837"
_HEAD = 4096
_SHOWN = 400

try:
    import numpy  # noqa: F401 - whether it is there

    HAS_NUMPY = True
except ModuleNotFoundError:
    HAS_NUMPY = False


class Lane(NamedTuple):
    """
    A way to scrub an input: what is asked for (*every* claim shown, every claim read
    *whole*), whether numpy sifts, at which bytes a read ends or how much one gives.
    *alone*: by a scrubber that remembers nothing yet.
    """

    name: str
    every: bool = False
    whole: bool = False
    numpy: bool = False
    read: int = 0
    cuts: tuple[int, ...] = ()
    alone: bool = False


EVERY = Lane("every claim", every=True)
SIFTED = Lane("sifted")
NUMPY = Lane("sifted with numpy", numpy=True)
WHOLE = Lane("every claim whole", every=True, whole=True)
LANES = (EVERY, SIFTED, NUMPY, WHOLE) if HAS_NUMPY else (EVERY, SIFTED, WHOLE)


def hold(payers: Payers, data: bytes, lanes: Sequence[Lane] = LANES, name: str = NAME) -> int:
    """
    Hold the shipped path against the plain one; how many claims there were.

    Raises: AssertionError, with the smallest file found on which the two differ.
    """
    plain: dict[bool, PlainReport] = {}
    for lane in lanes:
        if lane.whole not in plain:
            plain[lane.whole] = payers.plain.scrub(data, name, whole=lane.whole)
        what = _apart(plain[lane.whole], payers, data, lane, name)
        if what is not None:
            least = smaller(data, _differing(payers, lane, name))
            what = differs(payers, least, lane, name) or what
            msg = f"{payers.name}, {lane}:\n{what}\nof {len(least)} bytes:\n{least!r}"
            raise AssertionError(msg)
    return len(next(iter(plain.values())).outcomes)


def _differing(payers: Payers, lane: Lane, name: str) -> Callable[[bytes], bool]:
    return lambda data: differs(payers, data, lane, name) is not None


def differs(payers: Payers, data: bytes, lane: Lane, name: str = NAME) -> str | None:
    """
    In what the two paths differ on these bytes; None where they do not.
    """
    return _apart(payers.plain.scrub(data, name, whole=lane.whole), payers, data, lane, name)


def _apart(plain: PlainReport, payers: Payers, data: bytes, lane: Lane, name: str) -> str | None:
    try:
        said = shipped(payers, data, lane, name)
    except Exception as error:  # noqa: BLE001 - whatever it is, the plain path had an answer
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"the shipped path raised {error!r} in {Path(place.filename).name}:{place.lineno}"
    return difference(plain.report(every=lane.every), said)


def difference(plain: Report, said: Report) -> str | None:
    """
    The first thing in which two reports differ; None where they do not.
    """
    if plain == said:
        return None
    theirs, ours = plain.text.splitlines(), said.text.splitlines()
    for number, (one, other) in enumerate(zip(theirs, ours, strict=False), 1):
        if one != other:
            return f"line {number}: {_parted(one, other)}"
    if len(theirs) != len(ours):
        first = (theirs + ours)[min(len(theirs), len(ours))]
        return f"lines: {len(theirs)} by the plain path, {len(ours)} shipped; {first[:_SHOWN]}"
    for what in ("told", "summary", "unread", "text"):
        one, other = getattr(plain, what), getattr(said, what)
        if one != other:
            return f"{what}:\n  plain   {one!r}\n  shipped {other!r}"
    return None


def _parted(one: str, other: str) -> str:
    """
    Where two outcomes part: key by key, where both are JSON.
    """
    first, second = json.loads(one), json.loads(other)
    parted = [
        f"{key}:\n  plain   {json.dumps(first[key])[:_SHOWN]}\n"
        f"  shipped {json.dumps(second.get(key))[:_SHOWN]}"
        for key in first
        if first[key] != second.get(key)
    ]
    return "\n".join([f"claim {first['ordinal']}", *parted]) if parted else "the bytes differ"


def shipped(payers: Payers, data: bytes, lane: Lane, name: str = NAME) -> Report:
    """
    What the shipped path says of these bytes.
    """
    desk, layout = copy.copy(payers.desk), Layout(all=lane.every)
    desk._job = attrs.evolve(payers.job, whole=lane.whole, layout=layout)
    desk.reporter = JsonlReporter(layout)
    if lane.alone:
        desk._scrubber = Scrubber(payers.rules, as_of=payers.job.as_of)
    written: list[str] = []
    told: list[str] = []
    given = Input(name, Trickling(data, lane.read, lane.cuts))
    with sifting(numpy=lane.numpy):
        tally = desk.scrub(given, written.append, told.append)
    return Report("".join(written), tuple(told), tally.summary, tally.unread)


@contextlib.contextmanager
def sifting(*, numpy: bool) -> Iterator[None]:
    """
    The sieve with numpy from the first byte on, or with the standard library alone.
    """
    before = sift.WORTH_NUMPY, sift.numpy_is_there
    sift.WORTH_NUMPY, sift.numpy_is_there = 0, lambda: numpy  # type: ignore[assignment]  # for a cache
    try:
        yield
    finally:
        sift.WORTH_NUMPY, sift.numpy_is_there = before


class Trickling(io.BytesIO):
    """
    A stream that gives so many bytes at a time, or ends a read at one of these bytes.

    The first read, by which the reader is chosen, gives all that it asks for, as a file does.
    """

    def __init__(self, data: bytes, most: int = 0, cuts: Sequence[int] = ()) -> None:
        super().__init__(data)
        self._most, self._cuts = most, sorted(cuts)

    def read(self, size: int | None = -1) -> bytes:
        """
        Up to *size* bytes.
        """
        at = self.tell()
        if at < _HEAD or size is None or size < 0:
            return super().read(size)
        cut = next((cut for cut in self._cuts if cut > at), None)
        if cut is not None:
            size = min(size, cut - at)
        return super().read(min(size, self._most) if self._most else size)
