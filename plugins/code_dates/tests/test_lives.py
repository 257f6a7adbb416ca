"""
The lives of codes: boundaries, what is reported instead, and the tables behind them.
"""

import csv
import datetime
import gzip
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import cleanclaim_code_dates
from cleanclaim import Fact, FactFile, NotKnown
from cleanclaim.facts import load_facts
from cleanclaim.tables import Table
from cleanclaim_code_dates.instead import Instead
from cleanclaim_code_dates.lives import Life, Lives
from cleanclaim_code_dates.remedies import listed

FACTS = Path(cleanclaim_code_dates.__file__).parent / "facts"
PLUGINS = Path(__file__).parents[2]
SHARED = PLUGINS.parents[1] / "shared"
BEHIND = SHARED / "guidance" / "data"
QUARTERS = SHARED / "inputs" / "cms_tables" / "hcpcs_life_status_by_quarter.csv.gz"
FIRST = datetime.date(2019, 7, 1)
DAY = datetime.timedelta(days=1)

# The rulebook's table of ended codes, by their last days, once more and by hand.
LAST_DAYS = {
    "2013-12-31": "77031 77032",
    "2018-12-31": "76001 10022",
    "2019-12-31": "76930 33010 33011 33015",
    "2020-12-31": "0228T 0229T 0230T 0231T 32405 76970",
    "2025-12-31": (
        "0275T 0042T 0421T 55700 77014 G6001 37220 37221 37222 37223 37224 37225 37226 37227 "
        "37228 37229 37230 37231 37232 37233 37234 37235"
    ),
}
FIRST_DAYS = {
    "2020-01-01": "62328 62329 64451 64454 64624 64625 33016 33017 33018 33019 46948 0582T",
    "2021-01-01": "32408 0627T 0628T 0629T 0630T",
    "2022-01-01": "64628 64629",
    "2023-01-01": "36836 36837",
    "2024-01-01": "27278",
    "2025-01-01": "64466 64467 64468 64469 64473 64474 60660 60661 51721 53865 53866",
    "2026-01-01": (
        "55707 55708 55709 55710 55711 55712 55713 55714 55715 62330 62331 47384 1022T 1023T "
        "1024T 37254 37299"
    ),
}


def table(name: str, shape: type[Fact]) -> Table[Any]:
    return load_facts([FactFile(FACTS / name, shape)], "code_dates")[shape]


LIVES = Lives(table("lives.csv", Life), table("instead.toml", Instead))


def valid(code: str, day: datetime.date) -> bool:
    standing = LIVES.standing(code, day)
    return standing.ended is None and standing.begins is None


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def behind(name: str) -> list[dict[str, str]]:
    if not BEHIND.is_dir():
        pytest.skip("the guidance folder is not beside the project")
    return list(rows(BEHIND / name))


def births() -> dict[str, datetime.date]:
    return {
        code: life.since for code in LIVES.table.keys if (life := LIVES.table.history(code)[0]).born
    }


def ends() -> dict[str, datetime.date]:
    return {code: last for code in LIVES.table.keys if (last := LIVES.table.ends(code))}


def test_one_life() -> None:
    """
    Each code has one life, and its birth or its end is known.
    """
    several = [code for code in LIVES.table.keys if len(LIVES.table.history(code)) != 1]

    assert [] == several
    assert births().keys() | ends().keys() == LIVES.table.keys == LIVES.doubtful


@pytest.mark.parametrize("last", LAST_DAYS)
def test_last_days(last: str) -> None:
    """
    An ended code is valid on its last day, and never after.
    """
    day, codes = datetime.date.fromisoformat(last), LAST_DAYS[last].split()
    found = {code: (valid(code, day), valid(code, day + DAY)) for code in codes}

    assert dict.fromkeys(codes, (True, False)) == found


@pytest.mark.parametrize("first", FIRST_DAYS)
def test_first_days(first: str) -> None:
    """
    A code is valid on its first day, and not the day before.
    """
    day, codes = datetime.date.fromisoformat(first), FIRST_DAYS[first].split()
    found = {code: (valid(code, day), valid(code, day - DAY)) for code in codes}

    assert dict.fromkeys(codes, (True, False)) == found


def test_every_boundary() -> None:
    """
    So it is for every code of the table, whichever side is known.
    """
    wrong = [code for code, last in ends().items() if not valid(code, last)]
    wrong += [code for code, last in ends().items() if valid(code, last + DAY)]
    wrong += [code for code, first in births().items() if not valid(code, first)]
    wrong += [code for code, first in births().items() if valid(code, first - DAY)]

    assert [] == wrong


def test_unknown_birth() -> None:
    """
    Before what is known of a code without a known birth there is no answer.
    """
    with pytest.raises(NotKnown, match="whether 55700 was valid before 2019-07-01"):
        LIVES.standing("55700", FIRST - DAY)


def test_active_codes() -> None:
    """
    Codes that look as if they had ended, and have not, wake nothing.
    """
    active = {f"021{n}T" for n in range(3, 9)} | {"76965", "76975", "76998", "77012", "77387"}

    assert set() == active & LIVES.doubtful


def test_range() -> None:
    """
    A run of codes is told by its first and last; two, or with a letter, one by one.
    """
    codes = ("55708", "55707", "55709", "37254", "37255", "0228T", "0229T", "0230T")

    assert "0228T, 0229T, 0230T, 37254, 37255, 55707-55709" == listed(codes)


def test_instead_is_valid() -> None:
    """
    What is to be considered is itself valid on those days, from first to last.
    """
    wrong = []
    for key in sorted(LIVES.instead.keys):
        (fact,) = LIVES.instead.history(key)
        last = LIVES.instead.ends(key)
        days = (fact.since, last or fact.since)
        wrong += [(key, code) for code in fact.codes if not all(valid(code, day) for day in days)]

    assert [] == wrong


def test_instead_is_for_days_outside() -> None:
    """
    What is reported instead begins the day after the last, or ends the day before the first.
    """
    wrong = []
    for key in sorted(LIVES.instead.keys):
        (fact,) = LIVES.instead.history(key)
        last = LIVES.instead.ends(key)
        if last is not None:
            wrong += [key] if births().get(key) != last + DAY else []
        elif ends().get(key) != fact.since - DAY:
            wrong.append(key)

    assert [] == wrong


def test_complete_codes_live() -> None:
    """
    Complete codes include guidance within their lives only, and end with them.
    """
    folder = PLUGINS / "guidance_facts" / "src" / "cleanclaim_guidance_facts" / "facts"
    if not folder.is_dir():
        pytest.skip("guidance_facts is not beside this plugin")
    wrong = []
    for row in rows(folder / "complete.csv"):
        code, day = row["code"], datetime.date.fromisoformat(row["from"])
        if row["ended"]:
            wrong += [code] if ends().get(code) != day - DAY else []
        elif not valid(code, day):
            wrong.append(code)
    ended = {row["code"] for row in rows(folder / "complete.csv") if row["ended"]}
    wrong += [
        row["code"]
        for row in rows(folder / "complete.csv")
        if row["code"] in ends() and row["code"] not in ended
    ]

    assert [] == wrong


def test_guidance_codes_live() -> None:
    """
    A guidance code ends where its life does.
    """
    path = PLUGINS / "guidance_facts/src/cleanclaim_guidance_facts/facts/guidance.toml"
    if not path.is_file():
        pytest.skip("guidance_facts is not beside this plugin")
    codes = tomllib.loads(path.read_text("utf-8"))["codes"]
    ended = {
        code: datetime.date.fromisoformat(str(day)) - DAY
        for code, entries in codes.items()
        for day, entry in entries.items()
        if entry.get("ended")
    }

    assert {code: last for code, last in ends().items() if code in codes} == ended


def test_windows_behind() -> None:
    """
    The windows of the table of complete codes are those of the lives, both ways.
    """
    wrong = []
    for row in behind("complete_codes.csv"):
        code, first, last = row["code"], row["code_in_file_from"], row["code_in_file_to"]
        born = "" if first.startswith("<=") else first
        if (born, last) != (str(births().get(code, "")), str(ends().get(code, ""))):
            wrong.append(code)

    assert [] == wrong


def test_quarters_behind() -> None:
    """
    Guidance codes are valid in the quarters in which CMS's editor has them, and in no other.
    """
    wrong = []
    for row in behind("opps_si_guidance.csv"):
        first = datetime.date.fromisoformat(row["date_from"])
        last = datetime.date.fromisoformat(row["date_to"]) if row["date_to"] else first
        there = row["status_indicator"] != "NOT_IN_FILE"
        if (valid(row["hcpcs"], first), valid(row["hcpcs"], last)) != (there, there):
            wrong.append((row["hcpcs"], row["quarter"]))

    assert [] == wrong


def test_add_ons_behind() -> None:
    """
    An add-on is paired with a primary on days on which both are valid.
    """
    wrong = []
    for row in behind("aoc_guidance.csv"):
        first, last = row["effective_on_or_before_or_from"].lstrip("<="), row["end"]
        days = [datetime.date.fromisoformat(day) for day in (first, last) if day]
        codes = (row["addon"], row["primary"])
        if not all(valid(code, day) for code in codes for day in days):
            wrong.append(codes)

    assert [] == wrong


def test_every_code_behind() -> None:
    """
    Against the lives of all codes by quarter: those of the table agree, and no code of the
    rulebook's tables is missing whose birth or end is known there.
    """
    if not QUARTERS.is_file():
        pytest.skip("the lives by quarter are not beside the project")
    known: dict[str, tuple[str, str]] = {}
    with gzip.open(QUARTERS, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            first, last = row["date_from"], row["date_to"] or "99999999"
            before = known.get(row["hcpcs"], (first, last))
            known[row["hcpcs"]] = (min(before[0], first), max(before[1], last))
    named = {
        row[column]
        for name, columns in {
            "complete_codes.csv": ("code",),
            "aoc_guidance.csv": ("addon", "primary"),
            "opps_si_guidance.csv": ("hcpcs",),
            "mue_guidance.csv": ("hcpcs",),
            "guidance_exclusions.csv": ("guidance_code", "not_with"),
        }.items()
        for row in behind(name)
        for column in columns
    }
    wrong = []
    for code in sorted((named | LIVES.table.keys) & known.keys()):
        first, last = known[code]
        born = "" if first == "20190701" else first
        ended = "" if last == "99999999" else last
        ours = (births().get(code), ends().get(code))
        if [born, ended] != [day.strftime("%Y%m%d") if day else "" for day in ours]:
            wrong.append(code)

    assert [] == wrong
