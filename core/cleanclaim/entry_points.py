"""
What is found by entry point: readers, reporters and sub-commands, by group and name.

Core's own stand in the same groups as anybody's. Nothing is imported until it is asked
for by name.
"""

from typing import Any

from cleanclaim import installed
from cleanclaim.errors import PluginError, did_you_mean, together


def found(group: str) -> dict[str, installed.EntryPoint]:
    """
    What stands in a group, by name, in name order.

    Raises: PluginError when two distributions give the same name, or core itself is
    not installed.
    """
    entries: dict[str, installed.EntryPoint] = {}
    faults = []
    for entry in sorted(installed.entry_points(group), key=lambda e: e.name):
        other = entries.setdefault(entry.name, entry)
        if other.value != entry.value:
            faults.append(
                f"{entry.name!r} of {group} is in two places: {_told(other)} and {_told(entry)}; "
                "uninstall one"
            )
    if faults:
        raise PluginError(together(faults))
    if not entries:
        msg = f"nothing stands in {group}; is cleanclaim installed? pip install cleanclaim"
        raise PluginError(msg)
    return entries


def load(group: str, name: str) -> Any:
    """
    What stands in a group under a name, imported.

    Raises: PluginError when there is none of that name, or it can't be imported.
    """
    entries = found(group)
    if name not in entries:
        hint = did_you_mean(name, entries) or f"; there is {', '.join(entries)}"
        msg = f"no {name!r} in {group}{hint}"
        raise PluginError(msg)
    try:
        return entries[name].load()
    except (ImportError, AttributeError, SyntaxError) as error:
        msg = (
            f"{_told(entries[name])} of {group} can't be imported: {type(error).__name__}: {error}"
        )
        raise PluginError(msg) from error


def _told(entry: installed.EntryPoint) -> str:
    owner = entry.distribution.name
    return f"{entry.value} of {owner}" if owner else entry.value
