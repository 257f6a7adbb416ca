"""
Which of a claim's codes meet in a large table of pairs.

Each two codes are asked about once. What the table said is kept as the bits of one number
for each code, so that most claims cost a few operations and no look-up in the table.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import count
from operator import itemgetter
from typing import Final

Partners = Mapping[str, AbstractSet[str]]

_CODES: Final = 4096
"""Codes that are known at a time."""

_ALL: Final = -1
"""The bits of all codes."""

_NOTHING: Final = (0, 0)
_MET: Final = itemgetter(1)


class _Known:
    """
    What was asked so far: of each code its bit, and the bits of those that it was asked
    about and that are its partners.
    """

    __slots__ = ("_numbers", "_partners", "bits", "rows")

    def __init__(self, partners: Partners) -> None:
        self._partners = partners
        self.bits: dict[str, int] = {}
        # No two threads draw the same; a number that is drawn in vain is left out.
        self._numbers = count()
        # What was asked and what was said are put down together, so that two threads at
        # once may cost a question, and never an answer.
        self.rows: dict[str, tuple[int, int]] = {}

    def bit(self, code: str) -> int:
        """
        The bit of a code that has none yet.
        """
        return self.bits.setdefault(code, 1 << next(self._numbers))

    def ask(self, code: str, others: Iterable[str]) -> int:
        """
        Ask for the partners of a code among these; the bits of all that are known.
        """
        asked, said = self.rows.get(code, (0, 0))
        if code not in self._partners:
            asked = _ALL
        else:
            partners = self._partners[code]
            for other in others:
                bit = self.bits[other]
                if not asked & bit:
                    asked |= bit
                    said |= bit if other in partners else 0
        self.rows[code] = asked, said
        return said


class Meetings:
    """
    Asks a table: by code, those that are its partners. Safe to share between threads.
    """

    def __init__(self, partners: Partners) -> None:
        self._partners = partners
        self._known = _Known(partners)

    def any(self, codes: Iterable[str]) -> bool:
        """
        Whether any of these codes is a partner of one of them.
        """
        distinct = frozenset(codes)
        return any(map(_MET, self._asked(distinct, self._fresh())))

    def of(self, codes: Iterable[str]) -> frozenset[str]:
        """
        Those of the codes that are a partner of one of them, or have one among them.
        """
        distinct, known = frozenset(codes), self._fresh()
        found = 0
        for code, met in self._asked(distinct, known):
            if met:
                found |= met | known.bits[code]
        return frozenset([code for code in distinct if found & known.bits[code]])

    def _fresh(self) -> _Known:
        """
        What is known, if there is room for more.
        """
        if len(self._known.bits) > _CODES:
            self._known = _Known(self._partners)
        return self._known

    def _asked(self, codes: frozenset[str], known: _Known) -> Iterator[tuple[str, int]]:
        """
        Each of the codes, with the bits of its partners among them.
        """
        bits, rows = known.bits, known.rows
        among = 0
        for code in codes:
            among |= bits.get(code) or known.bit(code)
        for code in codes:
            asked, partners = rows.get(code, _NOTHING)
            if among & ~asked:
                partners = known.ask(code, codes)
            yield code, partners & among
