"""
Which table a sheet holds, by its header; what is none of ours is refused by what it is.
"""

import re
from collections.abc import Sequence
from itertools import chain, islice

import attrs

from cleanclaim_cms_tables.cells import Cell, text_of
from cleanclaim_cms_tables.kinds import shown
from cleanclaim_cms_tables.layouts import LAYOUTS
from cleanclaim_cms_tables.layouts.layout import Header, Layout, plain_heads
from cleanclaim_cms_tables.refused import Refused
from cleanclaim_cms_tables.sheets import Rows, Sheet

_LOOKED_AT = 40
_MOST_COLUMNS = 100

_OTHERS = (
    (r"relative value file|pprrvu", "the physician fee schedule's RVU file"),
    (r"statusindicator\W+paid\W+description", "a list of what the status indicators mean"),
    (r"addendum a\b(?! and addendum b)", "OPPS Addendum A, the APCs; import Addendum B"),
    (r"addendum (aa|bb|ee)\b", "an addendum of the ambulatory surgical centers' payment system"),
    (r"addendum [cdeq]\d?\b", "another addendum than OPPS Addendum B"),
    (r"geographic practice cost", "the physician fee schedule's geographic index"),
    (r"clinical (diagnostic )?laboratory fee schedule", "the laboratory fee schedule"),
    (r"payment allowance limits", "a price list of drugs"),
    (r"\bicd-?10", "a table of ICD-10 codes"),
    (r"\b(additions|deletions|revisions|changes)\b", "a list of changes; import the whole edition"),
)
_NONE_OF_OURS = tuple((re.compile(pattern), what) for pattern, what in _OTHERS)
_FIXED_WIDTH = re.compile(r"[123][0-9A-Z]{5} +.*\b([0-9A-Z]{5}) +.*\d{7}\b.*")


class NotRecognized(Refused):
    """
    A sheet that has no header of a table.
    """


@attrs.frozen
class Recognized:
    """
    A sheet that holds a table, its rows still to be read.

    ``title``: what stands above the header, with the sheet's name before it.
    """

    layout: Layout
    header: Header
    header_row: int
    title: tuple[str, ...]
    rows: Rows
    ragged: bool


def recognized(sheet: Sheet) -> Recognized:
    """
    The table that a sheet holds.

    Raises: NotRecognized for a sheet without a header of a table; Refused for a header with
    a column missing or moved, and for another file of CMS's.
    """
    first = list(islice(sheet.rows, _LOOKED_AT))
    found = _header([(number, _trimmed(row)) for number, row in first])
    if found is None:
        raise NotRecognized(_what_it_is(sheet.name, first) or _unknown(first))
    layout, begin, end = found
    number = first[begin][0]
    try:
        header = layout.header(plain_heads(row for _, row in first[begin:end]), number)
    except Refused:
        # A file that is known is told by its name, not by what it has not.
        if what := _what_it_is(sheet.name, first[: begin + 1]):
            raise Refused(what) from None
        raise
    title = (sheet.name, *(_line(row) for _, row in first[:begin]))
    rows = chain(first[end:], sheet.rows)
    return Recognized(layout, header, number, title, rows, sheet.ragged)


def _header(first: Sequence[tuple[int, Sequence[Cell]]]) -> tuple[Layout, int, int] | None:
    """
    The layout that fits best, and where its header begins and ends.
    """
    best: tuple[int, Layout, int, int] | None = None
    for begin, (_, row) in enumerate(first):
        for layout in LAYOUTS if len(row) <= _MOST_COLUMNS else ():
            end = _end_of_header(first, begin, layout)
            heads = plain_heads(row for _, row in first[begin:end])
            matched = layout.matches(heads)
            if layout.likely(heads) and (best is None or matched > best[0]):
                best = matched, layout, begin, end
    return best and best[1:]


def _end_of_header(first: Sequence[tuple[int, Sequence[Cell]]], begin: int, layout: Layout) -> int:
    """
    Heads go on below on rows that have nothing in their first two columns.
    """
    end = begin + 1
    for _, row in first[end : begin + layout.header_rows]:
        if any(map(text_of, row[:2])) or not any(map(text_of, row)):
            break
        end += 1
    return end


def _trimmed(row: Sequence[Cell]) -> Sequence[Cell]:
    """
    A row without the empty cells at its end.
    """
    width = len(row)
    while width and not text_of(row[width - 1]):
        width -= 1
    return row[:width]


def _what_it_is(name: str, first: Sequence[tuple[int, Sequence[Cell]]]) -> str | None:
    lines = [name, *(_line(row) for _, row in first)]
    text = "\n".join(lines).lower()
    for pattern, what in _NONE_OF_OURS:
        if pattern.search(text):
            return f"{what}: not one of the tables"
    if any(_FIXED_WIDTH.fullmatch(line) for line in lines):
        return "add-on code edits in columns of fixed width: import the workbook (.xlsx) beside it"
    return None


def _unknown(first: Sequence[tuple[int, Sequence[Cell]]]) -> str:
    line = next(filter(None, (_line(row) for _, row in first)), "")
    return (
        f"no header of a table in its first {len(first)} rows, which begin '{shown(line)}'; "
        "expected a table of CMS's as it is published"
    )


def _line(row: Sequence[Cell]) -> str:
    return " ".join(filter(None, map(text_of, row)))
