"""
The command line: finds the sub-command, runs it, and turns what it raises into an exit
status.

Only the sub-command that is asked for is imported, so that start-up is quick.
"""

import atexit
import gc
import os
import sys
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any

from cleanclaim import entry_points, installed
from cleanclaim.commands import GROUP, Command, Exit, outputs, there_is
from cleanclaim.commands.aside import aside
from cleanclaim.errors import (
    ClaimError,
    CleanclaimError,
    InputError,
    OutputError,
    PluginError,
    did_you_mean,
)

if TYPE_CHECKING:
    import argparse

_ABOUT = "Reads medical claims before the payer does, and says which would be denied and why."
_TRACEBACK = "CLEANCLAIM_TRACEBACK"
# Nearly all that is made at the start lasts until the end. To look through it for garbage
# every 700 objects, and twice more at the end, takes a tenth of a short run.
_OBJECTS = 50_000
atexit.register(gc.freeze)


def main(argv: Sequence[str] | None = None) -> int:
    """
    Run ``cleanclaim`` with these arguments, those of the process by default.

    Returns the exit status; raises nothing but what ends the process.
    """
    gc.set_threshold(_OBJECTS)
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        status = _run(arguments)
        outputs.flush_stdout()
    except KeyboardInterrupt:
        status = Exit.INTERRUPTED
    except BrokenPipeError:
        if sys.stdout is sys.__stdout__:
            outputs.let_go()
        status = Exit.PIPE_CLOSED
    except CleanclaimError as error:
        _tell(str(error))
        status = _status_of(error)
    except Exception as error:  # noqa: BLE001 - the outermost: whatever it is, the status says so
        _tell(internal(error))
        status = Exit.INTERNAL
    return int(status)


def _run(arguments: list[str]) -> int:
    try:
        return _command(arguments)
    except SystemExit as end:  # argparse's way to stop: after --help, or a usage error
        return end.code if isinstance(end.code, int) else Exit.DONE


def _command(arguments: list[str]) -> int:
    name = arguments[0] if arguments else ""
    if not name or name.startswith("-"):
        return _top(arguments)
    entries = entry_points.found(GROUP)
    if name not in entries:
        hint = did_you_mean(name, entries) or f"; {there_is(entries)}"
        _tell(f"cleanclaim: no command {name!r}{hint}")
        return Exit.USAGE
    command: Command = entry_points.load(GROUP, name)()
    return command.run(parser_of(name, command).parse_args(arguments[1:]))


def parser_of(name: str, command: Command, **style: Any) -> "argparse.ArgumentParser":
    """
    The argument parser of one sub-command; *style* is for its help text.
    """
    from cleanclaim.commands.parser import Parser

    parser = Parser(
        prog=f"cleanclaim {name}", description=command.help, allow_abbrev=False, **style
    )
    command.add_arguments(parser)
    return parser


def top_parser(**style: Any) -> "argparse.ArgumentParser":
    """
    The parser of ``cleanclaim`` itself, with every sub-command's help in a line.
    """
    from cleanclaim.commands.parser import Parser

    parser = Parser(prog="cleanclaim", description=_ABOUT, allow_abbrev=False, **style)
    parser.add_argument("--version", action="store_true", help="show the version and stop")
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")
    for name in entry_points.found(GROUP):
        commands.add_parser(name, help=_help(name), add_help=False)
    return parser


def _help(name: str) -> str:
    try:
        text: str = entry_points.load(GROUP, name).help
    except PluginError as error:  # one that can't be imported hides no other
        return str(error).replace("%", "%%")
    return text


def _top(arguments: list[str]) -> int:
    if arguments == ["--version"]:
        outputs.say(f"cleanclaim {installed.version('cleanclaim') or 'is not installed'}")
        return Exit.DONE
    parser = top_parser()
    if not arguments:
        _tell(parser.format_help().rstrip())
        return Exit.USAGE
    parser.parse_args(arguments)  # --help and most errors end here
    _tell("cleanclaim: a command comes first; see cleanclaim --help")
    return Exit.USAGE


def _status_of(error: CleanclaimError) -> Exit:
    if isinstance(error, OutputError):
        return Exit.INTERNAL
    return Exit.UNREAD if isinstance(error, (ClaimError, InputError)) else Exit.USAGE


def _tell(text: str) -> None:
    """
    A message for people; nobody may be listening.
    """
    from cleanclaim.reporters.plain import printable

    aside("".join(f"{printable(line)}\n" for line in text.splitlines()))


def internal(error: Exception) -> str:
    """
    What failed and where, without the message: it may hold a claim's values.
    """
    import traceback

    if os.environ.get(_TRACEBACK):
        return "".join(traceback.format_exception(error)).rstrip()
    return (
        f"cleanclaim: internal error: {type(error).__name__} at {_place(error.__traceback__)}; "
        f"set {_TRACEBACK}=1 to see where it came from"
    )


def _place(trace: TracebackType | None) -> str:
    """
    The innermost place in our own code.
    """
    import traceback
    from pathlib import Path

    place, package = "an unknown place", Path(__file__).parent
    for frame, line in traceback.walk_tb(trace):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(package):
            place = f"{path.relative_to(package.parent)}:{line}"
    return place
