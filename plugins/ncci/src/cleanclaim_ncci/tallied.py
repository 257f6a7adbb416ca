"""
Which lines CMS counts towards a medically unlikely edit, which of them together, and how
far a surgical center may go.
"""

from collections.abc import Iterable, Sequence

import attrs

from cleanclaim import Claim, Kind, ServiceLine
from cleanclaim_guidance_facts.units import units

# 55: the units are days of care after surgery. GY: billed to be refused.
_NOT_COUNTED = frozenset({"55", "GY"})
_ASSISTANT = frozenset({"80", "81", "82", "AS"})
_TOGETHER = frozenset({"62", "66"})
_SIDES = frozenset({"LT", "RT"})
_CENTER_PLACE = "24"
_CENTER = "261QA1903X"


def billed(lines: Iterable[ServiceLine]) -> list[ServiceLine]:
    """
    The lines whose units count.
    """
    return [line for line in lines if line.units != 0 and _NOT_COUNTED.isdisjoint(line.modifiers)]


def teams(claim: Claim, lines: Sequence[ServiceLine]) -> list[list[ServiceLine]]:
    """
    The lines that are counted together: an assistant repeats the surgeon's service, and
    surgeons who share one each bill it.
    """
    found: dict[object, list[ServiceLine]] = {}
    for line in lines:
        role: object = None
        if not _ASSISTANT.isdisjoint(line.modifiers):
            role = "assistant", line.rendering
        elif claim.kind is Kind.PROFESSIONAL and not _TOGETHER.isdisjoint(line.modifiers):
            role = "together", line.rendering
        found.setdefault(role, []).append(line)
    return list(found.values())


def both_sides_of(lines: Iterable[ServiceLine]) -> bool:
    """
    Whether the lines are of the left and of the right side.
    """
    return _SIDES <= {modifier for line in lines for modifier in line.modifiers}


@attrs.frozen
class Center:
    """
    Whether an ambulatory surgical center bills: it may not use modifier 50, so that
    CMS doubles its limit of a day for a code of two sides. ``sure``: its taxonomy says
    so; else only the place of service, and that nobody is named who rendered.
    """

    sure: bool

    @classmethod
    def of(cls, claim: Claim) -> "Center | None":
        """
        The center that bills a claim, if one does or may.
        """
        if claim.kind is not Kind.PROFESSIONAL or claim.place_of_service != _CENTER_PLACE:
            return None
        taxonomy = (claim.billing.taxonomy if claim.billing else None) or ""
        if taxonomy.strip():
            return cls(sure=True) if taxonomy.strip().upper() == _CENTER else None
        own = claim.billing.npi if claim.billing else None
        named = {line.rendering.npi for line in claim.lines if line.rendering}
        return cls(sure=False) if named <= {own, None} else None

    def allows(self, lines: Sequence[ServiceLine], most: int) -> bool:
        """
        Whether each side has its own limit, and keeps it.
        """
        sides: dict[str, list[ServiceLine]] = {}
        for line in lines:
            said = _SIDES.intersection(line.modifiers)
            if len(said) != 1:
                return False
            sides.setdefault(min(said), []).append(line)
        return self.sure and all(units(each) <= most for each in sides.values())
