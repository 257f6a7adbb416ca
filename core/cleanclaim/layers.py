"""
Layers of config: a file, what it extends, and where every merged value came from.

Tables merge, arrays replace, waivers add up.
"""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from cleanclaim import tomls
from cleanclaim.errors import ConfigError, did_you_mean
from cleanclaim.key_paths import KeyPath
from cleanclaim.tomls import Document

WAIVERS = "waive"
_EXTENDS = re.compile(r"(?:[A-Za-z0-9_][\w.-]*/)*[A-Za-z0-9_][\w.-]*\.toml", re.ASCII)


def merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """
    Two layers as one: tables merge, arrays replace, waivers add up.
    """
    merged = _merged(base, over)
    if isinstance(base.get(WAIVERS), list) and isinstance(over.get(WAIVERS), list):
        merged[WAIVERS] = [*base[WAIVERS], *over[WAIVERS]]
    return merged


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        tables = isinstance(below, Mapping) and isinstance(value, Mapping)
        merged[key] = _merged(below, value) if tables else value  # type: ignore[arg-type]  # is a Mapping
    return merged


@attrs.frozen
class Layered:
    """
    The merged data of a file and what it extends, and the place of every value.
    """

    top: Document
    data: Mapping[str, Any]
    _places: Mapping[KeyPath, tuple[Document, KeyPath]] = attrs.field(repr=False)

    @classmethod
    def of(cls, documents: list[Document]) -> "Layered":
        """
        The documents merged, the first at the bottom.
        """
        data: dict[str, Any] = {}
        places: dict[KeyPath, tuple[Document, KeyPath]] = {}
        for document in documents:
            own = {key: value for key, value in document.data.items() if key != "extends"}
            before = data.get(WAIVERS)
            shift = len(before) if isinstance(before, list) else 0
            for path in leaves(own):
                placed = (WAIVERS, shift + int(path[1]), *path[2:]) if _in_waiver(path) else path
                _forget(places, data, placed)
                places[placed] = (document, path)
            data = merge(data, own)
        return cls(documents[-1], data, places)

    def where(self, path: KeyPath) -> str:
        """
        ``file:line: [table] key`` of a merged value, in the file that it came from.
        """
        for length in range(len(path), 0, -1):
            if path[:length] in self._places:
                document, own = self._places[path[:length]]
                return document.where((*own, *path[length:]))
        if _at(self.top.data, path) is None:
            for known, (document, own) in self._places.items():
                if known[: len(path)] == path:
                    return document.where(own[: len(path)])
        return self.top.where(path)

    def origins(self) -> dict[KeyPath, tuple[str, int]]:
        """
        For each merged value, the file and line that set it.
        """
        return {
            path: (document.name, document.line_of(own))
            for path, (document, own) in self._places.items()
        }


def leaves(data: Mapping[str, Any]) -> Iterator[KeyPath]:
    """
    The paths of all values that are not themselves tables; waivers are tables.
    """
    for key, value in data.items():
        if key == WAIVERS and isinstance(value, list):
            for number, waiver in enumerate(value):
                yield from _leaves(waiver, (key, number))
        else:
            yield from _leaves(value, (key,))


def _leaves(value: object, path: KeyPath) -> Iterator[KeyPath]:
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    else:
        yield path


def _in_waiver(path: KeyPath) -> bool:
    return len(path) > 1 and path[0] == WAIVERS and isinstance(path[1], int)


def _forget(places: dict[KeyPath, Any], data: Mapping[str, Any], path: KeyPath) -> None:
    # A value replaces what stood at its path, above it or, where a table did, below it.
    for length in range(1, len(path)):
        places.pop(path[:length], None)
    if isinstance(_at(data, path), Mapping):
        for other in [known for known in places if known[: len(path)] == path]:
            del places[other]


def _at(data: Any, path: KeyPath) -> object:
    try:
        for step in path:
            data = data[step]
    except (KeyError, IndexError, TypeError):
        return None
    return data


class Folder:
    """
    Reads config files and what they extend, each file once; keeps every fault.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.faults: list[str] = []
        self._read: dict[Path, Document | None] = {}

    def read(self, path: Path) -> Document | None:
        """
        A file of the folder, or None when it can't be read (a fault is kept).
        """
        if path not in self._read:
            try:
                self._read[path] = tomls.read(path, ConfigError)
            except ConfigError as error:
                self._read[path] = None
                self.faults.append(str(error))
        return self._read[path]

    def chain(self, path: Path) -> list[Document] | None:
        """
        A file and what it extends, the bottom one first; None after a fault.
        """
        paths: list[Path] = []
        documents: list[Document] = []
        at: Path | None = path
        while at is not None:
            if at in paths:
                self._cycle(paths[paths.index(at) :])
                return None
            document = self.read(at)
            if document is None:
                return None
            paths.append(at)
            documents.append(document)
            before = len(self.faults)
            at = self._base(document, at)
            if len(self.faults) > before:
                return None
        return documents[::-1]

    def documents(self) -> list[Document]:
        """
        Every file that could be read, in the order of reading.
        """
        return [document for document in self._read.values() if document is not None]

    def _base(self, document: Document, path: Path) -> Path | None:
        name = document.data.get("extends")
        if not isinstance(name, str):  # absent, or of a type that the file's check refuses
            return None
        if fault := self._extends_fault(name, path):
            self.faults.append(f"{document.where(('extends',))}: {fault}")
            return None
        return path.parent / name

    def _extends_fault(self, name: str, path: Path) -> str | None:
        if not _EXTENDS.fullmatch(name):
            return f"{name!r}; expected the name of a .toml file in this folder or below it"
        # Not Path.resolve: it raises on a ring of links.
        base, root = (Path(os.path.realpath(at)) for at in (path.parent / name, self.root))
        if not base.is_relative_to(root):
            return f"{name!r} leads out of the folder {self.root}"
        if not base.exists():
            near = did_you_mean(name, [other.name for other in path.parent.glob("*.toml")])
            return f"no file {name!r} in {path.parent}{near}"
        return None

    def _cycle(self, paths: list[Path]) -> None:
        # The same ring is met from each of its files; told once, from the first by name.
        first = paths.index(min(paths))
        ring = [*paths[first:], *paths[:first], paths[first]]
        document = self._read[ring[0]]
        place = document.where(("extends",)) if document else str(ring[0])
        names = " → ".join(path.name for path in ring)
        self.faults.append(f"{place}: extends itself in a cycle: {names}")
