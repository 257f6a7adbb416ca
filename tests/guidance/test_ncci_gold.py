"""
The worked claims of the guidance folder by CMS's full tables: as CMS's outpatient editor
reads them, line by line, and as strictly as the guidance rules do.

Claims and tables are read from beside the project and are not part of it.
"""

import csv
import datetime
import gzip
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from outpatient_editor import recorded

from cleanclaim import Disposition, Scrubber
from cleanclaim_cms_tables.kinds import Kind, Services, TableName
from cleanclaim_cms_tables.rows import Edition, Row
from cleanclaim_cms_tables.store import Store

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
GOLD = SHARED / "guidance" / "gold_open.jsonl"
PAIRS = SHARED / "inputs" / "cms_tables" / "ncci_ptp_outpatient_hospital_full.txt.gz"
ADD_ONS = SHARED / "inputs" / "cms_tables" / "aoc_addon_primaries_full.csv"
CASES = (
    [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()] if GOLD.is_file() else []
)
EDITED = [case for case in CASES if "oracle_ioce_port" in case]
CODES = {line["procedure"] for case in CASES for line in case["claim"]["lines"]}
EDITION, KNOWN_FROM = datetime.date(2026, 4, 1), datetime.date(2019, 7, 1)
# Which of the editor's edits each of ours stands for, and what it makes of the line.
SAME = {
    "ncci.procedure_pair": {"20": "deny", "40": "deny"},
    "ncci.add_on_alone": {"106": "deny", "107": "review"},
}

pytestmark = pytest.mark.skipif(
    not (CASES and PAIRS.is_file() and ADD_ONS.is_file()),
    reason="the guidance folder or CMS's tables are not beside the project",
)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    The tables, as far as the worked claims' codes are in them; the hospital's pairs stand
    for the practitioner's too.
    """
    store = Store(tmp_path_factory.mktemp("full"))
    rows = list(pairs())
    for services in (Services.HOSPITAL, Services.PRACTITIONER):
        add(store, TableName(Kind.PAIRS, services), rows)
    add(store, TableName(Kind.ADD_ONS), list(add_ons()))
    return store.folder


def add(store: Store, name: TableName, rows: list[Row]) -> None:
    store.add(Edition(name, EDITION, KNOWN_FROM, None, 0, ()), rows)


def pairs() -> Iterator[Row]:
    with gzip.open(PAIRS, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line[:5] in CODES and line[6:11] in CODES:
                one, two, _, since, until, indicator, *_ = line.rstrip("\n").split("\t")
                yield Row(one, two, day(since) or KNOWN_FROM, day(until), (int(indicator), ""))


def add_ons() -> Iterator[Row]:
    with ADD_ONS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            days = day(row["date_from"]) or KNOWN_FROM, day(row["date_to"])
            yield Row(row["addon"], row["primary"], *days, (int(row["aoc_type"]),))


def day(text: str) -> datetime.date | None:
    return datetime.datetime.strptime(text, "%Y%m%d").date() if text.isdigit() else None  # noqa: DTZ007 - a date has no zone


def shipped_with_ncci(bypass: str, tables: Path, folder: Path) -> Scrubber:
    """
    The shipped payers, with ncci switched on for all of them.
    """
    configs = folder / "configs"
    shutil.copytree(ROOT / "configs", configs)
    base = configs / "base.toml"
    text = base.read_text("utf-8").replace("plugins = [", 'plugins = [\n  "ncci",')
    base.write_text(
        f'{text}\n[options.ncci]\nbypass = "{bypass}"\ntables = ["pairs", "add_ons"]\n'
        f'[options.cms_tables]\npath = "{tables.as_posix()}"\n',
        "utf-8",
    )
    return Scrubber.from_config(configs)


@pytest.fixture(scope="module")
def editor(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Scrubber:
    return shipped_with_ncci("editor", tables, tmp_path_factory.mktemp("editor"))


@pytest.fixture(scope="module")
def strict(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Scrubber:
    return shipped_with_ncci("strict", tables, tmp_path_factory.mktemp("strict"))


@pytest.mark.parametrize("edit", SAME)
@pytest.mark.parametrize("case", EDITED, ids=lambda case: case["claim"]["id"])
def test_editor(case: dict[str, Any], edit: str, editor: Scrubber) -> None:
    """
    Read as leniently as CMS's editor, exactly the lines are found that it edits.
    """
    outcome = editor.scrub(case["claim"])

    expected = {
        (line, SAME[edit][one])
        for line, edits in recorded(case["oracle_ioce_port"]).edits.items()
        for one in edits
        if one in SAME[edit]
    }
    assert () == outcome.failures
    assert expected == {
        (found.line, str(found.disposition)) for found in outcome.findings if found.edit == edit
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["claim"]["id"])
def test_strict(case: dict[str, Any], strict: Scrubber) -> None:
    """
    Read strictly, no line is held on which nothing is expected or allowed, and nothing
    that is expected of these edits alone is missed.
    """
    outcome = strict.scrub(case["claim"])

    held = [
        (found.edit, found.line, str(found.disposition))
        for found in outcome.findings
        if found.edit in SAME and found.disposition is not Disposition.INFO
    ]
    assert () == outcome.failures
    assert [] == [found for found in held if not allowed(case, *found)]
    assert [] == [
        each["line"]
        for each in case["expected"]
        if "ncci.procedure_pair" in each["edit"]
        and not any(
            (edit, line) == ("ncci.procedure_pair", each["line"])
            and disposition in each["disposition"]
            for edit, line, disposition in held
        )
    ]


def allowed(case: dict[str, Any], edit: str, line: int, disposition: str) -> bool:
    return any(expected["line"] == line for expected in case["expected"]) or any(
        also.get("edit", edit) == edit
        and also.get("line", line) == line
        and also.get("disposition", disposition) == disposition
        for also in case["also_ok"]
    )
