"""
Where a claim is billed from: its kind, its payer, its bill type or place of service.
"""

import random

import attrs
from gate.transcript import guidance, read


@attrs.frozen
class Scene:
    """
    One setting of made-up claims, and the payer whose rules must take them.

    ``sides``: the sides of a bill on which each service stands, one line a side; a
    critical access hospital may bill both. ``ncci``: whether the payer's editor has an
    NCCI step; ``add_ons``: what a type I add-on without its primary is there.
    """

    name: str
    payer: str
    kind: str
    payer_ids: tuple[str, ...]
    filing: str | None
    bills: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    sides: tuple[str, ...] = ("facility",)
    ncci: bool = True
    add_ons: str = "deny"
    weight: int = 1

    @property
    def professional(self) -> bool:
        """
        Whether it is a practitioner's own claim.
        """
        return self.kind == "professional"

    @property
    def medicare(self) -> bool:
        """
        Whether Medicare pays.
        """
        return self.payer != "commercial"

    @property
    def opps(self) -> bool:
        """
        Whether the outpatient prospective payment system pays.
        """
        return self.payer == "medicare_outpatient"

    @property
    def type_two(self) -> bool:
        """
        Whether type II add-ons can be clean here: a contractor looks at every one on a
        professional revenue code (rulebook 3, edit 107).
        """
        return self.professional or self.sides == ("facility",)


IN_FACILITY = frozenset({"19", "21", "22", "23", "24"})
_MEDICARE, _OTHERS = ("MEDICARE", "00120"), ("60054", "ACMEHEALTH")

SCENES = (
    Scene("office", "medicare_professional", "professional", _MEDICARE, "MB",
          places=("11", "11", "11", "49", "50"), weight=6),
    Scene("hospital practice", "medicare_professional", "professional", _MEDICARE, "MB",
          places=("22", "22", "21", "23", "19", "24"), weight=6),
    Scene("outpatient", "medicare_outpatient", "institutional", _MEDICARE, "MA",
          bills=("131", "131", "131", "137", "121", "141"), add_ons="review", weight=7),
    Scene("critical access", "medicare_critical_access", "institutional", _MEDICARE, "MA",
          bills=("851", "857"), weight=2),
    Scene("critical access, both sides", "medicare_critical_access", "institutional", _MEDICARE,
          "MA", bills=("851",), sides=("facility", "professional"), weight=3),
    Scene("critical access, practitioners", "medicare_critical_access", "institutional", _MEDICARE,
          "MA", bills=("851",), sides=("professional",), weight=1),
    Scene("outside OPPS", "medicare_non_opps", "institutional", _MEDICARE, "MA",
          bills=("221", "231", "341", "831", "741", "751"), weight=2),
    Scene("clinic", "medicare_non_opps", "institutional", _MEDICARE, "MA",
          bills=("711", "771"), ncci=False, weight=2),
    Scene("commercial office", "commercial", "professional", _OTHERS, "CI",
          places=("11", "49"), add_ons="review", weight=2),
    Scene("commercial hospital practice", "commercial", "professional", _OTHERS, "CI",
          places=("22", "21"), add_ons="review", weight=1),
    Scene("commercial outpatient", "commercial", "institutional", _OTHERS, "CI",
          bills=("131", "137"), add_ons="review", weight=2),
)  # fmt: skip


def a_scene(dice: random.Random) -> Scene:
    """
    One of the scenes, the common ones more often.
    """
    return dice.choices(SCENES, [scene.weight for scene in SCENES])[0]


def imaging(code: str) -> bool:
    """
    Whether a code has a technical part of its own: guidance and diagnostic imaging.
    """
    return code in guidance() or code in read("clutter")["imaging"]["codes"] or code[:2] == "76"


def revenue(code: str | None, side: str) -> str:
    """
    A revenue code under which an institution bills a procedure code.
    """
    if code is None:
        return "0270"
    if side == "professional":
        return "0972" if imaging(code) else "0981" if code.startswith("99") else "0975"
    if code in guidance():
        return str(guidance()[code]["revenue"])
    special = read("clutter")["imaging"]["revenue"].get(code)
    if special:
        return str(special)
    prefixes = {"76": "0402", "73": "0320", "70": "0320", "8": "0300", "99": "0450", "930": "0730"}
    prefixes |= {"G04": "0510", "J": "0636", "Q": "0636", "A": "0270", "96": "0260"}
    found = [value for prefix, value in prefixes.items() if code.startswith(prefix)]
    return found[0] if found else "0361"
