"""
Planted faults of dates, injections, units, components and records.
"""

import datetime

from gate.draft import Draft
from gate.fault import (
    DENY,
    HELD,
    INFO,
    REVIEW,
    Kind,
    Planted,
)
from gate.names import ALONE, COMPONENT, DATES, INJECTION, RECODE, RECORD, UNBILLED, UNITS
from gate.transcript import (
    FIRST,
    LAST,
    Row,
    guidance,
    row,
    rows,
)
from gate.writing import (
    ALWAYS,
    ONE_DAY,
    WEEK_LEFT,
    choose,
    day_of,
    document,
    guided,
    visit,
)


def outside_life(draft: Draft) -> Planted | None:
    """
    5.3: a code on the day after its last, or before its first.
    """
    one = draft.one(rows("faults", "life"))
    if one.get("not_opps") and draft.scene.opps:
        return None
    if one.until < LAST:
        outside = Row("", max(one.until + ONE_DAY, FIRST), LAST)
    else:
        outside = Row("", FIRST, one.since - ONE_DAY)
    day = day_of(draft, outside)
    lines = draft.add(draft.one(one["codes"]), day, component=False)
    # General knowledge does not deny (0.5.1).
    held = REVIEW if one.get("trust") == "G" else DENY
    return Planted(lines, held, f"{one.section}, {day}")


def injection(draft: Draft) -> Planted | None:
    """
    6: an injection beside fluoroscopic guidance that no drug explains.
    """
    one, day = row("faults", "contrast"), day_of(draft, ALWAYS)
    code, host = draft.one(one["guided"])
    guided(draft, host, code, day)
    further = draft.chance(0.25)
    side = draft.scene.sides[0]
    lines = draft.add(draft.one(one["further"]) if further else one["found"], day, side=side)
    if draft.chance(0.4):
        draft.add(draft.one(one["no_excuse"]), day, side=side)
    if draft.chance(0.15):
        lines[0].modifiers.append("59")
        return Planted(lines, REVIEW, f"{one.section}, 59 alone", cluttered=False)
    held = REVIEW if further else HELD
    return Planted(lines, held, one.section, cluttered=False)


def units(draft: Draft) -> Planted | None:
    """
    8.1: more of one guidance code than a day may have.
    """
    one = draft.one(rows("faults", "most"))
    # The tables are those of one quarter: what they say of older days is not asked here.
    day = day_of(draft, Row("", datetime.date(2024, 7, 1), LAST))
    code, host = draft.one(one["guidance"])
    if guidance()[code].get("type_two") and not draft.scene.type_two:
        return None
    if host:
        draft.add(host, day)
    most = int(one["units"])
    # CMS's tables are for practitioners and for outpatient hospitals.
    asked = draft.payer == "medicare_professional" or (draft.bill or "").startswith("13")
    held = DENY if asked and draft.scene.medicare else HELD
    if draft.chance(0.5):
        lines = draft.add(code, day, units=most + 1)
        return Planted(lines, held, f"{one.section}, {most + 1} units")
    lines = [*draft.add(code, day), *draft.add(code, day)]
    if most > 1:
        return Planted(lines, REVIEW, f"{one.section}, two lines within it", which="last")
    if draft.chance(0.2) and len(lines) == 2:
        lines[1].modifiers.append("59")  # no second encounter for that
        held = HELD
    return Planted(lines, held, f"{one.section}, two lines", which="last")


def alone(draft: Draft) -> Planted | None:
    """
    8.5 and 0.5.12: guidance that no procedure of the day could have needed.
    """
    if draft.scene.professional and draft.in_facility:
        return None
    one, day = row("faults", "alone"), day_of(draft, WEEK_LEFT)
    lines = draft.add(draft.one(one["guidance"]), day)
    way = draft.dice.randrange(3)
    if way == 1:
        visit(draft, day)
    elif way == 2:
        draft.add("64493", day + 2 * ONE_DAY)
    only = draft.scene.opps and way == 0
    return Planted(lines, DENY if only else REVIEW, one.section, cluttered=False)


def component(draft: Draft) -> Planted | None:
    """
    8.4: a practitioner in a facility bills the technical part too.
    """
    if not (draft.scene.professional and draft.scene.medicare and draft.in_facility):
        return None
    one = draft.one(rows("reported", "reported"))
    day = day_of(draft, one)
    draft.add(draft.one(one["procedures"]), day)
    technical = draft.chance(0.3)
    if technical and draft.place == "24":
        return None  # that is how a surgical center bills
    lines = draft.add(
        draft.one(one["guidance"]), day, ("TC",) if technical else (), component=False
    )
    return Planted(lines, REVIEW, "8.4; 0.5.1: general knowledge")


def recode(draft: Draft) -> Planted | None:
    """
    8.7: the practitioner's code on a hospital's bill under OPPS.
    """
    if not draft.scene.opps:
        return None
    one = row("faults", "recode")
    lines = draft.add(one["code"], day_of(draft, one), draft.one(((), ("RT",), ("50",))))
    return Planted(lines, HELD, one.section)


def imaging_record(draft: Draft) -> Planted | None:
    """
    8.8 and 8.9: the record is asked for once; one that denies the image, or shows only
    tracking, is found.
    """
    chosen = choose(
        draft,
        [
            one
            for one in rows("reported", "reported")
            if not guidance()[one["guidance"][0]].get("type_two")
        ],
        None,
    )
    if chosen is None:
        return None
    one, day = chosen
    code = draft.one(one["guidance"])
    draft.add(draft.one(one["procedures"]), day)
    lines = draft.add(code, day)
    way = draft.dice.randrange(3)
    if way == 1:
        document(draft, code, lines, image_recorded=False)
    elif way == 2:
        document(draft, code, lines, modality="tracking")
    return Planted(
        lines,
        HELD if way else INFO,
        ("8.8, asked", "8.8, no image kept", "8.9, tracking")[way],
        which="all" if way else "any",
        cluttered=False,
    )


def unbilled(draft: Draft) -> Planted | None:
    """
    Guidance that was done and recorded and may be reported apart, and is not billed.
    """
    chosen = choose(
        draft,
        [
            one
            for one in rows("reported", "reported")
            if not guidance()[one["guidance"][0]].get("type_two")
        ],
        None,
    )
    if chosen is None:
        return None
    one, day = chosen
    lines = draft.add(draft.one(one["procedures"]), day)
    document(draft, draft.one(one["guidance"]), lines)
    return Planted(lines, INFO, one.section, cluttered=False)


KINDS: dict[str, Kind] = {
    DATES: outside_life,
    INJECTION: injection,
    UNITS: units,
    ALONE: alone,
    COMPONENT: component,
    RECODE: recode,
    RECORD: imaging_record,
    UNBILLED: unbilled,
}
