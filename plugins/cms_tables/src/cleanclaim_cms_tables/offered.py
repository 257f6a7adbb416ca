"""
What other plugins ask: the imported tables, each opened once a process.
"""

import shlex
import threading
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleanclaim_cms_tables.folder import files_in, folder_of
from cleanclaim_cms_tables.kinds import LONGEST_PATH, Kind, Program, Services, TableName, shown
from cleanclaim_cms_tables.options import CmsTablesOptions

if TYPE_CHECKING:
    from cleanclaim_cms_tables.add_ons import AddOnEdit, AddOnTable
    from cleanclaim_cms_tables.lives import LifeSpan, LifeTable
    from cleanclaim_cms_tables.pairs import NcciPair, PairTable
    from cleanclaim_cms_tables.statuses import Status, StatusTable
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

# Where the tables' classes stand: imported where a table is there, as start-up counts.
_HOMES = {
    "AddOnEdit": "add_ons",
    "AddOnTable": "add_ons",
    "LifeSpan": "lives",
    "LifeTable": "lives",
    "NcciPair": "pairs",
    "PairTable": "pairs",
    "Status": "statuses",
    "StatusTable": "statuses",
    "UnitTable": "units",
    "UnlikelyEdit": "units",
}

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
        self._tables: dict[TableName, Any] = {}
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

    def pairs(self, services: Services, program: Program = Program.MEDICARE) -> "PairTable | None":
        """
        NCCI's pairs for these services.
        """
        found: PairTable | None = self._table(TableName(Kind.PAIRS, services, program), "PairTable")
        return found

    def units(self, services: Services, program: Program = Program.MEDICARE) -> "UnitTable | None":
        """
        NCCI's most units for these services.
        """
        found: UnitTable | None = self._table(TableName(Kind.UNITS, services, program), "UnitTable")
        return found

    def add_ons(self) -> "AddOnTable | None":
        """
        NCCI's add-on codes.
        """
        found: AddOnTable | None = self._table(TableName(Kind.ADD_ONS), "AddOnTable")
        return found

    def statuses(self) -> "StatusTable | None":
        """
        The status indicators of OPPS.
        """
        found: StatusTable | None = self._table(TableName(Kind.STATUSES), "StatusTable")
        return found

    def lives(self) -> "LifeTable | None":
        """
        The lives of every code.
        """
        found: LifeTable | None = self._table(TableName(Kind.LIVES), "LifeTable")
        return found

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

    def _table(self, name: TableName, answering: str) -> Any:
        with self._opening:
            if name not in self._tables:
                self._tables[name] = self._opened(name, answering)
            return self._tables[name]

    def _opened(self, name: TableName, answering: str) -> Any:
        if not files_in(self.folder):
            return None
        from cleanclaim_cms_tables.store import Store

        flats = Store(self.folder).open(name)
        return _class(answering)(flats) if flats else None


def _class(name: str) -> Any:
    import importlib

    return getattr(importlib.import_module(f"cleanclaim_cms_tables.{_HOMES[name]}"), name)


if not TYPE_CHECKING:  # to a type checker a module with this has every name

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            msg = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(msg)
        return _class(name)


def _seen(folder: Path) -> _Seen:
    """
    What tells that a folder's tables are still the same.
    """
    found = []
    for path in files_in(folder):
        try:
            about = path.stat()
        except OSError:  # gone in between, or out of reach: opening it tells
            continue
        found.append((path.name, about.st_size, about.st_mtime_ns, about.st_ino))
    return tuple(found)
