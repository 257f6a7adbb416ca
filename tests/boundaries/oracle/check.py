"""
A claim and what is to come of it, by a place of the rulebook.
"""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

import attrs
from boundaries.world import Answer, Line, World, claim_of

DAY, LATER = datetime.date(2025, 3, 3), datetime.date(2026, 6, 30)


@attrs.frozen
class Check:
    """
    A claim, the edit that is asked, what its answer is to be, and the rulebook's place.
    """

    place: str
    setting: str
    day: datetime.date
    lines: tuple[Line, ...]
    edit: str
    holds: Callable[[Answer], bool]
    more: Mapping[str, Any] = attrs.field(factory=dict, hash=False)

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(line.code for line in self.lines)

    def instead(self, code: str, other: str) -> "Check":
        """
        The same claim with another code, which the rulebook does not name: there is
        nothing to find on its line, and nothing to deny for it.
        """
        places = [number for number, line in enumerate(self.lines, 1) if line.code == code]
        lines = tuple(
            attrs.evolve(line, code=other) if line.code == code else line for line in self.lines
        )

        def holds(answer: Answer) -> bool:
            denied = any(one.disposition == "deny" for one in answer.found.values())
            return not denied and answer.found.keys().isdisjoint(places)

        return attrs.evolve(self, lines=lines, holds=holds)

    def fails(self, world: World) -> str | None:
        """
        What is wrong of the scrubber's answer, or None.
        """
        answer = world.answer(claim_of(self.setting, self.day, self.lines, **self.more), self.edit)
        if self.holds(answer) and not answer.failed:
            return None
        codes = " + ".join("-".join((line.code, *line.modifiers)) for line in self.lines)
        found = {line: str(one.disposition) for line, one in answer.found.items()}
        return (
            f"rulebook {self.place}: {codes} on {self.day}, {self.setting}: {self.edit} found "
            f"{found}, excused {sorted(answer.excused)}, suggested {answer.suggested(1)}, "
            f"lacks {answer.lacks}"
        )


def found(disposition: str | None, line: int = 1) -> Callable[[Answer], bool]:
    """
    That the edit finds this on a line, or nothing.
    """
    return lambda answer: answer.disposition(line) == disposition
