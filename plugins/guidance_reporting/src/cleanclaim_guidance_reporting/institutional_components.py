"""
Components on an institutional claim: a facility's lines, and a practitioner's on it.
"""

from cleanclaim import Action, Disposition, Hit, NotKnown, Payer, Setting
from cleanclaim_guidance_facts.practitioners import both_sides, professional_side
from cleanclaim_guidance_reporting.components import PROFESSIONAL, TECHNICAL, Divided

# Rural health clinics and federally qualified health centers bill visits, which are
# practitioners' services, on facility revenue codes.
_CLINICS = ("71", "77")
_MEDICARE = frozenset({Setting.OPPS, Setting.NON_OPPS, Setting.CAH, Setting.INPATIENT})


def on_institutional_claim(divided: Divided, payer: Payer) -> Hit | None:
    """
    What is wrong with a line of an institutional claim that names one part, or none.

    Raises: NotKnown without a revenue code, where that decides.
    """
    if professional_side(divided.line):
        return _on_professional_revenue(divided)
    if not divided.parts:
        return None
    line, claim = divided.line, divided.claim
    if PROFESSIONAL in divided.parts and (claim.type_of_bill or "").startswith(_CLINICS):
        return None
    if line.revenue_code is None and both_sides(claim):
        msg = "the revenue code, which tells a practitioner's line from the hospital's"
        raise NotKnown(msg)
    return _on_facility_revenue(divided, payer)


def _on_facility_revenue(divided: Divided, payer: Payer) -> Hit:
    (part,) = divided.parts
    disposition, remedy = Disposition.REVIEW, f"remove {part}"
    if part == TECHNICAL and payer.setting not in _MEDICARE:
        disposition = Disposition.INFO
        remedy = "check whether the plan asks for TC; if not, remove it"
    elif part == PROFESSIONAL and both_sides(divided.claim):
        remedy += ", or bill the practitioner's part on a professional revenue code (096x to 098x)"
    return divided.hit(
        f"{divided.line.procedure} has {part} on a facility's line, which is the technical part "
        "by itself; expected neither 26 nor TC",
        remedy,
        Action.CHECK,
        disposition=disposition,
    )


def _on_professional_revenue(divided: Divided) -> Hit | None:
    """
    On a line that the hospital bills for a practitioner.
    """
    line = divided.line
    on_it = f"professional revenue code {line.revenue_code}"
    if TECHNICAL in divided.parts:
        return divided.hit(
            f"{line.procedure} has TC on {on_it}; expected 26, the practitioner's part",
            "report 26 in place of TC, or bill the technical part on a facility revenue code",
            Action.CHECK,
        )
    if divided.parts:
        return None
    return divided.hit(
        f"{line.procedure} on {on_it} has no modifier; expected 26, the practitioner's part",
        "add 26 if the hospital bills its own part on another line",
        Action.ADD_MODIFIER,
        disposition=Disposition.INFO,
    )
