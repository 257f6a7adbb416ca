"""
``cleanclaim tables``: import CMS's tables, see what is there, compare editions.
"""

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from cleanclaim.commands import Exit, arguments
from cleanclaim.commands.aside import aside
from cleanclaim.commands.outputs import say
from cleanclaim_cms_tables.how_far import HowFar
from cleanclaim_cms_tables.kinds import Program, Services

if TYPE_CHECKING:
    from cleanclaim_cms_tables.importing import Given
    from cleanclaim_cms_tables.store import Store

_USAGE = """\
%(prog)s import [--edition DATE] [--services S] [--program P] [--smaller]
                                [--tables DIR] FILE...
       %(prog)s list [--format text|json] [--tables DIR]
       %(prog)s verify [--tables DIR]
       %(prog)s diff [--codes CODE,...] [--all] [--format text|csv]
                              [--edition DATE] [--services S] [--program P]
                              [--tables DIR] OLD NEW
       %(prog)s remove [--tables DIR] TABLE@EDITION..."""
_STEPS = {
    "import": "take in files as CMS publishes them, all or none",
    "list": "show the tables that are there, and for which days each is in force",
    "verify": "read every table through and compare it with its hash",
    "diff": "show what two editions say differently; the exit status is 0 either way",
    "remove": "remove editions",
}


class Tables:
    """
    ``cleanclaim tables``.
    """

    help: ClassVar[str] = (
        "import CMS's tables (NCCI, MUE, add-on codes, OPPS), list and compare them"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.usage = _USAGE
        steps = parser.add_subparsers(
            dest="step", metavar="STEP", required=True, prog=parser.prog, title="steps"
        )
        parsers = {
            name: steps.add_parser(name, help=text, description=text, allow_abbrev=False)
            for name, text in _STEPS.items()
        }
        _add_import(parsers["import"])
        _add_format(parsers["list"], "json")
        _add_diff(parsers["diff"])
        parsers["remove"].add_argument(
            "editions",
            metavar="TABLE@EDITION",
            nargs="+",
            help="such as ncci_pairs_hospital@2026-04-01",
        )
        for own in parsers.values():
            own.add_argument(
                "--tables",
                metavar="DIR",
                type=Path,
                help="the folder of tables (default: $CLEANCLAIM_TABLES, else the user's data folder)",
            )

    def run(self, args: argparse.Namespace) -> int:
        from cleanclaim_cms_tables.store import Store, folder_of

        return _RUN[args.step](args, Store(folder_of(args.tables)))


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        type=Path,
        help="a .txt, .csv or .xlsx of CMS's, or the .zip or .gz that it comes in; a table that "
        "comes in several files is imported in one go",
    )
    _add_given(parser)
    parser.add_argument(
        "--smaller",
        action="store_true",
        help="take a table with less than half the rows of the edition before it",
    )


def _add_diff(parser: argparse.ArgumentParser) -> None:
    for side in ("old", "new"):
        parser.add_argument(
            side,
            metavar=side.upper(),
            help="a table (its newest edition), TABLE@EDITION, or a file of CMS's",
        )
    parser.add_argument(
        "--codes", metavar="CODE,...", type=_codes, help="only what these codes stand in"
    )
    parser.add_argument("--all", action="store_true", help="show every difference, however many")
    _add_format(parser, "csv")
    _add_given(parser)


def _add_given(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--edition",
        metavar="DATE",
        type=arguments.day,
        help="the first day of the quarter, where no file says it",
    )
    parser.add_argument(
        "--services",
        metavar="|".join(Services),
        choices=tuple(map(str, Services)),
        help="for whose services the table is, where no file says it",
    )
    parser.add_argument(
        "--program",
        metavar="|".join(Program),
        choices=tuple(map(str, Program)),
        help="whose table it is, where no file says it",
    )


def _add_format(parser: argparse.ArgumentParser, other: str) -> None:
    parser.add_argument(
        "--format",
        choices=("text", other),
        metavar=f"text|{other}",
        default="text",
        help="how to show it (default: text)",
    )


def _codes(text: str) -> frozenset[str]:
    codes = frozenset(filter(None, (code.strip().upper() for code in text.split(","))))
    if not codes or any(len(code) != 5 or not code.isalnum() for code in codes):  # noqa: PLR2004 - a code's length
        msg = "expected codes such as 64493,76942"
        raise argparse.ArgumentTypeError(msg)
    return codes


def _given(args: argparse.Namespace) -> "Given":
    from cleanclaim_cms_tables.importing import Given

    return Given(
        args.edition,
        Services(args.services) if args.services else None,
        Program(args.program) if args.program else None,
    )


def _import(args: argparse.Namespace, store: "Store") -> Exit:
    from cleanclaim_cms_tables.imported import bring_in, check_folder
    from cleanclaim_cms_tables.importing import read

    check_folder(store.folder)
    how_far = HowFar()
    try:
        imports, remarks = read(args.files, _given(args), how_far)
        lines = tuple(bring_in(store, imports, how_far, smaller=args.smaller))
    finally:
        how_far.clear()
    _tell(remarks)
    say(*lines)
    return Exit.DONE


def _list(args: argparse.Namespace, store: "Store") -> Exit:
    from cleanclaim_cms_tables.listed import list_json, list_lines

    if args.format == "json":
        say(list_json(store))
    else:
        say(*list_lines(store, arguments.today()))
    return _faults(tuple(fault for _, fault in store.faults()))


def _verify(_: argparse.Namespace, store: "Store") -> Exit:
    from cleanclaim_cms_tables.listed import verify_lines

    whole, faults = verify_lines(store)
    say(*whole)
    return _faults(faults)


def _remove(args: argparse.Namespace, store: "Store") -> Exit:
    from cleanclaim_cms_tables.listed import remove_lines

    for line in remove_lines(store, args.editions):
        say(line)
    return Exit.DONE


def _diff(args: argparse.Namespace, store: "Store") -> Exit:
    from cleanclaim_cms_tables.compared import Asked, compare

    asked = Asked(args.old, args.new, args.codes, whole=args.all, csv=args.format == "csv")
    how_far = HowFar()

    def tell(remarks: Iterable[str]) -> None:
        how_far.clear()
        _tell(remarks)

    try:
        for lines in compare(asked, store, _given(args), how_far, tell):
            how_far.clear()
            say(*lines)
    finally:
        how_far.clear()
    return Exit.DONE


def _tell(remarks: Iterable[str]) -> None:
    for remark in remarks:
        aside(f"cleanclaim: {remark}\n")


def _faults(faults: Sequence[str]) -> Exit:
    """
    Say what is damaged, if anything is.
    """
    for fault in faults:
        aside(f"{fault}\n")
    return Exit.USAGE if faults else Exit.DONE


_RUN: Mapping[str, Callable[[argparse.Namespace, "Store"], Exit]] = {
    "import": _import,
    "list": _list,
    "verify": _verify,
    "diff": _diff,
    "remove": _remove,
}
