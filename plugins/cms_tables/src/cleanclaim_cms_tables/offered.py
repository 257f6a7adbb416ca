"""
What other plugins ask: the imported tables, each opened once a process.
"""

import shlex
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

from cleanclaim_cms_tables.add_ons import AddOnEdit, AddOnTable
from cleanclaim_cms_tables.answering import Answering
from cleanclaim_cms_tables.flat import FlatTable
from cleanclaim_cms_tables.kinds import LONGEST_PATH, Kind, Program, Services, TableName, shown
from cleanclaim_cms_tables.lives import LifeSpan, LifeTable
from cleanclaim_cms_tables.options import CmsTablesOptions
from cleanclaim_cms_tables.pairs import NcciPair, PairTable
from cleanclaim_cms_tables.statuses import Status, StatusTable
from cleanclaim_cms_tables.store import Store, folder_of
from cleanclaim_cms_tables.units import UnitTable, UnlikelyEdit

__all__ = [
    "AddOnEdit",
    "AddOnTable",
    "LifeSpan",
    "LifeTable",
    "NcciPair",
    "PairTable",
    "Status",
    "StatusTable",
    "Tables",
    "UnitTable",
    "UnlikelyEdit",
]

T = TypeVar("T", bound=Answering[Any])

_Seen = tuple[tuple[str, int, int, int], ...]
# Bound of the folders that are kept open; payers of one process share very few.
_FOLDERS = 16
_kept: OrderedDict[Path, tuple[_Seen, "Tables"]] = OrderedDict()
_keeping = threading.Lock()


class Tables:
    """
    The imported tables of one folder, as they were when they were first asked for.

    A table of which no edition is imported is None; a damaged one raises FactsError.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._tables: dict[TableName, Answering[Any] | None] = {}
        self._opening = threading.Lock()

    @classmethod
    def of(cls, options: CmsTablesOptions) -> "Tables":
        """
        The tables of the folder that a payer's options name; the same ones again as long
        as its files stay as they are.
        """
        folder = folder_of(options.path).absolute()
        seen = _seen(folder)
        with _keeping:
            before, tables = _kept.pop(folder, (None, None))
            if tables is None or before != seen:
                tables = cls(folder)
            _kept[folder] = seen, tables
            while len(_kept) > _FOLDERS:
                _kept.popitem(last=False)
        return tables

    def pairs(self, services: Services, program: Program = Program.MEDICARE) -> PairTable | None:
        """
        NCCI's pairs for these services.
        """
        return self._table(TableName(Kind.PAIRS, services, program), PairTable)

    def units(self, services: Services, program: Program = Program.MEDICARE) -> UnitTable | None:
        """
        NCCI's most units for these services.
        """
        return self._table(TableName(Kind.UNITS, services, program), UnitTable)

    def add_ons(self) -> AddOnTable | None:
        """
        NCCI's add-on codes.
        """
        return self._table(TableName(Kind.ADD_ONS), AddOnTable)

    def statuses(self) -> StatusTable | None:
        """
        The status indicators of OPPS.
        """
        return self._table(TableName(Kind.STATUSES), StatusTable)

    def lives(self) -> LifeTable | None:
        """
        The lives of every code.
        """
        return self._table(TableName(Kind.LIVES), LifeTable)

    def needed(self, name: TableName) -> str:
        """
        What to do about a table that is not there, in a sentence.
        """
        folder = shown(str(self.folder), LONGEST_PATH)
        is_default = self.folder == folder_of(None).absolute()
        elsewhere = "" if is_default else f" --tables {shlex.quote(folder)}"
        return (
            f"{name} is not in {folder}; get {name.title}, from "
            f"{name.url} and run: cleanclaim tables import FILE{elsewhere}"
        )

    def _table(self, name: TableName, answering: Callable[[Sequence[FlatTable]], T]) -> T | None:
        with self._opening:
            if name not in self._tables:
                flats = Store(self.folder).open(name)
                self._tables[name] = answering(flats) if flats else None
            return cast(T | None, self._tables[name])


def _seen(folder: Path) -> _Seen:
    """
    What tells that a folder's tables are still the same.
    """
    found = []
    for path in Store(folder).files():
        try:
            about = path.stat()
        except OSError:  # gone in between, or out of reach: opening it tells
            continue
        found.append((path.name, about.st_size, about.st_mtime_ns, about.st_ino))
    return tuple(found)
