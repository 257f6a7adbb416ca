"""
The sieve: sound claims pass by the block, and only those come out that an edit may wake for.

A billing provider's part of a block is taken in whole or, where it holds anything that
``scan`` would have a word to say about, left to it. Both give the same outcomes; the
oracle in tests/oracle holds one against the other.
"""

import os
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

import attrs

from cleanclaim.findings import Place
from cleanclaim.interest import Passed, Sieve
from cleanclaim.model import Kind
from cleanclaim.readers.x12.delimiters import Delimiters
from cleanclaim.readers.x12.docket import Docket
from cleanclaim.readers.x12.hierarchy import Billing, Subscriber
from cleanclaim.readers.x12.limits import WIDE_CHUNK
from cleanclaim.readers.x12.position import Position, Stage
from cleanclaim.readers.x12.segments import Run
from cleanclaim.readers.x12.source import Frame, X12Claim
from cleanclaim.readers.x12.tokens import JOINT, Shape, shape_of
from cleanclaim.readers.x12.understood import Understanding, Woken

if TYPE_CHECKING:
    from cleanclaim.readers.x12.stretches import Stretches

_WIDEST: Final = 64
"""Bytes within which the first three elements of an HL stand."""

WORTH_NUMPY = 8 * 1024 * 1024
"""Bytes of a file before numpy is imported, which takes as long as sifting about these."""

_SAYS_WHO_BILLS: Final = (b"NM1", b"PRV", b"REF")


@lru_cache(maxsize=1)
def numpy_is_there() -> bool:
    """
    Whether numpy is installed (the extra ``fast``) and CLEANCLAIM_FAST is not 0.
    """
    return os.environ.get("CLEANCLAIM_FAST") != "0" and find_spec("numpy") is not None


@attrs.frozen(eq=False)
class _Part:
    """
    A billing provider's part of a run: from where to where, HL01, and its tokens from
    HL01 on. ``begun``: its HL stands before, and the provider is known.
    """

    start: int
    stop: int
    number: bytes
    tokens: bytes
    begun: bool


@attrs.frozen(eq=False)
class _Sifted:
    """
    What a part comes to: how many claims, those that an edit may wake for with their
    place among them, how many sleep by payer, and the last subscriber.
    """

    count: int
    woken: list[tuple[int, Woken]]
    asleep: dict[str, int]
    number: bytes
    last: Subscriber


class Sifter:
    """
    Takes in the parts of a file that are as they should be.
    """

    def __init__(self, here: Position, docket: Docket, sieve: Sieve, passed: Passed) -> None:
        self._here, self._docket = here, docket
        self._sieve, self._passed = sieve, passed
        self._about: object = None
        self._understanding: Understanding
        self._stretches: Stretches | None = None
        self._ends_within = False

    @property
    def chunk(self) -> int:
        """
        How many bytes at a time are best taken; 0 for no matter.
        """
        return WIDE_CHUNK if self._stretches is not None else 0

    def take(self, run: Run, at: int) -> tuple[int, int]:
        """
        How far from *at* on the run was taken in, and from where on to ask again.
        """
        here, docket, block = self._here, self._docket, run.block
        delimiters, kind = here.delimiters, docket.kind
        if kind is None or here.stage < Stage.ABOVE or not _is_loop(block, at, delimiters.element):
            return at, at
        if JOINT in block or JOINT in delimiters:
            return at, len(block)
        about = (delimiters, run.separator, kind)
        if about != self._about:
            self._about = about
            self._understanding = Understanding(docket, self._sieve, delimiters, run.separator)
            self._stretches = None
        # To look for an SE takes as long as to look at the claims: done where one was, or
        # something is not as it should be.
        first, far, again = at, _end(run, delimiters.element), at
        if not self._ends_within:
            at, again = self._take_to(run, at, far, kind)
            if again == at > first:
                return at, at
        end = run.block.find(run.separator + b"SE" + delimiters.element, at)
        self._ends_within = end >= 0
        if end >= 0:
            return self._take_to(run, at, end + len(run.separator), kind)
        return (at, again) if again > at else self._take_to(run, at, far, kind)

    def _take_to(self, run: Run, at: int, end: int, kind: Kind) -> tuple[int, int]:
        """
        How far the loops up to *end* were taken in, and from where on to ask again.
        """
        if at >= end:
            return at, at
        delimiters = self._here.delimiters
        stretches = self._stretches_at(run, delimiters, kind)
        if stretches is not None and self._take_stretch(stretches, run, at, end):
            return end, end
        shape = shape_of(delimiters, run.separator, kind)
        for part in self._parts(run, at, end, shape):
            sifted = self._sift(run, part, shape)
            if sifted is None:
                return part.start, part.stop
            self._move(run, part, sifted)
            at = part.stop
        return at, at

    def _stretches_at(self, run: Run, delimiters: Delimiters, kind: Kind) -> "Stretches | None":
        """
        The sieve with numpy, where that is there and the file long enough to pay for it.
        """
        if self._stretches is None and run.start >= WORTH_NUMPY and numpy_is_there():
            from cleanclaim.readers.x12.stretches import Stretches  # numpy, in an extra

            self._stretches = Stretches(self._docket, self._sieve, delimiters, kind)
            self._understanding.forget()
        return self._stretches

    def _take_stretch(self, stretches: "Stretches", run: Run, at: int, end: int) -> bool:
        """
        Take in a stretch with numpy, all of it or nothing.
        """
        here, docket, block = self._here, self._docket, run.block
        element, separator = here.delimiters.element, run.separator
        found = stretches.sift(block, at, end, separator)
        if found is None:
            return False
        if docket.draft is not None:
            docket.close()
        stretch = found.stretch

        def begin(index: int) -> int:
            return int(stretch.starts[index]) if index < len(stretch.starts) else end

        above: dict[int, Frame] = {-1: docket.frame()}
        for number, index in enumerate(stretch.billings.tolist()):
            docket.path.billing = _billing(block, begin(index), separator, element)
            above[number] = docket.frame()
        claims = []
        for number, codes, route in found.woken:
            index = int(stretch.claims[number])
            first, last = begin(index), begin(int(stretch.nexts[number]))
            claims.append(
                self._source(
                    docket.ordinal + 1 + number,
                    Woken(codes, route),
                    here.before + index + 1,
                    run.start + first,
                    block[first:last],
                    above[int(stretch.above[number])],
                )
            )
        docket.admit(claims, len(stretch.claims))
        here.before += len(stretch.starts)
        hl, sbr, payer = (
            block[begin(index) : begin(index + 1)].removesuffix(separator).split(element)
            for index in stretch.last
        )
        self._stand(hl[1], _at(sbr, 9), (_at(payer, 9) or b"").strip(), found.asleep)
        return True

    def _parts(self, run: Run, at: int, end: int, shape: Shape) -> Iterator[_Part]:
        element, block, path = self._here.delimiters.element, run.block, self._docket.path
        text = JOINT + JOINT.join(shape.tokens.findall(block, at, end))
        begun, *others = text.split(JOINT + b"HL" + element)
        if begun:
            others.insert(0, (path.billing.number or b"") + begun)
        numbers = [tokens.partition(JOINT)[0] for tokens in others]
        starts = [at]
        for number in numbers[1:]:
            hl = run.separator + b"HL" + element + number + element + element + b"20"
            starts.append(block.index(hl, starts[-1], end) + len(run.separator))
        stops = [*starts[1:], end]
        for index, each in enumerate(zip(starts, stops, numbers, others, strict=True)):
            yield _Part(*each, begun=bool(begun) and not index)

    def _sift(self, run: Run, part: _Part, shape: Shape) -> _Sifted | None:
        """
        What a part comes to; None where anything is not as it should be.
        """
        element, understanding = self._here.delimiters.element, self._understanding
        before, *subscribers = part.tokens.split(JOINT + element + part.number + element + b"22")
        if before != part.number or not before or not subscribers:
            return None
        if part.begun and self._docket.path.billing.damage is not None:
            return None
        number = _last_subscriber(run, part, shape, element)
        if number is None:
            return None
        clm = JOINT + element + element
        asleep: dict[str, int] = {}
        woken: list[tuple[int, Woken]] = []
        count = 0
        last: Subscriber | None = None
        for subscriber in subscribers:
            head, *claims = subscriber.split(clm)
            heading = understanding.heading(head)
            if heading is None:
                return None
            last, known = heading.subscriber, heading.known
            for tokens in claims:
                verdict = known.get(tokens) or understanding.claim(heading, tokens)
                if verdict is None:
                    return None
                if isinstance(verdict, str):
                    asleep[verdict] = asleep.get(verdict, 0) + 1
                else:
                    woken.append((count, verdict))
                count += 1
        return _Sifted(count, woken, asleep, number, last) if last else None

    def _move(self, run: Run, part: _Part, sifted: _Sifted) -> None:
        """
        Hand over the woken claims, and stand where the part ends.
        """
        here, docket = self._here, self._docket
        if docket.draft is not None:
            docket.close()
        if not part.begun:
            docket.path.billing = _billing(
                run.block, part.start, run.separator, here.delimiters.element
            )
        docket.admit(list(self._claims(run, part, sifted.woken)), sifted.count)
        here.before += run.block.count(here.delimiters.terminator, part.start, part.stop)
        last = sifted.last
        self._stand(sifted.number, last.claim_filing, last.payer_id, sifted.asleep)

    def _stand(
        self, number: bytes, filing: bytes | None, payer: bytes | None, asleep: dict[str, int]
    ) -> None:
        """
        Stand below this last subscriber, so many claims having been passed over.
        """
        self._docket.path.enter_sound(number, filing, payer)
        self._here.stage = Stage.ABOVE
        for payer_id, count in asleep.items():
            self._passed(payer_id, count)

    def _claims(self, run: Run, part: _Part, woken: list[tuple[int, Woken]]) -> Iterator[X12Claim]:
        here, docket, block = self._here, self._docket, run.block
        element, terminator = here.delimiters.element, here.delimiters.terminator
        frame, separator = docket.frame(), run.separator
        clm, hl = separator + b"CLM" + element, separator + b"HL" + element
        passed, start, counted, before = -1, part.start, part.start, here.before
        for place, verdict in woken:
            while passed < place:
                start = block.index(clm, start, part.stop) + len(separator)
                passed += 1
            before += block.count(terminator, counted, start)
            counted = start
            stop = block.find(hl, start, part.stop)
            stop = stop + len(separator) if stop >= 0 else part.stop
            another = block.find(clm, start, stop)
            raw = block[start : another + len(separator) if another >= 0 else stop]
            ordinal, byte = docket.ordinal + 1 + place, run.start + start
            yield self._source(ordinal, verdict, before + 1, byte, raw, frame)

    def _source(
        self, ordinal: int, woken: Woken, segment: int, byte: int, raw: bytes, frame: Frame
    ) -> X12Claim:
        envelope, element = self._here.envelope, self._here.delimiters.element
        # As Envelope.place makes it.
        location: Place = {
            "interchange": envelope.interchange,
            "transaction": envelope.set_number,
            "segment": segment,
            "byte": byte,
        }
        number = raw.split(element, 2)[1]
        return X12Claim(ordinal, woken.codes, woken.route, location, [], raw, number, frame)


def _is_loop(block: bytes, at: int, element: bytes) -> bool:
    """
    Whether a billing provider's or a subscriber's HL begins here.
    """
    hl, _, _, level, *_ = (*block[at : at + _WIDEST].split(element, 4), b"", b"", b"")
    return hl == b"HL" and level[:2] in (b"20", b"22")


def _end(run: Run, element: bytes) -> int:
    """
    How far whole claims go if no SE is among them: to where the run ends before an HL, or
    to the last HL; 0 where there is none.
    """
    block, separator = run.block, run.separator
    if run.closed and block.endswith(separator):
        return len(block)
    end = block.rfind(separator + b"HL" + element)
    return end + len(separator) if end >= 0 else 0


def _last_subscriber(run: Run, part: _Part, shape: Shape, element: bytes) -> bytes | None:
    """
    HL01 of the last subscriber; None where a patient is not under the one before.
    """
    block, separator = run.block, run.separator
    if JOINT + element + b"23" not in part.tokens:
        start = block.rfind(separator + b"HL" + element, part.start, part.stop) + len(separator)
        return block[max(start, part.start) : part.stop].split(element, 2)[1]
    last = b""
    # The separator before the first loop may stand in the run before.
    for number, parent, level in shape.loops.findall(separator + block[part.start : part.stop]):
        if level == b"2":
            last = number
        elif parent.lstrip(b"0") != last.lstrip(b"0"):
            return None
    return last


def _billing(block: bytes, start: int, separator: bytes, element: bytes) -> Billing:
    """
    The billing provider whose HL begins here.
    """
    stop = block.index(separator + b"HL" + element, start)
    hl, *segments = block[start:stop].split(separator)
    billing = Billing(hl.split(element, 2)[1])
    for segment in segments:
        if segment[:3] in _SAYS_WHO_BILLS:
            billing.add(segment)
    return billing


def _at(elements: list[bytes], number: int) -> bytes | None:
    return elements[number] if len(elements) > number else None
