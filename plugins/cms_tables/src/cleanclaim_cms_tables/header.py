"""
The head of a table's file: what is in it, and how to tell that it is whole.

Magic with the format's version, length and hash of the header, the header as JSON, zeros
up to the next multiple of eight; then the body, whose hash stands in the header.
"""

import datetime
import hashlib
import json
import struct
import sys
from collections.abc import Mapping
from typing import Any

import attrs

from cleanclaim import FactsError, Json
from cleanclaim_cms_tables.kinds import TableName
from cleanclaim_cms_tables.rows import Edition, Origin

FORMAT = b"1"
_MAGIC = b"\x89cmstab"
_START = struct.Struct("<8sI32s")
_ALIGNED = 8


class NotWhole(ValueError):  # noqa: N818 - said of a file, told on as a FactsError
    """
    A file that is no table, or not all of one; its text says in which way.
    """


@attrs.frozen
class Header:
    """
    What the head says: the edition, the distinct values of its rows, how many codes
    there are, and the hash of the body.
    """

    edition: Edition
    values: tuple[tuple[Json, ...], ...]
    codes: int
    sha256: str

    @property
    def body_size(self) -> int:
        """
        Rows of eight bytes, an offset of four for each code and one more, codes of five.
        """
        return 8 * self.edition.rows + 4 * (self.codes + 1) + 5 * self.codes


def packed(header: Header) -> bytes:
    """
    The head of a file; the body begins right behind it.
    """
    edition = header.edition
    data = {
        "byteorder": sys.byteorder,
        "codes": header.codes,
        "edition": edition.day.isoformat(),
        "known_from": edition.known_from.isoformat(),
        "known_until": edition.known_until.isoformat() if edition.known_until else None,
        "origins": [attrs.asdict(origin) for origin in edition.origins],
        "rows": edition.rows,
        "sha256": header.sha256,
        "table": str(edition.table),
        "values": header.values,
    }
    text = json.dumps(data, sort_keys=True, separators=(",", ":")).encode()
    start = _START.pack(_MAGIC + FORMAT, len(text), hashlib.sha256(text).digest())
    return start + text + bytes(-(len(start) + len(text)) % _ALIGNED)


def unpacked(content: memoryview) -> tuple[Header, int]:
    """
    The header of a file, and where its body begins.

    Raises: NotWhole.
    """
    if content[: len(_MAGIC)] != _MAGIC:
        msg = "not a table that cleanclaim wrote"
        raise NotWhole(msg)
    if len(content) < _START.size:
        msg = "cut off within its first bytes"
        raise NotWhole(msg)
    magic, length, digest = _START.unpack_from(content)
    if magic != _MAGIC + FORMAT:
        msg = "written by another version of cms_tables"
        raise NotWhole(msg)
    end = _START.size + length
    text = bytes(content[_START.size : end])
    if hashlib.sha256(text).digest() != digest:
        what = "cut off within its header" if len(text) < length else "damaged in its header"
        raise NotWhole(what)
    header = _header(text)
    begin = end + -end % _ALIGNED
    if len(content) != begin + header.body_size:
        msg = f"{len(content):,} bytes long, cut off or added to; expected {begin + header.body_size:,}"
        raise NotWhole(msg)
    if any(content[end:begin]):
        msg = "damaged behind its header"
        raise NotWhole(msg)
    return header, begin


def _header(text: bytes) -> Header:
    try:
        data = json.loads(text)
        if data["byteorder"] != sys.byteorder:
            msg = "written on a machine of another byte order"
            raise NotWhole(msg)
        return Header(
            _edition(data),
            tuple(map(tuple, data["values"])),
            _count(data["codes"]),
            data["sha256"],
        )
    except NotWhole:
        raise
    # Its hash is right, so that no accident made it so.
    except (FactsError, KeyError, TypeError, ValueError, RecursionError) as error:
        msg = "damaged in its header"
        raise NotWhole(msg) from error


def _edition(data: Mapping[str, Any]) -> Edition:
    day = datetime.date.fromisoformat
    until = data["known_until"]
    return Edition(
        TableName.parse(data["table"]),
        day(data["edition"]),
        day(data["known_from"]),
        day(until) if until else None,
        _count(data["rows"]),
        tuple(Origin(**origin) for origin in data["origins"]),
    )


def _count(number: object) -> int:
    if type(number) is not int or number < 0:
        raise ValueError(number)
    return number
