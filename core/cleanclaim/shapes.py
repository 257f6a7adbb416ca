"""
Plain TOML data made into frozen attrs classes, strictly.

A bool is no number, no table is half read, no key is ignored; every fault is kept
with its key path, so that all of them can be told together.
"""

import datetime
import enum
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

import attrs

from cleanclaim.errors import CleanclaimError, PluginError, did_you_mean, together
from cleanclaim.key_paths import KeyPath, dotted
from cleanclaim.shape_fields import Field, by_key, fields, keys

__all__ = [
    "EXPECTED",
    "Field",
    "Misfit",
    "Where",
    "by_key",
    "fields",
    "fit",
    "fit_fields",
    "keys",
    "make",
    "shown",
    "structure",
    "told",
]

T = TypeVar("T")
Where = Callable[[KeyPath], str]

_LARGEST_INT = 2**63 - 1
_LARGEST_EXPONENT = 30
_LONGEST_SHOWN = 60
_NONE = type(None)
EXPECTED: Mapping[type, str] = {
    str: "text in quotes",
    bool: "true or false, without quotes",
    int: "a whole number",
    Decimal: "a number",
    datetime.date: "a date such as 2026-11-23, without quotes",
    Path: "the path of a file, in quotes",
}


@attrs.frozen
class Misfit:
    """
    What does not fit, and under which key; *unknown* when the key itself does not.
    """

    path: KeyPath
    what: str
    unknown: bool = False


_Fitter = Callable[[Any, KeyPath, list[Misfit], str], Any]


def structure(
    shape: type[T],
    data: Mapping[str, Any],
    where: Where,
    *,
    raises: type[CleanclaimError],
    noun: str = "key",
) -> T:
    """
    An instance of *shape* from a table; *where* tells the place of a key path.

    Raises: *raises*, with every fault of the table, a line each.
    """
    misfits: list[Misfit] = []
    made = _fit_shape(shape, data, (), misfits, noun)
    if misfits:
        raise raises(told(misfits, where))
    return typing.cast(T, made)


def told(misfits: Iterable[Misfit], where: Where) -> str:
    """
    The misfits as text, a line each, with their places.
    """
    return together(f"{_place(misfit, where)}: {misfit.what}" for misfit in misfits)


def _place(misfit: Misfit, where: Where) -> str:
    place = where(misfit.path)
    if not misfit.unknown:
        return place
    # The message names the unknown key; the place need only name its table.
    name = dotted(misfit.path[-1:])
    return place.removesuffix(name).rstrip(" .").removesuffix(":")


def fit(
    kind: Any, value: object, path: KeyPath, misfits: list[Misfit], *, noun: str = "key"
) -> Any:
    """
    The *value* as *kind*; where it does not fit, None, and the reason in *misfits*.
    """
    return _fitter(kind)(value, path, misfits, noun)


@cache
def _fitter(kind: Any) -> _Fitter:
    """
    What fits a value to this kind; looked for once a kind, as there are few.
    """
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if kind is Any:
        return _fit_any
    if origin in (typing.Union, types.UnionType):
        return _fitter(next(part for part in inner if part is not _NONE))
    if origin in (tuple, frozenset):
        return partial(_fit_list, origin, _fitter(inner[0]))
    if origin in (Mapping, dict):
        return partial(_fit_mapping, _fitter(inner[1]))
    if isinstance(kind, type) and attrs.has(kind):
        return partial(_fit_shape, kind)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return partial(_fit_enum, kind)
    if kind in EXPECTED:
        return partial(_fit_scalar, kind)
    msg = f"a field of type {kind!r} can't be read from TOML"
    raise PluginError(msg)


def _fit_any(value: object, _path: KeyPath, _misfits: list[Misfit], _noun: str) -> object:
    return value


def _fit_scalar(
    kind: type, value: object, path: KeyPath, misfits: list[Misfit], _noun: str
) -> object:
    if type(value) is kind and kind not in (int, Decimal):
        return value
    if kind is Path and isinstance(value, str) and value.strip() and "\0" not in value:
        return Path(value)
    if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
        number = Decimal(value)
        small = number.is_finite() and abs(number.adjusted()) <= _LARGEST_EXPONENT
        if kind is Decimal and small:
            return number
        if kind is int and isinstance(value, int) and abs(value) <= _LARGEST_INT:
            return value
    misfits.append(Misfit(path, f"{shown(value)}; expected {EXPECTED[kind]}"))
    return None


def _fit_enum(
    kind: type[enum.Enum], value: object, path: KeyPath, misfits: list[Misfit], _noun: str
) -> object:
    for member in kind:
        if type(member.value) is type(value) and member.value == value:
            return member
        if isinstance(member, str) and isinstance(value, str) and member.value == value:
            return member
    names = [str(member.value) for member in kind]
    hint = did_you_mean(value, names) if isinstance(value, str) else ""
    misfits.append(Misfit(path, f"{shown(value)}; expected one of {', '.join(names)}{hint}"))
    return None


def _fit_list(
    origin: type, item_as: _Fitter, value: object, path: KeyPath, misfits: list[Misfit], _noun: str
) -> object:
    if not isinstance(value, (list, tuple)):
        misfits.append(Misfit(path, f"{shown(value)}; expected a list in [ ]"))
        return None
    items = [item_as(item, (*path, n), misfits, "key") for n, item in enumerate(value)]
    if origin is tuple:
        return tuple(items)
    seen: set[object] = set()
    for n, item in enumerate(items):
        if item is not None and item in seen:
            misfits.append(Misfit((*path, n), f"{shown(value[n])} stands twice in the list"))
        seen.add(item)
    return frozenset(seen)


def _fit_mapping(
    item_as: _Fitter, value: object, path: KeyPath, misfits: list[Misfit], _noun: str
) -> object:
    if not isinstance(value, Mapping):
        misfits.append(Misfit(path, f"{shown(value)}; expected a table"))
        return None
    return {key: item_as(item, (*path, key), misfits, "key") for key, item in value.items()}


def _fit_shape(
    shape: type, value: object, path: KeyPath, misfits: list[Misfit], noun: str
) -> object:
    if not isinstance(value, Mapping):
        misfits.append(Misfit(path, f"{shown(value)}; expected a table"))
        return None
    before = len(misfits)
    values = fit_fields(by_key(shape), value, path, misfits, noun=noun)
    if len(misfits) > before:
        return None
    return make(shape, values, path, misfits)


def make(
    shape: type[T], values: Mapping[str, Any], path: KeyPath, misfits: list[Misfit]
) -> T | None:
    """
    An instance of *shape*; where its own validators refuse, None, and the reason.
    """
    try:
        return shape(**values)
    except (ValueError, TypeError) as error:
        misfits.append(_invalid(shape, error, path))
        return None


def fit_fields(
    known: Mapping[str, Field],
    table: Mapping[str, Any],
    path: KeyPath,
    misfits: list[Misfit],
    *,
    noun: str = "key",
    partly: bool = False,
) -> dict[str, Any]:
    """
    The arguments for a shape of these fields, by key; with *partly*, keys may be missing.
    """
    for key in table:
        if key not in known:
            hint = did_you_mean(key, known)
            if not hint:
                hint = f"; expected one of {', '.join(known)}" if known else "; expected none"
            misfits.append(Misfit((*path, key), f"unknown {noun} {key!r}{hint}", unknown=True))
    missing = [key for key, field in known.items() if field.required and key not in table]
    if missing and not partly:
        needed = f"{', '.join(map(repr, missing))} {'is' if len(missing) == 1 else 'are'} missing"
        misfits.append(Misfit(path, needed))
    return {
        field.name: fit(field.kind, table[key], (*path, key), misfits)
        for key, field in known.items()
        if key in table
    }


def _invalid(shape: type, error: Exception, path: KeyPath) -> Misfit:
    # attrs' validators hand the attribute over as an argument, or begin with its name.
    message = str(error.args[0]) if error.args else "not a valid value"
    found = next((arg for arg in error.args if isinstance(arg, attrs.Attribute)), None)
    name = found.name if found else None
    for field in fields(shape):
        if field.name == name or message.startswith(f"'{field.name}' "):
            message = message.removeprefix(f"'{field.name}' ")
            return Misfit((*path, field.key), message)
    return Misfit(path, message)


def shown(value: object) -> str:
    """
    A value of a config or facts file as its writer would know it again.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
