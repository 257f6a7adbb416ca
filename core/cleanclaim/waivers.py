"""
A waiver: a finding that a payer's config sets aside, with a reason and a last day.
"""

import datetime
import re
from collections.abc import Iterable
from typing import Any

import attrs

from cleanclaim import values
from cleanclaim.findings import Finding
from cleanclaim.model import BillingProvider, Claim, Practitioner

EDIT = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*", re.ASCII)
_NPI = re.compile(r"[0-9]{10}", re.ASCII)


def _capitals(codes: Iterable[str]) -> frozenset[str]:
    return frozenset(code.strip().upper() for code in codes)


def _about(text: str, key: str | None = None) -> dict[str, str]:
    return {"about": text} | ({"key": key} if key else {})


def _procedures(_: object, field: "attrs.Attribute[Any]", codes: frozenset[str] | None) -> None:
    _not_empty(field, codes)
    for code in sorted(codes or ()):
        try:
            values.procedure(code)
        except ValueError as error:
            msg = f"{code!r}; {error}"
            raise ValueError(msg, field) from None


def _npis(_: object, field: "attrs.Attribute[Any]", npis: frozenset[str] | None) -> None:
    _not_empty(field, npis)
    for npi in sorted(npis or ()):
        if not _NPI.fullmatch(npi):
            msg = f"{npi!r}; expected an NPI of ten digits"
            raise ValueError(msg, field)


def _not_empty(field: "attrs.Attribute[Any]", given: frozenset[str] | None) -> None:
    if given is not None and not given:
        msg = "an empty list; leave the key out to mean any"
        raise ValueError(msg, field)


@attrs.frozen
class Waiver:
    """
    Sets the findings of an edit aside, from a day to a day, both included.

    Where a list is given, one of its codes must be there: ``codes`` the finding's own,
    ``with_codes`` another line's of the claim, ``npis`` the practitioner's who rendered
    the line or the billing provider's. None stands for any.
    """

    edit: str = attrs.field(metadata=_about("The edit, as plugin.edit."))
    reason: str = attrs.field(metadata=_about("Why; stands in the outcome."))
    until: datetime.date = attrs.field(metadata=_about("The last day on which it holds."))
    codes: frozenset[str] | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(_capitals),
        validator=_procedures,
        metadata=_about("The finding's procedure is one of these."),
    )
    with_codes: frozenset[str] | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(_capitals),
        validator=_procedures,
        metadata=_about("Another line of the claim has one of these."),
    )
    npis: frozenset[str] | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(_capitals),
        validator=_npis,
        metadata=_about("The line's practitioner or the billing provider is one of these."),
    )
    since: datetime.date | None = attrs.field(
        default=None, metadata=_about("The first day on which it holds.", key="from")
    )

    @edit.validator
    def _edit_is_an_edit(self, field: "attrs.Attribute[Any]", value: str) -> None:
        if not EDIT.fullmatch(value):
            msg = f"{value!r} is not an edit; expected plugin.edit"
            raise ValueError(msg, field)

    @reason.validator
    def _reason_is_there(self, field: "attrs.Attribute[Any]", value: str) -> None:
        if not value.strip():
            msg = "empty; expected why"
            raise ValueError(msg, field)

    @since.validator
    def _in_order(self, field: "attrs.Attribute[Any]", value: datetime.date | None) -> None:
        if value is not None and value > self.until:
            msg = f"{value} is after until, {self.until}; expected from before until"
            raise ValueError(msg, field)

    def holds_on(self, day: datetime.date) -> bool:
        """
        Whether the waiver is in force on *day*.
        """
        return (self.since or day) <= day <= self.until

    def matches(self, finding: Finding, claim: Claim) -> bool:
        """
        Whether *finding* is one that this waiver sets aside, on a day it holds.
        """
        return (
            finding.edit == self.edit
            and (self.codes is None or finding.procedure in self.codes)
            and (self.with_codes is None or self._has_company(finding, claim))
            and (self.npis is None or not self.npis.isdisjoint(_providers(finding, claim)))
        )

    def _has_company(self, finding: Finding, claim: Claim) -> bool:
        wanted = self.with_codes or frozenset()
        others = (line for line in claim.lines if line.number != finding.line)
        return any(line.procedure in wanted for line in others)


def _providers(finding: Finding, claim: Claim) -> set[str]:
    line = next((line for line in claim.lines if line.number == finding.line), None)
    rendering = (line.rendering if line else None) or claim.rendering
    asked: tuple[Practitioner | BillingProvider | None, ...] = (rendering, claim.billing)
    return {provider.npi.strip() for provider in asked if provider and provider.npi}
