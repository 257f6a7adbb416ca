"""
Shares inputs among worker processes: the same bytes in the same order as without them.
"""

import contextlib
from collections import deque
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from typing import BinaryIO

from cleanclaim.commands.crew import Crew
from cleanclaim.commands.desk import Desk, Job, Tally
from cleanclaim.commands.feeds import FileFeed, PipeFeed, can_fork, is_read_ahead, slots_for
from cleanclaim.commands.inputs import Input
from cleanclaim.commands.orders import Done, Drop, Order
from cleanclaim.commands.shares import OwnShare, PartedShare, Press, Share, WholeShare, offered

_AHEAD = 3
"""Parts for each worker that may be looked at and not written yet: their claims are kept."""

_UNREPORTED = 32
"""Tasks that may be done, or under way, and not reported yet: their text is kept."""


class Foreman:
    """
    Orders, hears, and reports: in the order of the inputs.
    """

    def __init__(
        self, job: Job, desk: Desk, inputs: Sequence[Input], workers: int, press: Press
    ) -> None:
        self._desk, self._press, self._workers = desk, press, workers
        piped = can_fork() and any(map(is_read_ahead, inputs))
        self._slots = slots_for(workers) if piped else ()
        self._crew = Crew(job, desk, workers, self._slots)
        self._coming = deque(inputs)
        self._open: deque[Share] = deque()
        self._whose: dict[int, tuple[Share, Connection]] = {}
        self._tasks = 0

    def tallies(self) -> Iterator[Tally]:
        """
        What the inputs came to, one after another, each once it is reported.

        Raises: OutputError when a worker died or gave up.
        """
        with self._crew:
            self._order()
            while self._open:
                tally = self._open[0].report()
                if tally is not None:
                    self._open.popleft()
                    yield tally
                elif self._whose or self._waiting():
                    self._hear()
                self._order()

    def _order(self) -> None:
        """
        Give orders to those who have none, as long as there are any.
        """
        while self._has_room():
            given = self._next()
            if given is None:
                return
            share, order = given
            if not self._crew.started:
                self._press.flush()  # so that no copy has what is not written yet
                self._crew.start()
            worker = self._crew.idle[0]
            self._crew.give(worker, order)
            self._whose[order.task] = share, worker

    def _has_room(self) -> bool:
        unreported = sum(share.pending for share in self._open)
        return (
            len(self._whose) < _AHEAD * self._workers
            and unreported < max(_UNREPORTED, _AHEAD * self._workers)
            and (not self._crew.started or bool(self._crew.idle))
        )

    def _next(self) -> tuple[Share, Order] | None:
        self._tasks += 1
        for share in self._open:
            if (order := share.order(self._tasks)) is not None:
                return share, order
        # A pipe has its turn alone: to open it is to wait for what it brings.
        while self._coming and not (self._open and self._coming[0].held is not None):
            share = self._share(self._coming.popleft())
            self._open.append(share)
            if (order := share.order(self._tasks)) is not None:
                return share, order
        return None

    def _share(self, given: Input) -> Share:
        if given.held is None:
            return self._of_file(given.name)
        if self._slots and is_read_ahead(given):
            return self._of_pipe(given.name, given.held)
        return OwnShare(given, self._desk, self._press)

    def _of_file(self, name: str) -> Share:
        with contextlib.ExitStack() as stack:
            try:
                stream = stack.enter_context(open(name, "rb"))  # noqa: PTH123 - as it was given
            except OSError:
                return WholeShare(name, self._press)  # which will tell
            feed = FileFeed(name, stream, self._workers)
            offer = offered(name, feed.head) if feed.is_long else None
            if offer is not None:
                stack.pop_all()
                return PartedShare(name, stream, feed, offer, self._desk, self._press)
        return WholeShare(name, self._press)

    def _of_pipe(self, name: str, stream: BinaryIO) -> Share:
        feed = PipeFeed(stream.fileno(), self._slots)
        offer = offered(name, feed.head) if feed.read_first() else None
        if offer is not None:
            return PartedShare(name, stream, feed, offer, self._desk, self._press)
        whole = Input(name, feed.straight(0))
        return OwnShare(whole, self._desk, self._press)

    def _waiting(self) -> dict[int, Share]:
        waiting = {share.waits_for: share for share in self._open}
        return {pipe: share for pipe, share in waiting.items() if pipe is not None}

    def _hear(self) -> None:
        waiting = self._waiting()
        answers, readable = self._crew.hear(list(waiting))
        for pipe in readable:
            waiting[pipe].read_ahead()
        for answer in answers:
            share, _ = self._whose[answer.task]
            for order in share.answered(answer):
                self._crew.give(self._whose[order.task][1], order)
                if isinstance(order, Drop):
                    del self._whose[order.task]
            if isinstance(answer, Done):
                del self._whose[answer.task]
