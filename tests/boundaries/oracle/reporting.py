"""
How guidance is reported: units, procedures, components, facility codes, records.
"""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import attrs
from boundaries.days import ONE_DAY
from boundaries.oracle.check import DAY, LATER, Check, found
from boundaries.oracle.data import (
    FOREVER,
    KNOWN,
    most_units,
    statuses,
)
from boundaries.world import Answer, Line

from cleanclaim import Documentation, Imaging

UNITS = "guidance_reporting.units_exceed_day"
ALONE = "guidance_reporting.guidance_alone"
COMPONENT = "guidance_reporting.component_modifier"
RECODE = "guidance_reporting.facility_recode"
RECORD = "guidance_reporting.imaging_record"

_MUE_SINCE = datetime.date(2024, 7, 1)
_2026 = datetime.date(2026, 1, 1)


def checks() -> Iterator[Check]:
    """
    Every check; what the rulebook says without a date holds on the first day too.
    """
    yield from _units()
    yield from _recode()
    for part in (_alone, _parts, _records):
        for check in part():
            yield check
            if check.day == DAY:
                yield attrs.evolve(check, day=KNOWN)


_ONE_PER_ENCOUNTER = ("76942", "77002", "77003", "77012", "77021")
_GUIDANCE = (
    *("75774", "75989", "76000", "76937", "76940", "76942", "76998", "77001", "77002"),
    *("77003", "77011", "77012", "77013", "77014", "77021", "77022"),
)


def _units() -> Iterator[Check]:
    """
    Rulebook 8.1: one unit over the MUE is a deny, within it at most a review.
    """
    for code in _GUIDANCE:
        for setting, kind in (
            ("physician", "practitioner"),
            ("opps", "hospital outpatient"),
            ("cah", "hospital outpatient"),
        ):
            most, indicator = most_units()[code, kind]
            last = statuses()[code][-1][0].last
            for day in (_MUE_SINCE, DAY, *(() if last == FOREVER else (last,))):
                yield _counted(code, most + 1, setting, day, _over(most, indicator))
                yield _counted(code, most, setting, day, lambda a: a.disposition(1) != "deny")
                yield _counted(code, 1, setting, day, lambda a: not a.found)
    for code in _ONE_PER_ENCOUNTER:
        for day in (KNOWN, _MUE_SINCE - ONE_DAY):
            yield _counted(code, 2, "physician", day, found("review"))


def _over(most: int, indicator: int) -> Any:
    def holds(answer: Answer) -> bool:
        told = answer.evidence(1, "mue"), answer.evidence(1, "adjudication_indicator")
        return answer.disposition(1) == "deny" and told == (most, indicator)

    return holds


def _counted(code: str, units: int, setting: str, day: datetime.date, holds: Any) -> Check:
    lines = (Line(code, more={"units": Decimal(units)}),)
    return Check("8.1", setting, day, lines, UNITS, holds)


_NEEDS = ("76942", "77012", "77021", "76940", "77013", "77022", "75989")


def _alone() -> Iterator[Check]:
    """
    Rulebook 8.5 and 0.5.12: guidance without a procedure; all N under OPPS is rejected.
    """
    lines: tuple[Line, ...]
    for code in _NEEDS:
        for day in (KNOWN, DAY):
            yield Check("8.5", "physician", day, (Line(code),), ALONE, found("review"))
        lines = (Line(code), Line("47000"))
        yield Check("8.5", "physician", DAY, lines, ALONE, lambda a: not a.found)
        lines = (Line(code, ("26",), more={"place_of_service": "22"}),)
        yield Check("0.5.12", "physician", DAY, lines, ALONE, found("info"))
    for code in ("76000", "76941", "76945", "76946", "76965", "76998", "77011", "77014"):
        # 8.5 names seven, and add-ons are another edit's.
        yield Check("8.5", "physician", DAY, (Line(code),), ALONE, lambda a: not a.found)
    for code, told in statuses().items():
        # Beside guidance that is N throughout: the claim is rejected if this is N too.
        beside = "77012" if code == "76942" else "76942"
        own = (1, 2) if code in _GUIDANCE[1:] else (1,)
        for window, status, _ in told:
            for day in (window.first, min(window.last, LATER)):
                yield Check(
                    "0.5.12",
                    "opps",
                    day,
                    (Line(beside), Line(code)),
                    ALONE,
                    lambda a, n=status == "N", lines=own: all(
                        (a.disposition(line) == "deny") is n for line in lines
                    ),
                )


_FACILITY, _ELSEWHERE = ("19", "21", "22", "23"), ("11",)
_CARRIER_PRICED = ("76940", "76998", "77013", "77022")


def _parts() -> Iterator[Check]:
    """
    Rulebook 8.4, all of it a review at most (0.5.1).
    """
    for code in _GUIDANCE:
        if code == "77014":  # not among those that 8.4 names
            lines = (Line(code, more={"place_of_service": "22"}),)
            yield Check("8.4", "physician", DAY, lines, COMPONENT, lambda a: not a.found)
            continue
        for place in (*_FACILITY, "24"):
            more = {"place_of_service": place}
            whole, read = (Line(code, more=more),), (Line(code, ("26",), more=more),)
            yield Check("8.4", "physician", DAY, whole, COMPONENT, found("review"))
            yield Check("8.4", "physician", DAY, read, COMPONENT, lambda a: not a.found)
            yield Check(
                "8.4",
                "physician",
                KNOWN,
                whole,
                COMPONENT,
                lambda a, c=code in _CARRIER_PRICED: (
                    1 in a.found
                    and (a.found[1].evidence["place_of_service"] == "24" or c is _priced(a))
                ),
            )
        office = {"place_of_service": "11"}
        yield Check(
            "8.4", "physician", DAY, (Line(code, ("26",), more=office),), COMPONENT, found("info")
        )
        yield Check(
            "8.4", "physician", DAY, (Line(code, more=office),), COMPONENT, lambda a: not a.found
        )
    lines = (Line("76942", ("TC",), more={"place_of_service": "24"}),)
    yield Check("0.5.10", "physician", DAY, lines, COMPONENT, lambda a: not a.found)


def _priced(answer: Answer) -> bool:
    return "national price" in answer.found[1].message


def _recode() -> Iterator[Check]:
    """
    Rulebook 8.7: 27096 is B under OPPS, and G0260 there, T, APC 5442.
    """
    for day in (KNOWN, DAY, LATER):
        yield Check(
            "8.7",
            "opps",
            day,
            (Line("27096"),),
            RECODE,
            lambda a: (
                (a.disposition(1), a.suggested(1), a.evidence(1, "instead_apc"))
                == ("deny", ("G0260",), "5442")
            ),
        )
        for setting in ("physician", "cah", "non_opps"):
            yield Check("8.7", setting, day, (Line("27096"),), RECODE, lambda a: not a.found)
    for window, status, _ in statuses()["G6001"]:
        for day in (window.first, min(window.last, LATER)):
            b = status == "B"
            yield Check(
                "8.7", "opps", day, (Line("G6001"),), RECODE, lambda a, b=b: (1 in a.found) is b
            )
    yield Check("8.7", "opps", _2026, (Line("G6001"),), RECODE, lambda a: not a.found)


def _records() -> Iterator[Check]:
    """
    Rulebook 8.8 and 8.9: what the codes themselves ask for, and what is no imaging.
    """
    for code in ("76937", "76942", "20604", "20606", "20611"):
        for what in ("image_recorded", "report_written"):
            yield _denied("8.8", code, "deny", what)
    for what in ("site_evaluated", "needle_seen"):
        yield _denied("8.8", "76937", "deny", what)
        yield _denied("8.8", "76942", None, what)
    for code in ("77002", "77012", "77021", *_LOCALIZATIONS):
        for what in ("image_recorded", "report_written"):
            yield _denied("8.8", code, "review", what)
    told = (Documentation(line=1, modality=Imaging.TRACKING),)
    for code in ("76942", "77012"):
        yield Check(
            "8.9", "physician", DAY, (Line(code),), RECORD, found("deny"), {"documentation": told}
        )
    for code in _LOCALIZATIONS:
        yield Check(
            "8.9",
            "physician",
            DAY,
            (Line(code),),
            RECORD,
            lambda a: 1 in a.found and "tracking" in a.found[1].message,
        )


_LOCALIZATIONS = (*(f"1928{n}" for n in range(1, 9)), "10035", "10036")


def _denied(place: str, code: str, expected: str | None, what: str) -> Check:
    denied: dict[str, Any] = {what: False}
    told = (Documentation(line=1, **denied),)
    holds = found(expected) if expected else lambda a: a.disposition(1) in (None, "info")
    return Check(place, "physician", DAY, (Line(code),), RECORD, holds, {"documentation": told})
