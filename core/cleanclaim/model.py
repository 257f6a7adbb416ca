"""
A claim and its service lines, frozen: what every edit looks at.

The names are those of the claim's JSON. What would identify a patient or a claim is
kept out of ``repr``, so that a traceback is safe to paste.
"""

import datetime
import enum
import functools
from decimal import Decimal

import attrs

from cleanclaim.documentation import Documentation
from cleanclaim.errors import NotKnown


class Kind(enum.StrEnum):
    """
    Which form a claim is on: 837P or CMS-1500, 837I or UB-04.
    """

    PROFESSIONAL = "professional"
    INSTITUTIONAL = "institutional"


@attrs.frozen
class Practitioner:
    """
    Who rendered a service: NM1*82 and its PRV.
    """

    npi: str | None = None
    taxonomy: str | None = None


@attrs.frozen
class BillingProvider:
    """
    Who bills: NM1*85, its PRV and its tax id.
    """

    npi: str | None = None
    taxonomy: str | None = None
    tax_id: str | None = attrs.field(default=None, repr=False)


@attrs.frozen
class ServiceLine:
    """
    One service line (SV1 or SV2).

    ``units`` and ``charge`` are decimals, US dollars; ``date`` and ``through`` are
    dates of service and the same day unless the line spans several. None stands for
    what the claim does not say or what could not be read.
    """

    number: int
    procedure: str | None = None
    modifiers: tuple[str, ...] = ()
    units: Decimal | None = None
    charge: Decimal | None = None
    date: datetime.date | None = None
    through: datetime.date | None = None
    revenue_code: str | None = None
    place_of_service: str | None = None
    drug: str | None = None
    rendering: Practitioner | None = None

    @property
    def day(self) -> datetime.date:
        """
        The one date of service of this line.

        Raises: NotKnown when the line has no date, or spans several days: a span is
        not a date of service.
        """
        if self.date is None:
            msg = "a date of service"
            raise NotKnown(msg)
        if self.through is not None and self.through != self.date:
            msg = "a single date of service (the line spans several days)"
            raise NotKnown(msg)
        return self.date


@attrs.frozen
class Claim:
    """
    One claim (CLM) with its service lines, in the order of the claim.

    ``type_of_bill`` is three characters such as ``131``, institutional claims only;
    ``total_charge`` is CLM02, US dollars. ``documentation`` is what the record says of
    its lines; no claim form carries it, an order system or a procedure log may add it.
    """

    id: str = attrs.field(repr=False)
    kind: Kind
    lines: tuple[ServiceLine, ...] = ()
    payer_id: str | None = None
    claim_filing: str | None = None
    type_of_bill: str | None = None
    place_of_service: str | None = None
    frequency_code: str | None = None
    date: datetime.date | None = None
    through: datetime.date | None = None
    diagnosis_codes: tuple[str, ...] = attrs.field(default=(), repr=False)
    condition_codes: tuple[str, ...] = ()
    total_charge: Decimal | None = None
    billing: BillingProvider | None = None
    rendering: Practitioner | None = None
    documentation: tuple[Documentation, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """
        The procedure codes of the lines, in their order, with repeats.
        """
        return tuple(line.procedure for line in self.lines if line.procedure)

    def documented(self, line: ServiceLine) -> tuple[Documentation, ...]:
        """
        What the record says of a line; empty where the claim does not carry it.
        """
        return self._documentation_of.get(line.number, ()) if self.documentation else ()

    @functools.cached_property
    def _documentation_of(self) -> dict[int, tuple[Documentation, ...]]:
        told: dict[int, list[Documentation]] = {}
        for said in self.documentation:
            told.setdefault(said.line, []).append(said)
        return {number: tuple(entries) for number, entries in told.items()}
