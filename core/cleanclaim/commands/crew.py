"""
Worker processes: started when there is work for them, and ended with the run. One that
dies is an error that names what it was at, never a shorter report.
"""

import contextlib
import functools
import gc
import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, Any, Self

from cleanclaim.commands import hands
from cleanclaim.commands.desk import Desk, Job
from cleanclaim.commands.feeds import can_fork
from cleanclaim.commands.orders import Answer, Broken, Done, Drop, Looked, Order
from cleanclaim.errors import OutputError

if TYPE_CHECKING:
    import mmap

_GRACE = 5.0  # seconds


class Crew:
    """
    So many worker processes; each does its orders one after another.
    """

    def __init__(self, job: Job, desk: Desk, size: int, slots: "Sequence[mmap.mmap]" = ()) -> None:
        self._job, self._desk, self._slots = job, desk, slots
        self.size = size
        self._processes: dict[Connection, BaseProcess] = {}
        self._orders: dict[Connection, deque[Order]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes.values():
            process.terminate()
        for connection, process in self._processes.items():
            process.join(_GRACE)
            process.kill()
            connection.close()

    @property
    def idle(self) -> list[Connection]:
        """
        Those who have nothing to do.
        """
        return [worker for worker, orders in self._orders.items() if not orders]

    @property
    def started(self) -> bool:
        """
        Whether the workers were started.
        """
        return bool(self._processes)

    def start(self) -> None:
        """
        Start the workers.
        """
        fork = can_fork()
        context: Any = multiprocessing.get_context("fork" if fork else "spawn")
        desk = (
            functools.partial(_itself, self._desk) if fork else functools.partial(Desk, self._job)
        )
        gc.freeze()  # so that a copy does not touch, and thereby copy, what it never changes
        try:
            for _ in range(self.size):
                ours, theirs = context.Pipe()
                others = [*self._processes, ours] if fork else []
                process = context.Process(
                    target=_begin, args=(others, theirs, desk, self._slots), daemon=True
                )
                with _uninterrupted():
                    process.start()
                theirs.close()  # so that its death is the end of the pipe
                self._processes[ours] = process
                self._orders[ours] = deque()
        finally:
            gc.unfreeze()

    def give(self, worker: Connection, order: Order) -> None:
        """
        Give a worker an order; it gets to it when it is done with those before.
        """
        if not isinstance(order, Drop):
            self._orders[worker].append(order)
        with contextlib.suppress(OSError):  # it died; the end of its pipe tells
            worker.send(order)

    def hear(self, also: Sequence[int]) -> tuple[list[Answer], list[int]]:
        """
        Wait for answers, or until one of these descriptors has something: what came.

        Raises: OutputError when a worker died or gave up.
        """
        busy = [worker for worker, orders in self._orders.items() if orders]
        answers: list[Answer] = []
        readable: list[int] = []
        for ready in wait([*busy, *also]):
            if isinstance(ready, Connection):
                answer = self._answer(ready)
                if isinstance(answer, (Done, Looked)):
                    self._orders[ready].popleft()
                answers.append(answer)
            elif isinstance(ready, int):
                readable.append(ready)
        return answers, readable

    def _answer(self, worker: Connection) -> Answer:
        try:
            answer = hands.received(worker)
        except (EOFError, OSError):
            process = self._processes[worker]
            process.join()
            msg = (
                f"a worker process died (exit code {process.exitcode}) at "
                f"{self._orders[worker][0]}; the output was not written whole"
            )
            raise OutputError(msg) from None
        if isinstance(answer, Broken):
            raise OutputError(answer.why)
        return answer


def _itself(desk: Desk) -> Desk:
    return desk


def _begin(
    others: Sequence[Connection],
    connection: Connection,
    desk: "functools.partial[Desk]",
    slots: "Sequence[mmap.mmap]",
) -> None:
    """
    A worker begins; a copy lets go of the ends that are the parent's.
    """
    for other in others:
        other.close()
    hands.serve(connection, desk, slots)


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """
    What is started meanwhile ignores an interrupt: the parent is asked, and ends it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may say
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
