"""
``cleanclaim doctor``: versions, plugin faults, facts due for review.
"""

import argparse
import datetime
import importlib.metadata
import platform
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from cleanclaim.commands import Exit, arguments
from cleanclaim.commands.outputs import say

if TYPE_CHECKING:
    from cleanclaim.plugins import Catalogue
    from cleanclaim.tables import Table

_DISTRIBUTIONS = ("cleanclaim", "attrs", "pluggy", "tomli")


class Doctor:
    """
    ``cleanclaim doctor``.
    """

    help: ClassVar[str] = "tell versions, plugins at fault, and facts that are due for review"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        arguments.add_config(parser)
        arguments.add_as_of(parser, "facts are due for review")

    def run(self, args: argparse.Namespace) -> int:
        from cleanclaim.plugins import find

        for name, version in _versions():
            say(f"{name} {version}")
        catalogue = find(Path(args.plugins) if args.plugins else None)
        tables, faults = _examined(catalogue)
        faults += _config_faults(args)
        _say("plugins", catalogue.names)
        _say("facts due for review", _due(tables, args.as_of or arguments.today()))
        _say("faults", dict.fromkeys(faults))
        return Exit.USAGE if faults else Exit.DONE


def _versions() -> Iterator[tuple[str, str]]:
    yield "Python", platform.python_version()
    for name in _DISTRIBUTIONS:
        try:
            yield name, importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            yield name, "is not installed"


def _examined(catalogue: "Catalogue") -> "tuple[list[Table[Any]], list[str]]":
    """
    The tables of every plugin that can be loaded, and what is wrong with the others.
    """
    from cleanclaim.errors import CleanclaimError
    from cleanclaim.facts import load_facts

    tables: list[Table[Any]] = []
    faults: list[str] = []
    for name in catalogue.names:
        try:
            loaded = catalogue.load([name])
            own = next(plugin for plugin in loaded if plugin.name == name)
            files = own.hooks.call("scrub_facts") or ()
            tables += load_facts(files, name).values()
        except CleanclaimError as error:
            faults += str(error).splitlines()
    return tables, faults


def _config_faults(args: argparse.Namespace) -> list[str]:
    """
    What is wrong with the configs; that there are none here is no fault.
    """
    from cleanclaim.errors import CleanclaimError

    if args.config == arguments.CONFIGS and not Path(args.config).exists():
        return []
    try:
        arguments.rules_of(args)
    except CleanclaimError as error:
        return str(error).splitlines()
    return []


def _due(tables: "Iterable[Table[Any]]", day: datetime.date) -> Iterator[str]:
    for table in sorted(tables, key=lambda table: (table.next_review, str(table.path))):
        if table.next_review <= day:
            yield f"{table.path}: {table.name}, reviewed {table.reviewed}, due {table.next_review}"


def _say(title: str, lines: Iterable[str]) -> None:
    said = list(lines)
    say("", f"{title}:" if said else f"{title}: none", *(f"  {line}" for line in said))
