"""
``cleanclaim config``: check, show, and the schema for an editor.
"""

import argparse
import json
from pathlib import Path
from typing import ClassVar

from cleanclaim.commands import Exit, arguments
from cleanclaim.commands.aside import aside
from cleanclaim.commands.outputs import say

_STEPS = ("check", "show", "schema")


class Config:
    """
    ``cleanclaim config``.
    """

    help: ClassVar[str] = "check the payers' configs, show what they come to, or their schema"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "step",
            choices=_STEPS,
            metavar="|".join(_STEPS),
            help="check: with plugins and edits; show: what extends comes to; schema: as JSON",
        )
        arguments.add_config(parser)
        parser.add_argument(
            "--origin", action="store_true", help="show: with the file and line of each value"
        )
        arguments.add_as_of(parser, "check asks whether a waiver has ended")

    def run(self, args: argparse.Namespace) -> int:
        match args.step:
            case "check":
                return _check(args)
            case "show":
                return _show(args)
        from cleanclaim.config import schema

        say(json.dumps(schema(_options(args)), indent=2))
        return Exit.DONE


def _options(args: argparse.Namespace) -> dict[str, type]:
    """
    The options of every plugin that is found, whether a config names it or not: an
    editor helps most while the config is still wrong.
    """
    from cleanclaim.plugins import find

    catalogue = find(Path(args.plugins) if args.plugins else None)
    loaded = catalogue.load(catalogue.names)
    shapes = {plugin.name: plugin.hooks.call("scrub_options") for plugin in loaded}
    return {name: shape for name, shape in shapes.items() if isinstance(shape, type)}


def _check(args: argparse.Namespace) -> int:
    from cleanclaim.commands.ended_waivers import ended_waivers
    from cleanclaim.reporters.plain import counted

    every = arguments.rules_of(args)
    for rules in every:
        payer = rules.payer
        say(
            f"{rules.config.path}: {payer.id}: {counted(len(rules.plugins), 'plugin')}, "
            f"{counted(len(rules.edits), 'edit')} on, {len(rules.off)} off"
        )
    for ended in ended_waivers(every, args.as_of or arguments.today()):
        aside(f"{ended}\n")
    return Exit.DONE


def _show(args: argparse.Namespace) -> int:
    from cleanclaim.commands.toml_text import toml_lines

    for config in arguments.configs_of(args):
        say(f"# {config.payer.id}: {config.path} and what it extends")
        origins = config.origins() if args.origin else {}
        say(*toml_lines(config.merged, origins), "")
    return Exit.DONE
