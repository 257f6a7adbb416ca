"""
Guidance billed in a component that does not fit its place.
"""

from collections.abc import Iterator

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
from cleanclaim_guidance_facts.practitioners import both_sides, professional_side
from cleanclaim_guidance_reporting.components import (
    CENTER_PLACE,
    PARTS,
    PROFESSIONAL,
    TECHNICAL,
    Component,
    Divided,
    Place,
    first_day,
    is_center,
)
from cleanclaim_guidance_reporting.institutional_components import on_institutional_claim

COMPONENT_STEPS = Steps(
    record="where it was done, whose equipment and staff were used, and who interpreted it",
    code="without a modifier it is the whole service; 26 is the practitioner's part, TC the "
    "equipment and staff",
    notes="no note under the code: the fee schedule's PC/TC indicator 1, that the code divides into "
    "26 and TC, and the place of service",
)

_CENTER_BILL = "83"


def component_modifier(
    claim: Claim, payer: Payer, components: Table[Component], places: Table[Place]
) -> Iterator[Hit | Lacks]:
    """
    Guidance billed with the wrong component (26, TC, or neither) for its place.

    The imaging guidance codes divide into a professional part (modifier 26: doing and
    reading it) and a technical part (modifier TC: equipment and staff). Without either
    modifier the line bills both.

    On a professional claim from a facility (place of service 19, 21, 22, 23 and the
    others that Medicare pays at the facility rate) the technical part belongs to the
    facility, which bills it itself. A line without 26 is a review there, and so is one
    with TC. The line's own place of service counts before the claim's. In an office 26
    is an info, since a practice that owns the equipment bills the whole; TC raises no
    question, since two practices may share the service.

    Place of service 24 is an ambulatory surgical center. The center, too, bills a
    professional claim, with TC, which is right; a line without a modifier is a review
    that gives both readings. Claims that are the center's own, by the billing provider's
    taxonomy, the payer's setting or bill type 83x, are left alone.

    On an institutional claim a facility's line has neither modifier: either is a review,
    but TC an info where the payer is not Medicare, since some plans ask for it. On a
    professional revenue code (096x to 098x) 26 is right and TC a review; on a critical
    access hospital's bill (85x) such a line without 26 is an info. On a clinic's bill
    (71x, 77x), which is for a practitioner's visits, 26 is left alone.

    26 and TC on one line are a review anywhere. Nothing here denies: that the technical
    part is the facility's is general knowledge of billers.
    """
    for line in claim.lines:
        if line.procedure not in components.keys:
            continue
        parts = PARTS.intersection(line.modifiers)
        if parts != PARTS and not _asked(line, claim, payer, parts):
            continue
        try:
            component = components.on(line.procedure, first_day(line))
            if component is None or not component.divides:
                continue
            hit = _judged(Divided(line, claim, component, parts), payer, places)
        except NotKnown as lacks:
            yield Lacks(str(lacks), line)
            continue
        if hit is not None:
            yield hit


def _asked(line: ServiceLine, claim: Claim, payer: Payer, parts: frozenset[str]) -> bool:
    """
    Whether anything can be wrong with a line that names one part, or none.
    """
    if payer.setting is Setting.ASC or is_center(claim):
        return False
    if claim.kind is Kind.PROFESSIONAL:
        return line.place_of_service is not None
    if (claim.type_of_bill or "").startswith(_CENTER_BILL):
        return False
    return bool(parts) or (both_sides(claim) and professional_side(line))


def _judged(divided: Divided, payer: Payer, places: Table[Place]) -> Hit | None:
    line, parts = divided.line, divided.parts
    if parts == PARTS:
        return divided.hit(
            f"{line.procedure} has both 26 and TC on one line; the two together are the whole "
            "service, which has neither; expected one of them at most",
            "keep the modifier of the part that was done; remove both if both parts were, and "
            "the place is not a facility",
            Action.CHECK,
        )
    if divided.claim.kind is Kind.INSTITUTIONAL:
        return on_institutional_claim(divided, payer)
    place = places.on(line.place_of_service or "", first_day(line))
    if place is None:
        return None
    if not place.facility:
        return _in_office(divided, place)
    if TECHNICAL in parts:
        return _technical(divided, place)
    return None if parts else _whole(divided, place)


def _whole(divided: Divided, place: Place) -> Hit:
    """
    At a facility without a modifier.
    """
    code, related = divided.line.procedure, divided.twin(PROFESSIONAL)
    message = (
        f"{code} has no modifier at place of service {place.key}, a facility, to which the "
        "technical part belongs; expected 26"
    )
    remedy = "add 26 if the facility owns the equipment; if not, check the place of service"
    if divided.component.carrier_priced:
        message += ", the only part with a national price"
    if place.key == CENTER_PLACE:
        message = (
            f"{code} has neither 26 nor TC at place of service {place.key}; expected 26 from a "
            "physician, TC from the ambulatory surgical center"
        )
        remedy = "add 26 on a physician's claim, TC on the center's own"
    if related is not None:
        message += f"; line {related.number} has it already"
        remedy = f"check whether line {related.number} is the same service; if so, remove this line"
    return divided.hit(
        message,
        remedy,
        Action.ADD_MODIFIER if related is None else Action.CHECK,
        because=place,
        related=() if related is None else (related,),
    )


def _technical(divided: Divided, place: Place) -> Hit | None:
    """
    At a facility with TC; at a surgical center that is the center's, unless 26 is beside it.
    """
    code, related = divided.line.procedure, divided.twin(PROFESSIONAL)
    if place.key == CENTER_PLACE and related is None:
        return None
    message = (
        f"{code} has TC at place of service {place.key}, a facility, to which the technical part "
        "belongs; expected "
    )
    if related is None:
        return divided.hit(
            f"{message}26",
            "report 26 in place of TC if the practitioner guided there; otherwise remove the line",
            Action.CHECK,
            because=place,
        )
    return divided.hit(
        f"{message}only line {related.number}, which has 26",
        "remove the line with TC, or correct the place of service",
        Action.REMOVE,
        because=place,
        related=(related,),
    )


def _in_office(divided: Divided, place: Place) -> Hit | None:
    """
    Outside a facility: 26, without TC beside it, may leave the practice's own part unbilled.
    """
    if PROFESSIONAL not in divided.parts or divided.twin(TECHNICAL) is not None:
        return None
    return divided.hit(
        f"{divided.line.procedure} has 26 at place of service {place.key}, not a facility; "
        "expected no modifier if the practice owns the equipment",
        "check who owns the equipment; remove 26 if the practice does",
        Action.CHECK,
        disposition=Disposition.INFO,
        because=place,
    )
