"""
Where the scan stands: in the file, in its envelopes, and among the loops.
"""

from collections.abc import Callable
from enum import IntEnum
from typing import Final

from cleanclaim.findings import Place
from cleanclaim.readers.x12.delimiters import Delimiters
from cleanclaim.readers.x12.envelope import Envelope
from cleanclaim.readers.x12.faults import Faults
from cleanclaim.readers.x12.segments import Run

Handler = Callable[[bytes, int], None]
Table = dict[bytes, Handler | None]


class Stage(IntEnum):
    """
    What the next segments are of: no set at all, a set that is skipped, the loops above
    a claim, a claim.
    """

    OUTSIDE = 0
    SKIPPED = 1
    ABOVE = 2
    CLAIM = 3


class Position:
    """
    What every part of the scan needs to know and may move.

    ``before`` counts the segments before the run, ``empty`` those of the run that are
    none; ``stop`` is where another interchange begins, once one was met; ``tables`` say
    by stage what a segment's first three bytes call for.
    """

    def __init__(self, faults: Faults, envelope: Envelope | None = None) -> None:
        self.faults: Final = faults
        self.envelope: Final = envelope or Envelope(faults)
        self.delimiters = Delimiters(b"*", b":", b"~")
        self.tables: tuple[Table, ...] = ({}, {}, {}, {})
        self.stage = Stage.OUTSIDE
        self.run = Run(b"", 0, b"~")
        self.before, self.empty, self.stop = 0, 0, -1

    def number(self, index: int) -> int:
        """
        The number, in the file, of the run's segment of this index.
        """
        return self.before + index + 1 - self.empty

    def place(self, index: int) -> Place:
        """
        The place of the run's segment of this index, for a fault.
        """
        return self.envelope.place(self.number(index), self.run.byte(index))

    def spot(self, index: int) -> Place:
        """
        The same, for a problem of a claim.
        """
        return {"segment": self.number(index), "byte": self.run.byte(index)}

    def later(self, index: int) -> Callable[[], Place]:
        """
        The same, worked out when asked.
        """
        run, number = self.run, self.number(index)
        return lambda: {"segment": number, "byte": run.byte(index)}

    def elements(self, segment: bytes) -> list[bytes]:
        """
        The elements of a segment, its id first.
        """
        return segment.split(self.delimiters.element)

    def tell(self, code: str, message: str, index: int) -> None:
        """
        Tell a fault of the run's segment of this index.
        """
        self.faults.tell(code, message, self.place(index))

    def key(self, name: bytes) -> bytes:
        """
        What the tables have for a segment id: the first three bytes of such a segment.
        """
        return name if len(name) == 3 else name + self.delimiters.element  # noqa: PLR2004 - see above

    def handle(self, segment: bytes, index: int) -> None:
        """
        Do what the stage calls for, once it has changed.
        """
        handler = self.tables[self.stage].get(segment[:3])
        if handler is not None:
            handler(segment, index)
