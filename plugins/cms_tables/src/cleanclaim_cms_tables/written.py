"""
Putting a table's file in its place: whole or not at all, and what was there until then.
"""

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

import attrs

from cleanclaim import FactsError
from cleanclaim.errors import OutputError
from cleanclaim_cms_tables.header import packed
from cleanclaim_cms_tables.kinds import LONGEST_PATH, shown
from cleanclaim_cms_tables.packing import RowError, body_of
from cleanclaim_cms_tables.rows import Edition, Row


@attrs.frozen
class Staged:
    """
    A table's file, written beside its place and waiting to be put there.
    """

    edition: Edition
    path: Path
    partial: Path

    def put(self) -> None:
        """
        Put it in its place.

        Raises: OutputError.
        """
        try:
            self.partial.replace(self.path)
        except OSError as error:
            raise _not_written(self.path, error) from error

    def drop(self) -> None:
        """
        Remove it where it still waits.
        """
        with contextlib.suppress(OSError):
            self.partial.unlink(missing_ok=True)


def write(path: Path, edition: Edition, rows: Iterable[Row]) -> Edition:
    """
    Write the rows as this edition, and return it with the rows that there were.

    Raises: FactsError for a row that is none of a table, OutputError when the file can't
    be written.
    """
    staged = stage(path, edition, rows)
    try:
        staged.put()
    finally:
        staged.drop()
    return staged.edition


def stage(path: Path, edition: Edition, rows: Iterable[Row]) -> Staged:
    """
    Write the rows beside the path, so that putting them there is but a change of name.

    Raises: as ``write``.
    """
    try:
        header, body = body_of(edition, rows)
    except RowError as error:
        msg = f"{edition}: {error}"
        raise FactsError(msg) from None
    partial = path.with_name(f".{path.name}.{os.urandom(4).hex()}.part")
    staged = Staged(header.edition, path, partial)
    try:
        _write(partial, [packed(header), *body])
    except BaseException as error:
        staged.drop()
        if isinstance(error, OSError):
            raise _not_written(path, error) from error
        raise
    return staged


def _write(path: Path, parts: Iterable[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.writelines(parts)
        file.flush()
        os.fsync(file.fileno())


def _not_written(path: Path, error: OSError) -> OutputError:
    why = error.strerror or "no reason given"
    where = shown(str(path), LONGEST_PATH)
    return OutputError(f"{where}: can't be written: {why}; what was there before stays")
