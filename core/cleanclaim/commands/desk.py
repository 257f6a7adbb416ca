"""
One scrubber and one reporter at work: inputs in, report text out.
"""

import datetime
import gc
import os
import stat
from collections.abc import Callable, Iterator
from typing import BinaryIO

import attrs

from cleanclaim import entry_points
from cleanclaim.commands.inputs import Input
from cleanclaim.errors import InputError
from cleanclaim.findings import Place
from cleanclaim.interest import Passed, Sieve
from cleanclaim.readers.parts import Ledger, Looker, Parts
from cleanclaim.reporters import GROUP, Layout, Reporter, hears_all
from cleanclaim.reporters.plain import printable
from cleanclaim.reporters.summary import Summary
from cleanclaim.scrubber import Scrubber
from cleanclaim.sources import ClaimSource, Fault

MOST_TOLD = 100
Tell = Callable[[str], None]
Sources = Iterator[ClaimSource]


@attrs.frozen
class Job:
    """
    What a run is asked for; small, so that a worker can be sent it.
    """

    config: str
    payer: str | None
    plugins: str | None
    as_of: datetime.date
    whole: bool
    format: str
    layout: Layout


@attrs.define
class Tally:
    """
    What an input came to. ``unread``: part of it could not be read as claims.
    """

    summary: Summary = attrs.field(factory=Summary)
    unread: bool = False


class Desk:
    """
    Where inputs are scrubbed, one after another.
    """

    def __init__(self, job: Job) -> None:
        """
        Load all that the job needs.

        Raises: ConfigError, FactsError or PluginError.
        """
        self._job = job
        self.reporter: Reporter = entry_points.load(GROUP, job.format)(job.layout)
        self._scrubber = Scrubber.from_config(
            job.config, payer=job.payer, plugins_dir=job.plugins, as_of=job.as_of
        )
        self.payers = self._scrubber.payers
        gc.freeze()  # what was loaded lasts: no need to look through it for garbage

    def scrub(
        self,
        given: Input,
        write: Callable[[str], None],
        tell: Tell,
        passed: Callable[[int, BinaryIO], None] = lambda claims, stream: None,  # noqa: ARG005
    ) -> Tally:
        """
        Scrub one input: the report goes to *write*, faults of the input to *tell*.

        *passed* hears after each claim how many have passed.
        """
        faults = InputFaults(given.name, tell)
        tally = Tally()
        unasked = None if hears_all(self.reporter) else tally.summary.pass_over
        try:
            with given.open() as stream:
                before = state_of(stream)
                for outcome in self._scrubber.scrub_stream(
                    stream,
                    given.name,
                    whole=self._job.whole,
                    report=faults.take,
                    passed=unasked,
                ):
                    tally.summary.add(outcome)
                    if text := self.reporter.outcome(outcome):
                        write(text)
                    passed(tally.summary.claims, stream)
                if state_of(stream) != before:
                    faults.changed()
        except BrokenPipeError:
            raise
        except InputError as error:
            faults.say(str(error))
        except OSError as error:
            faults.broke_off(error)
        faults.finish()
        tally.unread = faults.serious
        return tally

    def looker(self, parts: Parts, passed: Passed) -> Looker:
        """
        Who looks at parts of an input; *passed* hears of claims that are left out.
        """
        return parts.looker(self._sieve, passed)

    def straight(self, ledger: Ledger, stream: BinaryIO, least: int, tally: Tally) -> Sources:
        """
        The claims of an input from where its ledger stands; see ``Ledger``.
        """
        return ledger.straight(
            stream, self._sieve, tally.summary.pass_over, whole=self.whole, least=least
        )

    @property
    def _sieve(self) -> Sieve | None:
        return None if self.whole or hears_all(self.reporter) else self._scrubber.interest

    @property
    def whole(self) -> bool:
        """
        Whether every value of every claim is to be read.
        """
        return self._job.whole

    def judge(
        self, sources: Sources, name: str, tally: Tally, write: Callable[[str], None]
    ) -> None:
        """
        Judge claims of an input of this name: the report goes to *write*.
        """
        for source in sources:
            outcome = self._scrubber.outcome(source, name, whole=self.whole)
            tally.summary.add(outcome)
            if text := self.reporter.outcome(outcome):
                write(text)


class InputFaults:
    """
    Tells an input's faults, and of too many only their number.
    """

    def __init__(self, name: str, tell: Tell) -> None:
        self._name, self._tell = name, tell
        self._count = 0
        self.serious = False

    def take(self, fault: Fault) -> None:
        """
        One fault, as a reader reports it.
        """
        self.serious = self.serious or fault.serious
        self._count += 1
        if self._count <= MOST_TOLD:
            self._tell(_told(self._name, fault))

    def say(self, text: str) -> None:
        """
        What ended the reading: always serious, always told.
        """
        self.serious = True
        self._tell("\n".join(map(printable, text.splitlines())))

    def changed(self) -> None:
        """
        Say that the input is another by now.
        """
        self.say(f"{self._name}: changed while it was read; scrub it again")

    def broke_off(self, error: OSError) -> None:
        """
        Say that the rest of the input could not be read.
        """
        self.say(f"{self._name}: can't be read to its end: {error.strerror or error}")

    def finish(self) -> None:
        """
        Say how many were not told.
        """
        if (more := self._count - MOST_TOLD) > 0:
            self._tell(printable(f"{self._name}: and {more:,} more like these"))


def _told(name: str, fault: Fault) -> str:
    return printable(f"{name}{_place(fault.location)}: {fault.code} {fault.message}")


def _place(location: Place | None) -> str:
    if not location:
        return ""
    byte = f" ({location['byte']})" if "byte" in location else ""
    number = location.get("segment", location.get("line"))
    return f":{number}{byte}" if number is not None else byte


def state_of(stream: BinaryIO) -> tuple[int, int] | None:
    """
    The size and the time of change of a file; None for a pipe, which always changes.
    """
    try:
        status = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return None
    return (status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else None
