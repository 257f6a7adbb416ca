"""
What recipes of clean claims and kinds of faults share: days, and lines that go
together.
"""

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from gate.draft import Draft, Line
from gate.names import ALONE, COMPONENT, PRIMARY, RECORD, UNBILLED, UNITS
from gate.transcript import (
    FIRST,
    LAST,
    Row,
    guidance,
    read,
)

Day = datetime.date
Recipe = Callable[[Draft, Day | None], Day | None]

ONE_DAY = datetime.timedelta(days=1)
# A statement that always holds, and one for claims that go on for some days.
ALWAYS = Row("", FIRST, LAST)
WEEK_LEFT = Row("", FIRST, LAST - 9 * ONE_DAY)

DISTINCT = ("59", "59", "XS", "XE", "XU")
ORDINARY: tuple[tuple[str, ...], ...] = (
    *((), (), (), (), ("RT",), ("LT",), ("50",), ("51",), ("52",), ("GC",), ("KX",)),
)
_MODALITY = {"FL": "fluoroscopy", "US": "ultrasound", "CT": "ct", "MR": "mr"}


def day_of(draft: Draft, stated: Row) -> Day:
    """
    A day on which the statement holds; often its first or its last.
    """
    if draft.chance(0.4):
        edges: tuple[Day, Day] = (stated.since, stated.until)
        return edges[draft.dice.randrange(2)]
    inside: Day = stated.since + ONE_DAY * draft.dice.randint(0, (stated.until - stated.since).days)
    return inside


def choose(draft: Draft, stated: Iterable[Row], day: Day | None) -> tuple[Row, Day] | None:
    """
    One of the statements, and a day on which it holds: the given one, if any.
    """
    fitting = [one for one in stated if day is None or one.holds(day)]
    if not fitting:
        return None
    chosen = draft.one(fitting)
    return chosen, day or day_of(draft, chosen)


def guided(draft: Draft, host: str, code: str, day: Day, **how: Any) -> None:
    """
    A procedure and its guidance, on one day, by one practitioner.
    """
    hosts = draft.add(host, day, draft.one(ORDINARY), **how)
    office = draft.scene.professional and not draft.in_facility
    lines = draft.add(code, day, **how)
    for line in lines:
        if office and draft.chance(0.05):
            line.modifiers.append("26")  # the reading alone
        if draft.chance(0.03):
            line.modifiers.append("59")  # not needed, and no fault either
    near_guidance(draft, code)
    if draft.chance(0.15):
        document(draft, code, lines)
        draft.near.add(RECORD)
    if draft.chance(0.1) and code not in ("76937", "77001"):
        document(draft, code, hosts)
        draft.near.add(UNBILLED)


def document(draft: Draft, code: str, lines: list[Line], **other: bool | str) -> None:
    """
    What a record says of lines that this guidance guided: all that could be asked for.
    """
    said: dict[str, Any] = {"modality": _MODALITY[guidance()[code]["modality"]]}
    said |= {"image_recorded": True, "report_written": True}
    if code == "76937":
        said |= {"site_evaluated": True, "needle_seen": True}
    draft.documented += [(line, said | other) for line in lines]


def near_guidance(draft: Draft, code: str) -> None:
    """
    What every guidance line is one change from.
    """
    draft.near.add(UNITS)
    if draft.in_facility and draft.scene.medicare:
        draft.near.add(COMPONENT)
    add_on = code in ("77002", "77003", "77001", "76937")
    draft.near.add(PRIMARY if add_on else ALONE)


def visit(draft: Draft, day: Day) -> None:
    """
    An evaluation and management service of the day.
    """
    visits = read("clutter")[draft.scene.kind]["visits"]
    draft.add(draft.one(visits), day, draft.one(((), ("25",))), side="facility")
