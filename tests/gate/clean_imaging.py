"""
Legitimate fluoroscopy, arthrograms, films, studies, injections; edges of codes' lives.
"""

from gate.draft import Draft
from gate.names import DATES, EXCLUDED, INJECTION, SAME_REGION, SEPARATE, STATUS, UNITS
from gate.transcript import FIRST, LAST, row, rows
from gate.writing import (
    DISTINCT,
    ONE_DAY,
    WEEK_LEFT,
    Day,
    choose,
    day_of,
    guided,
    near_guidance,
    visit,
)


def fluoroscopy_alone(draft: Draft, day: Day | None) -> Day | None:
    """
    76000 as the only service, or with the procedure whose note sends it there (5.1).
    """
    one = row("reported", "fluoroscopy")
    day = day or day_of(draft, one)
    draft.add("76000", day)
    if draft.chance(0.4):
        draft.add(one["allowed"][0], day)
    elif not draft.scene.professional and draft.chance(0.4):
        draft.add(one["no_pair"][0], day)  # a physician's rule, and this is no physician
    elif not draft.scene.ncci and draft.chance(0.5):
        draft.add(draft.one(("33208", "50200")), day)  # no NCCI step here (0.2)
    draft.near |= {SEPARATE, STATUS, UNITS}
    return day


def fluoroscopy_apart(draft: Draft, day: Day | None) -> Day | None:
    """
    76000 on another day than the procedure it would be a component of, or by another
    practitioner.
    """
    day = day or day_of(draft, WEEK_LEFT)
    others = draft.scene.professional and draft.chance(0.5)
    later = day if others else day + ONE_DAY * draft.dice.randint(1, 8)
    draft.add(draft.one(("33208", "50200", "36558")), day, by=5 if others else 0)
    draft.add("76000", min(later, LAST))
    draft.near |= {SEPARATE, UNITS}
    return day if later <= LAST else None


def arthrography(draft: Draft, day: Day | None) -> Day | None:
    """
    77002 for the injection of an MR arthrogram; of a CT one, with its modifier (4.5).
    """
    one, day = choose(draft, rows("reported", "arthrography"), day) or (None, None)
    if one is None or day is None:
        return None
    by_ct = draft.chance(0.4)
    draft.add(draft.one(one["injections"]), day)
    parts = ("26",) if draft.in_facility else ()
    draft.add(one["ct" if by_ct else "mr"], day, parts)
    draft.add("77002", day, (draft.one(DISTINCT),) if by_ct else ())
    near_guidance(draft, "77002")
    draft.near.add(EXCLUDED)
    return day


def chest_film(draft: Draft, day: Day | None) -> Day | None:
    """
    A chest film on another day than 77001, or where NCCI has no step (4.3, 8.10, 0.2).
    """
    if not draft.scene.type_two:
        return None
    day = day or day_of(draft, WEEK_LEFT)
    guided(draft, draft.one(("36558", "36561", "36571")), "77001", day)
    later = day + ONE_DAY * (draft.dice.randint(1, 3) if draft.scene.ncci else 0)
    draft.add(draft.one(("71045", "71046")), later, ("26",) if draft.in_facility else ())
    draft.near.add(EXCLUDED)
    return day


def injection(draft: Draft, day: Day | None) -> Day | None:
    """
    An injection that its own drug explains, beside fluoroscopic guidance or without (6).
    """
    one = row("faults", "contrast")
    day = day or day_of(draft, WEEK_LEFT)
    code, host = draft.one(one["guided"])
    way = draft.dice.randrange(5 if draft.scene.professional else 4)
    given = draft.one((one["found"], one["found"], *one["further"]))
    if way == 0:  # marked, and with a drug of its own
        guided(draft, host, code, day)
        draft.add(given, day, ("59",), side=draft.scene.sides[0])
        draft.near.add(INJECTION)
    elif way == 1:  # another day
        guided(draft, host, code, day)
        draft.add("96372", day + 2 * ONE_DAY, side=draft.scene.sides[0])
        draft.near.add(INJECTION)
    elif way == 4:  # another practitioner, and no drug at all
        guided(draft, host, code, day)
        draft.add(given, day, by=draft.dice.randint(1, 5))
        draft.near.add(INJECTION)
        return day
    elif way == 2:  # guidance that needs no contrast
        guided(draft, "60100", "76942", day)
        draft.add("96372", day, side=draft.scene.sides[0])
    else:
        draft.add("96372", day, side=draft.scene.sides[0])
    drug_day = day + 2 * ONE_DAY if way == 1 else day
    draft.add(
        draft.one(one["excuse"]),
        drug_day,
        units=draft.dice.randint(1, 4),
        side=draft.scene.sides[0],
    )
    return day


def study_elsewhere(draft: Draft, day: Day | None) -> Day | None:
    """
    A diagnostic ultrasound of another region, marked, or of another day (8.6).
    """
    one = row("guidance", "elsewhere")
    day = day or day_of(draft, WEEK_LEFT)
    part = ("26",) if draft.in_facility else ()
    if draft.chance(0.5):
        host, study = draft.one(one["pairs"])
        modifier = draft.one(("59", "XS"))
        on_study = draft.chance(0.5)
        draft.add(host, day)
        draft.add("76942", day, () if on_study else (modifier,))
        draft.add(study, day, (*part, modifier) if on_study else part, component=False)
    else:
        region = draft.one(rows("faults", "region"))
        draft.add(draft.one(region["hosts"]), day)
        draft.add("76942", day)
        later = day + ONE_DAY * draft.dice.randint(1, 8)
        draft.add(draft.one(region["studies"]), later, part, component=False)
    draft.near.add(SAME_REGION)
    near_guidance(draft, "76942")
    return day


def edge_of_life(draft: Draft, day: Day | None) -> Day | None:
    """
    A code on a day of its life, most often the first or the last (5.3).
    """
    lives = [
        one
        for one in rows("faults", "life")
        if one.until >= FIRST and not (one.get("not_opps") and draft.scene.opps)
    ]
    chosen = choose(draft, lives, day)
    if chosen is None:
        return None
    one, day = chosen
    if draft.chance(0.5):
        day = one.until if one.until < LAST else one.since
    draft.add(draft.one(one["codes"]), day, component=False)
    if draft.scene.opps:
        visit(draft, day)  # a claim with packaged lines alone would be returned (edit 27)
    draft.near.add(DATES)
    return day
