"""
What was said of claims, for those that are like them.
"""

from bisect import bisect_right
from operator import itemgetter
from typing import Final, Literal

from cleanclaim.stamping import Judgement

_ROOM: Final = 12_288
"""Judgements, and things said in them, that are remembered at a time."""

DEEPER: Final = "deeper"
"""Stands for a judgement that depends on more than the likeness has."""

Said = Judgement | Literal["deeper"]


_Eras = list[tuple[int, int, Said]]
"""What was said of one likeness: from which first day of the claim on, and before which."""

_SINCE: Final = itemgetter(0)


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
        return sum(map(len, halves))

    def get(self, likeness: object, first: int) -> Said | None:
        """
        What was said of a claim like this with such a first day, or that it takes more
        than the likeness to know.
        """
        eras = self._newer.get(likeness) or self._renewed(likeness)
        if eras is None:
            return None
        # Of most likenesses there is one.
        since, until, said = eras[0] if len(eras) == 1 else _of_day(eras, first)
        return said if since <= first < until else None

    def put(self, likeness: object, since: int, until: int, said: Said) -> None:
        """
        Remember what was said; it holds for first days from *since* on, before *until*.
        """
        self._make_room(1 if said == DEEPER else said.size)
        eras = self._newer.setdefault(likeness, [])
        at = bisect_right(eras, since, key=_SINCE)
        if at == 0 or eras[at - 1][0] != since:  # else another thread was quicker
            eras.insert(at, (since, until, said))

    def _renewed(self, likeness: object) -> _Eras | None:
        """
        What the older half has of a likeness, which is then in the newer.
        """
        eras = self._older.pop(likeness, None)
        if eras is not None:
            self._make_room(sum(1 if said == DEEPER else said.size for _, _, said in eras))
            self._newer[likeness] = eras
        return eras

    def _make_room(self, size: int) -> None:
        if self._room < size:
            self._older, self._newer = self._newer, {}
            self._room = self._most
        self._room -= size


def _of_day(eras: _Eras, first: int) -> tuple[int, int, Said]:
    """
    The last era that begins no later than this day, or the first of all.
    """
    return eras[max(0, bisect_right(eras, first, key=_SINCE) - 1)]
