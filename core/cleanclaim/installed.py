"""
What the installed distributions say of themselves: entry points, versions, requirements.

importlib.metadata tells that and more, but to import it takes longer than all that is
done here. The folders of the import path are read; where a distribution may stand
elsewhere, in an archive, an egg or with a finder of its own, importlib.metadata is asked.
"""

# ruff: noqa: PTH113, PTH116, PTH118, PTH122, PTH123, PTH208
# To import pathlib, and to walk the import path with it, takes longer than what is done here.

import functools
import importlib
import os
import re
import sys
from collections.abc import Iterator
from importlib.machinery import PathFinder
from typing import Any

_WHEEL, _EGG = ".dist-info", ".egg-info"
_OBJECT = re.compile(r"(?P<module>[\w.]+)\s*(?::\s*(?P<name>[\w.]+)\s*)?(?:\[.*\]\s*)?")


class Distribution:
    """
    What is installed under one name; its metadata is read when it is asked for.

    No attrs class: attrs takes longer to import than all that is done here.
    """

    def __init__(self, folder: str, fields: dict[str, list[str]] | None = None) -> None:
        """
        Take the folder of the metadata, or its *fields* where they are known.
        """
        self._folder, self._known = folder, fields

    @property
    def name(self) -> str:
        """
        Its name, as its project writes it.
        """
        return self._fields.get("name", [""])[0]

    @property
    def version(self) -> str:
        """
        Its version.
        """
        return self._fields.get("version", ["0"])[0]

    @property
    def requires(self) -> tuple[str, ...]:
        """
        What it depends on, as its project writes it.
        """
        return tuple(self._fields.get("requires-dist", ()))

    @property
    def _fields(self) -> dict[str, list[str]]:
        if self._known is None:
            self._known = _header(_text(self._folder, "METADATA"))
        return self._known


class EntryPoint:
    """
    An object of a distribution, such as ``package.module:name``, and the name that it
    gives it in a group.
    """

    def __init__(self, name: str, value: str, distribution: Distribution) -> None:
        """
        Take what a line of entry_points.txt says.
        """
        self.name, self.value, self.distribution = name, value, distribution

    def load(self) -> Any:
        """
        The object, its module imported.

        Raises: ImportError, AttributeError, and whatever the module raises.
        """
        match = _OBJECT.fullmatch(self.value)
        if match is None:
            msg = f"{self.value!r} names no object; expected package.module:name"
            raise ImportError(msg)
        found: Any = importlib.import_module(match["module"])
        return functools.reduce(getattr, filter(None, (match["name"] or "").split(".")), found)


class _ElsewhereError(Exception):
    """
    A distribution may stand where only importlib.metadata looks.
    """


def entry_points(group: str) -> list[EntryPoint]:
    """
    What the installed distributions have in a group.
    """
    try:
        return list(_in_folders(group))
    except _ElsewhereError:
        return list(_asked(group))


def version(name: str) -> str | None:
    """
    The version of a distribution; None where it is not installed.
    """
    try:
        folder = _folders().get(normal(name))
        if folder and not folder.endswith(_WHEEL):
            raise _ElsewhereError
    except _ElsewhereError:
        return _asked_version(name)
    return Distribution(folder).version if folder else None


def normal(name: str) -> str:
    """
    A distribution's name as all its spellings have it in common.
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def _in_folders(group: str) -> Iterator[EntryPoint]:
    for folder in _folders().values():
        text = _text(folder, "entry_points.txt")
        if group in text:
            if not folder.endswith(_WHEEL):
                raise _ElsewhereError
            own = Distribution(folder)
            yield from (EntryPoint(name, value, own) for name, value in _section(text, group))


def _folders() -> dict[str, str]:
    """
    The folders of metadata on the import path, by distribution; of two the first counts.
    """
    if any(
        each is not PathFinder and hasattr(each, "find_distributions") for each in sys.meta_path
    ):
        raise _ElsewhereError
    found: dict[str, str] = {}
    for place in sys.path:
        try:
            changed = os.stat(place or ".").st_mtime_ns
        except OSError:
            continue
        for name, folder in _in_place(place or ".", changed):
            found.setdefault(name, folder)
    return found


@functools.cache
def _in_place(place: str, _: int) -> list[tuple[str, str]]:
    """
    The folders of metadata in one place, as long as nothing is put there or taken away.
    """
    if place.endswith(".egg") or os.path.isfile(place):
        raise _ElsewhereError
    try:
        names = os.listdir(place)
    except OSError:
        return []
    return [
        (normal(os.path.splitext(name)[0].partition("-")[0]), os.path.join(place, name))
        for name in names
        if name.endswith((_WHEEL, _EGG))
    ]


@functools.lru_cache(maxsize=1024)
def _text(folder: str, name: str) -> str:
    """
    A file of the metadata, read once a process; empty where there is none.
    """
    try:
        with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def _section(text: str, group: str) -> Iterator[tuple[str, str]]:
    section = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            section = line.strip("[] ")
        elif section == group and line and not line.startswith("#"):
            name, _, value = line.partition("=")
            yield name.strip(), value.strip()


def _header(text: str) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for line in text.partition("\n\n")[0].splitlines():
        key, colon, value = line.partition(":")
        if colon and not line[0].isspace():
            fields.setdefault(key.lower(), []).append(value.strip())
    return fields


def _asked(group: str) -> Iterator[EntryPoint]:
    import importlib.metadata

    for entry in importlib.metadata.entry_points(group=group):
        fields: dict[str, list[str]] = {}
        if entry.dist:
            fields = {
                "name": [entry.dist.name],
                "version": [entry.dist.version],
                "requires-dist": entry.dist.requires or [],
            }
        yield EntryPoint(entry.name, entry.value, Distribution("", fields))


def _asked_version(name: str) -> str | None:
    import importlib.metadata

    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None
