"""
What a worker does: it takes orders and answers them, until it is ended.
"""

import contextlib
import functools
import pickle
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Self

from cleanclaim.commands.desk import Desk, Tally
from cleanclaim.commands.inputs import Input
from cleanclaim.commands.orders import (
    Answer,
    Broken,
    Done,
    Drop,
    Look,
    Looked,
    Order,
    Text,
    Whole,
    Write,
)
from cleanclaim.errors import CleanclaimError, InputError
from cleanclaim.readers.parts import Looker, Part

if TYPE_CHECKING:
    import mmap
    from multiprocessing.connection import Connection

_PIECE = 1024 * 1024
_TASK = 8
"""Bytes of a task's number before a text; nought before anything else."""


def serve(
    connection: "Connection", desk: Callable[[], Desk], slots: "Sequence[mmap.mmap]" = ()
) -> None:
    """
    A worker's life: orders come in, answers go out, until it is ended.
    """
    sys.stdout = sys.stderr  # what a plugin prints is no part of the report
    # Where the parent is gone, nobody is left to say it to.
    with contextlib.suppress(EOFError, ConnectionError):
        try:
            hand = Hand(desk(), functools.partial(send, connection), slots)
            while True:
                hand.do(connection.recv())
        except CleanclaimError as error:
            send(connection, Broken(str(error)))
        except (EOFError, ConnectionError):
            raise
        except Exception as error:  # noqa: BLE001 - handed to the parent, which ends the run
            from cleanclaim.cli import internal

            send(connection, Broken(internal(error)))


def send(connection: "Connection", answer: Answer | Broken) -> None:
    """
    Send an answer; text goes as it is.
    """
    if isinstance(answer, Text):
        connection.send_bytes(answer.task.to_bytes(_TASK, "little") + answer.text)
    else:
        connection.send_bytes(bytes(_TASK) + pickle.dumps(answer))


def received(connection: "Connection") -> Answer | Broken:
    """
    What was sent.
    """
    data = connection.recv_bytes()
    if task := int.from_bytes(data[:_TASK], "little"):
        return Text(task, data[_TASK:])
    answer: Answer | Broken = pickle.loads(memoryview(data)[_TASK:])  # noqa: S301 - a worker's
    return answer


class Hand:
    """
    Does what it is ordered to; the parts that it looked at wait in it.
    """

    def __init__(
        self, desk: Desk, answer: Callable[[Answer], None], slots: "Sequence[mmap.mmap]"
    ) -> None:
        self._desk, self._answer, self._slots = desk, answer, slots
        self._kept: dict[int, tuple[Part, Counter[str]]] = {}
        self._asleep: Counter[str] = Counter()
        self._looker: tuple[str, Looker] | None = None

    def do(self, order: Order) -> None:
        """
        Do it, and answer.
        """
        match order:
            case Whole():
                told: list[str] = []
                with _Writer(order.task, self._answer) as writer:
                    tally = self._desk.scrub(Input(order.name), writer.write, told.append)
                self._answer(Done(order.task, tally, tuple(told)))
            case Look():
                self._look(order)
            case Write():
                self._write(order)
            case Drop():
                self._kept.pop(order.task, None)

    def _look(self, order: Look) -> None:
        self._asleep = Counter()
        piece = order.piece
        try:
            with piece.where.open(self._slots) as stream:
                looker = self._looker_of(order)
                part = looker.look(stream, piece.at, piece.joint, last=piece.last)
        except (InputError, OSError):  # it is read again, straight on, and told then
            self._answer(Looked(order.task, None))
            return
        self._kept[order.task] = part, self._asleep
        self._answer(Looked(order.task, part.looked))

    def _looker_of(self, order: Look) -> Looker:
        # One for an input: it remembers what claims are alike.
        if self._looker is None or self._looker[0] != order.name:
            self._looker = order.name, self._desk.looker(order.parts, self._pass_over)
        return self._looker[1]

    def _pass_over(self, payer: str, claims: int) -> None:
        self._asleep[payer] += claims

    def _write(self, order: Write) -> None:
        part, asleep = self._kept.pop(order.task)
        tally = Tally()
        for payer, number in asleep.items():
            tally.summary.pass_over(payer, number)
        with _Writer(order.task, self._answer) as writer:
            claims = part.claims(order.base, whole=self._desk.whole)
            self._desk.judge(claims, order.look.name, tally, writer.write)
        self._answer(Done(order.task, tally))


class _Writer:
    """
    Sends text in pieces.
    """

    def __init__(self, task: int, answer: Callable[[Answer], None]) -> None:
        self._task, self._answer = task, answer
        self._texts: list[str] = []
        self._length = 0

    def write(self, text: str) -> None:
        """
        Write a text.
        """
        self._texts.append(text)
        self._length += len(text)
        if self._length >= _PIECE:
            self._send()

    def _send(self) -> None:
        text = "".join(self._texts)
        self._texts, self._length = [], 0
        # However a name of a file is spelled, it gets there as it is.
        self._answer(Text(self._task, text.encode("utf-8", "surrogatepass")))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._texts:
            self._send()
