"""
Every edit on every type of bill and place, as the guidance has it.

What is expected stands in ``bill_types.toml`` beside this file; the claims are made up.
"""

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest

from cleanclaim import Disposition, Finding, Outcome, Scrubber, Status

ROOT = Path(__file__).parents[2]
TABLE = tomllib.loads((Path(__file__).parent / "bill_types.toml").read_text("utf-8"))
GROUPS: Mapping[str, Mapping[str, Any]] = TABLE["group"]
SWEPT = {case["edit"] for case in TABLE["case"]}
NCCI_CARC = "236"
# Revenue codes: of the facility and of a practitioner, for a procedure and for imaging.
FACILITY, PROFESSIONAL = ("0361", "0320"), ("0975", "0972")
AGAIN = "again"  # a place where a practitioner's lines repeat all the facility's
_ANSWER = re.compile(r"(deny|review|info|bypassed) (\d+)", re.ASCII)


@attrs.frozen
class Trial:
    """
    One case in one place: the claim, what its edit answers, and where else a hold is due.
    """

    name: str
    edit: str
    claim: Mapping[str, Any]
    payer: str
    ncci: bool
    answers: frozenset[tuple[str, int]]
    held: frozenset[int]

    def __str__(self) -> str:
        return self.name


def trials() -> Iterator[Trial]:
    for case in TABLE["case"]:
        for name, group in GROUPS.items():
            if asked(case, name) is None:
                continue
            for place in group["claims"]:
                answers, held = answers_of(case, name)
                if place.get("professional") == AGAIN:
                    more, also = answers_of(case, "cah_professional", after=len(case["lines"]))
                    answers, held = answers | more, held | also
                yield Trial(
                    name=f"{case['edit']}: {case['name']}: {name} {said(place)}",
                    edit=case["edit"],
                    claim=claim_of(case, place),
                    payer=group["payer"],
                    ncci=group.get("ncci", True),
                    answers=answers,
                    held=held,
                )


def answers_of(
    case: Mapping[str, Any], group: str, *, after: int = 0
) -> tuple[frozenset[tuple[str, int]], frozenset[int]]:
    """
    What is expected of a case in a group, and the lines that may be held, with the line
    numbers that they have *after* so many other lines.
    """
    expected = asked(case, group)
    answers = frozenset((what, int(line) + after) for what, line in _ANSWER.findall(expected))
    assert answers or expected == "-", f"{case['name']}: {group} = {expected!r}"
    also = asked(case, group, "_also") or case.get("also", ())
    return answers, frozenset(line + after for line in also) | {line for _, line in answers}


def asked(case: Mapping[str, Any], group: str, suffix: str = "") -> Any:
    """
    What a case says of a group, or of the group that it is like.
    """
    while group + suffix not in case and "like" in GROUPS[group]:
        group = GROUPS[group]["like"]
    return case.get(group + suffix)


def said(place: Mapping[str, Any]) -> str:
    return " ".join(str(value) for value in place.values())


def claim_of(case: Mapping[str, Any], place: Mapping[str, Any]) -> dict[str, Any]:
    route = {key: value for key, value in place.items() if key not in ("component", "professional")}
    return {
        "id": "case",
        "kind": "institutional" if "type_of_bill" in place else "professional",
        "payer_id": "MEDICARE",
        "date": str(case.get("date", "2025-08-04")),
        "lines": lines_of(case, place),
    } | route


def lines_of(case: Mapping[str, Any], place: Mapping[str, Any]) -> list[dict[str, Any]]:
    lines = [
        line_of(line, case, place, guidance=number in case["guidance"])
        for number, line in enumerate(case["lines"], 1)
    ]
    if place.get("professional") == AGAIN:
        lines += lines_of(case, {**place, "professional": "both"})
    return lines


def line_of(
    line: Any, case: Mapping[str, Any], place: Mapping[str, Any], *, guidance: bool
) -> dict[str, Any]:
    made: dict[str, Any]
    if isinstance(line, str):
        procedure, *modifiers = line.split("-")
        made = {"procedure": procedure, "modifiers": modifiers}
    else:
        made = line | {"date": str(line["date"])}
    if guidance and "component" in place and case.get("component", True):
        made["modifiers"] = [*made.get("modifiers", ()), place["component"]]
    if "type_of_bill" in place:
        side = place.get("professional")
        theirs = side == "both" or side == ("guidance" if guidance else "procedure")
        made["revenue_code"] = (PROFESSIONAL if theirs else FACILITY)[guidance]
    return made


TRIALS = list(trials())


@functools.cache
def scrubber() -> Scrubber:
    return Scrubber.from_config(ROOT / "configs")


def told(outcome: Outcome, edit: str) -> set[tuple[str, int]]:
    """
    What an edit answers: its findings, what it excuses and what it lacks.
    """
    return (
        {(str(found.disposition), found.line) for found in outcome.findings if found.edit == edit}
        | {("bypassed", excused.line) for excused in outcome.bypassed if excused.edit == edit}
        | {("lacks", lack.line or 0) for lack in outcome.not_checked if lack.edit == edit}
    )


@pytest.mark.parametrize("trial", TRIALS, ids=str)
def test_answer(trial: Trial) -> None:
    """
    An edit answers as the guidance has it in this place, and none of the others holds a
    line on which nothing is due.
    """
    outcome = scrubber().scrub(trial.claim)

    alarms = [
        (found.edit, found.line, str(found.disposition))
        for found in outcome.findings
        if found.edit in SWEPT - {trial.edit}
        and found.disposition is not Disposition.INFO
        and found.line not in trial.held
    ]
    assert trial.payer == outcome.payer
    assert trial.answers == told(outcome, trial.edit)
    assert ([], ()) == (alarms, outcome.failures)


@pytest.mark.parametrize(
    "trial", [trial for trial in TRIALS if not trial.ncci], ids=lambda trial: f"no ncci: {trial}"
)
def test_ncci_not_named(trial: Trial) -> None:
    """
    Where NCCI does not look, no finding calls it the payer's edit, gives its reason code
    or says that it costs the other line its payment.
    """
    outcome = scrubber().scrub(trial.claim)

    assert [] == [
        (found.edit, found.line, found.message, found.remedy)
        for found in outcome.findings
        if found.edit in SWEPT and not within_a_side(found, trial) and stands_on_ncci(found)
    ]


def within_a_side(found: Finding, trial: Trial) -> bool:
    """
    Whether a critical access hospital's finding is about lines of one side, where NCCI
    does look.
    """
    if trial.payer != "medicare_critical_access" or not found.related:
        return False
    sides = {
        line.get("revenue_code") in PROFESSIONAL
        for number, line in enumerate(trial.claim["lines"], 1)
        if number == found.line or number in {other.number for other in found.related}
    }
    return len(sides) == 1


def stands_on_ncci(found: Finding) -> bool:
    return (
        found.carc == NCCI_CARC
        or "PTP" in found.source.title
        or "costs" in found.remedy
        or bool(found.evidence.get("ncci_pair"))
    )


@pytest.mark.parametrize(
    ("bill", "payer", "status"),
    [
        ("111", "medicare_inpatient", Status.UNCHECKED),
        ("117", "medicare_inpatient", Status.UNCHECKED),
        ("138", "medicare_outpatient", Status.UNCHECKED),
        ("858", "medicare_critical_access", Status.UNCHECKED),
        ("211", None, Status.INCOMPLETE),
        ("321", None, Status.INCOMPLETE),
        ("811", None, Status.INCOMPLETE),
    ],
)
def test_not_judged(bill: str, payer: str | None, status: Status) -> None:
    """
    A stay, a void and a type of bill that no config takes are not judged, and none of
    them looks clean.
    """
    lines = [{"procedure": "49083"}, {"procedure": "76942"}]
    claim = {
        "id": "case",
        "kind": "institutional",
        "payer_id": "MEDICARE",
        "type_of_bill": bill,
        "date": "2025-08-04",
        "lines": lines,
    }

    outcome = scrubber().scrub(claim)

    assert (payer, status, ()) == (outcome.payer, outcome.status, outcome.findings)
