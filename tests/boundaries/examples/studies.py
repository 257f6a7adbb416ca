# ruff: noqa: ARG002 - every example takes what any of them needs
"""
Examples of diagnostic studies beside guidance, and of the regions of both.
"""

import datetime
import functools
from collections.abc import Iterable, Iterator
from types import MappingProxyType

from boundaries.examples.base import Example, Item, Probe
from boundaries.examples.frames import frame_of
from boundaries.examples.pairs import PairExample
from boundaries.world import Line, World, claim_of

SAME_REGION = "modality_exclusions.diagnostic_ultrasound_same_region"

_DAY = datetime.date(2025, 3, 3)
_TRIED = 25
_GUIDANCE = {"ultrasound": "76942", "ct": "77012"}


class ContainedExample(PairExample):
    """
    NCCI's pair of a joint injection by ultrasound with a diagnostic study.
    """

    table = "modality_exclusions.Contained"
    asked = ("indicator",)
    unread = MappingProxyType(
        {
            "settings": "the edit asks the row for both kinds of claim",
            "hospital_indicator": "as settings",
            "rationale": "told, not judged",
        }
    )

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        procedure, study = item.key.split("/")
        setting, indicator = item.of.split()
        lines = (Line(procedure), Line(study))
        yield Probe(
            "opps" if setting == "hospital" else "physician",
            lines,
            SAME_REGION,
            lambda a: (
                (a.evidence(2, "ncci_pair"), a.evidence(2, "modifier_indicator"))
                == (item.key, int(indicator))
            ),
        )

    def beside(self, world: World, item: Item) -> Iterator[Item]:
        yield from Example.beside(self, world, item)


@functools.cache
def _hosts(world: World, guidance: str) -> dict[frozenset[str], str]:
    """
    For each region, or set of regions, a procedure there that this guidance may guide.
    """
    found: dict[frozenset[str], str] = {}
    ranges = sorted(world.tables["modality_exclusions.Region"].keys, key=_width)
    for key in ranges:
        where = world.tables["modality_exclusions.Region"].history(key)[0].regions
        if where and where not in found and (code := _host_in(world, guidance, key)):
            found[where] = code
    return found


def _width(key: str) -> tuple[int, str]:
    first, last = key.split("/")
    return int(last) - int(first), key


def _host_in(world: World, guidance: str, key: str) -> str | None:
    """
    A code of a range, and of no narrower one, that this guidance may guide.
    """
    frame = frame_of(world, guidance)
    narrower = [
        range(*_ends(other))
        for other in world.tables["modality_exclusions.Region"].keys
        if _width(other) < _width(key)
    ]
    codes = range(*_ends(key))
    # Of a wide range some will do; most of its numbers are no codes anyway.
    for number in codes[:: max(1, len(codes) // _TRIED)]:
        if frame is None or any(number in codes for codes in narrower):
            continue
        probe = frame.hosted("physician", guidance, f"{number:05}")
        if probe.inside(world.answer(claim_of("physician", _DAY, probe.lines), probe.edit)):
            return f"{number:05}"
    return None


def _ends(key: str) -> tuple[int, int]:
    first, last = key.split("/")
    return int(first), int(last) + 1


class StudyExample(Example):
    """
    A study's regions: guidance of a procedure there is guidance in the study's region.
    """

    table = "modality_exclusions.Study"
    asked = ("modality", "regions", "either")

    def items(self, world: World, key: str) -> Iterator[Item]:
        for fact in world.tables[self.table].history(key):
            if not fact.regions:
                yield Item(key, f"{fact.modality}")
            if fact.regions and fact.modality == "ultrasound":
                yield Item(key, f"{fact.modality} elsewhere", lambda f: bool(f.regions))
            for region in sorted(fact.regions):
                how = "either" if fact.either else "same"
                yield Item(
                    key,
                    f"{fact.modality} {how} {region}",
                    lambda f, r=region, e=fact.either: r in f.regions and f.either is e,
                )

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        modality, *told = item.of.split()
        if told == ["elsewhere"]:
            yield from self._elsewhere(world, item)
        if len(told) < 2:
            return
        how, region = told
        expected = "unknown" if how == "either" else "same"
        for guidance in (_GUIDANCE[modality], "76937") if modality == "ultrasound" else ("77012",):
            host = _hosts(world, guidance).get(frozenset({region}))
            if host is None:
                continue
            lines = (Line(item.key), Line(guidance), Line(host))
            yield Probe(
                "physician", lines, SAME_REGION, lambda a: a.evidence(2, "region") == expected
            )

    def _elsewhere(self, world: World, item: Item) -> Iterator[Probe]:
        """
        Guidance of a procedure in none of the study's regions is known to be elsewhere.
        """
        history = world.tables[self.table].history(item.key)
        here = {region for fact in history for region in fact.regions}
        for guidance in ("76942", "76937"):
            hosts = [code for r, code in _hosts(world, guidance).items() if here.isdisjoint(r)]
            if hosts:
                lines = (Line(item.key), Line(guidance), Line(hosts[0]))
                yield Probe(
                    "physician",
                    lines,
                    SAME_REGION,
                    lambda a: a.evidence(2, "region") == "different",
                )

    def why(self, world: World, item: Item, day: datetime.date | None) -> str | None:
        if len(item.of.split()) == 1:
            return (
                "a study of no region: what NCCI pairs with it decides, and it has no more to say"
            )
        if item.of.split()[1] == "elsewhere":
            return "guidance of vessels alone, whose procedures have no region in the table"
        if item.of.split()[1] == "either":
            return "either of its regions: unknown, as of a study that is not in the table"
        if not any({item.of.split()[2]} == {*where} for where in _hosts(world, "76942")):
            return f"no procedure of the table is done in {item.of.split()[2]} alone"
        return None


class RegionExample(Example):
    """
    Where the procedures of a range are done: guidance there, beside a study of it.
    """

    table = "modality_exclusions.Region"
    asked = ("regions",)

    def items(self, world: World, key: str) -> Iterator[Item]:
        for fact in world.tables[self.table].history(key):
            where = " ".join(sorted(fact.regions)) or "not told"
            yield Item(key, where, lambda f, r=fact.regions: f.regions == r)

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        where = frozenset(() if item.of == "not told" else item.of.split())
        host = _host_in(world, "76942", item.key)
        if host is None or not where:
            return
        # A study of all these regions, or one of none of them.
        for study, relation in (
            (_study_of(world, where), "same"),
            (_away(world, where), "different"),
        ):
            if study is not None:
                lines = (Line(study), Line("76942"), Line(host))
                yield Probe(
                    "physician",
                    lines,
                    SAME_REGION,
                    lambda a, r=relation: a.evidence(2, "region") == r,
                )

    def why(self, world: World, item: Item, day: datetime.date | None) -> str | None:
        if item.of == "not told":
            return "no region: the same as a code that the table does not have"
        if _host_in(world, "76942", item.key) is None:
            return "no code of it, but of a narrower range, is guided by 76942"
        return None

    def beside(self, world: World, item: Item) -> Iterator[Item]:
        first, last = _ends(item.key)
        known = [range(*_ends(key)) for key in world.tables[self.table].keys]
        for near in (first - 1, last):
            if not any(near in codes for codes in known):
                yield Item(f"{near:05}/{near:05}", item.of)


@functools.cache
def _study_of(world: World, where: frozenset[str]) -> str | None:
    """
    An ultrasound study that NCCI pairs with 76942 and that images all of these regions.
    """
    table = world.tables["modality_exclusions.Study"]
    codes: list[str] = sorted(table.keys)
    for code in codes:
        (fact, *_) = table.history(code)
        paired = world.ever("guidance_facts.Pair", f"{code}/76942")
        known = paired and not fact.either and table.ends(code) is None
        if known and where and where <= fact.regions and fact.modality == "ultrasound":
            return code
    return None


@functools.cache
def _away(world: World, where: frozenset[str]) -> str | None:
    """
    As ``_study_of``, and of none of these regions.
    """
    regions = {r for key in _hosts(world, "76942") for r in key}
    for region in sorted(regions - where):
        study = _study_of(world, frozenset({region}))
        fact = study and world.tables["modality_exclusions.Study"].history(study)[0]
        if fact and where.isdisjoint(fact.regions):
            return study
    return None


class SameRegionExample(Example):
    """
    Guidance beside which a study of the same region is asked about even without a pair.
    """

    table = "modality_exclusions.SameRegion"
    asked = ("modality", "unpaired")

    def items(self, world: World, key: str) -> Iterator[Item]:
        for fact in world.tables[self.table].history(key):
            yield Item(key, str(fact.modality), lambda f, m=fact.modality: f.modality == m)
            if fact.unpaired:
                yield Item(key, "unpaired", lambda f: f.unpaired)

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        if item.of == "unpaired":
            host = _hosts(world, item.key).get(frozenset({"chest"}))
            if host is not None:
                lines = (Line("71250"), Line(item.key), Line(host))
                yield Probe("physician", lines, SAME_REGION, lambda a: a.disposition(2) == "review")

    def why(self, world: World, item: Item, day: datetime.date | None) -> str | None:
        if item.of != "unpaired":
            return (
                "NCCI's pair has the dates; the row says of which modality studies are looked for"
            )
        return None


EXAMPLES = (ContainedExample(), StudyExample(), RegionExample(), SameRegionExample())
