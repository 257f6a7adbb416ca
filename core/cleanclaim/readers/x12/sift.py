"""
The sieve: sound claims pass by the block, and only those come out that an edit may wake for.

A billing provider's part of a block is taken in whole or, where it holds anything that
``scan`` would have a word to say about, left to it. Both give the same outcomes; the
oracle in tests/oracle holds one against the other.
"""

from collections.abc import Iterator
from typing import Final

import attrs

from cleanclaim.findings import Place
from cleanclaim.interest import Passed, Sieve
from cleanclaim.readers.x12.docket import Docket
from cleanclaim.readers.x12.hierarchy import Billing, Subscriber
from cleanclaim.readers.x12.position import Position, Stage
from cleanclaim.readers.x12.segments import Run
from cleanclaim.readers.x12.source import X12Claim
from cleanclaim.readers.x12.tokens import JOINT, Shape, shape_of
from cleanclaim.readers.x12.understood import Understanding, Woken

_WIDEST: Final = 64
"""Bytes within which the first three elements of an HL stand."""

_SAYS_WHO_BILLS: Final = (b"NM1", b"PRV", b"REF")


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
        shape = shape_of(delimiters, run.separator, kind)
        for part in self._parts(run, at, shape):
            sifted = self._sift(run, part, shape)
            if sifted is None:
                return part.start, part.stop
            self._move(run, part, sifted)
            at = part.stop
        return at, at

    def _parts(self, run: Run, at: int, shape: Shape) -> Iterator[_Part]:
        element, block, path = self._here.delimiters.element, run.block, self._docket.path
        end = _end(run, at, element)
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
        for subscriber in subscribers:
            head, *claims = subscriber.split(clm)
            heading = understanding.heading(head)
            if heading is None:
                return None
            known = heading.known
            for tokens in claims:
                verdict = known.get(tokens) or understanding.claim(heading, tokens)
                if verdict is None:
                    return None
                if isinstance(verdict, str):
                    asleep[verdict] = asleep.get(verdict, 0) + 1
                else:
                    woken.append((count, verdict))
                count += 1
        return _Sifted(count, woken, asleep, number, heading.subscriber)

    def _move(self, run: Run, part: _Part, sifted: _Sifted) -> None:
        """
        Hand over the woken claims, and stand where the part ends.
        """
        here, docket = self._here, self._docket
        if docket.draft is not None:
            docket.close()
        if not part.begun:
            docket.path.billing = _billing(run, part, here.delimiters.element)
        docket.admit(list(self._claims(run, part, sifted.woken)), sifted.count)
        here.before += run.block.count(here.delimiters.terminator, part.start, part.stop)
        last = sifted.last
        docket.path.enter_sound(sifted.number, last.claim_filing, last.payer_id)
        here.stage = Stage.ABOVE
        for payer, number in sifted.asleep.items():
            self._passed(payer, number)

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
            # As Envelope.place makes it.
            location: Place = {
                "interchange": here.envelope.interchange,
                "transaction": here.envelope.set_number,
                "segment": before + 1,
                "byte": run.start + start,
            }
            yield X12Claim(
                docket.ordinal + 1 + place,
                verdict.codes,
                verdict.route,
                location,
                [],
                raw,
                raw.split(element, 2)[1],
                frame,
            )


def _is_loop(block: bytes, at: int, element: bytes) -> bool:
    """
    Whether a billing provider's or a subscriber's HL begins here.
    """
    hl, _, _, level, *_ = (*block[at : at + _WIDEST].split(element, 4), b"", b"", b"")
    return hl == b"HL" and level[:2] in (b"20", b"22")


def _end(run: Run, at: int, element: bytes) -> int:
    """
    How far whole claims go: to SE, to where the run ends before an HL, or to the last HL.
    """
    block, separator = run.block, run.separator
    end = block.find(separator + b"SE" + element, at)
    if end < 0 and run.closed:
        return len(block)
    if end < 0:
        end = block.rfind(separator + b"HL" + element, at)
    return end + len(separator) if end >= 0 else at


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


def _billing(run: Run, part: _Part, element: bytes) -> Billing:
    """
    The billing provider whose HL the part begins with.
    """
    separator = run.separator
    stop = run.block.index(separator + b"HL" + element, part.start + 1)
    billing = Billing(part.number)
    for segment in run.block[part.start : stop].split(separator):
        if segment[:3] in _SAYS_WHO_BILLS:
            billing.add(segment)
    return billing
