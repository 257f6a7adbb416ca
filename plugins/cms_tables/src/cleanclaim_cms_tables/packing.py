"""
The body of a table's file: any rows in any order; the same rows give the same bytes.
"""

import datetime
import hashlib
import json
import re
from array import array
from collections.abc import Callable, Iterable
from typing import Any

import attrs

from cleanclaim_cms_tables.header import Header
from cleanclaim_cms_tables.kinds import shown
from cleanclaim_cms_tables.rows import Edition, Row

CODE_SIZE = 5
NO_END = 0xFFFF
DAY_ZERO = datetime.date(1900, 1, 1)
LAST_DAY = DAY_ZERO + datetime.timedelta(days=NO_END - 1)

_CODE = re.compile(r"[0-9A-Z]{5}", re.ASCII)
_CELLS = (str, int, type(None))
_MOST = (1 << 16) - 1
_DAYS = 0x0000_FFFF_FFFF_0000


class RowError(ValueError):
    """
    Rows that are none of a table; its text says why.
    """


class _Numbers(dict[Any, int]):
    """
    A number for each thing asked for, in the order in which they come.
    """

    def __init__(self, number_of: Callable[[Any, int], int]) -> None:
        self._number_of = number_of

    def __missing__(self, thing: Any) -> int:
        number = self[thing] = self._number_of(thing, len(self))
        return number


def body_of(edition: Edition, rows: Iterable[Row]) -> tuple[Header, list[bytes]]:
    """
    The header and the parts of the body; the edition in it counts the rows.

    Raises: RowError.
    """
    seconds, values = _Numbers(_code_number), _Numbers(_value_number)
    buckets = _packed(rows, seconds, values)
    if not buckets:
        msg = "no rows; expected at least one"
        raise RowError(msg)
    codes = sorted(buckets.keys() | seconds.keys())
    if len(codes) > _MOST:
        msg = f"{len(codes):,} codes; expected at most {_MOST:,}"
        raise RowError(msg)
    places = {code: place for place, code in enumerate(codes)}
    final_seconds = [places[code] << 48 for code in seconds]
    in_order = sorted(values, key=json.dumps)
    final = {value: place for place, value in enumerate(in_order)}
    final_values = [final[value] for value in values]
    ordered, offsets = array("Q"), array("I", [0])
    for code in codes:
        # Numbers were given as things came; only now is it known which are theirs to keep.
        ordered.extend(
            sorted(
                final_seconds[row >> 48] | row & _DAYS | final_values[row & 0xFFFF]
                for row in buckets.pop(code, ())
            )
        )
        offsets.append(len(ordered))
    body = [ordered.tobytes(), offsets.tobytes(), "".join(_padded(codes)).encode("ascii")]
    digest = hashlib.sha256()
    for part in body:
        digest.update(part)
    edition = attrs.evolve(edition, rows=len(ordered))
    return Header(edition, tuple(in_order), len(codes), digest.hexdigest()), body


def _packed(rows: Iterable[Row], seconds: _Numbers, values: _Numbers) -> dict[str, "array[int]"]:
    """
    The rows by their first code, eight bytes each.
    """
    buckets: dict[str, array[int]] = {}
    starts, ends = _Numbers(_start), _Numbers(_end)
    for first, second, since, until, value in rows:
        bucket = buckets.get(first)
        if bucket is None:
            _checked(first)
            bucket = buckets[first] = array("Q")
        start, end = starts[since], ends[until]
        if end < start:
            key = f"{first}/{second}" if second else first
            msg = f"{key}: ends on {until}, before it begins on {since}"
            raise RowError(msg)
        bucket.append(seconds[second] << 48 | start << 32 | end << 16 | values[value])
    return buckets


def _checked(code: str) -> None:
    if not _CODE.fullmatch(code):
        msg = f"the code '{shown(str(code))}'; expected five digits or capitals"
        raise RowError(msg)


def _code_number(code: str, number: int) -> int:
    if code:
        _checked(code)
    return _next(code, number)


def _value_number(value: object, number: int) -> int:
    if type(value) is not tuple or not all(type(cell) in _CELLS for cell in value):
        msg = f"the value {shown(repr(value))}; expected text, whole numbers and None"
        raise RowError(msg)
    return _next(value, number)


def _next(_: object, number: int) -> int:
    if number >= _MOST:
        msg = f"more than {_MOST:,} different codes or values"
        raise RowError(msg)
    return number


def _start(day: datetime.date, _: int) -> int:
    if not DAY_ZERO <= day <= LAST_DAY:
        msg = f"the day {day}; expected one from {DAY_ZERO} to {LAST_DAY}"
        raise RowError(msg)
    return (day - DAY_ZERO).days


def _end(day: datetime.date | None, number: int) -> int:
    # 9999-12-31 and its like stand for no end.
    return NO_END if day is None or day > LAST_DAY else _start(day, number)


def _padded(codes: Iterable[str]) -> Iterable[str]:
    return (code.ljust(CODE_SIZE) for code in codes)
