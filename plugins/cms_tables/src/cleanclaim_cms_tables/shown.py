"""
Words for editions, files and folders, as the command line says them.
"""

import datetime
import shutil
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from cleanclaim_cms_tables.in_force import Days
from cleanclaim_cms_tables.kinds import LONGEST_PATH, shown
from cleanclaim_cms_tables.rows import Edition, Origin

_LONGEST_NAME = 120
_WIDEST = 100
_SHORT_HASH = 12
_MEGABYTE = 1_000_000
_KILOBYTE = 1_000


def path(where: Path) -> str:
    """
    A path, safe to show.
    """
    return shown(str(where), LONGEST_PATH)


def size(number: int) -> str:
    """
    A number of bytes, such as ``13.4 MB``.
    """
    if number >= _MEGABYTE:
        return f"{number / _MEGABYTE:.1f} MB"
    return f"{max(number / _KILOBYTE, 0.1):.1f} kB"


def imported_on(where: Path) -> datetime.date:
    """
    The local calendar's day on which a table's file was written.
    """
    written = datetime.datetime.fromtimestamp(where.stat().st_mtime, tz=datetime.UTC)
    return written.astimezone().date()


def days(spans: Iterable[Days]) -> str:
    """
    Spans of days, in words; nothing for none.
    """
    return ", ".join(map(str, spans))


def origin(source: Origin) -> str:
    """
    A file that rows came from: name, rows, the beginning of its hash.
    """
    name = shown(source.name, _LONGEST_NAME)
    return f"{name}, {rows(source.rows)}, sha256 {source.sha256[:_SHORT_HASH]}"


def names(edition: Edition) -> str:
    """
    The files that an edition came from.
    """
    return ", ".join(shown(each.name, _LONGEST_NAME) for each in edition.origins)


def rows(number: int) -> str:
    """
    A number of rows, such as ``1 row`` or ``1,594,456 rows``.
    """
    return f"{number:,} row" + ("" if number == 1 else "s")


def aligned(cells: Iterable[Sequence[str]], right: frozenset[int] = frozenset()) -> list[str]:
    """
    Rows of cells as lines, each column as wide as it needs to be; some to the right.
    """
    table = list(cells)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if at in right else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    ]


def width() -> int:
    """
    How wide a line may be: the terminal's, or that of a page.
    """
    return min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)


def wrapped(text: str, widest: int, first: str, later: str) -> Iterator[str]:
    """
    A text in lines no wider than that; a single word may be.
    """
    yield from textwrap.wrap(
        text,
        max(widest, 40),
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )
