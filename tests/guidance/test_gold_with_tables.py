"""
The worked claims of the guidance folder once more, with CMS's status indicators and code
lives imported: what they widen takes nothing away and raises no false alarm.

Claims and tables are read from beside the project and are not part of it.
"""

import importlib.util
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from cleanclaim import Scrubber
from cleanclaim_cms_tables.importing import Given, read
from cleanclaim_cms_tables.store import Store

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
GOLD = SHARED / "guidance" / "gold_open.jsonl"
CMS = SHARED / "inputs" / "cms_tables"
# By the quarters of CMS's editor from 2019 Q3 on: status indicators and lives.
WINDOWS = CMS / "hcpcs_life_status_by_quarter.csv.gz"
ADDENDUM = CMS / "January_2022_Web_Addendum_B.01.10.22.xlsx"
IMPORTED = {"addendum": (ADDENDUM,), "both": (ADDENDUM, WINDOWS)}

pytestmark = pytest.mark.skipif(
    not all(path.is_file() for path in (GOLD, WINDOWS, ADDENDUM)),
    reason="the guidance folder and CMS's tables are not beside the project",
)


def gold() -> Any:
    """
    The module of the worked claims without tables, which says what is wrong.
    """
    spec = importlib.util.spec_from_file_location("gold", Path(__file__).with_name("test_gold.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def scrubbers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Scrubber]]:
    """
    The shipped configs with each of the imports.
    """
    made = {}
    imported = {
        path: read([path], Given(None, None, None), lambda *_: None)[0]
        for path in (ADDENDUM, WINDOWS)
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, paths in IMPORTED.items():
            folder = tmp_path_factory.mktemp(name)
            for each in (each for path in paths for each in imported[path]):
                Store(folder).add(each.edition, each.rows)
            patch.setenv("CLEANCLAIM_TABLES", str(folder))
            made[name] = Scrubber.from_config(ROOT / "configs")
        yield made


@pytest.mark.parametrize("imported", IMPORTED)
def test_gold(scrubbers: Mapping[str, Scrubber], imported: str) -> None:
    """
    Every worked claim is right: nothing missed, no false alarm.
    """
    judged = gold()
    wrong = {}
    for line in GOLD.read_text("utf-8").splitlines():
        case = json.loads(line)
        outcome = scrubbers[imported].scrub(case["claim"])
        faults = judged.wrong(case, outcome) + [str(each) for each in outcome.failures]
        if faults:
            wrong[case["claim"]["id"]] = faults

    assert {} == wrong


@pytest.mark.parametrize(
    ("imported", "day", "edition"),
    [
        ("addendum", "2022-03-07", "2022-01-01"),
        ("addendum", "2023-03-07", None),
        ("both", "2023-03-07", "2026-04-01"),
    ],
)
def test_status_of_76000(
    scrubbers: Mapping[str, Scrubber], imported: str, day: str, edition: str | None
) -> None:
    """
    The tables are really asked: 76000 is S by Addendum B, and by the plugin's own
    knowledge in a year that is not imported.
    """
    claim = {
        "id": "case",
        "kind": "institutional",
        "payer_id": "MEDICARE",
        "type_of_bill": "131",
        "date": day,
        "lines": [{"procedure": "76000"}],
    }
    outcome = scrubbers[imported].scrub(claim)
    (finding,) = (each for each in outcome.findings if each.edit.endswith(".opps_status"))

    assert (finding.evidence["status_indicator"], finding.evidence["apc"]) == ("S", "5523")
    assert finding.evidence.get("edition") == edition


@pytest.mark.parametrize(
    ("code", "day", "found"),
    [
        ("99213", "2022-03-07", ["guidance_reporting.facility_recode"]),
        ("99217", "2023-03-07", ["code_dates.not_valid_on_date"]),
        ("G0463", "2022-03-07", []),
    ],
)
def test_any_code(scrubbers: Mapping[str, Scrubber], code: str, day: str, found: list[str]) -> None:
    """
    Codes that no guidance rule knows are judged by the tables: an office visit is not a
    hospital's under OPPS, and an ended code is no code.
    """
    claim = {
        "id": "case",
        "kind": "institutional",
        "payer_id": "MEDICARE",
        "type_of_bill": "131",
        "date": day,
        "lines": [{"procedure": code}],
    }

    assert found == [each.edit for each in scrubbers["both"].scrub(claim).findings]
