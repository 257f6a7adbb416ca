"""
The fields of a shape: an attrs class that a table of TOML is to fit.
"""

import typing
from collections.abc import Mapping
from functools import cache
from typing import Any

import attrs

from cleanclaim.errors import PluginError


@attrs.frozen
class Field:
    """
    A field of a shape: its key in TOML, its type, and whether it may be absent.

    The key is the field's name unless its metadata has another under ``key``.
    """

    name: str
    key: str
    kind: Any
    required: bool


def fields(shape: type) -> tuple[Field, ...]:
    """
    The fields of a shape, in their order.

    Raises: PluginError when it is not an attrs class whose types can be resolved.
    """
    held: Any = shape  # mypy does not take every class for hashable
    return _fields(held)


@cache
def _fields(shape: Any) -> tuple[Field, ...]:
    try:
        attributes = attrs.fields(shape)
        kinds = {field.name: field.type for field in attributes}
        if any(map(_is_to_resolve, kinds.values())):
            kinds = typing.get_type_hints(shape)
    except (NameError, TypeError, attrs.exceptions.NotAnAttrsClassError) as error:
        msg = f"{shape!r} can't be filled from TOML: {error}; expected an attrs class"
        raise PluginError(msg) from error
    return tuple(
        Field(
            field.name.lstrip("_"),
            field.metadata.get("key", field.name),
            kinds[field.name],
            field.default is attrs.NOTHING,
        )
        for field in attributes
        if field.init
    )


def _is_to_resolve(kind: Any) -> bool:
    """
    Whether a type is named in quotes, or has something in it that is.
    """
    if kind is None or isinstance(kind, (str, list, typing.ForwardRef)):
        return True
    return hasattr(kind, "__metadata__") or any(map(_is_to_resolve, typing.get_args(kind)))


def by_key(shape: type) -> Mapping[str, Field]:
    """
    The fields of a shape by their keys, in their order.
    """
    held: Any = shape
    return _by_key(held)


@cache
def _by_key(shape: Any) -> Mapping[str, Field]:
    return {field.key: field for field in _fields(shape)}


def keys(shape: type) -> tuple[str, ...]:
    """
    The keys that a table of this shape may have, in their order.
    """
    return tuple(by_key(shape))
