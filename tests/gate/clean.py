"""
Clean claims: legitimate guidance among ordinary clutter.

A recipe writes one legitimate thing that the rulebook names, on a day on which it is
legitimate, and says which edits one change would wake. It gives the day, or None where
the scene or the day has no place for it.
"""

import random

from gate.clean_apart import (
    components,
    distinct_host,
    other_day,
    other_practitioner,
    other_side,
    reading_only,
    surgical_center,
    two_hosts,
    two_practitioners,
)
from gate.clean_beside import (
    access_beside_complete,
    access_with_both,
    colleague,
    complete_alone,
    course,
    nothing_guided,
    primary_the_day_before,
    reading_by_another,
    recoded,
    reported,
    unguided_alone,
)
from gate.clean_imaging import (
    arthrography,
    chest_film,
    edge_of_life,
    fluoroscopy_alone,
    fluoroscopy_apart,
    injection,
    study_elsewhere,
)
from gate.clean_unchecked import inpatient, spanning, void
from gate.draft import Draft
from gate.scene import a_scene
from gate.transcript import LAST, read
from gate.writing import ONE_DAY, Day, Recipe, visit

RECIPES: tuple[tuple[Recipe, int], ...] = (
    (reported, 30),
    (course, 4),
    (complete_alone, 10),
    (unguided_alone, 4),
    (access_beside_complete, 3),
    (distinct_host, 8),
    (other_side, 3),
    (other_day, 4),
    (other_practitioner, 5),
    (two_practitioners, 3),
    (reading_by_another, 4),
    (colleague, 3),
    (two_hosts, 4),
    (access_with_both, 3),
    (primary_the_day_before, 4),
    (fluoroscopy_alone, 6),
    (fluoroscopy_apart, 4),
    (arthrography, 4),
    (chest_film, 3),
    (components, 3),
    (surgical_center, 3),
    (reading_only, 4),
    (injection, 6),
    (study_elsewhere, 5),
    (edge_of_life, 5),
    (recoded, 3),
    (nothing_guided, 3),
)
# What a claim is, besides what it says: one of these makes the whole of it unchecked.
UNCHECKED: tuple[Recipe, ...] = (spanning, void, inpatient)


def clutter(draft: Draft, day: Day) -> None:
    """
    What else stands on claims: visits, tests, drugs, supplies, imaging of other kinds,
    and on an institution's claim lines without a procedure code.
    """
    for kind in draft.dice.sample((visit, _labs, _other, _drug, _supply, _imaging, _bare), k=3):
        kind(draft, day)


def _labs(draft: Draft, day: Day) -> None:
    fluoroscopy = any(line.code == "76000" for line in draft.lines)
    for code in draft.dice.sample(read("clutter")["tests"]["labs"], k=draft.dice.randint(1, 3)):
        # To the letter of 5.1, trigger b, drawing blood is "any other procedure line".
        if not (code == "36415" and fluoroscopy):
            draft.add(code, day, side="facility")


def _other(draft: Draft, day: Day) -> None:
    draft.add(draft.one(read("clutter")["tests"]["others"]), day, side="facility")


def _drug(draft: Draft, day: Day) -> None:
    # What excuses an injection, and what does not, is the fault's own business.
    if not any((line.code or "").startswith("9637") for line in draft.lines):
        draft.add(draft.one(read("clutter")["drugs"]["codes"]), day, units=2, side="facility")


def _supply(draft: Draft, day: Day) -> None:
    draft.add(draft.one(read("clutter")["supplies"]["codes"]), day, side="facility")


def _imaging(draft: Draft, day: Day) -> None:
    said = read("clutter")["imaging"]
    code = draft.one(said["codes"])
    if not any(line.code in said["not_with"].get(code, ()) for line in draft.lines):
        draft.add(code, day)


def _bare(draft: Draft, day: Day) -> None:
    if not draft.scene.professional:
        (line,) = draft.add(None, day, side="facility")
        line.revenue = draft.one(read("clutter")["institutional"]["revenue_only"])


def clean_claim(seed: str, number: int) -> Draft:
    """
    The clean claim of this number, of this seed; always the same one.
    """
    dice = random.Random(f"{seed}/clean/{number}")
    while True:
        draft = Draft(a_scene(dice), dice)
        unchecked = draft.chance(0.02)
        first = draft.one(UNCHECKED) if unchecked else _recipe(draft)
        day = first(draft, None)
        if day is None:
            continue
        draft.recipes.append(first.__name__)
        if not unchecked and draft.chance(0.3):
            another(draft)
        if draft.chance(0.75):
            clutter(draft, day)
        return draft


def another(draft: Draft) -> None:
    """
    A second legitimate thing on the claim, on a later day of its own.
    """
    day = max(line.day for line in draft.lines) + ONE_DAY * draft.dice.randint(2, 9)
    recipe = _recipe(draft)
    if day > LAST - 10 * ONE_DAY or recipe in (surgical_center, edge_of_life):
        return
    if recipe(draft, day) is not None:
        draft.recipes.append(recipe.__name__)


def _recipe(draft: Draft) -> Recipe:
    return draft.dice.choices(*zip(*RECIPES, strict=True))[0]
