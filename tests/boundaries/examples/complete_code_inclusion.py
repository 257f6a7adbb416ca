# ruff: noqa: ARG002 - every example takes what any of them needs
"""
Examples of codes without guidance, and of what general knowledge advises instead.
"""

import datetime
from collections.abc import Iterable, Iterator

import attrs
from boundaries.days import neighbours
from boundaries.examples.base import Example, Item, Probe
from boundaries.world import Line, World

UNGUIDED = "complete_code_inclusion.unguided_code"
WRONG = "complete_code_inclusion.wrong_modality"

_NEEDLE = {"fluoroscopy": "77002", "ultrasound": "76942", "ct": "77012", "mr": "77021"}
_CAUTIONED_BY = {"0213T": "64490", "0214T": "64491", "0215T": "64492"} | {
    "0216T": "64493",
    "0217T": "64494",
    "0218T": "64495",
}


class UnguidedExample(Example):
    """
    A code without guidance: what it bars, and its siblings.
    """

    table = "complete_code_inclusion.Unguided"
    asked = ("barred", "siblings", "condition")

    def items(self, world: World, key: str) -> Iterator[Item]:
        history = world.tables[self.table].history(key)
        for code in sorted({each for fact in history for each in fact.barred}):
            yield Item(key, f"bars {code}", lambda fact, c=code: c in fact.barred)
        for modality, codes in sorted({i for fact in history for i in fact.siblings.items()}):
            yield Item(
                key,
                f"sibling {modality} {' '.join(codes)}",
                lambda fact, m=modality, c=codes: fact.siblings.get(m) == c,
            )
        for condition in sorted({fact.condition for fact in history} - {""}):
            yield Item(key, f"condition {condition}", lambda f, c=condition: f.condition == c)

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        said, code, *rest = item.of.split()
        if said == "bars":
            for setting in ("physician", "opps"):
                lines = (Line(item.key), Line(code))
                yield Probe(setting, lines, UNGUIDED, lambda answer: 2 in answer.found)
        elif said == "sibling":
            for modality in _NEEDLE if code == "any" else [m for m in _NEEDLE if m == code]:
                lines = (Line(item.key), Line(_NEEDLE[modality]))
                yield Probe(
                    "physician",
                    lines,
                    UNGUIDED,
                    lambda answer, c=frozenset(rest): c <= {*answer.suggested(1)},
                )
        else:
            text = item.of.partition(" ")[2]
            for guidance in _NEEDLE.values():
                yield Probe(
                    "physician",
                    (Line(item.key), Line(guidance)),
                    UNGUIDED,
                    lambda answer, t=text: (
                        1 in answer.found and any(t in s.when for s in answer.found[1].suggest)
                    ),
                )

    def why(self, world: World, item: Item, day: datetime.date | None) -> str | None:
        if item.of.startswith("sibling stereotactic"):
            return "no guidance code reports stereotactic apart"
        return None

    def beside(self, world: World, item: Item) -> Iterator[Item]:
        said, code, *_ = item.of.split()
        table = world.tables[self.table]
        if said == "bars":
            yield from super().beside(world, item)
            barred = {each for fact in table.history(item.key) for each in fact.barred}
            for near in neighbours(code, barred):
                yield attrs.evolve(item, of=f"bars {near}")


class SiblingPairExample(Example):
    """
    Both codes of a procedure, with and without guidance, on one day.
    """

    table = "complete_code_inclusion.SiblingPair"
    asked = ("indicator",)

    def items(self, world: World, key: str) -> Iterator[Item]:
        for fact in world.tables[self.table].history(key):
            yield Item(key, str(fact.indicator), lambda f, i=fact.indicator: f.indicator == i)

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        guided, unguided = item.key.split("/")
        yield Probe(
            "physician",
            (Line(unguided), Line(guided)),
            UNGUIDED,
            lambda answer: (
                (answer.evidence(1, "ncci_pair"), answer.evidence(1, "modifier_indicator"))
                == (item.key, int(item.of))
            ),
        )


class AdviceExample(Example):
    """
    What general knowledge advises instead of a code, and what to know of one it names.
    """

    table = "complete_code_inclusion.Advice"
    asked = ("instead", "caution")

    def items(self, world: World, key: str) -> Iterator[Item]:
        history = world.tables[self.table].history(key)
        for modality, codes in sorted({i for fact in history for i in fact.instead.items()}):
            plain = " ".join(code.partition("+")[0] for code in codes)
            yield Item(
                key,
                f"instead {modality} {plain}",
                lambda fact, m=modality, c=codes: fact.instead.get(m) == c,
            )
        for caution in sorted({fact.caution for fact in history} - {""}):
            yield Item(key, f"caution {caution}", lambda fact, c=caution: fact.caution == c)

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        said, _, rest = item.of.partition(" ")
        if said == "caution":
            by = _CAUTIONED_BY.get(item.key)
            if by is not None:
                yield Probe(
                    "physician",
                    (Line(by), Line("76942")),
                    WRONG,
                    lambda answer: (
                        1 in answer.found and any(rest in s.when for s in answer.found[1].suggest)
                    ),
                )
            return
        modality, *codes = rest.split()
        for billed in [_NEEDLE[modality]] if modality in _NEEDLE else ["76942", "77021"]:
            yield Probe(
                "physician",
                (Line(item.key), Line(billed)),
                WRONG,
                lambda answer, c=frozenset(codes): c <= {*answer.suggested(1)},
            )

    def beside(self, world: World, item: Item) -> Iterator[Item]:
        if item.of.startswith("instead"):
            yield from super().beside(world, item)


EXAMPLES = (UnguidedExample(), SiblingPairExample(), AdviceExample())
