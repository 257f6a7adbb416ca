"""
What was said of claims, for those that are like them.
"""

from bisect import bisect_right
from typing import Final, Literal

import attrs

from cleanclaim.stamping import Judgement

_ROOM: Final = 4096
"""Judgements, and things said in them, that are remembered at a time."""

DEEPER: Final = "deeper"
"""Stands for a judgement that depends on more than the likeness has."""

Said = Judgement | Literal["deeper"]


@attrs.define(eq=False)
class _Eras:
    """
    What was said of one likeness by the first day of the claim: eras do not overlap.
    """

    begins: list[int] = attrs.field(factory=list)
    ends: list[int] = attrs.field(factory=list)
    said: list[Said] = attrs.field(factory=list)


class Memory:
    """
    Judgements by likeness and by the first day of the claim.
    """

    def __init__(self, room: int = _ROOM) -> None:
        self._most = self._room = room
        self._known: dict[object, _Eras] = {}

    def __len__(self) -> int:
        return sum(len(eras.said) for eras in self._known.values())

    def get(self, likeness: object, first: int) -> Said | None:
        """
        What was said of a claim like this with such a first day, or that it takes more
        than the likeness to know.
        """
        eras = self._known.get(likeness)
        if eras is None:
            return None
        at = bisect_right(eras.begins, first) - 1
        return eras.said[at] if at >= 0 and first < eras.ends[at] else None

    def put(self, likeness: object, since: int, until: int, said: Said) -> None:
        """
        Remember what was said; it holds for first days from *since* on, before *until*.
        """
        size = 1 if said == DEEPER else said.size
        if self._room < size:
            self._known.clear()
            self._room = self._most
        self._room -= size
        eras = self._known.setdefault(likeness, _Eras())
        at = bisect_right(eras.begins, since)
        if at and eras.begins[at - 1] == since:  # another thread was quicker
            return
        eras.begins.insert(at, since)
        eras.ends.insert(at, until)
        eras.said.insert(at, said)
