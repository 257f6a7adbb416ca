"""
An imported table as a flat file, mapped: it opens at once, and processes share it.

Rows are numbers of 64 bits (second code, since, until, value, 16 bits each), sorted
within their first code; codes are the numbers of their places in a sorted vocabulary.
"""

import datetime
import hashlib
import mmap
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

from cleanclaim import FactsError, Json
from cleanclaim_cms_tables.header import Header, NotWhole, unpacked
from cleanclaim_cms_tables.kinds import LONGEST_PATH, shown
from cleanclaim_cms_tables.packing import CODE_SIZE, DAY_ZERO, LAST_DAY, NO_END
from cleanclaim_cms_tables.rows import Edition, Origin, Row
from cleanclaim_cms_tables.seconds import SECOND, Seconds
from cleanclaim_cms_tables.written import write

__all__ = ["Edition", "FlatTable", "Origin", "Row", "write"]

_ZERO = DAY_ZERO.toordinal()
_LAST = LAST_DAY.toordinal() - _ZERO
_16 = 0xFFFF


class FlatTable:
    """
    A table's file, opened; immutable, and safe to share between threads.
    """

    def __init__(self, path: Path, header: Header, begin: int, content: memoryview) -> None:
        self.path = path
        self.edition = header.edition
        self._sha256 = header.sha256
        self._values = header.values
        self._body = content[begin:]
        offsets_at = 8 * header.edition.rows
        codes_at = offsets_at + 4 * (header.codes + 1)
        self._rows = self._body[:offsets_at].cast("Q")
        self._offsets = self._body[offsets_at:codes_at].cast("I")
        text = str(self._body[codes_at:], "ascii")
        self._codes = [text[at : at + CODE_SIZE].rstrip() for at in range(0, len(text), CODE_SIZE)]
        self._index = {code: at for at, code in enumerate(self._codes)}
        self._firsts: frozenset[str] | None = None
        if len(self._index) != header.codes or self._offsets[header.codes] != len(self._rows):
            msg = "damaged in its codes"
            raise NotWhole(msg)

    @classmethod
    def open(cls, path: Path) -> "FlatTable":
        """
        The table in this file. Its body is not read through; ``verify`` does that.

        Raises: FactsError for what is no table, cut off, or of another version.
        """
        try:
            with path.open("rb") as file:
                mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            content = memoryview(mapped)
            return cls(path, *unpacked(content), content)
        except OSError as error:
            what = f"can't be read: {error.strerror or 'no file'}"
        except NotWhole as error:
            what = str(error)
        except ValueError:  # an empty file can't be mapped; a code is no ASCII
            what = "empty or damaged"
        raise _damaged(path, what)

    def __repr__(self) -> str:
        return f"<FlatTable {self.edition}: {len(self):,} rows>"

    def on(self, first: str, day: datetime.date, second: str = "") -> Row | None:
        """
        The row of a code or a pair whose window has this day; the one that began last,
        where several have.
        """
        at = self.find(first, day, second)
        return None if at < 0 else self.row(at, first)

    def find(self, first: str, day: datetime.date, second: str = "") -> int:
        """
        The position of the row that ``on`` gives, or -1.
        """
        index = self._index
        at_first, at_second = index.get(first), index.get(second)
        if at_first is None or at_second is None:
            return -1
        number = day.toordinal() - _ZERO
        if number < 0:
            return -1
        if number > _LAST:
            number = _LAST
        rows, offsets = self._rows, self._offsets
        try:
            low = offsets[at_first]
            key = at_second << SECOND | number << 32 | 0xFFFFFFFF
            at = bisect_right(rows, key, low, offsets[at_first + 1]) - 1
            while at >= low:
                packed = rows[at]
                if packed >> SECOND != at_second:
                    return -1
                if packed >> 16 & _16 >= number:
                    return at
                at -= 1
        except IndexError:
            raise _damaged(self.path) from None
        return -1

    def row(self, at: int, first: str) -> Row:
        """
        The row at a position, which is one of this first code.
        """
        try:
            packed = self._rows[at]
            until = packed >> 16 & _16
            return Row(
                first,
                self._codes[packed >> SECOND],
                datetime.date.fromordinal((packed >> 32 & _16) + _ZERO),
                None if until == NO_END else datetime.date.fromordinal(until + _ZERO),
                self._values[packed & _16],
            )
        except IndexError:
            raise _damaged(self.path) from None

    def rows_of(self, first: str) -> Iterator[Row]:
        """
        The rows of a first code, by second code and then by day.
        """
        low, high = self._range(first)
        for at in range(low, high):
            yield self.row(at, first)

    def windows(self, first: str, second: str = "") -> Iterator[Row]:
        """
        The rows of a code or a pair, by day.
        """
        number = self._index.get(second)
        if number is None:
            return
        low, high = self._range(first)
        for at in range(bisect_left(self._rows, number << SECOND, low, high), high):
            if self._rows[at] >> SECOND != number:
                return
            yield self.row(at, first)

    def seconds(self, first: str) -> AbstractSet[str]:
        """
        The second codes of a first code, whatever the day; asked, not made.
        """
        return Seconds(self._rows, self._code, self._index, self._range(first))

    @property
    def firsts(self) -> frozenset[str]:
        """
        The codes that have rows.
        """
        if self._firsts is None:
            self._firsts = frozenset(code for code, _ in self._spread())
        return self._firsts

    def firsts_dated(self, known_from: datetime.date) -> frozenset[str]:
        """
        The first codes with a row that begins after this day, or that ends.
        """
        earliest = known_from.toordinal() - _ZERO
        return frozenset(
            code
            for code, rows in self._spread()
            if any(row >> 32 & _16 > earliest or row >> 16 & _16 != NO_END for row in rows)
        )

    def firsts_valued(self, wanted: Callable[[tuple[Json, ...]], bool]) -> frozenset[str]:
        """
        The first codes with a row of a value that is wanted; each value is asked once.
        """
        numbers = {number for number, value in enumerate(self._values) if wanted(value)}
        return frozenset(
            code for code, rows in self._spread() if any(row & _16 in numbers for row in rows)
        )

    def __iter__(self) -> Iterator[Row]:
        for first in self._codes:
            yield from self.rows_of(first)

    def __len__(self) -> int:
        return len(self._rows)

    def verify(self) -> None:
        """
        Read the whole file and compare it with its hash.

        Raises: FactsError when the file is not as it was written.
        """
        if hashlib.sha256(self._body).hexdigest() != self._sha256:
            raise _damaged(self.path, "damaged: its content does not fit its hash")

    def _code(self, number: int) -> str:
        try:
            return self._codes[number]
        except IndexError:
            raise _damaged(self.path) from None

    def _range(self, first: str) -> tuple[int, int]:
        at = self._index.get(first)
        if at is None:
            return 0, 0
        low, high = self._offsets[at], self._offsets[at + 1]
        if not low <= high <= len(self._rows):
            raise _damaged(self.path)
        return low, high

    def _spread(self) -> Iterator[tuple[str, "memoryview[int]"]]:
        """
        The codes that have rows, with these.
        """
        offsets = self._offsets.tolist()
        for code, low, high in zip(self._codes, offsets[:-1], offsets[1:], strict=True):
            if low < high:
                yield code, self._rows[low:high]


def _damaged(path: Path, what: str = "damaged") -> FactsError:
    where = shown(str(path), LONGEST_PATH)
    return FactsError(
        f"{where}: {what}; import CMS's file again with: cleanclaim tables import FILE"
    )
