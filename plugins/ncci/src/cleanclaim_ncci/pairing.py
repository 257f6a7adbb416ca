"""
Weighing the two lines of a pair: who did what, and what their modifiers say.
"""

import datetime
from collections.abc import Mapping
from typing import Self, cast

import attrs

from cleanclaim import Claim, Disposition, Kind, ServiceLine, Table
from cleanclaim_cms_tables.offered import NcciPair, PairTable
from cleanclaim_guidance_facts import pairs
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.modifiers import ANATOMIC, DISTINCT, OTHERS, Excuse
from cleanclaim_guidance_facts.pairs import ImportedPairs, as_shared
from cleanclaim_guidance_facts.practitioners import Same
from cleanclaim_guidance_facts.verdict import Verdict, weigh
from cleanclaim_ncci.classes import guided, made_for
from cleanclaim_ncci.imported import Imported
from cleanclaim_ncci.options import Bypass

_ASSOCIATED = DISTINCT | ANATOMIC | OTHERS
WHO_DID = "whether one practitioner did both is not on the claim"


@attrs.frozen
class Weighed:
    """
    What becomes of a line that is column 2 to another.

    ``disposition`` None: it is excused, by ``modifier``. ``doubt`` says, for a review,
    what the claim leaves open. ``verdict`` is that of the guidance rules, where one of
    the two is guidance and they were asked; ``guides``: the other may be what it guided.
    """

    disposition: Disposition | None
    modifier: str = ""
    doubt: str = ""
    verdict: Verdict | None = None
    guides: bool = False

    @property
    def strength(self) -> int:
        """
        0 where it is excused, else that of its disposition.
        """
        return self.disposition.strength if self.disposition else 0


class _AsShared:
    """
    An imported table, asked as the guidance rules ask the shared table of pairs.
    """

    def __init__(self, table: PairTable, imported: Imported) -> None:
        self._table, self._imported = table, imported

    def on(self, key: str, day: datetime.date) -> pairs.Pair | None:
        column1, _, column2 = key.partition("/")
        pair = self._table.on(column1, column2, self._imported.day(self._table, day))
        return None if pair is None else as_shared(pair)


@attrs.frozen
class Pairing:
    """
    The pairs that a payer runs, and how it reads them.
    """

    knowledge: Knowledge
    imported: Imported
    _beside: Mapping[Kind, Knowledge]

    @classmethod
    def of(cls, knowledge: Knowledge, imported: Imported) -> Self:
        """
        The same, with knowledge that goes by the imported pairs, for each kind of claim.
        """
        beside = {
            kind: attrs.evolve(
                knowledge,
                pairs=cast(Table[pairs.Pair], _AsShared(table, imported)),
                imported=ImportedPairs(),
            )
            for kind, table in imported.pairs.items()
        }
        return cls(knowledge, imported, beside)

    def table(self, claim: Claim) -> PairTable | None:
        """
        The table that this payer runs over a claim, if any.
        """
        return self.imported.pairs.get(claim.kind) if self.knowledge.asks_ncci(claim) else None

    def reversed(self, pair: NcciPair) -> bool:
        """
        Whether the pair is turned round: guidance is paid, what it guided is not.
        """
        column1, column2 = pair.columns
        guidance = self.knowledge.guidance.keys
        return column1 in guidance and column2 not in guidance and guided(column2)

    def weigh(
        self, line: ServiceLine, other: ServiceLine, claim: Claim, pair: NcciPair, same: Same
    ) -> Weighed:
        """
        What becomes of a line beside one of the same day that is column 1 to it, and not
        surely another practitioner's.

        Raises: NotKnown where the shared tables don't know the day.
        """
        if self.imported.options.bypass is Bypass.EDITOR:
            weighed = self._by_editor(line, other, pair)
        elif self._is_guidance(line) or self.reversed(pair):
            weighed = self._by_guidance(line, other, claim, pair)
        else:
            weighed = self._strictly(line, other, pair)
        if weighed.disposition is Disposition.DENY and same is Same.UNKNOWN:
            return attrs.evolve(weighed, disposition=Disposition.REVIEW, doubt=WHO_DID)
        return weighed

    def _is_guidance(self, line: ServiceLine) -> bool:
        return line.procedure in self.knowledge.guidance.keys

    def _heard(self, line: ServiceLine, other: ServiceLine) -> tuple[ServiceLine, ...]:
        return (line, other) if self.knowledge.options.bypass_either_line else (line,)

    def _by_editor(self, line: ServiceLine, other: ServiceLine, pair: NcciPair) -> Weighed:
        if pair.indicator != 0:
            for heard in self._heard(line, other):
                for modifier in heard.modifiers:
                    if modifier in _ASSOCIATED:
                        return Weighed(None, modifier)
        return Weighed(Disposition.DENY)

    def _strictly(self, line: ServiceLine, other: ServiceLine, pair: NcciPair) -> Weighed:
        plea = self.knowledge.plead(line, other, pair.indicator, refused=line)
        if plea.excuse is Excuse.DISTINCT:
            return Weighed(None, plea.modifier)
        if plea.excuse is Excuse.NONE:
            return Weighed(Disposition.DENY)
        for heard in self._heard(line, other):
            modifier = made_for(heard)
            if modifier:
                return Weighed(None, modifier)
        return Weighed(Disposition.REVIEW, plea.modifier, _doubted(plea.modifier, line, other))

    def _by_guidance(
        self, line: ServiceLine, other: ServiceLine, claim: Claim, pair: NcciPair
    ) -> Weighed:
        guidance, beside = (line, other) if self._is_guidance(line) else (other, line)
        knowledge = self._beside[claim.kind]
        verdict = weigh(knowledge, guidance, beside, claim, pair)
        if verdict is None:  # the guidance rules know of no such pair
            return self._strictly(line, other, pair)
        if verdict.disposition is None and self._is_guidance(other):
            hosts = knowledge.hosts(other, claim)
            if not any(one is not another for one in verdict.hosts for another in hosts):
                doubt = (
                    f"modifier {verdict.modifier} calls them separate, but no second procedure "
                    "can have been guided"
                )
                verdict = attrs.evolve(verdict, disposition=Disposition.REVIEW, doubt=doubt)
        guides = not self._is_guidance(other) and guided(other.procedure or "")
        return Weighed(verdict.disposition, verdict.modifier, verdict.doubt, verdict, guides)


def _doubted(modifier: str, line: ServiceLine, other: ServiceLine) -> str:
    """
    Why a modifier that the payer's editor lets pass does not set two lines apart.
    """
    bearer = line if modifier in line.modifiers else other
    if modifier in OTHERS:
        return f"modifier {modifier} on line {bearer.number} is not made for {bearer.procedure}"
    if modifier in line.modifiers and modifier in other.modifiers:
        return f"{modifier} on both lines says one site, not two"
    return f"modifier {modifier} alone does not say that the services were separate"
