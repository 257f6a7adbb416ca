"""
An add-on code without its primary.
"""

import datetime
from collections.abc import Iterator

import attrs

from cleanclaim import (
    Action,
    Claim,
    Disposition,
    Hit,
    Kind,
    Lacks,
    NotKnown,
    Payer,
    ServiceLine,
    Setting,
    Steps,
    Suggestion,
)
from cleanclaim_add_on_primaries.add_ons import AddOn, AddOnOptions, Primaries
from cleanclaim_guidance_facts.hosts import invasive_like
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.practitioners import Same, professional_side

PRIMARY_STEPS = Steps(
    record="which procedure the add-on belongs to, and who did it on which day",
    code="an add-on is never reported alone; each has its list of primaries",
    notes="the note under the add-on that lists the codes to use it with",
)

# A bill in parts: interim bills, late charges, adjustments.
_SPLIT = frozenset({"2", "3", "4", "5"})
_TYPE_I, _TYPE_II = 1, 2
_FLUOROSCOPY = ("77002", "77003")
_ADD_ON_CARC, _ADD_ON_RARC = "B15", ("N122",)


@attrs.frozen
class _Search:
    """
    What was looked for beside one add-on line, and what was found.
    """

    line: ServiceLine
    add_on: AddOn
    near: tuple[ServiceLine, ...]  # within the window, whoever did them
    unsure: tuple[ServiceLine, ...]  # of which the day can't be said


def primary_missing(
    claim: Claim, payer: Payer, knowledge: Knowledge, primaries: Primaries, options: AddOnOptions
) -> Iterator[Hit | Lacks]:
    """
    Add-on guidance code without a primary that it may accompany.

    A type I add-on (77002, 77003, and the add-on codes of complete codes) is paid only
    with a primary that CMS lists for it on the date of service, by the same
    practitioner, on the same day. A type II add-on (77001, 76937) leaves the list to
    the contractor: without any procedure it is denied, with one that is not known to go
    with it it is a review.

    On a professional claim a missing primary is a deny; on a critical access or other
    institutional claim outside OPPS too (the outpatient editor's edit 106), and there
    the primary may be of the day before, on the same side of the bill, but not of the
    day after. Under OPPS no editor looks and the add-on is packaged: a review. On a
    claim in parts (interim bill, late charges) the primary may be on another: a review.
    No modifier cures a missing primary.

    Where the claim has a primary of the other fluoroscopy add-on, that code is
    suggested: 77003 is for the listed spinal procedures, 77002 for the others.
    """
    for line in claim.lines:
        if line.procedure not in primaries.add_ons.keys:
            continue
        try:
            add_on = primaries.add_ons.on(line.procedure, line.day)
            if add_on is None or (add_on.type == _TYPE_II and not options.type_ii):
                continue
            search = _search(line, add_on, claim, payer, options)
            yield from _missing(search, claim, payer, knowledge, primaries, options)
        except NotKnown as lacks:
            yield Lacks(str(lacks), line)


def _search(
    line: ServiceLine, add_on: AddOn, claim: Claim, payer: Payer, options: AddOnOptions
) -> _Search:
    before = options.days_before
    if before is None:
        before = 1 if claim.kind is Kind.INSTITUTIONAL and _edited(claim, payer) else 0
    first = line.day - datetime.timedelta(days=before)
    others = [other for other in claim.lines if other is not line and other.procedure]
    near = tuple(
        other
        for other in others
        if other.date is not None
        and other.through == other.date
        and first <= other.date <= line.day
    )
    unsure = tuple(
        other
        for other in others
        if other.date is None
        or (
            other.through is not None
            and other.through != other.date
            and other.date <= line.day
            and other.through >= first
        )
    )
    return _Search(line, add_on, near, unsure)


def _edited(claim: Claim, payer: Payer) -> bool:
    """
    Whether the outpatient editor's add-on edits run: institutional, but not OPPS.
    """
    return claim.kind is Kind.INSTITUTIONAL and payer.setting in (Setting.CAH, Setting.NON_OPPS)


def _missing(
    search: _Search,
    claim: Claim,
    payer: Payer,
    knowledge: Knowledge,
    primaries: Primaries,
    options: AddOnOptions,
) -> Iterator[Hit | Lacks]:
    line = search.line
    code = line.procedure or ""
    if search.add_on.type == _TYPE_I:
        wanted = primaries.on(code, line.day)
    else:
        if _reviewed_by_contractor(line, claim, payer):
            yield _contractor_review(search)
            return
        if _edited(claim, payer):
            return  # edit 107 never looks at facility revenue codes
        candidates = primaries.candidates.on(code, line.day)
        wanted = candidates.candidates if candidates else frozenset()
        if not wanted:
            return
    found = [other for other in search.near if other.procedure in wanted]
    if found and search.add_on.type == _TYPE_II:
        return
    sameness = [knowledge.same(line, other, claim) for other in found]
    if Same.YES in sameness:
        return
    maybe = next((other for other in search.unsure if other.procedure in wanted), None)
    if maybe is not None:
        yield Lacks(f"the date of service of line {maybe.number}", line)
        return
    disposition, doubt = _disposition(search, claim, payer, options)
    if Same.UNKNOWN in sameness:
        doubt = "whether one practitioner did both is not on the claim"
        disposition = disposition.weaker(Disposition.REVIEW)
    yield _hit(search, found, disposition, doubt, primaries, knowledge, claim)


def _reviewed_by_contractor(line: ServiceLine, claim: Claim, payer: Payer) -> bool:
    return _edited(claim, payer) and professional_side(line)


def _disposition(
    search: _Search, claim: Claim, payer: Payer, options: AddOnOptions
) -> tuple[Disposition, str]:
    if payer.setting is Setting.OPPS:
        return options.on_opps, "under OPPS it is packaged and no editor looks"
    if claim.kind is Kind.INSTITUTIONAL and not _edited(claim, payer):
        return Disposition.REVIEW, "this payer's editor for institutional claims is not known"
    if claim.frequency_code in _SPLIT:
        return Disposition.REVIEW, "the primary may be on another part of this bill"
    if search.add_on.type == _TYPE_II and any(
        invasive_like(other.procedure) for other in search.near
    ):
        return Disposition.REVIEW, "whether it goes with the procedure billed, the payer says"
    return Disposition.DENY, ""


def _contractor_review(search: _Search) -> Hit:
    code = search.line.procedure
    return Hit(
        search.line,
        f"type II add-on {code} on a professional revenue code is always looked at by the "
        "contractor (edit 107)",
        f"check that the procedure it accompanied is on the claim and that {code} is recorded",
        search.add_on,
        disposition=Disposition.REVIEW,
        evidence={"add_on_type": _TYPE_II, "editor_edit": "107"},
    )


def _hit(
    search: _Search,
    found: list[ServiceLine],
    disposition: Disposition,
    doubt: str,
    primaries: Primaries,
    knowledge: Knowledge,
    claim: Claim,
) -> Hit:
    line = search.line
    code = line.procedure or ""
    day = line.day.isoformat()
    if found:
        message = (
            f"add-on {code} has its primary {found[0].procedure} on line {found[0].number} by "
            "another practitioner or on the other side of the bill; expected by the same"
        )
    elif search.add_on.type == _TYPE_II:
        message = f"add-on {code} has no procedure that it can accompany on {day}"
    else:
        message = f"add-on {code} has no primary on {day}{_expected(code, line, primaries)}"
    suggestions = _other_add_on(search, primaries, knowledge, claim)
    remedy = f"bill the primary procedure, or remove {code}"
    if suggestions:
        remedy = f"report {suggestions[0].code} if the record shows it, or remove {code}"
    payer_edit = disposition is Disposition.DENY
    return Hit(
        line,
        f"{message}; {doubt}" if doubt else message,
        remedy,
        search.add_on,
        related=tuple(found),
        disposition=disposition,
        action=Action.RECODE if suggestions else Action.CHECK,
        suggest=suggestions,
        carc=_ADD_ON_CARC if payer_edit else None,
        rarc=_ADD_ON_RARC if payer_edit else (),
        evidence={"add_on_type": search.add_on.type},
    )


def _expected(code: str, line: ServiceLine, primaries: Primaries) -> str:
    wanted = sorted(primaries.on(code, line.day))
    few = 5
    if len(wanted) <= few:
        return f"; expected one of {', '.join(wanted)}" if wanted else ""
    return f"; expected one of its {len(wanted)} listed primaries, such as {wanted[0]}"


def _other_add_on(
    search: _Search, primaries: Primaries, knowledge: Knowledge, claim: Claim
) -> tuple[Suggestion, ...]:
    line = search.line
    if line.procedure not in _FLUOROSCOPY:
        return ()
    other = _FLUOROSCOPY[1 - _FLUOROSCOPY.index(line.procedure)]
    wanted = primaries.on(other, line.day)
    hosts = [
        near
        for near in search.near
        if near.procedure in wanted
        and knowledge.same(line, near, claim) is Same.YES
        and knowledge.complete.on(near.procedure, line.day) is None
    ]
    if not hosts:
        return ()
    when = f"fluoroscopy guided {hosts[0].procedure} on line {hosts[0].number}"
    return (Suggestion(other, when),)
