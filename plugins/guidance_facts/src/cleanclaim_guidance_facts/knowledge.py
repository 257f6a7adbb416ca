"""
The shared facts, asked together: what the guidance edits want to know of a claim.
"""

import datetime
import functools
from typing import Any
from weakref import WeakValueDictionary

import attrs

from cleanclaim import Claim, Facts, NotKnown, Options, ServiceLine, Table
from cleanclaim_cms_tables.offered import Tables
from cleanclaim_cms_tables.options import CmsTablesOptions
from cleanclaim_guidance_facts import sameday
from cleanclaim_guidance_facts.codes import Guidance, Use
from cleanclaim_guidance_facts.complete import Complete
from cleanclaim_guidance_facts.hosts import (
    SeparatelyReportable,
    invasive_like,
    procedure_like,
    vascular_like,
)
from cleanclaim_guidance_facts.modifiers import Plea, plea
from cleanclaim_guidance_facts.options import GuidanceOptions, NcciTable
from cleanclaim_guidance_facts.pairs import ImportedPairs, Pair, pair_on
from cleanclaim_guidance_facts.practitioners import Same, Specialty, same_service
from cleanclaim_guidance_facts.sameday import ByDay, Last

# Rural health clinics and federally qualified health centers: CMS's editor has no NCCI
# step for their claims.
_WITHOUT_NCCI = ("71", "77")


_Hosts = ByDay[dict[object, list[ServiceLine]]]


def _nothing(_: Claim) -> _Hosts:
    return ByDay()


_made: WeakValueDictionary[tuple[Any, ...], "Knowledge"] = WeakValueDictionary()


@attrs.frozen(slots=False)  # without slots, what few claims ask for can be made then
class Knowledge:
    """
    The tables and options of ``guidance_facts``, ready to be asked.
    """

    guidance: Table[Guidance]
    complete: Table[Complete]
    pairs: Table[Pair]
    reportable: Table[SeparatelyReportable]
    specialties: Table[Specialty]
    options: GuidanceOptions
    imported: ImportedPairs = attrs.field(factory=ImportedPairs)
    _hosts: Last[_Hosts] = attrs.field(
        factory=lambda: Last(_nothing), init=False, eq=False, repr=False
    )

    @classmethod
    def of(cls, facts: Facts, options: Options) -> "Knowledge":
        """
        The knowledge within a plugin's reach; one for all plugins and payers that have
        the same tables and options.
        """
        given = (
            facts.table(Guidance),
            facts.table(Complete),
            facts.table(Pair),
            facts.table(SeparatelyReportable),
            facts.table(Specialty),
            options.of(GuidanceOptions),
        )
        imported = Tables.of(options.of(CmsTablesOptions))
        known = _made.get((*given, imported))
        if known is None:
            known = _made[*given, imported] = cls(*given, ImportedPairs.of(imported))
        return known

    @staticmethod
    def on_day(claim: Claim, line: ServiceLine) -> list[ServiceLine]:
        """
        The other lines of the line's day, as ``sameday.on_day`` tells them.

        Raises: NotKnown when the line itself has no single date of service.
        """
        return sameday.on_day(claim, line)

    @staticmethod
    def unsure_on_day(claim: Claim, line: ServiceLine) -> list[ServiceLine]:
        """
        The other lines of which it can't be said whether they are of the line's day.

        Raises: NotKnown when the line itself has no single date of service.
        """
        return sameday.unsure_on_day(claim, line)

    def pair(self, one: str, other: str, claim: Claim, day: datetime.date) -> Pair | None:
        """
        The pair that NCCI makes of two codes on a day, whichever is column 1.

        Raises: NotKnown for a day before the table.
        """
        return self.pair_of(one, other, claim, day) or self.pair_of(other, one, claim, day)

    def pair_of(self, column1: str, column2: str, claim: Claim, day: datetime.date) -> Pair | None:
        """
        The pair in this order, as far as NCCI is applied to this claim at all; that of
        an imported table, where the shared one has none.

        Raises: NotKnown for a day before the table.
        """
        kind, whose = claim.kind, self.options.ncci_table
        pair = pair_on(self.pairs, column1, column2, kind, day, whose)
        if not self.asks_ncci(claim):
            return None
        return pair or self.imported.on(column1, column2, kind, day, whose)

    def asks_ncci(self, claim: Claim) -> bool:
        """
        Whether NCCI has a say on this claim at all: not on a clinic's bill (71x, 77x), and
        not where the payer goes by neither table.
        """
        if self.options.ncci_table is NcciTable.NONE:
            return False
        return not (claim.type_of_bill or "").startswith(_WITHOUT_NCCI)

    def same(self, one: ServiceLine, other: ServiceLine, claim: Claim) -> Same:
        """
        Whether two lines are one practitioner's, or one side of the facility's bill.
        """
        return same_service(one, other, claim, self.specialties, self.options.same_practitioner)

    def plea(self, line: ServiceLine, other: ServiceLine, pair: Pair | None) -> Plea:
        """
        What the modifiers of two lines plead against their pair.
        """
        refused = other if pair is not None and other.procedure == pair.columns[1] else line
        indicator = pair.indicator if pair is not None else None
        return self.plead(line, other, indicator, refused=refused)

    def plead(
        self, line: ServiceLine, other: ServiceLine, indicator: int | None, *, refused: ServiceLine
    ) -> Plea:
        """
        What the modifiers of two lines plead against an indicator; *refused* is the line
        that would not be paid.
        """
        heard = (line, other) if self.options.bypass_either_line else (refused,)
        return plea(line, other, indicator, self.options.anatomic_bypass, heard)

    def reported_apart(self, procedure: str, guidance: str, day: datetime.date) -> bool:
        """
        Whether guidance by this code is known to be reported beside the procedure.
        """
        fact = self.reportable.on(procedure, day)
        return fact is not None and guidance in fact.guidance

    def hosts(self, guidance: ServiceLine, claim: Claim) -> list[ServiceLine]:
        """
        The lines that can be the procedure which this line guided, besides any that
        includes or excludes it: same day, no other practitioner, a class of code that
        admits such guidance, and neither a complete code nor an NCCI pair against it.

        Raises: NotKnown when the line has no single date of service, or for a day
        before the tables.
        """
        found = self._hosts.of(claim).setdefault(guidance.day, {})
        kind = (guidance.procedure, guidance.rendering, guidance.revenue_code)
        if kind not in found:
            found[kind] = [
                line
                for line in self.on_day(claim, guidance)
                if self._can_host(line, guidance, claim)
                and self.same(guidance, line, claim) is not Same.NO
            ]
        return [line for line in found[kind] if line is not guidance]

    def may_be_guided(self, code: str) -> bool:
        """
        Whether a code can be guidance, or what guidance guided, on any day.
        """
        return code in self.guidance.keys or code in self.reportable.keys or invasive_like(code)

    def _can_host(self, line: ServiceLine, guidance: ServiceLine, claim: Claim) -> bool:
        code, by, day = line.procedure, guidance.procedure, guidance.day
        if code is None or by is None:
            return False
        if self.reported_apart(code, by, day):
            return True
        fact = self.guidance.on(by, day)
        vascular = fact is not None and fact.use is Use.VASCULAR
        if not (vascular_like(code) if vascular else procedure_like(code)):
            return False
        complete = self.complete.on(code, day)
        if complete is not None and (not vascular or fact is None or complete.covers(fact)):
            return False  # dialysis-circuit codes admit vascular ultrasound beside them
        return not self._paired(code, by, claim, day)

    def _paired(self, one: str, other: str, claim: Claim, day: datetime.date) -> bool:
        """
        Whether NCCI pairs two codes at all: a code that it bars from the guidance is no
        procedure for it, even on a bill or for a payer that NCCI has no say on.
        """
        whose = self.options.ncci_table
        whose = NcciTable.BY_FORM if whose is NcciTable.NONE else whose
        return any(
            pair_on(self.pairs, *columns, claim.kind, day, whose) is not None
            for columns in ((one, other), (other, one))
        )

    def invasive(self, code: str) -> bool:
        """
        Whether a code is a procedure that imaging may be a component of: of Category
        III, only where the shared tables know it as one.
        """
        if code.isdigit():
            return procedure_like(code)
        return code in self.complete.keys or code in self._column1

    @functools.cached_property
    def _column1(self) -> frozenset[str]:
        return frozenset(key.partition("/")[0] for key in self.pairs.keys)

    def known(self, day: datetime.date) -> None:
        """
        Ask before answering from silence.

        Raises: NotKnown for a day before the shared tables.
        """
        if day < self.pairs.known_from:
            msg = f"NCCI's pairs before {self.pairs.known_from}"
            raise NotKnown(msg)
