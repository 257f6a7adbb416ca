"""
``cleanclaim scrub-table``: tables of claims in, findings out.
"""

import argparse
import contextlib
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from cleanclaim.commands import Exit, arguments, gravest
from cleanclaim.commands.aside import aside

if TYPE_CHECKING:
    from cleanclaim import Outcome, Scrubber
    from cleanclaim.reporters import Layout as ReportLayout
    from cleanclaim_claim_tables.layouts import Layout
    from cleanclaim_claim_tables.tables import Table

_FORMATS = ("text", "csv", "jsonl", "parquet")
_WIDTH = 100


class ScrubTable:
    """
    Reads tables of claims, judges each claim by its payer's rules, writes what is found.
    """

    help: ClassVar[str] = "scrub tables of claims: CSV, Parquet or Arrow"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "files", metavar="FILE", nargs="+", help="CSV with a header, Parquet or Arrow"
        )
        parser.add_argument(
            "--layout",
            metavar="NAME|FILE",
            required=True,
            help="which column says what: tuva, de_synpuf, de_synpuf_carrier, or a TOML file",
        )
        parser.add_argument(
            "--constant",
            metavar="NAME=VALUE",
            action="append",
            type=_constant,
            default=[],
            help="what the table does not say, such as payer_id=MEDICARE; may be repeated",
        )
        arguments.add_config(parser)
        parser.add_argument(
            "--format",
            choices=_FORMATS,
            metavar="|".join(_FORMATS),
            default="text",
            help="how to report (default: text)",
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

    def run(self, args: argparse.Namespace) -> int:
        from cleanclaim_claim_tables.layouts import layout

        of_tables = layout(args.layout).with_constants(dict(args.constant))
        tables = _opened(args.files, of_tables)
        _check_output(args)
        # What a plugin prints is no part of the report.
        with contextlib.redirect_stdout(sys.stderr):
            scrubber = arguments.scrubber_of(args)
        run = _Run(args, scrubber)
        (_write_parquet if args.format == "parquet" else _write)(args, run, tables)
        return run.status()


class _Run:
    """
    One run over several tables: outcomes on their way, and what they come to.
    """

    def __init__(self, args: argparse.Namespace, scrubber: "Scrubber") -> None:
        from cleanclaim.reporters import Summary

        self._args, self._scrubber = args, scrubber
        self.summary = Summary()
        self.unread = False

    def outcomes(self, tables: "Iterable[Table]", *, terminal: bool = False) -> "Iterator[Outcome]":
        """
        The outcomes of all tables, in their order; of one that can't be read, none.

        *terminal*: the report itself is looked at as it comes.
        """
        from cleanclaim import InputError
        from cleanclaim.commands.progress import Progress

        self._progress = Progress(wanted=not terminal)
        for table in tables:
            try:
                yield from self._of(table)
            except (InputError, OSError) as error:
                self.unread = True
                self._tell(str(error) if isinstance(error, InputError) else _lost(table, error))

    def _of(self, table: "Table") -> "Iterator[Outcome]":
        from cleanclaim.reporters.plain import counted
        from cleanclaim_claim_tables.outcomes import Asked

        before = self.summary.claims
        scrubbed = table.scrubbed(self._scrubber, Asked(self._args.all, self._args.whole))
        outcomes = scrubbed.outcomes()
        while True:
            with contextlib.redirect_stdout(sys.stderr):  # what a plugin prints is no part
                outcome = next(outcomes, None)
            if outcome is None:
                break
            self.summary.add(outcome)
            if not scrubbed.woken % 100:
                self._progress.show(f"{table.name}: {scrubbed.woken:,} claims scrubbed")
            yield outcome
        for payer, claims in sorted(scrubbed.passed.items()):
            self.summary.pass_over(payer, claims)
        claims = self.summary.claims - before
        self._tell(
            f"{table.name}: {counted(scrubbed.rows, 'row')}, {counted(claims, 'claim')}, "
            f"{scrubbed.woken:,} of them scrubbed"
        )

    def _tell(self, text: str) -> None:
        self._progress.clear()
        aside("".join(f"{line}\n" for line in text.splitlines()))

    def status(self) -> Exit:
        """
        What the exit status says.
        """
        from cleanclaim.findings import Disposition

        summary, weakest = self.summary, self._args.fail_on
        statuses = []
        if self.unread or summary.failures["reading"] or summary.failures["payer"]:
            statuses.append(Exit.UNREAD)
        if summary.failures["edit"]:
            statuses.append(Exit.EDIT_FAILED)
        if weakest != "never" and any(
            count and each.strength >= Disposition(weakest).strength
            for each, count in summary.dispositions.items()
        ):
            statuses.append(Exit.FINDINGS)
        return gravest(statuses)


def _write(args: argparse.Namespace, run: _Run, tables: "Sequence[Table]") -> None:
    from cleanclaim.commands.outputs import open_output
    from cleanclaim_claim_tables.written import reporter_of

    with open_output(args.output) as output:
        reporter = reporter_of(args.format, _layout(args, terminal=output.is_terminal))
        output.write(reporter.header())
        for outcome in run.outcomes(tables, terminal=output.is_terminal):
            output.write(reporter.outcome(outcome))
        output.write(reporter.footer(run.summary))
    if args.format != "text":
        _tell_summary(run)


def _write_parquet(args: argparse.Namespace, run: _Run, tables: "Sequence[Table]") -> None:
    from cleanclaim_claim_tables.scrubbing import frames_of
    from cleanclaim_claim_tables.written import write_parquet

    write_parquet(args.output, frames_of(run.outcomes(tables), all=args.all))
    _tell_summary(run)


def _tell_summary(run: _Run) -> None:
    from cleanclaim.reporters.text_summary import summary_lines

    aside("".join(f"{line}\n" for line in summary_lines(run.summary, _WIDTH)))


def _layout(args: argparse.Namespace, *, terminal: bool) -> "ReportLayout":
    from cleanclaim.reporters import Layout

    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    # Off a terminal the bytes depend on nothing but the claims.
    width = shutil.get_terminal_size().columns if terminal else _WIDTH
    return Layout(all=args.all, colour=terminal and not plain, width=width)


def _constant(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        msg = "expected NAME=VALUE, such as payer_id=MEDICARE"
        raise argparse.ArgumentTypeError(msg)
    return name.strip(), value.strip()


def _opened(names: Sequence[str], of_tables: "Layout") -> "tuple[Table, ...]":
    """
    Every FILE, open.

    Raises: CleanclaimError naming each that can't be used; PluginError.
    """
    from cleanclaim import CleanclaimError, InputError
    from cleanclaim.errors import together
    from cleanclaim_claim_tables.tables import Table

    tables, faults = [], []
    for name in names:
        try:
            tables.append(Table(name, of_tables))
        except InputError as error:
            faults.extend(str(error).splitlines())
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "not a file name"
            faults.append(f"{name}: can't be opened: {reason or error}")
    if faults:
        raise CleanclaimError(together([*faults, "nothing was scrubbed"]))
    return tuple(tables)


def _check_output(args: argparse.Namespace) -> None:
    """
    Refuse what can't be written, before anything is done.

    Raises: CleanclaimError; PluginError.
    """
    from cleanclaim import CleanclaimError
    from cleanclaim_claim_tables import engine

    for name in args.files:
        with contextlib.suppress(OSError):
            if args.output and os.path.samefile(args.output, name):  # noqa: PTH121 - as it was given
                msg = f"{args.output}: is one of the inputs; name another --output"
                raise CleanclaimError(msg)
    if args.format == "parquet":
        engine.check("--format parquet")
        if args.output is None:
            msg = "--format parquet is no text; name a file with --output"
            raise CleanclaimError(msg)


def _lost(table: "Table", error: OSError) -> str:
    return f"{table.name}: can't be read to its end: {error.strerror or error}"
