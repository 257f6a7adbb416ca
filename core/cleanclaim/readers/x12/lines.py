"""
One service line from its segments: LX, SV1 or SV2, and what follows.
"""

import datetime
import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from cleanclaim.model import Kind, Practitioner, ServiceLine
from cleanclaim.quick import quick
from cleanclaim.readers.x12.amounts import money, span, units
from cleanclaim.readers.x12.elements import Segment
from cleanclaim.readers.x12.notes import Notes
from cleanclaim.readers.x12.providers import Rendering
from cleanclaim.readers.x12.services import service_of

PLACE_OF_SERVICE = re.compile(r"[0-9A-Z]{2}", re.ASCII)
REVENUE_CODE = re.compile(r"[0-9]{3,4}", re.ASCII)

Span = tuple[datetime.date, datetime.date | None]


SERVICE_DATE = "472"
"""DTP01 of a date of service."""

_LINE = quick(ServiceLine)


def days_of(statement: Span | None, spans: Sequence[Span | None], kind: Kind) -> Span | None:
    """
    The days of a claim whose lines have these: the statement's, or the first and the last
    of a professional claim's lines where each has its own.
    """
    if statement is not None or kind is not Kind.PROFESSIONAL:
        return statement
    told = [span for span in spans if span is not None]
    if not told or len(told) < len(spans):
        return None
    return min(first for first, _ in told), max(last or first for first, last in told)


class LineReader:
    """
    Takes in the segments of one line; ``line`` is what they say.
    """

    _rendering: Rendering | None = None
    _procedure: str | None = None
    _modifiers: tuple[str, ...] = ()
    _units: Decimal | None = None
    _charge: Decimal | None = None
    _revenue: str | None = None
    _place: str | None = None
    _drug: str | None = None
    _adjudicated = False
    _date_in_doubt = False
    span: Span | None = None
    has_service = False

    def __init__(self, number: int, notes: Notes) -> None:
        self._number, self._notes = number, notes

    def line(
        self, span: Span | None, place: str | None, rendering: Practitioner | None
    ) -> ServiceLine:
        """
        The line, with the claim's dates, place and practitioner where it is silent.

        They do not stand in for a date that can't be read.
        """
        if self._date_in_doubt:
            span = None
        elif self.span is not None:
            span = self.span
        date, through = span or (None, None)
        own = self._rendering.practitioner if self._rendering is not None else None
        return _LINE(
            number=self._number,
            procedure=self._procedure,
            modifiers=self._modifiers,
            units=self._units,
            charge=self._charge,
            date=date,
            through=through or date,
            revenue_code=self._revenue,
            place_of_service=self._place or place,
            drug=self._drug,
            rendering=own or rendering,
        )

    def take(self, segment: Segment) -> None:
        """
        Take in a segment; what another payer says of the line (2430) is passed over.
        """
        act = _ACTS.get(segment.id)
        # SV1 or SV2 behind an SVD is out of place, and the line's all the same.
        if act is not None and (not self._adjudicated or not self.has_service):
            act(self, segment)

    def _sv1(self, sv1: Segment) -> None:
        self._service(sv1, 1)
        self._charge = self._notes.read("X12-063", "charge (SV102)", sv1, money, sv1[2])
        self._units = self._notes.read("X12-062", "units (SV104)", sv1, units, sv1[4])
        if sv1[5]:
            self._place = self._coded(
                "X12-070", "place of service (SV105)", sv1, 5, PLACE_OF_SERVICE
            )

    def _sv2(self, sv2: Segment) -> None:
        self._service(sv2, 2)
        self._revenue = self._coded("X12-068", "revenue code (SV201)", sv2, 1, REVENUE_CODE)
        self._charge = self._notes.read("X12-063", "charge (SV203)", sv2, money, sv2[3])
        self._units = self._notes.read("X12-062", "units (SV205)", sv2, units, sv2[5])

    def _service(self, segment: Segment, at: int) -> None:
        self.has_service, self._adjudicated = True, False
        service = service_of(segment[at], segment.component, required=segment.id == "SV1")
        self._procedure, self._modifiers = service.procedure, service.modifiers
        if service.fault:
            self._notes.note("X12-060", f"procedure code: {service.fault}", segment)
        if not service.all_modifiers:
            message = "modifier: expected two letters or digits"
            self._notes.note("X12-061", message, segment)

    def _dtp(self, dtp: Segment) -> None:
        if dtp[1] != SERVICE_DATE:
            return
        what = "date of service (DTP*472)"
        said = self._notes.read("X12-064", what, dtp, span, dtp[2].upper(), dtp[3])
        if said is not None and self.span not in (None, said):
            self._notes.note("X12-064", f"{what}: the line has another one already", dtp)
            said = None
        self._date_in_doubt = self._date_in_doubt or said is None
        self.span = None if self._date_in_doubt else said

    def _lin(self, lin: Segment) -> None:
        if lin[2].upper() == "N4" and self._drug is None:
            self._drug = lin[3] or None

    def _provider(self, segment: Segment) -> None:
        if self._rendering is None:
            self._rendering = Rendering()
        self._rendering.take(segment)

    def _svd(self, _: Segment) -> None:
        self._adjudicated = True

    def _coded(
        self, code: str, what: str, segment: Segment, at: int, form: re.Pattern[str]
    ) -> str | None:
        text = segment[at].upper()
        if form.fullmatch(text):
            return text
        self._notes.note(code, f"{what}: not of the expected form", segment)
        return None


_ACTS: dict[str, Callable[[LineReader, Segment], None]] = {
    "SV1": LineReader._sv1,
    "SV2": LineReader._sv2,
    "DTP": LineReader._dtp,
    "LIN": LineReader._lin,
    "NM1": LineReader._provider,
    "PRV": LineReader._provider,
    "SVD": LineReader._svd,
}

LINE_SEGMENTS = ("LX", *_ACTS)
"""Ids of the segments that a line's values stand in."""
