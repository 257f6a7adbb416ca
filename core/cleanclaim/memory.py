"""
What was said of claims, for those that are like them.
"""

from bisect import bisect_right
from typing import Final, Literal

import attrs

from cleanclaim.stamping import Judgement

_ROOM: Final = 12_288
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

    They are kept in two halves: when the newer one is full, what the older one has that
    was not asked for since is forgotten.
    """

    def __init__(self, room: int = _ROOM) -> None:
        self._most = self._room = room // 2
        self._newer: dict[object, _Eras] = {}
        self._older: dict[object, _Eras] = {}

    def __len__(self) -> int:
        halves = (*self._newer.values(), *self._older.values())
        return sum(len(eras.said) for eras in halves)

    def get(self, likeness: object, first: int) -> Said | None:
        """
        What was said of a claim like this with such a first day, or that it takes more
        than the likeness to know.
        """
        eras = self._newer.get(likeness) or self._renewed(likeness)
        if eras is None:
            return None
        at = bisect_right(eras.begins, first) - 1
        return eras.said[at] if at >= 0 and first < eras.ends[at] else None

    def put(self, likeness: object, since: int, until: int, said: Said) -> None:
        """
        Remember what was said; it holds for first days from *since* on, before *until*.
        """
        self._make_room(1 if said == DEEPER else said.size)
        eras = self._newer.setdefault(likeness, _Eras())
        at = bisect_right(eras.begins, since)
        if at and eras.begins[at - 1] == since:  # another thread was quicker
            return
        eras.begins.insert(at, since)
        eras.ends.insert(at, until)
        eras.said.insert(at, said)

    def _renewed(self, likeness: object) -> _Eras | None:
        """
        What the older half has of a likeness, which is then in the newer.
        """
        eras = self._older.pop(likeness, None)
        if eras is not None:
            self._make_room(sum(1 if said == DEEPER else said.size for said in eras.said))
            self._newer[likeness] = eras
        return eras

    def _make_room(self, size: int) -> None:
        if self._room < size:
            self._older, self._newer = self._newer, {}
            self._room = self._most
        self._room -= size
