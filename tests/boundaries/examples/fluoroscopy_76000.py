# ruff: noqa: ARG002 - every example takes what any of them needs
"""
Examples of what is known of 76000: what allows it, its status, what is more specific.
"""

import datetime
from collections.abc import Iterable, Iterator

from boundaries.examples.base import Example, Item, Probe
from boundaries.world import Line, World

SEPARATE = "fluoroscopy_76000.separate_procedure"
STATUS = "fluoroscopy_76000.opps_status"
ALONE = "guidance_reporting.guidance_alone"
FLUOROSCOPY = "76000"

# A procedure that NCCI does not pair with 76000: alone with it, a physician's review.
_UNPAIRED = "55873"


class AllowedExample(Example):
    """
    A procedure whose own note sends its fluoroscopy to 76000.
    """

    table = "fluoroscopy_76000.Allowed"

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        lines = (Line(item.key), Line(FLUOROSCOPY))
        yield Probe("physician", lines, SEPARATE, lambda answer: answer.silent)


class SpecificExample(Example):
    """
    The specific fluoroscopy code of a procedure, suggested in place of 76000.
    """

    table = "fluoroscopy_76000.Specific"
    asked = ("guidance",)

    def items(self, world: World, key: str) -> Iterator[Item]:
        history = world.tables[self.table].history(key)
        for code in sorted({fact.guidance for fact in history}):
            yield Item(key, code, lambda fact, c=code: fact.guidance == c)

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        for setting in ("physician", "opps"):
            lines = (Line(item.key), Line(FLUOROSCOPY))
            yield Probe(setting, lines, SEPARATE, lambda answer: item.of in answer.suggested(2))

    def why(self, world: World, item: Item, day: datetime.date | None) -> str | None:
        if world.ever("fluoroscopy_76000.Allowed", item.key):
            return "its own note allows 76000"
        return None


class ComprehensiveExample(Example):
    """
    A service whose comprehensive APC packages 76000.
    """

    table = "fluoroscopy_76000.Comprehensive"
    asked = ("indicator",)

    def items(self, world: World, key: str) -> Iterator[Item]:
        history = world.tables[self.table].history(key)
        for indicator in sorted({fact.indicator for fact in history}):
            yield Item(key, indicator, lambda fact, i=indicator: fact.indicator == i)

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        expected = f"{item.key} {item.of}"
        lines = (Line(FLUOROSCOPY), Line(item.key))
        yield Probe(
            "opps",
            lines,
            STATUS,
            lambda answer: answer.evidence(1, "comprehensive") == expected,
        )


class StatusExample(Example):
    """
    A code's status indicator under OPPS.
    """

    table = "guidance_facts.OppsStatus"
    asked = ("indicator", "apc", "accompanies")

    def items(self, world: World, key: str) -> Iterator[Item]:
        for fact in world.tables[self.table].history(key):
            yield Item(
                key,
                f"{fact.indicator} {fact.apc or ''}".rstrip(),
                lambda f, i=fact.indicator, a=fact.apc: (f.indicator, f.apc) == (i, a),
            )
            if fact.accompanies:
                yield Item(key, "accompanies", lambda f: f.accompanies)

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        if item.key == FLUOROSCOPY:
            indicator, _, apc = item.of.partition(" ")
            yield Probe(
                "opps",
                (Line(item.key),),
                STATUS,
                lambda answer: (
                    (answer.evidence(1, "status_indicator"), answer.evidence(1, "apc"))
                    == (indicator, apc)
                ),
            )
        if item.of == "N":
            # Beside guidance that is packaged: the claim is rejected if this is too.
            beside = "77012" if item.key == "76942" else "76942"
            yield Probe(
                "opps",
                (Line(beside), Line(item.key)),
                ALONE,
                lambda answer: answer.evidence(1, "status_indicator") == "N",
                # Where the status is not known, only a procedure beside it is asked for.
                lacks=False,
            )
        if item.of == "accompanies":
            # … and of the two only the guidance is found.
            yield Probe(
                "opps",
                (Line("76942"), Line(item.key)),
                ALONE,
                lambda answer: (
                    answer.evidence(1, "status_indicator") == "N" and 2 not in answer.found
                ),
                lacks=False,
            )

    def why(self, world: World, item: Item, day: datetime.date | None) -> str | None:
        if item.key != FLUOROSCOPY and item.of != "N":
            return "of other codes only N is asked for: all packaged (rulebook 0.5.12)"
        return None

    def beside(self, world: World, item: Item) -> Iterator[Item]:
        if item.of == "N":
            yield from super().beside(world, item)


EXAMPLES = (AllowedExample(), SpecificExample(), ComprehensiveExample(), StatusExample())
