"""
What a planted fault is, and what its kinds share.
"""

import datetime
from collections.abc import Callable, Iterable

import attrs
from gate.draft import Draft, Line
from gate.names import EXCLUDED, INCLUDED, PRIMARY, SEPARATE, SEVERAL, UNGUIDED, WRONG
from gate.transcript import first_levels

Day = datetime.date
DENY, REVIEW, INFO = frozenset({"deny"}), frozenset({"review"}), frozenset({"info"})
HELD = DENY | REVIEW

# What the rulebook says besides of a procedure with guidance that does not belong to it,
# and of such guidance.
PROCEDURE = (WRONG, UNGUIDED)
GUIDANCE = (INCLUDED, EXCLUDED, UNGUIDED, PRIMARY, SEVERAL, SEPARATE)


@attrs.define
class Planted:
    """
    A fault: on which lines it must be found, and how; by which ``edit``.

    ``beside`` are lines of which the rulebook says something more, and by which edits.
    ``which`` of the lines: ``all``, ``any`` (the edit speaks once a claim), or the
    ``last`` of each side, since only the finished claim says which that is.
    """

    lines: list[Line]
    dispositions: frozenset[str]
    why: str = ""
    beside: list[tuple[Line, tuple[str, ...]]] = attrs.field(factory=list)
    cluttered: bool = True
    which: str = "all"
    edit: str = ""

    def expected(self) -> list[Line]:
        """
        The lines, now that they are numbered.
        """
        if self.which != "last":
            return self.lines
        by_side = {line.side: line for line in sorted(self.lines, key=lambda line: line.number)}
        return list(by_side.values())


Kind = Callable[[Draft], Planted | None]


def noted(lines: Iterable[Line], edits: tuple[str, ...]) -> list[tuple[Line, tuple[str, ...]]]:
    """
    These lines, and the edits that may speak of them.
    """
    return [(line, edits) for line in lines]


def with_first(draft: Draft, code: str, day: Day) -> list[Line]:
    """
    A code and, where it is an add-on, the code that it goes with.
    """
    before = [line for first in first_levels(code) for line in draft.add(first, day)]
    return [*draft.add(code, day, draft.one(((), (), ("50",)))), *before]
