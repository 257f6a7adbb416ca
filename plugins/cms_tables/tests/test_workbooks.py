"""
Workbooks that are refused, and what is in their cells.
"""

import datetime
import re
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest

from cleanclaim import FactsError
from cleanclaim_cms_tables.importing import Given, read

MIB = 1024 * 1024
SHEET = "xl/worksheets/sheet1.xml"
NOON = datetime.datetime(2020, 1, 1, 12)  # noqa: DTZ001 - as a workbook has it
HEADS = ["code", "from", "to"]
FROM = b't="inlineStr"><is><t>from</t></is>'
ROWS = [HEADS, ["71045", "20200101", None], ["71046", "20200101", "20201231"]]


def imported(path: Path):
    return read([path], Given(), lambda _name, _rows: None)


def fault(path: Path) -> str:
    with pytest.raises(FactsError) as error:
        imported(path)
    return str(error.value).replace(f"{path}: ", "")


@pytest.fixture
def workbook(tmp_path):
    """
    A workbook of these rows.
    """

    def write(rows=ROWS) -> Path:
        path: Path = tmp_path / "lives.xlsx"
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
        return path

    return write


def changed(path: Path, name: str, change) -> Path:
    """
    The same workbook with a part of it changed.
    """
    with zipfile.ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    if change is None:
        del parts[name]
    else:
        parts[name] = change(parts.get(name, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    return path


def with_prolog(prolog: bytes):
    return lambda part: prolog + part.partition(b"?>")[2] if b"?>" in part else prolog + part


def replacing(old: bytes, new: bytes):
    def change(part: bytes) -> bytes:
        assert old in part
        return part.replace(old, new)

    return change


BILLION = (
    b'<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa">'
    b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>\n'
)
EXTERNAL = b'<!DOCTYPE x SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize("prolog", [BILLION, EXTERNAL, b"\n<!-- -->\n" + EXTERNAL])
@pytest.mark.parametrize(
    "part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml", "x/extra.png"]
)
def test_document_type(workbook, part: str, prolog: bytes) -> None:
    """
    No part may have a document type, whatever it is called: entities would follow.
    """
    path = changed(
        workbook(), part, with_prolog(prolog) if "png" not in part else lambda _: prolog + b"<x/>"
    )

    assert (
        f"its part {part} has a document type (DTD), which may define entities; expected a workbook "
        "as CMS publishes it"
    ) == fault(path)


@pytest.mark.parametrize(
    ("part", "change", "expected"),
    [
        (
            SHEET,
            lambda part: part.decode().encode("utf-16"),
            f"its part {SHEET} is no UTF-8; save the workbook again",
        ),
        (
            SHEET,
            lambda part: part.decode().encode("utf-16-be"),
            f"its part {SHEET} is no UTF-8; save the workbook again",
        ),
        (
            SHEET,
            with_prolog(b'<?xml version="1.0" encoding="iso-8859-1"?>'),
            f"its part {SHEET} is in iso-8859-1; expected a workbook as CMS publishes it",
        ),
        (
            SHEET,
            lambda part: part[:-20],
            f"its part {SHEET} is damaged: unclosed token: line 1, column ",
        ),
        (
            SHEET,
            replacing(b"</sheetData>", b""),
            f"its part {SHEET} is damaged: mismatched tag: line 1, column ",
        ),
        (
            SHEET,
            lambda _: b"<x>" * 65,
            f"its part {SHEET} is nested too deep; expected a workbook as ",
        ),
        (
            SHEET,
            replacing(b"<sheetData>", b"<sheetData>" + b"<x/>" * 200_001),
            f"its part {SHEET} holds more than in a workbook of CMS's; expected a workbook as ",
        ),
        (
            SHEET,
            replacing(b"</row>", b"<x/>" * 20_001 + b"</row>"),
            f"its part {SHEET} has a row, 1, of more cells than a table of CMS's",
        ),
        (
            "xl/styles.xml",
            lambda part: part.replace(b">", b"><!--" + b"-x" * MIB + b"-->", 1),
            "its part xl/styles.xml is larger than in a workbook of CMS's; expected",
        ),
        ("xl/workbook.xml", lambda part: part[:60], "its part xl/workbook.xml is damaged: "),
        (
            "xl/workbook.xml",
            None,
            "a workbook that can't be read (KeyError); save it again as .xlsx",
        ),
        (SHEET, None, "a workbook without a sheet; expected a table of CMS's"),
        (
            SHEET,
            replacing(b'r="A2"', b'r="2A"'),
            f"its part {SHEET} has a cell in the wrong place: 2A",
        ),
        (
            SHEET,
            replacing(b'r="B2"', b'r="A2"'),
            f"its part {SHEET} has a cell in the wrong place: A2",
        ),
        (
            SHEET,
            replacing(b'r="B2"', b'r="B3"'),
            f"its part {SHEET} has a cell in the wrong place: B3",
        ),
        (
            SHEET,
            replacing(b' r="B2"', b""),
            f"its part {SHEET} has a cell in the wrong place: the 4th of row 2",
        ),
        (
            SHEET,
            replacing(b'<row r="3">', b'<row r="1">'),
            f"its part {SHEET} has row 1 after row 2",
        ),
        (
            SHEET,
            replacing(b'<row r="3">', b'<row r="3.5">'),
            f"its part {SHEET} has row 3.5 after row 2",
        ),
        (SHEET, replacing(FROM, b't="s"><v>99</v>'), "a workbook that can't be read (IndexError)"),
        (SHEET, replacing(FROM, b't="n"><v>x</v>'), "a workbook that can't be read (ValueError)"),
    ],
)
def test_hostile_part(workbook, part: str, change, expected: str) -> None:
    """
    A part that is damaged, or more than it should be, is refused by name.
    """
    assert fault(changed(workbook(), part, change)).startswith(expected)


def test_much_memory(workbook) -> None:
    """
    A part that would fill the memory is refused before it does.
    """
    strings = b"<sst>" + b"<si/>" * MIB + b"</sst>"
    path = changed(workbook(), "xl/sharedStrings.xml", lambda _: strings)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("xl/sharedStrings.xml", strings)
    tracemalloc.start()
    told = fault(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert "its part xl/sharedStrings.xml holds more than in a workbook of CMS's" in told
    assert most < 20 * MIB


def test_long_text(workbook) -> None:
    """
    A cell of megabytes is refused.
    """
    path = changed(workbook(), SHEET, replacing(b"<sheetData>", b"<sheetData>" + b"x" * 2 * MIB))
    with zipfile.ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for each, content in parts.items():
            archive.writestr(each, content)

    assert fault(path).startswith(f"its part {SHEET} is larger than in a workbook of CMS's")


def test_bomb(workbook) -> None:
    """
    A part that unpacks to very much is refused before it is unpacked.
    """
    path = changed(workbook(), "xl/media/x.bin", lambda _: bytes(50 * MIB))

    assert "its member 'xl/media/x.bin' unpacks to 50 MiB; expected one of CMS's" == fault(path)


def test_formulas(workbook) -> None:
    """
    A formula without its value is refused, with its cell; one with a value is that value.
    """
    path = workbook([HEADS, ["71045", "=20200000+101", None], ["71046", "20200101", "=B3"]])
    without = fault(path)
    value = replacing(b"<f>20200000+101</f><v />", b"<f>20200000+101</f><v>20200101</v>")
    changed(
        changed(path, SHEET, value),
        SHEET,
        replacing(b"<f>B3</f><v />", b"<f>B3</f><v>20201231</v>"),
    )
    ((only,), _) = imported(path)

    assert (
        f"its part {SHEET} has formulas without a value: B2, C3; save it in Excel, so that it has them"
    ) == without
    assert [datetime.date(2020, 1, 1)] * 2 == [row.since for row in only.rows]


def test_no_sheet(workbook) -> None:
    """
    A workbook without a sheet, and one whose sheets are empty, hold no table.
    """
    path = changed(
        workbook(),
        "xl/workbook.xml",
        lambda part: (
            part.partition(b"<sheets>")[0] + b"<sheets/>" + part.partition(b"</sheets>")[2]
        ),
    )

    assert "a workbook without a sheet; expected a table of CMS's" == fault(path)
    assert fault(workbook([])).startswith("no header of a table in its first 0 rows")


def test_two_tables(tmp_path) -> None:
    """
    A workbook with two tables is refused; so is nothing read of it.
    """
    book = openpyxl.Workbook()
    for sheet in book.active, book.create_sheet("more"):
        for row in ROWS:
            sheet.append(row)
    book.save(tmp_path / "lives.xlsx")

    assert "two of its sheets hold a table; keep one in a workbook" == fault(
        tmp_path / "lives.xlsx"
    )


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            [True, "20200101", None],
            "row 2: code: 'TRUE'; expected a code of five digits or capitals",
        ),
        ([1.5, "20200101", None], "row 2: code: '1.5'; expected a code of five digits or capitals"),
        ([-1, "20200101", None], "row 2: code: '-1'; expected a code of five digits or capitals"),
        (
            [123456, "20200101", None],
            "row 2: code: '123456'; expected a code of five digits or capitals",
        ),
        (
            ["#N/A", "20200101", None],
            "row 2: code: '#N/A'; expected a code of five digits or capitals",
        ),
        (["71045", 43831, None], "row 2: from: '43831'; expected a day such as 20260101"),
        (
            ["71045", NOON, None],
            "row 2: from: '2020-01-01 12:00:00'; expected a day such as 20260101",
        ),
        (
            ["71045", datetime.time(12), None],
            "row 2: from: '12:00:00'; expected a day such as 20260101",
        ),
        (
            ["71045", 20200101, None, None, "x"],
            "row 2: 5 cells; expected 3, as many as the header has",
        ),
    ],
)
def test_cell(workbook, row, expected: str) -> None:
    """
    A cell of another type than its column's is told.
    """
    assert expected == fault(workbook([HEADS, row]))


@pytest.mark.parametrize("last", [1, 2])
def test_dimension(workbook, last: int) -> None:
    """
    A sheet that says it is smaller than it is, is read whole.
    """
    path = changed(workbook(), SHEET, replacing(b'ref="A1:C3"', f'ref="A1:B{last}"'.encode()))

    ((only,), _) = imported(path)
    assert 2 == len(only.rows)


def test_rows_far_below(workbook) -> None:
    """
    Empty rows in between are told, however many a sheet says there are.
    """

    def below(number: int):
        return lambda part: re.sub(rb'r="([A-C]?)3"', rb'r="\g<1>%d"' % number, part)

    assert "row 3: empty, with rows after it; expected a row, or the end of the table" == fault(
        changed(workbook(), SHEET, below(3000))
    )
    assert "more than 1,048,576 rows; expected a table of CMS's" == fault(
        changed(workbook(), SHEET, below(9_999_999))
    )
    assert f"its part {SHEET} has row 99999999 after row 2" == fault(
        changed(workbook(), SHEET, below(99_999_999))
    )


def test_no_workbook(workbook) -> None:
    """
    Another document of Office's is no workbook.
    """
    path = changed(workbook(), "xl/workbook.xml", None)
    changed(path, "word/document.xml", lambda _: b"<document/>")

    assert "a workbook that can't be read (KeyError); save it again as .xlsx" == fault(path)
