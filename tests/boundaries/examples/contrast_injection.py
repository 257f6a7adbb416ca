# ruff: noqa: ARG002 - every example takes what any of them needs
"""
Examples of injections beside fluoroscopic guidance, and of what explains them.
"""

from collections.abc import Iterable, Iterator

from boundaries.examples.base import Example, Item, Probe
from boundaries.world import Line, World

APART = "contrast_injection.injection_billed_apart"

# A procedure that the note names, one that it does not, and a drug with a reason.
_LISTED, _UNLISTED, _DRUG = "62282", "20610", "J1885"


class InjectionExample(Example):
    """
    An injection code that stands for the contrast, and whether that is published.
    """

    table = "contrast_injection.Injection"

    def items(self, world: World, key: str) -> Iterator[Item]:
        yield Item(key)
        for fact in world.tables[self.table].history(key):
            denies = fact.source.trust == "published"
            yield Item(
                key,
                "deny" if denies else "review",
                lambda f, d=denies: (f.source.trust == "published") is d,
            )

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        lines = (Line(_LISTED), Line("77003"), Line(item.key))
        yield Probe(
            "physician",
            lines,
            APART,
            lambda a: a.disposition(3) == item.of if item.of else 3 in a.found,
        )


class ListedExample(Example):
    """
    A procedure that the note names: only beside it is the injection denied.
    """

    table = "contrast_injection.Listed"

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        for setting in ("physician", "opps"):
            lines = (Line(item.key), Line("77003"), Line("96372"))
            yield Probe(setting, lines, APART, lambda a: a.disposition(3) == "deny")


class PairedExample(Example):
    """
    A procedure beside which NCCI asks for a modifier on an injection that is explained.
    """

    table = "contrast_injection.Paired"
    asked = ("injections",)

    def items(self, world: World, key: str) -> Iterator[Item]:
        history = world.tables[self.table].history(key)
        for code in sorted({each for fact in history for each in fact.injections}):
            yield Item(key, code, lambda fact, c=code: c in fact.injections)

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        lines = (Line(item.key), Line("77002"), Line(item.of), Line(_DRUG))
        for setting in ("physician", "opps"):
            yield Probe(setting, lines, APART, lambda a: a.disposition(3) == "info")


class DrugExample(Example):
    """
    What a drug code names, as the injection's finding tells it.
    """

    table = "contrast_injection.Drug"
    asked = ("substance",)

    def items(self, world: World, key: str) -> Iterator[Item]:
        for fact in world.tables[self.table].history(key):
            yield Item(key, str(fact.substance), lambda f, s=fact.substance: f.substance == s)

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        lines = (Line(_UNLISTED), Line("77002"), Line("96372"), Line(item.key))
        told = "line 4 unknown" if item.of == "unknown" else f"{item.key} {item.of}"
        yield Probe("physician", lines, APART, lambda a: told in (a.evidence(3, "drugs") or ()))

    def why_beside(self, world: World, item: Item) -> str | None:
        if item.of == "therapeutic":
            return "a class of codes of drugs by injection"
        if item.of == "unknown":
            return "a class of codes that name no drug"
        if item.of == "other_way":
            return "a class of codes of vaccines"
        return None


EXAMPLES = (InjectionExample(), ListedExample(), PairedExample(), DrugExample())
