"""
Files that are refused: what is told of them, and that nothing else happens.
"""

import datetime
import gzip
import os
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from cleanclaim import FactsError
from cleanclaim_cms_tables.importing import Given, read
from cleanclaim_cms_tables.kinds import Program, Services

HERE = Path(__file__).parent / "tables"
MIB = 1024 * 1024

PAIRS = (
    "Made up\n"
    "Column 1\tColumn 2\t*=in existence prior to 1996\tEffective Date\tDeletion Date *=no data\t"
    "Modifier 0=not allowed 1=allowed 9=not applicable\tPTP Edit Rationale\n"
)
PAIR = "11042\t71045\t\t20200101\t*\t1\tMade-up reason\n"
UNITS = "HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n"
ADD_ONS = (
    "AOC_Edit_Type\tAdd-On_Code\tAOC_DelDT\tPrimary_Code\tPrimary_Code_DelDT\tAOC_Edit_EffDT\t"
    "AOC_Edit_DelDT\tSpecial_Instruction_Notes\n"
)
STATUSES = "hcpcs,status_indicator,apc,date_from,date_to\n"
LIVES = "code,from,to\n"
ADDENDUM = "Addendum B for CY 2024,,,\nHCPCS Code,Short Descriptor,SI,APC\n"

PTP = "ccipra-v302r0.txt"
MUE = "mue_Eff_07-01-2024.csv"
AOC = "AOC_V2024Q3.txt"
B = "July_2024_addendum_b.csv"


def fault(*paths, **given) -> str:
    """
    What is told when these files are refused, without their folder.
    """
    with pytest.raises(FactsError) as error:
        read(paths, Given(**given), lambda _name, _rows: None)
    return str(error.value).replace(f"{paths[0].parent}/", "")


@pytest.fixture
def of(tmp_path):
    """
    What is told of a file of this name and content.
    """

    def refuse(name: str, content: str | bytes, **given) -> str:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        told = fault(path, **given)
        assert told.startswith(name)
        return told[len(name) + 2 :]

    return refuse


def pair(**cells: str) -> str:
    row = {"one": "11042", "two": "71045", "was": "", "on": "20200101", "off": "*", "mod": "1"}
    return "\t".join([*(row | cells).values(), "Made-up reason"]) + "\n"


LISTED = "as many as the header has"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (PTP, PAIRS, "has a header and no rows; download it again"),
        (PTP, PAIRS + "\n\n", "has a header and no rows; download it again"),
        (
            PTP,
            PAIRS + PAIR + pair(one="1104"),
            "row 4: Column 1: '1104'; expected a code of five digits or capitals",
        ),
        (
            PTP,
            PAIRS + pair(two="g0008"),
            "row 3: Column 2: 'g0008'; expected a code of five digits or capitals",
        ),
        (
            PTP,
            PAIRS + pair(two="7104\u0665"),
            "row 3: Column 2: '7104\u0665'; expected a code of five digits or capitals",
        ),
        (
            PTP,
            PAIRS + pair(was="x"),
            "row 3: *=in existence prior to 1996: 'x'; expected '*' or nothing",
        ),
        (
            PTP,
            PAIRS + pair(on="20200230"),
            "row 3: Effective Date: '20200230'; expected a day such as 20260101",
        ),
        (
            PTP,
            PAIRS + pair(on="2020-0101"),
            "row 3: Effective Date: '2020-0101'; expected a day such as 20260101",
        ),
        (
            PTP,
            PAIRS + pair(on="18991231"),
            "row 3: Effective Date: '18991231'; expected a day such as 20260101",
        ),
        (PTP, PAIRS + pair(on="*"), "row 3: Effective Date: '*'; expected a day such as 20260101"),
        (
            PTP,
            PAIRS + pair(off=""),
            "row 3: Deletion Date: empty; expected the last day, such as 20261231, or *",
        ),
        (
            PTP,
            PAIRS + pair(off="20191231"),
            (
                "row 3: Deletion Date: 2019-12-31 is before Effective Date, 2020-01-01; expected that "
                "day or a later one"
            ),
        ),
        (PTP, PAIRS + pair(mod="2"), "row 3: Modifier: '2'; expected '0' or '1' or '9'"),
        (PTP, PAIRS + pair(mod=""), "row 3: Modifier: empty; expected '0' or '1' or '9'"),
        (
            PTP,
            PAIRS + pair(mod="1\tbell\x07"),
            f"row 3: 8 cells; expected 7, {LISTED}",
        ),
        (
            PTP,
            PAIRS + PAIR.replace("Made-up", "\x1b[31m"),
            "row 3: PTP Edit Rationale: '\\x1b[31m reason'; expected at most 200 printable characters",
        ),
        (PTP, PAIRS + PAIR + "11042\t7104", f"row 4: 2 cells; expected 7, {LISTED}"),
        (PTP, PAIRS + PAIR + PAIR, "row 4: 11042/71045 stands in row 3 already; expected it once"),
        (
            PTP,
            PAIRS + pair(off="20221231") + pair(on="20221231"),
            (
                "row 4: 11042/71045: its days, from 2022-12-31, overlap those of row 3, from "
                "2020-01-01 to 2022-12-31; expected them apart from each other"
            ),
        ),
        (
            PTP,
            PAIRS + pair() + pair(on="19990101", off="20200101"),
            (
                "row 4: 11042/71045: its days, from 1999-01-01 to 2020-01-01, overlap those of row 3, "
                "from 2020-01-01; expected them apart from each other"
            ),
        ),
        (
            PTP,
            PAIRS + pair(mod="9") + pair(mod="9") + PAIR,
            "row 4: 11042/71045 stands in row 3 already; expected it once",
        ),
        (
            PTP,
            PAIRS + PAIR + "\n" + pair(two="71046"),
            "row 4: empty, with rows after it; expected a row, or the end of the table",
        ),
        (
            PTP,
            PAIRS + pair(on="20241001"),
            (
                "row 3: wrong quarter: begins on 2024-10-01, after the quarter of its edition, "
                "2024-07-01; name the edition that it is"
            ),
        ),
        (
            PTP,
            PAIRS + 'x\t"\n' * 3,
            "row 5: its cells can't be told apart: unexpected end of data; download the file again",
        ),
        (
            MUE,
            UNITS + "71045,1.5,2 Policy,Made up\n",
            "row 2: MUE Values: '1.5'; expected a whole number of units, at most 9,999,999",
        ),
        (
            MUE,
            UNITS + "71045,-1,2 Policy,Made up\n",
            "row 2: MUE Values: '-1'; expected a whole number of units, at most 9,999,999",
        ),
        (
            MUE,
            UNITS + "71045,,2 Policy,Made up\n",
            "row 2: MUE Values: empty; expected a whole number of units, at most 9,999,999",
        ),
        (
            MUE,
            UNITS + "71045,1_000,2 Policy,Made up\n",
            "row 2: MUE Values: '1_000'; expected a whole number of units, at most 9,999,999",
        ),
        (
            MUE,
            UNITS + "71045,1,4 Policy,Made up\n",
            "row 2: MUE Adjudication Indicator: '4 Policy'; expected 1, 2 or 3 and its meaning",
        ),
        (
            MUE,
            UNITS + "71045,1,2 Policy,Made up\n71046,1,1 Line,Made up\n71045,2,2 Policy,Made up\n",
            "row 4: 71045 stands in row 2 already; expected it once",
        ),
        (
            AOC,
            ADD_ONS + "4\t0076T\t\t71045\t\t2013091\t\t\n",
            "row 2: AOC_Edit_Type: '4'; expected '1' or '2' or '3'",
        ),
        (
            AOC,
            ADD_ONS + "1\t0076T\t\t71045\t\t2013366\t\t\n",
            "row 2: AOC_Edit_EffDT: '2013366'; expected a day such as 2026001, the first of 2026",
        ),
        (
            AOC,
            ADD_ONS + "1\t0076T\t\t71045\t\t2013091\t2013000\t\n",
            (
                "row 2: AOC_Edit_DelDT: '2013000'; expected a day such as 2026365, the last of 2026, "
                "or nothing"
            ),
        ),
        (
            AOC,
            ADD_ONS + "1\t0076T\t\t71045\t2013090\t2013091\t\t\n",
            (
                "row 2: Primary_Code_DelDT: 2013-03-31 is before AOC_Edit_EffDT, 2013-04-01; expected "
                "that day or a later one"
            ),
        ),
        (
            AOC,
            ADD_ONS + "1\t0076T\t\tCCCCC\t\t2013091\t\t\n",
            "row 2: a type 1 add-on has no primary; expected one, since its list is whole",
        ),
        (
            B,
            ADDENDUM + "71045,words,,5521\n",
            "row 3: SI: empty; expected a status indicator such as N or J1",
        ),
        (
            B,
            ADDENDUM + "71045,words,S,five\n",
            "row 3: APC: 'five'; expected an APC of digits, or nothing",
        ),
        (B, ADDENDUM + "71045,words,S\n", f"row 3: 3 cells; expected 4, {LISTED}"),
        (
            "statuses.csv",
            STATUSES + "71045,S,05521,20200101,20191231\n",
            (
                "row 2: date_to: 2019-12-31 is before date_from, 2020-01-01; expected that day or a "
                "later one"
            ),
        ),
        (
            "lives.csv",
            LIVES + "71045,2020-01-01,never\n",
            "row 2: to: 'never'; expected the last day, such as 20261231, or nothing",
        ),
    ],
)
def test_row(of, name: str, text: str, expected: str) -> None:
    """
    A row that is none is told with its number, its column and what was expected.
    """
    assert expected == of(name, text)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            PTP,
            PAIRS.replace("Effective Date\t", "") + PAIR,
            "row 2: column 4 is 'deletion date *=no data'; expected 'Effective Date'",
        ),
        (
            PTP,
            PAIRS.replace(
                "Effective Date\tDeletion Date *=no data", "Deletion Date *=no data\tEffective Date"
            )
            + PAIR,
            (
                "row 2: column 4 is 'deletion date *=no data'; expected 'Effective Date', which stands "
                "in column 5"
            ),
        ),
        (
            PTP,
            PAIRS.replace(
                "\tModifier 0=not allowed 1=allowed 9=not applicable\tPTP Edit Rationale", ""
            )
            + PAIR,
            "row 2: column 6 is missing; expected 'Modifier'",
        ),
        (
            PTP,
            PAIRS.replace("Rationale\n", "Rationale\tRemark\n") + PAIR,
            "row 2: column 8 is 'remark'; expected no more columns",
        ),
        (
            PTP,
            PAIRS.replace("\t*=in existence prior to 1996", "") + PAIR,
            (
                "row 2: no column is headed '*=in existence prior to 1996', as in Medicaid's table "
                "only; say --program medicaid if it is Medicaid's"
            ),
        ),
        (
            "mcr_" + MUE,
            UNITS.replace("MUE Adjudication Indicator,", "") + "71045,1,Made up\n",
            (
                "row 1: no column is headed 'MUE Adjudication Indicator'; expected one in Medicare's "
                "table"
            ),
        ),
        (
            B,
            ADDENDUM.replace("SI", "Weight") + "71045,words,S,5521\n",
            "row 2: no column is headed 'SI'; expected one",
        ),
        (
            B,
            ADDENDUM.replace("Short Descriptor", "SI") + "71045,N,S,5521\n",
            "row 2: columns 2 and 3 are headed 'SI'; expected one",
        ),
        (
            "lives.csv",
            "code,to,from\n71045,,2020-01-01\n",
            "row 1: column 2 is 'to'; expected 'from', which stands in column 3",
        ),
        (
            "lives.csv",
            "code;from;to\n71045;;\n",
            (
                "no header of a table in its first 2 rows, which begin 'code;from;to'; expected a table "
                "of CMS's as it is published"
            ),
        ),
        (
            PTP,
            "Made up\n" + "\n" * 45 + PAIRS + PAIR,
            (
                "no header of a table in its first 40 rows, which begin 'Made up'; expected a "
                "table of CMS's as it is published"
            ),
        ),
        (
            "additions.txt",
            "Additions\nColumn 1\tColumn 2\tEffective Date\tModifier\n11042\t71045\t20240701\t1\n",
            "a list of changes; import the whole edition: not one of the tables",
        ),
        (
            "aoc.txt",
            "Made up\n10076T         71045         2013091\n",
            "add-on code edits in columns of fixed width: import the workbook (.xlsx) beside it",
        ),
    ],
)
def test_header(of, name: str, text: str, expected: str) -> None:
    """
    A column that is missing or moved is told with row and column.
    """
    assert expected == of(name, text)


HTML = "an HTML page, such as the AMA's licence page; accept the licence on CMS's page and download the file again"
OFFICE = "an old Office document, or one with a password; save it as a workbook (.xlsx) or as CSV"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "an empty file"),
        (b" \r\n\t", "a file of nothing but padding"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", HTML),
        (b"\n<HTML><body>I accept", HTML),
        (b"<!-- made up --><html>", HTML),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), OFFICE),
        (b"%PDF-1.7\n", "a PDF"),
        (b'{"codes": []}', "JSON"),
        (b"<?xml version='1.0'?><a/>", "XML"),
        ("code,from,to\n".encode("utf-16"), "UTF-16 text; save it as plain bytes or UTF-8"),
        ("code,from,to\n".encode("utf-16-le"), "UTF-16 text; save it as plain bytes or UTF-8"),
        (b"BZh91AY", "bzip2 data; unpack it first"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(200)), "binary data"),
        (b"PK\x05\x06" + bytes(18), "an empty zip archive"),
    ],
)
def test_looks(of, content: bytes, what: str) -> None:
    """
    What is no table is refused by name of what it looks like, whatever it is called.
    """
    expected = f"looks like {what}; expected a table of CMS's as it is published"

    assert expected == of(PTP, content)
    if content:
        inside = of(f"{PTP}.gz", gzip.compress(content))
        assert expected == inside


def test_nul(of) -> None:
    """
    A NUL anywhere is told; it is no text.
    """
    text = PAIRS + PAIR * 3 + "\0"

    assert "holds NUL characters, so it is no text; save it as UTF-8" == of(PTP, text)


def test_no_file(tmp_path) -> None:
    """
    What is no file is told at once: a folder, a pipe, nothing there, no path.
    """
    os.mkfifo(tmp_path / "pipe")

    told = fault(tmp_path / "pipe", tmp_path, tmp_path / "none", tmp_path / "no\0ne")
    assert [
        "pipe: not a file; expected a file of CMS's",
        f"{tmp_path}: a folder; expected a file of CMS's",
        "none: can't be read: No such file or directory",
        "no\\x00ne: no path of a file",
    ] == told.replace(f"{ascii(str(tmp_path))[1:-1]}/", "").splitlines()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path) -> None:
    """
    A file that may not be read is told.
    """
    path = tmp_path / PTP
    path.write_text(PAIRS + PAIR)
    path.chmod(0)

    assert f"{PTP}: can't be read: Permission denied" == fault(path)


def test_every_fault(tmp_path) -> None:
    """
    The faults of all files are told together, twenty of each, and how many more.
    """
    for name, text in {
        "ccipra-v302r0-f1.txt": PAIRS + pair(mod="7") * 25,
        "lives.csv": LIVES + "71045,,\n7104,,\n71045,,\n",
        "page.txt": "<html>",
    }.items():
        (tmp_path / name).write_text(text)

    told = fault(*sorted(tmp_path.iterdir())).splitlines()
    assert 20 + 1 + 2 + 1 == len(told)
    assert "ccipra-v302r0-f1.txt: and 5 more like these" == told[20]
    assert "lives.csv: row 3: code: '7104'; expected a code of five digits or capitals" == told[21]
    assert told[22].startswith("page.txt: looks like an HTML page")
    assert "lives.csv: row 4: 71045 stands in row 2 already; expected it once" == told[23]
    assert all(len(line) < 250 for line in told)


def test_long_cell(of) -> None:
    """
    A long cell is told in a line, and a longer one is no row.
    """
    cell, line = of("lives.csv", LIVES + "9" * 9999 + ",,\n"), of(PTP, PAIRS + "9" * 2 * MIB)

    assert 1 == len(cell.splitlines())
    assert len(cell) < 150
    assert "row 3: longer than 64 KiB; expected a row of a table" == line


def test_too_many_codes(of) -> None:
    """
    More codes than there are is no table.
    """
    rows = "".join(f"{number:05},,\n" for number in range(60_001))

    told = of("lives.csv", LIVES + rows)
    assert "row 60002: code: more than 60,000 different values; expected a table of CMS's" == told


# Which edition, whose services


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        (
            "pairs.txt",
            {},
            (
                "neither its name nor its header says whose services it is for; say --services "
                "practitioner or --services hospital"
            ),
        ),
        (
            "ccipra.txt",
            {"services": Services.HOSPITAL},
            (
                "wrong services: its name says practitioner, --services says hospital; name the file as "
                "CMS does, or leave out the option"
            ),
        ),
        (
            "medicaid_ccipra.txt",
            {"program": Program.MEDICARE},
            (
                "wrong program: its name says medicaid, --program says medicare; name the file as CMS "
                "does, or leave out the option"
            ),
        ),
        (
            PTP,
            {"edition": datetime.date(2024, 10, 1)},
            (
                "wrong quarter: its name says 2024-07-01, --edition says 2024-10-01; name the file as "
                "CMS does, or leave out the option"
            ),
        ),
        (
            "ccipra-v302r0-2024q2.txt",
            {},
            "its name tells several editions: 2024-07-01, 2024-04-01; name it as CMS does",
        ),
        (
            "ccipra_ccioph.txt",
            {},
            "its name tells several services: practitioner, hospital; name it as CMS does",
        ),
        (
            "pairs.txt",
            {"services": Services.SUPPLIER},
            "ncci_pairs for supplier services; expected practitioner or hospital",
        ),
        (
            "ccipra.txt",
            {"edition": datetime.date(2019, 12, 31)},
            (
                "row 3: wrong quarter: begins on 2020-01-01, after the quarter of its edition, "
                "2019-12-31; name the edition that it is"
            ),
        ),
    ],
)
def test_told_by_nobody(of, name: str, given, expected: str) -> None:
    """
    Nothing is guessed: what name, header and user say must be enough, and agree.
    """
    assert expected == of(name, PAIRS + PAIR, **given)


@pytest.mark.parametrize(
    ("name", "text", "given", "expected"),
    [
        (
            "mue.csv",
            UNITS + "71045,1,1 Line,Made up\n",
            {},
            (
                "neither its name nor its title says which edition it is; say --edition and the day from "
                "which it holds, such as --edition 2026-07-01"
            ),
        ),
        (
            "hospital_" + MUE,
            UNITS + "71045,1,1 Line,Made up\n",
            {},
            (
                "wrong services: its header says practitioner, its name says hospital; name the file as "
                "CMS does, or leave out the option"
            ),
        ),
        (
            B,
            ADDENDUM.replace("CY 2024", "CY 2023") + "71045,words,S,5521\n",
            {},
            "wrong quarter: its title says 2023, but its edition is 2024-07-01",
        ),
        (
            B,
            ADDENDUM.replace("B for", "B, October 2024, for") + "71045,words,S,5521\n",
            {},
            (
                "wrong quarter: its title says 2024-10-01, its name says 2024-07-01; name the file as "
                "CMS does, or leave out the option"
            ),
        ),
        (
            "lives.csv",
            LIVES + "71045,2020-01-01,\n",
            {"program": Program.MEDICAID},
            "code_lives of Medicaid's; Medicaid publishes pairs and MUE of its own only",
        ),
    ],
)
def test_told_differently(of, name: str, text: str, given, expected: str) -> None:
    """
    A wrong quarter, or wrong services, are refused.
    """
    assert expected == of(name, text, **given)


def test_parts(tmp_path) -> None:
    """
    A gap in the parts of an edition is refused, and a pair that stands in two of them.
    """
    for part in 1, 3, 4:
        (tmp_path / f"ccipra-v302r0-f{part}.txt").write_text(PAIRS + pair(two=f"7104{part % 3}"))
    one, three, four = sorted(tmp_path.iterdir())

    assert (
        "ccipra-v302r0-f4.txt: is f4 of ncci_pairs_practitioner, and f2 is missing; name all files "
        "of an edition\n"
        "ccipra-v302r0-f4.txt: row 3: 11042/71041 stands in row 3 of ccipra-v302r0-f1.txt already; "
        "expected it once"
    ) == fault(one, three, four)


def test_no_edition_beside_others(tmp_path) -> None:
    """
    A file without an edition is not counted to that of a file beside it.
    """
    (tmp_path / "ccipra-v302r0.txt").write_text(PAIRS + PAIR)
    (tmp_path / "ccipra.txt").write_text(PAIRS + pair(two="71046"))

    assert (
        "ccipra.txt: its name does not say which edition it is, and files beside it do; name it as "
        "CMS does, or say --edition"
    ) == fault(tmp_path / "ccipra.txt", tmp_path / "ccipra-v302r0.txt")


def test_two_layouts(tmp_path) -> None:
    """
    Files of one table that differ in their layout are no parts of one edition.
    """
    (tmp_path / "a.csv").write_text(LIVES + "71045,2020-01-01,\n")
    (tmp_path / "b.csv").write_text(STATUSES + "71046,S,05521,20200101,\n")

    assert ("b.csv: code_lives in another layout than that of a.csv; import one of them") == fault(
        tmp_path / "a.csv", tmp_path / "b.csv"
    )


# Archives


def zipped(path: Path, members, method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def told_of_zip(path: Path) -> str:
    return fault(path).replace("a.zip: ", "").replace("a.zip/", "/")


@pytest.mark.parametrize(
    "name", ["../ccipra-v302r0.txt", "/etc/x.txt", "a/../../x.txt", "..\\x.txt", "C:\\x.txt"]
)
def test_zip_slip(tmp_path, name: str) -> None:
    """
    A member that points out of its archive is refused, though nothing is unpacked.
    """
    path = zipped(tmp_path / "a.zip", {name: PAIRS + PAIR})

    told = told_of_zip(path)
    assert f"its member '{name}' points out of the archive; expected one of CMS's" == told


def test_zip_bombs(tmp_path) -> None:
    """
    What unpacks to far more than it is, is refused before it is unpacked.
    """
    big = bytes(40 * MIB)
    in_zip = told_of_zip(zipped(tmp_path / "a.zip", {PTP: big}))
    (tmp_path / f"{PTP}.gz").write_bytes(gzip.compress(PAIRS.encode() + b"11042\t" * 8 * MIB))
    tracemalloc.start()
    in_gzip = fault(tmp_path / f"{PTP}.gz")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert f"its member {PTP!r} unpacks to 40 MiB; expected one of CMS's" == in_zip
    assert f"{PTP}.gz: row 3: longer than 64 KiB; expected a row of a table" == in_gzip
    assert most < 20 * MIB


def test_gzip_of_much(tmp_path) -> None:
    """
    Packed text may not unpack to more than a table of CMS's would.
    """
    path = tmp_path / f"{PTP}.gz"
    path.write_bytes(gzip.compress(PAIRS.encode() + (b"\t" * 999 + b"\n") * 5000))

    assert f"{PTP}.gz: unpacks to more than 4 MiB; expected a file of CMS's" == fault(path)


def test_declared_size(tmp_path) -> None:
    """
    A member that unpacks to more than it says is damaged.
    """
    path = zipped(tmp_path / "a.zip", {PTP: PAIRS + PAIR * 2000})
    raw = bytearray(path.read_bytes())
    at = raw.index(b"PK\x01\x02")
    raw[at + 24 : at + 28] = struct.pack("<I", 300)
    path.write_bytes(raw)

    told = told_of_zip(path)
    assert told.startswith("damaged or cut off: Bad CRC-32")


def test_many_members(tmp_path) -> None:
    """
    A zip of very many members is refused before its directory is read.
    """
    path = zipped(tmp_path / "a.zip", {f"{number}.txt": b"" for number in range(1001)})

    assert "a zip of more than 1,000 members; expected one of CMS's" == told_of_zip(path)


def test_nested(tmp_path) -> None:
    """
    An archive within an archive is refused.
    """
    inner = zipped(tmp_path / "inner.zip", {PTP: PAIRS + PAIR}).read_bytes()
    again = "an archive within an archive; unpack it first"

    for name, content in {"inner.zip": inner, "inner.txt.gz": gzip.compress(inner)}.items():
        told = told_of_zip(zipped(tmp_path / "a.zip", {name: content}))
        assert f"/{name}: {again}" == told
    (tmp_path / "x.zip.gz").write_bytes(gzip.compress(inner))
    (tmp_path / "x.gz").write_bytes(gzip.compress(gzip.compress(PAIR.encode())))
    assert f"x.zip.gz: {again}" == fault(tmp_path / "x.zip.gz")
    assert f"x.gz: {again}" == fault(tmp_path / "x.gz")


def test_encrypted(tmp_path) -> None:
    """
    A member with a password is told.
    """
    path = zipped(tmp_path / "a.zip", {PTP: PAIRS + PAIR})
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)

    assert f"its member {PTP!r} has a password; unpack it first" == told_of_zip(path)


def test_twice(tmp_path) -> None:
    """
    Two members of one name are refused: which is read is anybody's guess.
    """
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(PTP, PAIRS + PAIR)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr(PTP, PAIRS + pair(mod="0"))

    assert f"holds {PTP!r} twice; download it again" == told_of_zip(path)


def test_cut_off(tmp_path) -> None:
    """
    An archive that is cut off is damaged, wherever it is cut.
    """
    whole = zipped(tmp_path / "a.zip", {PTP: PAIRS + PAIR}).read_bytes()
    packed = gzip.compress((PAIRS + PAIR).encode())

    for size in range(4, len(whole)):
        (tmp_path / "a.zip").write_bytes(whole[:size])
        assert "damaged or cut off: File is not a zip file; download it again" == told_of_zip(
            tmp_path / "a.zip"
        )
    for size in range(2, len(packed)):
        (tmp_path / f"{PTP}.gz").write_bytes(packed[:size])
        assert fault(tmp_path / f"{PTP}.gz").startswith(f"{PTP}.gz: damaged or cut off: ")


def test_nothing_in_it(tmp_path) -> None:
    """
    A zip without a table is told by what it holds.
    """
    documents = zipped(tmp_path / "a.zip", {"licence.pdf": b"%PDF", "photo.png": b"\x89PNG"})
    assert "holds no table of CMS's: licence.pdf, photo.png" == told_of_zip(documents)

    words = zipped(tmp_path / "a.zip", {"readme.txt": b"words"})
    assert "holds no table of CMS's" == told_of_zip(words)


def test_unknown_member(tmp_path) -> None:
    """
    A member that should be a table and is none stops the import: nothing is left out in
    silence.
    """
    text = zipped(tmp_path / "a.zip", {PTP: PAIRS + PAIR, "ccipra-v302r0-f2.txt": b"half of a row"})
    assert told_of_zip(text).startswith("/ccipra-v302r0-f2.txt: no header of a table")

    page = zipped(tmp_path / "a.zip", {PTP: PAIRS + PAIR, "ccipra-v302r0-f2.txt": b"<html>"})
    assert told_of_zip(page).startswith("its member 'ccipra-v302r0-f2.txt' looks like an HTML page")


def test_never_written(tmp_path, monkeypatch) -> None:
    """
    Nothing is written anywhere while files are read.
    """
    path = zipped(tmp_path / "a.zip", {PTP: PAIRS + PAIR})
    monkeypatch.chdir(tmp_path)

    read([path], Given(), lambda _name, _rows: None)
    assert ["a.zip"] == [each.name for each in tmp_path.iterdir()]
