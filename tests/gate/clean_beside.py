"""
Legitimate guidance beside its own procedure, and complete codes without any.
"""

from gate.draft import COLLEAGUES, Draft
from gate.names import EXCLUDED, INCLUDED, PRIMARY, RECODE, RECORD, SEVERAL, UNGUIDED, UNITS, WRONG
from gate.transcript import first_levels, guidance, row, rows
from gate.writing import (
    ALWAYS,
    ONE_DAY,
    ORDINARY,
    Day,
    choose,
    day_of,
    document,
    guided,
    near_guidance,
    visit,
)


def reported(draft: Draft, day: Day | None) -> Day | None:
    """
    Guidance reported beside its procedure.
    """
    type_two = draft.scene.type_two
    stated = [
        one
        for one in rows("reported", "reported")
        if type_two or not guidance()[one["guidance"][0]].get("type_two")
    ]
    chosen = choose(draft, stated, day)
    if chosen is None:
        return None
    one, day = chosen
    host, code = draft.one(one["procedures"]), draft.one(one["guidance"])
    guided(draft, host, code, day)
    draft.near.update(one.get("near", ()))
    if draft.chance(0.2):
        draft.add(draft.one([other for other in one["procedures"] if other != host] or [host]), day)
    return day


def course(draft: Draft, day: Day | None) -> Day | None:
    """
    The same procedure with the same guidance on several days (8.1 counts by the day).
    """
    stated = rows("reported", "reported")
    chosen = choose(draft, [one for one in stated if "77002" in one["guidance"]], day)
    if chosen is None or not chosen[0].holds(chosen[1] + 14 * ONE_DAY):
        return None
    one, day = chosen
    host, code = draft.one(one["procedures"]), draft.one(one["guidance"])
    for week in range(draft.dice.randint(2, 3)):
        guided(draft, host, code, day + 7 * week * ONE_DAY)
    return day


def primary_the_day_before(draft: Draft, day: Day | None) -> Day | None:
    """
    An add-on outside OPPS whose primary is of the day before (3).
    """
    if draft.scene.professional or not draft.scene.medicare or draft.scene.opps:
        return None
    stated = [
        one
        for one in rows("reported", "reported")
        if one["guidance"] in (["77002"], ["77003"]) and not one.get("near")
    ]
    chosen = choose(draft, stated, day)
    if chosen is None or not chosen[0].holds(chosen[1] - ONE_DAY):
        return None
    one, day = chosen
    draft.add(draft.one(one["procedures"]), day - ONE_DAY)
    draft.add(one["guidance"][0], day)
    draft.near |= {PRIMARY, UNITS}
    return day


def complete_alone(draft: Draft, day: Day | None) -> Day | None:
    """
    A complete code without guidance beside it: the guidance is inside.
    """
    stated = [
        one
        for one in rows("complete", "complete")
        if not (one.get("not_opps") and draft.scene.opps)
    ]
    chosen = choose(draft, stated, day)
    if chosen is None:
        return None
    one, day = chosen
    code = draft.one(one["codes"])
    for first in first_levels(code):
        draft.add(first, day)
    lines = draft.add(code, day, draft.one(((), (), ("RT",), ("50",))))
    if code == "64492":
        draft.add("64491", day)
    draft.near |= {INCLUDED, EXCLUDED} | ({WRONG} if one.get("decides") else set())
    code_of = {"FL": "77002", "US": "76942", "CT": "77012", "MR": "77021"}.get(one["includes"][0])
    if code_of and draft.chance(0.15):
        document(draft, code_of, lines)
        draft.near.add(RECORD)
    return day


def unguided_alone(draft: Draft, day: Day | None) -> Day | None:
    """
    The code without guidance, without guidance (1.2).
    """
    chosen = choose(draft, rows("faults", "unguided"), day)
    if chosen is None:
        return None
    one, day = chosen
    draft.add(draft.one(one["codes"]), day, draft.one(ORDINARY))
    draft.near.add(UNGUIDED)
    return day


def access_with_both(draft: Draft, day: Day | None) -> Day | None:
    """
    A tunneled catheter with ultrasound access and fluoroscopic placement: 7 has no pair.
    """
    if not draft.scene.type_two:
        return None
    day = day or day_of(draft, ALWAYS)
    guided(draft, draft.one(("36556", "36558", "36561", "36581")), "76937", day)
    draft.add("77001", day)
    draft.near |= {PRIMARY, SEVERAL, EXCLUDED}
    return day


def access_beside_complete(draft: Draft, day: Day | None) -> Day | None:
    """
    Ultrasound for a vein, beside a needle procedure that contains its own guidance: the
    two have no pair, and 76937 belongs to the vein (4.4; nothing to excuse).
    """
    if not draft.scene.type_two:
        return None
    day = day or day_of(draft, ALWAYS)
    guided(draft, draft.one(("36556", "36558", "36561")), "76937", day)
    draft.add(draft.one(("49083", "32555", "64493", "20611", "62323")), day)
    draft.near |= {INCLUDED, EXCLUDED}
    return day


def reading_by_another(draft: Draft, day: Day | None) -> Day | None:
    """
    A radiologist guides another specialty's procedure: no add-on, and not alone (8.5).
    """
    if not draft.scene.professional:
        return None
    stated = [one for one in rows("reported", "reported") if "76942" in one["guidance"]]
    chosen = choose(draft, stated, day)
    if chosen is None:
        return None
    one, day = chosen
    code = draft.one([code for code in one["guidance"] if code != "77002"])
    draft.add(draft.one(one["procedures"]), day, by=draft.dice.randint(1, 5))
    draft.add(code, day)
    near_guidance(draft, code)
    return day


def colleague(draft: Draft, day: Day | None) -> Day | None:
    """
    An add-on by one practitioner, its primary by another of the same specialty and group
    (0.5.8): one practitioner.
    """
    if not draft.scene.professional:
        return None
    day = day or day_of(draft, ALWAYS)
    host, code = draft.one((("20610", "77002"), ("38221", "77002"), ("62284", "77003")))
    place = draft.one(tuple(COLLEAGUES))
    draft.add(host, day, by=draft.one(COLLEAGUES[place]))
    draft.add(code, day, by=place)
    near_guidance(draft, code)
    return day


def recoded(draft: Draft, day: Day | None) -> Day | None:
    """
    The sacroiliac injection by the code that this setting takes (8.7).
    """
    one = row("faults", "recode")
    day = day or day_of(draft, one)
    code = one["instead"] if draft.scene.opps else one["code"]
    draft.add(code, day, draft.one(((), ("RT",), ("LT",), ("50",))))
    draft.near |= {RECODE} if draft.scene.opps else {RECODE, INCLUDED, EXCLUDED, WRONG}
    return day


def nothing_guided(draft: Draft, day: Day | None) -> Day | None:
    """
    No guidance at all.
    """
    day = day or day_of(draft, ALWAYS)
    visit(draft, day)
    return day
