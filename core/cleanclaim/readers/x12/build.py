"""
The whole claim from its segments: every value read strictly, nothing guessed.

After the first SBR of a claim (2320) nothing speaks of the claim itself until its first
line: those loops are other payers', with providers and dates of their own.
"""

from collections.abc import Callable
from decimal import Decimal

from cleanclaim.findings import Place
from cleanclaim.model import BillingProvider, Claim, Kind
from cleanclaim.quick import quick
from cleanclaim.readers.x12.amounts import money, span
from cleanclaim.readers.x12.codes import facility_of
from cleanclaim.readers.x12.elements import Body, Segment, unplaced
from cleanclaim.readers.x12.health import health_of
from cleanclaim.readers.x12.lines import LINE_SEGMENTS, LineReader, Span, days_of
from cleanclaim.readers.x12.notes import Notes
from cleanclaim.readers.x12.providers import Rendering, billing_of, practitioner
from cleanclaim.readers.x12.source import Frame, X12Claim, note
from cleanclaim.readers.x12.tidy import tidy_reader
from cleanclaim.sources import Problem

_SERVICES = frozenset(("SV1", "SV2"))
_CLAIM = quick(Claim)


def build(source: X12Claim) -> tuple[Claim, Callable[[int], Place | None]]:
    """
    The claim of a source, and what tells where a line begins.

    What can't be read is None in the claim and a problem of the source.
    """
    kind = source.frame.kind
    if kind is not None:
        tidy = tidy_reader(source.frame.delimiters, kind).read(source, biller_of(source.frame))
        if tidy is not None:
            return tidy
    return build_any(source)


def build_any(source: X12Claim) -> tuple[Claim, Callable[[int], Place | None]]:
    """
    The same of any claim, segment by segment.
    """
    reader = _ClaimReader(source)
    body = Body(source.raw, source.frame.delimiters, source.location)
    for segment in body.segments(_WANTED):
        reader.take(segment)
    begins = reader.begins
    for number in reader.without_service:
        # The scan took it for a line: its SV1 or SV2 is there, and too damaged to be read.
        message = "LX has no SV1 or SV2: a service line is lost; resend the claim whole"
        place = body.place(begins[number - 1])
        note(source.problems, Problem("X12-046", message, place, fatal=True))

    def place_of(number: int) -> Place | None:
        return body.place(begins[number - 1]) if 0 < number <= len(begins) else None

    return reader.claim, place_of


class _ClaimReader:
    def __init__(self, source: X12Claim) -> None:
        self._source = source
        self._kind = source.frame.kind or Kind.PROFESSIONAL
        self._notes = Notes(source.problems)
        self._rendering = Rendering()
        self._lines: list[LineReader] = []
        self._line: LineReader | None = None
        self._place: str | None = None
        self._charge: Decimal | None = None
        self._span: Span | None = None
        self._diagnoses: list[str] = []
        self._conditions: list[str] = []
        self._of_others = False
        self.begins: list[int] = []

    @property
    def without_service(self) -> list[int]:
        """
        The numbers of the lines that no service was found for.
        """
        return [at for at, line in enumerate(self._lines, 1) if not line.has_service]

    @property
    def claim(self) -> Claim:
        """
        The claim, its lines completed from it where they are silent.
        """
        source, route = self._source, self._source.route
        billing = biller_of(source.frame)
        rendering = self._rendering.practitioner
        by_default = rendering
        if by_default is None and billing is not None:
            by_default = practitioner(billing.npi, billing.taxonomy)
        dates = days_of(self._span, [line.span for line in self._lines], self._kind)
        date, through = dates or (None, None)
        return _CLAIM(
            id=source.claim_id or "",
            kind=self._kind,
            lines=tuple(line.line(dates, self._place, by_default) for line in self._lines),
            payer_id=route.payer_id,
            claim_filing=route.claim_filing,
            type_of_bill=route.type_of_bill,
            place_of_service=self._place,
            frequency_code=route.frequency_code,
            date=date,
            through=through or date,
            diagnosis_codes=tuple(self._diagnoses),
            condition_codes=tuple(self._conditions),
            total_charge=self._charge,
            billing=billing,
            rendering=rendering,
            documentation=(),
        )

    def take(self, segment: Segment) -> None:
        """
        Take in the next segment of the claim.
        """
        name = segment.id
        if name == "LX" or (name in _SERVICES and (not self._line or self._line.has_service)):
            number = len(self._lines) + 1
            self._line = LineReader(number, self._notes.of_line(number))
            self._lines.append(self._line)
            self.begins.append(segment.index)
        if self._line is not None:
            self._line.take(segment)
        elif name == "SBR":
            self._of_others = True
        elif not self._of_others:
            act = _ACTS.get(name)
            if act is not None:
                act(self, segment)

    def _clm(self, clm: Segment) -> None:
        self._charge = self._notes.read("X12-067", "total charge (CLM02)", clm, money, clm[2])
        if self._kind is Kind.PROFESSIONAL:
            self._place, _ = facility_of(clm.components(5))

    def _dtp(self, dtp: Segment) -> None:
        if dtp[1] == "434" and self._kind is Kind.INSTITUTIONAL:
            what = "statement dates (DTP*434)"
            self._span = self._notes.read("X12-065", what, dtp, span, dtp[2].upper(), dtp[3])

    def _hi(self, hi: Segment) -> None:
        diagnoses, conditions, sound = health_of(hi)
        self._diagnoses += diagnoses
        self._conditions += conditions
        if not sound:
            message = "diagnosis or condition code (HI): missing, or not of the expected form"
            self._notes.note("X12-066", message, hi)

    def _provider(self, segment: Segment) -> None:
        self._rendering.take(segment)


def biller_of(frame: Frame) -> BillingProvider | None:
    """
    Who bills for the claims in a frame; read once.
    """
    billing = frame.billing
    if billing.provider is None:
        billing.provider = billing_of(unplaced(billing.segments, frame.delimiters))
    return billing.provider


_ACTS: dict[str, Callable[[_ClaimReader, Segment], None]] = {
    "CLM": _ClaimReader._clm,
    "DTP": _ClaimReader._dtp,
    "HI": _ClaimReader._hi,
    "NM1": _ClaimReader._provider,
    "PRV": _ClaimReader._provider,
}

_WANTED = frozenset(("SBR", *_ACTS, *LINE_SEGMENTS))
