"""
Components: which guidance codes divide into 26 and TC, and where a facility has TC.
"""

import attrs

from cleanclaim import Action, Claim, Disposition, Fact, Hit, Json, Kind, ServiceLine

PROFESSIONAL, TECHNICAL = "26", "TC"
PARTS = frozenset({PROFESSIONAL, TECHNICAL})
_DIVIDES = 1


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
                and other.date == other.through == self.line.day
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
