"""
``cleanclaim tables import``: CMS's files into the store, all of them or none.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from cleanclaim import ConfigError, FactsError
from cleanclaim.errors import together
from cleanclaim_cms_tables import shown
from cleanclaim_cms_tables.diff import differences
from cleanclaim_cms_tables.diff_page import Page
from cleanclaim_cms_tables.flat import FlatTable
from cleanclaim_cms_tables.how_far import HowFar
from cleanclaim_cms_tables.importing import Import
from cleanclaim_cms_tables.in_force import answering, nearest
from cleanclaim_cms_tables.rows import Edition
from cleanclaim_cms_tables.store import Store

_HALF = 2


def check_folder(folder: Path) -> None:
    """
    Refuse a folder that can't hold tables, before files are read for half a minute.

    Raises: ConfigError.
    """
    there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        return
    why = "no permission to write there" if there.is_dir() else "not a folder"
    msg = (
        f"{shown.path(folder)}: can't hold tables: {why}; nothing was imported; name another "
        "folder with --tables"
    )
    raise ConfigError(msg)


def bring_in(
    store: Store, imports: Sequence[Import], how_far: HowFar, *, smaller: bool
) -> Iterator[str]:
    """
    Import what was read, all of it or nothing, and say what came of it.

    Raises: FactsError when an edition has far fewer rows than the one it stands beside,
    OutputError when the tables can't be written.
    """
    present = store.editions()
    if not smaller:
        _refuse_smaller(present, imports)
    with tempfile.TemporaryDirectory(prefix="cleanclaim-", ignore_cleanup_errors=True) as scratch:
        before = [_Before(store, present, each.edition, Path(scratch)) for each in imports]
        added = store.add_all((each.edition, each.rows) for each in imports)
        for each, edition in zip(before, added, strict=True):
            yield f"{edition}: {shown.rows(edition.rows)} from {shown.names(edition)}"
            yield f"  {each.compared(edition, how_far)}"
            yield f"  {_in_force(store, edition)}"


def _refuse_smaller(present: Sequence[Edition], imports: Sequence[Import]) -> None:
    faults = [
        f"{each.edition}: {shown.rows(len(each.rows))}, less than half of the {beside.rows:,} of "
        f"{beside}; name all files of the edition, download again what was cut short, or say "
        "--smaller if it is right"
        for each in imports
        if (beside := nearest(present, each.edition)) and len(each.rows) * _HALF < beside.rows
    ]
    if faults:
        raise FactsError(together([*faults, "nothing was imported"]))


class _Before:
    """
    What was in the store before an edition came, as far as the two are to be compared.
    """

    def __init__(
        self, store: Store, present: Sequence[Edition], edition: Edition, scratch: Path
    ) -> None:
        self._store, self._beside = store, nearest(present, edition)
        self._same = self._beside is not None and self._beside.day == edition.day
        own = store.path_of(edition.table, edition.day)
        self._damaged = not self._same and own.exists()
        self._copy = scratch / own.name
        if self._beside and self._beside.day <= edition.day:
            # A copy, because not every system lets a file be replaced while it is open. Where
            # there is no room for it, the import goes on, and is not compared.
            with contextlib.suppress(OSError):
                shutil.copyfile(store.path_of(self._beside.table, self._beside.day), self._copy)

    def compared(self, edition: Edition, how_far: HowFar) -> str:
        """
        How the edition differs from the one that it stands beside, in a line.
        """
        if self._damaged:
            return "takes the place of a damaged file"
        if self._beside is None:
            return "the first edition of this table"
        if self._beside.day > edition.day:
            return f"older than {self._beside}, until now the oldest"
        which = "takes the place of the same edition" if self._same else f"against {self._beside}"
        return f"{which}: {self._changes(edition, how_far)}"

    def _changes(self, edition: Edition, how_far: HowFar) -> str:
        page = Page(edition.table.kind, whole=False)
        try:
            old = FlatTable.open(self._copy)
            new = FlatTable.open(self._store.path_of(edition.table, edition.day))
            passing = how_far.through(str(edition), new)
            for difference in differences(old.edition, old, edition, passing):
                page.add(difference)
        except FactsError:  # what was there before must not spoil what is whole
            return f"not compared: {self._beside} can't be read; see cleanclaim tables verify"
        counts = [f"{title.partition(':')[0]}: {count:,}" for title, count in page.counts.items()]
        return "; ".join(counts) or "no difference"


def _in_force(store: Store, edition: Edition) -> str:
    answers = answering(each for each in store.editions() if each.table == edition.table)
    if days := answers.get(edition):
        return f"in force for dates of service {shown.days(days)}"
    newest = next(iter(answers), edition)
    return f"not in force: newer editions know all of its days; the newest is {newest}"
