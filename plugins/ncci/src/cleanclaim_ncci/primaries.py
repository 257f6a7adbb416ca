"""
What is looked for beside an add-on code, and what becomes of it alone.
"""

import datetime
import itertools
from collections.abc import Iterator, Sequence
from typing import Self

import attrs

from cleanclaim import Claim, Disposition, Hit, Kind, Lacks, Payer, ServiceLine, Setting
from cleanclaim_cms_tables.offered import AddOnEdit, AddOnTable
from cleanclaim_guidance_facts.bills import in_parts
from cleanclaim_guidance_facts.practitioners import Same, professional_side
from cleanclaim_ncci.classes import may_be_primary
from cleanclaim_ncci.meeting import Lines
from cleanclaim_ncci.pairing import WHO_DID
from cleanclaim_ncci.primaries_wording import SOME_LISTED, Alone, contractors, hit
from cleanclaim_ncci.whose import Practitioners, Whose

_CONTRACTORS = 2
_MANY = 100
_ONE_DAY = datetime.timedelta(days=1)


@attrs.frozen
class Search:
    """
    A claim whose add-on codes are looked at, and how its payer does so.
    """

    claim: Claim
    payer: Payer
    whose: Whose
    add_ons: frozenset[str]
    lines: Lines

    @classmethod
    def of(
        cls, claim: Claim, payer: Payer, practitioners: Practitioners, table: AddOnTable
    ) -> Self:
        """
        The search over a claim by this table.
        """
        return cls(claim, payer, Whose(claim, practitioners), table.codes, Lines.of(claim))

    @property
    def edited(self) -> bool:
        """
        Whether the outpatient editor's add-on edits run: institutional, but not OPPS.
        """
        return self.claim.kind is Kind.INSTITUTIONAL and self.payer.setting in (
            Setting.CAH,
            Setting.NON_OPPS,
        )

    def answers(
        self, lines: Sequence[ServiceLine], day: datetime.date, edit: AddOnEdit
    ) -> Iterator[Hit | Lacks]:
        """
        What becomes of the lines of an add-on code of one day.
        """
        known: dict[object, Alone | Lacks | None] = {}
        for line in lines:
            kind = (self.whose.kind_of(line), professional_side(line))
            if kind not in known:
                known[kind] = self._alone(line, day, edit)
            answer = known[kind]
            if isinstance(answer, Lacks):
                yield answer if answer.line is line else attrs.evolve(answer, line=line)
            elif answer is not None:
                alone = answer if answer.line is line else attrs.evolve(answer, line=line)
                yield hit(alone, self.claim)

    def _alone(
        self, line: ServiceLine, day: datetime.date, edit: AddOnEdit
    ) -> Alone | Lacks | None:
        if edit.type == _CONTRACTORS:
            return self._by_contractor(line, edit)
        if not edit.primaries:
            return None
        days = (day, day - _ONE_DAY) if self.edited else (day,)
        near = [
            other
            for code in sorted(edit.primaries & self.lines.codes)
            for each in days
            for other in self.lines.dated.get(code, {}).get(each, ())
        ]
        answers = {self.whose.same(line, other) for other in near}
        if Same.YES in answers:
            return None
        maybe = self._undated(line, days, edit)
        if maybe is not None:
            return Lacks(f"the date of service of line {maybe.number}", line)
        disposition, doubt = self._disposition(edit)
        if Same.UNKNOWN in answers:
            disposition, doubt = disposition.weaker(Disposition.REVIEW), WHO_DID
        elsewhere = None if near else self._elsewhere(line, edit)
        return Alone(line, edit, near, disposition, doubt, edited=self.edited, elsewhere=elsewhere)

    def _elsewhere(self, line: ServiceLine, edit: AddOnEdit) -> ServiceLine | None:
        """
        A primary of another day, surely by the same practitioner: one of the first.
        """
        whose = self.whose.kind_of(line)
        primaries = (
            other
            for code in sorted(edit.primaries & self.lines.codes)
            for several in self.lines.dated.get(code, {}).values()
            for other in several
        )
        first = itertools.islice(primaries, _MANY)
        return next((other for other in first if self.whose.kind_of(other) == whose), None)

    def _by_contractor(self, line: ServiceLine, edit: AddOnEdit) -> Alone | None:
        if self.edited:
            return contractors(line, edit) if professional_side(line) else None
        if self.claim.kind is Kind.INSTITUTIONAL or in_parts(self.claim):
            return None
        for other in self.claim.lines:
            code = other.procedure
            if code is None or (may_be_primary(code) and code not in self.add_ons):
                return None
        return Alone(line, edit, (), Disposition.DENY)

    def _undated(
        self, line: ServiceLine, days: Sequence[datetime.date], edit: AddOnEdit
    ) -> ServiceLine | None:
        """
        A primary of which it can't be said whether it is of one of these days.
        """
        for code in sorted(edit.primaries & self.lines.undated.keys()):
            for other in self.lines.undated[code]:
                last = other.through or other.date
                apart = other.date is not None and (
                    max(days) < other.date or last is None or last < min(days)
                )
                if not apart and self.whose.same(line, other) is not Same.NO:
                    return other
        return None

    def _disposition(self, edit: AddOnEdit) -> tuple[Disposition, str]:
        if self.claim.kind is Kind.INSTITUTIONAL and not self.edited:
            return Disposition.REVIEW, "this payer's editor for institutional claims is not known"
        if in_parts(self.claim):
            return Disposition.REVIEW, "the primary may be on another part of this bill"
        if edit.type == SOME_LISTED:
            return Disposition.REVIEW, "the payer may accept others"
        return Disposition.DENY, ""
