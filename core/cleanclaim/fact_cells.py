"""
What the cells of a CSV of facts stand for, by the types of the shape's fields.
"""

import datetime
import enum
import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from cleanclaim import shapes
from cleanclaim.errors import PluginError, did_you_mean
from cleanclaim.fact_toml import own_fields
from cleanclaim.findings import Fact
from cleanclaim.shapes import Field
from cleanclaim.values import iso_date

Parse = Callable[[str], Any]

_INT = re.compile(r"-?\d{1,18}", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,18}(?:\.\d{1,18})?", re.ASCII)
_BOOLS = {"yes": True, "true": True, "no": False, "false": False}


class Columns:
    """
    The columns that are fields of the shape, and what each cell stands for.

    Cells repeat in a large table: each text of a column is read once.
    """

    def __init__(self, shape: type[Fact], header: list[str]) -> None:
        self._columns: list[tuple[int, Field, Parse, dict[str, Any]]] = [
            (header.index(field.key), field, parser(field.kind), {})
            for field in own_fields(shape)
            if field.key in header
        ]

    def faults(self, row: list[str], *, ended: bool) -> Iterator[str]:
        """
        What is wrong with the cells of a row, and their columns.
        """
        for at, field, parse, known in self._columns:
            text = row[at]
            if text in known:
                continue
            try:
                if text:
                    known[text] = parse(text)
                elif field.required and not ended:
                    known[text] = _empty(field.kind)
            except ValueError as error:
                yield f"{field.key}: {error}"

    def values(self, row: list[str]) -> dict[str, Any]:
        """
        The fields of a row; those of empty cells take their defaults.
        """
        return {
            field.name: known[row[at]]
            for at, field, _, known in self._columns
            if row[at] or field.required
        }

    def filled(self, row: list[str]) -> list[str]:
        """
        Which of these columns have something in a row.
        """
        return [field.key for at, field, _, _ in self._columns if row[at]]


def _empty(kind: Any) -> Any:
    origin = typing.get_origin(kind)
    if origin in (tuple, frozenset):
        return origin()
    if origin is types.UnionType or origin is typing.Union:
        return None
    msg = "empty; expected a value"
    raise ValueError(msg)


def parser(kind: Any) -> Parse:
    """
    What reads a cell as this type; it raises ValueError with what was expected.

    Raises: PluginError for a type that no cell can hold.
    """
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return parser(next(part for part in inner if part is not type(None)))
    if origin in (tuple, frozenset):
        item = parser(inner[0])
        return lambda text: origin(item(part) for part in text.split())
    if origin is Mapping:
        return _mapping_of(parser(inner[1]))
    if kind in _SCALARS:
        return _SCALARS[kind]
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return _member_of({str(member.value): member for member in kind})
    msg = f"a field of type {kind!r} can't be read from CSV; keep the table in TOML"
    raise PluginError(msg)


def _mapping_of(item: Parse) -> Parse:
    def parse(text: str) -> dict[str, Any]:
        read = {}
        for part in text.split():
            name, equals, value = part.partition("=")
            if not (name and equals and value) or name in read:
                msg = f"{shapes.shown(text)}; expected NAME=CODE/CODE, each name once"
                raise ValueError(msg)
            read[name] = item(value.replace("/", " "))
        return read

    return parse


def _member_of(members: Mapping[str, enum.Enum]) -> Parse:
    def parse(text: str) -> enum.Enum:
        if text not in members:
            hint = did_you_mean(text, members)
            msg = f"{shapes.shown(text)}; expected one of {', '.join(members)}{hint}"
            raise ValueError(msg)
        return members[text]

    return parse


def _expecting(kind: type, parse: Callable[[str], Any]) -> Parse:
    def strict(text: str) -> Any:
        value = parse(text)
        if value is None:
            expected = "yes or no" if kind is bool else shapes.EXPECTED[kind].partition(",")[0]
            msg = f"{shapes.shown(text)}; expected {expected}"
            raise ValueError(msg)
        return value

    return strict


def _day(text: str) -> datetime.date | None:
    try:
        return iso_date(text)
    except ValueError:
        return None


_SCALARS: Mapping[Any, Parse] = {
    str: str,
    bool: _expecting(bool, _BOOLS.get),
    int: _expecting(int, lambda text: int(text) if _INT.fullmatch(text) else None),
    Decimal: _expecting(Decimal, lambda text: Decimal(text) if _DECIMAL.fullmatch(text) else None),
    datetime.date: _expecting(datetime.date, _day),
}
