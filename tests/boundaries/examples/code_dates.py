# ruff: noqa: ARG002 - every example takes what any of them needs
"""
Examples of the lives of codes, and of what is reported in their place.
"""

import datetime
from collections.abc import Iterable, Iterator
from types import MappingProxyType

from boundaries.examples.base import Example, Item, Probe
from boundaries.world import Line, World

NOT_VALID = "code_dates.not_valid_on_date"


class LifeExample(Example):
    """
    A code's life: on its days there is nothing to find, and outside them there is.
    """

    table = "code_dates.Life"
    unread = MappingProxyType(
        {"born": "whether a day before it is found or only lacking: both are outside the life"}
    )
    outside = True

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        for setting in ("physician", "opps"):
            yield Probe(
                setting, (Line(item.key),), NOT_VALID, lambda a: not a.found and not a.lacks
            )


class InsteadExample(Example):
    """
    What is reported in place of a code, on the days outside its life.
    """

    table = "code_dates.Instead"
    asked = ("consider", "includes", "dropped", "caution")

    def items(self, world: World, key: str) -> Iterator[Item]:
        for fact in world.tables[self.table].history(key):
            said = " ".join(fact.codes) or ("dropped" if fact.dropped else "caution")
            yield Item(key, said, lambda f, o=fact: (f.codes, f.dropped) == (o.codes, o.dropped))
            for guidance in sorted(fact.includes):
                yield Item(key, f"includes {guidance}", lambda f, g=guidance: g in f.includes)

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        lines: tuple[Line, ...] = (Line(item.key),)
        if item.of.startswith("includes"):
            # That the guidance on the second line goes too.
            guidance = item.of.partition(" ")[2]
            lines = (Line(item.key), Line(guidance))
            inside = lambda a: (  # noqa: E731
                1 in a.found and f"{guidance} on line 2" in a.found[1].remedy
            )
        elif item.of == "caution":
            inside = lambda a: 1 in a.found and ";" in a.found[1].remedy  # noqa: E731
        elif item.of == "dropped":
            inside = lambda a: 1 in a.found and a.found[1].action == "remove"  # noqa: E731
        else:
            inside = lambda a: a.suggested(1) == tuple(item.of.split())  # noqa: E731
        yield Probe("physician", lines, NOT_VALID, inside)

    def why(self, world: World, item: Item, day: datetime.date | None) -> str | None:
        life = world.tables["code_dates.Life"]
        if day is not None and life.on(item.key, day) is not None:
            return "within the code's life nothing is found"
        return None


EXAMPLES = (LifeExample(), InsteadExample())
