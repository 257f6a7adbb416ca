"""
CSV with the standard library alone: strict, so that a shifted or a lost cell is an error
and not a claim.
"""

import contextlib
import csv
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any, TextIO

import attrs

from cleanclaim import InputError
from cleanclaim.looks import looks_like

_HEAD = 4096
_LONGEST_HEADER = 1 << 20
_SEPARATORS = (",", "\t", "|", ";")
State = tuple[int, int]


@attrs.frozen
class CsvTable:
    """
    A CSV file: its header, what separates its cells, and its state when it was opened.
    """

    path: Path
    header: tuple[str, ...]
    separator: str
    state: State

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """
        The rows with their numbers, from 1; the header and blank lines are not counted.

        Raises: InputError with the number of the row that can't be read, or when the
        file has changed since it was opened.
        """
        width, number = len(self.header), 0
        try:
            with _opened(self.path) as stream:
                reader = csv.reader(stream, delimiter=self.separator, strict=True)
                next(reader)
                for row in reader:
                    if len(row) != width:
                        if not row:
                            continue
                        self._refuse(number + 1, f"has {len(row):,} cells, the header {width:,}")
                    number += 1
                    yield number, row
                if _state(stream) != self.state:
                    msg = f"{self.path}: changed while it was read; scrub it again"
                    raise InputError(msg)
        except csv.Error as error:
            self._refuse(number + 1, f"is no CSV: {error}")
        except UnicodeDecodeError:
            self._refuse(number + 1, "or one soon after is not UTF-8; save the table as UTF-8")

    def _refuse(self, number: int, what: str) -> None:
        msg = f"{self.path}: row {number:,} {what}; nothing of the table was reported"
        raise InputError(msg)


def open_csv(path: Path, wanted: Sequence[str]) -> CsvTable:
    """
    The CSV at *path*; *wanted* are columns of which it should have the most.

    Raises: InputError when it has no header that could be one; OSError.
    """
    with path.open("rb") as stream:
        head = stream.readline(_LONGEST_HEADER)
        state = _state(stream)
    line = head.decode("utf-8-sig", "replace")
    small = {name.lower() for name in wanted}
    found = [
        (len(small & {name.lower() for name in _cells(line, sep)}), sep) for sep in _SEPARATORS
    ]
    most, separator = max(found, key=lambda each: each[0])
    if not most:
        msg = (
            f"{path}: no column of the layout, such as {wanted[-1]!r}; it looks like "
            f"{looks_like(head[:_HEAD])}; expected a CSV with a header, or another layout"
        )
        raise InputError(msg)
    header = tuple(_cells(line, separator))
    for at, name in enumerate(header):
        if name in header[:at]:
            msg = f"{path}: two columns are named {name!r}; expected each once"
            raise InputError(msg)
    return CsvTable(path, header, separator, state)


def _cells(line: str, separator: str) -> list[str]:
    with contextlib.suppress(csv.Error, StopIteration):
        return [name.strip() for name in next(csv.reader([line], delimiter=separator))]
    return []


def _opened(path: Path) -> TextIO:
    return path.open(encoding="utf-8-sig", newline="")


def _state(stream: IO[Any]) -> State:
    status = os.fstat(stream.fileno())
    return status.st_size, status.st_mtime_ns
