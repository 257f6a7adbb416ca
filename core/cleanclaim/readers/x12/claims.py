"""
The segments of a claim: CLM, LX, SV1 and SV2, and those that must not follow a line.
"""

from cleanclaim.model import Kind
from cleanclaim.readers.x12.docket import Docket
from cleanclaim.readers.x12.draft import Draft
from cleanclaim.readers.x12.limits import MAX_LINES
from cleanclaim.readers.x12.position import Handler, Position
from cleanclaim.readers.x12.source import note
from cleanclaim.sources import Problem


class Claims:
    """
    Opens the docket's claims and follows their lines.
    """

    def __init__(self, here: Position, docket: Docket) -> None:
        self._here, self._docket = here, docket

    @property
    def acts(self) -> dict[str, Handler]:
        """
        What each segment id calls for within a claim.
        """
        services = {"SV1": self._sv1, "SV2": self._sv2, "SV3": self._sv3}
        heads = dict.fromkeys(("HI", "CL1", "OI"), self._head)
        return {"CLM": self.clm, "LX": self._lx, **services, **heads}

    def clm(self, segment: bytes, index: int) -> None:
        """
        CLM: another claim begins.
        """
        docket = self._docket
        docket.close(index)
        elements = segment.split(self._here.delimiters.element, 6)
        number = elements[1] if len(elements) > 1 else b""
        clm05 = elements[5] if len(elements) > 5 else b""  # noqa: PLR2004 - CLM05
        route, complete = docket.routes.of(docket.path.subscriber, clm05)
        draft = docket.open(number, index, route)
        if not number.strip():
            message = "CLM01 is missing; expected the claim's number"
            note(draft.problems, Problem("X12-055", message, self._here.spot(index)))
        if not complete:
            message = (
                "CLM05 can't be read; expected place or type of bill, and frequency, "
                "parted by the component separator that ISA16 says"
            )
            note(draft.problems, Problem("X12-056", message, self._here.spot(index)))

    def _head(self, _segment: bytes, index: int) -> None:
        draft = self._docket.draft
        if draft is not None and draft.lines:
            self._docket.close(index)
            message = "a segment of a claim's head stands behind its lines; a CLM must be lost"
            self._docket.open_nameless("X12-042", message, index)

    def _lx(self, segment: bytes, index: int) -> None:
        draft = self._docket.draft
        if draft is None:
            return
        if draft.waiting:
            message = "LX has no SV1 or SV2: a service line is lost; resend the claim whole"
            draft.fail("X12-046", message, self._here.spot(index))
        draft.waiting = True
        self._count_line(draft, index)
        number = self._here.elements(segment)[1].strip() if len(segment) > len("LX*") else b""
        if not (number.isdigit() and number.lstrip(b"0") == str(draft.lines).encode()):
            message = "LX01 is out of sequence; the lines are numbered by position"
            self._here.tell("X12-053", message, index)

    def _count_line(self, draft: Draft, index: int) -> None:
        draft.lines += 1
        if draft.lines > MAX_LINES:
            draft.codes.clear()
            if not draft.dropped:
                message = f"more than {MAX_LINES:,} service lines in one claim; split it"
                draft.fail("X12-051", message, self._here.spot(index))
                draft.drop()

    def _sv1(self, segment: bytes, index: int) -> None:
        self._service(segment, index, Kind.PROFESSIONAL, 1)

    def _sv2(self, segment: bytes, index: int) -> None:
        self._service(segment, index, Kind.INSTITUTIONAL, 2)

    def _sv3(self, segment: bytes, index: int) -> None:
        self._service(segment, index, None, 1)

    def _service(self, segment: bytes, index: int, kind: Kind | None, at: int) -> None:
        draft = self._docket.draft
        if draft is None:
            return
        if not draft.waiting:
            self._count_line(draft, index)
            message = "SV1 or SV2 without an LX of its own; the lines can't be told apart"
            draft.fail("X12-045", f"{message}; resend the claim whole", self._here.spot(index))
        draft.waiting = False
        if kind is not draft.kind:
            message = "the service lines are not of the guide's kind; is GS08 right?"
            draft.fail("X12-047", message, self._here.spot(index))
        elements = segment.split(self._here.delimiters.element, at + 1)
        composite = elements[at] if len(elements) > at else b""
        code = self._docket.codes.known.get(composite)
        if code is None:
            code = self._read_code(draft, composite, kind, index)
        if code:
            draft.codes.append(code)

    def _read_code(self, draft: Draft, composite: bytes, kind: Kind | None, index: int) -> str:
        try:
            return self._docket.codes.read(composite, required=kind is Kind.PROFESSIONAL)
        except ValueError as error:
            # In the words of build, which reads it again and must not tell it twice.
            message = f"procedure code: {error}"
            problem = Problem("X12-060", message, self._here.spot(index), draft.lines)
            note(draft.problems, problem)
            return ""
