"""
What to report on a day on which a code is not valid.
"""

from collections.abc import Mapping

import attrs

from cleanclaim import Action, Claim, Fact, Kind, ServiceLine, Suggestion


@attrs.frozen(kw_only=True)
class Instead(Fact):
    """
    What to report in place of a code: after its end its successors, before its birth
    what was reported until then.

    ``consider``: by the condition on which they are right, the codes to consider.
    ``includes``: the guidance codes that these include. ``caution``: what else to know
    of them, or what is not the replacement. ``dropped``: nothing took the code's place,
    and the service is not reported apart.
    """

    consider: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    includes: frozenset[str] = frozenset()
    caution: str = ""
    dropped: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """
        Every code to consider, in the order of the table.
        """
        return tuple(code for codes in self.consider.values() for code in codes)

    @property
    def action(self) -> Action:
        """
        The step that it comes to.
        """
        if self.dropped:
            return Action.REMOVE
        return Action.RECODE if self.consider else Action.CHECK

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """
        The codes with their conditions.
        """
        return tuple(
            Suggestion(code, when) for when, codes in self.consider.items() for code in codes
        )

    def included(self, line: ServiceLine, claim: Claim) -> tuple[ServiceLine, ...]:
        """
        The guidance of the line's day that the codes to consider include, as far as it
        is the same practitioner's.
        """
        return tuple(
            other
            for other in claim.lines
            if other.procedure in self.includes
            and other.date == line.date
            and (claim.kind is Kind.INSTITUTIONAL or other.rendering == line.rendering)
        )
