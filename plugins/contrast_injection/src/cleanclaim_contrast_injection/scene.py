"""
An injection of a day with fluoroscopic guidance, and what the claim says around it.
"""

from collections.abc import Iterator
from typing import Self

import attrs

from cleanclaim import Claim, Json, ServiceLine, Trust
from cleanclaim_contrast_injection.drugs import Given
from cleanclaim_contrast_injection.injections import FLUOROSCOPY, Injection, Paired, Tables
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.modifiers import DISTINCT
from cleanclaim_guidance_facts.practitioners import Same

_INTO_MUSCLE = "96372"
_REPEATED = frozenset({"76", "77"})


@attrs.frozen
class Scene:
    """
    An injection line, the rule for its code, and the drugs of its day.

    ``guidance`` are fluoroscopy lines of the day, surely the same practitioner's first;
    ``unsure`` those of which the day can't be said.
    """

    line: ServiceLine
    claim: Claim
    knowledge: Knowledge
    tables: Tables
    guidance: tuple[ServiceLine, ...]
    unsure: tuple[ServiceLine, ...]
    rule: Injection
    given: Given

    @classmethod
    def of(
        cls, line: ServiceLine, claim: Claim, knowledge: Knowledge, tables: Tables
    ) -> Self | None:
        """
        The scene around an injection; None when no fluoroscopy can belong to it.

        Raises: NotKnown when the line has no single date of service, or for a day
        before the tables.
        """
        guidance, unsure = (
            tuple(_fluoroscopy(line, others, claim, knowledge))
            for others in (knowledge.on_day(claim, line), knowledge.unsure_on_day(claim, line))
        )
        if not guidance and not unsure:
            return None
        rule = tables.injections.on(line.procedure or "", line.day)
        if rule is None:
            return None
        given = Given.beside(line, claim, knowledge, tables.drugs)
        return cls(line, claim, knowledge, tables, guidance, unsure, rule, given)

    @property
    def distinct(self) -> str | None:
        """
        The modifier that calls the injection a service of its own.
        """
        return next((m for m in self.line.modifiers if m in DISTINCT), None)

    @property
    def explained(self) -> bool:
        """
        Whether a drug of the day is left for this injection: they go first to those
        that a modifier calls distinct, and to 96372 after the others.
        """
        if not self.given.reasons:
            return False
        if not DISTINCT.union(_REPEATED).isdisjoint(self.line.modifiers):
            return True
        rivals = sorted(
            (self.line, *self._other_injections()),
            key=lambda one: (
                DISTINCT.isdisjoint(one.modifiers),
                one.procedure == _INTO_MUSCLE,
                one.number,
            ),
        )
        drugs = len(self.given.reasons) + len(self.given.unknown)
        return rivals.index(self.line) < drugs

    def _other_injections(self) -> Iterator[ServiceLine]:
        for other in self.knowledge.on_day(self.claim, self.line):
            if other.procedure in self.tables.injections.keys and self._same(other) is not Same.NO:
                yield other

    @property
    def listed(self) -> ServiceLine | None:
        """
        The procedure of the note's list that the injection's practitioner did that day.
        """
        for other in self._done_by_the_same():
            if self.tables.listed.on(other.procedure or "", self.line.day) is not None:
                return other
        return None

    @property
    def paired(self) -> tuple[tuple[ServiceLine, Paired], ...]:
        """
        The procedures of the day that NCCI pairs with the injection, and the pairs.
        """
        if not self.knowledge.asks_ncci(self.claim):
            return ()
        pairs = (
            (other, self.tables.paired.on(other.procedure or "", self.line.day))
            for other in self._done_by_the_same()
        )
        return tuple(
            (other, pair)
            for other, pair in pairs
            if pair is not None and self.line.procedure in pair.injections
        )

    def _done_by_the_same(self) -> Iterator[ServiceLine]:
        for other in self.knowledge.on_day(self.claim, self.line):
            if other.procedure and self._same(other) is Same.YES:
                yield other

    def _same(self, other: ServiceLine) -> Same:
        return self.knowledge.same(self.line, other, self.claim)

    @property
    def doubt(self) -> str:
        """
        What the claim leaves open, so that a coder looks; nothing: the rule is plain.
        """
        code, given = self.line.procedure, self.given
        doubts = (
            (
                self._same(self.guidance[0]) is not Same.YES,
                "whether one practitioner did both is not on the claim",
            ),
            (
                self.rule.source.trust is not Trust.PUBLISHED,
                f"whether {code} was the contrast, only the record says",
            ),
            (bool(given.reasons), "expected a drug for each injection"),
            (
                self.distinct is not None,
                f"modifier {self.distinct} calls it separate, but no line names its drug",
            ),
            (bool(given.unknown), "a drug was given, but the claim does not say which"),
            (bool(given.elsewhere), "the other drug is another practitioner's"),
            (
                not self.knowledge.options.cpt_notes_apply,
                "this payer goes by NCCI alone, which has no such pair",
            ),
            (self.listed is None, "no procedure that the note under 77003 names is billed with it"),
        )
        return next((doubt for holds, doubt in doubts if holds), "")

    @property
    def evidence(self) -> dict[str, Json]:
        """
        The drugs, the procedure and the modifier, for an auditor.
        """
        given, listed = self.given, self.listed
        evidence: dict[str, Json] = {
            "guidance": self.guidance[0].procedure,
            "listed_procedure": listed.procedure if listed else None,
            "drugs": [
                *(f"{line.procedure} therapeutic" for line in (*given.reasons, *given.elsewhere)),
                *(f"{line.procedure} {substance}" for line, substance in given.part),
                *(f"line {line.number} unknown" for line in given.unknown),
            ],
        }
        if self.distinct is not None:
            evidence["modifier"] = self.distinct
        if self.paired:
            evidence["ncci_pairs"] = [
                f"{other.procedure}/{self.line.procedure}" for other, _ in self.paired
            ]
        return evidence


def _fluoroscopy(
    line: ServiceLine, others: list[ServiceLine], claim: Claim, knowledge: Knowledge
) -> list[ServiceLine]:
    found = [
        (same, other)
        for other in others
        if other.procedure in FLUOROSCOPY
        and (same := knowledge.same(line, other, claim)) is not Same.NO
    ]
    return [other for _, other in sorted(found, key=lambda pair: pair[0] is not Same.YES)]
