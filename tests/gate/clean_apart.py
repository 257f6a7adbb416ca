"""
Legitimate guidance beside what bars it: marked, of another side, day or practitioner.
"""

from gate.draft import Draft
from gate.names import (
    ALONE,
    COMPONENT,
    EXCLUDED,
    INCLUDED,
    PRIMARY,
    SEVERAL,
    UNGUIDED,
    UNITS,
    WRONG,
)
from gate.transcript import LAST, row
from gate.writing import ALWAYS, DISTINCT, ONE_DAY, Day, choose, day_of, guided, near_guidance


def distinct_host(draft: Draft, day: Day | None) -> Day | None:
    """
    Guidance that a complete code bars, marked as distinct, and the procedure it guided.
    """
    stated = row("guidance", "distinct")
    chosen = choose(draft, [stated], day)
    if chosen is None:
        return None
    one, day = chosen
    barring, code = draft.one(one["pairs"])
    host = draft.one(one["hosts"])
    way, modifier = draft.dice.randrange(3), draft.one(DISTINCT)
    first = {0: (), 1: (modifier,), 2: ("LT",)}[way]
    second = {0: (modifier,), 1: (), 2: ("RT",)}[way]
    draft.add(barring, day, first)
    draft.add(code, day, second)
    draft.add(host, day, draft.one(((), (modifier,))) if way < 2 else ("RT",))
    near_guidance(draft, code)
    draft.near |= {INCLUDED, EXCLUDED, WRONG}
    return day


def other_side(draft: Draft, day: Day | None) -> Day | None:
    """
    One joint by ultrasound, the other by fluoroscopy, each line with its side (0.3).
    """
    day = day or day_of(draft, ALWAYS)
    here, there = draft.one((("LT", "RT"), ("RT", "LT")))
    without, within = draft.one((("20600", "20604"), ("20605", "20606"), ("20610", "20611")))
    draft.add(within, day, (here,))
    draft.add(without, day, (there,))
    draft.add("77002", day, (there,))
    draft.near |= {INCLUDED, UNGUIDED, WRONG, PRIMARY, UNITS}
    return day


def other_day(draft: Draft, day: Day | None) -> Day | None:
    """
    Guidance that a complete code bars, with its own procedure, days later.
    """
    stated = row("guidance", "distinct")
    chosen = choose(draft, [stated], day)
    if chosen is None or chosen[1] > LAST - 9 * ONE_DAY:
        return None
    one, day = chosen
    barring, code = draft.one(one["pairs"])
    draft.add(barring, day)
    guided(draft, draft.one(one["hosts"]), code, day + ONE_DAY * draft.dice.randint(1, 8))
    draft.near |= {INCLUDED, EXCLUDED, WRONG}
    return day


def other_practitioner(draft: Draft, day: Day | None) -> Day | None:
    """
    A complete code by one practitioner; guidance with its procedure by another (0.5.8).
    """
    if not draft.scene.professional:
        return None
    chosen = choose(draft, [row("guidance", "distinct")], day)
    if chosen is None:
        return None
    one, day = chosen
    barring, code = draft.one(one["pairs"])
    draft.add(barring, day, by=draft.dice.randint(1, 5))
    guided(draft, draft.one(one["hosts"]), code, day)
    draft.near |= {INCLUDED, EXCLUDED, WRONG}
    return day


def two_practitioners(draft: Draft, day: Day | None) -> Day | None:
    """
    One guidance code by two practitioners of different specialties, each with a
    procedure of his own (0.5.8, 8.1).
    """
    if not draft.scene.professional:
        return None
    day = day or day_of(draft, ALWAYS)
    code, first, second = draft.one(
        (("76942", "60100", "55876"), ("77002", "38221", "20610"), ("77012", "47000", "49411"))
    )
    guided(draft, first, code, day)
    guided(draft, second, code, day, by=draft.dice.randint(1, 5))
    return day


def two_hosts(draft: Draft, day: Day | None) -> Day | None:
    """
    Two procedures, each with guidance of its own modality, and the modifier (8.2).
    """
    one = row("guidance", "two_hosts")
    day = day or day_of(draft, one)
    (kept, first), (marked, second) = draft.one(one["kept"]), draft.one(one["marked"])
    modifier = draft.one(DISTINCT)
    guided(draft, first, kept, day)
    draft.add(second, day, draft.one(((), (modifier,))))
    draft.add(marked, day, (modifier,))
    near_guidance(draft, marked)
    draft.near.add(SEVERAL)
    return day


def components(draft: Draft, day: Day | None) -> Day | None:
    """
    One guidance in an office as two lines, 26 and TC: one service (0.5.9).
    """
    if not draft.scene.professional or draft.in_facility:
        return None
    day = day or day_of(draft, ALWAYS)
    host, code = draft.one((("60100", "76942"), ("20610", "77002"), ("47000", "77012")))
    draft.add(host, day)
    draft.add(code, day, ("26",), component=False)
    draft.add(code, day, ("TC",), component=False)
    draft.near.add(UNITS)
    return day


def surgical_center(draft: Draft, day: Day | None) -> Day | None:
    """
    An ambulatory surgical center's own claim: place 24 and TC (0.5.10).
    """
    if not draft.scene.professional or not draft.scene.medicare:
        return None
    day = day or day_of(draft, ALWAYS)
    draft.place = "24"
    host, code = draft.one((("60100", "76942"), ("20610", "77002"), ("62284", "77003")))
    draft.add(host, day)
    draft.add(code, day, ("TC",), component=False)
    draft.near.add(COMPONENT)
    return day


def reading_only(draft: Draft, day: Day | None) -> Day | None:
    """
    Guidance with 26 in a facility, its procedure on another group's claim (0.5.12).
    """
    if not draft.scene.professional or not draft.in_facility:
        return None
    day = day or day_of(draft, ALWAYS)
    draft.add(draft.one(row("faults", "alone")["guidance"]), day)
    draft.near |= {ALONE, UNITS, COMPONENT}
    return day
