"""
``cleanclaim edits``: what is checked, per payer.
"""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from cleanclaim.commands import Exit, arguments
from cleanclaim.commands.outputs import say

if TYPE_CHECKING:
    from cleanclaim.rules import Rules


class Edits:
    """
    ``cleanclaim edits``.
    """

    help: ClassVar[str] = "list the edits of each payer, with what the payer makes of them"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        arguments.add_config(parser)

    def run(self, args: argparse.Namespace) -> int:
        for number, rules in enumerate(arguments.rules_of(args)):
            say(*([""] if number else []), *_lines(rules))
        return Exit.DONE


def _lines(rules: "Rules") -> Iterator[str]:
    yield f"{rules.payer.id}: {rules.payer.name}"
    if rules.payer.out_of_scope:
        yield f"  out of scope: {rules.payer.out_of_scope}"
    stamped = sorted((*rules.edits, *rules.off), key=lambda each: each.id)
    widest = max((len(each.id) for each in stamped), default=0)
    for each in stamped:
        treatment = each.treatment or each.edit.disposition
        name = f"{each.id:<{widest}}  {each.edit.level:<5}  {treatment:<7}"
        yield f"  {name}  {each.version}  {each.edit.summary}".rstrip()
    if not stamped:
        yield "  no edits"
