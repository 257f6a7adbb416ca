# ruff: noqa: ARG002 - every example takes what any of them needs
"""
Examples of the shared tables: complete codes, NCCI's pairs, hosts, specialties.
"""

import datetime
from collections.abc import Iterable, Iterator
from types import MappingProxyType

from boundaries.days import ONE_DAY
from boundaries.examples.base import Example, Item, Probe
from boundaries.examples.frames import (
    EXCLUDED,
    INCLUDED,
    ORTHOPEDICS,
    OTHER_NPI,
    RADIOLOGY,
    frame_of,
)
from boundaries.world import Line, World

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


class CompleteExample(Example):
    """
    A complete code: what it includes, whether it decides the modality, what is reported
    instead, and whether its source may deny.
    """

    table = "guidance_facts.Complete"
    asked = ("includes", "decides", "instead", "level")
    unread = MappingProxyType(
        {"performed": "only implied is asked for; whether guidance is required is told, not judged"}
    )

    def items(self, world: World, key: str) -> Iterator[Item]:
        history = world.tables[self.table].history(key)
        for modality in sorted({each for fact in history for each in fact.includes}):
            yield Item(key, f"includes {modality}", lambda fact, m=modality: m in fact.includes)
        if any(fact.decides for fact in history):
            yield Item(key, "decides", lambda fact: fact.decides)
        for said in sorted(
            {(m, codes, fact.level) for fact in history for m, codes in fact.instead.items()},
            key=str,
        ):
            modality, codes, level = said
            yield Item(
                key,
                f"instead {modality} {' '.join(_of_level(codes, level, modality))}",
                lambda fact, m=modality, c=codes: fact.instead.get(m) == c,
            )
        yield Item(key, "may deny", lambda fact: fact.source.trust == "published")

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        said, _, rest = item.of.partition(" ")
        if said == "includes":
            # Another specialty's guidance: the code includes it whoever did it, while
            # NCCI's pairs look at one practitioner only.
            for guidance in _GUIDANCE.get(rest, ()):
                lines = (
                    Line(item.key, taxonomy=ORTHOPEDICS),
                    Line(guidance, taxonomy=RADIOLOGY, npi=OTHER_NPI),
                )
                yield Probe("physician", lines, INCLUDED, lambda answer: 2 in answer.found)
        elif said == "decides":
            for guidance in _NEEDLE.values():
                lines = (Line(item.key), Line(guidance))
                yield Probe("physician", lines, WRONG, lambda answer: 1 in answer.found)
        elif said == "instead":
            modality, *codes = rest.split()
            used = [modality] if modality in _NEEDLE else [*_NEEDLE] if modality == "none" else []
            for billed in map(_NEEDLE.__getitem__, used):
                yield Probe(
                    "physician",
                    (Line(item.key), Line(billed)),
                    WRONG,
                    lambda answer, c=frozenset(codes): c <= {*answer.suggested(1)},
                )
        else:
            for guidance in ("76942", "77002", "77012", "77021", "76000", "76998"):
                lines = (Line(item.key), Line(guidance))
                yield Probe(
                    "physician", lines, INCLUDED, lambda answer: answer.disposition(2) == "deny"
                )

    def why(self, world: World, item: Item, day: datetime.date | None) -> str | None:
        table = world.tables[self.table]
        history = table.history(item.key)
        said, _, rest = item.of.partition(" ")
        modality = rest.partition(" ")[0]
        if any(fact.performed == "implied" for fact in history):
            return "the code names no guidance itself (rulebook 0.5.5)"
        if modality in ("stereotactic", "mammography"):
            return f"no guidance code reports {modality} apart"
        if said == "instead" and not any(fact.decides for fact in history):
            return "the code does not decide the modality, so nothing is suggested instead"
        before = table.on(item.key, day - ONE_DAY) if day and day > table.known_from else None
        if said == "includes" and before is not None and "any" in before.includes:
            return "until then it included any guidance"
        return None

    def beside(self, world: World, item: Item) -> Iterator[Item]:
        if item.of != "may deny":
            yield from super().beside(world, item)


def _of_level(codes: tuple[str, ...], level: int | None, modality: str) -> tuple[str, ...]:
    """
    The codes that a family's member of this level suggests, without what goes beside.
    """
    chosen = codes
    if level is not None and modality != "none" and len(codes) >= max(level, 2):
        chosen = (codes[level - 1],)
    return tuple(code.partition("+")[0] for code in chosen)


class ReportableExample(Example):
    """
    Guidance known to be reported apart beside a procedure: the other side's host.
    """

    table = "guidance_facts.SeparatelyReportable"
    asked = ("guidance",)

    def items(self, world: World, key: str) -> Iterator[Item]:
        history = world.tables[self.table].history(key)
        for code in sorted({each for fact in history for each in fact.guidance}):
            yield Item(key, code, lambda fact, c=code: c in fact.guidance)

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        frame = frame_of(world, item.of)
        if frame is not None:
            yield frame.sided("physician", item.of, item.key)
            yield frame.sided("opps", item.of, item.key)

    def why(self, world: World, item: Item, day: datetime.date | None) -> str | None:
        if frame_of(world, item.of) is None:
            return f"no list bars {item.of} from any procedure"
        return None


class SpecialtyExample(Example):
    """
    A taxonomy's specialty: two of one specialty are one practitioner.
    """

    table = "guidance_facts.Specialty"
    asked = ("specialty", "also")

    def items(self, world: World, key: str) -> Iterator[Item]:
        for fact in world.tables[self.table].history(key):
            yield Item(key, fact.specialty, lambda f, s=fact.specialty: f.specialty == s)
            for other in sorted(fact.also):
                yield Item(key, f"also {other}", lambda fact, o=other: o in fact.also)

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        table = world.tables[self.table]
        wanted = item.of.rpartition(" ")[2]
        also = item.of.startswith("also")
        mine = table.history(item.key)
        shared = {fact.specialty for fact in mine} | {o for fact in mine for o in fact.also}
        for partner in sorted(table.keys - {item.key}):
            (fact,) = table.history(partner)
            if fact.specialty == wanted:
                expected = "review" if also else "deny"
                yield _apart(item.key, partner, expected)
                return
        for partner in (RADIOLOGY, ORTHOPEDICS):
            if not also and shared.isdisjoint({table.history(partner)[0].specialty}):
                # The only one of its specialty: known to be another than radiology.
                yield _apart(item.key, partner, None)
                return

    def beside(self, world: World, item: Item) -> Iterator[Item]:
        # An unknown taxonomy is a review, as one that is shared only through "also".
        if not item.of.startswith("also"):
            yield from super().beside(world, item)

    def why(self, world: World, item: Item, day: datetime.date | None) -> str | None:
        if day is None:
            return "CMS lists no other taxonomy of that specialty as its first"
        return None


def _apart(one: str, other: str, expected: str | None) -> Probe:
    lines = (Line("64493", taxonomy=one), Line("76942", taxonomy=other, npi=OTHER_NPI))
    return Probe(
        "physician",
        lines,
        EXCLUDED,
        lambda answer: not answer.lacks and answer.disposition(2) == expected,
    )


class GuidanceExample(Example):
    """
    A guidance code: its modality, and whether it is for vessels.
    """

    table = "guidance_facts.Guidance"
    asked = ("modality", "use")
    unread = MappingProxyType({"label": "a word of a message"})

    def items(self, world: World, key: str) -> Iterator[Item]:
        for fact in world.tables[self.table].history(key):
            yield Item(key, str(fact.modality), lambda f, m=fact.modality: f.modality == m)
            if fact.use == "vascular":
                yield Item(key, "vascular", lambda f: f.use == "vascular")

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        if item.of == "vascular":
            # A vessel's code is its host, and a joint's is not.
            frame = frame_of(world, item.key)
            if frame is not None:
                yield frame.hosted("physician", item.key, "36556")
            return
        complete = world.tables["guidance_facts.Complete"]
        for code in sorted(complete.keys):
            (first, *later) = complete.history(code)
            if not later and complete.ends(code) is None and {*first.includes} == {item.of}:
                lines = (
                    Line(code, taxonomy=ORTHOPEDICS),
                    Line(item.key, taxonomy=RADIOLOGY, npi=OTHER_NPI),
                )
                yield Probe("physician", lines, INCLUDED, lambda answer: 2 in answer.found)
                return

    def why(self, world: World, item: Item, day: datetime.date | None) -> str | None:
        return "no complete code's list names it, and no edit asks for its dates (rulebook 1)"

    def beside(self, world: World, item: Item) -> Iterator[Item]:
        if item.of != "vascular":
            yield from super().beside(world, item)


EXAMPLES = (
    CompleteExample(),
    ReportableExample(),
    SpecialtyExample(),
    GuidanceExample(),
)
