"""
What stands in the cells of CMS's tables: codes, days and texts, read strictly.
"""

import calendar
import datetime
import re
import sys
from collections.abc import Callable
from typing import TypeVar

from cleanclaim_cms_tables.kinds import shown
from cleanclaim_cms_tables.packing import DAY_ZERO, LAST_DAY

Cell = str | int | datetime.date
T = TypeVar("T")
Reads = Callable[[Cell], T]

FIRST_DAY = DAY_ZERO

_CODE = re.compile(r"[0-9A-Z]{5}", re.ASCII)
_DAY = re.compile(r"(\d{4})(-?)(\d\d)\2(\d\d)", re.ASCII)
_DAY_OF_YEAR = re.compile(r"(\d{4})(\d{3})", re.ASCII)
_WHOLE = re.compile(r"\d{1,7}", re.ASCII)
_HIGHEST_CODE = 99_999
_MOST_UNITS = 9_999_999
_LONGEST_TEXT = 200
_NEVER = 9999
_MOST_VALUES = 60_000


class Unfit(ValueError):  # noqa: N818 - says what was expected, the column says the rest
    """
    A cell that is not what its column holds; the text is what was expected.
    """


class BadRow(ValueError):  # noqa: N818 - told with file and row as a FactsError
    """
    A row that is none; the text says which column and what was expected.
    """


def reversed_days(since: str, begins: datetime.date, until: str, ends: datetime.date) -> BadRow:
    """
    The fault of a row that ends before it begins.
    """
    return BadRow(f"{until}: {ends} is before {since}, {begins}; expected that day or a later one")


class Column(dict[Cell, T]):
    """
    A column's cells and what they mean, each different cell read once.
    """

    def __init__(self, name: str, read: Reads[T]) -> None:
        self.name = name
        self._read = read

    def __missing__(self, cell: Cell) -> T:
        try:
            value = self._read(cell)
        except Unfit as unfit:
            told = shown(text_of(cell))
            found = f"'{told}'" if told else "empty"
            msg = f"{self.name}: {found}; expected {unfit}"
            raise BadRow(msg) from None
        if len(self) >= _MOST_VALUES:
            msg = f"{self.name}: more than {_MOST_VALUES:,} different values; expected a table of CMS's"
            raise BadRow(msg)
        self[cell] = value
        return value


def text_of(cell: Cell) -> str:
    """
    A cell as text, without the blanks around it.
    """
    return cell.strip() if isinstance(cell, str) else str(cell)


def code(cell: Cell) -> str:
    """
    A code; one that a workbook holds as a number gets its leading zeros back.
    """
    text = f"{cell:05d}" if isinstance(cell, int) and 0 <= cell <= _HIGHEST_CODE else text_of(cell)
    if not _CODE.fullmatch(text):
        expected = "a code of five digits or capitals"
        raise Unfit(expected)
    return sys.intern(text)


def day(cell: Cell) -> datetime.date:
    """
    A day, such as 20260101, 2026-01-01, or a workbook's own date.
    """
    return _within(_day(cell), "a day such as 20260101")


def last_day(cell: Cell) -> datetime.date | None:
    """
    A last day; 9999-12-31 stands for no end.
    """
    return _end(_day(cell), "the last day, such as 20261231")


def last_day_or_empty(cell: Cell) -> datetime.date | None:
    """
    A last day, or an empty cell where there is none.
    """
    if not text_of(cell):
        return None
    return _end(_day(cell), "the last day, such as 20261231, or nothing")


def day_or_empty(cell: Cell) -> datetime.date | None:
    """
    A day, or an empty cell.
    """
    return day(cell) if text_of(cell) else None


def day_of_year(cell: Cell) -> datetime.date:
    """
    A day as the add-on code file writes it: the year and the day in it, 2026001.
    """
    return _within(_day_of_year(cell), "a day such as 2026001, the first of 2026")


def last_day_of_year(cell: Cell) -> datetime.date | None:
    """
    A last day as the add-on code file writes it, or an empty cell.
    """
    if not text_of(cell):
        return None
    return _end(_day_of_year(cell), "a day such as 2026365, the last of 2026, or nothing")


def units(cell: Cell) -> int:
    """
    A number of units: a whole number, nothing else.
    """
    text = text_of(cell)
    if not _WHOLE.fullmatch(text):
        expected = f"a whole number of units, at most {_MOST_UNITS:,}"
        raise Unfit(expected)
    return int(text)


def words(cell: Cell) -> str:
    """
    Words of CMS's, in one line.
    """
    text = " ".join(text_of(cell).split())
    if not text.isascii():
        text = _decoded(text)
    if len(text) > _LONGEST_TEXT or not text.isprintable():
        expected = f"at most {_LONGEST_TEXT} printable characters"
        raise Unfit(expected)
    return text


def one_of(*choices: str) -> Reads[str]:
    """
    Reads cells that hold one of a few texts.
    """
    known = {choice: choice for choice in choices}
    expected = " or ".join(repr(choice) if choice else "nothing" for choice in choices)

    def read(cell: Cell) -> str:
        found = known.get(text_of(cell))
        if found is None:
            raise Unfit(expected)
        return found

    return read


def _decoded(text: str) -> str:
    """
    Text whose bytes may have been Windows's own encoding, not UTF-8.
    """
    raw = text.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _within(found: datetime.date | None, expected: str) -> datetime.date:
    if found is None or not DAY_ZERO <= found <= LAST_DAY:
        raise Unfit(expected)
    return found


def _end(found: datetime.date | None, expected: str) -> datetime.date | None:
    return None if found is not None and found.year == _NEVER else _within(found, expected)


def _day(cell: Cell) -> datetime.date | None:
    if isinstance(cell, datetime.date):
        return cell
    match = _DAY.fullmatch(text_of(cell))
    try:
        return datetime.date(int(match[1]), int(match[3]), int(match[4])) if match else None
    except ValueError:
        return None


def _day_of_year(cell: Cell) -> datetime.date | None:
    match = _DAY_OF_YEAR.fullmatch(text_of(cell))
    if match is None:
        return None
    year, number = int(match[1]), int(match[2])
    days = 366 if calendar.isleap(year) else 365
    if not 1 <= number <= days or year < datetime.MINYEAR:
        return None
    return datetime.date.fromordinal(datetime.date(year, 1, 1).toordinal() + number - 1)
