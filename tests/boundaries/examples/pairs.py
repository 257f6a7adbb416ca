# ruff: noqa: ARG002 - every example takes what any of them needs
"""
The example of NCCI's pairs.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from types import MappingProxyType

import attrs
from boundaries.days import neighbours
from boundaries.examples.base import Example, Item, Probe
from boundaries.examples.frames import (
    EXCLUDED,
    INCLUDED,
    frame_of,
)
from boundaries.world import Answer, Line, World

from cleanclaim_guidance_facts.hosts import procedure_like, vascular_like

WRONG = "complete_code_inclusion.wrong_modality"
UNGUIDED = "complete_code_inclusion.unguided_code"
SEVERAL = "modality_exclusions.several_modalities"
SEPARATE = "fluoroscopy_76000.separate_procedure"

# Guidance of each modality, the needle's first; 75989 is of whichever was used.
_GUIDANCE = {
    "fluoroscopy": ("77002", "76000"),
    "supervision_interpretation": ("77002", "76000"),
    "ultrasound": ("76942", "76998"),
    "ct": ("77012",),
    "mr": ("77021",),
    "any": ("75989",),
}
_VASCULAR = ("76937", "77001")
_NEEDLE = {"fluoroscopy": "77002", "ultrasound": "76942", "ct": "77012", "mr": "77021"}


class PairExample(Example):
    """
    An NCCI pair: in which setting's table, and with which indicator.
    """

    table = "guidance_facts.Pair"
    asked = ("indicator", "settings", "hospital_indicator")
    unread = MappingProxyType({"rationale": "told, not judged"})

    def items(self, world: World, key: str) -> Iterator[Item]:
        said = {
            (setting, _indicator(fact, setting))
            for fact in world.tables[self.table].history(key)
            for setting in fact.settings
        }
        for setting, indicator in sorted(said):
            yield Item(
                key,
                f"{setting} {indicator}",
                lambda fact, s=setting, i=indicator: (
                    s in fact.settings and _indicator(fact, s) == i
                ),
            )

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        one, two = item.key.split("/")
        setting, said = item.of.split()
        setting = "opps" if setting == "hospital" else "physician"
        guidance = world.tables["guidance_facts.Guidance"].keys
        found = _with_pair(item.key, int(said))
        if two == "76000":
            yield Probe(setting, (Line(one), Line(two)), SEPARATE, found)
            return
        if one in guidance and two in guidance:
            yield Probe(setting, (Line(one), Line(two)), SEVERAL, found)
            return
        by, code = (one, two) if one in guidance else (two, one)
        lines = (Line(code), Line(by))
        if world.ever("guidance_facts.Complete", code):
            yield Probe(setting, lines, INCLUDED, found)
        if world.ever("modality_exclusions.Excluded", f"{by}/{code}"):
            yield Probe(setting, lines, EXCLUDED, found)
        if world.ever("complete_code_inclusion.Unguided", code):
            yield Probe(setting, lines, UNGUIDED, found)
        if world.ever("modality_exclusions.Covered", item.key):
            yield Probe(setting, lines, EXCLUDED, lambda answer: 1 in answer.found)
        frame = frame_of(world, by)
        if frame is not None and frame.procedure != code:
            hosted = frame.hosted(setting, by, code)
            yield attrs.evolve(hosted, inside=lambda a: 2 in a.found and 2 not in a.excused)

    def why(self, world: World, item: Item, day: datetime.date | None) -> str | None:
        one, two = item.key.split("/")
        guidance = world.tables["guidance_facts.Guidance"].keys
        if two == "76000" or (one in guidance and two in guidance):
            return None
        by, code = (one, two) if one in guidance else (two, one)
        if world.ever("guidance_facts.Complete", code):
            return "a complete code: never a host, and its rule stands without the pair"
        return self._no_host(world, by, code)

    def why_beside(self, world: World, item: Item) -> str | None:
        one, two = item.key.split("/")
        guidance = world.tables["guidance_facts.Guidance"].keys
        by, code = (one, two) if one in guidance else (two, one)
        if world.ever(self.table, f"{two}/{one}"):
            return "NCCI has the pair the other way round"
        if world.ever("guidance_facts.Complete", code):
            return "a complete code: never a host"
        return self._no_host(world, by, code)

    def _no_host(self, world: World, by: str, code: str) -> str | None:
        if frame_of(world, by) is None:
            return f"no list bars {by} from any procedure"
        if not (vascular_like(code) if by in _VASCULAR else procedure_like(code)):
            return "its class of code is never taken for the procedure guided (rulebook 0.3 c)"
        return None

    def beside(self, world: World, item: Item) -> Iterator[Item]:
        one, two = item.key.split("/")
        if one in world.tables["guidance_facts.Guidance"].keys:
            for near in neighbours(two, world.listed(self.table, f"{one}/*")):
                yield attrs.evolve(item, key=f"{one}/{near}")
        else:
            for near in neighbours(one, world.listed(self.table, f"*/{two}")):
                yield attrs.evolve(item, key=f"{near}/{two}")


def _indicator(fact: object, setting: str) -> int:
    hospital: int | None = getattr(fact, "hospital_indicator", None)
    if setting == "hospital" and hospital is not None:
        return hospital
    indicator: int = getattr(fact, "indicator")  # noqa: B009 - a plugin's shape, unknown here
    return indicator


def _with_pair(key: str, indicator: int) -> Callable[[Answer], bool]:
    def inside(answer: Answer) -> bool:
        return (answer.evidence(2, "ncci_pair"), answer.evidence(2, "modifier_indicator")) == (
            key,
            indicator,
        )

    return inside


EXAMPLES = (PairExample(),)
