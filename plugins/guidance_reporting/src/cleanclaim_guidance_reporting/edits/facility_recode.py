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
)
from cleanclaim_guidance_facts.statuses import NOT_RECOGNIZED, AnyStatus, edition_of
from cleanclaim_guidance_facts.wording import coded, in_place
from cleanclaim_guidance_reporting.facility_codes import FacilityCodes, NotRecognized

RECODE_STEPS = Steps(
    record="that the service was done by the hospital, and with what: the facility code's own "
    "words decide, not the practitioner's",
    code="status indicator B: the code is for other bills, the hospital reports another",
    notes="no note under the code; Addendum B of the quarter gives the status indicator",
)

_EDIT = "62"
_SIDES = frozenset({"LT", "RT"})
# Where CMS says that status indicator B is "not recognized by OPPS": on outpatient
# hospital Part B bills.
_BILLS = ("12", "13")
_OFF_CAMPUS = "PN"  # a department outside OPPS


def facility_recode(
    claim: Claim, payer: Payer, facility_codes: FacilityCodes
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

    These codes of the guidance rules are known here. Where Addendum B, CMS's list of
    status indicators, is imported for the quarter (``cleanclaim tables import``), every
    code with status indicator B is a review likewise, on hospital bills 12x and 13x
    without PN: another code may be the hospital's for the same service.

    A practitioner's claim, a critical access hospital's and every other bill outside
    OPPS keep the code: the edit is silent there.
    """
    if payer.setting is not Setting.OPPS or claim.kind is not Kind.INSTITUTIONAL:
        return
    for line in claim.lines:
        if line.procedure not in facility_codes.codes:
            continue
        try:
            yield from _judged(line, claim, facility_codes)
        except NotKnown as lacks:
            yield Lacks(str(lacks), line)


def _judged(line: ServiceLine, claim: Claim, facility_codes: FacilityCodes) -> Iterator[Hit]:
    code, table = line.procedure or "", facility_codes.not_recognized
    if code not in table.keys and not _on_hospital_bill(line, claim):
        return
    imported = facility_codes.statuses.imported_on(code, line.day)
    if imported is not None and imported.indicator != NOT_RECOGNIZED:
        return
    fact = table.on(code, line.day) if code in table.keys else None
    if fact is None:
        if imported is not None and _on_hospital_bill(line, claim):
            yield _without_other(line, imported)
    elif fact.unless.isdisjoint(line.modifiers):
        if fact.instead is None:
            yield _without_other(line, fact)
        else:
            yield _recoded(line, claim, fact, fact.instead)


def _on_hospital_bill(line: ServiceLine, claim: Claim) -> bool:
    return (claim.type_of_bill or "").startswith(_BILLS) and _OFF_CAMPUS not in line.modifiers


def _returned(line: ServiceLine, fact: NotRecognized | AnyStatus) -> str:
    return (
        f"{line.procedure} has status indicator {fact.indicator} under OPPS, and "
        f"Medicare's outpatient editor returns the claim (edit {_EDIT})"
    )


def _without_other(line: ServiceLine, fact: NotRecognized | AnyStatus) -> Hit:
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


def _evidence(fact: NotRecognized | AnyStatus) -> dict[str, Json]:
    evidence: dict[str, Json] = {
        "editor_edit": _EDIT,
        "status_indicator": fact.indicator,
        **edition_of(fact),
    }
    if isinstance(fact, NotRecognized) and fact.instead is not None:
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
