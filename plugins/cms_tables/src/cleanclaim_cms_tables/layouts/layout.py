"""
What a layout is: the heads that its columns have, and how a row of it is read.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from cleanclaim_cms_tables.cells import Cell, text_of
from cleanclaim_cms_tables.kinds import Kind, Program, Services, shown
from cleanclaim_cms_tables.refused import Refused
from cleanclaim_cms_tables.rows import Row

_BLANKS = re.compile(r"[\s_]+")
_SLASH = re.compile(r"\s*/\s*")


@attrs.frozen
class Head:
    """
    The head of a column: as CMS writes it, and all that is taken for it.
    """

    name: str
    pattern: re.Pattern[str]
    required: bool = True

    def fits(self, head: str) -> bool:
        """
        Whether this is how a file heads the column.
        """
        return self.pattern.fullmatch(head) is not None


def head(name: str, pattern: str = "", *, required: bool = True) -> Head:
    """
    A head; without a pattern it is written as its name is, whatever the case and blanks.
    """
    return Head(name, re.compile(pattern or re.escape(plain(name))), required)


@attrs.frozen
class Told:
    """
    What a header tells of its table, besides which it is.

    ``program``: whose the table is where nobody says; ``lacking``: a column that
    Medicare's table has, and this one has not.
    """

    services: Services | None = None
    program: Program | None = Program.MEDICARE
    lacking: str = ""


Reader = Callable[[Sequence[Cell]], Row]


@attrs.frozen
class Header:
    """
    The header of a file: where each column stands, and what is written over it.

    ``width``: the columns that a row may have, None for any.
    """

    places: Mapping[str, int]
    written: Mapping[str, str]
    width: int | None

    def at(self, *names: str) -> tuple[int, ...]:
        """
        The places of these columns, -1 for one that is not there.
        """
        return tuple(self.places.get(name, -1) for name in names)


@attrs.frozen
class Layout:
    """
    A layout, known by its header.

    ``windowed``: whether its rows tell their own days; else they hold from the day of the
    edition. ``others``: whether columns that are not ours may stand among them.
    ``header_rows``: on how many rows a header may be written. ``reader``: makes the reader
    of rows from the header and the edition's day. ``told``: what the header says.
    """

    kinds: tuple[Kind, ...]
    heads: tuple[Head, ...]
    windowed: bool
    reader: Callable[[Header, datetime.date], Reader]
    told: Callable[[Header], Told] = lambda _: Told()
    others: bool = False
    header_rows: int = 1

    def matches(self, found: Sequence[str]) -> int:
        """
        How many of its columns have a head among these.
        """
        return sum(any(head.fits(each) for each in found) for head in self.heads)

    def likely(self, found: Sequence[str]) -> bool:
        """
        Whether these are its heads, or were meant to be: more than half of those it needs.
        """
        needed = [head for head in self.heads if head.required]
        matched = sum(any(head.fits(each) for each in found) for head in needed)
        return matched > len(needed) // 2

    def header(self, found: Sequence[str], row: int) -> Header:
        """
        The header that these heads are.

        Raises: Refused, with row and column, for one that is missing, moved or not ours.
        """
        places = self._anywhere(found, row) if self.others else self._in_order(found, row)
        written = {name: found[at] for name, at in places.items()}
        return Header(places, written, None if self.others else len(found))

    def _anywhere(self, found: Sequence[str], row: int) -> dict[str, int]:
        places = {}
        for head in self.heads:
            at = [place for place, each in enumerate(found) if head.fits(each)]
            if not at:
                msg = f"row {row}: no column is headed {head.name!r}; expected one"
                raise Refused(msg)
            if len(at) > 1:
                told = " and ".join(str(place + 1) for place in at)
                msg = f"row {row}: columns {told} are headed {head.name!r}; expected one"
                raise Refused(msg)
            places[head.name] = at[0]
        return places

    def _in_order(self, found: Sequence[str], row: int) -> dict[str, int]:
        places: dict[str, int] = {}
        for head in self.heads:
            at = len(places)
            if at < len(found) and head.fits(found[at]):
                places[head.name] = at
            elif head.required:
                raise Refused(_misplaced(head, found, at, row))
        if len(places) < len(found):
            told = shown(found[len(places)])
            msg = f"row {row}: column {len(places) + 1} is '{told}'; expected no more columns"
            raise Refused(msg)
        return places


def _misplaced(head: Head, found: Sequence[str], at: int, row: int) -> str:
    told = f"'{shown(found[at])}'" if at < len(found) else "missing"
    moved = [place + 1 for place, each in enumerate(found) if head.fits(each)]
    where = f", which stands in column {moved[0]}" if moved else ""
    return f"row {row}: column {at + 1} is {told}; expected {head.name!r}{where}"


def plain(text: str) -> str:
    """
    A head without what varies: case, blanks, line ends, underscores.
    """
    return _SLASH.sub("/", _BLANKS.sub(" ", text)).strip().lower()


def plain_heads(rows: Iterable[Sequence[Cell]]) -> list[str]:
    """
    The heads of a header that is written on these rows, without empty ones at its end.
    """
    rows = list(rows)
    width = max(map(len, rows), default=0)
    heads = [
        plain(" ".join(text_of(row[column]) for row in rows if column < len(row)))
        for column in range(width)
    ]
    while heads and not heads[-1]:
        heads.pop()
    return heads
