"""
Which edits a claim wakes, by its codes alone, and by whether it tells the record.

The index is built once per payer; what an untouched claim costs does not depend on how
many edits there are.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from cleanclaim.edits import AnyOf, Edit, Pairs
from cleanclaim.meetings import Meetings

# Bounds of what is remembered: so many claims' codes, of at most so many codes each.
_REMEMBERED = 8192
_LONGEST_REMEMBERED = 32


class Index:
    """
    Which edits a claim wakes, by its codes alone.
    """

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._any: dict[str, list[int]] = {}
        self._pairs: dict[str, list[tuple[int, AbstractSet[str]]]] = {}
        self._tables: list[tuple[int, Meetings]] = []
        triggers: set[str] = set()
        always = []
        for position, edit in enumerate(edits):
            if isinstance(edit.wakes, AnyOf):
                for code in edit.wakes.codes:
                    self._any.setdefault(code, []).append(position)
            elif not isinstance(edit.wakes, Pairs):
                always.append(position)
            elif isinstance(edit.wakes.partners, dict):
                for code, partners in edit.wakes.partners.items():
                    self._pairs.setdefault(code, []).append((position, partners))
            else:  # a large table, that is asked
                triggers.update(edit.wakes.partners)
                self._tables.append((position, Meetings(edit.wakes.partners)))
        self._always = tuple(always)
        self._documented: dict[str, list[int]] = {}
        for position, edit in enumerate(edits):
            for code in edit.when_documented.codes if edit.when_documented else ():
                self._documented.setdefault(code, []).append(position)
        self._triggers = frozenset(triggers).union(self._any, self._pairs)
        self._remembered: dict[tuple[str, ...], tuple[int, ...]] = {}
        self._partners = {
            code: frozenset[str]().union(*[partners for _, partners in several])
            for code, several in self._pairs.items()
        }

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
        partners = self._partners
        return (
            not self._any.keys().isdisjoint(codes)
            or any(not partners[code].isdisjoint(codes) for code in codes if code in partners)
            or any(meetings.any(codes) for _, meetings in self._tables)
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
                if not partners.isdisjoint(codes):
                    woken.add(position)
        woken.update([position for position, meetings in self._tables if meetings.any(codes)])
        return tuple(sorted(woken))
