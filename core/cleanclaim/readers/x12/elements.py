"""
A claim's bytes as segments of text, of which those are looked at that a value stands in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from cleanclaim.findings import Place
from cleanclaim.readers.x12.delimiters import Delimiters
from cleanclaim.readers.x12.segments import COMMENT, LEAD, PADDING, cleaned

_PADDING, _LEAD = PADDING.decode(), LEAD.decode()
_BREAKS = "\r\n"


_DULL = ""
DULL_IDS = "REF NTE PER AMT CAS CTP CL1 PWK N3 N4 OI".split()
"""Ids that no value of a claim stands behind."""


@lru_cache(maxsize=64)
def _names(wanted: frozenset[str], element: str) -> Mapping[str, str]:
    """
    By the first three characters of a segment its id, where it is wanted.
    """
    names = dict.fromkeys(DULL_IDS, _DULL) | {name: name for name in wanted}
    return {key if len(key) == 3 else key + element: name for key, name in names.items()}  # noqa: PLR2004 - see above


class Segment:
    """
    One segment; ``segment[3]`` is its third element, trimmed, or nothing.

    ``index`` counts from 0 within *of*, which tells where it stands.
    """

    __slots__ = ("_elements", "_of", "component", "id", "index")

    def __init__(
        self,
        name: str,
        elements: list[str],
        component: str,
        index: int = 0,
        of: "Body | None" = None,
    ) -> None:
        self.id, self._elements, self.component = name, elements, component
        self.index, self._of = index, of

    def __getitem__(self, number: int) -> str:
        return self._elements[number].strip() if number < len(self._elements) else ""

    def __len__(self) -> int:
        return len(self._elements)

    def components(self, number: int) -> list[str]:
        """
        The components of an element, trimmed.
        """
        return [component.strip() for component in self[number].split(self.component)]

    @property
    def place(self) -> Place:
        """
        Where the segment stands.
        """
        return self._of.place(self.index) if self._of is not None else {}


class Body:
    """
    A claim's bytes, taken apart; the first of its segments stands at *place*.
    """

    def __init__(self, raw: bytes, delimiters: Delimiters, place: Place) -> None:
        self._element, self._component, self._terminator = (
            mark.decode("latin-1") for mark in delimiters
        )
        self._text = raw.decode("latin-1")
        self._first = int(place["segment"]), int(place["byte"])
        self._pieces: Sequence[str] = ()
        self._index, (self._number, self._byte) = 0, self._first

    def segments(self, wanted: frozenset[str]) -> Iterator[Segment]:
        """
        The segments with these ids, each of two or three characters.
        """
        element, component = self._element, self._component
        names = _names(wanted, element)
        pieces, tidy = self._split()
        for index, piece in enumerate(pieces):
            name = names.get(piece[:3]) if tidy else None
            if name == _DULL:
                continue
            elements = piece.strip(_PADDING).split(element) if name else [""]
            if elements[0] != name:
                elements = _understood(piece).split(element)
                name = elements[0].strip().upper()
                if name not in wanted:
                    continue
            yield Segment(name, elements, component, index, self)

    def _split(self) -> tuple[list[str], bool]:
        """
        The text at its terminators; and whether no line breaks stand but behind each.
        """
        terminator = self._terminator
        body = self._text.strip(_PADDING).removesuffix(terminator)
        breaks = "\r\n" if "\r" in body else "\n" if "\n" in body else ""
        separator = terminator + breaks
        often = body.count(separator)
        tidy = terminator not in _BREAKS and all(
            often == body.count(each) for each in (terminator, *breaks)
        )
        return (body.split(separator), True) if tidy else (self._text.split(terminator), False)

    def place(self, index: int) -> Place:
        """
        Where the segment of this index stands; worked out from the last that was asked for.
        """
        if not self._pieces:
            self._pieces = self._text.split(self._terminator)
        if index < self._index:
            self._index, (self._number, self._byte) = 0, self._first
        for piece in self._pieces[self._index : index]:
            self._number += bool(_understood(piece))
            self._byte += len(piece) + 1
        self._index, piece = index, self._pieces[index]
        lead = len(piece) - len(piece.lstrip(_LEAD))
        return {"segment": self._number, "byte": self._byte + lead}


def _understood(piece: str) -> str:
    """
    What stands between two terminators, without line breaks and comments; nothing, where
    that is no segment.
    """
    bare = piece.strip(_PADDING)
    if "\n" in bare or "\r" in bare or not bare[:1].isalnum():
        if not bare or COMMENT.fullmatch(bare.encode("latin-1") + b"\n"):
            return ""
        return cleaned(bare.encode("latin-1")).decode("latin-1")
    return bare


def unplaced(raws: Iterable[bytes], delimiters: Delimiters) -> Iterator[Segment]:
    """
    Segments that are already apart and whose place does not matter.
    """
    element, component, _ = (mark.decode("latin-1") for mark in delimiters)
    for raw in raws:
        elements = raw.decode("latin-1").split(element)
        yield Segment(elements[0].strip().upper(), elements, component)
