"""
Lives from the imported table: before the plugin's own, and behind a payer's own table.
"""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cleanclaim import AnyOf, Scrubber
from cleanclaim_cms_tables.flat import Edition, Row
from cleanclaim_cms_tables.kinds import Kind, TableName
from cleanclaim_cms_tables.store import Store

CONFIG = """
plugins = ["code_dates"]

[payer]
id      = "any"
name    = "Any payer"
kinds   = ["professional", "institutional"]
setting = "physician"
default = true

[options.cms_tables]
path = "tables"
"""
OWN = '\n[options.code_dates]\nlife_table = "lives.csv"\n'
KNOWN = datetime.date(2019, 7, 1)
# Made up: X0001 ended, X0002 was born, X0003 came back, 55700 lives on, 32408 is younger.
WINDOWS = (
    ("X0001", KNOWN, datetime.date(2024, 12, 31)),
    ("X0002", datetime.date(2025, 4, 1), None),
    ("X0003", KNOWN, datetime.date(2024, 6, 30)),
    ("X0003", datetime.date(2025, 1, 1), None),
    ("55700", KNOWN, None),
    ("32408", datetime.date(2022, 1, 1), None),
)

Said = Callable[..., list[str]]


@pytest.fixture
def said(tmp_path: Path) -> Said:
    """
    What a payer says of one line: the findings' messages, and what is lacking.
    """
    rows = [Row(code, "", first, last, ()) for code, first, last in WINDOWS]
    day = datetime.date(2026, 4, 1)
    Store(tmp_path / "tables").add(Edition(TableName(Kind.LIVES), day, KNOWN, None, 6, ()), rows)

    def scrub(code: str, day: str, own: str = "") -> list[str]:
        (tmp_path / "any.toml").write_text(CONFIG + (OWN if own else ""), "utf-8")
        (tmp_path / "lives.csv").write_text(f"code,from,to\n{own}\n", "utf-8")
        line = {"procedure": code, "date": day}
        claim: dict[str, Any] = {"id": "case", "kind": "professional", "lines": [line]}
        outcome = Scrubber.from_config(tmp_path).scrub(claim)
        assert () == outcome.failures
        return [each.message for each in outcome.findings] + [
            each.lacks for each in outcome.not_checked
        ]

    return scrub


@pytest.mark.parametrize(
    ("code", "valid", "outside", "why"),
    [
        ("X0001", "2024-12-31", "2025-01-01", "its last day was 2024-12-31"),
        ("X0002", "2025-04-01", "2025-03-31", "it is valid from 2025-04-01"),
        (
            "X0003",
            "2024-06-30",
            "2024-07-01",
            "its last day was 2024-06-30, and it is valid again from 2025-01-01",
        ),
        ("32408", "2022-01-01", "2021-12-31", "it is valid from 2022-01-01"),
    ],
)
def test_any_code(said: Said, code: str, valid: str, outside: str, why: str) -> None:
    """
    Any code of the imported table is judged, valid on its first and last day; the table
    goes before the plugin's own.
    """
    assert said(code, valid) == []
    assert said(code, outside) == [f"{code} is not valid on {outside}; {why}"]


def test_before_the_own_knowledge(said: Said) -> None:
    """
    55700 has ended by the plugin's own table, and not by the imported one.
    """
    assert said("55700", "2026-01-02") == []


def test_absent_code(said: Said) -> None:
    """
    A code that the imported table does not have is the plugin's own to judge, or nobody's.
    """
    assert said("76001", "2019-08-05") == [
        "76001 is not valid on 2019-08-05; its last day was 2018-12-31"
    ]
    assert said("X0009", "2019-08-05") == []


def test_before_the_table(said: Said) -> None:
    """
    Before what the imported table knows there is no answer, but where the plugin's own
    table has one.
    """
    assert said("X0001", "2019-06-30") == ["whether X0001 was valid before 2019-07-01"]
    assert said("32408", "2019-06-30") == [
        "32408 is not valid on 2019-06-30; it is valid from 2021-01-01"
    ]


def test_payers_own_table(said: Said) -> None:
    """
    Of a code in a payer's own table nobody else is asked; of the others the imported one.
    """
    own = "X0001,2019-01-01,\n32408,2023-01-01,"

    assert said("X0001", "2025-01-01", own) == []
    assert said("32408", "2022-06-01", own) == [
        "32408 is not valid on 2022-06-01; it is valid from 2023-01-01"
    ]
    assert said("X0002", "2025-03-31", own) == [
        "X0002 is not valid on 2025-03-31; it is valid from 2025-04-01"
    ]


def test_wakes_for_few(tmp_path: Path, said: Said) -> None:
    """
    A code that neither begins nor ends in our days wakes nothing, also where the table
    knows older births.
    """
    day = datetime.date(2026, 4, 1)
    early = datetime.date(2001, 1, 1)
    rows = [
        Row("X0004", "", early, None, ()),
        Row("X0005", "", datetime.date(2012, 1, 1), None, ()),
        Row("X0006", "", early, datetime.date(2012, 12, 31), ()),
        Row("X0007", "", datetime.date(2024, 1, 1), None, ()),
    ]
    Store(tmp_path / "tables").add(Edition(TableName(Kind.LIVES), day, early, None, 4, ()), rows)
    assert said("X0007", "2023-12-31") != []
    (rules,) = Scrubber.from_config(tmp_path / "any.toml").payers
    (stamped,) = rules.edits
    assert isinstance(stamped.edit.wakes, AnyOf)

    assert {"X0006", "X0007"} == {
        code for code in stamped.edit.wakes.codes if code.startswith("X000")
    }
