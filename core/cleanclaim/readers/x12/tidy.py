"""
Claims that are as they should be, read at one go.

Each distinct segment that a value stands in is read once, by the reader that reads any
claim, and looked up from then on. Whatever that reader would have a word to say about, or
is out of the usual order, is left to it: both make the same claim, and a test holds one
against the other.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple

from cleanclaim.findings import Place
from cleanclaim.model import BillingProvider, Claim, Kind, Practitioner, ServiceLine
from cleanclaim.quick import quick
from cleanclaim.readers.x12.amounts import money, span, units
from cleanclaim.readers.x12.codes import facility_of
from cleanclaim.readers.x12.delimiters import Delimiters
from cleanclaim.readers.x12.elements import DULL_IDS, Segment
from cleanclaim.readers.x12.health import health_of
from cleanclaim.readers.x12.limits import MAX_SEGMENTS
from cleanclaim.readers.x12.lines import (
    PLACE_OF_SERVICE,
    REVENUE_CODE,
    SERVICE_DATE,
    Span,
    days_of,
)
from cleanclaim.readers.x12.providers import Rendering, practitioner
from cleanclaim.readers.x12.segments import PADDING
from cleanclaim.readers.x12.services import service_of
from cleanclaim.readers.x12.source import X12Claim

# What a segment is; a claim with any other is left to the other reader.
DULL, DATE, PROVIDER, HEALTH, INSURED, DRUG, PAID = range(7)
_MORE_DULL: Final = "CN1 CR1 CR2 CR3 CR5 CR6 CRC DMG FRM HCP K3 LQ MEA MIA MOA N2 PS1 PWK QTY SV5"
_STATEMENT: Final = "434"
_LEAST: Final = 6
"""Elements of a CLM up to CLM05, its id counted."""
_PADDING: Final = PADDING.decode()
_NEVER: Final = object()
_LINE: Final[Callable[..., ServiceLine]] = quick(ServiceLine)
_CLAIM: Final[Callable[..., Claim]] = quick(Claim)

PlaceOf = Callable[[int], Place | None]


_Service = tuple[str | None, tuple[str, ...], Decimal, Decimal, str | None, str | None]
"""Of a service: procedure, modifiers, units, charge, revenue code and place."""


class _Line(NamedTuple):
    """
    A service line as far as it is told by itself.
    """

    service: _Service
    span: Span | None
    drug: str | None
    rendering: Practitioner | None


class _Head(NamedTuple):
    """
    What stands before the first line.
    """

    charge: Decimal
    place: str | None
    statement: Span | None
    diagnoses: tuple[str, ...]
    conditions: tuple[str, ...]
    rendering: Practitioner | None


@lru_cache(maxsize=32)
def tidy_reader(delimiters: Delimiters, kind: Kind) -> "TidyReader":
    """
    The reader for claims of one form, with these delimiters.
    """
    return TidyReader(delimiters, kind)


class TidyReader:
    """
    Reads claims of one form; None stands for what is left to the other reader.
    """

    def __init__(self, delimiters: Delimiters, kind: Kind) -> None:
        self._element, self._component, self._terminator = (
            mark.decode("latin-1") for mark in delimiters
        )
        self._kind, self._professional = kind, kind is Kind.PROFESSIONAL
        self._service_id = ("SV1" if self._professional else "SV2") + self._element
        self._composite = 1 if self._professional else 2
        ids = dict.fromkeys((*DULL_IDS, *_MORE_DULL.split()), DULL) | {
            "DTP": DATE, "HI": HEALTH, "NM1": PROVIDER, "PRV": PROVIDER, "LIN": DRUG,
            "SVD": PAID, "SBR": INSURED,
        }  # fmt: skip
        # By the first three characters, as all ids here have two or three.
        self._kinds = {(name + self._element)[:3]: what for name, what in ids.items()}
        self._known: dict[str, Any] = {}

    def read(
        self, source: X12Claim, billing: BillingProvider | None
    ) -> tuple[Claim, PlaceOf] | None:
        """
        The claim of a source, and what tells where a line begins.
        """
        text = source.raw.decode("latin-1")
        separator = self._separator(text)
        if separator is None:
            return None
        begin = f"{separator}LX{self._element}"
        parts = text[: -len(separator)].split(begin)
        pieces = [part.split(separator) for part in parts]
        head = self._head(pieces[0])
        lines = [self._line(each) for each in pieces[1:]] if head is not None else []
        if head is None or not lines or None in lines:
            return None
        claim = self._claim(source, billing, head, [line for line in lines if line is not None])
        return claim, _places(source.location, parts, pieces, len(separator), len(begin))

    def _separator(self, text: str) -> str | None:
        """
        What stands behind each segment: the terminator, and a line break where each has
        the same; None where there is more to it.
        """
        terminator = self._terminator
        breaks = "\r\n" if "\r" in text else "\n" if "\n" in text else ""
        separator = terminator + breaks
        if terminator in _PADDING or not text.endswith(separator):
            return None
        if breaks:
            often = text.count(separator)
            if any(text.count(each) != often for each in (terminator, *breaks)):
                return None
        return separator

    def _head(self, pieces: Sequence[str]) -> _Head | None:
        """
        What the segments from CLM on say, up to the first line.
        """
        clm = pieces[0].split(self._element)
        if clm[0] != "CLM" or len(clm) < _LEAST:
            return None
        try:
            charge = money(clm[2].strip())
        except ValueError:
            return None
        told = self._told(pieces[1:])
        if told is None:
            return None
        statement: Span | None = None
        diagnoses: list[str] = []
        conditions: list[str] = []
        rendering = Rendering()
        for what, said in told:
            if what == PROVIDER:
                rendering.take(said)
            elif what == HEALTH:
                diagnoses += said[0]
                conditions += said[1]
            elif what == DATE and said[0] == _STATEMENT and not self._professional:
                statement = said[1]
            elif what == INSURED:
                break  # what follows is another payer's
        place = _facility(clm[5], self._component) if self._professional else None
        who = rendering.practitioner
        return _Head(charge, place, statement, tuple(diagnoses), tuple(conditions), who)

    def _line(self, pieces: Sequence[str]) -> _Line | None:
        """
        What the segments of a line say, from behind its LX on.
        """
        if len(pieces) == 1 or not pieces[1].startswith(self._service_id):
            return None
        service = self._known.get(pieces[1], _NEVER)
        if service is _NEVER:
            service = self._service(pieces[1])
        told = self._told(pieces[2:])
        if service is None or told is None:
            return None
        days: Span | None = None
        drug: str | None = None
        rendering: Rendering | None = None
        for what, said in told:
            if what == DATE and said[0] == SERVICE_DATE:
                if days not in (None, said[1]):
                    return None
                days = said[1]
            elif what == PROVIDER:
                rendering = rendering or Rendering()
                rendering.take(said)
            elif what == DRUG:
                drug = drug or said or None
            elif what == PAID:
                break  # what follows is what another payer said
        return _Line(service, days, drug, rendering.practitioner if rendering else None)

    def _told(self, pieces: Sequence[str]) -> list[tuple[int, Any]] | None:
        """
        The segments that a value may stand in, and what they say.
        """
        told = []
        kinds, known = self._kinds, self._known
        for piece in pieces:
            what = kinds.get(piece[:3])
            if what == DULL:
                continue
            if what is None:
                return None
            said = known.get(piece, _NEVER)
            if said is _NEVER:
                said = self._read(what, piece)
            if said is None:
                return None
            told.append((what, said))
        return told

    def _claim(
        self,
        source: X12Claim,
        billing: BillingProvider | None,
        head: _Head,
        lines: Sequence[_Line],
    ) -> Claim:
        route, by_default = source.route, head.rendering
        if by_default is None and billing is not None:
            by_default = practitioner(billing.npi, billing.taxonomy)
        days = days_of(head.statement, [line.span for line in lines], self._kind)
        date, through = days or (None, None)
        made = []
        for number, (service, own, drug, rendering) in enumerate(lines, 1):
            procedure, modifiers, count, charge, revenue, place = service
            first, last = own or days or (None, None)
            made.append(
                _LINE(
                    number,
                    procedure,
                    modifiers,
                    count,
                    charge,
                    first,
                    last or first,
                    revenue,
                    place or head.place,
                    drug,
                    rendering or by_default,
                )
            )
        return _CLAIM(
            id=source.claim_id or "",
            kind=self._kind,
            lines=tuple(made),
            payer_id=route.payer_id,
            claim_filing=route.claim_filing,
            type_of_bill=route.type_of_bill,
            place_of_service=head.place,
            frequency_code=route.frequency_code,
            date=date,
            through=through or date,
            diagnosis_codes=head.diagnoses,
            condition_codes=head.conditions,
            total_charge=head.charge,
            billing=billing,
            rendering=head.rendering,
            documentation=(),
        )

    def _read(self, what: int, piece: str) -> Any:
        """
        What a segment of this kind says; None where it is another, or can't be read.
        """
        elements = piece.strip(_PADDING).split(self._element)
        segment = Segment(elements[0], elements, self._component)
        if self._kinds.get((segment.id + self._element)[:3]) != what or len(segment.id) > 3:  # noqa: PLR2004 - no id is longer
            return None
        return self._remembered(piece, _TELLING[what](segment))

    def _service(self, piece: str) -> _Service | None:
        """
        What a service says; None where any of it can't be read.
        """
        elements = [each.strip() for each in piece.strip(_PADDING).split(self._element)]
        at = self._composite
        if len(elements) < at + 4:
            return None
        said = service_of(elements[at], self._component, required=self._professional)
        revenue = place = None
        if not self._professional:
            revenue = elements[1].upper()
        elif len(elements) > at + 4 and elements[at + 4]:
            place = elements[at + 4].upper()
        if (
            said.fault
            or not said.all_modifiers
            or not (revenue is None or REVENUE_CODE.fullmatch(revenue))
            or not (place is None or PLACE_OF_SERVICE.fullmatch(place))
        ):
            return None
        try:
            charge, count = money(elements[at + 1]), units(elements[at + 3])
        except ValueError:
            return None
        made = (said.procedure, said.modifiers, count, charge, revenue, place)
        self._remembered(piece, made)
        return made

    def _remembered(self, piece: str, said: object) -> object:
        if len(self._known) >= MAX_SEGMENTS:
            self._known.clear()
        self._known[piece] = said
        return said


def _date(segment: Segment) -> tuple[str, Span | None] | None:
    """
    Of which kind a date is, and, where that matters, what it says.
    """
    qualifier = segment[1]
    if qualifier not in (SERVICE_DATE, _STATEMENT):
        return qualifier, None
    try:
        return qualifier, span(segment[2].upper(), segment[3])
    except ValueError:
        return None


def _health(segment: Segment) -> tuple[list[str], list[str]] | None:
    diagnoses, conditions, sound = health_of(segment)
    return (diagnoses, conditions) if sound else None


def _drug(segment: Segment) -> str:
    """
    The drug's code, or nothing.
    """
    return segment[3] if segment[2].upper() == "N4" else ""


def _there(_: Segment) -> bool:
    """
    That the segment is there is all that it says.
    """
    return True


def _itself(segment: Segment) -> Segment:
    return segment


_TELLING: Final[dict[int, Callable[[Segment], Any]]] = {
    DATE: _date,
    PROVIDER: _itself,
    HEALTH: _health,
    INSURED: _there,
    DRUG: _drug,
    PAID: _there,
}


@lru_cache(maxsize=1024)
def _facility(clm05: str, component: str) -> str | None:
    facility, _ = facility_of(clm05.strip().split(component))
    return facility


def _places(
    place: Place,
    parts: Sequence[str],
    pieces: Sequence[Sequence[str]],
    separator: int,
    begin: int,
) -> PlaceOf:
    """
    What tells where a line begins: the claim begins at *place*, *parts* are its text
    between the beginnings of its lines, *pieces* their segments; *separator* and *begin*
    are how long it is between segments and where a line begins.
    """
    # Of the claim nothing else is held, so that it is gone when it is done with.
    first, byte = int(place["segment"]), int(place["byte"])

    def place_of(number: int) -> Place | None:
        if not 0 < number < len(parts):
            return None
        counted = sum(map(len, pieces[:number]))
        passed = sum(map(len, parts[:number])) + begin * (number - 1) + separator
        return {"segment": first + counted, "byte": byte + passed}

    return place_of
