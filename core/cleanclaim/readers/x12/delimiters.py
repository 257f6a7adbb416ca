"""
The delimiters of an interchange, taken from its ISA.
"""

import re
from typing import NamedTuple

_LENGTH = 106
_WIDTHS = (2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1)
_LONGEST = 1024
"""An ISA whose sixteenth element is not within these bytes is none."""

_AT_LINE = re.compile(rb"(?:\A|[\r\n])[ \t]*((?i:ISA)[^0-9A-Za-z \r\n])")
_STRONG = re.compile(
    rb"ISA(?P<sep>[^0-9A-Za-z \r\n])[0-9A-Z]{2}(?P=sep)(?:(?!(?P=sep)).){0,12}"
    rb"(?P=sep)[0-9A-Z]{2}(?P=sep)",
    re.DOTALL,
)

_BEYOND = re.compile(rb"[^0-9A-Za-z \r\n][ \r\n]*(?:GS|TA1)\Z")
"""What counting finds in an ISA with too few elements: the id of the next segment."""


class Delimiters(NamedTuple):
    """
    The bytes that part elements, components and segments.
    """

    element: bytes
    component: bytes
    terminator: bytes


class Header(NamedTuple):
    """
    An ISA that can be read: its elements (ISA01 at 1), its delimiters, its length in
    bytes with the terminator, and a remark when that is not 106.
    """

    elements: tuple[bytes, ...]
    delimiters: Delimiters
    length: int
    remark: str | None


class Unreadable(NamedTuple):
    """
    An ISA that can't be read: the code of the fault, and why.
    """

    code: str
    why: str


def find_first(head: bytes) -> int:
    """
    Where the first ISA begins, at the start of a line if any does; -1 for nowhere.
    """
    match = _AT_LINE.search(head)
    return match.start(1) if match else find_inside(head)


def find_inside(data: bytes, start: int = 0) -> int:
    """
    Where an ISA begins in the middle of other data; -1 for nowhere.
    """
    position = data.find(b"ISA", start)
    while position >= 0:
        if _STRONG.match(data, position):
            return position
        position = data.find(b"ISA", position + 1)
    return -1


def header_at(data: bytes, start: int) -> Header | Unreadable:
    """
    The ISA that begins at *start*, its delimiters recovered by counting elements.
    """
    sep = data[start + 3 : start + 4]
    parts = data[start : start + _LONGEST].split(sep, 16)
    if len(parts) < 17:  # noqa: PLR2004 - ISA has sixteen elements
        return Unreadable("X12-011", "ISA has fewer than 16 elements")
    component, terminator = parts[16][0:1], parts[16][1:2]
    delimiters = Delimiters(sep, component, terminator)
    if not (component and terminator):
        return Unreadable("X12-011", "the file ends within ISA")
    refusal = _refusal(delimiters)
    if refusal and any(map(_BEYOND.search, parts[1:16])):
        return Unreadable("X12-011", "ISA has fewer than 16 elements; one is missing")
    if refusal:
        return Unreadable("X12-012", refusal)
    length = sum(map(len, parts[:16])) + 16 + 2
    if length != _LENGTH and not _segment_follows(parts[16][2:], sep):
        return Unreadable("X12-011", f"ISA is {length} bytes long, not 106, and no segment follows")
    remark = None if length == _LENGTH else _first_wrong(parts, length)
    return Header((*parts[:16], component), delimiters, length, remark)


def _refusal(delimiters: Delimiters) -> str | None:
    names = {"element separator": delimiters.element, "component separator": delimiters.component}
    names["segment terminator"] = delimiters.terminator
    for name, byte in names.items():
        if byte.isalnum() or (byte == b" "):
            kind = "a blank" if byte == b" " else "a letter or digit"
            return f"the {name} is {kind}; expected a mark that no value holds"
    if delimiters.component in b"\r\n":
        return "the component separator is a line break; expected a mark that no value holds"
    if len(set(delimiters)) < len(delimiters):
        return "two of the delimiters are equal; expected three different ones"
    return None


def _segment_follows(rest: bytes, sep: bytes) -> bool:
    rest = rest.lstrip()
    if not rest:
        return True
    return bool(re.match(rb"[0-9A-Za-z]{2,3}" + re.escape(sep), rest))


def _first_wrong(parts: list[bytes], length: int) -> str:
    for number, (part, width) in enumerate(zip(parts[1:16], _WIDTHS, strict=False), 1):
        if len(part) != width:
            return (
                f"ISA is {length} bytes long, not 106: ISA{number:02} has {len(part)} characters, "
                f"not {width}; delimiters were found by counting elements"
            )
    return f"ISA is {length} bytes long, not 106; delimiters were found by counting elements"
