"""
A claim while its segments go by.
"""

from cleanclaim.findings import Place
from cleanclaim.readers.x12.limits import MAX_CLAIM
from cleanclaim.readers.x12.segments import Run
from cleanclaim.readers.x12.source import Frame, X12Claim, note
from cleanclaim.sources import Problem, Route


class Draft:
    """
    What the scan has seen of a claim so far.

    ``lines`` counts LX, ``waiting`` says that the last of them has no SV1 or SV2 yet.
    """

    __slots__ = (
        "_pieces",
        "codes",
        "dropped",
        "frame",
        "kind",
        "lines",
        "number",
        "place",
        "problems",
        "route",
        "size",
        "start",
        "waiting",
    )

    def __init__(self, number: bytes, place: Place, start: int, frame: Frame, route: Route) -> None:
        self.number, self.place, self.start = number, place, start
        self.frame, self.route, self.kind = frame, route, frame.kind
        self.codes: list[str] = []
        self.problems: list[Problem] = []
        self.lines = 0
        self.waiting = False
        self.dropped = False
        self.size = 0
        self._pieces: list[bytes] = []

    def fail(self, code: str, message: str, place: Place) -> None:
        """
        Note that the claim can't be judged.
        """
        note(self.problems, Problem(code, message, place, fatal=True))

    def drop(self) -> None:
        """
        Keep no more of the claim's segments.
        """
        self.dropped = True
        self._pieces.clear()

    def keep(self, run: Run, end: int) -> None:
        """
        Keep what the run holds of this claim, up to byte *end* of the stream.
        """
        known = self.start + self.size
        first = max(known, run.start)
        if end <= first:
            return
        self.size = end - self.start
        if self.size > MAX_CLAIM and not self.dropped:
            self.drop()
            self.fail("X12-052", "the claim is longer than 16 MiB; split it", self.place)
        if not self.dropped:
            # Padding that the window did not keep; what follows must stand where it stood.
            if first > known:
                self._pieces.append(b" " * (first - known))
            self._pieces.append(run.block[first - run.start : end - run.start])

    def source(self, ordinal: int) -> X12Claim:
        """
        The claim source that comes of it.
        """
        raw = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        return X12Claim(
            ordinal,
            tuple(self.codes),
            self.route,
            self.place,
            self.problems,
            raw,
            self.number,
            self.frame,
        )
