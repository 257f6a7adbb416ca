"""
What a run comes to: counted outcome by outcome, added up over files and workers.
"""

from collections import Counter
from decimal import Decimal

import attrs

from cleanclaim.findings import Disposition, Outcome, Status

NO_PAYER = "no payer's rules"


@attrs.define
class Summary:
    """
    Counts of a run.

    ``held_charges`` is the sum of the charges of the ``held_lines``: the lines with a
    deny or review finding that is neither waived nor observed, each line once.
    ``uncharged_lines`` of them show no charge. ``failures`` counts claims by kind of
    failure, ``failed_edits`` claims by edit.
    """

    claims: int = 0
    statuses: Counter[Status] = attrs.field(factory=Counter)
    dispositions: Counter[Disposition] = attrs.field(factory=Counter)
    edits: Counter[tuple[str, Disposition]] = attrs.field(factory=Counter)
    payers: Counter[tuple[str, Status]] = attrs.field(factory=Counter)
    failures: Counter[str] = attrs.field(factory=Counter)
    failed_edits: Counter[str] = attrs.field(factory=Counter)
    held_lines: int = 0
    uncharged_lines: int = 0
    held_charges: Decimal = Decimal(0)
    observed: int = 0
    waived: int = 0

    def add(self, outcome: Outcome) -> None:
        """
        Count one outcome.
        """
        self.claims += 1
        self.statuses[outcome.status] += 1
        self.payers[outcome.payer or NO_PAYER, outcome.status] += 1
        if outcome.findings:
            self._add_findings(outcome)
        self.observed += len(outcome.observed)
        self.waived += len(outcome.waived)
        if outcome.failures:
            self.failures.update({failure.kind for failure in outcome.failures})
            self.failed_edits.update({f.edit for f in outcome.failures if f.edit})

    def pass_over(self, payer: str, claims: int) -> None:
        """
        Count so many of a payer's claims that are clean, unasked.
        """
        self.claims += claims
        self.statuses[Status.CLEAN] += claims
        self.payers[payer, Status.CLEAN] += claims

    def _add_findings(self, outcome: Outcome) -> None:
        charges: dict[int, Decimal | None] = {}
        for finding in outcome.findings:
            self.dispositions[finding.disposition] += 1
            self.edits[finding.edit, finding.disposition] += 1
            if finding.disposition is not Disposition.INFO:
                charges[finding.line] = finding.charge
        known = [charge for charge in charges.values() if charge is not None]
        self.held_lines += len(charges)
        self.uncharged_lines += len(charges) - len(known)
        self.held_charges += sum(known, Decimal(0))

    def merge(self, other: "Summary") -> None:
        """
        Add another summary's counts to this one's.
        """
        for field in attrs.fields(Summary):
            mine, theirs = getattr(self, field.name), getattr(other, field.name)
            setattr(self, field.name, mine + theirs)
