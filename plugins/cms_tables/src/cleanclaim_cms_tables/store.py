"""
The folder of imported tables: one file for each table and edition.
"""

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from cleanclaim import FactsError
from cleanclaim.errors import did_you_mean
from cleanclaim_cms_tables.flat import FlatTable
from cleanclaim_cms_tables.folder import SUFFIX, VARIABLE, files_in, folder_of, path_shown
from cleanclaim_cms_tables.kinds import TableName
from cleanclaim_cms_tables.rows import Edition, Row
from cleanclaim_cms_tables.written import Staged, stage, write

__all__ = ["VARIABLE", "Store", "folder_of"]


@attrs.frozen
class Store:
    """
    A folder of tables; it need not exist until one is added.
    """

    folder: Path

    def editions(self) -> tuple[Edition, ...]:
        """
        What is there, by table and edition; damaged files are told by ``faults``.

        Raises: FactsError when the folder can't be read.
        """
        return tuple(flat.edition for flat in self._opened() if isinstance(flat, FlatTable))

    def faults(self) -> tuple[tuple[Path, str], ...]:
        """
        The files that can't be opened, with what is wrong, quickly found.
        """
        return tuple(fault for fault in self._opened() if not isinstance(fault, FlatTable))

    def path_of(self, table: TableName, day: datetime.date) -> Path:
        """
        The file of an edition, there or not.
        """
        return self.folder / f"{table}@{day}{SUFFIX}"

    def open(self, table: TableName) -> tuple[FlatTable, ...]:
        """
        The editions of a table, the newest first.

        Raises: FactsError when a file of the table is damaged: an older edition must not
        answer in its place.
        """
        paths = [path for path in self.files() if path.name.partition("@")[0] == str(table)]
        return tuple(_opened(path) for path in reversed(paths))

    def add(self, edition: Edition, rows: Iterable[Row]) -> Edition:
        """
        Write an edition, in place of the one of that day, if any; all of it or nothing.
        """
        return write(self.path_of(edition.table, edition.day), edition, rows)

    def add_all(self, tables: Iterable[tuple[Edition, Iterable[Row]]]) -> tuple[Edition, ...]:
        """
        Write several editions; where one can't be written, none is put in its place.
        """
        staged: list[Staged] = []
        try:
            for edition, rows in tables:
                path = self.path_of(edition.table, edition.day)
                staged.append(stage(path, edition, rows))
            for each in staged:
                each.put()
        finally:
            for each in staged:
                each.drop()
        return tuple(each.edition for each in staged)

    def remove(self, table: TableName, day: datetime.date) -> None:
        """
        Remove an edition, damaged or not.

        Raises: FactsError when it is not there, or can't be removed.
        """
        path = self.path_of(table, day)
        try:
            path.unlink()
        except FileNotFoundError:
            names = [each.name.removesuffix(SUFFIX) for each in self.files()]
            hint = did_you_mean(f"{table}@{day}", names)
            msg = f"{table}@{day} is not in {path_shown(self.folder)}{hint}"
            raise FactsError(msg) from None
        except OSError as error:
            msg = f"{path_shown(path)}: can't be removed: {error.strerror}"
            raise FactsError(msg) from error

    def verify(self) -> Iterator[tuple[Edition | Path, str]]:
        """
        What is wrong with the tables, each read through; a path where no edition is told.
        """
        for each in self._opened():
            if not isinstance(each, FlatTable):
                yield each
                continue
            try:
                each.verify()
            except FactsError as error:
                yield each.edition, str(error)

    def files(self) -> tuple[Path, ...]:
        """
        The files of tables, by name, unopened.

        Raises: FactsError when the folder can't be read.
        """
        return files_in(self.folder)

    def _opened(self) -> Iterator[FlatTable | tuple[Path, str]]:
        for path in self.files():
            try:
                yield _opened(path)
            except FactsError as error:
                yield path, str(error)


def _opened(path: Path) -> FlatTable:
    flat = FlatTable.open(path)
    expected = f"{flat.edition}{SUFFIX}"
    if path.name != expected:
        msg = (
            f"{path_shown(path)}: holds {flat.edition}; name it {expected}, or remove it and "
            "import CMS's file again"
        )
        raise FactsError(msg)
    return flat
