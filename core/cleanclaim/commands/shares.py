"""
Inputs as workers share them: whole, or part by part. Each knows what to order next, takes
the answers in any order, and gives its report in one.
"""

from collections import deque
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple, Protocol

import attrs

from cleanclaim.commands.desk import Desk, InputFaults, Tally, state_of
from cleanclaim.commands.feeds import Feed, Piece, part_size
from cleanclaim.commands.inputs import Input
from cleanclaim.commands.orders import Answer, Done, Drop, Look, Looked, Order, Text, Whole, Write
from cleanclaim.commands.spool import Spool
from cleanclaim.errors import InputError
from cleanclaim.readers.parts import Ledger, Parts, parts_of
from cleanclaim.scrubber import reader_for

_FARTHEST = 64
"""Parts that are read straight on, at most, before others are tried again."""


class Press(NamedTuple):
    """
    Where the report goes, what is told of the inputs, and how far it is.
    """

    write: Callable[[str], None]
    write_encoded: Callable[[bytes], None]
    flush: Callable[[], None]
    tell: Callable[[str], None]
    progress: Callable[[str], None]


class Share(Protocol):
    """
    An input on its way.
    """

    @property
    def waits_for(self) -> int | None:
        """
        A descriptor that must have something to read before there is more to order.
        """

    @property
    def pending(self) -> int:
        """
        How many tasks were ordered and are not reported yet.
        """

    def read_ahead(self) -> None:
        """
        Read what it waited for.
        """

    def order(self, task: int) -> Order | None:
        """
        The next order, as a task of this number; None where there is none, now or at all.
        """

    def answered(self, answer: Answer) -> Iterator[Order]:
        """
        Take an answer; what comes out is for whoever has the part that it is about.
        """

    def report(self) -> Tally | None:
        """
        Report what has its turn; what the input came to, once it is reported whole.
        """


class WholeShare:
    """
    An input that one worker scrubs whole.
    """

    waits_for = None

    def __init__(self, name: str, press: Press) -> None:
        self._name, self._press = name, press
        self._ordered = False
        self._spool = Spool()
        self._done: Done | None = None

    @property
    def pending(self) -> int:
        """
        One, once it was ordered.
        """
        return int(self._ordered)

    def read_ahead(self) -> None:
        """
        Nothing.
        """

    def order(self, task: int) -> Order | None:
        """
        To scrub it, once.
        """
        if self._ordered:
            return None
        self._ordered = True
        return Whole(task, self._name)

    def answered(self, answer: Answer) -> Iterator[Order]:
        """
        Keep what it came to.
        """
        if isinstance(answer, Text):
            self._spool.put(answer.text)
        elif isinstance(answer, Done):
            self._done = answer
        yield from ()

    def report(self) -> Tally | None:
        """
        Report what has come.
        """
        for piece in self._spool.take():
            self._press.write_encoded(piece)
        if self._done is None:
            return None
        for told in self._done.told:
            self._press.tell(told)
        self._press.progress(f"{self._name}: {self._done.tally.summary.claims:,} claims")
        return self._done.tally


class OwnShare:
    """
    An input that no worker can read: it is scrubbed here when it has its turn.
    """

    waits_for = None
    pending = 0

    def __init__(self, given: Input, desk: Desk, press: Press) -> None:
        self._given, self._desk, self._press = given, desk, press

    def read_ahead(self) -> None:
        """
        Nothing.
        """

    def order(self, task: int) -> Order | None:  # noqa: ARG002 - there is none
        """
        None.
        """
        return None

    def answered(self, answer: Answer) -> Iterator[Order]:  # noqa: ARG002 - as above
        """
        Nobody was asked.
        """
        yield from ()

    def report(self) -> Tally | None:
        """
        Scrub it.
        """
        return self._desk.scrub(self._given, self._press.write, self._press.tell)


@attrs.define(eq=False)
class _Task:
    """
    A part that was ordered, and what it came to so far.
    """

    look: Look
    spool: Spool = attrs.field(factory=Spool)
    looked: Looked | None = None
    fits: bool = False
    tally: Tally | None = None


class Offered(NamedTuple):
    """
    An input that may be read in parts: how, its ledger, and what is told of it.
    """

    parts: Parts
    ledger: Ledger
    faults: InputFaults
    told: list[str]


def offered(name: str, head: bytes) -> Offered | None:
    """
    How an input that begins so may be read in parts; None where it can't or had better not.
    """
    told: list[str] = []
    faults = InputFaults(name, told.append)
    try:
        parts = parts_of(reader_for(head, name))
    except InputError:  # told where it is scrubbed
        return None
    ledger = parts.ledger(head, faults.take) if parts is not None else None
    return Offered(parts, ledger, faults, told) if parts and ledger else None


class PartedShare:
    """
    An input whose parts several workers look at.

    A part that fits is judged and reported by who looked at it. Where one does not, those
    behind it are dropped, and the input is read straight on, here, until its parts can be
    taken up again.
    """

    def __init__(
        self, name: str, stream: BinaryIO, feed: Feed, offered: Offered, desk: Desk, press: Press
    ) -> None:
        self._name, self._stream, self._feed = name, stream, feed
        self._parts, self._desk, self._press = offered.parts, desk, press
        self._told: list[str] = offered.told
        self._faults, self._ledger = offered.faults, offered.ledger
        self._before = state_of(stream)
        self._tasks: deque[_Task] = deque()
        self._dropped: dict[int, Piece] = {}
        self._void: list[Piece] = []
        self._tally = Tally()
        self._stuck, self._least = False, part_size()

    @property
    def waits_for(self) -> int | None:
        """
        What the feed waits for.
        """
        return None if self._stuck else self._feed.waits_for

    @property
    def pending(self) -> int:
        """
        How many parts were ordered and are not reported yet.
        """
        return len(self._tasks)

    def read_ahead(self) -> None:
        """
        Read what the feed waited for.
        """
        self._feed.read_ahead()

    def order(self, task: int) -> Order | None:
        """
        To look at the next part.
        """
        piece = None if self._stuck else self._feed.next(self._ledger)
        if piece is None:
            return None
        look = Look(task, self._name, self._parts, piece)
        self._tasks.append(_Task(look))
        return look

    def answered(self, answer: Answer) -> Iterator[Order]:
        """
        Take an answer; parts whose turn it is are to be written or dropped.
        """
        task = next((task for task in self._tasks if task.look.task == answer.task), None)
        if task is None:  # dropped meanwhile; till now the worker had its bytes in hand
            piece = self._dropped.pop(answer.task)
            if self._stuck:
                self._void.append(piece)
            else:
                self._feed.free(piece)
            yield Drop(answer.task)
        elif isinstance(answer, Text):
            task.spool.put(answer.text)
        elif isinstance(answer, Done):
            task.tally = answer.tally
        else:
            task.looked = answer
            yield from self._take()

    def _take(self) -> Iterator[Order]:
        """
        Take in the parts that have been looked at, in their order.
        """
        for task in list(self._tasks):
            if task.fits:
                continue
            if task.looked is None:
                return
            look, looked = task.look, task.looked.looked
            base = None
            if looked is not None:
                base = self._ledger.take(look.piece.joint, looked, look.piece.end)
            if base is None:
                yield from self._drop()
                return
            task.fits, self._least = True, part_size()
            yield Write(look, base)

    def _drop(self) -> Iterator[Order]:
        """
        Drop the parts that are not known to fit.
        """
        self._stuck = True
        while self._tasks and not self._tasks[-1].fits:
            look, looked = (task := self._tasks.pop()).look, task.looked
            if looked is None:
                self._dropped[look.task] = look.piece
            else:
                self._void.append(look.piece)
                yield Drop(look.task)

    def report(self) -> Tally | None:
        """
        Report what has come; read straight on where no part fits.
        """
        while self._tasks:
            task = self._tasks[0]
            for piece in task.spool.take():
                self._press.write_encoded(piece)
            if task.tally is None:
                break
            self._add(task.tally)
            self._feed.free(task.look.piece)
            self._tasks.popleft()
        self._tell()
        if self._tasks or (self._feed.has_more and not self._stuck):
            return None
        if not self._ledger.finished:
            self._go_straight()
        return self._finished() if self._ledger.finished else None

    def _add(self, tally: Tally) -> None:
        self._tally.summary.merge(tally.summary)
        self._press.progress(
            f"{self._name}: {self._tally.summary.claims:,} claims{self._feed.share}"
        )

    def _tell(self) -> None:
        for told in self._told:
            self._press.tell(told)
        self._told.clear()

    def _go_straight(self) -> None:
        """
        Read on here from where the last part ends that fits.
        """
        ledger, stream = self._ledger, self._feed.straight(self._ledger.at)
        try:
            claims = self._desk.straight(ledger, stream, self._least, self._tally)
            self._desk.judge(claims, self._name, self._tally, self._press.write)
        except BrokenPipeError:
            raise
        except InputError as error:
            self._faults.say(f"{self._name}: {error}")
            ledger.finished = True
        except OSError as error:
            self._faults.broke_off(error)
            ledger.finished = True
        self._tell()
        for piece in self._void:
            self._feed.free(piece)
        self._void.clear()
        self._feed.resume(ledger)
        self._stuck, self._least = False, min(2 * self._least, _FARTHEST * part_size())

    def _finished(self) -> Tally:
        if state_of(self._stream) != self._before:
            self._faults.changed()
        self._faults.finish()
        self._tell()
        self._tally.unread = self._faults.serious
        self._feed.close()
        return self._tally
