"""
The guidance folder's tables, read without the plugins: windows of days, and who says so.
"""

import csv
import datetime
import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

DATA = Path(__file__).parents[4] / "shared" / "guidance" / "data"

# What the tables write as "<=2019-07-01": already so on the first day they know.
KNOWN = datetime.date(2019, 7, 1)
# The practitioner table is a snapshot of this day; what came later is the hospital's.
SNAPSHOT = datetime.date(2024, 7, 1)
FOREVER = datetime.date.max


@attrs.frozen
class Window:
    """
    Days from ``first`` to ``last``; of a pair, with its indicator and its columns.
    """

    first: datetime.date
    last: datetime.date = FOREVER
    indicator: int = 1
    columns: str = ""

    def holds(self, day: datetime.date) -> bool:
        return self.first <= day <= self.last

    def meet(self, first: datetime.date, last: datetime.date) -> "Window":
        return attrs.evolve(self, first=max(self.first, first), last=min(self.last, last))


Windows = Mapping[tuple[str, str], tuple[Window, ...]]


def rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def day_of(text: str, otherwise: datetime.date) -> datetime.date:
    """
    A date as the tables write it; what is empty is *otherwise*.
    """
    return datetime.date.fromisoformat(text.removeprefix("<=")) if text else otherwise


@functools.cache
def pairs() -> Mapping[str, Windows]:
    """
    NCCI's pairs by kind of claim, each with its windows (rulebook 7 and 11).

    The practitioner table has deletion dates only: it begins with the hospital's window
    where that has one, and pairs that are new after the snapshot stand for both.
    """
    hospital: dict[tuple[str, str], list[Window]] = defaultdict(list)
    snapshot: dict[tuple[str, str], list[Window]] = defaultdict(list)
    for row in rows("ptp_guidance"):
        indicator = int(row["modifier_indicator"])
        last = day_of(row["deletion_or_end"], FOREVER)
        if indicator not in (0, 1) or last < KNOWN:
            continue
        first = day_of(row["effective_on_or_before_or_from"], KNOWN)
        key = (row["column1"], row["column2"])
        if row["setting"] == "hospital outpatient (I/OCE)":
            hospital[key].append(Window(first, last, indicator, "/".join(key)))
        elif row["setting"] == "practitioner/ASC":
            snapshot[key].append(Window(first, last, indicator, "/".join(key)))
    practitioner = {
        key: tuple(
            each.meet(*_lives(*key))
            for each in _practitioner(hospital.get(key, []), snapshot.get(key, []))
        )
        for key in hospital.keys() | snapshot.keys()
    }
    return {
        "hospital": {key: tuple(windows) for key, windows in hospital.items()},
        "practitioner": practitioner,
    }


def _practitioner(hospital: list[Window], snapshot: list[Window]) -> Iterator[Window]:
    for own in snapshot:
        if not hospital:
            yield own
        for window in hospital:
            met = window.meet(own.first, own.last)
            if met.first <= met.last:
                yield attrs.evolve(met, indicator=own.indicator)
    yield from (window for window in hospital if window.first > SNAPSHOT)


def _lives(one: str, other: str) -> tuple[datetime.date, datetime.date]:
    """
    The days on which two codes both live, as far as the tables say.
    """
    lives = [own_life(code) for code in (one, other)]
    return max(life.first for life in lives), min(life.last for life in lives)


@functools.cache
def own_life(code: str) -> Window:
    """
    The days of a code's life, where ``complete_codes.csv`` has it.
    """
    return _code_lives().get(code, Window(KNOWN))


@functools.cache
def _code_lives() -> Mapping[str, Window]:
    return {
        row["code"]: Window(
            day_of(row["code_in_file_from"], KNOWN), day_of(row["code_in_file_to"], FOREVER)
        )
        for row in rows("complete_codes")
    }


@attrs.frozen
class Procedure:
    """
    A row of ``complete_codes.csv``: what the code includes, from when, and how surely.
    """

    code: str
    role: str
    includes: frozenset[str]
    required: bool
    life: Window
    verified: bool
    instead: Mapping[str, tuple[str, ...]]

    @property
    def complete(self) -> bool:
        return self.role == "complete"


@functools.cache
def procedures() -> Mapping[str, Procedure]:
    """
    The procedures of the guidance folder, by code.
    """
    return {row["code"]: _procedure(row) for row in rows("complete_codes")}


def _procedure(row: dict[str, str]) -> Procedure:
    life = own_life(row["code"])
    year = re.match(r"\d{4}", row["cpt_year_general_knowledge"])
    if row["role"] == "complete" and year:
        # A code older than its guidance includes it from that year (64415: 2023).
        life = life.meet(datetime.date(int(year[0]), 1, 1), FOREVER)
    return Procedure(
        row["code"],
        row["role"],
        frozenset(row["guidance_included"].split("|")),
        row["qualifier"] == "required",
        life,
        row["confidence"].startswith("verified"),
        {
            modality: tuple(codes.split("/"))
            for modality, _, codes in (
                part.partition(":") for part in row["instead_by_modality"].split(";") if part
            )
        },
    )


@attrs.frozen
class Exclusion:
    """
    A row of ``guidance_exclusions.csv``; ``printed``: in a public copy of the note.
    """

    guidance: str
    procedure: str
    printed: bool


@functools.cache
def exclusions() -> Mapping[tuple[str, str], Exclusion]:
    """
    What each guidance code is not reported with, by guidance and procedure.
    """
    return {
        (row["guidance_code"], row["not_with"]): Exclusion(
            row["guidance_code"], row["not_with"], row["basis"].startswith("CPT_NOTE_PUBLIC")
        )
        for row in rows("guidance_exclusions")
    }


@functools.cache
def primaries() -> Mapping[str, Mapping[str, Window]]:
    """
    The primaries of each type I add-on, with their days; CMS's editor has the windows.
    """
    made: dict[str, dict[str, Window]] = defaultdict(dict)
    for row in rows("aoc_guidance"):
        if row["aoc_type"] == "1" and row["source"].startswith("pyoce"):
            made[row["addon"]][row["primary"]] = Window(
                day_of(row["effective_on_or_before_or_from"], KNOWN), day_of(row["end"], FOREVER)
            )
    return made


@functools.cache
def statuses() -> Mapping[str, tuple[tuple[Window, str, str], ...]]:
    """
    OPPS status indicators and APCs by code and quarter.
    """
    made: dict[str, list[tuple[Window, str, str]]] = defaultdict(list)
    for row in rows("opps_si_guidance"):
        window = Window(day_of(row["date_from"], KNOWN), day_of(row["date_to"], FOREVER))
        made[row["hcpcs"]].append((window, row["status_indicator"], row["apc"]))
    return {code: tuple(each) for code, each in made.items()}


@functools.cache
def lives() -> Mapping[str, Window]:
    """
    The lives of codes where the tables have a birth or an end.
    """
    known = dict(_code_lives())
    for code, told in statuses().items():
        there = [window for window, status, _ in told if status != "NOT_IN_FILE"]
        if there:
            known.setdefault(code, Window(there[0].first, there[-1].last))
    return {
        code: life for code, life in known.items() if life.first > KNOWN or life.last != FOREVER
    }


@functools.cache
def most_units() -> Mapping[tuple[str, str], tuple[int, int]]:
    """
    MUE value and adjudication indicator by code and setting.
    """
    return {
        (row["hcpcs"], row["setting"]): (int(row["mue_value"]), int(row["mai"]))
        for row in rows("mue_guidance")
    }
