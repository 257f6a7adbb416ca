"""
Which edits a claim wakes, by its codes alone.

The index is built once per payer; what an untouched claim costs does not depend on how
many edits there are.
"""

from collections.abc import Sequence

from cleanclaim.edits import AnyOf, Edit, Pairs

# Bounds of what is remembered: so many claims' codes, of at most so many codes each.
_REMEMBERED = 16_384
_LONGEST_REMEMBERED = 32


class Index:
    """
    Which edits a claim wakes, by its codes alone.
    """

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._any: dict[str, list[int]] = {}
        self._pairs: dict[str, list[tuple[int, frozenset[str]]]] = {}
        always = []
        for position, edit in enumerate(edits):
            if isinstance(edit.wakes, AnyOf):
                for code in edit.wakes.codes:
                    self._any.setdefault(code, []).append(position)
            elif isinstance(edit.wakes, Pairs):
                for code, partners in edit.wakes.partners.items():
                    self._pairs.setdefault(code, []).append((position, frozenset(partners)))
            else:
                always.append(position)
        self._always = tuple(always)
        self._triggers = frozenset(self._any) | frozenset(self._pairs)
        self._remembered: dict[tuple[str, ...], tuple[int, ...]] = {}

    def woken(self, codes: tuple[str, ...]) -> tuple[int, ...]:
        """
        The positions of the edits that a claim with these codes wakes, in order.
        """
        if self._triggers.isdisjoint(codes):
            return self._always
        woken = self._remembered.get(codes)
        if woken is None:
            woken = self._wake(frozenset(codes))
            if len(codes) <= _LONGEST_REMEMBERED:
                if len(self._remembered) >= _REMEMBERED:
                    self._remembered.clear()
                self._remembered[codes] = woken
        return woken

    def _wake(self, codes: frozenset[str]) -> tuple[int, ...]:
        woken = set(self._always)
        for code in codes:
            woken.update(self._any.get(code, ()))
            for position, partners in self._pairs.get(code, ()):
                if not partners.isdisjoint(codes):
                    woken.add(position)
        return tuple(sorted(woken))
