"""
On which line each key of a TOML text stands, and which keys are written twice.

A TOML parser keeps no lines and reports a repeated key without the first place. This
walk understands as much TOML as that needs; where a text is not TOML it stops, and
what it saw until then still holds.
"""

import contextlib
import re
import sys
from collections.abc import Iterator

import attrs

from cleanclaim.key_paths import KeyPath

_BLANK = re.compile(r"(?:[ \t]|#[^\n]*)*")
_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BASIC = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_LITERAL = re.compile(r"'([^'\n]*)'")
_LONG = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}', re.DOTALL)
_SCALAR = re.compile(r"[^,\]}#\n]+")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))")
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}
_DEEPEST = 400


@attrs.frozen
class Repeat:
    """
    A key or table that is written twice: where first, and where again.
    """

    path: KeyPath
    first: int
    again: int


@attrs.frozen
class Lines:
    """
    The line of every key and list entry, counted from 1, and which paths are tables
    with a header of their own.
    """

    of: dict[KeyPath, int] = attrs.field(factory=dict)
    headers: set[KeyPath] = attrs.field(factory=set)
    repeats: list[Repeat] = attrs.field(factory=list)

    def nearest(self, path: KeyPath) -> int:
        """
        The line of a key or, failing that, of its nearest parent; 1 without any.
        """
        while path and path not in self.of:
            path = path[:-1]
        return self.of.get(path, 1)


def lines(text: str) -> Lines:
    """
    Walk a TOML text, as far as it is TOML.
    """
    walk = _Walk(text.replace("\r\n", "\n"))
    with contextlib.suppress(_NotTomlError):
        walk.document()
    return walk.found


class _NotTomlError(Exception):
    """
    The walk met something that is not TOML.
    """


class _Walk:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found = Lines()
        self._defined: set[KeyPath] = set()
        self._values: set[KeyPath] = set()
        self._entries: dict[KeyPath, int] = {}
        self._counted = (0, 1)

    def document(self) -> None:
        """
        The whole text: headers, and the keys under each.
        """
        table: KeyPath = ()
        while self._skip(_SPACE):
            if self.text.startswith("[[", self.at):
                table = self._header("[[", "]]")
            elif self.text[self.at] == "[":
                table = self._header("[", "]")
            else:
                self._pair(table, 0)

    def _header(self, opening: str, closing: str) -> KeyPath:
        line = self._line()
        self.at += len(opening)
        *parents, (last, _) = self._dotted()
        self._take(closing)
        path: KeyPath = ()
        for name, _ in parents:
            path = self._inside((*path, name), line)
        path = (*path, last)
        if opening == "[[":
            count = self._entries.get(path, 0)
            self._entries[path] = count + 1
            self.found.of.setdefault(path, line)
            path = (*path, count)
        self._define(path, line)
        self.found.headers.add(path)
        return path

    def _inside(self, path: KeyPath, line: int) -> KeyPath:
        # A name in a dotted path stands for the newest entry of a list of tables.
        if path in self._values:
            self._repeat(path, line)
        self.found.of.setdefault(path, line)
        return (*path, self._entries[path] - 1) if path in self._entries else path

    def _pair(self, table: KeyPath, depth: int) -> None:
        *parents, (last, line) = self._dotted()
        path = table
        for name, at in parents:
            path = self._inside((*path, name), at)
        path = (*path, last)
        self._define(path, line)
        self._values.add(path)
        self._take("=")
        self._skip(_BLANK)
        self._value(path, depth + 1)

    def _value(self, path: KeyPath, depth: int) -> None:
        first = self.text[self.at : self.at + 1]
        if depth > _DEEPEST:
            raise _NotTomlError
        if first == "[":
            for number in self._members("]"):
                self.found.of.setdefault((*path, number), self._line())
                self._value((*path, number), depth + 1)
        elif first == "{":
            for _ in self._members("}"):
                self._pair(path, depth + 1)
        else:
            self._match(_LONG, _BASIC, _LITERAL, _SCALAR)

    def _members(self, closing: str) -> Iterator[int]:
        self.at += 1
        number = 0
        while self._skip(_SPACE) and self.text[self.at] != closing:
            yield number
            number += 1
            self._skip(_SPACE)
            if not self.text.startswith(closing, self.at):
                self._take(",")
        self._take(closing)

    def _dotted(self) -> list[tuple[str, int]]:
        names = []
        while True:
            self._skip(_BLANK)
            line = self._line()
            found = self._match(_BARE_KEY, _BASIC, _LITERAL)
            name = found.group(0)
            if name[0] == '"':
                name = _ESCAPE.sub(_unescaped, found.group(1))
            elif name[0] == "'":
                name = found.group(1)
            names.append((name, line))
            self._skip(_BLANK)
            if not self.text.startswith(".", self.at):
                return names
            self.at += 1

    def _define(self, path: KeyPath, line: int) -> None:
        if path in self._defined:
            self._repeat(path, line)
            return
        self._defined.add(path)
        self.found.of[path] = line

    def _repeat(self, path: KeyPath, line: int) -> None:
        # What stands under a repeated key repeats with it; the key is told once.
        if not any(path[: len(other.path)] == other.path for other in self.found.repeats):
            self.found.repeats.append(Repeat(path, self.found.of[path], line))

    def _match(self, *patterns: re.Pattern[str]) -> re.Match[str]:
        for pattern in patterns:
            if found := pattern.match(self.text, self.at):
                self.at = found.end()
                return found
        raise _NotTomlError

    def _take(self, expected: str) -> None:
        self._skip(_BLANK)
        if not self.text.startswith(expected, self.at):
            raise _NotTomlError
        self.at += len(expected)

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at < len(self.text)

    def _line(self) -> int:
        at, line = self._counted
        self._counted = (self.at, line + self.text.count("\n", at, self.at))
        return self._counted[1]


def _unescaped(found: re.Match[str]) -> str:
    short, long, letter = found.groups()
    if letter:
        return _ESCAPED.get(letter, letter)
    number = int(short or long, 16)
    return chr(number) if number <= sys.maxunicode else ""
