"""
A claim's bytes as segments of text, each with its place in the file.
"""

from collections.abc import Iterable, Iterator

from cleanclaim.findings import Place
from cleanclaim.readers.x12.delimiters import Delimiters
from cleanclaim.readers.x12.segments import COMMENT, LEAD, PADDING, cleaned

_PADDING, _LEAD = PADDING.decode(), LEAD.decode()
_DULL = frozenset("REF NTE PER AMT CAS CTP CL1 PWK N3 N4 OI".split())
"""Ids that no value of a claim stands behind."""


class Segment:
    """
    One segment; ``segment[3]`` is its third element, trimmed, or nothing.
    """

    __slots__ = ("_component", "_elements", "byte", "id", "number")

    def __init__(self, elements: list[str], component: str, number: int = 0, byte: int = 0) -> None:
        self._elements, self._component = elements, component
        self.id = elements[0].strip().upper()
        self.number, self.byte = number, byte

    def __getitem__(self, number: int) -> str:
        return self._elements[number].strip() if number < len(self._elements) else ""

    def __len__(self) -> int:
        return len(self._elements)

    def components(self, number: int) -> list[str]:
        """
        The components of an element, trimmed.
        """
        return [component.strip() for component in self[number].split(self._component)]

    @property
    def place(self) -> Place:
        """
        Where the segment stands.
        """
        return {"segment": self.number, "byte": self.byte}


def placed(raw: bytes, delimiters: Delimiters, place: Place) -> Iterator[Segment]:
    """
    The segments of a claim's bytes; the first of them stands at *place*.
    """
    number, byte = int(place["segment"]), int(place["byte"])
    element, component, terminator = (mark.decode("latin-1") for mark in delimiters)
    for piece in raw.decode("latin-1").split(terminator):
        bare = piece.strip(_PADDING)
        start, byte = byte, byte + len(piece) + 1
        if "\n" in bare or "\r" in bare or not bare[:1].isalnum():
            if not bare or COMMENT.fullmatch(bare.encode("latin-1") + b"\n"):
                continue
            bare = cleaned(bare.encode("latin-1")).decode("latin-1")
        if bare[:3].rstrip(element) not in _DULL:
            lead = len(piece) - len(piece.lstrip(_LEAD)) if len(piece) > len(bare) else 0
            yield Segment(bare.split(element), component, number, start + lead)
        number += 1


def unplaced(raws: Iterable[bytes], delimiters: Delimiters) -> Iterator[Segment]:
    """
    Segments that are already apart and whose place does not matter.
    """
    element, component, _ = (mark.decode("latin-1") for mark in delimiters)
    return (Segment(raw.decode("latin-1").split(element), component) for raw in raws)
