"""
The JSON Schema of a config file, for editors; made from the loader's own shapes.
"""

import datetime
import enum
import re
import types
import typing
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs

from cleanclaim import shapes
from cleanclaim.config_file import ConfigFile
from cleanclaim.findings import Json
from cleanclaim.payer import NAME
from cleanclaim.waivers import EDIT

_SCALARS: Mapping[type, dict[str, Json]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    Decimal: {"type": "number"},
    Path: {"type": "string"},
    datetime.date: {"type": "string", "format": "date"},
}
_KEYS: Mapping[str, re.Pattern[str]] = {"options": NAME, "disposition": EDIT}


def schema(options: Mapping[str, type] | None = None) -> dict[str, Json]:
    """
    A JSON Schema (draft 2020-12) of a config file, with the *options* of these plugins,
    each one's class by its name.

    Nothing is required at the top or in [payer]: a file may leave to another, which it
    extends, what that one says.
    """
    table: dict[str, Any] = _table(ConfigFile, whole=False)
    if options:
        table["properties"]["options"]["properties"] = {
            name: _table(shape, whole=False) for name, shape in sorted(options.items())
        }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "cleanclaim: a payer's config",
        **table,
    }


def _table(shape: type, *, whole: bool) -> dict[str, Json]:
    about = {field.alias: field.metadata.get("about") for field in attrs.fields(shape)}
    properties: dict[str, Json] = {}
    for field in shapes.fields(shape):
        described = _described(field.kind)
        if field.key in _KEYS:
            described["propertyNames"] = {"pattern": f"^{_KEYS[field.key].pattern}$"}
        said = about[field.name]
        properties[field.key] = described | ({"description": said} if said else {})
    table: dict[str, Json] = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    if whole:
        table["required"] = [field.key for field in shapes.fields(shape) if field.required]
    return table


def _described(kind: Any) -> dict[str, Json]:
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _described(next(part for part in inner if part is not type(None)))
    if origin in (tuple, frozenset):
        listed: dict[str, Json] = {"type": "array", "items": _item(inner[0])}
        return listed | {"uniqueItems": True} if origin is frozenset else listed
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _described(inner[1])}
    if kind is Any:
        return {}
    if attrs.has(kind):
        return _table(kind, whole=False)
    if issubclass(kind, enum.Enum):
        return {"enum": [str(member.value) for member in kind]}
    return dict(_SCALARS[kind])


def _item(kind: Any) -> dict[str, Json]:
    # An entry of a list is whole in its own file; a table may be filled by another.
    return _table(kind, whole=True) if attrs.has(kind) else _described(kind)
