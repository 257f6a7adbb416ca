"""
``cleanclaim plugins``: what is loaded, per payer, with versions.
"""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from cleanclaim.commands import Exit, arguments
from cleanclaim.commands.outputs import say

if TYPE_CHECKING:
    from cleanclaim.rules import Rules


class Plugins:
    """
    ``cleanclaim plugins``.
    """

    help: ClassVar[str] = "list the plugins of each payer, with versions"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        arguments.add_config(parser)

    def run(self, args: argparse.Namespace) -> int:
        every = arguments.rules_of(args)
        for number, rules in enumerate(every):
            say(*([""] if number else []), *_lines(rules))
        say(*_unused(every, args.plugins))
        return Exit.DONE


def _lines(rules: "Rules") -> Iterator[str]:
    from cleanclaim.reporters.plain import counted

    yield f"{rules.payer.id}: {rules.payer.name}"
    widest = max((len(plugin.name) for plugin in rules.plugins), default=0)
    for plugin in rules.plugins:
        edits = sum(each.plugin == plugin.name for each in rules.edits)
        notes = [counted(edits, "edit")]
        if off := sum(each.plugin == plugin.name for each in rules.off):
            notes.append(f"{off} off")
        if plugin.name not in rules.config.plugins:
            users = [other.name for other in rules.plugins if plugin.name in other.depends]
            notes.append(f"needed by {', '.join(users)}")
        yield f"  {plugin.name:<{widest}}  {plugin.version:<9}  {'; '.join(notes)}"
    if not rules.plugins:
        yield "  no plugins"


def _unused(every: "Iterable[Rules]", folder: str | None) -> Iterator[str]:
    from cleanclaim.plugins import find

    used = {plugin.name for rules in every for plugin in rules.plugins}
    unused = [name for name in find(Path(folder) if folder else None).names if name not in used]
    if unused:
        yield ""
        yield f"installed, and named by none of these payers: {', '.join(unused)}"
