"""
Judging the boundaries of a table's rows: decided by the row, masked, or wrong.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator

import attrs
from boundaries.days import HORIZON, ONE_DAY, Run, runs
from boundaries.examples.base import Example, Item, Probe
from boundaries.world import World, claim_of

# Within most runs: on it the neighbours of what a list has are asked.
_DAY = datetime.date(2025, 3, 3)


@attrs.frozen
class Boundary:
    """
    A day, and whether the item holds on it: first and last days, and those outside.
    """

    day: datetime.date
    within: bool
    known: bool = True


def boundaries(run: Run, known_from: datetime.date) -> tuple[tuple[Boundary, Boundary], ...]:
    """
    The pairs of neighbouring days between which an item begins and ends.
    """
    first = (
        Boundary(run.first - ONE_DAY, within=False, known=run.first > known_from),
        Boundary(run.first, within=True),
    )
    if run.last is None:
        return (first,)
    return (first, (Boundary(run.last + ONE_DAY, within=False), Boundary(run.last, within=True)))


@attrs.define
class Tally:
    """
    What became of a table's boundaries.
    """

    rows: int = 0
    boundaries: int = 0
    decided: int = 0
    masked: Counter[str] = attrs.field(factory=Counter)
    faults: list[str] = attrs.field(factory=list)
    neighbours: int = 0
    excepted: Counter[str] = attrs.field(factory=Counter)


def judge(world: World, example: Example, keys: Iterable[str]) -> Tally:
    """
    Judge every boundary of these rows, by claims on both sides of it.
    """
    tally = Tally()
    table = world.tables[example.table]
    for key in keys:
        tally.rows += 1
        for item in example.items(world, key):
            probes = tuple(example.probes(world, item))
            for run in runs(table, key, item.holds):
                for pair in boundaries(run, table.known_from):
                    tally.boundaries += 1
                    _take(world, example, item, probes, pair, tally)
    return tally


def _take(
    world: World,
    example: Example,
    item: Item,
    probes: tuple[Probe, ...],
    pair: tuple[Boundary, Boundary],
    tally: Tally,
) -> None:
    told = []
    for probe in probes:
        wrong = [fault for day in pair if (fault := _wrong(world, probe, day))]
        if not wrong:
            tally.decided += 1
            return
        told.append(wrong)
    reason = example.why(world, item, pair[1].day if probes else None)
    if reason is None:
        tally.faults.append(f"{example.table} {item}: {told or 'no claim asks for it'}")
    else:
        tally.masked[reason] += 1


def _wrong(world: World, probe: Probe, boundary: Boundary) -> str | None:
    answer = world.answer(
        claim_of(probe.setting, boundary.day, probe.lines, **probe.more), probe.edit
    )
    if answer.failed:
        return f"{boundary.day} {probe.setting}: the edit failed"
    if not boundary.known and probe.lacks and not answer.lacks:
        return f"{boundary.day} {probe.setting}: answered, though the table begins later"
    inside = probe.inside(answer)
    if inside is boundary.within:
        return None
    codes = "+".join("-".join((line.code, *line.modifiers)) for line in probe.lines)
    return f"{boundary.day} {probe.setting} {codes}: {'held' if inside else 'did not hold'}"


def judge_neighbours(world: World, example: Example, keys: Iterable[str]) -> Tally:
    """
    Judge the nearest codes that a list does not have: the edit does not answer for them
    as for those it has.
    """
    tally = Tally()
    asked: set[tuple[str, str, datetime.date]] = set()
    for item, day in _on_days(world, example, keys):
        for other in example.beside(world, item):
            if (other.key, other.of, day) in asked:
                continue
            asked.add((other.key, other.of, day))
            tally.neighbours += 1
            for probe in example.probes(world, other):
                if _wrong(world, probe, Boundary(day, within=example.outside)) is None:
                    continue
                reason = example.why_beside(world, other)
                if reason is None:
                    tally.faults.append(f"{example.table} {other} (beside {item}) on {day}")
                else:
                    tally.excepted[reason] += 1
                break
    return tally


def _on_days(
    world: World, example: Example, keys: Iterable[str]
) -> Iterator[tuple[Item, datetime.date]]:
    table = world.tables[example.table]
    for key in keys:
        for item in example.items(world, key):
            for run in runs(table, key, item.holds):
                if not example.outside:
                    yield item, min(run.last or HORIZON, max(run.first, _DAY))
                    continue
                if run.first > table.known_from:
                    yield item, run.first - ONE_DAY
                if run.last is not None:
                    yield item, run.last + ONE_DAY
