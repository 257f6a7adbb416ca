# ruff: noqa: ARG002 - every example takes what any of them needs
"""
Examples of what guidance is not reported with, and of what is part of it.
"""

import datetime
from collections.abc import Iterable, Iterator

from boundaries.examples.base import Example, Item, Probe
from boundaries.examples.frames import EXCLUDED
from boundaries.world import Line, World


class ExcludedExample(Example):
    """
    A procedure on a guidance code's list: the row, how it is said, and how strongly.
    """

    table = "modality_exclusions.Excluded"
    asked = ("printed", "imaging", "disposition")

    def items(self, world: World, key: str) -> Iterator[Item]:
        yield Item(key)
        history = world.tables[self.table].history(key)
        if any(fact.printed for fact in history):
            yield Item(key, "printed", lambda fact: fact.printed)
        if any(fact.imaging for fact in history):
            yield Item(key, "imaging", lambda fact: fact.imaging)
        for disposition in {fact.disposition for fact in history} - {None}:
            yield Item(key, str(disposition), lambda fact, d=disposition: fact.disposition == d)

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        guidance, procedure = item.key.split("/")
        lines = (Line(procedure), Line(guidance))
        expected = {
            "": lambda answer: 2 in answer.found,
            "printed": lambda answer: answer.evidence(2, "printed_in_note") is True,
            "imaging": lambda answer: (
                2 in answer.found and "specific imaging code" in answer.found[2].message
            ),
        }
        inside = expected.get(item.of, lambda answer: answer.disposition(2) == item.of)
        for setting in ("physician", "opps"):
            yield Probe(setting, lines, EXCLUDED, inside)

    def why(self, world: World, item: Item, day: datetime.date | None) -> str | None:
        procedure = item.key.partition("/")[2]
        history = world.tables[self.table].history(item.key)
        if procedure in world.tables["guidance_facts.Guidance"].keys and not any(
            fact.printed for fact in history
        ):
            return "two guidance codes: several_modalities has them (rulebook 8.2)"
        return None

    def beside(self, world: World, item: Item) -> Iterator[Item]:
        if not item.of:
            yield from super().beside(world, item)


class CoveredExample(Example):
    """
    A code whose service is part of a guidance code.
    """

    table = "modality_exclusions.Covered"

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        guidance, part = item.key.split("/")
        for setting in ("physician", "opps"):
            lines = (Line(part), Line(guidance))
            yield Probe(setting, lines, EXCLUDED, lambda answer: 1 in answer.found)


EXAMPLES = (ExcludedExample(), CoveredExample())
