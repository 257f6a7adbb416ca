"""
``cleanclaim scrub``: claims in, findings out.
"""

import argparse
import contextlib
import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from cleanclaim.commands import Exit, arguments, gravest
from cleanclaim.commands.aside import aside

if TYPE_CHECKING:
    from cleanclaim.commands.desk import Desk, Job, Tally
    from cleanclaim.commands.inputs import Input
    from cleanclaim.commands.outputs import Output
    from cleanclaim.commands.progress import Progress
    from cleanclaim.reporters.summary import Summary

_WIDTH = 100


class Scrub:
    """
    Reads claims, judges each by its payer's rules, and reports what is found.
    """

    help: ClassVar[str] = "say which claims would be denied, which line, why, and what to do"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "files", metavar="FILE", nargs="+", help="837P, 837I or claims as JSON; - is stdin"
        )
        arguments.add_config(parser)
        parser.add_argument(
            "--format",
            metavar="text|jsonl|csv",
            default="text",
            help="how to report (default: text), or the name of an installed reporter",
        )
        parser.add_argument(
            "--output", metavar="PATH", help="where to, whole or not at all (default: stdout)"
        )
        parser.add_argument("--all", action="store_true", help="report the clean claims too")
        parser.add_argument("--whole", action="store_true", help="read every value of every claim")
        parser.add_argument(
            "--fail-on",
            choices=("deny", "review", "never"),
            default="review",
            help="the weakest finding for which the exit status is 1 (default: review)",
        )
        arguments.add_as_of(parser, "waivers are judged")
        parser.add_argument(
            "--workers",
            metavar="N",
            type=_workers,
            default=1,
            help="share the work among this many processes (default: 1)",
        )

    def run(self, args: argparse.Namespace) -> int:
        from cleanclaim.commands.desk import Desk
        from cleanclaim.commands.ended_waivers import ended_waivers
        from cleanclaim.commands.inputs import open_inputs
        from cleanclaim.commands.outputs import open_output
        from cleanclaim.commands.progress import Progress

        inputs = open_inputs(args.files)
        _refuse_overwriting(args.output, inputs)
        job = _job(args)
        # What a plugin prints is no part of the report.
        with contextlib.redirect_stdout(sys.stderr):
            desk = Desk(job)
        with open_output(args.output) as output:
            for ended in ended_waivers(desk.payers, job.as_of):
                aside(f"{ended}\n")
            progress = Progress(wanted=not output.is_terminal)
            tally = _scrub(args.workers, desk, job, inputs, output, progress)
            output.write(desk.reporter.footer(tally.summary))
        for note in _notes(tally):
            aside(f"cleanclaim: {note}\n")
        return _status(tally, args.fail_on)


def _workers(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,3}", text, re.ASCII):
        msg = "expected a number from 1 to 9999"
        raise argparse.ArgumentTypeError(msg)
    return int(text)


def _refuse_overwriting(path: str | None, inputs: "Sequence[Input]") -> None:
    from cleanclaim.errors import CleanclaimError

    for given in inputs:
        with contextlib.suppress(OSError):
            if path and given.held is None and os.path.samefile(path, given.name):  # noqa: PTH121 - as it was given
                msg = f"{path}: is one of the inputs; name another --output"
                raise CleanclaimError(msg)


def _job(args: argparse.Namespace) -> "Job":
    from cleanclaim.commands.desk import Job
    from cleanclaim.reporters import Layout

    arguments.check_config(args.config)
    terminal = args.output is None and sys.stdout is not None and sys.stdout.isatty()
    layout = Layout(
        all=args.all,
        colour=terminal and _likes_colour(),
        # Off a terminal the bytes depend on nothing but the claims.
        width=shutil.get_terminal_size().columns if terminal else _WIDTH,
    )
    return Job(
        config=args.config,
        payer=args.payer,
        plugins=args.plugins,
        as_of=args.as_of or arguments.today(),
        whole=args.whole,
        format=args.format,
        layout=layout,
    )


def _likes_colour() -> bool:
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _scrub(
    workers: int,
    desk: "Desk",
    job: "Job",
    inputs: "Sequence[Input]",
    output: "Output",
    progress: "Progress",
) -> "Tally":
    from cleanclaim.commands.desk import Tally

    output.write(desk.reporter.header())
    total = Tally()
    for tally in _tallies(workers, desk, job, inputs, output, progress):
        total.summary.merge(tally.summary)
        total.unread = total.unread or tally.unread
    progress.clear()
    return total


def _tallies(
    workers: int,
    desk: "Desk",
    job: "Job",
    inputs: "Sequence[Input]",
    output: "Output",
    progress: "Progress",
) -> "Iterator[Tally]":
    if workers > 1:
        from cleanclaim.commands.feeds import workers_for

        if (several := workers_for(inputs, workers)) > 1:
            return _shared(several, desk, job, inputs, output, progress)
    return _here(desk, inputs, output, progress)


def _here(
    desk: "Desk", inputs: "Sequence[Input]", output: "Output", progress: "Progress"
) -> "Iterator[Tally]":
    def tell(text: str) -> None:
        progress.clear()
        aside(f"{text}\n")

    for given in inputs:

        def passed(claims: int, stream: BinaryIO, name: str = given.name) -> None:
            if not claims % 100:
                progress.show(f"{name}: {claims:,} claims{_share(stream)}")

        with contextlib.redirect_stdout(sys.stderr):  # likewise
            tally = desk.scrub(given, output.write, tell, passed)
        yield tally


def _share(stream: BinaryIO) -> str:
    try:
        size = os.fstat(stream.fileno()).st_size
        return f", {100 * stream.tell() // size} %"
    except (OSError, ValueError, ZeroDivisionError):
        return ""


def _shared(
    workers: int,
    desk: "Desk",
    job: "Job",
    inputs: "Sequence[Input]",
    output: "Output",
    progress: "Progress",
) -> "Iterator[Tally]":
    from cleanclaim.commands.foreman import Foreman
    from cleanclaim.commands.shares import Press

    def tell(text: str) -> None:
        progress.clear()
        aside(f"{text}\n")

    press = Press(output.write, output.write_encoded, output.finish, tell, progress.show)
    with contextlib.redirect_stdout(sys.stderr):  # as above
        yield from Foreman(job, desk, inputs, workers, press).tallies()


def _notes(tally: "Tally") -> Iterator[str]:
    """
    Why the exit status is 3 or 4, for who sees only that.
    """
    summary = tally.summary
    if count := summary.failures["reading"]:
        yield f"claims that could not be read whole: {count:,}; they are incomplete"
    if count := summary.failures["payer"]:
        yield f"claims that no payer's rules are for: {count:,}; they are incomplete"
    for edit, count in sorted(summary.failed_edits.items()):
        yield f"claims on which {edit} failed: {count:,}; they are incomplete"


def _status(tally: "Tally", fail_on: str) -> Exit:
    summary = tally.summary
    statuses = []
    if tally.unread or summary.failures["reading"] or summary.failures["payer"]:
        statuses.append(Exit.UNREAD)
    if summary.failures["edit"]:
        statuses.append(Exit.EDIT_FAILED)
    if _found(summary, fail_on):
        statuses.append(Exit.FINDINGS)
    return gravest(statuses)


def _found(summary: "Summary", fail_on: str) -> bool:
    """
    Whether anything was found at or above *fail_on*.
    """
    from cleanclaim.findings import Disposition

    if fail_on == "never":
        return False
    weakest = Disposition(fail_on).strength
    return any(number and each.strength >= weakest for each, number in summary.dispositions.items())
