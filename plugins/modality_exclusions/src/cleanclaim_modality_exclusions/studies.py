"""
Diagnostic studies beside guidance, and the region of the body of each.
"""

import datetime
import enum
from collections.abc import Iterable, Iterator, Mapping
from typing import Self

import attrs

from cleanclaim import Fact, Facts, ServiceLine, Table
from cleanclaim_guidance_facts.codes import Modality
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.modifiers import ANATOMIC
from cleanclaim_guidance_facts.pairs import Pair, partners


@attrs.frozen(kw_only=True)
class Study(Fact):
    """
    A diagnostic study, and the regions that it images: all of them, or one of them
    (``either``). Without a region the code tells none.
    """

    modality: Modality
    regions: frozenset[str] = frozenset()
    either: bool = False


@attrs.frozen(kw_only=True)
class Region(Fact):
    """
    Where the procedures of a range of codes are done, one of these; the key is
    ``first/last``.
    """

    regions: frozenset[str] = frozenset()


@attrs.frozen(kw_only=True)
class SameRegion(Fact):
    """
    A guidance code beside which a study of the same region, by this modality, is not
    reported; ``unpaired``: not even where NCCI has no pair.
    """

    modality: Modality
    unpaired: bool = False


@attrs.frozen(kw_only=True)
class Contained(Pair):
    """
    NCCI's pair of a procedure that contains its imaging with a diagnostic study.
    """


class Relation(enum.Enum):
    """
    How the region of a study stands to that of a procedure.
    """

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@attrs.frozen
class Studies:
    """
    The tables of this topic, ready to be asked. ``partners`` are, for each code that may
    be found, those that it is found beside.
    """

    studies: Table[Study]
    regions: Table[Region]
    rules: Table[SameRegion]
    contained: Table[Contained]
    partners: Mapping[str, frozenset[str]]
    _ranges: tuple[tuple[range, str], ...] = attrs.field(repr=False)  # the narrowest first

    @classmethod
    def of(cls, facts: Facts, knowledge: Knowledge) -> Self:
        """
        The tables within the plugin's reach.
        """
        studies, rules = facts.table(Study), facts.table(SameRegion)
        regions, contained = facts.table(Region), facts.table(Contained)
        keys = {*_barred(knowledge, studies, rules), *contained.keys}
        ranges = [(_range(key), key) for key in regions.keys]
        return cls(
            studies,
            regions,
            rules,
            contained,
            partners(keys, backwards=True),
            tuple(sorted(ranges, key=lambda each: (len(each[0]), each[1]))),
        )

    def relation(
        self, study: ServiceLine, procedures: Iterable[ServiceLine], day: datetime.date
    ) -> Relation:
        """
        How a study's region stands to that of the procedures: the same as each one's,
        different from each one's, or unknown.
        """
        relations = {self._relation(study, procedure, day) for procedure in procedures}
        return relations.pop() if len(relations) == 1 else Relation.UNKNOWN

    def _relation(self, line: ServiceLine, procedure: ServiceLine, day: datetime.date) -> Relation:
        here, there = (ANATOMIC.intersection(one.modifiers) for one in (line, procedure))
        if here and there and here.isdisjoint(there):
            return Relation.DIFFERENT
        study = self.studies.on(line.procedure or "", day)
        where = self._where(procedure.procedure or "", day)
        if study is None or not study.regions or not where:
            return Relation.UNKNOWN
        if where.isdisjoint(study.regions):
            return Relation.DIFFERENT
        return Relation.SAME if where <= study.regions and not study.either else Relation.UNKNOWN

    def _where(self, code: str, day: datetime.date) -> frozenset[str]:
        if not code.isdigit():
            return frozenset()
        for codes, key in self._ranges:
            if int(code) in codes:
                fact = self.regions.on(key, day)
                return fact.regions if fact is not None else frozenset()
        return frozenset()


def _range(key: str) -> range:
    first, _, last = key.partition("/")
    return range(int(first), int(last) + 1)


def _barred(knowledge: Knowledge, studies: Table[Study], rules: Table[SameRegion]) -> Iterator[str]:
    """
    Keys of a study and a guidance code of one modality; what is found comes last.
    """
    for guidance in rules.keys:
        modalities = {rule.modality for rule in rules.history(guidance)}
        unpaired = any(rule.unpaired for rule in rules.history(guidance))
        for study in studies.keys:
            if modalities.isdisjoint(fact.modality for fact in studies.history(study)):
                continue
            keys = {f"{study}/{guidance}", f"{guidance}/{study}"} & knowledge.pairs.keys
            yield from keys or ({f"{study}/{guidance}"} if unpaired else ())
