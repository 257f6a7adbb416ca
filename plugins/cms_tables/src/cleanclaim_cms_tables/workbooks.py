"""
The sheets of a workbook, read by openpyxl once every part is seen to be harmless.
"""

import contextlib
import datetime
import warnings
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Any

from openpyxl import load_workbook

from cleanclaim_cms_tables.cells import Cell
from cleanclaim_cms_tables.contents import Content, refusing
from cleanclaim_cms_tables.kinds import shown
from cleanclaim_cms_tables.refused import Refused
from cleanclaim_cms_tables.workbook_cells import MOST_ROWS
from cleanclaim_cms_tables.workbook_parts import check

_AT_ONCE = 1000
_MIDNIGHT = datetime.time.min


def sheets(content: Content) -> Iterator[tuple[str, Iterator[tuple[int, list[Cell]]]]]:
    """
    The sheets of a workbook: their names and their numbered rows.

    Raises: Refused, now or while rows are read, for a workbook that can't be read or could
    do harm.
    """
    with refusing(), content.opened() as file:
        with zipfile.ZipFile(file) as archive:
            check(archive)
        file.seek(0)
        with _any_fault():
            book = load_workbook(file, read_only=True, data_only=True)
            found = [(shown(str(sheet.title)), sheet) for sheet in book.worksheets]
        if not found:
            msg = "a workbook without a sheet; expected a table of CMS's"
            raise Refused(msg)
        for name, sheet in found:
            yield name, _rows(sheet)


@contextlib.contextmanager
def _any_fault() -> Iterator[None]:
    """
    Whatever openpyxl says of a workbook that is none, as Refused.
    """
    try:
        with warnings.catch_warnings():
            # Of styles and extensions that it leaves out; a cell it can't read is an error.
            warnings.simplefilter("ignore")
            yield
    except Refused:
        raise
    except Exception as error:  # openpyxl meets a hostile workbook with any
        msg = f"a workbook that can't be read ({type(error).__name__}); save it again as .xlsx"
        raise Refused(msg) from error


def _rows(sheet: Any) -> Iterator[tuple[int, list[Cell]]]:
    with _any_fault():
        # A sheet that says it is smaller than it is would be cut short.
        sheet.reset_dimensions()
        rows = enumerate(sheet.iter_rows(values_only=True), 1)
    while True:
        with _any_fault():
            some = list(islice(rows, _AT_ONCE))
        if not some:
            return
        for number, row in some:
            if number > MOST_ROWS:
                msg = f"more than {MOST_ROWS:,} rows; expected a table of CMS's"
                raise Refused(msg)
            if row.count(None) == len(row):
                yield number, []
            else:
                yield number, [value if type(value) is str else _cell(value) for value in row]


def _cell(value: object) -> Cell:
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case int():
            return value
        case float():
            return int(value) if value.is_integer() else repr(value)
        case datetime.datetime():
            return value.date() if value.time() == _MIDNIGHT else value.isoformat(" ")
        case datetime.date():
            return value
        case _:
            return str(value)
