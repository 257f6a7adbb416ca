"""
What the payers of a scrubber share: a plugin's facts are read once, and it is asked once
for edits that know no payer, by all payers whose options are alike.
"""

from collections.abc import Iterable
from typing import Any

import attrs

from cleanclaim.edits import Edit
from cleanclaim.errors import PluginError
from cleanclaim.facts import FactFile, Facts, Table, load_facts
from cleanclaim.options import Options
from cleanclaim.plugins import Loaded


class Shelf:
    """
    The tables of each plugin, read once however many payers use them.
    """

    def __init__(self) -> None:
        self._read: dict[str, dict[type, Table[Any]]] = {}

    def tables(self, plugin: Loaded) -> dict[type, Table[Any]]:
        """
        The tables of a plugin, by shape.

        Raises: PluginError or FactsError, with every fault of every file.
        """
        if plugin.name not in self._read:
            files = list(plugin.hooks.call("scrub_facts") or ())
            for file in files:
                if not isinstance(file, FactFile):
                    what = f"scrub_facts gave {type(file).__name__}, not FactFile"
                    msg = f"plugin {plugin.name!r}: {what}"
                    raise PluginError(msg)
            self._read[plugin.name] = load_facts(files, plugin.name)
        return self._read[plugin.name]


@attrs.frozen
class Given:
    """
    What a plugin makes its edits of: the tables and options within its reach. *written*
    are those options as the config has them.
    """

    facts: Facts
    options: Options
    written: str


class Collected:
    """
    The edits that plugins gave, by what they were given.

    What is equal may still be told differently (1.0 and 1.00): payers share edits only
    where their configs say the same in the same words.
    """

    def __init__(self) -> None:
        self._by_hook: dict[tuple[str, str], list[tuple[Given, tuple[Edit, ...]]]] = {}

    def edits(self, hook: str, given: Given) -> tuple[Edit, ...] | None:
        """
        What the plugin gave for the same before; None when it was not asked yet.
        """
        known = self._by_hook.get((given.facts.plugin, hook), ())
        return next((edits for before, edits in known if before == given), None)

    def keep(self, hook: str, given: Given, edits: Iterable[Edit]) -> None:
        """
        Remember what the plugin gave.
        """
        self._by_hook.setdefault((given.facts.plugin, hook), []).append((given, tuple(edits)))
