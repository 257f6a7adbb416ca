# ruff: noqa: ARG002 - every example takes what any of them needs
"""
Examples of add-on codes and their primaries.
"""

import datetime
from collections.abc import Iterable, Iterator
from types import MappingProxyType

import attrs
from boundaries.days import neighbours
from boundaries.examples.base import Example, Item, Probe
from boundaries.world import Answer, Line, World

MISSING = "add_on_primaries.primary_missing"


class AddOnExample(Example):
    """
    An add-on code, by its type.
    """

    table = "add_on_primaries.AddOn"
    asked = ("type",)

    def items(self, world: World, key: str) -> Iterator[Item]:
        for kind in sorted({fact.type for fact in world.tables[self.table].history(key)}):
            yield Item(key, str(kind), lambda fact, k=kind: fact.type == k)

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        kind = int(item.of)
        yield Probe(
            "physician",
            (Line(item.key),),
            MISSING,
            lambda answer: answer.evidence(1, "add_on_type") == kind,
        )
        # On a professional revenue code the editor looks at every type II add-on.
        lines = (Line(item.key, more={"revenue_code": "0960"}),)
        yield Probe("cah", lines, MISSING, lambda answer: answer.evidence(1, "add_on_type") == kind)


class PrimaryExample(Example):
    """
    A primary that CMS lists for a type I add-on: beside it there is nothing to find.
    """

    table = "add_on_primaries.Primary"
    unread = MappingProxyType({"type": "the add-on's own type is asked for"})

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        add_on, primary = item.key.split("/")
        for setting in ("physician", "non_opps"):
            lines = (Line(primary), Line(add_on))
            yield Probe(setting, lines, MISSING, lambda answer: _cured(answer, 2))

    def why(self, world: World, item: Item, day: datetime.date | None) -> str | None:
        add_on = item.key.partition("/")[0]
        (first, *_) = world.tables["add_on_primaries.AddOn"].history(add_on)
        if day is not None and day <= first.since:
            return "before the add-on's own first day there is nothing to find"
        return None


class CandidatesExample(Example):
    """
    A procedure that a type II add-on plausibly accompanies.
    """

    table = "add_on_primaries.Candidates"
    asked = ("candidates",)

    def items(self, world: World, key: str) -> Iterator[Item]:
        history = world.tables[self.table].history(key)
        for code in sorted({each for fact in history for each in fact.candidates}):
            yield Item(key, code, lambda fact, c=code: c in fact.candidates)
        if not any(fact.candidates for fact in history):
            yield Item(key, "none", lambda fact: not fact.candidates)

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        if item.of == "none":
            yield Probe("physician", (Line(item.key),), MISSING, lambda answer: _cured(answer, 1))
            return
        lines = (Line(item.of), Line(item.key))
        yield Probe("physician", lines, MISSING, lambda answer: _cured(answer, 2))

    def beside(self, world: World, item: Item) -> Iterator[Item]:
        history = world.tables[self.table].history(item.key)
        listed = {code for fact in history for code in fact.candidates}
        for near in neighbours(item.of, listed):
            yield attrs.evolve(item, of=near)


def _cured(answer: Answer, line: int) -> bool:
    return not answer.lacks and line not in answer.found


EXAMPLES = (AddOnExample(), PrimaryExample(), CandidatesExample())
