"""
Options: what a payer's config sets, as each plugin's own typed, frozen class.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import attrs

from cleanclaim import shapes
from cleanclaim.errors import ConfigError, PluginError
from cleanclaim.key_paths import KeyPath

T = TypeVar("T")


def structure(shape: type[T], data: Mapping[str, Any], where: shapes.Where) -> T:
    """
    A plugin's options from its table ``[options.<plugin>]``; *where* places a key.

    Raises: ConfigError, with every fault of the table, a line each.
    """
    return shapes.structure(shape, data, where, raises=ConfigError, noun="option")


def absolute(value: Any, path: KeyPath, folder_of: Callable[[KeyPath], Path]) -> Any:
    """
    A value of the options with every relative path in it made absolute, or as far as
    the folder of its file goes.
    """
    if isinstance(value, Path):
        return folder_of(path) / value
    if isinstance(value, tuple | frozenset):
        return type(value)(absolute(each, path, folder_of) for each in value)
    if isinstance(value, Mapping):
        return {key: absolute(each, (*path, key), folder_of) for key, each in value.items()}
    if attrs.has(type(value)):
        made = {
            field.name: absolute(
                getattr(value, field.name),
                (*path, field.metadata.get("key", field.name)),
                folder_of,
            )
            for field in attrs.fields(type(value))
            if field.init
        }
        same = all(getattr(value, name) is each for name, each in made.items())
        aliases = {field.name: field.alias for field in attrs.fields(type(value))}
        return (
            value
            if same
            else attrs.evolve(value, **{aliases[name]: each for name, each in made.items()})
        )
    return value


@attrs.frozen
class Options:
    """
    The options that one plugin may ask for: its own, and those it depends on.

    *held* has the structured options by their class; *others* names, for options that
    are loaded but out of reach, the plugin that declares them.
    """

    plugin: str
    held: Mapping[type, object] = attrs.field(factory=dict)
    others: Mapping[type, str] = attrs.field(factory=dict)

    def of(self, shape: type[T]) -> T:
        """
        The options of this class.

        Raises: PluginError when neither the plugin nor one it depends on declares it.
        """
        found = self.held.get(shape)
        if isinstance(found, shape):
            return found
        if owner := self.others.get(shape):
            msg = (
                f"plugin {self.plugin!r} asks for the options {shape.__name__!r} of {owner!r};"
                f" add {owner!r} to its project dependencies"
            )
        else:
            msg = (
                f"plugin {self.plugin!r} asks for the options {shape.__name__!r}, which no plugin"
                " declares; return the class from scrub_options"
            )
        raise PluginError(msg)
