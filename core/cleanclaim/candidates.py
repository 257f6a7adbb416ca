"""
Which plugins could be loaded: installed ones, and folders of uninstalled ones.

Only metadata is read; nothing is imported. What is wrong with any of the folders is told
together, each with its place.
"""

import importlib.util
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs

from cleanclaim import installed, shapes, tomls
from cleanclaim.errors import PluginError, together
from cleanclaim.installed import normal
from cleanclaim.versions import asked_for

GROUP = "cleanclaim"
_REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


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


def of_distributions() -> Iterable[Candidate]:
    """
    The plugins that are installed.
    """
    for entry in installed.entry_points(GROUP):
        own = entry.distribution
        yield Candidate(
            entry.name,
            entry.value,
            normal(own.name),
            own.version,
            tuple(map(_project, own.requires)),
            _origin(entry.value),
            asked_for(own.requires),
        )


def projects_in(folder: Path) -> list[Path]:
    """
    The folder itself and those in it, as far as they are projects.

    Raises: PluginError when it is no folder.
    """
    if not folder.is_dir():
        msg = f"{folder}: not a folder of plugins"
        raise PluginError(msg)
    return [path for path in (folder, *sorted(folder.iterdir())) if _is_project(path)]


def of_projects(folder: Path, projects: Iterable[Path]) -> list[Candidate]:
    """
    The plugins of a folder's projects.

    Raises: PluginError with the fault of every project, or where none is a plugin.
    """
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


def code_of(project: Path) -> Path:
    """
    The folder that a project's modules stand in.
    """
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
            normal(about.name or name),
            about.version,
            tuple(map(_project, about.dependencies)),
            _file(code_of(project), module.split(".")).resolve(),
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


def _project(requirement: str) -> str:
    match = _REQUIREMENT.match(requirement)
    return normal(match[0]) if match else ""
