"""
Which lines of a claim the checks look at that it wakes.

An edit may say of which codes its check looks at lines. The claim that the check is
handed has no others, so that what it says can't depend on them; claims that are the same
but for those lines are then alike.
"""

from collections.abc import Callable, Iterable, Sequence

from cleanclaim.edits import Always, AnyOf, Edit, Pairs
from cleanclaim.model import ServiceLine
from cleanclaim.stamping import StampedEdit

Lines = tuple[ServiceLine, ...]

_REMEMBERED = 65_536


class Sight:
    """
    What edits see that look at lines of the same codes.
    """

    def __init__(self, sees: Callable[[str], bool], besides: frozenset[str]) -> None:
        self._sees, self._besides = sees, besides
        self._known: dict[str, bool] = {}

    def of(self, lines: Iterable[ServiceLine]) -> Lines:
        """
        Those of the lines that are seen; a line without a code always is.
        """
        return tuple([line for line in lines if line.procedure is None or self[line.procedure]])

    def __getitem__(self, code: str) -> bool:
        seen = self._known.get(code)
        if seen is None:
            seen = code in self._besides or self._sees(code)
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[code] = seen
        return seen


class View:
    """
    Some edits that a claim wakes, each with what it sees; None stands for all lines.

    What wakes an edit it always sees.
    """

    def __init__(self, edits: Iterable[StampedEdit]) -> None:
        self.edits = tuple(edits)
        kinds: dict[object, Sight | None] = {}
        sights = []
        for stamped in self.edits:
            kind = _kind(stamped.edit)
            if kind not in kinds:
                kinds[kind] = None if kind is None else Sight(*kind)
            sights.append(kinds[kind])
        self.sights: Sequence[Sight | None] = sights
        self._each = [sight for sight in kinds.values() if sight is not None]
        self._whole = None in kinds

    @property
    def alone(self) -> bool:
        """
        Whether all of these edits see the same lines.
        """
        return len(self._each) + self._whole <= 1

    def lines(self, lines: Lines) -> Lines:
        """
        The lines that any of these edits sees.
        """
        if self._whole:
            return lines
        if len(self._each) == 1:
            return self._each[0].of(lines)
        seen = [set(map(id, sight.of(lines))) for sight in self._each]
        return tuple([line for line in lines if any(id(line) in some for some in seen)])


def _kind(edit: Edit) -> tuple[Callable[[str], bool], frozenset[str]] | None:
    """
    What tells the edit's sight from others: what it says that it sees, and what wakes it
    besides. None where that is every code, or can't be told without asking a table.
    """
    sees, wakes = edit.sees, edit.wakes
    if sees is None or isinstance(wakes, Always):
        return None
    if isinstance(wakes, AnyOf):
        return sees, frozenset(code for code in wakes.codes if not sees(code))
    assert isinstance(wakes, Pairs)
    if not isinstance(wakes.partners, dict):
        return None
    named = frozenset(wakes.partners).union(*wakes.partners.values())
    return sees, frozenset(code for code in named if not sees(code))
