"""
Whether lines are one practitioner's, and what of a line its modifiers plead: asked once
for lines that are alike in it, since a claim may have a thousand.
"""

from typing import Self

import attrs

from cleanclaim import Claim, Facts, Kind, Options, Practitioner, ServiceLine, Table
from cleanclaim_guidance_facts.modifiers import ANATOMIC, DISTINCT, OTHERS
from cleanclaim_guidance_facts.options import GuidanceOptions
from cleanclaim_guidance_facts.practitioners import (
    Same,
    Specialty,
    professional_side,
    same_service,
)
from cleanclaim_guidance_facts.units import Knowing
from cleanclaim_ncci.classes import made_for

_NOBODY = Practitioner()


@attrs.frozen
class Practitioners:
    """
    What a payer takes for one practitioner.
    """

    specialties: Table[Specialty]
    options: GuidanceOptions

    @classmethod
    def of(cls, facts: Facts, options: Options) -> Self:
        """
        As the shared options say it.
        """
        return cls(facts.table(Specialty), options.of(GuidanceOptions))

    def same(self, one: ServiceLine, other: ServiceLine, claim: Claim) -> Same:
        """
        Whether two lines are one practitioner's, or one side of the facility's bill.
        """
        return same_service(one, other, claim, self.specialties, self.options.same_practitioner)


@attrs.frozen
class Whose:
    """
    Whose the lines of a claim are.
    """

    claim: Claim
    knowledge: Knowing
    _known: dict[object, Same] = attrs.field(factory=dict, init=False, repr=False)

    def same(self, line: ServiceLine, other: ServiceLine) -> Same:
        """
        Whether two lines are one practitioner's, or one side of the facility's bill.

        Raises: NotKnown where the tables can't say it.
        """
        if line.rendering == other.rendering:  # as most often, and then soon told
            return self.knowledge.same(line, other, self.claim)
        key = self._key(line, other)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self.knowledge.same(line, other, self.claim)
        return known

    def kind_of(self, line: ServiceLine) -> object:
        """
        All that is looked at in who did a line.
        """
        if self.claim.kind is Kind.INSTITUTIONAL:
            return professional_side(line)
        return line.rendering

    def _key(self, line: ServiceLine, other: ServiceLine) -> object:
        if self.claim.kind is Kind.INSTITUTIONAL:
            return professional_side(line), professional_side(other)
        mine, theirs = line.rendering or _NOBODY, other.rendering or _NOBODY
        return (
            mine.npi == theirs.npi,
            mine.npi is None,
            theirs.npi is None,
            mine.taxonomy,
            theirs.taxonomy,
            line.date,
        )


def pleading(line: ServiceLine) -> object:
    """
    All that is looked at in a line's modifiers.
    """
    modifiers = line.modifiers
    if not modifiers:
        return None
    return (
        next((modifier for modifier in modifiers if modifier in DISTINCT), None),
        ANATOMIC.intersection(modifiers),
        next((modifier for modifier in modifiers if modifier in OTHERS), None),
        made_for(line),
    )
