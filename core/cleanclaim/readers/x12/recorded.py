"""
What a part of a file has to say about its envelopes and faults, kept until it is known
what stands before the part, and said then.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from cleanclaim.findings import Place
from cleanclaim.model import Kind
from cleanclaim.readers.x12.envelope import Envelope
from cleanclaim.readers.x12.faults import Faults, most_told

BEFORE = "\x00"
"""Stands for ST02 of the set that was open where the part begins."""


class Told(NamedTuple):
    """
    A fault, its place counted from where the part begins.
    """

    code: str
    message: str
    place: Place


class Gate(NamedTuple):
    """
    An envelope that was opened or closed: what was asked of ``Envelope``, and with what
    elements and segment number, where it takes any.
    """

    name: str
    elements: tuple[tuple[bytes, ...], ...]
    number: int | None
    place: Place


Entry = Told | Gate


class Notes(Faults):
    """
    Keeps the faults of a part in order, as many as may be told of a file.
    """

    def __init__(self) -> None:
        super().__init__(lambda fault: None)  # noqa: ARG005 - nothing is told
        self.entries: list[Entry] = []

    def tell(self, code: str, message: str, place: Place) -> None:
        """
        Keep a fault.
        """
        self._told[code] += 1
        if self._told[code] <= most_told(code):
            self.entries.append(Told(code, message, place))

    def take(self) -> tuple[tuple[Entry, ...], Counter[str]]:
        """
        What was kept, and how many faults were not, by code; both are forgotten.
        """
        entries, more = tuple(self.entries), Counter[str]()
        for code, count in self._told.items():
            more[code] = max(0, count - most_told(code))
        self.entries.clear()
        self._told.clear()
        return entries, more


class Recorder(Envelope):
    """
    The envelopes of a part: says nothing, and keeps what it is asked.

    What stands before the part is taken to be an interchange, a group and a set of
    claims, all open.
    """

    def __init__(self, notes: Notes) -> None:
        super().__init__(notes)
        self._notes = notes
        self.asked_guide = self.asked_control = False
        self._guessed_group = self._guessed_interchange = True

    def begin(self, guide: str | None) -> None:
        """
        Begin another part: under a group of this GS08, or (None) at the file's start.
        """
        self.resume(guide, BEFORE)
        self.asked_guide = self.asked_control = False
        self._guessed_group = self._guessed_interchange = guide is not None

    def open_interchange(self, isa: Sequence[bytes], place: Place) -> None:
        self._keep("open_interchange", isa, None, place)
        self._guessed_interchange = False
        super().open_interchange(isa, place)

    def open_group(self, gs: Sequence[bytes], place: Place) -> None:
        self._keep("open_group", gs, None, place)
        self._guessed_group = False
        super().open_group(gs, place)

    def open_set(self, st: Sequence[bytes], number: int, place: Place) -> Kind | None:
        self._keep("open_set", st, number, place)
        self.asked_guide = self.asked_guide or self._guessed_group
        return super().open_set(st, number, place)

    def assume_set(self, number: int, place: Place) -> Kind | None:
        self._keep("assume_set", None, number, place)
        self.asked_guide = self.asked_guide or self._guessed_group
        return super().assume_set(number, place)

    def close_set(self, se: Sequence[bytes], number: int, place: Place) -> None:
        self._keep("close_set", se, number, place)
        super().close_set(se, number, place)

    def close_group(self, ge: Sequence[bytes], place: Place) -> None:
        self._keep("close_group", ge, None, place)
        super().close_group(ge, place)

    def close_interchange(self, iea: Sequence[bytes], place: Place) -> None:
        self._keep("close_interchange", iea, None, place)
        super().close_interchange(iea, place)

    def ends_with(self, iea: Sequence[bytes]) -> bool:
        self.asked_control = self.asked_control or self._guessed_interchange
        return super().ends_with(iea)

    def close(self, place: Place) -> None:
        self._keep("close", None, None, place)
        super().close(place)

    def _keep(
        self, name: str, elements: Sequence[bytes] | None, number: int | None, place: Place
    ) -> None:
        # No gate looks beyond the seventeen elements of ISA.
        kept = () if elements is None else (tuple(elements[:17]),)
        self._notes.entries.append(Gate(name, kept, number, place))

    def _tell(self, code: str, message: str, place: Place) -> None:
        """
        Said when the entries are gone through again, with the true numbers.
        """
