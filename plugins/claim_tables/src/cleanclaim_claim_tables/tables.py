"""
A table of claims, opened, and gone through by the quickest way that there is.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleanclaim import InputError, Outcome, Scrubber
from cleanclaim_claim_tables import engine
from cleanclaim_claim_tables.by_rows import ByRows
from cleanclaim_claim_tables.csv_table import CsvTable, open_csv
from cleanclaim_claim_tables.gathered import Met
from cleanclaim_claim_tables.layouts import Layout
from cleanclaim_claim_tables.outcomes import Asked, Outcomes
from cleanclaim_claim_tables.plain_csv import is_plain
from cleanclaim_claim_tables.sieve import Sieve

if TYPE_CHECKING:
    from cleanclaim_claim_tables.frames import FrameTable

_FOR_POLARS = (b"PAR1", b"ARROW1")
# Below this size the standard library is done before Polars is loaded.
_SMALL = 1 << 20


class Table:
    """
    A table that is open, and a layout that fits it.

    Given is a file, or a frame: what Polars holds, or hands over as Arrow. *polars* says
    whether a CSV is read with it: where it is worth it, unless said.
    """

    def __init__(self, given: Any, layout: Layout, *, polars: bool | None = None) -> None:
        """
        Open it.

        Raises: InputError when it is no table or has not the layout's columns;
        PluginError when Polars is needed and not there; OSError.
        """
        self.name: str | None = None
        self._path: Path | None = None
        self._csv: CsvTable | None = None
        self._frame: FrameTable | None = None
        if isinstance(given, str | os.PathLike):
            self.name, self._path = os.fspath(given), Path(given)
            self._state = _state(self._path)
            self._open(self._path, layout, polars=polars)
        else:
            engine.check("a frame")
            from cleanclaim_claim_tables.frames import frame_of_object

            self._frame = frame_of_object(given)
        opened = self._frame or self._csv
        assert opened is not None
        self.layout = layout.fitted(opened.header)
        if self._frame is not None:
            self._frame.check(self.layout)

    def _open(self, path: Path, layout: Layout, *, polars: bool | None) -> None:
        with path.open("rb") as stream:
            head = stream.read(max(map(len, _FOR_POLARS)))
        if head.startswith(_FOR_POLARS):
            engine.check(f"{path}: a file of Parquet or Arrow")
            from cleanclaim_claim_tables.frames import frame_of

            self._frame = frame_of(path)
            return
        self._csv = open_csv(path, layout.columns)
        if polars is None:
            polars = engine.there() and self._state[0] >= _SMALL
        if polars and is_plain(path, len(self._csv.header), self._csv.separator):
            from cleanclaim_claim_tables.frames import frame_of_csv

            self._frame = frame_of_csv(self._csv)

    def scrubbed(self, scrubber: Scrubber, asked: Asked) -> "Scrubbed":
        """
        What scrubbing it comes to.
        """
        return Scrubbed(self, scrubber, asked)

    def claims(self, sieve: Sieve, asked: Asked, run: "Scrubbed") -> Iterator[Met]:
        """
        The claims in the order of first rows; *run* is told the number of rows.

        Raises: InputError when the table can't be read whole, or changes meanwhile.
        """
        if self._frame is not None:
            from cleanclaim_claim_tables.by_columns import ByColumns

            columns = ByColumns(self._frame, self.layout, sieve, asked)
            try:
                for met in columns.claims():
                    run.rows = columns.rows
                    yield met
                run.rows = columns.rows
            except InputError:
                # What is amiss with a CSV is told better by the other way.
                if self._csv is None or run.rows:
                    raise
            else:
                self._check()
                return
        assert self._csv is not None
        rows = ByRows(self._csv, self.layout, sieve, asked)
        for met in rows.claims():
            run.rows = rows.rows
            yield met
        self._check()

    def _check(self) -> None:
        if self._path is not None and _state(self._path) != self._state:
            msg = f"{self.name}: changed while it was read; scrub it again"
            raise InputError(msg)


class Scrubbed:
    """
    A table at work: its outcomes in the order of first rows, and what they come to.

    ``rows`` and ``woken`` count rows and claims that were built, ``passed`` by payer's id
    the claims of which there is no outcome: they are clean, and were not asked for.
    """

    def __init__(self, table: Table, scrubber: Scrubber, asked: Asked) -> None:
        self._table, self._asked = table, asked
        self._sieve = Sieve(scrubber, table.layout)
        self._outcomes = Outcomes(scrubber, table.layout, self._sieve, asked, table.name)
        self.rows = 0

    @property
    def woken(self) -> int:
        """
        How many claims were built and scrubbed.
        """
        return self._outcomes.woken

    @property
    def passed(self) -> dict[str, int]:
        """
        How many claims were clean, unasked, by payer's id.
        """
        return self._outcomes.passed

    def outcomes(self) -> Iterator[Outcome]:
        """
        The outcomes; to be gone through once.

        Raises: InputError when the table can't be read whole.
        """
        yield from self._outcomes.of(self._table.claims(self._sieve, self._asked, self))


def _state(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns
