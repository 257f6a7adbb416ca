"""
What is said of an add-on code whose primary is missing.
"""

from collections.abc import Sequence

import attrs

from cleanclaim import Action, Claim, Disposition, Hit, Json, Kind, ServiceLine, Steps
from cleanclaim_cms_tables.offered import AddOnEdit
from cleanclaim_guidance_facts.wording import coded
from cleanclaim_ncci.pairing import WHO_DID

ADD_ON_STEPS = Steps(
    record="which procedure the add-on belongs to, and who did it on which day",
    code="an add-on is never reported alone; each has its primaries",
    notes="the note under the add-on that lists the codes to use it with, and NCCI's add-on list",
)
SOME_LISTED = 3

_CARC, _RARC = "B15", ("N122",)
_EDITS = {1: "106", 2: "107", SOME_LISTED: "108"}
_FEW = 5
_TOLD = 3


@attrs.frozen
class Alone:
    """
    An add-on line without a primary, and why that is, or may be, refused. ``near`` are
    primaries that somebody else did; ``edited``: CMS's outpatient editor looks at it.
    ``elsewhere`` is a primary of another day.
    """

    line: ServiceLine
    edit: AddOnEdit
    near: Sequence[ServiceLine]
    disposition: Disposition
    doubt: str = ""
    edited: bool = False
    always: bool = False
    elsewhere: ServiceLine | None = None


def contractors(line: ServiceLine, edit: AddOnEdit) -> Alone:
    """
    A type 2 add-on on a professional revenue code: the contractor always looks.
    """
    return Alone(line, edit, (), Disposition.REVIEW, edited=True, always=True)


def hit(alone: Alone, claim: Claim) -> Hit:
    """
    The finding on the add-on line.
    """
    edit, line = alone.edit, alone.line
    message = _message(alone, claim)
    denied = alone.disposition is Disposition.DENY
    evidence: dict[str, Json] = {"add_on_type": edit.type, "edition": edit.edition.isoformat()}
    if edit.primaries:
        evidence["primaries_listed"] = len(edit.primaries)
    if alone.edited:
        evidence["editor_edit"] = _EDITS[edit.type]
    return Hit(
        line,
        f"{message}; {alone.doubt}" if alone.doubt else message,
        _remedy(alone, claim),
        edit,
        related=tuple(alone.near[:_FEW]) or ((alone.elsewhere,) if alone.elsewhere else ()),
        disposition=alone.disposition,
        action=Action.CHECK,
        carc=_CARC if denied else None,
        rarc=_RARC if denied else (),
        evidence=evidence,
    )


def _message(alone: Alone, claim: Claim) -> str:
    code, day = alone.line.procedure, alone.line.date
    if alone.always:
        return (
            f"add-on {code} is on a professional revenue code, where the contractor always looks "
            "at it (edit 107 of CMS's outpatient editor)"
        )
    if alone.near:
        first = alone.near[0]
        message = f"add-on {code} has its primary {first.procedure} on line {first.number}"
        if alone.doubt == WHO_DID:
            return message
        if claim.kind is Kind.INSTITUTIONAL:
            where = "on the other side of the bill (professional or facility)"
            return f"{message} {where}; expected on the same"
        return f"{message} by another practitioner; expected by the same"
    if alone.elsewhere is not None:
        other = alone.elsewhere
        when = "the same day" + (" or the day before" if alone.edited else "")
        return (
            f"add-on {code} has no primary on {day}: {other.procedure} on line {other.number} is of "
            f"{other.date}; expected {when}"
        )
    if not alone.edit.primaries:
        return f"add-on {code} has nothing on the claim that it can accompany; expected its primary"
    listed = "" if alone.edit.type != SOME_LISTED else "listed "
    return f"add-on {code} has no {listed}primary on {day}; expected {_expected(alone)}"


def _expected(alone: Alone) -> str:
    code, primaries = alone.line.procedure or "", alone.edit.primaries
    nearest = sorted(primaries, key=lambda each: (each[:3] != code[:3], each))
    if len(nearest) == 1:
        return nearest[0]
    if len(nearest) <= _FEW:
        return f"one of {', '.join(nearest)}"
    *others, last = nearest[:_TOLD]
    return f"one of its {len(nearest)} listed primaries, such as {', '.join(others)} or {last}"


def _remedy(alone: Alone, claim: Claim) -> str:
    line = alone.line
    code, removed = line.procedure, f"remove {coded(line)}"
    if alone.always:
        return (
            f"check that the procedure it accompanied is on the claim and that {code} is recorded"
        )
    if alone.elsewhere is not None:
        return f"if both were done on one day, correct the date; if not, {removed}"
    if not alone.near:
        return f"bill the primary procedure, or {removed}"
    if claim.kind is Kind.INSTITUTIONAL:
        return f"if one side did both, correct the revenue code; if not, {removed}"
    return f"if one practitioner did both, correct the rendering provider; if not, {removed}"
