"""
What the other lines of the day say was injected.
"""

import enum
import re
from collections.abc import Mapping
from typing import Self

import attrs

from cleanclaim import Claim, Fact, Kind, ServiceLine, Table
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.practitioners import Same

# Pharmacy and drugs by revenue code. Without a code of its own such a line says that a
# drug was given, and not which.
_PHARMACY = ("025", "063")
# Drugs by injection where the table has no other word: the J codes, the hospital's
# pass-through drugs, biosimilars and newer biologicals. What a class of codes holds is
# general knowledge; the exceptions stand in the table.
_INJECTED = re.compile(r"J\d{4}|C9[0-2]\d\d|C93[0-4]\d|C94\d\d|Q5(09[89]|1\d\d)|Q999\d", re.ASCII)
_IMMUNE_GLOBULINS, _VACCINES = range(90281, 90400), range(90476, 90760)
_RADIOPHARMACEUTICAL = re.compile(r"A9[56]\d\d", re.ASCII)
_DISCARDED = "JW"  # what was left in the vial, on a line of its own


class Substance(enum.StrEnum):
    """
    What a drug line is, as far as it can be a reason for an injection of its own.
    """

    THERAPEUTIC = "therapeutic"
    CONTRAST = "contrast"
    ANESTHETIC = "anesthetic"
    STEROID = "steroid"
    JOINT_FLUID = "joint_fluid"
    VEHICLE = "vehicle"
    OTHER_WAY = "other_way"
    UNKNOWN = "unknown"


TOLD: Mapping[Substance, str] = {
    Substance.CONTRAST: "is contrast",
    Substance.ANESTHETIC: "is a local anesthetic",
    Substance.STEROID: "is a steroid for joints and the spine",
    Substance.JOINT_FLUID: "is for the joint itself",
    Substance.VEHICLE: "is a vehicle or a flush",
    Substance.OTHER_WAY: "is given another way",
}


@attrs.frozen(kw_only=True)
class Drug(Fact):
    """
    What a drug code names.
    """

    substance: Substance


@attrs.frozen
class Given:
    """
    The drug lines of an injection's day, by what they can explain.

    ``reasons`` are drugs with a reason of their own, ``elsewhere`` such drugs of another
    practitioner, ``maybe`` such drugs of which the day can't be said; ``unknown`` say
    that a drug was given and not which; ``part`` belong to the guided procedure.
    """

    reasons: tuple[ServiceLine, ...]
    elsewhere: tuple[ServiceLine, ...]
    maybe: tuple[ServiceLine, ...]
    unknown: tuple[ServiceLine, ...]
    part: tuple[tuple[ServiceLine, Substance], ...]

    @classmethod
    def beside(
        cls, injection: ServiceLine, claim: Claim, knowledge: Knowledge, drugs: Table[Drug]
    ) -> Self:
        """
        The drugs of the injection's day.

        Raises: NotKnown when the injection has no single date of service, or for a day
        before the table.
        """
        on_day = [
            (line, substance)
            for line in knowledge.on_day(claim, injection)
            if (substance := substance_of(line, injection, drugs)) is not None
        ]
        unsure = [
            (line, substance)
            for line in knowledge.unsure_on_day(claim, injection)
            if (substance := substance_of(line, injection, drugs)) is not None
        ]
        reasons = [
            line
            for line, substance in on_day
            if substance is Substance.THERAPEUTIC and _DISCARDED not in line.modifiers
        ]
        # A hospital's drugs are the pharmacy's, whichever side of the bill they stand on.
        apart = {
            line.number
            for line in reasons
            if claim.kind is Kind.PROFESSIONAL and knowledge.same(injection, line, claim) is Same.NO
        }
        own_drug = (injection,) if injection.drug else ()
        return cls(
            tuple(line for line in reasons if line.number not in apart),
            tuple(line for line in reasons if line.number in apart),
            tuple(line for line, substance in unsure if substance is Substance.THERAPEUTIC),
            own_drug
            + tuple(
                line for line, substance in (*on_day, *unsure) if substance is Substance.UNKNOWN
            ),
            tuple(pair for pair in on_day if pair[1] in TOLD),
        )


def substance_of(line: ServiceLine, injection: ServiceLine, drugs: Table[Drug]) -> Substance | None:
    """
    What a line says was given on the injection's day; None when it is no drug line.

    Raises: NotKnown for a day before the table.
    """
    code = line.procedure
    if code is not None:
        if code in drugs.keys:
            fact = drugs.on(code, injection.day)
            return Substance.UNKNOWN if fact is None else fact.substance
        substance = _by_class(code)
        if substance is not None:
            return substance
    pharmacy = (line.revenue_code or "").zfill(4)[:3] in _PHARMACY
    return Substance.UNKNOWN if line.drug or pharmacy else None


def _by_class(code: str) -> Substance | None:
    if _INJECTED.fullmatch(code):
        return Substance.THERAPEUTIC
    if _RADIOPHARMACEUTICAL.fullmatch(code):
        return Substance.UNKNOWN
    if not code.isdigit():
        return None
    if int(code) in _IMMUNE_GLOBULINS:
        return Substance.THERAPEUTIC
    return Substance.OTHER_WAY if int(code) in _VACCINES else None
