"""
Planted faults of complete codes and of add-ons.
"""

from gate.draft import COLLEAGUES, PEOPLE, Draft, Line
from gate.fault import DENY, GUIDANCE, HELD, PROCEDURE, REVIEW, Kind, Planted, noted, with_first
from gate.names import INCLUDED, PRIMARY, UNGUIDED, WRONG
from gate.transcript import Row, covers, guidance, row, rows
from gate.writing import ONE_DAY, WEEK_LEFT, choose, day_of, document, visit


def included(draft: Draft) -> Planted | None:
    """
    1: guidance of a modality that the complete code contains.
    """
    stated = [
        one
        for one in rows("complete", "complete")
        if not (one.get("not_opps") and draft.scene.opps)
        and not (one.get("vascular") and not draft.scene.type_two)
    ]
    chosen = choose(draft, stated, None)
    if chosen is None:
        return None
    one, day = chosen
    codes = ["76937", "77001"] if one.get("vascular") and draft.chance(0.7) else []
    codes = codes or [
        *("76942", "77002", "77012", "77021"),
        *(("77003",) if one["codes"][0] > "60" else ()),
        *(("75989",) if one.get("drainage") else ()),
    ]
    fitting = [code for code in codes if covers(one, code)]
    if not fitting:
        return None
    procedures = with_first(draft, draft.one(one["codes"]), day)
    lines = draft.add(draft.one(fitting), day)
    dispositions = HELD if one.get("trust") == "G" else DENY
    why = one.section
    if one.get("trust") != "G" and draft.chance(0.15) and draft.scene.medicare:
        # 59 with nothing else to guide; where NCCI's indicator is 0 it does not count.
        lines[0].modifiers.append("59")
        lines = lines[:1] if len(draft.scene.sides) == 1 else lines
        dispositions, why = HELD, f"{why}, 59 without a second procedure"
    elif draft.scene.professional and draft.chance(0.1):
        return _by_another(draft, one, lines, procedures)
    return Planted(lines, dispositions, why, noted(procedures, PROCEDURE))


def _by_another(draft: Draft, one: Row, lines: list[Line], procedures: list[Line]) -> Planted:
    """
    1, different practitioner: review; the same specialty is one practitioner (0.5.8).
    """
    if draft.chance(0.5):
        for line in lines:
            line.by = draft.one(COLLEAGUES[0])
        held = HELD if one.get("trust") == "G" else DENY
        return Planted(lines, held, f"{one.section}, a colleague", noted(procedures, PROCEDURE))
    for line in lines:
        line.by = PEOPLE[3]
    beside = noted(procedures, PROCEDURE)
    return Planted(lines, REVIEW, f"{one.section}, another practitioner", beside)


def wrong_modality(draft: Draft) -> Planted | None:
    """
    2: a code that names its modality, with guidance of another.
    """
    stated = [
        one
        for one in rows("complete", "complete")
        if one.get("decides") and not (one.get("not_opps") and draft.scene.opps)
    ]
    chosen = choose(draft, stated, None)
    if chosen is None:
        return None
    one, day = chosen
    others = [code for code in ("76942", "77021", "77012", "77002") if not covers(one, code)]
    procedures = with_first(draft, draft.one(one["codes"]), day)
    lines = draft.add(draft.one(others), day)
    sides = len(draft.scene.sides)
    recorded = draft.chance(0.2)
    if recorded:
        # The record says that the other way of imaging was used indeed.
        document(draft, lines[0].code or "", procedures[:sides])
    return Planted(
        procedures[:sides],
        HELD if recorded else REVIEW,
        one.section,
        noted(procedures[sides:], PROCEDURE) + noted(lines, GUIDANCE),
    )


def unguided(draft: Draft) -> Planted | None:
    """
    1.2: the code without guidance, with guidance.
    """
    chosen = choose(draft, rows("faults", "unguided"), None)
    if chosen is None:
        return None
    one, day = chosen
    code = draft.one(one["guidance"])
    if guidance()[code].get("type_two") and not draft.scene.type_two:
        return None
    procedures = draft.add(draft.one(one["codes"]), day)
    lines = draft.add(code, day)
    beside = noted(procedures, PROCEDURE) if code in one["recoded"] else []
    return Planted(lines, DENY, one.section, beside)


def primary_missing(draft: Draft) -> Planted | None:
    """
    3: an add-on without its primary, in one of the ways that happens.
    """
    one, day = row("faults", "missing"), day_of(draft, WEEK_LEFT)
    held = frozenset({draft.scene.add_ons})
    way = draft.one(
        ("none", "other list", "no primary", "level", "type II", "day after", "another")
    )
    code = draft.one(one["type_one"])
    if way == "other list":
        code, host = draft.one(one["of_the_other"])
        draft.add(host, day)
    elif way == "no primary":
        draft.add(draft.one(one["no_primary"]), day)
    elif way == "level":
        code = draft.one(one["level"])
    elif way == "type II":
        if not (draft.scene.professional or draft.scene.opps):
            return None
        code = draft.one(one["type_two"])
        visit(draft, day)
    elif way == "day after":
        host = {"77002": "20610", "77003": "62284"}[code]
        draft.add(host, day + ONE_DAY)
    elif way == "another":
        if not draft.scene.professional:
            return None
        draft.add({"77002": "20610", "77003": "62284"}[code], day, by=3)
    else:
        visit(draft, day)
    lines = draft.add(code, day)
    planted = Planted(lines, held, f"{one.section}, {way}")
    planted.cluttered = way != "day after"
    return planted


KINDS: dict[str, Kind] = {
    INCLUDED: included,
    WRONG: wrong_modality,
    UNGUIDED: unguided,
    PRIMARY: primary_missing,
}
