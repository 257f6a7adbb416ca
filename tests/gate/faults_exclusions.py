"""
Planted faults of guidance beside what excludes it.
"""

from gate.draft import Draft
from gate.fault import DENY, HELD, INFO, PROCEDURE, REVIEW, Kind, Planted, noted, with_first
from gate.names import EXCLUDED, SAME_REGION, SEPARATE, SEVERAL, STATUS
from gate.transcript import guidance, row, rows
from gate.writing import ALWAYS, choose, day_of


def excluded(draft: Draft) -> Planted | None:
    """
    4: guidance with what its note or NCCI excludes; a chest film with 77001.
    """
    stated = [
        one
        for one in rows("faults", "excluded")
        if draft.scene.type_two or not guidance()[one["guidance"]].get("type_two")
    ]
    if not draft.scene.ncci:
        stated = [one for one in stated if one["guidance"] == "76942" and "4.1, as" in one.section]
    part = draft.scene.ncci and draft.scene.type_two and draft.chance(0.1)
    chosen = choose(draft, rows("faults", "part") if part else stated, None)
    if chosen is None:
        return None
    one, day = chosen
    if part:
        draft.add(draft.one(("36558", "36561")), day)
        draft.add(one["guidance"], day)
        films = draft.add(
            draft.one(one["codes"]), day, ("26",) if draft.in_facility else (), component=False
        )
        return Planted(films, DENY, one.section)
    code = draft.one([code for code in one["codes"] if not (code == "27096" and draft.scene.opps)])
    procedures = draft.add(code, day) if one.get("imaging") else with_first(draft, code, day)
    if one.get("imaging"):
        draft.add(draft.one(("23350", "27093", "25246")), day)
    lines = draft.add(one["guidance"], day)
    dispositions = DENY
    if draft.chance(0.15) and len(draft.scene.sides) == 1 and not one.get("imaging"):
        lines[0].modifiers.append("59")
        dispositions = DENY if one.get("indicator") == 0 else HELD
    return Planted(lines, dispositions, one.section, noted(procedures, PROCEDURE))


def several(draft: Draft) -> Planted | None:
    """
    7 and 8.2: two modalities for one needle; for two, without the modifier, a review.
    """
    if not draft.scene.ncci:
        return None
    one, day = row("faults", "hierarchy"), day_of(draft, ALWAYS)
    monitoring = draft.chance(0.2)
    kept, dropped = draft.one(one["monitors"] if monitoring else one["order"])
    hosts = draft.dice.sample(one["ablations" if monitoring else "hosts"], k=2)
    two = draft.chance(0.3)
    for host in hosts[: 2 if two else 1]:
        draft.add(host, day)
    draft.add(kept, day)
    lines = draft.add(dropped, day)
    return Planted(lines, REVIEW if two else DENY, one.section)


def same_region(draft: Draft) -> Planted | None:
    """
    8.6: a diagnostic ultrasound of the region in which a needle was guided.
    """
    if not draft.scene.ncci:
        return None
    one, day = draft.one(rows("faults", "region")), day_of(draft, ALWAYS)
    draft.add(draft.one(one["hosts"]), day)
    draft.add(draft.one(one["studies"]), day, ("26",) if draft.in_facility else (), component=False)
    return Planted(draft.add("76942", day), DENY, f"{one.section}, {one['name']}")


def separate(draft: Draft) -> Planted | None:
    """
    5.1: 76000 beside what it is a component of, or another guidance code; for a
    physician beside any procedure.
    """
    one, day = row("faults", "fluoroscopy"), day_of(draft, ALWAYS)
    way = draft.dice.randrange(3)
    dispositions = DENY
    if way == 0:
        codes = [code for code in one["component"] if not (code == "27096" and draft.scene.opps)]
        draft.add(draft.one(codes), day)
    elif way == 1:
        code, host = draft.one(one["guidance"])
        if guidance()[code].get("type_two") and not draft.scene.type_two:
            return None
        draft.add(host, day)
        draft.add(code, day)
    elif draft.scene.professional:
        draft.add(draft.one(one["any_other"]), day)
        dispositions = REVIEW
    else:
        return None
    if not draft.scene.ncci:
        return None
    lines = draft.add("76000", day)
    if draft.chance(0.15) and len(lines) == 1:
        lines[0].modifiers.append(draft.one(("59", "XS", "XU")))
        dispositions = REVIEW
    return Planted(lines, dispositions, one.section)


def opps_status(draft: Draft) -> Planted | None:
    """
    5.2: 76000 under OPPS; not a fault, an info.
    """
    if not draft.scene.opps:
        return None
    day = day_of(draft, ALWAYS)
    lines = draft.add("76000", day)
    if draft.chance(0.5):
        draft.add("36597", day)
    return Planted(lines, INFO, "5.2")


KINDS: dict[str, Kind] = {
    EXCLUDED: excluded,
    SEVERAL: several,
    SAME_REGION: same_region,
    SEPARATE: separate,
    STATUS: opps_status,
}
