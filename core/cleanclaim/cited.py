"""
Which tables of facts an edit's check is given, however deep in its arguments.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from cleanclaim.tables import Table

_MOST_HELD = 100
_DEEPEST = 3  # an argument, an object that holds tables, a mapping in it


def tables_in(using: Mapping[str, Any]) -> tuple[Table[Any], ...]:
    """
    The tables that a check's further arguments are or hold, each once.
    """
    return tuple(dict.fromkeys(_held(using, _DEEPEST)))


def _held(value: Any, deep: int) -> Iterator[Table[Any]]:
    if isinstance(value, Table):
        yield value
    elif deep and isinstance(value, Mapping) and len(value) <= _MOST_HELD:
        for each in value.values():
            yield from _held(each, deep - 1)
    elif deep and attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from _held(getattr(value, field.name), deep - 1)
