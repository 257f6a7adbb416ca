"""
The claims of a file as they come: the one that is open, and those that are whole.
"""

from cleanclaim.findings import Place
from cleanclaim.model import Kind
from cleanclaim.readers.x12.codes import Codes, Routes
from cleanclaim.readers.x12.draft import Draft
from cleanclaim.readers.x12.hierarchy import Billing, Path
from cleanclaim.readers.x12.limits import GUIDE_LINES
from cleanclaim.readers.x12.position import Position, Stage
from cleanclaim.readers.x12.source import Frame, X12Claim, note
from cleanclaim.sources import Route


class Docket:
    """
    Opens and closes claims, and numbers them in their order.
    """

    def __init__(self, here: Position) -> None:
        self._here = here
        self._ready: list[X12Claim] = []
        self._before_set = 0
        self._frame: Frame | None = None
        self.ordinal = 0
        self.draft: Draft | None = None
        self.kind: Kind | None = None
        self.path = Path()
        self.most = 0
        self.codes = Codes(b":")
        self.routes = Routes(b":", None)

    def begin_interchange(self) -> None:
        """
        Forget what was read with other delimiters.
        """
        self.codes = Codes(self._here.delimiters.component)
        self._frame = None

    def begin_set(self, kind: Kind | None) -> None:
        """
        Begin a transaction set of this form; None for one that is skipped.
        """
        self.kind, self.path = kind, Path()
        self.routes = Routes(self._here.delimiters.component, kind)
        self.most = GUIDE_LINES[kind] if kind else 0
        self._here.stage = Stage.SKIPPED if kind is None else Stage.ABOVE
        self._before_set = self.ordinal

    def resume(self, kind: Kind, billing: Billing, ordinal: int, *, empty: bool) -> None:
        """
        Stand in a set of this form where so many claims were before, and this provider
        bills; *empty* says that none of the claims is of the set.
        """
        self.begin_set(kind)
        self.ordinal, self.path.billing = ordinal, billing
        self._before_set = ordinal if empty else -1
        self._frame, self.draft, self._ready = None, None, []

    @property
    def set_is_empty(self) -> bool:
        """
        Whether the set should have held claims and held none.
        """
        return self.kind is not None and self.is_new

    @property
    def is_new(self) -> bool:
        """
        Whether the set holds no claims so far.
        """
        return self.ordinal == self._before_set

    def frame(self) -> Frame:
        """
        What the claims that stand here take from around them.
        """
        frame, billing = self._frame, self.path.billing
        if frame is None or frame.billing is not billing or frame.kind is not self.kind:
            frame = self._frame = Frame(self.kind, self._here.delimiters, billing)
        return frame

    def open(self, number: bytes, index: int, route: Route) -> Draft:
        """
        Open a claim at the run's segment of this index.
        """
        here = self._here
        byte = here.run.byte(index)
        place = here.envelope.place(here.number(index), byte)
        self.draft = draft = Draft(number, place, byte, self.frame(), route)
        here.stage = Stage.CLAIM
        damage = self.path.damage(here.later(index))
        if damage is not None:
            note(draft.problems, damage)
        return draft

    def open_nameless(self, code: str, message: str, index: int) -> None:
        """
        Open a claim whose CLM is lost.
        """
        route, _ = self.routes.of(self.path.subscriber, b"")
        draft = self.open(b"", index, route)
        draft.fail(code, f"{message}; resend the claim whole", self._here.spot(index))

    def close(self, index: int | None = None, end: int | None = None) -> None:
        """
        Close the open claim, if any; it ends before the segment of this index, or at byte
        *end*, or with what was read.
        """
        draft, self.draft = self.draft, None
        if draft is None:
            return
        run = self._here.run
        if index is not None:
            end = run.raw_byte(index)
        draft.keep(run, run.start + len(run.block) if end is None else end)
        if draft.waiting:
            message = "LX has no SV1 or SV2: a service line is lost; resend the claim whole"
            draft.fail("X12-046", message, _spot_of(draft.place))
        if not draft.lines:
            message = "the claim has no service lines; resend it whole"
            draft.fail("X12-044", message, _spot_of(draft.place))
        if draft.lines > self.most:
            message = f"a claim has {draft.lines} service lines; the guide allows {self.most}"
            self._here.faults.tell("X12-054", message, draft.place)
        self.add(draft.source(self.ordinal + 1))

    def add(self, claim: X12Claim) -> None:
        """
        Add a claim that is whole.
        """
        self.ordinal += 1
        self._ready.append(claim)

    def admit(self, claims: list[X12Claim], count: int) -> None:
        """
        Add so many claims that are whole, of which only these are handed over.
        """
        self.ordinal += count
        self._ready += claims

    def take(self) -> list[X12Claim]:
        """
        The claims that became whole since the last call.
        """
        ready, self._ready = self._ready, []
        return ready

    def break_off(self, place: Place, where: str, end: int | None = None) -> None:
        """
        The data ends in the middle; the open claim ends with it, at byte *end* or with
        what was read.
        """
        message = f"the data ends {where}; send the whole file again"
        self._here.faults.tell("X12-020", message, place)
        if self.draft is not None:
            self.draft.fail("X12-020", message, _spot_of(place))
            self.close(end=end)


def _spot_of(place: Place) -> Place:
    return {"segment": place["segment"], "byte": place["byte"]}
