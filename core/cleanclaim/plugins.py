"""
Finding plugins and loading them: installed ones, and folders of uninstalled ones.

Finding reads metadata only; nothing is imported until a config names it. What is wrong
with any of the plugins is told together, each with its place.
"""

import importlib
import importlib.metadata
import importlib.util
import inspect
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pluggy

from cleanclaim import hookspecs, shapes, tomls
from cleanclaim.errors import ConfigError, FactsError, PluginError, did_you_mean, together
from cleanclaim.versions import admits, asked_for

GROUP = "cleanclaim"
_REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_SEVERAL = {name for name in dir(hookspecs) if name.startswith("scrub_")} - {"scrub_options"}


@attrs.frozen
class _Project:
    """
    What is read of a plugin's pyproject.toml.
    """

    entry_points: Mapping[str, Mapping[str, str]] = attrs.field(metadata={"key": "entry-points"})
    name: str | None = None
    version: str = "0"
    dependencies: tuple[str, ...] = ()


@attrs.frozen
class Candidate:
    """
    A plugin that could be loaded: what its metadata says, before any import.

    ``requires`` are distribution names, normalised; ``place`` is where its code stands;
    ``core`` are the versions of core that it asks for, such as ``>=1,<2``.
    """

    name: str
    module: str
    distribution: str
    version: str
    requires: tuple[str, ...]
    place: Path | None
    core: str = ""


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


class Catalogue:
    """
    Every plugin that could be loaded, by name.
    """

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._by_name: dict[str, Candidate] = {}
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
        wanted = set(candidate.requires)
        return {
            other.name
            for other in self._by_name.values()
            if other.distribution in wanted and other.name != candidate.name
        }

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
        for name, depends in self.closure(names).items():
            candidate = self._by_name[name]
            try:
                _check_core(candidate)
                module = _imported(candidate)
                _check_place(candidate, module, loaded)
                _check_hooks(name, module)
            except PluginError as error:
                faults.append(str(error))
                continue
            loaded.append(Loaded(name, candidate.version, module, depends, candidate.place))
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
    installed = list(_installed())
    if folder is None:
        return Catalogue(installed)
    projects = _projects(folder)
    catalogue = Catalogue([*installed, *_in_projects(folder, projects)])
    for project in projects:
        root = str(_code(project))
        if root not in sys.path:
            sys.path.insert(0, root)
    importlib.invalidate_caches()
    return catalogue


def _installed() -> Iterable[Candidate]:
    for entry in importlib.metadata.entry_points(group=GROUP):
        distribution = entry.dist
        yield Candidate(
            entry.name,
            entry.value,
            _normal(distribution.name) if distribution else "",
            distribution.version if distribution else "0",
            tuple(map(_project, distribution.requires or ())) if distribution else (),
            _origin(entry.value),
            asked_for(distribution.requires or ()) if distribution else "",
        )


def _projects(folder: Path) -> list[Path]:
    if not folder.is_dir():
        msg = f"{folder}: not a folder of plugins"
        raise PluginError(msg)
    return [path for path in (folder, *sorted(folder.iterdir())) if _is_project(path)]


def _in_projects(folder: Path, projects: Iterable[Path]) -> list[Candidate]:
    found: list[Candidate] = []
    faults = []
    for path in projects:
        try:
            found.extend(_of_project(path))
        except PluginError as error:
            faults.append(str(error))
    if faults:
        raise PluginError(together(faults))
    if not found:
        msg = (
            f"{folder}: holds no plugin; each plugin is a folder with a pyproject.toml that has "
            f'[project.entry-points.{GROUP}]. "cleanclaim new" makes one'
        )
        raise PluginError(msg)
    return found


def _is_project(path: Path) -> bool:
    return (path / "pyproject.toml").is_file()


def _code(project: Path) -> Path:
    return (project / "src" if (project / "src").is_dir() else project).resolve()


def _of_project(project: Path) -> Iterable[Candidate]:
    document = tomls.read(project / "pyproject.toml", PluginError)
    given = document.data.get("project")
    entries = given.get("entry-points") if isinstance(given, Mapping) else None
    if not isinstance(given, Mapping) or not isinstance(entries, Mapping) or GROUP not in entries:
        return  # a project, but no plugin
    about = shapes.structure(
        _Project,
        {key: given[key] for key in shapes.keys(_Project) if key in given},
        lambda path: document.where(("project", *path)),
        raises=PluginError,
    )
    for name, module in about.entry_points[GROUP].items():
        yield Candidate(
            name,
            module,
            _normal(about.name or name),
            about.version,
            tuple(map(_project, about.dependencies)),
            _file(_code(project), module.split(".")).resolve(),
            asked_for(about.dependencies),
        )


def _file(folder: Path, module: Iterable[str]) -> Path:
    place = folder.joinpath(*module)
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


def _origin(module: str) -> Path | None:
    """
    Where a module's code stands, found without importing it or its parents.
    """
    top, *rest = module.split(".")
    try:
        spec = importlib.util.find_spec(top)
    except (ImportError, ValueError):
        return None
    if not spec or not spec.origin:
        return None
    place = Path(spec.origin).resolve()
    return _file(place.parent, rest) if rest else place


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _project(requirement: str) -> str:
    match = _REQUIREMENT.match(requirement)
    return _normal(match[0]) if match else ""


def _check_core(candidate: Candidate) -> None:
    try:
        version = importlib.metadata.version("cleanclaim")
    except importlib.metadata.PackageNotFoundError:
        return  # core itself runs from its folder
    if not admits(candidate.core, version):
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


def _check_place(candidate: Candidate, module: ModuleType, loaded: Iterable[Loaded]) -> None:
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
    twins = [other.name for other in loaded if other.module is module]
    if twins:
        msg = (
            f"plugin {candidate.name!r} and plugin {twins[0]!r} are one module, "
            f"{candidate.module!r}; give each its own"
        )
        raise PluginError(msg)


def _check_hooks(name: str, module: ModuleType) -> None:
    """
    Refuse a plugin without a hook, with a mistyped one, or with a default in one.
    """
    manager = new_manager()
    try:
        manager.register(module, name=name)
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        known = [spec for spec in dir(hookspecs) if spec.startswith("scrub_")]
        mistyped = [attr for attr in dir(module) if attr.startswith("scrub_") and attr not in known]
        hint = "".join(did_you_mean(attr, known) for attr in mistyped[:1])
        msg = f"plugin {name!r}: {_one_line(error)}{hint}"
        raise PluginError(msg) from error
    callers = manager.get_hookcallers(module)
    if not callers:
        msg = f"plugin {name!r} implements no hook; is @hookimpl missing?"
        raise PluginError(msg)
    for caller in callers:
        for implementation in caller.get_hookimpls():
            defaults = [
                parameter.name
                for parameter in inspect.signature(implementation.function).parameters.values()
                if parameter.default is not parameter.empty
            ]
            if defaults:
                msg = (
                    f"plugin {name!r}: {caller.name} has a default for {', '.join(defaults)}; "
                    "remove it, a hook's parameters have none"
                )
                raise PluginError(msg)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def new_manager() -> pluggy.PluginManager:
    """
    A plugin manager that knows the five hooks; each scrubber has its own.
    """
    manager = pluggy.PluginManager("cleanclaim")
    manager.add_hookspecs(hookspecs)
    return manager


class Hooks:
    """
    Calls the hooks one plugin at a time, so that every answer has an author.
    """

    def __init__(self, plugins: Iterable[Loaded]) -> None:
        self._manager = new_manager()
        for plugin in plugins:
            self._manager.register(plugin.module, name=plugin.name)

    def call(self, plugin: Loaded, hook: str, **arguments: Any) -> Any:
        """
        What one plugin answers to one hook; None when it has nothing to say.

        Raises: PluginError naming the plugin and the hook when it raises; what it raises
        of a file or option that its user wrote keeps its kind.
        """
        others = [module for module in self._manager.get_plugins() if module is not plugin.module]
        caller = self._manager.subset_hook_caller(hook, remove_plugins=others)
        if not caller.get_hookimpls():
            return None
        try:
            answer = caller(**arguments)
            if hook in _SEVERAL:
                # Only now does a hook that is a generator run.
                answer = [
                    item
                    for part in answer
                    for item in (part if isinstance(part, Iterable) else [part])
                ]
        except (ConfigError, FactsError) as error:  # what its user wrote, not its code
            msg = f"plugin {plugin.name!r}: {error}"
            raise type(error)(msg) from error
        except (Exception, SystemExit) as error:  # a plugin's code
            msg = f"plugin {plugin.name!r}: {hook} raised {type(error).__name__}: {error}"
            raise PluginError(msg) from error
        return answer
