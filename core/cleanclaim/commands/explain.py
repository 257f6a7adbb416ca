"""
``cleanclaim explain EDIT``: the edit's page, its sources, examples, and what each payer
makes of it.
"""

import argparse
import difflib
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from cleanclaim.commands import Exit, arguments
from cleanclaim.commands.outputs import say
from cleanclaim.errors import CleanclaimError, did_you_mean

if TYPE_CHECKING:
    from cleanclaim.rules import Rules

_WIDEST = 100


class Explain:
    """
    ``cleanclaim explain``.
    """

    help: ClassVar[str] = "tell what an edit finds, why, its sources, examples, and who uses it"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("edit", metavar="EDIT", help="the edit's id, such as plugin.edit")
        arguments.add_config(parser)
        parser.add_argument(
            "--codes", action="store_true", help="show every code that wakes it, however many"
        )

    def run(self, args: argparse.Namespace) -> int:
        from cleanclaim.commands.edit_page import Asked, page
        from cleanclaim.commands.payer_page import edit_in
        from cleanclaim.reporters import plain

        payers = _payers(args)
        user = next((rules for rules in payers if edit_in(rules, args.edit)), None)
        shown = user or _alone(args, payers)
        stamped = edit_in(shown, args.edit)
        assert stamped is not None
        width = min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)
        asked = Asked(payers, args.payer is not None, args.plugins, width, args.codes)
        say(*map(plain.printable, page(stamped, shown, asked)))
        return Exit.DONE


def _payers(args: argparse.Namespace) -> "tuple[Rules, ...]":
    """
    The payers asked for; none where there are no configs and none were asked for.
    """
    absent = args.config == arguments.CONFIGS and not Path(args.config).exists()
    return () if absent and args.payer is None else arguments.rules_of(args)


def _alone(args: argparse.Namespace, payers: "Iterable[Rules]") -> "Rules":
    """
    The edit's plugin by itself, where no payer asked for uses it.

    Raises: CleanclaimError when no plugin has the edit.
    """
    from cleanclaim.commands.alone import scrubber_of
    from cleanclaim.commands.payer_page import edit_in
    from cleanclaim.plugins import find

    plugin = args.edit.partition(".")[0]
    known = {each.id for rules in payers for each in (*rules.edits, *rules.off)}
    names = find(Path(args.plugins) if args.plugins else None).names
    if plugin in names:
        (rules,) = scrubber_of(plugin, args.plugins, **_of_cases(plugin, args.plugins)).payers
        if edit_in(rules, args.edit):
            return rules
        known |= {each.id for each in rules.edits}
    if args.edit in names:
        own = sorted(each for each in known if each.startswith(f"{plugin}."))
        msg = f"{plugin!r} is a plugin; {_edits(own)}"
        raise CleanclaimError(msg)
    hint = did_you_mean(args.edit, known) or _same_name(args.edit, known)
    msg = f"unknown edit {args.edit!r}{hint or '; cleanclaim edits lists them'}"
    raise CleanclaimError(msg)


def _of_cases(plugin: str, folder: str | None) -> dict[str, Any]:
    """
    The options without which its cases can't be judged, and so neither can the plugin
    be shown; with the file in whose folder their paths begin.
    """
    from cleanclaim.cases import cases_folder, read_cases, shared_options
    from cleanclaim.plugins import find

    loaded = find(Path(folder) if folder else None).load([plugin])
    file = next((own.module.__file__ for own in loaded if own.name == plugin), None)
    cases_in = cases_folder(Path(file)) if file else None
    files = sorted(cases_in.glob("*.toml")) if cases_in else []
    cases = [case for path in files for case in read_cases(path)]
    return {"options": shared_options(cases), "file": cases[0].file if cases else None}


def _edits(own: Sequence[str]) -> str:
    listed = "".join(f"\n  {edit}" for edit in own)
    return f"explain one of its edits:{listed}" if own else "it has no edits"


def _same_name(edit: str, known: Iterable[str]) -> str:
    """
    A hint for who gives an edit's name without its plugin, or with another.
    """
    names = {each.rpartition(".")[2]: each for each in sorted(known)}
    near = difflib.get_close_matches(edit.rpartition(".")[2], names, n=1)
    return f"; did you mean {names[near[0]]!r}?" if near else ""
