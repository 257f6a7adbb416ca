"""
Files that are cut, changed and mixed up at random: the rows they hold, or a refusal.
"""

import gzip
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cleanclaim import FactsError
from cleanclaim_cms_tables.importing import Given, read
from cleanclaim_cms_tables.kinds import Kind

HERE = Path(__file__).parent / "tables"
NAMES = sorted(path.name for path in HERE.iterdir() if "-f2" not in path.name)
ROWS = {
    "ccipra-v302r0-f1.txt": 5,
    "MCR_MUE_PractitionerServices_Eff_07-01-2024.csv": 3,
    "AOC_V2024Q3-MCR.txt": 4,
    "lives.csv": 4,
}

any_file = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def tables(tmp_path: Path, name: str, content: bytes):
    """
    The tables of a file of this content, or nothing when it is refused as it should be.
    """
    path = tmp_path / name
    path.write_bytes(content)
    try:
        imports, _ = read([path], Given(), lambda _name, _rows: None)
    except FactsError as error:
        told = str(error)
    else:
        return imports
    assert str(path) in told
    assert all(line.isprintable() for line in told.splitlines())
    return ()


def lines(text: str) -> list[list[str]]:
    """
    The cells of a text, told apart by hand.
    """
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [[cell.strip() for cell in re.split(r"[\t,]", row)] for row in rows]


def check(name: str, content: bytes, imports) -> None:
    """
    Every row stands in the file, and every line of the file below its header is a row.
    """
    if not imports or b'"' in content:
        return
    there = lines(content.decode("utf-8", "surrogateescape").removeprefix("\ufeff"))
    for each in imports:
        assert each.edition.rows == len(each.rows)
        for row in each.rows:
            same = [cells for cells in there if row.first in cells and row.second in [*cells, ""]]
            assert same, row
            if each.edition.table.kind in (Kind.PAIRS, Kind.STATUSES):
                assert any(str(row.value[0]) in cells for cells in same)
            if each.edition.table.kind is Kind.PAIRS:
                assert any(row.since.strftime("%Y%m%d") in cells for cells in same)
    kept = sum(origin.rows for origin in imports[0].edition.origins)
    assert ROWS.get(name, kept) >= kept


@any_file
@given(st.data())
@pytest.mark.parametrize("name", NAMES)
def test_cut(tmp_path, name: str, data) -> None:
    """
    A file that is cut anywhere has the rows up to there, or is refused.
    """
    whole = (HERE / name).read_bytes()
    content = whole[: data.draw(st.integers(0, len(whole)))]

    check(name, content, tables(tmp_path, name, content))


@any_file
@given(st.data())
@pytest.mark.parametrize("name", NAMES)
def test_changed(tmp_path, name: str, data) -> None:
    """
    A file with other bytes has the rows that it says it has, or is refused.
    """
    content = bytearray((HERE / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    check(name, bytes(content), tables(tmp_path, name, bytes(content)))


@any_file
@given(st.data())
@pytest.mark.parametrize("name", NAMES)
def test_inserted(tmp_path, name: str, data) -> None:
    """
    A file with more cells, lines or bytes in it is read as it stands, or is refused.
    """
    content = (HERE / name).read_bytes()
    piece = data.draw(
        st.sampled_from(
            [b"\t", b",", b"\n", b"\t\t\n", b'"', b"\r", b"*", b"0", b" ", b"\xef\xbb\xbf"]
        )
        | st.binary(max_size=20)
    )
    at = data.draw(st.integers(0, len(content)))
    content = content[:at] + piece + content[at:]

    imports = tables(tmp_path, name, content)
    if b"\n" not in piece and b"\r" not in piece:
        check(name, content, imports)


@any_file
@given(st.sampled_from(NAMES), st.randoms(use_true_random=False))
def test_mixed(tmp_path, name: str, random) -> None:
    """
    The order of rows makes no difference; lines above the header may be anything.
    """
    content = (HERE / name).read_text("utf-8").splitlines(keepends=True)
    random.shuffle(content)

    check(name, "".join(content).encode(), tables(tmp_path, name, "".join(content).encode()))


@any_file
@given(st.binary(max_size=300))
@example(b"PK\x03\x04")
@example(b"\x1f\x8b")
def test_noise(tmp_path, content: bytes) -> None:
    """
    Bytes that mean nothing are refused, whatever they begin with.
    """
    for begin in b"", b"PK\x03\x04", b"\x1f\x8b\x08", b"code,from,to\n", b"Column 1\tColumn 2\t":
        tables(tmp_path, "noise.txt", begin + content)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in ["code", "from", "to"], ["71045", 20200101, None], ["00100", "20200101", 20201231]:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


PACKED = {
    "lives.csv.gz": gzip.compress((HERE / "lives.csv").read_bytes(), mtime=0),
    "lives.xlsx": workbook(),
}
with io.BytesIO() as _file:
    with zipfile.ZipFile(_file, "w", zipfile.ZIP_DEFLATED) as _archive:
        for _name in "lives.csv", "add_ons.csv":
            _archive.write(HERE / _name, _name)
    PACKED["tables.zip"] = _file.getvalue()


@any_file
@given(st.data())
@pytest.mark.parametrize("name", sorted(PACKED))
def test_packed(tmp_path, name: str, data) -> None:
    """
    A packed file that is cut or changed gives the rows of the whole one, or is refused.
    """
    expected = [list(each.rows) for each in tables(tmp_path, name, PACKED[name])]
    content = bytearray(PACKED[name])
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content))) :]
    else:
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    found = tables(tmp_path, name, bytes(content))
    assert all(list(each.rows) in expected for each in found)


@any_file
@given(st.data())
def test_parts(tmp_path, data) -> None:
    """
    A workbook whose parts are changed and packed again is read as it stands, or is refused.
    """
    with zipfile.ZipFile(io.BytesIO(PACKED["lives.xlsx"])) as archive:
        parts = {each: bytearray(archive.read(each)) for each in archive.namelist()}
    part = parts[data.draw(st.sampled_from(sorted(parts)))]
    for _ in range(data.draw(st.integers(1, 3))):
        part[data.draw(st.integers(0, len(part) - 1))] = data.draw(st.integers(0, 255))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for each, content in parts.items():
            archive.writestr(each, bytes(content))

    for each in tables(tmp_path, "lives.xlsx", file.getvalue()):
        assert len(each.rows) <= 2
