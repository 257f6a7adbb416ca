"""
``cleanclaim tables``, as its user meets it: what it says, its exit status, what stays.
"""

import datetime
import gzip
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from cleanclaim.cli import main
from cleanclaim_cms_tables.kinds import Services
from cleanclaim_cms_tables.offered import Tables
from cleanclaim_cms_tables.options import CmsTablesOptions

_ABOVE = (
    "Made-up rows in the layout of NCCI's pairs.\t\t\t\t\t\t\nColumn1/Column2 Edits\t\t\t\t\t\t\n"
)
_HEADER = """\
Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale
\t\tprior to 1996\tDate\tDate\t0=not allowed\t
\t\t\t\t*=no data\t1=allowed\t
\t\t\t\t\t9=not applicable\t
"""
ROWS = [
    "10005\t76942\t\t20190701\t*\t1\tMade-up reason",
    "49083\t77002\t\t20200101\t*\t1\tMade-up reason",
    "49083\t77012\t\t20200101\t20251231\t0\tMade-up reason",
    "64493\t76942\t\t20190701\t*\t1\tMade-up reason",
]
LATER = [
    "10005\t76942\t\t20190701\t*\t0\tMade-up reason",
    "49083\t77002\t\t20200101\t20260331\t1\tMade-up reason",
    "49083\t77012\t\t20200101\t20251231\t0\tMade-up reason",
    "64493\t76942\t\t20190701\t*\t1\tMade-up reason",
    "64493\t77003\t\t20260401\t*\t1\tMade-up reason",
]
# The names are CMS's: the first and the second quarter of 2026.
FIRST, SECOND = "ccioph-v320r0-f1.txt", "ccioph-v321r0-f1.txt"
DAY = datetime.date(2026, 3, 2)


def ptp(rows, header=_HEADER):
    return _ABOVE + header + "".join(f"{row}\n" for row in rows)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """
    A folder to work in, whose store is ``tables``.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLEANCLAIM_TABLES", "tables")
    monkeypatch.setenv("COLUMNS", "100")
    Path(FIRST).write_text(ptp(ROWS), "utf-8")
    Path(SECOND).write_text(ptp(LATER), "utf-8")
    return tmp_path


@pytest.fixture
def tables(folder, capsys):
    """
    Runs the command in that folder: the exit status, what it wrote, what it told.
    """

    def run(*words):
        status = main(["tables", *map(str, words)])
        out, err = capsys.readouterr()
        return status, out.splitlines(), err.splitlines()

    return run


def looked_up():
    """
    What a plugin is told of a pair on a day.
    """
    table = Tables.of(CmsTablesOptions()).pairs(Services.HOSPITAL)
    assert table
    pair = table.on("10005", "76942", DAY)
    return pair and (pair.indicator, str(pair.edition))


def kept():
    """
    The names of the files in the store.
    """
    return sorted(path.name for path in Path("tables").iterdir())


def test_import(tables) -> None:
    """
    Each table is told in words: what it is, what changed, which days it answers for.
    """
    assert (
        0,
        [
            f"ncci_pairs_hospital@2026-01-01: 4 rows from {FIRST}",
            "  the first edition of this table",
            "  in force for dates of service from 2019-07-01",
        ],
        [],
    ) == tables("import", FIRST)
    assert (1, "2026-01-01") == looked_up()


def test_the_next_quarter(tables) -> None:
    """
    A newer edition is told against the one that was in force, and takes over.
    """
    tables("import", FIRST)

    assert (
        0,
        [
            f"ncci_pairs_hospital@2026-04-01: 5 rows from {SECOND}",
            (
                "  against ncci_pairs_hospital@2026-01-01: indicator 1, now 0: 1; new pairs: 1; "
                "ended pairs: 1"
            ),
            "  in force for dates of service from 2019-07-01",
        ],
        [],
    ) == tables("import", SECOND)
    assert (0, "2026-04-01") == looked_up()


def test_again(tables) -> None:
    """
    The same edition takes its own place.
    """
    tables("import", FIRST)
    before = Path("tables/ncci_pairs_hospital@2026-01-01.table").read_bytes()

    status, lines, _ = tables("import", FIRST)

    assert (0, "  takes the place of the same edition: no difference") == (status, lines[1])
    assert before == Path("tables/ncci_pairs_hospital@2026-01-01.table").read_bytes()


def test_an_older_one(tables) -> None:
    """
    An edition may come after a newer one, which stays in force.
    """
    tables("import", SECOND)

    assert (
        0,
        [
            f"ncci_pairs_hospital@2026-01-01: 4 rows from {FIRST}",
            "  older than ncci_pairs_hospital@2026-04-01, until now the oldest",
            (
                "  not in force: newer editions know all of its days; the newest is "
                "ncci_pairs_hospital@2026-04-01"
            ),
        ],
        [],
    ) == tables("import", FIRST)
    assert (0, "2026-04-01") == looked_up()


def test_two_at_once(tables) -> None:
    """
    Both tables of one file are told; so is a member that is no table.
    """
    Path("statuses.csv").write_text(
        "hcpcs,status_indicator,apc,date_from,date_to\n76000,S,05521,20190701,\n", "utf-8"
    )
    with zipfile.ZipFile("q1.zip", "w") as archive:
        archive.write("statuses.csv")
        archive.writestr("licence.pdf", b"%PDF-1.7\n")

    status, lines, told = tables("import", "q1.zip")

    assert (
        0,
        [
            "code_lives@2019-07-01: 1 row from q1.zip/statuses.csv",
            "opps_status@2019-07-01: 1 row from q1.zip/statuses.csv",
        ],
    ) == (status, lines[::3])
    assert ["cleanclaim: q1.zip/licence.pdf: left out: looks like a PDF"] == told


def workbook(**sheets):
    stream, book = io.BytesIO(), Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book[book.sheetnames[0]]
    book.save(stream)
    return stream.getvalue()


def zipped(**members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return stream.getvalue()


def with_a_doctype():
    """
    A workbook whose sheet begins with a document type.
    """
    made, stream = workbook(pairs=[["Column 1", "Column 2"]]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/"):
                begin = content.index(b"<worksheet")
                content = content[:begin] + b'<!DOCTYPE x [<!ENTITY a "b">]>' + content[begin:]
            new.writestr(name, content)
    return stream.getvalue()


def escaping():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("../../ccioph-v321r0-f1.txt", ptp(LATER))
    return stream.getvalue()


MISSING = _HEADER.replace("\tModifier", "").replace("\t0=not allowed", "")
HOSTILE = {
    "a zip bomb": (zipped(ccioph__txt=b"0" * 64_000_000), "unpacks to"),
    "a member that leaves the archive": (escaping(), "points out of the archive"),
    "a workbook with a document type": (with_a_doctype(), "document type"),
    "a missing column": (ptp(LATER, MISSING), "row 3"),
    "a page of HTML": ("<!DOCTYPE html><html><body>Accept</body></html>", "licence"),
    "no rows": (ptp([]), "no rows"),
    "a deletion before it begins": (
        ptp([*LATER, "64493\t77012\t\t20260401\t20260101\t1\tMade-up reason"]),
        "row 12: Deletion Date: 2026-01-01 is before Effective Date, 2026-04-01",
    ),
    "no such indicator": (ptp([*LATER, "64493\t77012\t\t20260401\t*\t7\tMade up"]), "row 12"),
    "a pair twice": (ptp([*LATER, LATER[-1]]), "row 12"),
    "cut off": (gzip.compress(ptp(LATER).encode())[:-20], "cut off"),
    "another quarter": (ptp([*LATER, "64493\t77012\t\t20260701\t*\t1\tMade up"]), "2026-07-01"),
    "an archive in an archive": (zipped(inner__zip=zipped(a__txt="a")), "archive"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_refused(tables, what) -> None:
    """
    A file that is not whole is refused, and what was in force stays, whatever came with it.
    """
    content, expected = HOSTILE[what]
    tables("import", FIRST)
    before = tables("list"), looked_up(), kept()
    Path(SECOND).write_bytes(content.encode() if isinstance(content, str) else content)
    Path("lives.csv").write_text("code,from,to\n76000,2019-07-01,\n", "utf-8")

    status, lines, told = tables("import", "lives.csv", SECOND)

    assert (2, []) == (status, lines)
    assert any(SECOND in line and expected in line for line in told), told
    assert before == (tables("list"), looked_up(), kept())


def test_no_such_file(tables) -> None:
    """
    A file that is not there is told, and nothing is imported.
    """
    status, lines, told = tables("import", FIRST, "nowhere.txt")

    assert (2, [], ["nowhere.txt: can't be read: No such file or directory"]) == (
        status,
        lines,
        told,
    )
    assert not Path("tables").exists()


def test_smaller(tables) -> None:
    """
    Far fewer rows than before are refused, unless the user says that it is right.
    """
    tables("import", FIRST)
    Path(SECOND).write_text(ptp(LATER[:1]), "utf-8")

    refused = tables("import", SECOND)
    status, lines, _ = tables("import", "--smaller", SECOND)

    assert (
        2,
        [],
        [
            (
                "ncci_pairs_hospital@2026-04-01: 1 row, less than half of the 4 of "
                "ncci_pairs_hospital@2026-01-01; name all files of the edition, download again "
                "what was cut short, or say --smaller if it is right"
            ),
            "nothing was imported",
        ],
    ) == refused
    assert (0, 3) == (status, len(lines))


def test_half_is_enough(tables) -> None:
    """
    Half as many rows are taken.
    """
    tables("import", FIRST)
    Path(SECOND).write_text(ptp(LATER[:2]), "utf-8")

    assert 0 == tables("import", SECOND)[0]


def test_list_of_nothing(tables) -> None:
    """
    An empty store says what could be in it, from where, and how.
    """
    status, lines, _ = tables("list")

    assert (0, "no tables in tables") == (status, lines[0])
    assert "download CMS's files and import them: cleanclaim tables import FILE" == lines[1]
    assert "ncci_pairs_hospital: NCCI procedure-to-procedure edits, outpatient hospital" in lines
    assert 5 == sum(line.startswith("  https://www.cms.gov/") for line in lines)
    assert not any("medicaid" in line for line in lines)


def test_list(tables) -> None:
    """
    Editions are listed with what they answer for, their size, and where they came from.
    """
    tables("import", FIRST)
    tables("import", SECOND)

    status, lines, _ = tables("list")

    today = str(datetime.datetime.now().astimezone().date())
    assert 0 == status
    assert [
        "tables in tables",
        "",
        "table@edition                   in force         knows            rows    size  imported",
        "ncci_pairs_hospital@2026-01-01  superseded       from 2019-07-01     4  …",
        f"    {FIRST}, 4 rows, sha256 …",
        "ncci_pairs_hospital@2026-04-01  from 2019-07-01  from 2019-07-01     5  …",
        f"    {SECOND}, 5 rows, sha256 …",
        "",
        "not imported: ncci_pairs_practitioner, mue_practitioner, mue_hospital, mue_supplier, add_on_codes,",
        "  opps_status, code_lives",
    ] == [cut(line, today) for line in lines]


def cut(line, today):
    """
    A line without what differs from run to run: size, day and hash.
    """
    head, found, _ = line.partition(" sha256 ")
    if found:
        return f"{head}{found}…"
    return line[: line.index("kB") - 4] + "…" if line.endswith(today) else line


def test_an_edition_that_ended(tables) -> None:
    """
    A table that knows nothing of today is told to be out of date.
    """
    rows = [["Addendum B, January 2022"], ["HCPCS Code", "SI", "APC"], ["76000", "S", "5521"]]
    Path("addendum_b.xlsx").write_bytes(workbook(January_2022=rows))

    status, imported, _ = tables("import", "addendum_b.xlsx")
    _, lines, _ = tables("list")

    assert (0, "  in force for dates of service 2022-01-01 to 2022-12-31") == (status, imported[2])
    (note,) = (line for line in lines if line.startswith("opps_status knows"))
    assert note.startswith(
        "opps_status knows no day after 2022-12-31; import a newer edition from "
    )


def test_list_for_programs(tables) -> None:
    """
    As JSON the list is one object.
    """
    tables("import", FIRST)

    status, lines, _ = tables("list", "--format", "json")

    listed = json.loads("\n".join(lines))
    (table,) = listed["tables"]
    (source,) = table.pop("files")
    assert (0, "tables", []) == (status, listed["folder"], listed["damaged"])
    assert "code_lives" in listed["not_imported"]
    assert (FIRST, 4, 64) == (source["name"], source["rows"], len(source["sha256"]))
    assert {
        "table": "ncci_pairs_hospital",
        "edition": "2026-01-01",
        "title": "NCCI procedure-to-procedure edits, outpatient hospital",
        "known_from": "2019-07-01",
        "known_until": None,
        "in_force": [{"since": "2019-07-01", "until": None}],
        "rows": 4,
    } == {key: value for key, value in table.items() if key not in ("bytes", "imported")}


def test_verify(tables) -> None:
    """
    Every table is told to be whole.
    """
    nothing = tables("verify")
    tables("import", FIRST)

    assert (0, ["no tables in tables"], []) == nothing
    assert (0, ["ncci_pairs_hospital@2026-01-01: OK"], []) == tables("verify")


@pytest.mark.parametrize("header", [True, False])
def test_damaged(tables, header) -> None:
    """
    A damaged file is told by name with the remedy, and costs no other table anything.
    """
    Path("lives.csv").write_text("code,from,to\n76000,2019-07-01,\n", "utf-8")
    tables("import", FIRST)
    tables("import", "lives.csv")
    path = Path("tables/ncci_pairs_hospital@2026-01-01.table")
    content = bytearray(path.read_bytes())
    content[10 if header else -1] ^= 1
    path.write_bytes(content)

    status, lines, told = tables("verify")
    listed, rows, list_told = tables("list")

    assert (2, ["code_lives@2019-07-01: OK"]) == (status, lines)
    assert told[0].startswith(f"{path}: ")
    assert told[0].endswith("import CMS's file again with: cleanclaim tables import FILE")
    assert any(line.startswith("code_lives@2019-07-01 ") for line in rows)
    # The list reads no table through; verify does.
    assert ((2, told) if header else (0, [])) == (listed, list_told)


def test_the_remedy_of_damage(tables) -> None:
    """
    To import a damaged edition again is enough.
    """
    tables("import", FIRST)
    path = Path("tables/ncci_pairs_hospital@2026-01-01.table")
    path.write_bytes(path.read_bytes()[:100])

    status, lines, _ = tables("import", FIRST)

    assert (0, "  takes the place of a damaged file") == (status, lines[1])
    assert (0, ["ncci_pairs_hospital@2026-01-01: OK"], []) == tables("verify")


def test_remove(tables) -> None:
    """
    What is in force after a removal is told.
    """
    tables("import", FIRST)
    tables("import", SECOND)

    second = tables("remove", "ncci_pairs_hospital@2026-04-01")
    back = looked_up()
    first = tables("remove", "ncci_pairs_hospital@2026-01-01")

    assert (
        0,
        [
            (
                "removed ncci_pairs_hospital@2026-04-01; ncci_pairs_hospital@2026-01-01 is in "
                "force for dates of service from 2019-07-01"
            )
        ],
        [],
    ) == second
    assert (1, "2026-01-01") == back
    assert (
        0,
        ["removed ncci_pairs_hospital@2026-01-01; no edition of ncci_pairs_hospital is left"],
        [],
    ) == first


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "ncci_pairs_hospital@2026-01-02",
            (
                "ncci_pairs_hospital@2026-01-02 is not in tables; "
                "did you mean 'ncci_pairs_hospital@2026-01-01'?"
            ),
        ),
        (
            "ncci_pair_hospital@2026-01-01",
            "no table is named 'ncci_pair_hospital'; did you mean 'ncci_pairs_hospital'?",
        ),
        (
            "ncci_pairs_hospital",
            "ncci_pairs_hospital: say which edition; there is ncci_pairs_hospital@2026-01-01",
        ),
        (
            "code_lives@2026-01-01",
            "code_lives@2026-01-01 is not in tables; cleanclaim tables list shows what is",
        ),
    ],
)
def test_remove_what_is_not_there(tables, text, told) -> None:
    """
    One edition that is not there keeps all from being removed.
    """
    tables("import", FIRST)

    removed = tables("remove", "ncci_pairs_hospital@2026-01-01", text)

    assert (2, [], [told, "nothing was removed"]) == removed
    assert (1, "2026-01-01") == looked_up()


def test_diff(tables) -> None:
    """
    Two editions are compared pair by pair.
    """
    tables("import", FIRST)
    tables("import", SECOND)

    assert (
        0,
        [
            "ncci_pairs_hospital@2026-04-01 against ncci_pairs_hospital@2026-01-01",
            "  old  ncci_pairs_hospital@2026-01-01  4 rows  knows from 2019-07-01",
            "  new  ncci_pairs_hospital@2026-04-01  5 rows  knows from 2019-07-01",
            "",
            "  1  indicator 1, now 0: no modifier separates the pair any more",
            "  1  new pairs",
            "  1  ended pairs",
            "",
            "indicator 1, now 0: no modifier separates the pair any more: 1",
            "  10005  from 2019-07-01: 76942",
            "",
            "new pairs: 1",
            "  64493  indicator 1, from 2026-04-01: 77003",
            "",
            "ended pairs: 1",
            "  49083  indicator 1, last day 2026-03-31: 77002",
        ],
        [],
    ) == tables("diff", "ncci_pairs_hospital@2026-01-01", "ncci_pairs_hospital")


@pytest.mark.parametrize("codes", ["77002", "49083", " 77002 ,99999"])
def test_some_codes(tables, codes) -> None:
    """
    Asked for some codes, only pairs that have one are told, in either column.
    """
    status, lines, _ = tables("diff", "--codes", codes, FIRST, SECOND)

    assert 0 == status
    assert ["  1  ended pairs", "", "ended pairs: 1"] == lines[5:8]
    assert lines[3].startswith("  only what has ")


def test_files(tables) -> None:
    """
    A file is compared without being imported, and one that is not whole is refused.
    """
    tables("import", FIRST)
    Path(SECOND).write_text(ptp([]), "utf-8")

    same = tables("diff", "ncci_pairs_hospital", FIRST)
    status, lines, told = tables("diff", "ncci_pairs_hospital", SECOND)

    assert (0, "no difference: what is in force is the same") == (same[0], same[1][-1])
    assert (2, []) == (status, lines)
    assert "no rows" in told[0]
    assert ["ncci_pairs_hospital@2026-01-01.table"] == kept()


def test_as_csv(tables) -> None:
    """
    As CSV, a difference is a row.
    """
    status, lines, _ = tables("diff", "--format", "csv", FIRST, SECOND)

    assert (0, ["change", "no_longer_separable", "ended", "new"]) == (
        status,
        [line.partition(",")[0] for line in lines],
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "ncci_pairs_hospital",
            "lives.csv",
            (
                "ncci_pairs_hospital and code_lives can't be compared; expected two editions of "
                "one table"
            ),
        ),
        (
            "ncci_pairs_hosptal",
            FIRST,
            (
                "ncci_pairs_hosptal: no such file, table or edition; "
                "did you mean 'ncci_pairs_hospital'?"
            ),
        ),
        (
            "mue_supplier",
            FIRST,
            "no edition of mue_supplier is in tables; cleanclaim tables list shows what is",
        ),
    ],
)
def test_not_to_be_compared(tables, old, new, expected) -> None:
    """
    What can't be compared is told in a line.
    """
    Path("lives.csv").write_text("code,from,to\n76000,2019-07-01,\n", "utf-8")
    tables("import", FIRST)

    assert (2, [], [expected]) == tables("diff", old, new)


def test_two_tables_are_no_csv(tables) -> None:
    """
    A file of two tables is compared table by table, but not as CSV.
    """
    text = "hcpcs,status_indicator,apc,date_from,date_to\n76000,S,05521,20190701,\n"
    Path("statuses.csv").write_text(text, "utf-8")

    status, lines, _ = tables("diff", "statuses.csv", "statuses.csv")
    refused = tables("diff", "statuses.csv", "statuses.csv", "--format", "csv")

    assert (0, 2) == (status, lines.count("no difference: what is in force is the same"))
    assert (
        2,
        [],
        [
            (
                "statuses.csv and statuses.csv both hold code_lives, opps_status; as CSV one table "
                "is compared: import them, and name its editions"
            )
        ],
    ) == refused


def test_a_store_that_is_a_file(tables) -> None:
    """
    A folder of tables that is none is told before anything is read.
    """
    Path("tables").write_text("", "utf-8")

    told = "tables: can't hold tables: not a folder; nothing was imported; name another folder with --tables"
    assert (2, [], [told]) == tables("import", FIRST)
    status, _, (why,) = tables("list")
    assert (2, True) == (status, why.endswith("expected a folder"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_store_that_is_kept(tables) -> None:
    """
    So is one in which nothing may be written.
    """
    Path("tables").mkdir(0o500)

    status, lines, told = tables("import", FIRST)

    assert (2, []) == (status, lines)
    assert told[0].startswith("tables: can't hold tables: no permission to write there")


def limited(*words):
    """
    The command in a process of its own that may write files of a hundred bytes at most.
    """
    program = (
        "import resource, sys; from cleanclaim.cli import main; "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)); sys.exit(main(sys.argv[1:]))"
    )
    return subprocess.run(
        [sys.executable, "-c", program, "tables", *words],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="no limits there")
def test_a_full_disk(tables) -> None:
    """
    A table that can't be written whole is not there, and the one before it stays.
    """
    tables("import", FIRST)
    before = tables("list"), kept()

    run = limited("import", SECOND)

    assert (5, "") == (run.returncode, run.stdout)
    assert "can't be written: File too large; what was there before stays" in run.stderr
    assert before == (tables("list"), kept())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
def test_an_output_that_is_full(tables) -> None:
    """
    A list that could not be written is a fault.
    """
    tables("import", FIRST)

    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "cleanclaim", "tables", "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )

    assert 5 == run.returncode
    assert "standard output: the output was not written whole" in run.stderr


def test_another_folder(tables) -> None:
    """
    ``--tables`` is asked before the environment.
    """
    tables("import", FIRST, "--tables", "others")

    assert (0, "tables in others") == (
        tables("list", "--tables", "others")[0],
        tables("list", "--tables", "others")[1][0],
    )
    assert "no tables in tables" == tables("list")[1][0]


def test_what_the_name_does_not_say(tables) -> None:
    """
    Options say what no file says; without them nothing is guessed.
    """
    Path(FIRST).rename("pairs.txt")

    status, lines, (told,) = tables("import", "pairs.txt")
    said = tables("import", "pairs.txt", "--services", "hospital", "--edition", "2026-01-01")

    assert (2, []) == (status, lines)
    assert "--services" in told
    assert (0, "ncci_pairs_hospital@2026-01-01: 4 rows from pairs.txt") == (said[0], said[1][0])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "the following arguments are required: STEP"),
        (["import"], "the following arguments are required: FILE"),
        (["import", "a.txt", "--edition", "2026"], "argument --edition: "),
        (["import", "a.txt", "--services", "clinic"], "invalid choice: 'clinic'"),
        (["diff", "a", "b", "--codes", "7694"], "expected codes such as 64493,76942"),
        (["diff", "a"], "the following arguments are required: NEW"),
    ],
)
def test_usage(tables, words, told) -> None:
    """
    A command that can't be understood is told what is wrong with it.
    """
    status, lines, err = tables(*words)

    assert (2, []) == (status, lines)
    assert told in err[-1]


def test_imports_at_once(tables) -> None:
    """
    Of several imports at once each is whole.
    """
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "cleanclaim", "tables", "import", name],
            stdout=subprocess.DEVNULL,
        )
        for name in (FIRST, SECOND, FIRST)
    ]

    assert [0, 0, 0] == [run.wait(60) for run in runs]
    whole = ["ncci_pairs_hospital@2026-01-01: OK", "ncci_pairs_hospital@2026-04-01: OK"]
    assert (0, whole, []) == tables("verify")
