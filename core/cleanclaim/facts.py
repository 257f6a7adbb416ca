"""
Facts: guidance as dated, cited data, in TOML or in CSV with a TOML sidecar.

A value holds from its own date until the next, and has a source. Code asks
``table.on(code, line.day)``; there is no current value.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

import attrs

from cleanclaim import fact_csv, fact_toml
from cleanclaim.errors import FactsError, PluginError, together
from cleanclaim.findings import Fact
from cleanclaim.tables import Table

__all__ = ["FactFile", "Facts", "Table", "load_facts"]

F = TypeVar("F", bound=Fact)


@attrs.frozen
class FactFile:
    """
    A table that a plugin ships: a .toml file, or a .csv beside a .toml of its stem.
    """

    path: Path = attrs.field(converter=Path)
    shape: type[Fact] = attrs.field()

    @shape.validator
    def _is_fact(self, _: object, shape: object) -> None:
        if not (isinstance(shape, type) and issubclass(shape, Fact)):
            msg = f"{self.path}: the shape {shape!r} is not a subclass of Fact"
            raise PluginError(msg)


@attrs.frozen
class Facts:
    """
    The tables that one plugin may ask for: its own, and those of its dependencies.

    *tables* has them by shape; *others* names, for tables that are loaded but out of
    reach, the plugin that ships them.
    """

    plugin: str
    tables: Mapping[type, Table[Any]] = attrs.field(factory=dict)
    others: Mapping[type, str] = attrs.field(factory=dict)

    def table(self, shape: type[F]) -> Table[F]:
        """
        The table of this shape.

        Raises: FactsError when neither the plugin nor one it depends on ships it.
        """
        if shape in self.tables:
            return cast(Table[F], self.tables[shape])
        if owner := self.others.get(shape):
            msg = (
                f"plugin {self.plugin!r} asks for the table {shape.__name__!r} of {owner!r};"
                f" add {owner!r} to its project dependencies"
            )
        else:
            msg = (
                f"plugin {self.plugin!r} asks for the table {shape.__name__!r}, which no plugin"
                " ships; return a FactFile for it from scrub_facts"
            )
        raise FactsError(msg)


def load_facts(files: Iterable[FactFile], plugin: str) -> dict[type, Table[Any]]:
    """
    The tables of a plugin, by shape. Every file is checked before stopping.

    Raises: FactsError, with every fault of every file, a line each.
    """
    tables: dict[type, Table[Any]] = {}
    faults: list[str] = []
    given: Iterable[object] = files  # a plugin may return anything
    for file in given:
        if not isinstance(file, FactFile):
            msg = f"plugin {plugin!r}: scrub_facts returned {file!r}; expected FactFile"
            raise PluginError(msg)
        if file.shape in tables:
            first, name = tables[file.shape].path, file.shape.__name__
            faults.append(f"{file.path}: plugin {plugin!r} has {name!r} in {first} already")
            continue
        try:
            tables[file.shape] = _load(file)
        except FactsError as error:
            faults.append(str(error))
    if faults:
        raise FactsError(together(faults))
    return tables


def _load(file: FactFile) -> Table[Any]:
    if file.path.suffix == ".csv":
        return fact_csv.load(file.path, file.shape)
    return fact_toml.load(file.path, file.shape)
