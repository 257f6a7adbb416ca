"""
The shared tables agree with each other, and with the tables behind the rulebook.
"""

import csv
import datetime
from pathlib import Path
from typing import Any

import pytest

from cleanclaim import Fact, FactFile, Kind
from cleanclaim.facts import load_facts
from cleanclaim.tables import Table
from cleanclaim_guidance_facts import pairs
from cleanclaim_guidance_facts.codes import Guidance
from cleanclaim_guidance_facts.complete import Complete
from cleanclaim_guidance_facts.hosts import SeparatelyReportable
from cleanclaim_guidance_facts.pairs import Pair, pair_on

FACTS = Path(pairs.__file__).parent / "facts"
BEHIND = Path(__file__).parents[4] / "shared" / "guidance" / "data"
NEEDLES = ("76942", "77002", "77003", "77012", "77021")
FIRST = datetime.date(2019, 7, 1)


def table(name: str, shape: type[Fact]) -> Table[Any]:
    return load_facts([FactFile(FACTS / name, shape)], "guidance_facts")[shape]


def behind(name: str) -> list[dict[str, str]]:
    with (BEHIND / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


GUIDANCE = table("guidance.toml", Guidance)
COMPLETE = table("complete.csv", Complete)
PAIRS = table("pairs.csv", Pair)
REPORTABLE = table("separately_reportable.csv", SeparatelyReportable)


@pytest.mark.parametrize("day", [FIRST, datetime.date(2022, 12, 31), datetime.date(2026, 2, 2)])
def test_reported_apart_is_not_paired(day: datetime.date) -> None:
    """
    What is reported beside a procedure is no NCCI pair with it, on either kind of claim.
    """
    contradictions = [
        (code, guidance)
        for code in sorted(REPORTABLE.keys)
        if (fact := REPORTABLE.on(code, day)) is not None
        for guidance in sorted(fact.guidance)
        for kind in Kind
        if pair_on(PAIRS, code, guidance, kind, day)
    ]

    assert [] == contradictions


@pytest.mark.parametrize("day", [FIRST, datetime.date(2022, 12, 31), datetime.date(2026, 2, 2)])
def test_reported_apart_is_not_included(day: datetime.date) -> None:
    """
    No code both includes needle guidance and is known to have it reported apart.
    """
    contradictions = [
        (code, guidance)
        for code in sorted(REPORTABLE.keys & COMPLETE.keys)
        if (apart := REPORTABLE.on(code, day)) and (complete := COMPLETE.on(code, day))
        for guidance in sorted(apart.guidance.intersection(NEEDLES))
        if (known := GUIDANCE.on(guidance, day)) and complete.covers(known)
    ]

    assert [] == contradictions


@pytest.mark.skipif(not BEHIND.is_dir(), reason="the guidance folder is not beside the project")
def test_hospital_pairs() -> None:
    """
    Every hospital window of the table behind the rulebook is here: on its first day and
    not the day before, on its last day and not the day after, with its indicator.
    """
    wrong = []
    rows = behind("ptp_guidance.csv")
    for row in rows:
        if row["setting"] != "hospital outpatient (I/OCE)":
            continue
        one, two = row["column1"], row["column2"]
        start = datetime.date.fromisoformat(row["effective_on_or_before_or_from"].lstrip("<="))
        last = row["deletion_or_end"]
        inside = [start] + ([datetime.date.fromisoformat(last)] if last else [])
        outside = [start - datetime.timedelta(days=1)] if start > FIRST else []
        outside += [day + datetime.timedelta(days=1) for day in inside[1:]]
        found = [pair_on(PAIRS, one, two, Kind.INSTITUTIONAL, day) for day in inside]
        gone = [pair_on(PAIRS, one, two, Kind.INSTITUTIONAL, day) for day in outside]
        if not all(pair and pair.indicator == int(row["modifier_indicator"]) for pair in found):
            wrong.append((one, two, "missing"))
        if any(gone):
            wrong.append((one, two, "outlives its window"))

    assert [] == wrong


@pytest.mark.skipif(not BEHIND.is_dir(), reason="the guidance folder is not beside the project")
def test_complete_codes() -> None:
    """
    Every complete code of the table behind the rulebook is here, and no other but the
    hospital's twin of 27096.
    """
    codes = {row["code"] for row in behind("complete_codes.csv") if row["role"] == "complete"}

    assert codes == COMPLETE.keys - {"G0260"}
