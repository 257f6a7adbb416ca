"""
The segments above a claim: HL loops, who bills, who is insured, who pays.
"""

from cleanclaim.readers.x12.docket import Docket
from cleanclaim.readers.x12.position import Handler, Position, Stage
from cleanclaim.sources import Problem

_BILLING, _SUBSCRIBER = b"20", b"22"


class Above:
    """
    Keeps the docket's HL path.
    """

    def __init__(self, here: Position, docket: Docket) -> None:
        self._here, self._docket = here, docket

    @property
    def acts(self) -> dict[str, Handler]:
        """
        What each segment id calls for above a claim.
        """
        nameless = dict.fromkeys(("LX", "SV1", "SV2", "HI", "CL1"), self._nameless)
        about = {"PRV": self._about_billing, "REF": self._about_billing}
        return {"HL": self.hl, "SBR": self._sbr, "NM1": self._nm1, **about, **nameless}

    def hl(self, segment: bytes, index: int) -> None:
        """
        HL: another loop begins.
        """
        self._docket.close(index)
        elements = self._here.elements(segment)
        _, number, parent, level, *_ = (*elements, b"", b"", b"")
        self._docket.path.enter(number, parent, level, self._here.later(index))
        self._here.stage = Stage.ABOVE

    def lost(self, segment: bytes, index: int) -> None:
        """
        A segment that stands above claims, behind a claim's lines: an HL is lost.
        """
        draft = self._docket.draft
        if draft is not None and draft.lines:
            self._docket.close(index)
            self._here.stage = Stage.ABOVE
            self._lose(segment[:3].decode(), index)

    def _lose(self, name: str, index: int) -> None:
        message = (
            f"{name} stands where an HL must have been lost before it; "
            "whose the next claims are is not known; resend them with their HL loops"
        )
        self._docket.path.lose(Problem("X12-042", message, self._here.spot(index), fatal=True))

    def _nameless(self, segment: bytes, index: int) -> None:
        self._docket.open_nameless("X12-043", "claim segments stand without a CLM", index)
        self._here.handle(segment, index)

    def _about_billing(self, segment: bytes, _index: int) -> None:
        path = self._docket.path
        if path.level == _BILLING:
            path.billing.add(segment)

    def _sbr(self, segment: bytes, index: int) -> None:
        subscriber = self._docket.path.subscriber
        if self._docket.path.level != _SUBSCRIBER or subscriber is None or subscriber.insured:
            self._lose("SBR", index)
            return
        elements = self._here.elements(segment)
        subscriber.insured = True
        subscriber.claim_filing = elements[9] if len(elements) > 9 else None  # noqa: PLR2004 - SBR09

    def _nm1(self, segment: bytes, index: int) -> None:
        self._about_billing(segment, index)
        path = self._docket.path
        subscriber = path.subscriber
        if path.level != _SUBSCRIBER or subscriber is None:
            return
        elements = self._here.elements(segment)
        entity = elements[1].strip().upper() if len(elements) > 1 else b""
        if entity == b"QC":
            self._lose("NM1*QC", index)
        elif entity == b"PR":
            payer = elements[9].strip() if len(elements) > 9 else b""  # noqa: PLR2004 - NM109
            if subscriber.paid and payer != subscriber.payer_id:
                message = "the subscriber has two payers in 2010BB; which one pays is not known"
                problem = Problem("X12-050", message, self._here.spot(index), fatal=True)
                subscriber.damage = problem
            subscriber.payer_id, subscriber.paid = payer, True
