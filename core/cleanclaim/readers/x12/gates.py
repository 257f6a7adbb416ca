"""
The segments of the envelopes: ISA, GS, ST and their trailers.
"""

from cleanclaim.model import Kind
from cleanclaim.readers.x12.docket import Docket
from cleanclaim.readers.x12.position import Handler, Position, Stage
from cleanclaim.readers.x12.strays import Strays


class Gates:
    """
    Opens and closes the envelopes, and with them the docket's claims.
    """

    def __init__(self, here: Position, docket: Docket, strays: Strays) -> None:
        self._here, self._docket, self._strays = here, docket, strays

    @property
    def acts(self) -> dict[str, Handler]:
        """
        What each segment id calls for, wherever it stands.
        """
        opening = {"ISA": self._isa, "GS": self._gs, "ST": self._st}
        return {**opening, "SE": self._se, "GE": self._ge, "IEA": self.iea}

    def _isa(self, _segment: bytes, index: int) -> None:
        here = self._here
        if self._docket.draft is not None:
            end = here.run.raw_byte(index)
            self._docket.break_off(here.place(index), "in the middle of a claim", end)
        here.before = here.number(index) - 1
        here.stop = here.run.byte(index)

    def _gs(self, segment: bytes, index: int) -> None:
        here = self._here
        if self._strays.another_begins(index - 1):
            return
        self._docket.close(index)
        here.envelope.open_group(here.elements(segment), here.place(index))
        here.stage = Stage.OUTSIDE

    def _st(self, segment: bytes, index: int) -> None:
        here = self._here
        self._docket.close(index)
        st, number = here.elements(segment), here.number(index)
        self._begin(here.envelope.open_set(st, number, here.place(index)))

    def without_st(self, segment: bytes, index: int) -> None:
        """
        A segment of a claim set where none is open: ST is lost.
        """
        here = self._here
        if self._strays.another_begins(index - 1):
            return
        kind = here.envelope.assume_set(here.number(index), here.place(index))
        if here.envelope.in_set:
            self._begin(kind)
            here.handle(segment, index)
        else:
            self._strays.outside(segment, index)

    def _begin(self, kind: Kind | None) -> None:
        self._docket.begin_set(kind)
        self._strays.told_outside = False

    def _se(self, segment: bytes, index: int) -> None:
        here = self._here
        self._docket.close(index)
        if here.envelope.in_set and self._docket.set_is_empty:
            here.tell("X12-035", "the set holds no claims; is it whole?", index)
        here.envelope.close_set(here.elements(segment), here.number(index), here.place(index))
        here.stage = Stage.OUTSIDE

    def _ge(self, segment: bytes, index: int) -> None:
        here = self._here
        self._docket.close(index)
        here.envelope.close_group(here.elements(segment), here.place(index))
        here.stage = Stage.OUTSIDE

    def iea(self, segment: bytes, index: int) -> None:
        """
        IEA: the interchange ends.
        """
        here = self._here
        self._docket.close(index)
        here.envelope.close_interchange(here.elements(segment), here.place(index))
        here.stage = Stage.OUTSIDE

    def is_last(self, rest: bytes) -> bool:
        """
        Whether what is left is the IEA that closes the interchange, nothing left out.
        """
        elements = self._here.elements(rest)
        return elements[0].upper() == b"IEA" and self._here.envelope.ends_with(elements)
