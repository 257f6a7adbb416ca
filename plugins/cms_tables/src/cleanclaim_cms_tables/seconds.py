"""
Second codes as sets that are asked and never made.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any

SECOND = 48  # bits below a row's second code


class _Asked(AbstractSet[str]):
    """
    What both kinds share: they are compared by asking, and combine into plain sets.
    """

    __slots__ = ()

    def isdisjoint(self, other: Iterable[Any]) -> bool:
        """
        Whether none of these is among the codes; as many look-ups as there are of them.
        """
        return not any(code in self for code in other)

    @classmethod
    def _from_iterable(cls, codes: Iterable[Any]) -> AbstractSet[Any]:
        return frozenset(codes)


class Seconds(_Asked):
    """
    The second codes of one first code: those of a range of a table's rows.
    """

    __slots__ = ("_code_of", "_high", "_index", "_low", "_rows")

    def __init__(
        self,
        rows: "memoryview[int]",
        code_of: Callable[[int], str],
        index: dict[str, int],
        among: tuple[int, int],
    ) -> None:
        self._rows, self._code_of, self._index = rows, code_of, index
        self._low, self._high = among

    def __contains__(self, code: Any) -> bool:
        number = self._index.get(code)
        if number is None:
            return False
        at = bisect_left(self._rows, number << SECOND, self._low, self._high)
        return at < self._high and self._rows[at] >> SECOND == number

    def isdisjoint(self, other: Iterable[Any]) -> bool:
        """
        Whether none of these is among the codes; as many look-ups as there are of them.
        """
        # Asked for every claim that has the first code: hence no call for each code.
        rows, index, low, high = self._rows, self._index, self._low, self._high
        for code in other:
            number = index.get(code)
            if number is not None:
                at = bisect_left(rows, number << SECOND, low, high)
                if at < high and rows[at] >> SECOND == number:
                    return False
        return True

    def __iter__(self) -> Iterator[str]:
        before = -1
        for at in range(self._low, self._high):
            number = self._rows[at] >> SECOND
            if number != before:
                yield self._code_of(number)
            before = number

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return self._low < self._high


class Union(_Asked):
    """
    The codes of several sets, none of them copied.
    """

    __slots__ = ("_sets",)

    def __init__(self, sets: tuple[AbstractSet[str], ...]) -> None:
        self._sets = sets

    def __contains__(self, code: object) -> bool:
        return any(code in each for each in self._sets)

    def __iter__(self) -> Iterator[str]:
        return iter(frozenset().union(*self._sets))

    def __len__(self) -> int:
        return len(frozenset().union(*self._sets))

    def __bool__(self) -> bool:
        return any(map(bool, self._sets))
