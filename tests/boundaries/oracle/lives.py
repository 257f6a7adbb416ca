"""
On which days codes are valid, and what took their place.
"""

import datetime
from collections.abc import Iterator

from boundaries.days import ONE_DAY
from boundaries.oracle.check import LATER, Check, found
from boundaries.oracle.data import (
    FOREVER,
    KNOWN,
    Window,
    lives,
    own_life,
    procedures,
)
from boundaries.world import Line

NOT_VALID = "code_dates.not_valid_on_date"


def checks() -> Iterator[Check]:
    """
    Every check of a code's life.
    """
    for part in (_lives, _alive, _instead):
        yield from part()


# Rulebook 5.3: the last day, where the tables have no life of the code.
_LAST_DAYS = {
    "76001": datetime.date(2018, 12, 31),
    **dict.fromkeys(
        ("76930", "33010", "33011", "33015"),
        datetime.date(2019, 12, 31),
    ),
    **dict.fromkeys(
        ("0228T", "0229T", "0230T", "0231T", "32405", "76970"), datetime.date(2020, 12, 31)
    ),
    **dict.fromkeys(
        ("0275T", "55700", "77014", "G6001", "0042T", "0421T"), datetime.date(2025, 12, 31)
    ),
    **{f"372{n}": datetime.date(2025, 12, 31) for n in range(20, 36)},
}
_ALIVE = (*(f"021{n}T" for n in range(3, 9)), "76965", "76998", "76975")


def _lives() -> Iterator[Check]:
    known = {code: Window(KNOWN, last) for code, last in _LAST_DAYS.items()} | dict(lives())
    for code, life in known.items():
        if life.first > KNOWN:
            yield _valid(code, life.first - ONE_DAY, valid=False)
            yield _valid(code, life.first, valid=True)
        if life.last != FOREVER:
            yield _valid(code, life.last + ONE_DAY, valid=False)
        if KNOWN <= life.last < FOREVER:
            yield _valid(code, life.last, valid=True)
        if life.first == KNOWN and life.last > KNOWN:
            yield _valid(code, KNOWN, valid=True)


def _alive() -> Iterator[Check]:
    """
    What lives is not found, and what ended before the tables is a review (0.5.1).
    """
    for code, row in procedures().items():
        yield _valid(code, min(own_life(code).last, LATER), valid=True)
        if row.life.first == KNOWN:
            yield _valid(code, KNOWN, valid=True)
    for code in _ALIVE:
        for day in (KNOWN, LATER):
            yield _valid(code, day, valid=True)
    for code, born in (("10022", "2018"), ("77031", "2013"), ("77032", "2013")):
        day = datetime.date(int(born) + 2, 1, 1)
        yield Check("5.3", "physician", day, (Line(code),), NOT_VALID, found("review"))


def _valid(code: str, day: datetime.date, *, valid: bool) -> Check:
    setting = "opps" if day >= KNOWN else "physician"
    holds = (lambda a: a.silent) if valid else found("deny")
    return Check("5.3", setting, day, (Line(code),), NOT_VALID, holds)


_PERICARDIAL = frozenset(f"3301{n}" for n in range(6, 10))
_BREAST = frozenset(f"19{n:03}" for n in (*range(81, 87), *range(281, 289)))


def _instead() -> Iterator[Check]:
    """
    Rulebook 5.3, "use instead"; 77012 is not the replacement of 77014.
    """
    told = {
        **dict.fromkeys(("76930", "33010", "33011", "33015"), _PERICARDIAL),
        **{f"02{n}T": frozenset({"64999"}) for n in range(28, 32)},
        "32405": {"32408"},
        "0275T": {"62330", "62331"},
        **{f"372{n}": {f"37{m}" for m in range(254, 300)} for n in range(20, 36)},
        "55700": {f"557{n:02}" for n in range(7, 16)},
        "10022": {f"100{n:02}" for n in range(5, 13)},
        "77031": _BREAST,
        "77032": _BREAST,
    }
    for code, codes in told.items():
        yield Check(
            "5.3",
            "physician",
            LATER,
            (Line(code),),
            NOT_VALID,
            lambda a, c=codes: bool(a.suggested(1)) and c >= {*a.suggested(1)},
        )
    for code, other in (("77014", "77012"), ("76001", "76000")):
        yield Check(
            "5.3",
            "physician",
            LATER,
            (Line(code),),
            NOT_VALID,
            lambda a, o=other: 1 in a.found and o not in a.suggested(1),
        )
