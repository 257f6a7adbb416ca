"""
CMS's files as they are published, read into tables.
"""

import datetime
import gzip
import zipfile
from pathlib import Path

import openpyxl
import pytest

from cleanclaim import FactsError
from cleanclaim_cms_tables.importing import Given, read
from cleanclaim_cms_tables.kinds import Program, Services
from cleanclaim_cms_tables.rows import Row

HERE = Path(__file__).parent / "tables"
SHARED = Path(__file__).resolve().parents[3].parent / "shared" / "inputs" / "cms_tables"
DAY = datetime.date.fromisoformat


def imported(*paths, **given):
    """
    The tables of these files, and what was left out.
    """
    return read([HERE / path for path in paths], Given(**given), lambda _name, _rows: None)


def told(*paths, **given):
    """
    The editions of these files as text, and their rows.
    """
    imports, _ = imported(*paths, **given)
    return {str(each.edition): list(each.rows) for each in imports}


def refused(*paths, **given) -> str:
    with pytest.raises(FactsError) as error:
        imported(*paths, **given)
    return str(error.value).replace(f"{HERE}/", "")


def test_pairs() -> None:
    """
    Pairs in two files are one edition, whichever way the header is written.
    """
    names = "ccipra-v302r0-f1.txt", "ccipra-v302r0-f2.txt"
    ((only,), remarks) = imported(*names)

    edition = only.edition
    assert () == remarks
    assert ("ncci_pairs_practitioner@2024-07-01", 7) == (str(edition), edition.rows)
    assert (DAY("1996-01-01"), None) == (edition.known_from, edition.known_until)
    assert [(names[0], 5), (names[1], 2)] == [(each.name, each.rows) for each in edition.origins]
    assert [
        Row("0213T", "70010", DAY("2015-01-01"), None, (1, "Made-up reason")),
        Row("11042", "71045", DAY("2010-01-01"), DAY("2019-12-31"), (0, "Made-up reason")),
        Row("11042", "71045", DAY("2021-01-01"), None, (1, "Another made-up reason")),
        Row("11042", "71046", DAY("1996-01-01"), None, (0, "Made-up reason")),
        Row("11042", "71046", DAY("1996-01-01"), DAY("1996-01-01"), (9, "Made-up reason")),
    ] == list(only.rows)[:5]


def test_medicaids_pairs() -> None:
    """
    Medicaid's pairs have no column for 1996, and nothing where no end is known.
    """
    ((edition, rows),) = told("mcd-ptp-oph-2024q3.txt").items()

    assert "medicaid_ncci_pairs_hospital@2024-07-01" == edition
    assert [None, DAY("2019-12-31")] == [row.until for row in rows]


def test_units() -> None:
    """
    Units hold from the day of their edition; titles may go over lines.
    """
    names = (
        "MCR_MUE_PractitionerServices_Eff_07-01-2024.csv",
        "MCR_MUE_DMESupplierServices_Eff_07-01-2024.csv",
    )

    since = DAY("2024-07-01")
    assert {
        "mue_practitioner@2024-07-01": [
            Row("0054T", "", since, None, (2, 1, "Made-up reason")),
            Row("71045", "", since, None, (11, 3, "Made-up reason")),
            Row("77001", "", since, None, (0, 2, "Made-up, with a comma")),
        ],
        "mue_supplier@2024-07-01": [Row("E0100", "", since, None, (1, 2, "Made-up reason"))],
    } == told(*names)


def test_medicaids_units() -> None:
    """
    Medicaid's units have no adjudication indicator.
    """
    assert {
        "medicaid_mue_hospital@2024-07-01": [
            Row("71045", "", DAY("2024-07-01"), None, (3, None, "Made-up reason"))
        ]
    } == told("mcd_mue_outpatient_2024q3.csv")


def test_add_ons() -> None:
    """
    An add-on's row holds while add-on, primary and edit live; days are days of the year.
    """
    ((edition, rows),) = told("AOC_V2024Q3-MCR.txt").items()

    assert "add_on_codes@2024-07-01" == edition
    assert [
        Row("0076T", "71045", DAY("2013-04-01"), None, (1,)),
        Row("0076T", "71046", DAY("2013-04-01"), DAY("2019-12-31"), (1,)),
        Row("77001", "", DAY("2013-04-01"), None, (2,)),
        Row("77002", "20610", DAY("2016-02-29"), DAY("2024-02-29"), (3,)),
    ] == rows


def test_plain_add_ons() -> None:
    """
    Without an edition of its own, a table is of the newest day in it.
    """
    assert {
        "add_on_codes@2019-07-01": [
            Row("0076T", "71045", DAY("2019-07-01"), None, (1,)),
            Row("77001", "", DAY("2019-07-01"), DAY("2023-12-31"), (2,)),
        ]
    } == told("add_ons.csv")


def test_addendum_b() -> None:
    """
    Addendum B's title tells its quarter; it knows nothing of the next year.
    """
    ((only,), _) = imported("addendum_b.csv")

    edition = only.edition
    since = DAY("2024-07-01")
    assert ("opps_status@2024-07-01", since) == (str(edition), edition.known_from)
    assert DAY("2024-12-31") == edition.known_until
    assert [
        Row("71045", "", since, None, ("S", "5521")),
        Row("77001", "", since, None, ("N", None)),
    ] == list(only.rows)


def test_statuses_and_lives() -> None:
    """
    A file of statuses gives the lives of its codes too, adjacent windows as one.
    """
    found = told("statuses.csv")

    assert ["code_lives@2021-01-01", "opps_status@2021-01-01"] == list(found)
    assert [
        Row("71045", "", DAY("2019-07-01"), None, ()),
        Row("77001", "", DAY("2019-07-01"), DAY("2019-12-31"), ()),
        Row("77001", "", DAY("2020-02-01"), DAY("2020-12-31"), ()),
    ] == found["code_lives@2021-01-01"]
    assert ("S", "5522") == found["opps_status@2021-01-01"][1].value


def test_several_tables() -> None:
    """
    Files of several tables and editions are told apart.
    """
    names = "statuses.csv", "addendum_b.csv", "add_ons.csv", "ccipra-v302r0-f1.txt"

    assert [
        "add_on_codes@2019-07-01",
        "code_lives@2021-01-01",
        "ncci_pairs_practitioner@2024-07-01",
        "opps_status@2021-01-01",
        "opps_status@2024-07-01",
    ] == list(told(*names))


def test_lives() -> None:
    """
    A code without a first day lives from the beginning, which is no day that is known.
    """
    ((only,), _) = imported("lives.csv")

    assert DAY("2018-01-01") == only.edition.known_from
    assert [
        Row("71045", "", DAY("2018-01-01"), None, ()),
        Row("77001", "", DAY("1900-01-01"), DAY("2025-12-31"), ()),
        Row("77002", "", DAY("2018-01-01"), DAY("2021-12-31"), ()),
    ] == list(only.rows)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("after", ["", "\n", "\n\n,,,\n"])
def test_text(tmp_path, end: str, mark: str, after: str) -> None:
    """
    Line ends, a byte order mark and empty rows at the end make no difference.
    """
    name = "MCR_MUE_PractitionerServices_Eff_07-01-2024.csv"
    text = (HERE / name).read_text("utf-8").removesuffix("\n") + after
    (tmp_path / name).write_text(mark + text.replace("\n", end), "utf-8", newline="")

    assert told(name) == told(tmp_path / name)


def test_windows_encoding(tmp_path) -> None:
    """
    A title, and a reason, may be in Windows's own encoding.
    """
    name = "MCR_MUE_PractitionerServices_Eff_07-01-2024.csv"
    text = (HERE / name).read_text("utf-8").replace("Made-up", "Made\u2013up")
    (tmp_path / name).write_text(text, "cp1252")

    ((_, rows),) = told(tmp_path / name).items()
    assert "Made\u2013up reason" == rows[0].value[2]


def workbook(path: Path, rows, title: str = "Sheet1", *more: str) -> Path:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for name in more:
        book.create_sheet(name).append(["notes", "of some kind"])
    book.save(path)
    return path


def cells(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines]


def number(text: str) -> object:
    return int(text) if text.isdigit() else text


def test_workbook(tmp_path) -> None:
    """
    A workbook is the same table, where codes are numbers and days are days, too.
    """
    name = "ccipra-v302r0-f1"
    rows = [list(map(number, row)) for row in cells(f"{name}.txt")]
    rows[6][3] = datetime.datetime(2015, 1, 1)  # noqa: DTZ001 - as a workbook has it
    rows[7][3] = datetime.date(2010, 1, 1)
    rows[7][0] = 11042.0
    rows.append([100, 64493, None, 20190701, "*", 1])

    ((edition, found),) = told(workbook(tmp_path / f"{name}.xlsx", rows)).items()
    ((expected, same),) = told(f"{name}.txt").items()
    assert expected == edition
    assert [*same, Row("00100", "64493", DAY("2019-07-01"), None, (1, ""))] == found


def test_addendum_b_as_workbook(tmp_path) -> None:
    """
    The sheet's name tells the quarter, and sheets without a table are told.
    """
    rows = [
        [None, "Addendum B.- made-up rows for CY 2024"],
        ["HCPCS Code", "Short Descriptor", " SI", "APC "],
        ["0001A", None, "S ", "9397"],
        [100, None, "J1", 5121],
    ]
    path = workbook(tmp_path / "b.xlsx", rows, "2024 October Addendum B", "Notes")

    ((only,), remarks) = imported(path)
    assert "opps_status@2024-10-01" == str(only.edition)
    assert [("0001A", ("S", "9397")), ("00100", ("J1", "5121"))] == [
        (row.first, row.value) for row in only.rows
    ]
    assert (f"{path}: sheet 'Notes': left out, no table",) == remarks


def zipped(path: Path, members) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_zip(tmp_path) -> None:
    """
    Of a table that is in a zip twice the text is taken; documents are left out; both are
    told.
    """
    name = "ccipra-v302r0-f1"
    book = workbook(tmp_path / "book.xlsx", cells(f"{name}.txt"))
    path = zipped(
        tmp_path / "2024q3-practitioner.zip",
        {
            f"{name}.xlsx": book.read_bytes(),
            f"{name}.TXT": (HERE / f"{name}.txt").read_bytes(),
            "license.pdf": b"%PDF-1.7 made up",
            "readme.txt": b"words",
            "__MACOSX/._x": b"\0",
        },
    )

    ((only,), remarks) = imported(path)
    assert told(f"{name}.txt") == {str(only.edition): list(only.rows)}
    assert [f"2024q3-practitioner.zip/{name}.TXT"] == [each.name for each in only.edition.origins]
    assert (
        f"{path}/license.pdf: left out: looks like a PDF",
        f"{path}/{name}.xlsx: left out, the same table as {name}.TXT",
        f"{path}/readme.txt: left out, no table",
    ) == remarks


def test_workbook_of_a_zip(tmp_path) -> None:
    """
    Where the text of a zip is no table, its workbook is taken: CMS's add-on text has
    columns of fixed width.
    """
    book = workbook(tmp_path / "book.xlsx", cells("AOC_V2024Q3-MCR.txt"))
    path = zipped(
        tmp_path / "aoc.zip",
        {
            "AOC_V2024Q3-MCR.txt": b"10076T         71045         2013091\n",
            "AOC_V2024Q3-MCR.xlsx": book.read_bytes(),
        },
    )

    ((only,), remarks) = imported(path)
    assert told("AOC_V2024Q3-MCR.txt") == {str(only.edition): list(only.rows)}
    assert (
        f"{path}/AOC_V2024Q3-MCR.txt: left out, not recognized; AOC_V2024Q3-MCR.xlsx is",
    ) == remarks


@pytest.mark.parametrize("suffix", [".txt.gz", ".xlsx.gz"])
def test_gzip(tmp_path, suffix: str) -> None:
    """
    A file may be packed with gzip.
    """
    name = "ccipra-v302r0-f1"
    plain = HERE / f"{name}.txt"
    book = workbook(tmp_path / "book.xlsx", cells(plain.name))
    path = tmp_path / f"{name}{suffix}"
    path.write_bytes(gzip.compress((book if "xlsx" in suffix else plain).read_bytes()))

    assert told(plain) == told(path)


def test_renamed(tmp_path) -> None:
    """
    What is no longer in the name is said by options; the suffix means nothing.
    """
    path = tmp_path / "download.dat"
    path.write_bytes((HERE / "ccipra-v302r0-f1.txt").read_bytes())

    day = DAY("2023-10-01")
    given = {"services": Services.HOSPITAL, "program": Program.MEDICAID}
    assert ["ncci_pairs_hospital@2021-01-01"] == list(told(path, services=Services.HOSPITAL))
    assert ["medicaid_ncci_pairs_hospital@2023-10-01"] == list(told(path, edition=day, **given))


def test_same_bytes_same_hash() -> None:
    """
    An origin is the file's name and hash, and no folder.
    """
    import hashlib

    ((only,), _) = imported("add_ons.csv")

    (origin,) = only.edition.origins
    expected = hashlib.sha256((HERE / "add_ons.csv").read_bytes()).hexdigest()
    assert ("add_ons.csv", expected, 2) == (origin.name, origin.sha256, origin.rows)


@pytest.mark.skipif(not SHARED.is_dir(), reason="real files are not here")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("January_2022_Web_Addendum_B.01.10.22.xlsx", {"opps_status@2022-01-01": 17192}),
        (
            "MCR_MUE_OutpatientHospitalServices_Eff_07-01-2024.csv",
            {"mue_hospital@2024-07-01": 14628},
        ),
        ("MCR_MUE_PractitionerServices_Eff_07-01-2024.csv", {"mue_practitioner@2024-07-01": 14677}),
        (
            "MCR_MUE_PractitionerServices_Eff_07-01-2026.excerpt.csv",
            {"mue_practitioner@2026-07-01": 19},
        ),
        ("aoc_addon_primaries_full.csv", {"add_on_codes@2026-01-01": 8556}),
        ("ccipra-v322r0-f1.excerpt-of-excerpt.txt", {"ncci_pairs_practitioner@2026-07-01": 38}),
        (
            "hcpcs_life_status_by_quarter.csv.gz",
            {"code_lives@2026-04-01": 21151, "opps_status@2026-04-01": 31213},
        ),
    ],
)
def test_real(name: str, expected: dict[str, int]) -> None:
    """
    Every row of the real files is read.
    """
    assert expected == {edition: len(rows) for edition, rows in told(SHARED / name).items()}


@pytest.mark.skipif(not SHARED.is_dir(), reason="real files are not here")
@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("PPRRVU2025_Oct.csv", "the physician fee schedule's RVU file: not one of the tables"),
        (
            "status-indicators.csv",
            "a list of what the status indicators mean: not one of the tables",
        ),
    ],
)
def test_other_real(name: str, what: str) -> None:
    """
    CMS's other files are refused by name.
    """
    assert f"{SHARED / name}: {what}" == refused(SHARED / name)


@pytest.mark.campaign
@pytest.mark.skipif(not SHARED.is_dir(), reason="real files are not here")
def test_full() -> None:
    """
    The full pairs are read whole, and progress is told.
    """
    told_rows: list[int] = []
    path = SHARED / "ncci_ptp_outpatient_hospital_full.txt.gz"
    ((only,), _) = read([path], Given(), lambda _, rows: told_rows.append(rows))

    assert ("ncci_pairs_hospital@2026-04-01", 1_594_456) == (str(only.edition), len(only.rows))
    assert told_rows == sorted(told_rows)
