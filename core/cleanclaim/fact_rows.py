"""
The rows of a plain CSV of facts, by key.

What follows the key is one of few texts in a large table. So each of them is checked and
read once, and rows that say the same share it. What is not so plain, or has a fault, is
read and told row by row by ``fact_csv``.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain

import attrs

from cleanclaim.fact_toml import order_fault
from cleanclaim.tables import Stretch

Row = list[str]

_LONGEST = 100_000  # shorter than any cell that the csv module refuses

# What begins a line besides a line feed, and what lets a cell hold a comma.
_NOT_PLAIN = '\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"'


@attrs.frozen
class Places:
    """
    At which place in a row the loader's own columns stand.
    """

    header: Row
    key: tuple[int, ...]
    since: int
    source: int
    ended: int | None

    @classmethod
    def of(cls, header: Row, key: tuple[str, ...]) -> "Places":
        """
        The places that a header gives.
        """
        ended = header.index("ended") if "ended" in header else None
        columns = tuple(header.index(column) for column in key)
        return cls(header, columns, header.index("from"), header.index("source"), ended)

    @property
    def width(self) -> int:
        """
        How many cells a row has.
        """
        return len(self.header)

    def mark(self, row: Row) -> str:
        """
        What stands under ``ended``.
        """
        return "" if self.ended is None else row[self.ended]

    def ends(self, row: Row) -> bool:
        """
        Whether a row ends its key.
        """
        return self.mark(row) != ""


def lines_of(text: str) -> list[str]:
    """
    The lines of a text in which each comma ends a cell; none where that is not sure.
    """
    text = text.replace("\r\n", "\n").removesuffix("\n")
    if any(mark in text for mark in _NOT_PLAIN):
        return []
    lines = text.split("\n")
    return lines if max(map(len, lines)) < _LONGEST else []


def plain_rows(
    lines: Sequence[str],
    columns: int,
    is_sound: Callable[[Row], bool],
    stretch: Callable[[Row], Stretch],
) -> dict[str, list[Stretch]] | None:
    """
    The stretches in these lines, by the key that stands in their first *columns*; None
    where something may be wrong with them.

    *is_sound* says whether a row has no fault, *stretch* makes one of it; for neither
    does it matter which key the row has.
    """
    try:
        *parts, rests = zip(*(line.split(",", columns) for line in lines), strict=True)
    except ValueError:
        return None
    rows = [line.split(",") for line in dict(zip(rests, lines, strict=True)).values()]
    if not all(map(is_sound, rows)) or not all(map(_is_key, {*chain(*parts)})):
        return None
    read = {",".join(row[columns:]): [stretch(row)] for row in rows}
    keys = parts[0] if columns == 1 else tuple(map("/".join, zip(*parts, strict=True)))
    found = dict(zip(keys, map(read.__getitem__, rests), strict=True))
    several: dict[str, list[Stretch]] = {k: [] for k, n in Counter(keys).items() if n > 1}
    for key, rest in zip(keys, rests, strict=True):
        if key in several:
            several[key] += read[rest]
    found.update(several)
    different = {id(each): each for each in found.values()}
    return None if any(map(_out_of_order, different.values())) else found


def _is_key(text: str) -> bool:
    return text == text.strip() != ""


def _out_of_order(stretches: Sequence[Stretch]) -> bool:
    return any(map(order_fault, stretches, (None, *stretches)))
