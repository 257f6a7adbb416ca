"""
``cleanclaim tables diff``: two editions beside each other.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

import attrs

from cleanclaim import FactsError
from cleanclaim_cms_tables import shown
from cleanclaim_cms_tables.diff import Difference, differences
from cleanclaim_cms_tables.diff_page import Page, csv_lines, heading
from cleanclaim_cms_tables.flat import FlatTable
from cleanclaim_cms_tables.how_far import HowFar
from cleanclaim_cms_tables.importing import Given
from cleanclaim_cms_tables.kinds import shown as cut
from cleanclaim_cms_tables.rows import Row
from cleanclaim_cms_tables.sides import paired, side
from cleanclaim_cms_tables.store import Store

_AT_ONCE = 4096


@attrs.frozen
class Asked:
    """
    What is to be compared, and how it is to be shown.

    *codes*: only what these stand in; *whole*: every difference, however many.
    """

    old: str
    new: str
    codes: frozenset[str] | None = None
    whole: bool = attrs.field(default=False, kw_only=True)
    csv: bool = attrs.field(default=False, kw_only=True)


def compare(
    asked: Asked,
    store: Store,
    given: Given,
    how_far: HowFar,
    tell: Callable[[Iterable[str]], None],
) -> Iterator[tuple[str, ...]]:
    """
    The lines to show, some at a time; *tell* is told what was left out of a file.

    Raises: FactsError when one of the two is not there, or they can't be compared.
    """
    # A file that is still mapped can't be removed everywhere.
    with tempfile.TemporaryDirectory(prefix="cleanclaim-", ignore_cleanup_errors=True) as scratch:
        old = side(asked.old, store, given, Path(scratch, "old"), how_far)
        new = side(asked.new, store, given, Path(scratch, "new"), how_far)
        tell((*old.remarks, *new.remarks))
        pairs = paired(old, new)
        if asked.csv:
            yield from _as_csv(asked, pairs, how_far)
            return
        for number, (before, after) in enumerate(pairs):
            page = Page(after.edition.table.kind, whole=asked.whole)
            for difference in _found(asked, before, after, how_far):
                page.add(difference)
            space = ("",) if number else ()
            about = heading(before.edition, after.edition, asked.codes)
            yield (*space, *about, "", *page.lines(shown.width()))


def _as_csv(
    asked: Asked, pairs: tuple[tuple[FlatTable, FlatTable], ...], how_far: HowFar
) -> Iterator[tuple[str, ...]]:
    if len(pairs) > 1:
        tables = ", ".join(str(after.edition.table) for _, after in pairs)
        msg = (
            f"{cut(asked.old)} and {cut(asked.new)} both hold {tables}; as CSV one table is "
            "compared: import them, and name its editions"
        )
        raise FactsError(msg)
    ((before, after),) = pairs
    lines = csv_lines(before.edition, after.edition, _found(asked, before, after, how_far))
    while some := tuple(islice(lines, _AT_ONCE)):
        yield some


def _found(asked: Asked, old: FlatTable, new: FlatTable, how_far: HowFar) -> Iterator[Difference]:
    after = how_far.through(str(new.edition), new)
    return differences(old.edition, _of(asked.codes, old), new.edition, _of(asked.codes, after))


def _of(codes: frozenset[str] | None, rows: Iterable[Row]) -> Iterable[Row]:
    if codes is None:
        return rows
    return (row for row in rows if row.first in codes or row.second in codes)
