"""
From CMS's files to the tables they hold: everything checked, or nothing.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import attrs

from cleanclaim import FactsError
from cleanclaim_cms_tables.archives import opened
from cleanclaim_cms_tables.cells import FIRST_DAY
from cleanclaim_cms_tables.contents import Content
from cleanclaim_cms_tables.contradictions import contradictions, missing_parts
from cleanclaim_cms_tables.file_names import is_document
from cleanclaim_cms_tables.identified import Given
from cleanclaim_cms_tables.kinds import LONGEST_PATH, Kind, TableName, shown
from cleanclaim_cms_tables.recognized import NotRecognized, recognized
from cleanclaim_cms_tables.refused import Faults, Refused
from cleanclaim_cms_tables.rows import Edition, Origin, Row
from cleanclaim_cms_tables.sheets import sheets
from cleanclaim_cms_tables.table_file import Progress, TableFile, table_file
from cleanclaim_cms_tables.windows import joined

__all__ = ["Given", "Import", "read"]

_LONGEST_NAME = 200


@attrs.frozen
class Import:
    """
    An edition of a table, checked, and its rows in any order.
    """

    edition: Edition
    rows: Sequence[Row]


def read(
    paths: Sequence[Path], given: Given, progress: Progress
) -> tuple[tuple[Import, ...], tuple[str, ...]]:
    """
    The tables that these files hold, files of one edition together, and remarks on what
    was left out. *progress* is called now and then with a file's name and its rows so far.

    Raises: FactsError with the faults of all files when any has one.
    """
    reading = _Reading(given, progress)
    for path in paths:
        reading.read(path)
    imports = tuple(_imports(reading))
    if reading.faults:
        raise FactsError("\n".join(dict.fromkeys(reading.faults)))
    return imports, tuple(reading.remarks)


@attrs.frozen
class _Reading:
    """
    The files while they are read.
    """

    given: Given
    progress: Progress
    files: list[TableFile] = attrs.field(factory=list)
    faults: list[str] = attrs.field(factory=list)
    remarks: list[str] = attrs.field(factory=list)

    def read(self, path: Path) -> None:
        """
        Read a file, an archive's tables each on its own.
        """
        before = len(self.files), len(self.faults)
        try:
            with opened(path) as found:
                self.remarks.extend(found.remarks)
                for forms in found.tables:
                    self._read_first(forms)
        except Refused as refused:
            self.faults.append(f"{shown(str(path), LONGEST_PATH)}: {refused}")
        if before == (len(self.files), len(self.faults)):
            self.faults.append(f"{shown(str(path), LONGEST_PATH)}: holds no table of CMS's")

    def _read_first(self, forms: Sequence[Content]) -> None:
        """
        Read the first of the forms of a table that is one.
        """
        unknown: list[tuple[Content, NotRecognized]] = []
        for number, content in enumerate(forms):
            try:
                self._read_content(content)
            except NotRecognized as refused:
                unknown.append((content, refused))
                continue
            except Refused as refused:
                self.faults.append(f"{content.place}: {refused}")
            taken = shown(content.names[-1])
            for other in forms[number + 1 :]:
                self.remarks.append(f"{other.place}: left out, the same table as {taken}")
            for other, _ in unknown:
                self.remarks.append(f"{other.place}: left out, not recognized; {taken} is")
            return
        for content, why in unknown:
            if len(content.names) > 1 and is_document(content.names[-1]):
                self.remarks.append(f"{content.place}: left out, no table")
            else:
                self.faults.append(f"{content.place}: {why}")

    def _read_content(self, content: Content) -> None:
        faults = Faults(content.place)
        unknown: list[tuple[str, NotRecognized]] = []
        file: TableFile | None = None
        try:
            for sheet in sheets(content):
                try:
                    found = recognized(sheet)
                except NotRecognized as refused:
                    unknown.append((sheet.name, refused))
                    continue
                if file is not None:
                    msg = "two of its sheets hold a table; keep one in a workbook"
                    raise Refused(msg)
                file = table_file(content, found, self.given, faults, self.progress)
        finally:
            self.faults.extend(faults.lines())
        if file is None:
            raise unknown[0][1]
        self.files.append(file)
        for name, _ in unknown:
            self.remarks.append(f"{content.place}: sheet '{name}': left out, no table")


def _imports(reading: _Reading) -> Iterator[Import]:
    by_table: defaultdict[TableName, list[TableFile]] = defaultdict(list)
    for file in reading.files:
        for table in file.tables:
            by_table[table].append(file)
    for table, files in sorted(by_table.items(), key=lambda each: str(each[0])):
        by_day: defaultdict[datetime.date | None, list[TableFile]] = defaultdict(list)
        for file in files:
            by_day[file.day].append(file)
        for day, own in by_day.items():
            if not reading.faults:
                # A part that could not be read is told already.
                reading.faults.extend(missing_parts(table, own))
            reading.faults.extend(contradictions(table, day, own, among=files))
            if not reading.faults:
                yield _import(table, day, own)


def _import(table: TableName, day: datetime.date | None, files: Sequence[TableFile]) -> Import:
    rows: Sequence[Row] = files[0].rows
    if len(files) > 1:
        rows = list(chain.from_iterable(file.rows for file in files))
    since = {row.since for row in rows}
    newest = max(since)
    # A life without a first day says nothing of the day from which the table knows lives.
    known_from = min(since - {FIRST_DAY}, default=FIRST_DAY)
    if table.kind is Kind.LIVES:
        rows = list(joined(rows))
    known_until = None
    if table.kind is Kind.STATUSES and not files[0].layout.windowed:
        known_until = datetime.date(newest.year, 12, 31)
    origins = tuple(
        Origin(shown(file.content.name, _LONGEST_NAME), file.content.sha256, len(file.rows))
        for file in files
    )
    edition = Edition(table, day or newest, known_from, known_until, len(rows), origins)
    return Import(edition, rows)
