"""
76000 under OPPS beside any code, where a payer's Addendum B is imported.
"""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cleanclaim import Finding, Scrubber
from cleanclaim_cms_tables.flat import Edition, Row
from cleanclaim_cms_tables.kinds import Kind, TableName
from cleanclaim_cms_tables.store import Store

CONFIG = """
plugins = ["fluoroscopy_76000"]

[payer]
id      = "any"
name    = "Any payer"
kinds   = ["institutional"]
setting = "opps"
default = true

[options.cms_tables]
path = "tables"
"""
FIRST, LAST = datetime.date(2022, 1, 1), datetime.date(2022, 12, 31)
INDICATORS = {
    "76000": ("S", "5523"),
    "X0001": ("J1", "5114"),
    "X0002": ("T", "5072"),
    "33208": ("T", "5223"),
}

Found = Callable[..., Finding]


@pytest.fixture
def found(tmp_path: Path) -> Found:
    """
    What the edit says of 76000 beside another code: the one finding.
    """
    rows = [Row(code, "", FIRST, None, told) for code, told in INDICATORS.items()]
    edition = Edition(TableName(Kind.STATUSES), FIRST, FIRST, LAST, len(rows), ())

    def scrub(code: str, day: str, *, imported: bool = True) -> Finding:
        if imported:
            Store(tmp_path / "tables").add(edition, rows)
        (tmp_path / "any.toml").write_text(CONFIG, "utf-8")
        claim: dict[str, Any] = {
            "id": "case",
            "kind": "institutional",
            "type_of_bill": "131",
            "date": day,
            "lines": [{"procedure": "76000"}, {"procedure": code}],
        }
        outcome = Scrubber.from_config(tmp_path).scrub(claim)
        (finding,) = (each for each in outcome.findings if each.edit.endswith(".opps_status"))
        return finding

    return scrub


def test_any_code(found: Found) -> None:
    """
    A comprehensive service of any code packages 76000, with the edition in evidence.
    """
    finding = found("X0001", "2022-12-31")

    assert "X0001 on line 2 is a comprehensive service (J1) and packages it" in finding.message
    assert finding.source.title.endswith("edition 2022-01-01")
    assert finding.evidence == {
        "status_indicator": "S",
        "apc": "5523",
        "edition": "2022-01-01",
        "comprehensive": "X0001 J1",
    }


@pytest.mark.parametrize("day", ["2021-12-31", "2023-01-01"])
def test_other_years(found: Found, day: str) -> None:
    """
    Of another year the imported table says nothing.
    """
    finding = found("X0001", day)

    assert finding.evidence == {"status_indicator": "S", "apc": "5523"}


def test_imported_first(found: Found) -> None:
    """
    Where the imported table has another indicator than the plugin's own, it counts.
    """
    without = found("33208", "2022-03-07", imported=False)
    with_table = found("33208", "2022-03-07")

    assert without.evidence["comprehensive"] == "33208 J1"
    assert "comprehensive" not in with_table.evidence
