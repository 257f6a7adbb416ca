# ruff: noqa: ARG002 - every example takes what any of them needs
"""
Examples of how guidance is reported: units, procedures, components, facility codes.
"""

import datetime
from collections.abc import Iterable, Iterator
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from boundaries.examples.base import Example, Item, Probe
from boundaries.world import Line, World

from cleanclaim import Documentation, Imaging

UNITS = "guidance_reporting.units_exceed_day"
ALONE = "guidance_reporting.guidance_alone"
COMPONENT = "guidance_reporting.component_modifier"
RECODE = "guidance_reporting.facility_recode"
RECORD = "guidance_reporting.imaging_record"


class UnitsExample(Example):
    """
    A medically unlikely edit: one unit more is too many.
    """

    table = "guidance_reporting.UnlikelyUnits"
    asked = ("units", "indicator")

    def items(self, world: World, key: str) -> Iterator[Item]:
        for fact in world.tables[self.table].history(key):
            yield Item(
                key,
                f"{fact.units} {fact.indicator}",
                lambda f, o=fact: (f.units, f.indicator) == (o.units, o.indicator),
            )

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        most, indicator = map(int, item.of.split())
        rule = world.ever("guidance_reporting.OneUnit", item.key)
        for setting in ("physician", "opps"):
            yield Probe(
                setting,
                (Line(item.key, more={"units": Decimal(most + 1)}),),
                UNITS,
                lambda a: (
                    (a.evidence(1, "mue"), a.evidence(1, "adjudication_indicator"))
                    == (most, indicator)
                ),
                # Before the table the coding rule must do, where there is one.
                lacks=not rule,
            )


class OneUnitExample(Example):
    """
    What one unit of a guidance code stands for.
    """

    table = "guidance_reporting.OneUnit"
    asked = ("per",)

    def items(self, world: World, key: str) -> Iterator[Item]:
        for fact in world.tables[self.table].history(key):
            yield Item(key, str(fact.per), lambda f, p=fact.per: f.per == p)

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        lines = (Line(item.key, more={"units": Decimal(2)}),)
        yield Probe("physician", lines, UNITS, lambda a: a.evidence(1, "per") == item.of)


class NeedsProcedureExample(Example):
    """
    Guidance that wants a procedure beside it.
    """

    table = "guidance_reporting.NeedsProcedure"
    asked = ("guides",)

    def items(self, world: World, key: str) -> Iterator[Item]:
        for fact in world.tables[self.table].history(key):
            yield Item(key, fact.guides, lambda f, g=fact.guides: f.guides == g)

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        yield Probe(
            "physician",
            (Line(item.key),),
            ALONE,
            lambda a: 1 in a.found and item.of in a.found[1].message,
        )


class ComponentExample(Example):
    """
    A code that divides into 26 and TC, and whether a contractor prices it.
    """

    table = "guidance_reporting.Component"
    asked = ("indicator", "carrier_priced")

    def items(self, world: World, key: str) -> Iterator[Item]:
        history = world.tables[self.table].history(key)
        yield Item(key, "divides", lambda fact: fact.indicator == 1)
        if any(fact.carrier_priced for fact in history):
            yield Item(key, "carrier", lambda fact: fact.carrier_priced)

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        lines = (Line(item.key, more={"place_of_service": "22"}),)
        priced = item.of == "carrier"
        yield Probe(
            "physician",
            lines,
            COMPONENT,
            lambda a: 1 in a.found and (not priced or "national price" in a.found[1].message),
        )


class PlaceExample(Example):
    """
    A place of service: a facility, where 26 is wanted, or none, where it is told.
    """

    table = "guidance_reporting.Place"
    asked = ("facility",)

    def items(self, world: World, key: str) -> Iterator[Item]:
        for fact in world.tables[self.table].history(key):
            yield Item(
                key,
                "facility" if fact.facility else "practice",
                lambda f, o=fact: f.facility is o.facility,
            )

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        facility = item.of == "facility"
        modifiers = () if facility else ("26",)
        lines = (Line("76942", modifiers, more={"place_of_service": item.key}),)
        expected = "review" if facility else "info"
        yield Probe("physician", lines, COMPONENT, lambda a: a.disposition(1) == expected)


class NotRecognizedExample(Example):
    """
    A code that OPPS does not recognize, and what is reported instead.
    """

    table = "guidance_reporting.NotRecognized"
    asked = ("indicator", "instead", "apc", "unless")
    unread = MappingProxyType({"when": "a word of a suggestion"})

    def items(self, world: World, key: str) -> Iterator[Item]:
        for fact in world.tables[self.table].history(key):
            yield Item(key, fact.indicator, lambda f, i=fact.indicator: f.indicator == i)
            if fact.instead is not None:
                yield Item(
                    key,
                    f"instead {fact.instead} {fact.apc}",
                    lambda f, o=fact: (f.instead, f.apc) == (o.instead, o.apc),
                )
            for modifier in sorted(fact.unless):
                yield Item(key, f"unless {modifier}", lambda f, m=modifier: m in f.unless)

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        said, _, rest = item.of.partition(" ")
        if said == "unless":
            lines = (Line(item.key, (rest,)),)
            yield Probe("opps", lines, RECODE, lambda a: not a.lacks and 1 not in a.found)
            return
        if said == "instead":
            yield Probe(
                "opps",
                (Line(item.key),),
                RECODE,
                lambda a: (
                    (a.evidence(1, "instead"), a.evidence(1, "instead_apc")) == (*rest.split(),)
                ),
            )
            return
        yield Probe(
            "opps",
            (Line(item.key),),
            RECODE,
            lambda a: a.evidence(1, "status_indicator") == item.of,
        )

    def why(self, world: World, item: Item, day: datetime.date | None) -> str | None:
        if item.of.startswith("unless"):
            return "after the code's end nothing is found, with the modifier or without"
        return None

    def beside(self, world: World, item: Item) -> Iterator[Item]:
        if not item.of.startswith("unless"):
            yield from super().beside(world, item)


class RecordExample(Example):
    """
    What the record must show for a code.
    """

    table = "guidance_reporting.Record"
    asked = ("needs", "defined", "localizes")

    def items(self, world: World, key: str) -> Iterator[Item]:
        for fact in world.tables[self.table].history(key):
            for need in fact.needs:
                yield Item(key, f"needs {need}", lambda f, n=need: n in f.needs)
            if fact.defined:
                yield Item(key, "defined", lambda f: f.defined)
            if fact.localizes:
                yield Item(key, "localizes", lambda f: f.localizes)
            if not fact.needs:
                yield Item(key, "tracking")

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        said, _, need = item.of.partition(" ")
        code = {"guidance": "77012", "tracking": "76942"}.get(item.key, item.key)
        if said == "localizes":
            yield Probe(
                "physician",
                (Line(code),),
                RECORD,
                lambda a: 1 in a.found and "tracking" in a.found[1].message,
            )
            return
        if said == "tracking":
            told = Documentation(line=1, modality=Imaging.TRACKING)
            inside = lambda a: a.disposition(1) == "deny"  # noqa: E731
        else:
            denied: dict[str, Any] = {need or "image_recorded": False}
            told = Documentation(line=1, **denied)
            inside = lambda a: (  # noqa: E731
                need in (a.evidence(1, "denied") or ()) if need else a.disposition(1) == "deny"
            )
        yield Probe("physician", (Line(code),), RECORD, inside, {"documentation": (told,)})

    def beside(self, world: World, item: Item) -> Iterator[Item]:
        if item.key[0].isdigit():
            yield from super().beside(world, item)

    def why_beside(self, world: World, item: Item) -> str | None:
        if world.ever("guidance_facts.Guidance", item.key):
            return "a guidance code without a row of its own: the row for all of them holds"
        return None


EXAMPLES = (
    UnitsExample(),
    OneUnitExample(),
    NeedsProcedureExample(),
    ComponentExample(),
    PlaceExample(),
    NotRecognizedExample(),
    RecordExample(),
)
