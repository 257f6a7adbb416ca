"""
An add-on code without its primary.
"""

from collections.abc import Iterator

from cleanclaim import (
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
)
from cleanclaim_add_on_primaries.add_ons import Primaries
from cleanclaim_add_on_primaries.options import AddOnOptions
from cleanclaim_add_on_primaries.search import TYPE_I, TYPE_II, Search, edited, may_be_procedure
from cleanclaim_add_on_primaries.wording import contractor_review, missing, no_procedure
from cleanclaim_guidance_facts.bills import in_parts
from cleanclaim_guidance_facts.hosts import invasive_like
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.practitioners import Same, professional_side

PRIMARY_STEPS = Steps(
    record="which procedure the add-on belongs to, and who did it on which day",
    code="an add-on is never reported alone; each has its list of primaries",
    notes="the note under the add-on that lists the codes to use it with",
)

_IN_PARTS = "the primary may be on another part of this bill"


def primary_missing(
    claim: Claim, payer: Payer, knowledge: Knowledge, primaries: Primaries, options: AddOnOptions
) -> Iterator[Hit | Lacks]:
    """
    Add-on code billed without its primary procedure.

    A type I add-on (77002, 77003, and the add-on codes of complete codes) is paid only
    with a primary that CMS lists for it on the date of service, by the same
    practitioner, on the same day. A type II add-on (77001, 76937) leaves the list to
    the contractor: on a professional claim it is denied without any procedure, and with
    one that is not known to go with it it is a review.

    On a professional claim a missing primary is a deny. On a critical access or other
    institutional claim outside OPPS CMS's outpatient code editor, I/OCE, has two edits.
    Edit 106 denies a type I add-on without a primary; there the primary may be of the
    day before, on the same side of the bill, but not of the day after. Edit 107 sends
    every type II add-on on a professional revenue code (096x to 098x) to the contractor,
    whatever else is billed: a review. It never looks at facility revenue codes; there
    the finding is a review where the claim has no procedure at all.

    Under OPPS Medicare's editor does not check this and the add-on is packaged (paid as
    part of another service): a review. On a claim in parts (interim bill, late charges)
    the primary may be on another: a review. No modifier cures a missing primary.

    Where the claim has a primary of the other fluoroscopy add-on, that code is
    suggested: 77003 is for the listed spinal procedures, 77002 for the others.
    """
    for line in claim.lines:
        if line.procedure not in primaries.add_ons.keys:
            continue
        try:
            add_on = primaries.add_ons.on(line.procedure, line.day)
            if add_on is None or (add_on.type == TYPE_II and not options.type_ii):
                continue
            search = Search.of(line, add_on, claim, payer, options)
            yield from _missing(search, claim, payer, knowledge, primaries, options)
        except NotKnown as lacks:
            yield Lacks(str(lacks), line)


def _missing(
    search: Search,
    claim: Claim,
    payer: Payer,
    knowledge: Knowledge,
    primaries: Primaries,
    options: AddOnOptions,
) -> Iterator[Hit | Lacks]:
    line = search.line
    code = line.procedure or ""
    if search.add_on.type == TYPE_I:
        wanted = primaries.on(code, line.day)
    else:
        if edited(claim, payer) and professional_side(line):
            yield contractor_review(search)
            return
        candidates = primaries.candidates.on(code, line.day)
        wanted = candidates.candidates if candidates else frozenset()
        if not wanted:
            return
        if edited(claim, payer):
            yield from _on_facility_revenue(search, claim, wanted)
            return
    found = [other for other in search.near if other.procedure in wanted]
    if found and search.add_on.type == TYPE_II:
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
    yield missing(search, found, disposition, doubt, primaries, knowledge, claim)


def _on_facility_revenue(search: Search, claim: Claim, wanted: frozenset[str]) -> Iterator[Hit]:
    """
    Type II where edit 107 never looks: only where the claim has no procedure at all.
    """
    others = [other for other in claim.lines if other is not search.line]
    if any(other.procedure in wanted or may_be_procedure(other.procedure) for other in others):
        return
    codeless = next((other for other in others if other.procedure is None), None)
    doubt = _IN_PARTS if in_parts(claim) else ""
    if codeless is not None:
        doubt = f"line {codeless.number} has no procedure code to tell by"
    yield no_procedure(search, doubt)


def _disposition(
    search: Search, claim: Claim, payer: Payer, options: AddOnOptions
) -> tuple[Disposition, str]:
    if payer.setting is Setting.OPPS:
        return (
            options.on_opps,
            "under OPPS it is packaged and Medicare's editor does not check this",
        )
    if claim.kind is Kind.INSTITUTIONAL and not edited(claim, payer):
        return Disposition.REVIEW, "this payer's editor for institutional claims is not known"
    if in_parts(claim):
        return Disposition.REVIEW, _IN_PARTS
    other = _other_procedure(search)
    if search.add_on.type == TYPE_II and other is not None:
        which = f"{other.procedure} on line {other.number}"
        return Disposition.REVIEW, f"whether it goes with {which}, the payer decides"
    return Disposition.DENY, ""


def _other_procedure(search: Search) -> ServiceLine | None:
    return next((other for other in search.near if invasive_like(other.procedure)), None)
