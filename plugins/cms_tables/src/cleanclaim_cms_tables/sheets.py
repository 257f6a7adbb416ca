"""
The rows of a file, one at a time: text between tabs or commas, and the sheets of a workbook.
"""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from itertools import chain, islice

import attrs

from cleanclaim_cms_tables.cells import Cell
from cleanclaim_cms_tables.contents import Content, Form
from cleanclaim_cms_tables.kinds import shown
from cleanclaim_cms_tables.refused import Refused

Rows = Iterator[tuple[int, Sequence[Cell]]]

_LOOKED_AT = 40
_LONGEST_LINE = 64 * 1024
_MOST_ROWS = 5_000_000


@attrs.frozen
class Sheet:
    """
    A table's rows with their numbers, to be gone through once.

    ``name``: a workbook's sheet has one. ``ragged``: whether empty cells at the end of a
    row are left out, as they are in a workbook.
    """

    name: str
    rows: Rows
    ragged: bool


def sheets(content: Content) -> Iterator[Sheet]:
    """
    The sheets of a workbook, or a text's rows as one sheet; each must be read before the
    next.

    Raises: Refused, now or while rows are read, for what can't be read.
    """
    if content.form is Form.TEXT:
        yield Sheet("", _counted(_rows_of_text(content)), ragged=False)
    else:
        from cleanclaim_cms_tables import workbooks

        for name, rows in workbooks.sheets(content):
            yield Sheet(name, _counted(rows), ragged=True)


def _counted(rows: Rows) -> Rows:
    for row in rows:
        if row[0] > _MOST_ROWS:
            msg = f"more than {_MOST_ROWS:,} rows; expected a table of CMS's"
            raise Refused(msg)
        yield row


def _rows_of_text(content: Content) -> Rows:
    lines = _lines(content)
    first = list(islice(lines, _LOOKED_AT))
    delimiter = "\t" if any(line.count("\t") > 1 for line in first) else ","
    reader = csv.reader(chain(first, lines), delimiter=delimiter, strict=True)
    number = 1
    try:
        for cells in reader:
            yield number, cells
            number = reader.line_num + 1
    except csv.Error as error:
        msg = f"row {number}: its cells can't be told apart: {shown(str(error))}; download the file again"
        raise Refused(msg) from None


def _lines(content: Content) -> Iterator[str]:
    """
    The lines of a text, with their ends, whatever they are; no line is longer than a
    table's are.
    """
    # What is no UTF-8 goes through as it is: a title may be Windows's own encoding.
    utf8 = codecs.getincrementaldecoder("utf-8-sig")("surrogateescape")
    decoder = io.IncrementalNewlineDecoder(utf8, translate=True)
    begun, count = "", 0
    for chunk in chain(content.chunks(), [b""]):
        if b"\0" in chunk:
            msg = "holds NUL characters, so it is no text; save it as UTF-8"
            raise Refused(msg)
        lines = io.StringIO(
            begun + decoder.decode(chunk, final=not chunk), newline="\n"
        ).readlines()
        begun = lines.pop() if chunk and lines and not lines[-1].endswith("\n") else ""
        yield from lines
        count += len(lines)
        if len(begun) > _LONGEST_LINE:
            msg = f"row {count + 1}: longer than {_LONGEST_LINE // 1024} KiB; expected a row of a table"
            raise Refused(msg)
