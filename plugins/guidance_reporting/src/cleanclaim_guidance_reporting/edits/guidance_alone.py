"""
Guidance of nothing.
"""

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
    Table,
)
from cleanclaim_guidance_facts.bills import in_parts
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.sameday import in_order
from cleanclaim_guidance_facts.statuses import PACKAGED, AnyStatus, Statuses, edition_of
from cleanclaim_guidance_facts.wording import coded
from cleanclaim_guidance_reporting.components import PROFESSIONAL, Place
from cleanclaim_guidance_reporting.procedures import NeedsProcedure, may_be_procedure

ALONE_STEPS = Steps(
    record="what was guided, on which day, and who bills it",
    code="the guidance of a procedure, and no service by itself",
    notes="the code's own definition; under OPPS, its status indicator in Addendum B",
)

_MOST_TOLD = 3


@attrs.frozen
class Wanted:
    """
    What guidance wants beside it, how OPPS pays it, and which places are facilities.
    """

    procedures: Table[NeedsProcedure]
    statuses: Statuses
    places: Table[Place]

    @property
    def codes(self) -> frozenset[str]:
        """
        The codes that either rule concerns.
        """
        return self.procedures.keys | self.statuses.shipped.keys


def guidance_alone(claim: Claim, payer: Payer, wanted: Wanted) -> Iterator[Hit | Lacks]:
    """
    Guidance on a day without any procedure that it could have guided.

    76942, 77012, 77021, 76940, 77013, 77022 and 75989 are no add-on codes, and still
    they report the guidance of something. A visit, a test, a picture, a drug or another
    guidance code is nothing to guide; any code that may be a procedure is taken for
    one, whoever did it, also where it is not valid or includes the guidance (other
    edits say so). A procedure of another day does not count.

    On a professional claim the procedure is often another group's: with 26 in a
    facility's place of service this is worth knowing and no more (info), otherwise a
    review. On an institutional claim it is a review, and on a bill in parts the
    procedure may be on another part.

    Under OPPS a claim on which every line is packaged (status indicator N: paid as part
    of another service) is rejected as a whole by CMS's outpatient code editor, I/OCE (its
    edit 27, nothing but incidental services): a deny, and there for 77001, 77002, 77003,
    76937 and 76998 too. A line without a procedure code leaves that open, and so does one
    whose status is not known: those of the guidance codes are known here; those of every
    code, where Addendum B, CMS's list of status indicators, is imported for the quarter.
    """
    packaged = _packaged(claim, payer, wanted)
    for line in claim.lines:
        if packaged:
            if wanted.statuses.reports_guidance(line.procedure or ""):
                yield _rejected(line, packaged[line.number])
            continue
        if line.procedure not in wanted.procedures.keys:
            continue
        try:
            yield from _alone(line, claim, wanted)
        except NotKnown as lacks:
            yield Lacks(str(lacks), line)


def _packaged(claim: Claim, payer: Payer, wanted: Wanted) -> dict[int, AnyStatus]:
    """
    The status of every line, where each is known to be packaged; else nothing.
    """
    if payer.setting is not Setting.OPPS or claim.kind is not Kind.INSTITUTIONAL or in_parts(claim):
        return {}
    found: dict[int, AnyStatus] = {}
    for line in claim.lines:
        try:
            status = wanted.statuses.on(line.procedure or "", line.day)
        except NotKnown:
            return {}
        if status is None or status.indicator != PACKAGED:
            return {}
        found[line.number] = status
    return found


def _rejected(line: ServiceLine, status: AnyStatus) -> Hit:
    code = line.procedure
    return Hit(
        line,
        f"{code} is packaged (status indicator N), as is every line of this claim; expected a "
        "service that is paid, since Medicare's outpatient editor rejects the claim (edit 27)",
        f"bill the procedure that {code} belongs to on the same claim, or remove {code}",
        status,
        disposition=Disposition.DENY,
        evidence={
            "status_indicator": status.indicator,
            "editor_edit": "27",
            **edition_of(status),
        },
    )


def _alone(line: ServiceLine, claim: Claim, wanted: Wanted) -> Iterator[Hit | Lacks]:
    code = line.procedure or ""
    needs = wanted.procedures.on(code, line.day)
    if needs is None:
        return
    same_day = Knowledge.on_day(claim, line)
    if any(_may_be(other) for other in same_day):
        return
    unsure = Knowledge.unsure_on_day(claim, line)
    dateless = next((one for one in unsure if _may_be(one) or one.procedure is None), None)
    if dateless is not None:
        yield Lacks(f"whether line {dateless.number} was on the same day", line)
        return
    codeless = next((one for one in same_day if one.procedure is None), None)
    if codeless is not None and claim.kind is Kind.PROFESSIONAL:
        yield Lacks(f"the procedure code of line {codeless.number}", line)
        return
    disposition, doubt = _disposition(line, claim, codeless, wanted.places)
    remedy = f"bill the procedure that {code} guided; if none was done, remove {coded(line)}"
    procedures = [each for each in in_order(claim) if _may_be(each)]
    elsewhere = tuple(procedures[:_MOST_TOLD])  # none is of this day
    message = (
        f"{code} is without a procedure of its date of service that it could have guided; expected "
        f"{needs.guides} on that day"
    )
    if elsewhere:
        first = elsewhere[0]
        message += f", and {first.procedure} on line {first.number} is on {first.date}"
        remedy = f"check the dates of service, and {remedy}"
    if disposition is Disposition.INFO:
        remedy = (
            f"if another group bills the procedure, leave {coded(line)} as it is; if it is yours, "
            f"bill it; if none was done, remove {coded(line)}"
        )
    yield Hit(
        line,
        f"{message}; {doubt}" if doubt else message,
        remedy,
        needs,
        related=elsewhere,
        disposition=disposition,
        action=Action.CHECK,
    )


def _may_be(line: ServiceLine) -> bool:
    return line.procedure is not None and may_be_procedure(line.procedure)


def _disposition(
    line: ServiceLine, claim: Claim, codeless: ServiceLine | None, places: Table[Place]
) -> tuple[Disposition, str]:
    if claim.kind is Kind.INSTITUTIONAL:
        doubt = ""
        if in_parts(claim):
            doubt = "it may be on another part of this bill"
        elif codeless is not None:
            doubt = f"line {codeless.number} has no procedure code to tell by"
        return Disposition.REVIEW, doubt
    place = places.on(line.place_of_service or "", line.day)
    if PROFESSIONAL in line.modifiers and place is not None and place.facility:
        return Disposition.INFO, "another group may bill the procedure"
    return Disposition.REVIEW, ""
