"""
TOML files, read strictly, with the line of every key.

Whatever is wrong with a file becomes one error of the caller's own class, with file,
line and key; nothing of the parser leaks.
"""

import functools
import os
import re
import stat
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import tomli

from cleanclaim.errors import CleanclaimError
from cleanclaim.key_paths import KeyPath, dotted

if TYPE_CHECKING:
    from cleanclaim.toml_lines import Lines

LARGEST = 1_000_000
_BOM = b"\xef\xbb\xbf"
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_REPEATED = ("Cannot overwrite", "Cannot declare", "Cannot mutate", "Duplicate inline")


@attrs.frozen
class Document:
    """
    A TOML file that was read, or data in memory (*text* is None) under its name.
    """

    name: str
    data: Mapping[str, Any]
    text: str | None = attrs.field(default=None, repr=False)

    def line_of(self, path: KeyPath) -> int:
        """
        The line of a key or, failing that, of its nearest parent; 1 without any.
        """
        return self._walked.nearest(path)

    def where(self, path: KeyPath = ()) -> str:
        """
        A place to begin a message with: ``file:line: [table] key``.

        Numbers of list entries are left out, the line tells them.
        """
        place = self.name if self.text is None else f"{self.name}:{self.line_of(path)}"
        table, key = self._split(path)
        named = [_header(table)] if table else []
        if key:
            named.append(dotted(key))
        return f"{place}: {' '.join(named)}" if named else place

    def _split(self, path: KeyPath) -> tuple[KeyPath, KeyPath]:
        # The table is what stands in square brackets; inline tables belong to the key.
        tables = self._walked.headers if self.text is not None else _tables(self.data, path)
        at = max((n for n in range(len(path) + 1) if path[:n] in tables), default=0)
        return path[:at], path[at:]

    @property
    def _walked(self) -> "Lines":
        return _walked(self.text or "")


@functools.lru_cache(maxsize=16)
def _walked(text: str) -> "Lines":
    from cleanclaim.toml_lines import lines  # only what goes wrong needs a line

    return lines(text)


def _tables(data: object, path: KeyPath) -> set[KeyPath]:
    found: set[KeyPath] = set()
    for length, step in enumerate(path, start=1):
        data = (
            data.get(step)
            if isinstance(data, Mapping) and isinstance(step, str)
            else (data[step] if isinstance(data, list) and isinstance(step, int) else None)
        )
        if isinstance(data, Mapping):
            found.add(path[:length])
    return found


def _header(path: KeyPath) -> str:
    name = dotted(path)
    return f"[[{name}]]" if isinstance(path[-1], int) else f"[{name}]"


def read(path: Path | str, raises: type[CleanclaimError]) -> Document:
    """
    The file at *path*, parsed; floats are decimals.

    Raises: *raises*, when it is not a readable, strict TOML file of at most 1 MB.
    """
    name = os.fspath(path)
    try:
        text = _text(name)
        return Document(name, _parsed(name, text), text)
    except _BadFileError as error:
        raise raises(str(error)) from None


class _BadFileError(Exception):
    """
    Why a file can't be read, with its place.
    """


def _text(name: str) -> str:
    try:
        if not stat.S_ISREG(Path(name).stat().st_mode):
            msg = f"{name}: not a file"
            raise _BadFileError(msg)
        with Path(name).open("rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        msg = f"{name}: can't be read: {reason}"
        raise _BadFileError(msg) from None
    if len(content) > LARGEST:
        msg = f"{name}: larger than {LARGEST:,} bytes; expected a TOML file of at most 1 MB"
        raise _BadFileError(msg)
    if content.startswith(_BOM):
        msg = f"{name}:1:1: begins with a byte order mark; save it as UTF-8 without one"
        raise _BadFileError(msg)
    try:
        return content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        msg = f"{name}:{line}:{column}: not UTF-8 text; save it as UTF-8"
        raise _BadFileError(msg) from None


def _parsed(name: str, text: str) -> dict[str, Any]:
    try:
        return tomli.loads(text, parse_float=Decimal)
    except tomli.TOMLDecodeError as error:
        msg = _explained(name, text, str(error))
    except RecursionError:
        msg = f"{name}: nested too deeply"
    except (ValueError, ArithmeticError):
        msg = f"{name}:{_long_number(text)}: a number of too many digits"
    raise _BadFileError(msg)


def _explained(name: str, text: str, error: str) -> str:
    if error.startswith(_REPEATED) and (repeats := _walked(text).repeats):
        return "\n".join(
            f"{name}:{repeat.again}: {dotted(repeat.path)!r} is already on line {repeat.first};"
            " expected each key and table once"
            for repeat in repeats
        )
    place = _PLACE.search(error)
    if not place:
        return f"{name}: not TOML: {error}"
    what = error[: place.start()]
    what = what[:1].lower() + what[1:]
    if place.group(1):
        return f"{name}:{place.group(1)}:{place.group(2)}: not TOML: {what}"
    end = text.count("\n") + (not text.endswith("\n"))
    return f"{name}:{max(end, 1)}: not TOML: {what}, at the end of the file"


def _long_number(text: str) -> int:
    found = re.search(r"[0-9_]{1000,}|[eE][+-]?[0-9_]{10,}", text)
    return text.count("\n", 0, found.start()) + 1 if found else 1
