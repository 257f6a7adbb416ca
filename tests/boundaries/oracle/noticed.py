"""
Whether the oracle notices that a row of the facts is wrong: all that it asks of the
row's codes, and of those put in or taken out.
"""

import functools
import itertools
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping

from boundaries.mutants import Mutant
from boundaries.oracle.check import Check
from boundaries.oracle.compare import asked, differences, in_order, kind_of, questions
from boundaries.oracle.data import primaries
from boundaries.oracle.hosts import host_checks
from boundaries.oracle.lists import checks
from boundaries.world import World

# Of a code that stands with hundreds, so many are asked.
_MOST = 40

Pair = tuple[str, str]


@functools.cache
def _asked_of() -> Mapping[str, tuple[Pair, ...]]:
    held: dict[str, list[Pair]] = defaultdict(list)
    for pair in asked():
        for code in pair:
            held[code].append(pair)
    chance = random.Random("noticed")
    return {
        code: tuple(sorted(chance.sample(pairs, min(len(pairs), _MOST))))
        for code, pairs in held.items()
    }


@functools.cache
def _every_check() -> tuple[Check, ...]:
    return tuple(checks())


@functools.cache
def _checks_of() -> Mapping[str, tuple[Check, ...]]:
    held: dict[str, list[Check]] = defaultdict(list)
    for check in _every_check():
        for code in check.codes:
            held[code].append(check)
    return {code: tuple(each) for code, each in held.items()}


@functools.cache
def _checks_of_pairs() -> Mapping[frozenset[str], tuple[Check, ...]]:
    """
    The checks of two codes together, in whatever claim.
    """
    held: dict[frozenset[str], list[Check]] = defaultdict(list)
    for check in _every_check():
        for two in itertools.combinations(sorted(check.codes), 2):
            held[frozenset(two)].append(check)
    return {two: tuple(each) for two, each in held.items()}


def faults(world: World, mutant: Mutant) -> Iterator[str]:
    """
    What the oracle finds wrong in a world, of the claims that this mutant may change.
    """
    for check in _checks(mutant):
        if fault := check.fails(world):
            yield fault
    for pair in _pairs(mutant):
        for question in questions(*pair):
            for difference in differences(world, question):
                if kind_of(difference) is None:
                    yield str(difference)


def _checks(mutant: Mutant) -> Iterator[Check]:
    codes = mutant.key.split("/")
    if mutant.table in _NO_CODES:
        edit = _NO_CODES[mutant.table]
        yield from (check for check in _every_check() if check.edit == edit)
    elif len(codes) > 1:
        yield from _checks_of_pairs().get(frozenset(codes), ())
        yield from host_checks([in_order(*codes)])
    else:
        yield from _checks_of().get(mutant.key, ())
        yield from host_checks(_asked_of().get(mutant.key, ()))
        for code in mutant.codes:
            yield from _checks_of_pairs().get(frozenset({mutant.key, code}), ())
    if mutant.like is not None:
        like, near = mutant.like.rpartition("/")[2], codes[-1]
        named = {check.edit for check in _checks_of().get(near, ())}
        for check in _checks_of().get(like, ()):
            if check.edit in _LISTED - named and near not in primaries():
                yield check.instead(like, near)


# Tables whose keys are no codes, or not only, with the edit that asks them.
_NO_CODES = {
    "guidance_reporting.Place": "guidance_reporting.component_modifier",
    "guidance_reporting.Record": "guidance_reporting.imaging_record",
}

# The edits that find a code by a list of the rulebook's, so that none but those it names
# is found.
_LISTED = frozenset(
    {
        "add_on_primaries.primary_missing",
        "code_dates.not_valid_on_date",
        "contrast_injection.injection_billed_apart",
        "guidance_reporting.component_modifier",
        "guidance_reporting.facility_recode",
        "guidance_reporting.guidance_alone",
        "guidance_reporting.units_exceed_day",
    }
)


def _pairs(mutant: Mutant) -> Iterator[Pair]:
    one, slash, two = mutant.key.partition("/")
    if slash:
        yield in_order(one, two)
        return
    for code in sorted(mutant.codes):
        yield in_order(one, code)
    like = mutant.like or one
    for pair in _asked_of().get(like, ()):
        a, b = (one if code == like else code for code in pair)
        yield in_order(a, b)
