"""
What became of a mutant: noticed by the oracle, shown by no claim, or told by no data.
"""

import enum
from collections.abc import Iterator

from boundaries.days import ONE_DAY, changes
from boundaries.examples.base import Example, Item, Probe
from boundaries.mutants import Mutant, world_of
from boundaries.oracle.noticed import faults
from boundaries.world import Answer, World, claim_of

from cleanclaim import Finding


class Fate(enum.Enum):
    """
    What became of a mutant.
    """

    KILLED = "killed"
    EQUAL = "no claim shows it"
    UNTOLD = "no data tells it"


def fate(world: World, example: Example, mutant: Mutant) -> Fate:
    """
    Judge by a mutant, and ask the oracle; where it is content, ask whether any of the
    example's claims is answered otherwise at all.
    """
    mutated = world_of(world, mutant)
    if next(faults(mutated, mutant), None) is not None:
        return Fate.KILLED
    return Fate.UNTOLD if _shown(world, mutated, example, mutant) else Fate.EQUAL


def _shown(world: World, mutated: World, example: Example, mutant: Mutant) -> bool:
    days = {
        day + step
        for each in (world, mutated)
        for day, _ in changes(each.tables[example.table], mutant.key)
        for step in (-ONE_DAY, ONE_DAY * 0, ONE_DAY)
        # Before the table, that the edit wakes at all shows as what it lacks.
        if day + step >= world.tables[example.table].known_from
    }
    for probe in _probes(world, mutated, example, mutant):
        for day in sorted(days):
            claim = claim_of(probe.setting, day, probe.lines, **probe.more)
            before, after = (each.answer(claim, probe.edit) for each in (world, mutated))
            if _told(before) != _told(after):
                return True
    return False


def _probes(world: World, mutated: World, example: Example, mutant: Mutant) -> Iterator[Probe]:
    items: dict[str, Item] = {}
    for each in (world, mutated):
        for key in (mutant.key, mutant.like):
            if key is not None and key in each.tables[example.table].keys:
                for item in example.items(each, key):
                    items.setdefault(item.of, item)
    for item in items.values():
        yield from example.probes(world, Item(mutant.key, item.of, item.holds))


def _told(answer: Answer) -> object:
    """
    All that an answer says, but for the words that hold days and counts.
    """
    return (
        sorted(
            (line, one.disposition, one.action, answer.suggested(line), sorted(_evidence(one)))
            for line, one in answer.found.items()
        ),
        sorted(answer.excused),
        (answer.lacks, answer.failed),
    )


def _evidence(finding: Finding) -> Iterator[str]:
    for key, value in finding.evidence.items():
        if key != "in_force_since":
            yield f"{key}={value!r}"
