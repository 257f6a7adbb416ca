"""
Components: which guidance codes divide into 26 and TC, and where a facility has TC.
"""

import datetime

import attrs

from cleanclaim import (
    Action,
    Claim,
    Disposition,
    Fact,
    Hit,
    Json,
    Kind,
    NotKnown,
    ServiceLine,
    Table,
)
from cleanclaim_guidance_facts.practitioners import both_sides, professional_side

PROFESSIONAL, TECHNICAL = "26", "TC"
PARTS = frozenset({PROFESSIONAL, TECHNICAL})
CENTER_PLACE = "24"  # an ambulatory surgical center
_CENTER = "261QA1903X"
_DIVIDES = 1


def is_center(claim: Claim) -> bool:
    """
    Whether a claim is an ambulatory surgical center's own, by its taxonomy.
    """
    taxonomy = (claim.billing.taxonomy if claim.billing else None) or ""
    return taxonomy.strip().upper() == _CENTER


@attrs.frozen(kw_only=True)
class Component(Fact):
    """
    A code's PC/TC indicator in the physician fee schedule; 1: it divides into a
    professional part (26) and a technical part (TC). ``carrier_priced``: only its 26
    has a national price, the contractor sets the others.
    """

    indicator: int
    carrier_priced: bool = False

    @property
    def divides(self) -> bool:
        """
        Whether 26 and TC may be billed with it at all.
        """
        return self.indicator == _DIVIDES


@attrs.frozen(kw_only=True)
class Place(Fact):
    """
    A place of service, and whether it is a facility, which has the technical part.
    """

    facility: bool


@attrs.frozen
class Parts:
    """
    What a guidance line that is added to a claim would have to say of its component.
    """

    components: Table[Component]
    places: Table[Place]

    def added(self, code: str, procedure: ServiceLine, claim: Claim) -> str:
        """
        A guidance code for the line of a procedure, with the 26 or TC that it needs there.
        """
        try:
            component = self.components.on(code, procedure.day)
            place = self.places.on(procedure.place_of_service or "", procedure.day)
        except NotKnown:
            return code
        if component is None or not component.divides:
            return code
        whole, reading = code, f"{code}-{PROFESSIONAL}"
        if claim.kind is Kind.INSTITUTIONAL:
            return reading if both_sides(claim) and professional_side(procedure) else whole
        if place is None or not place.facility:
            return whole
        if is_center(claim):
            return f"{code}-{TECHNICAL}"
        if place.key == CENTER_PLACE:
            return f"{reading} (on the surgical center's own claim {code}-{TECHNICAL})"
        return reading


def first_day(line: ServiceLine) -> datetime.date:
    """
    The day by which a line's modifiers are judged: of a span its first, since the place
    of service does not change within it.

    Raises: NotKnown when the line has no date.
    """
    return line.date if line.date is not None else line.day


@attrs.frozen
class Divided:
    """
    One line of a code that divides, and which parts its modifiers name.
    """

    line: ServiceLine
    claim: Claim
    component: Component
    parts: frozenset[str]

    def twin(self, part: str) -> ServiceLine | None:
        """
        The claim's line with this part of the same code on the same day, if any.
        """
        return next(
            (
                other
                for other in self.claim.lines
                if other is not self.line
                and other.procedure == self.line.procedure
                and (other.date, other.through) == (self.line.date, self.line.through)
                and PARTS.intersection(other.modifiers) == {part}
            ),
            None,
        )

    def hit(
        self,
        message: str,
        remedy: str,
        action: Action,
        *,
        disposition: Disposition = Disposition.REVIEW,
        because: Fact | None = None,
        related: tuple[ServiceLine, ...] = (),
    ) -> Hit:
        """
        A hit on this line: a review unless it says less, since none of it is published.
        """
        evidence: dict[str, Json] = {"pc_tc_indicator": self.component.indicator}
        if self.claim.kind is Kind.PROFESSIONAL:
            evidence["place_of_service"] = self.line.place_of_service
        else:
            evidence["revenue_code"] = self.line.revenue_code
        return Hit(
            self.line,
            message,
            remedy,
            because or self.component,
            related=related,
            disposition=disposition,
            action=action,
            evidence=evidence,
        )
