"""
The scrubber's answers beside the oracle's: every question, and what differs.
"""

import datetime
import functools
import tomllib
from collections.abc import Iterator
from pathlib import Path

import attrs
from boundaries.days import ONE_DAY
from boundaries.oracle.data import (
    FOREVER,
    KNOWN,
    exclusions,
    pairs,
    primaries,
    procedures,
)
from boundaries.oracle.rules import (
    ALSO_GUIDANCE,
    EDITS,
    FACILITY_27096,
    GUIDANCE,
    MISSING,
    TYPE_II,
    WITHOUT,
    Expected,
    Question,
    expected,
)
from boundaries.world import Line, World, claim_of

# Days on which everything is asked, besides those on which the tables change.
DAYS = (KNOWN, datetime.date(2025, 3, 3), datetime.date(2026, 6, 30))
SETTINGS = ("physician", "opps", "cah", "clinic")


@attrs.frozen
class Difference:
    """
    What the scrubber found and the oracle did not (``more``), or the other way round.
    """

    side: str
    found: Expected
    question: Question

    def __str__(self) -> str:
        ask, found = self.question, self.found
        by = f"{ask.by}-59" if ask.distinct else ask.by
        return (
            f"{self.side}: {found.edit} {found.disposition} {found.pair} on {found.code}, for {ask.code} + "
            f"{by} on {ask.day}, {ask.setting}"
        )


@functools.cache
def asked() -> tuple[tuple[str, str], ...]:
    """
    Every code and guidance (or add-on) of which the tables say anything together.
    """
    keys = {key for kind in pairs().values() for key in kind}
    keys.update((code, by) for by, code in exclusions())
    keys.update((code, by) for code in [*procedures(), FACILITY_27096] for by in GUIDANCE)
    keys.update((primary, add_on) for add_on, listed in primaries().items() for primary in listed)
    keys.update((code, by) for code, barred in WITHOUT.items() for by in barred)
    keys.update((("49082", "49083"), ("32554", "32555"), ("20600", "20604"), ("10021", "10005")))
    return tuple(sorted({in_order(*key) for key in keys if key[0] != key[1]}))


def in_order(one: str, other: str) -> tuple[str, str]:
    """
    The procedure first, then the guidance; two of a kind as they stand.
    """
    guidance = GUIDANCE | ALSO_GUIDANCE
    if one in guidance and other not in guidance:
        return other, one
    return one, other


def questions(code: str, by: str) -> Iterator[Question]:
    """
    What is asked of two codes: on the days on which anything begins or ends, by setting.
    """
    for day in days(code, by):
        for setting in SETTINGS:
            yield Question(code, by, day, setting)
        for setting in ("physician", "opps"):
            yield Question(code, by, day, setting, distinct=True)


def days(code: str, by: str) -> list[datetime.date]:
    windows = [
        window
        for kind in pairs().values()
        for key in ((code, by), (by, code))
        for window in kind.get(key, ())
    ]
    windows += [procedures()[each].life for each in (code, by) if each in procedures()]
    windows += [
        primaries()[one][other]
        for one, other in ((code, by), (by, code))
        if other in primaries().get(one, {})
    ]
    days = {*DAYS}
    for window in windows:
        days |= {window.first - ONE_DAY, window.first}
        if window.last != FOREVER:
            days |= {window.last, window.last + ONE_DAY}
    return sorted(day for day in days if day >= KNOWN)


def answered(world: World, ask: Question) -> frozenset[Expected]:
    """
    What the scrubber finds on the two lines, infos left out.
    """
    lines = (Line(ask.code), Line(ask.by, ("59",) if ask.distinct else ()))
    outcome = world.scrubber.scrub(claim_of(ask.setting, ask.day, lines))
    failed = frozenset(
        Expected(one.edit or "", "", "failed") for one in outcome.failures if one.edit in EDITS
    )
    return failed | frozenset(
        Expected(
            one.edit,
            one.procedure or "",
            str(one.disposition),
            str(one.evidence.get("ncci_pair") or ""),
            one.evidence.get("printed_in_note") is True,
        )
        for one in outcome.findings
        if one.edit in EDITS
        and one.disposition != "info"
        # The tables have no list of a type II add-on's procedures.
        and not (one.edit == MISSING and one.procedure in TYPE_II)
    )


def differences(world: World, ask: Question) -> Iterator[Difference]:
    """
    Where the scrubber and the oracle differ.
    """
    found, wanted = answered(world, ask), expected(ask)
    yield from (Difference("more", each, ask) for each in sorted(found - wanted, key=str))
    yield from (Difference("less", each, ask) for each in sorted(wanted - found, key=str))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@attrs.frozen
class Explained:
    """
    A kind of difference that the rulebook itself explains.
    """

    name: str
    side: str
    edit: str
    codes: frozenset[str] = attrs.field(converter=_words)
    because: str
    beside: frozenset[str] = attrs.field(default="", converter=_words)
    settings: frozenset[str] = attrs.field(default="", converter=_words)
    open: bool = False
    before: datetime.date = datetime.date.max
    since: datetime.date = datetime.date.min

    def explains(self, one: Difference) -> bool:
        ask = one.question
        here, there = {ask.code, ask.by}, self.beside
        return (
            (one.side, one.found.edit) == (self.side, self.edit)
            and not here.isdisjoint(self.codes)
            and (not there or not here.isdisjoint(there))
            and (not self.settings or ask.setting in self.settings)
            and self.since <= ask.day < self.before
        )


@functools.cache
def explained() -> tuple[Explained, ...]:
    """
    The kinds of difference that ``differences.toml`` lists.
    """
    path = Path(__file__).with_name("differences.toml")
    kinds = tomllib.loads(path.read_text("utf-8"))["difference"]
    return tuple(Explained(**kind) for kind in kinds)


def kind_of(one: Difference) -> Explained | None:
    """
    The kind that explains a difference, or None.
    """
    return next((kind for kind in explained() if kind.explains(one)), None)
