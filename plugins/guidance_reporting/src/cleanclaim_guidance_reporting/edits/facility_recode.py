"""
A code that a hospital under OPPS may not report.
"""

from collections.abc import Iterator

from cleanclaim import (
    Action,
    Claim,
    Disposition,
    Hit,
    Json,
    Kind,
    Lacks,
    NotKnown,
    Payer,
    ServiceLine,
    Setting,
    Steps,
    Suggestion,
    Table,
)
from cleanclaim_guidance_facts.wording import coded, in_place
from cleanclaim_guidance_reporting.facility_codes import NotRecognized

RECODE_STEPS = Steps(
    record="that the service was done by the hospital, and with what: the facility code's own "
    "words decide, not the practitioner's",
    code="status indicator B: the code is for other bills, the hospital reports another",
    notes="no note under the code; Addendum B of the quarter gives the status indicator",
)

_EDIT = "62"
_SIDES = frozenset({"LT", "RT"})


def facility_recode(
    claim: Claim, payer: Payer, not_recognized: Table[NotRecognized]
) -> Iterator[Hit | Lacks]:
    """
    Code that an OPPS hospital may not report; another takes its place.

    A code with status indicator B is not recognized by Medicare's outpatient prospective
    payment system (OPPS), and CMS's outpatient code editor, I/OCE, returns the whole
    claim (its edit 62): nothing on it is paid until it is corrected. 27096, the
    sacroiliac injection, is G0260 there; modifiers stay as they are. Where G0260 for the
    same side is on the claim already, 27096 is its repetition and is removed. For a code
    that no published source replaces (51721, and G6001 unless PN is on the line) the
    finding is a review.

    A practitioner's claim, a critical access hospital's and every other bill outside
    OPPS keep the code: the edit is silent there.
    """
    if payer.setting is not Setting.OPPS or claim.kind is not Kind.INSTITUTIONAL:
        return
    for line in claim.lines:
        if line.procedure not in not_recognized.keys:
            continue
        try:
            fact = not_recognized.on(line.procedure, line.day)
        except NotKnown as lacks:
            yield Lacks(str(lacks), line)
            continue
        if fact is None or not fact.unless.isdisjoint(line.modifiers):
            continue
        if fact.instead is None:
            yield _without_other(line, fact)
        else:
            yield _recoded(line, claim, fact, fact.instead)


def _returned(line: ServiceLine, fact: NotRecognized) -> str:
    return (
        f"{line.procedure} has status indicator {fact.indicator} under OPPS, and "
        f"Medicare's outpatient editor returns the claim (edit {_EDIT})"
    )


def _without_other(line: ServiceLine, fact: NotRecognized) -> Hit:
    return Hit(
        line,
        f"{_returned(line, fact)}; expected another code for the hospital's service",
        f"check which code Addendum B has for what was done; report it in place of {fact.key}",
        fact,
        disposition=Disposition.REVIEW,
        action=Action.CHECK,
        evidence=_evidence(fact),
    )


def _recoded(line: ServiceLine, claim: Claim, fact: NotRecognized, instead: str) -> Hit:
    repeated = _reported(line, claim, instead)
    if repeated is not None:
        return Hit(
            line,
            f"{_returned(line, fact)}; {instead} is on line {repeated.number} already",
            f"remove {coded(line)} if line {repeated.number} is the same service; if not, report "
            f"{in_place(instead, line)} in its place",
            fact,
            related=(repeated,),
            action=Action.REMOVE,
            evidence=_evidence(fact),
        )
    return Hit(
        line,
        f"{_returned(line, fact)}; expected {instead}",
        f"report {in_place(instead, line)} in place of {coded(line)}",
        fact,
        action=Action.RECODE,
        suggest=(Suggestion(instead, fact.when),),
        evidence=_evidence(fact),
    )


def _evidence(fact: NotRecognized) -> dict[str, Json]:
    evidence: dict[str, Json] = {"editor_edit": _EDIT, "status_indicator": fact.indicator}
    if fact.instead is not None:
        evidence |= {"instead": fact.instead, "instead_apc": fact.apc}
    return evidence


def _reported(line: ServiceLine, claim: Claim, instead: str) -> ServiceLine | None:
    """
    The line of the same day that has the other code already, and not for the other side
    of the body alone.
    """
    mine = _sides(line)
    return next(
        (
            other
            for other in claim.lines
            if other.procedure == instead
            and other.date == other.through == line.day
            and (not _sides(other) or mine <= _sides(other))
        ),
        None,
    )


def _sides(line: ServiceLine) -> frozenset[str]:
    """
    The sides that a line's modifiers name; 50 names both.
    """
    return _SIDES if "50" in line.modifiers else _SIDES.intersection(line.modifiers)
