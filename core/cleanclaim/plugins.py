"""
Loading plugins: those that a config names, and what they depend on.

Nothing is imported until a config names it. What is wrong with any of the plugins is
told together, each with its place.
"""

import importlib
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType

import attrs

from cleanclaim import installed
from cleanclaim.candidates import (
    GROUP,
    Candidate,
    code_of,
    of_distributions,
    of_projects,
    projects_in,
)
from cleanclaim.errors import PluginError, did_you_mean, together
from cleanclaim.hooks import Hooks
from cleanclaim.versions import admits

__all__ = ["GROUP", "Candidate", "Catalogue", "Loaded", "find"]

_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


@attrs.frozen
class Loaded:
    """
    A plugin, imported: its name, version and module, and the plugins it depends on.
    """

    name: str
    version: str
    module: ModuleType
    depends: tuple[str, ...]
    place: Path | None
    hooks: Hooks = attrs.field(repr=False)


class Catalogue:
    """
    Every plugin that could be loaded, by name.
    """

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._by_name: dict[str, Candidate] = {}
        self._loaded: dict[str, Loaded] = {}
        faults = []
        for candidate in candidates:
            other = self._by_name.setdefault(candidate.name, candidate)
            if other.place != candidate.place or other.module != candidate.module:
                faults.append(
                    f"plugin {candidate.name!r} is in two places: {other.place} and "
                    f"{candidate.place}; remove one"
                )
        if faults:
            raise PluginError(together(faults))
        self._of: dict[str, list[str]] = {}
        for name, candidate in self._by_name.items():
            self._of.setdefault(candidate.distribution, []).append(name)

    @property
    def names(self) -> tuple[str, ...]:
        """
        The names of all plugins, in order.
        """
        return tuple(sorted(self._by_name))

    def closure(self, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """
        These plugins and all that they depend on, in name order, each with what it
        depends on, directly or not.

        Raises: PluginError naming the plugins that are missing.
        """
        direct: dict[str, set[str]] = {}
        waiting, missing = list(names), []
        while waiting:
            name = waiting.pop()
            if name in direct:
                continue
            if name not in self._by_name:
                missing.append(name)
                continue
            direct[name] = self._needs(self._by_name[name])
            waiting.extend(direct[name])
        if missing:
            raise PluginError(self._missing(sorted(set(missing))))
        return {name: _reach(name, direct) for name in sorted(direct)}

    def _needs(self, candidate: Candidate) -> set[str]:
        named = (name for each in candidate.requires for name in self._of.get(each, ()))
        return set(named) - {candidate.name}

    def _missing(self, missing: list[str]) -> str:
        hint = "".join(did_you_mean(name, self._by_name) for name in missing[:1])
        return (
            f"missing plugins: {', '.join(missing)}{hint}\n"
            f"       installed: {', '.join(self.names) or 'none'}\n"
            "       install them (pip install ./plugins/NAME), or name their folder with --plugins"
        )

    def load(self, names: Iterable[str]) -> tuple[Loaded, ...]:
        """
        Import these plugins and what they depend on, in name order.

        Raises: PluginError with the fault of every plugin that can't be used.
        """
        loaded: list[Loaded] = []
        faults = []
        core = installed.version("cleanclaim")
        for name, depends in self.closure(names).items():
            try:
                plugin = self._loaded.get(name) or _loaded(self._by_name[name], depends, core)
                _refuse_twin(plugin, loaded)
            except PluginError as error:
                faults.append(str(error))
                continue
            self._loaded[name] = plugin
            loaded.append(plugin)
        if faults:
            raise PluginError(together(faults))
        return tuple(loaded)


def _reach(name: str, direct: Mapping[str, set[str]]) -> tuple[str, ...]:
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        for other in direct[waiting.pop()] - reached:
            reached.add(other)
            waiting.append(other)
    return tuple(sorted(reached - {name}))


def find(folder: Path | None = None) -> Catalogue:
    """
    The plugins that are installed, and those of a folder of plugins.

    The folder's plugins join the import path; an installed plugin that stands in the
    folder too (an editable install) counts once.

    Raises: PluginError for a folder without plugins, or one name in two places.
    """
    here = list(of_distributions())
    if folder is None:
        return Catalogue(here)
    projects = projects_in(folder)
    catalogue = Catalogue([*here, *of_projects(folder, projects)])
    for project in projects:
        root = str(code_of(project))
        if root not in sys.path:
            sys.path.insert(0, root)
    importlib.invalidate_caches()
    return catalogue


def _loaded(candidate: Candidate, depends: tuple[str, ...], core: str | None) -> Loaded:
    _check_core(candidate, core)
    module = _imported(candidate)
    _check_place(candidate, module)
    hooks = Hooks(candidate.name, module)
    return Loaded(candidate.name, candidate.version, module, depends, candidate.place, hooks)


def _check_core(candidate: Candidate, version: str | None) -> None:
    # Without a version, core itself runs from its folder.
    if version is not None and not admits(candidate.core, version):
        msg = (
            f"plugin {candidate.name!r} asks for cleanclaim {candidate.core}, and this is "
            f"{version}; install the one or the other anew"
        )
        raise PluginError(msg)


def _imported(candidate: Candidate) -> ModuleType:
    if not _NAME.fullmatch(candidate.name):
        msg = (
            f"plugin {candidate.name!r}: a plugin's name is lower-case letters, digits and "
            "underscores, and begins with a letter"
        )
        raise PluginError(msg)
    try:
        return importlib.import_module(candidate.module)
    except (Exception, SystemExit) as error:  # a plugin may do anything while it is imported
        msg = (
            f"plugin {candidate.name!r} can't be imported from {candidate.place}: "
            f"{type(error).__name__}: {error}"
        )
        raise PluginError(msg) from error


def _check_place(candidate: Candidate, module: ModuleType) -> None:
    """
    Refuse a module that is not the candidate's own: Python has one of a name in a process.
    """
    found = getattr(module, "__file__", None)
    if found and candidate.place and Path(found).resolve() != candidate.place:
        msg = (
            f"plugin {candidate.name!r} stands in {candidate.place}, but {candidate.module!r} is "
            f"{found} in this process; rename one of the modules, or use a process for each"
        )
        raise PluginError(msg)


def _refuse_twin(plugin: Loaded, loaded: Iterable[Loaded]) -> None:
    twins = [other.name for other in loaded if other.module is plugin.module]
    if twins:
        msg = (
            f"plugin {plugin.name!r} and plugin {twins[0]!r} are one module, "
            f"{plugin.module.__name__!r}; give each its own"
        )
        raise PluginError(msg)
