"""
The pages on CMS's tables: the how-to is followed to the letter, the reference is compared.
"""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from cleanclaim.cli import parser_of
from cleanclaim_cms_tables.command import Tables
from cleanclaim_cms_tables.diff import Change
from cleanclaim_cms_tables.kinds import TABLES, Program

DOCS = Path(__file__).parents[3] / "docs"
HOW_TO = (DOCS / "how-to" / "update-cms-tables.md").read_text("utf-8")
REFERENCE = (DOCS / "reference" / "cms-tables.md").read_text("utf-8")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HELP = re.compile(
    r"^<!-- help: (\w+) -->\n```text\n(.*?)```\n<!-- end -->$", re.MULTILINE | re.DOTALL
)
_ELLIPSIS = "…"

_PAIRS = """\
Made-up rows in the layout of NCCI's pairs.\t\t\t\t\t\t
Column1/Column2 Edits\t\t\t\t\t\t
Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale
\t\tprior to 1996\tDate\tDate\t0=not allowed\t
\t\t\t\t*=no data\t1=allowed\t
\t\t\t\t\t9=not applicable\t
"""
_UNITS = """\
"Made-up rows in the layout of NCCI's medically unlikely edits.",,,
"HCPCS/
CPT Code",Outpatient Hospital Services MUE Values,MUE Adjudication Indicator,MUE Rationale
20610,2,3 Date of Service Edit: Clinical,Made-up reason
64493,1,2 Date of Service Edit: Policy,Made-up reason
76942,{},3 Date of Service Edit: Clinical,Made-up reason
77002,1,3 Date of Service Edit: Clinical,Made-up reason
"""
# By file, what it holds: column 1, column 2, first and last day, indicator.
PAIRS = {
    "ccioph-v321r0-f1": """
        10005 76942 20190701 * 1
        20610 76942 20190701 * 1
        49083 77002 20200101 * 1
        49083 77012 20200101 20251231 1
    """,
    "ccioph-v321r0-f2": """
        60100 76942 20190701 * 1
        64493 76942 20190701 * 1
        64493 77003 20190701 * 1
    """,
    "ccioph-v322r0-f1": """
        10005 76942 20190701 * 1
        20610 76942 20190701 * 0
        49083 77002 20200101 20260630 1
        49083 77012 20200101 20251231 1
    """,
    "ccioph-v322r0-f2": """
        60100 76942 20190701 * 1
        60100 77002 20260701 * 1
        60100 77012 20260701 * 1
        64493 76942 20190701 * 1
        64493 77003 20190701 * 1
    """,
}
CLAIM = {
    "id": "case",
    "kind": "institutional",
    "payer_id": "ACME",
    "type_of_bill": "131",
    "date": "2026-07-06",
    "lines": [
        {"procedure": "20610", "units": "1"},
        {"procedure": "76942", "modifiers": ["59"], "units": "1"},
    ],
}


@pytest.fixture
def folder(tmp_path):
    """
    A folder with files such as the how-to speaks of, made up.
    """
    for name, rows in PAIRS.items():
        cells = (row.split() for row in rows.strip().splitlines())
        text = "".join(
            f"{first}\t{second}\t\t{since}\t{until}\t{indicator}\tMade-up reason\n"
            for first, second, since, until, indicator in cells
        )
        pack(tmp_path / f"{name}.zip", f"{name}.txt", _PAIRS + text)
    for day, units in (("04-01-2026", 2), ("07-01-2026", 1)):
        name = f"MCR_MUE_OutpatientHospitalServices_Eff_{day}.zip"
        pack(tmp_path / name, "MUE.csv", _UNITS.format(units))
    (tmp_path / "claims.jsonl").write_text(json.dumps(CLAIM), "utf-8")
    return tmp_path


def pack(path, name, text):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, text)


@pytest.fixture
def shell(tmp_path_factory):
    """
    An environment in which ``cleanclaim`` is this very Python's, and imports have not been.
    """
    folder = tmp_path_factory.mktemp("bin")
    script = folder / "cleanclaim"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cleanclaim "$@"\n')
    script.chmod(0o755)
    changed = {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "100"}
    return os.environ | changed


def test_followed_to_the_letter(folder, shell) -> None:
    """
    Every config of the how-to is written, and every command prints what the page shows.
    """
    followed, told = 0, []
    for language, text in _BLOCK.findall(HOW_TO):
        if language == "toml" and (named := re.match(r"# (\S+\.toml)\n", text)):
            path = folder / named[1]
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        elif language == "console":
            for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                command, _, shown = part.partition("\n")
                told.append(follow(command, shown, folder, shell))
                followed += 1

    assert followed > 12
    if departures := "\n".join(filter(None, told)):
        pytest.fail(f"the page is not what happens\n{departures}", pytrace=False)


def follow(command, shown, folder, shell):
    """
    Run a command of the page; how what happens departs from it, or nothing.
    """
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=shell,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    pattern = ".*".join(map(re.escape, shown.strip().split(_ELLIPSIS)))
    expected = not shown.strip() or re.fullmatch(pattern, done.stdout.strip(), re.DOTALL)
    if done.returncode in (0, 1) and not done.stderr and expected:
        return ""
    return f"$ {command}\n{done.stdout}{done.stderr}(exit status {done.returncode})\n"


def test_configs(folder, shell) -> None:
    """
    The configs of Medicaid and of a processing date are taken as they stand.
    """
    loose = [
        text
        for language, text in _BLOCK.findall(HOW_TO)
        if language == "toml" and not text.startswith("# ")
    ]
    payer = '[payer]\nid = "a"\nname = "A"\nkinds = ["professional"]\ndefault = true\nsetting = "inpatient"\n'

    assert len(loose) == 2
    for text in loose:
        (folder / "a.toml").write_text(f'plugins = ["ncci"]\n{payer}\n{text}', "utf-8")
        assert "" == follow("cleanclaim config check --config a.toml", "", folder, shell)


@pytest.mark.parametrize("step", ["import", "list", "verify", "diff", "remove"])
def test_help(step) -> None:
    """
    Each step's help stands in the reference, between its marks.
    """
    parser = parser_of("tables", Tables())
    assert parser._subparsers
    steps = parser._subparsers._group_actions[0].choices
    assert isinstance(steps, dict)

    assert sorted(steps) == sorted(dict(_HELP.findall(REFERENCE)))
    assert steps[step].format_help().split() == dict(_HELP.findall(REFERENCE))[step].split()


def test_tables() -> None:
    """
    The reference names every table of Medicare's, and where each is published.
    """
    own = [table for table in TABLES if table.program is Program.MEDICARE]

    assert [] == [str(table) for table in own if f"`{table}`" not in REFERENCE]
    published = {table.url for table in TABLES if str(table) != "code_lives"}
    assert [] == [url for url in published if f"]({url})" not in REFERENCE]


def test_changes() -> None:
    """
    The reference names every change that the CSV may tell.
    """
    shown = re.findall(
        r"^\| (`\w+`(?:, `\w+`)*) \| ", REFERENCE.partition("`change` in")[2], re.MULTILINE
    )

    assert list(Change) == [name for cell in shown for name in re.findall(r"\w+", cell)]
