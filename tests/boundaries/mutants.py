"""
Facts with one thing wrong, and the scrubber that would judge by them.

A mutant is a table with one row changed: a date a day off, a code dropped or added, a
flag turned. The plugins build their edits from it by their own hooks, as from a file.
"""

import copy
import datetime
import enum
import functools
import itertools
import random
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs
from boundaries.days import ONE_DAY, changes, neighbours
from boundaries.world import CONFIGS, SETTINGS, World

from cleanclaim import Claim, Fact, Kind, Outcome, Scrubber, Table, Trust
from cleanclaim.config import Config, load_configs
from cleanclaim.plugins import Catalogue, Loaded, find
from cleanclaim.routing import Router
from cleanclaim.rules import rules_of
from cleanclaim.shared import Collected, Shelf
from cleanclaim.sources import Route
from cleanclaim.tables import Stretch

_OWN = {field.name for field in attrs.fields(Fact)}

Row = tuple[tuple[datetime.date, Any], ...]


@attrs.frozen
class Mutant:
    """
    One row of a table, changed. ``like``: for a row that was added, the key of the row
    that it copies; ``codes`` are what was put into a list or taken out of it.
    """

    table: str
    key: str
    kind: str
    what: str
    row: Row
    codes: frozenset[str] = frozenset()
    like: str | None = None

    def __str__(self) -> str:
        return f"{self.table} {self.key}: {self.what}"


def mutants(world: World, name: str, key: str, unread: Iterable[str]) -> Iterator[Mutant]:
    """
    Every mutant of a row, but for what no edit reads.
    """
    table = world.tables[name]
    row: Row = tuple(changes(table, key))
    yield Mutant(name, key, "dropped", "dropped", ())
    for place, (day, fact) in enumerate(row):
        does = "ends" if fact is None else ("begins" if place == 0 else "changes")
        yield Mutant(name, key, "later", f"{does} a day later", _moved(row, place, ONE_DAY))
        if day > table.known_from:
            what = f"{does} a day earlier"
            yield Mutant(name, key, "earlier", what, _moved(row, place, -ONE_DAY))
        if fact is None:
            yield Mutant(name, key, "endless", "never ends", row[:place] + row[place + 1 :])
            continue
        for kind, what, codes, other in _flipped(fact, {*unread}):
            changed = (*row[:place], (day, other), *row[place + 1 :])
            yield Mutant(name, key, kind, f"from {day}: {what}", changed, frozenset(codes))
    head, slash, code = key.rpartition("/")
    for near in neighbours(code, world.listed(name, f"{head}{slash}*")):
        at = f"{head}{slash}{near}"
        named = tuple((day, fact and attrs.evolve(fact, key=at)) for day, fact in row)
        yield Mutant(name, at, "added", f"added, beside {key}", named, like=key)


def _moved(row: Row, place: int, by: datetime.timedelta) -> Row:
    day, fact = row[place]
    moved = (day + by, fact and attrs.evolve(fact, since=day + by))
    return (*row[:place], moved, *row[place + 1 :])


def _flipped(fact: Fact, unread: set[str]) -> Iterator[tuple[str, str, list[str], Fact]]:
    """
    The fact with one field turned, or with a source of the other trust.
    """
    for field in attrs.fields(type(fact)):
        if field.name in _OWN or field.name in unread:
            continue
        for what, codes, other in _others(getattr(fact, field.name)):
            turned = attrs.evolve(fact, **{field.name: other})
            yield field.name, f"{field.name} {what}", codes, turned
    (trust,) = {*Trust} - {fact.source.trust}
    source = attrs.evolve(fact.source, trust=trust)
    yield "trust", f"source of {trust}", [], attrs.evolve(fact, source=source)


def _others(value: Any) -> Iterator[tuple[str, list[str], Any]]:
    """
    What else a field might have said, with the codes in which it differs.
    """
    if isinstance(value, frozenset):
        for each in sorted(value):
            yield f"without {each}", [each], value - {each}
            for near in neighbours(each, value):
                yield f"with {near}", [near], value | {near}
    elif isinstance(value, Mapping):
        for each in sorted(value):
            yield f"without {each}", [], {k: v for k, v in value.items() if k != each}
            codes = tuple(value[each])
            for near in neighbours(codes[0], codes):
                yield f"{each} {near}", [near], {**value, each: (near, *codes[1:])}
    elif isinstance(value, tuple):
        for each in value:
            yield f"without {each}", [], tuple(other for other in value if other != each)
    elif value is not None and value != "":
        yield _another(value)


def _another(value: Any) -> tuple[str, list[str], Any]:
    if isinstance(value, bool):
        return "turned", [], not value
    if isinstance(value, enum.Enum):
        return "another", [], next(each for each in type(value) if each is not value)
    if isinstance(value, int):
        return "turned", [], 1 - value if value in (0, 1) else value + 1
    other = next(neighbours(value, ()), f"other than {value}")
    return other, [], other


class _Mutated(Shelf):
    """
    The shipped tables, with one replaced.
    """

    def __init__(self, tables: Mapping[type, Table[Any]]) -> None:
        super().__init__()
        self._tables = tables

    def tables(self, plugin: Loaded) -> dict[type, Table[Any]]:
        files = list(plugin.hooks.call("scrub_facts") or ())
        return {file.shape: self._tables[file.shape] for file in files}


class Lazily:
    """
    A scrubber that makes a payer's rules when the first claim of its setting comes.
    """

    def __init__(self, tables: Mapping[type, Table[Any]]) -> None:
        self._shelf = _Mutated(tables)
        self._made: dict[str, Scrubber] = {}

    def scrub(self, claim: Claim) -> Outcome:
        """
        The outcome of a claim, by the mutated facts.
        """
        payer = _payers()[claim.kind, claim.type_of_bill]
        if payer.payer.id not in self._made:
            rules = rules_of(payer, _catalogue(), self._shelf, Collected())
            self._made[payer.payer.id] = Scrubber([rules], force=True)
        return self._made[payer.payer.id].scrub(claim)


def world_of(world: World, mutant: Mutant) -> World:
    """
    The world in which a mutant is the truth.
    """
    table = copy.copy(world.tables[mutant.table])
    stretches = dict(table._stretches)
    # What `ends` asks; the values themselves are those already made.
    stretches[mutant.key] = [
        Stretch(day, next(iter(table.sources)), fact and ()) for day, fact in mutant.row
    ]
    if not mutant.row:
        del stretches[mutant.key]
    table._stretches, table.keys = stretches, frozenset(stretches)
    days = [day for day, _ in mutant.row]
    table._made = {mutant.key: (days, tuple(fact for _, fact in mutant.row))}
    tables = {each.shape: each for each in world.tables.values()} | {table.shape: table}
    return World(Lazily(tables), world.tables | {mutant.table: table})


@functools.cache
def _payers() -> Mapping[tuple[Kind, str | None], Config]:
    """
    The shipped payer to which each setting's claims route.
    """
    router = Router(load_configs(CONFIGS))
    made = {}
    for kind, bill, payer in SETTINGS.values():
        config = router.route(Route(kind, payer_id=payer, type_of_bill=bill))
        assert isinstance(config, Config)
        made[kind, bill] = config
    return made


@functools.cache
def _catalogue() -> Catalogue:
    return find()


def sample(world: World, name: str, unread: Iterable[str], most: int) -> list[Mutant]:
    """
    So many mutants of a table, of all kinds by turns, the same in every run.
    """
    chance = random.Random(f"mutants of {name}")
    keys = sorted(world.tables[name].keys)
    kinds: dict[str, list[Mutant]] = {}
    for key in chance.sample(keys, min(len(keys), 40 + most)):
        for mutant in mutants(world, name, key, unread):
            kinds.setdefault(mutant.kind, []).append(mutant)
    for held in kinds.values():
        chance.shuffle(held)
    turns = itertools.chain.from_iterable(itertools.zip_longest(*kinds.values()))
    return [mutant for mutant in turns if mutant is not None][:most]
