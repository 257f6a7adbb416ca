"""
Several files shared among worker processes: the same bytes in the same order.

Each worker loads its own scrubber and writes a file's part of the report to a private
temporary file; the parts are put together in the order of the files. A worker that dies
is an error, never a shorter report.
"""

import contextlib
import multiprocessing
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Self

import attrs

from cleanclaim.commands.desk import Desk, Job, Tally
from cleanclaim.commands.inputs import Input
from cleanclaim.commands.outputs import Output
from cleanclaim.errors import CleanclaimError, OutputError

_GRACE = 5.0  # seconds


@attrs.frozen
class Part:
    """
    What a worker made of one file: where its part of the report is, what to tell.
    """

    path: Path
    tally: Tally
    told: tuple[str, ...]


@attrs.frozen
class _Broken:
    """
    Why a worker gave up, in words.
    """

    why: str


def parts(job: Job, inputs: Sequence[Input], workers: int) -> Iterator[Part]:
    """
    The parts of all inputs, in their order, made by that many processes.

    Raises: OutputError when a worker died or gave up.
    """
    with tempfile.TemporaryDirectory(prefix="cleanclaim-") as folder, _Crew(job, workers) as crew:
        waiting = [(given.name, Path(folder, str(n))) for n, given in enumerate(inputs)]
        made: dict[Path, Part] = {}
        for _, path in list(waiting):
            while path not in made:
                crew.employ(waiting)
                made.update({part.path: part for part in crew.finished()})
            crew.employ(waiting)
            yield made.pop(path)
            path.unlink()


class _Crew:
    """
    Worker processes, each busy with at most one file.
    """

    def __init__(self, job: Job, workers: int) -> None:
        # Fresh processes: a fork would copy whatever threads and locks there are.
        context = multiprocessing.get_context("spawn")
        self._processes: dict[Connection, BaseProcess] = {}
        self._idle: list[Connection] = []
        try:
            for _ in range(workers):
                ours, theirs = context.Pipe()
                process = context.Process(target=_serve, args=(theirs, job), daemon=True)
                with _uninterrupted():
                    process.start()
                theirs.close()  # so that its death is the end of the pipe
                self._processes[ours] = process
                self._idle.append(ours)
        except BaseException:
            self.__exit__()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for connection, process in self._processes.items():
            process.terminate()
            process.join(_GRACE)
            process.kill()
            connection.close()

    def employ(self, waiting: list[tuple[str, Path]]) -> None:
        """
        Give each idle worker the next file.
        """
        while self._idle and waiting:
            connection = self._idle.pop()
            with contextlib.suppress(OSError):  # it died; the end of its pipe tells
                connection.send(waiting[0])
            waiting.pop(0)

    def finished(self) -> Iterator[Part]:
        """
        Wait for one or more parts.

        Raises: OutputError when a worker died or gave up.
        """
        busy = [connection for connection in self._processes if connection not in self._idle]
        for ready in wait(busy):
            assert isinstance(ready, Connection)
            try:
                answer = ready.recv()
            except (EOFError, OSError):
                process = self._processes[ready]
                process.join()
                msg = (
                    f"a worker process died (exit code {process.exitcode}); "
                    "the output was not written whole"
                )
                raise OutputError(msg) from None
            if isinstance(answer, _Broken):
                raise OutputError(answer.why)
            self._idle.append(ready)
            yield answer


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


def _serve(connection: Connection, job: Job) -> None:
    """
    A worker's life: files come in, parts go out, until it is ended.
    """
    sys.stdout = sys.stderr  # what a plugin prints is no part of the report
    try:
        desk = Desk(job)
        while True:
            name, path = connection.recv()
            connection.send(_part(desk, Input(name), path))
    except (EOFError, BrokenPipeError):
        return
    except CleanclaimError as error:
        connection.send(_Broken(str(error)))
    except Exception as error:  # noqa: BLE001 - handed to the parent, which ends the run
        from cleanclaim.cli import internal

        connection.send(_Broken(internal(error)))


def _part(desk: Desk, given: Input, path: Path) -> Part:
    told: list[str] = []
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
        output = Output(stream, "a temporary file")
        tally = desk.scrub(given, output.write, told.append)
        output.finish()
    return Part(path, tally, tuple(told))
