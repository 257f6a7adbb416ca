"""
Which tables of facts, and which options, an edit's check is given, however deep in its
arguments.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from cleanclaim.tables import Table

_MOST_HELD = 100
_DEEPEST = 3  # an argument, an object that holds tables, a mapping in it


def tables_in(using: Mapping[str, Any]) -> tuple[Table[Any], ...]:
    """
    The tables that a check's further arguments are or hold, each once.
    """
    return tuple(dict.fromkeys(_held(using, (Table,), _DEEPEST)))


def options_in(using: Mapping[str, Any], shapes: Iterable[type]) -> tuple[Any, ...]:
    """
    The options of these classes that a check's further arguments are or hold.
    """
    shapes = tuple(shapes)
    found = {type(each): each for each in _held(using, shapes, _DEEPEST)}
    return tuple(each for shape, each in found.items() if shape in shapes)


def _held(value: Any, kinds: tuple[type, ...], deep: int) -> Iterator[Any]:
    if isinstance(value, kinds):
        yield value
    elif deep and isinstance(value, Mapping) and len(value) <= _MOST_HELD:
        for each in value.values():
            yield from _held(each, kinds, deep - 1)
    elif deep and attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from _held(getattr(value, field.name), kinds, deep - 1)
