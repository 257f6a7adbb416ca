"""
Config data as TOML text again, with the origin of each value when it is asked for.
"""

import datetime
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from cleanclaim.key_paths import KeyPath, dotted

Origins = Mapping[KeyPath, tuple[str, int]]


def toml_lines(data: Mapping[str, Any], origins: Origins) -> Iterator[str]:
    """
    The lines of a TOML document: plain values, then tables, then arrays of tables.
    """
    yield from _table(data, (), origins)


def _table(data: Mapping[str, Any], path: KeyPath, origins: Origins) -> Iterator[str]:
    tables = {key: value for key, value in data.items() if isinstance(value, Mapping)}
    listed = {key: value for key, value in data.items() if _is_tables(value)}
    for key, value in data.items():
        if key not in tables and key not in listed:
            origin = _origin((*path, key), origins)
            yield f"{dotted((key,))} = {toml_value(value)}{origin}"
    for key, table in tables.items():
        inner = (*path, key)
        # A table of tables needs no header of its own.
        if not table or not all(isinstance(value, Mapping) for value in table.values()):
            yield ""
            yield f"[{dotted(inner)}]{_origin(inner, origins)}"
        yield from _table(table, inner, origins)
    for key, several in listed.items():
        for number, table in enumerate(several):
            yield ""
            yield f"[[{dotted((*path, key))}]]"
            yield from _table(table, (*path, key, number), origins)


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, Mapping) for v in value)


def _origin(path: KeyPath, origins: Origins) -> str:
    if path not in origins:
        return ""
    file, line = origins[path]
    return f"  # {file}:{line}"


def toml_value(value: object) -> str:
    """
    One value, on one line.

    Raises: TypeError for what TOML has no notation for.
    """
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            # JSON's escapes are TOML's too, but for DEL, which JSON leaves as it is.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
        case int() | Decimal():
            return str(value)
        case datetime.date() | datetime.time():
            return value.isoformat()
        case list() | tuple():
            return f"[{', '.join(map(toml_value, value))}]"
        case Mapping():
            pairs = (f"{dotted((str(key),))} = {toml_value(each)}" for key, each in value.items())
            return f"{{ {', '.join(pairs)} }}" if value else "{}"
    msg = f"TOML has no {type(value).__name__}"
    raise TypeError(msg)
