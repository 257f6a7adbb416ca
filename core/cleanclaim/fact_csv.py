"""
Reads a large table of facts from CSV; a .toml of the same stem says what it is.

Every cell is checked when the table is loaded; facts are made when they are asked for.
"""

import datetime
import hashlib
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

import attrs

from cleanclaim import shapes, tomls
from cleanclaim.errors import FactsError, did_you_mean
from cleanclaim.fact_cells import Columns
from cleanclaim.fact_rows import Places, Row, lines_of, plain_rows
from cleanclaim.fact_toml import ANY_SOURCE, check_sources, order_fault, own_fields
from cleanclaim.findings import Fact, Source
from cleanclaim.key_paths import dotted
from cleanclaim.shapes import Misfit
from cleanclaim.tables import About, Stretch, Table
from cleanclaim.values import iso_date

F = TypeVar("F", bound=Fact)

_FAULTS_SHOWN = 20


@attrs.frozen
class Layout:
    """
    ``[csv]`` of a sidecar: the key's columns, joined with "/", and the file's sha256.
    """

    key: tuple[str, ...]
    sha256: str


@attrs.frozen
class _Sidecar:
    table: About
    sources: Mapping[str, Source]
    csv: Layout


def load(path: Path, shape: type[F]) -> Table[F]:
    """
    The table in this CSV file and its sidecar.

    Raises: FactsError, with the faults of the file, a line each.
    """
    document = tomls.read(path.with_suffix(".toml"), FactsError)
    misfits: list[Misfit] = []
    sidecar: _Sidecar | None = shapes.fit(_Sidecar, document.data, (), misfits)
    if sidecar:
        check_sources(sidecar.sources, misfits)
    if sidecar is None or misfits:
        raise FactsError(shapes.told(misfits, document.where))
    content = _content(path)
    digest = hashlib.sha256(content).hexdigest()
    if digest != sidecar.csv.sha256:
        msg = (
            f"{document.where(('csv', 'sha256'))}: {path.name} is not the file described here;"
            f" its sha256 is {digest}"
        )
        raise FactsError(msg)
    rows = _Rows(path, shape, sidecar)
    stretches = rows.read(_text(path, content))
    return Table(shape, path, sidecar.table, sidecar.sources, stretches, rows.columns.values)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        msg = f"{path}: can't be read: {error.strerror}"
        raise FactsError(msg) from None


def _text(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        msg = f"{path}:{line}: not UTF-8 text; save it as UTF-8"
        raise FactsError(msg) from None


class _Rows:
    """
    The rows of one CSV file, checked and grouped by key.
    """

    def __init__(self, path: Path, shape: type[Fact], sidecar: _Sidecar) -> None:
        self.path = path
        self.shape = shape
        self.sidecar = sidecar
        self.columns = Columns(shape, [])
        self._faults: list[str] = []
        self._days: dict[str, datetime.date | None] = {}
        self._tried = _has_validators(shape)

    def read(self, text: str) -> dict[str, list[Stretch]]:
        return self._plain(text) or self._one_by_one(text)

    def _plain(self, text: str) -> dict[str, list[Stretch]] | None:
        """
        The rows of a plain table in order; None where row by row more can be told.
        """
        head, *lines = lines_of(text) or [""]
        header, key = head.split(","), self.sidecar.csv.key
        fields = {"from", "source", "ended", *(field.key for field in own_fields(self.shape))}
        if any(self._header_faults(header)) or header[: len(key)] != [*key] or fields & {*key}:
            return None
        at = Places.of(header, key)
        self.columns = Columns(self.shape, header)
        is_sound, stretch = partial(self._is_sound, at=at), partial(self._stretch, at=at)
        return plain_rows(lines, len(key), is_sound, stretch)

    def _one_by_one(self, text: str) -> dict[str, list[Stretch]]:
        import csv  # a plain table in order does without

        reader = csv.reader(text.splitlines(keepends=True), strict=True)
        stretches: dict[str, list[Stretch]] = {}
        try:
            header = next(reader, [])
            for fault in self._header_faults(header):
                self._fault(1, fault)
            self._stop_if_faulty()
            self.columns = Columns(self.shape, header)
            self._fill(stretches, header, reader)
        except csv.Error as error:
            self._faults.append(f"{self.path}:{reader.line_num}: not CSV: {error}")
        if not stretches and not self._faults:
            self._faults.append(f"{self.path}: has no rows")
        self._stop_if_faulty()
        return stretches

    def _fill(self, stretches: dict[str, list[Stretch]], header: list[str], reader: Any) -> None:
        at = Places.of(header, self.sidecar.csv.key)
        for row in reader:
            faults = list(self._faults_of(row, at))
            if not faults:
                key = "/".join([row[column] for column in at.key])
                entry, entries = self._stretch(row, at), stretches.setdefault(key, [])
                if fault := order_fault(entry, entries[-1] if entries else None):
                    faults.append(f"from: {key}: {fault}")
                else:
                    faults.extend(self._refused(row, at))
                entries.append(entry)
            for fault in faults:
                self._fault(reader.line_num, fault)

    def _stretch(self, row: Row, at: Places) -> Stretch:
        since = cast(datetime.date, self._day(row[at.since]))
        return Stretch(since, row[at.source], None if at.ends(row) else row)

    def _is_sound(self, row: Row, at: Places) -> bool:
        return not any(self._faults_of(row, at)) and not any(self._refused(row, at))

    def _faults_of(self, row: Row, at: Places) -> Iterator[str]:
        if len(row) != at.width:
            yield f"{len(row)} cells; expected {at.width}"
            return
        for column in at.key:
            if not row[column] or row[column] != row[column].strip():
                yield f"{at.header[column]}: {row[column]!r}; expected a code"
        yield from self.columns.faults(row, ended=at.ends(row))
        if self._day(row[at.since]) is None:
            yield f"from: {row[at.since]!r}; expected a date such as 2026-11-23"
        if row[at.source] not in self.sidecar.sources:
            hint = did_you_mean(row[at.source], self.sidecar.sources)
            yield f"source: {row[at.source]!r} is not under [sources] of the .toml{hint}"
        if at.ends(row):
            yield from self._ended_faults(row, at.mark(row))

    def _header_faults(self, header: list[str]) -> Iterator[str]:
        fields = {field.key: field for field in own_fields(self.shape)}
        layout = self.sidecar.csv
        known = {*fields, *layout.key, "from", "source", "ended"}
        needed = [*layout.key, "from", "source"]
        needed += [key for key, field in fields.items() if field.required]
        for column in dict.fromkeys(header):
            if column not in known:
                hint = did_you_mean(column, known) or f"; expected {', '.join(sorted(known))}"
                yield f"unknown column {column!r}{hint}"
            elif header.count(column) > 1:
                yield f"column {column!r} stands twice"
        for column in needed:
            if column not in header:
                yield f"column {column!r} is missing"

    def _ended_faults(self, row: Row, ended: str) -> Iterator[str]:
        if ended != "yes":
            yield f"ended: {ended!r}; expected yes, or nothing"
        keys = self.sidecar.csv.key
        if filled := [column for column in self.columns.filled(row) if column not in keys]:
            yield f"{', '.join(filled)}: filled where ended is yes; expected empty cells"

    def _refused(self, row: Row, at: Places) -> Iterator[str]:
        if at.ends(row) or not self._tried:
            return
        misfits: list[Misfit] = []
        values = {**self.columns.values(row), "source": ANY_SOURCE}
        shapes.make(self.shape, values, (), misfits)
        for misfit in misfits:
            column = f"{dotted(misfit.path)}: " if misfit.path else ""
            yield f"{column}{misfit.what}"

    def _day(self, text: str) -> datetime.date | None:
        if text not in self._days:
            try:
                self._days[text] = iso_date(text)
            except ValueError:
                self._days[text] = None
        return self._days[text]

    def _fault(self, line: int, what: str) -> None:
        self._faults.append(f"{self.path}:{line}: {what}")

    def _stop_if_faulty(self) -> None:
        if self._faults:
            more = len(self._faults) - _FAULTS_SHOWN
            rest = [f"{self.path}: and {more} more like these"] if more > 0 else []
            raise FactsError("\n".join([*self._faults[:_FAULTS_SHOWN], *rest]))


def _has_validators(shape: type[Fact]) -> bool:
    tried = any(field.validator or field.converter for field in attrs.fields(shape))
    return tried or hasattr(shape, "__attrs_post_init__")
