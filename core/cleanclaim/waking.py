"""
Which edits a claim wakes, by its codes alone, and by whether it tells the record.

The index is built once per payer; what an untouched claim costs does not depend on how
many edits there are.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from cleanclaim.edits import AnyOf, Edit, Pairs

# Bounds of what is remembered: so many claims' codes, of at most so many codes each.
_REMEMBERED = 8192
_LONGEST_REMEMBERED = 32


class Index:
    """
    Which edits a claim wakes, by its codes alone.
    """

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._any: dict[str, list[int]] = {}
        self._pairs: dict[str, list[tuple[int, Mapping[str, AbstractSet[str]]]]] = {}
        always = []
        for position, edit in enumerate(edits):
            if isinstance(edit.wakes, AnyOf):
                for code in edit.wakes.codes:
                    self._any.setdefault(code, []).append(position)
            elif isinstance(edit.wakes, Pairs):
                for code in edit.wakes.partners:
                    self._pairs.setdefault(code, []).append((position, edit.wakes.partners))
            else:
                always.append(position)
        self._always = tuple(always)
        self._documented: dict[str, list[int]] = {}
        for position, edit in enumerate(edits):
            for code in edit.when_documented.codes if edit.when_documented else ():
                self._documented.setdefault(code, []).append(position)
        self._triggers = frozenset(self._any) | frozenset(self._pairs)
        self._remembered: dict[tuple[str, ...], tuple[int, ...]] = {}
        self._tables = {code: _together(code, pairs) for code, pairs in self._pairs.items()}

    @property
    def codes(self) -> frozenset[str] | None:
        """
        A claim wakes nothing unless it has one of these codes; None where an edit always
        wakes.
        """
        return None if self._always else self._triggers

    def wakes(self, codes: tuple[str, ...]) -> bool:
        """
        Whether a claim with these codes wakes any edit: quicker than to say which.
        """
        if self._always:
            return True
        triggers = self._triggers.intersection(codes)
        return not self._any.keys().isdisjoint(triggers) or any(
            not partners[code].isdisjoint(codes)
            for code in triggers
            for partners in self._tables[code]
        )

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

    def woken_by_record(self, codes: tuple[str, ...]) -> tuple[int, ...]:
        """
        As ``woken``, for a claim that carries ``documentation``.
        """
        woken = set(self.woken(codes))
        for code in codes:
            woken.update(self._documented.get(code, ()))
        return tuple(sorted(woken))

    def _wake(self, codes: frozenset[str]) -> tuple[int, ...]:
        woken = set(self._always)
        for code in codes:
            woken.update(self._any.get(code, ()))
            for position, partners in self._pairs.get(code, ()):
                if not partners[code].isdisjoint(codes):
                    woken.add(position)
        return tuple(sorted(woken))


def _together(
    code: str, pairs: Sequence[tuple[int, Mapping[str, AbstractSet[str]]]]
) -> tuple[Mapping[str, AbstractSet[str]], ...]:
    """
    The tables to ask for a code's partners: those that are plain dicts as one.
    """
    tables = [partners for _, partners in pairs]
    plain = [partners[code] for partners in tables if isinstance(partners, dict)]
    lazy = tuple(partners for partners in tables if not isinstance(partners, dict))
    return ({code: frozenset().union(*plain)}, *lazy) if plain else lazy
