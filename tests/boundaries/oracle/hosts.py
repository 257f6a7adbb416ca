"""
Which lines can be what was guided, and which guidance a procedure admits.
"""

import datetime
from collections.abc import Iterable, Iterator

from boundaries.oracle.check import DAY, LATER, Check
from boundaries.oracle.compare import days
from boundaries.oracle.data import KNOWN, primaries, procedures
from boundaries.oracle.rules import (
    EXCLUDED,
    GUIDANCE,
    INCLUDED,
    MODALITY,
    NEEDLE,
    UNGUIDED,
    Question,
    covered,
)
from boundaries.world import Line

_2020, _2021 = datetime.date(2020, 1, 1), datetime.date(2021, 1, 1)
_BEFORE_2020, _BEFORE_2021 = datetime.date(2019, 12, 31), datetime.date(2020, 12, 31)


def checks() -> Iterator[Check]:
    """
    Every check of the procedures that the rulebook names.
    """
    yield from _controls()
    yield from _members_without()


# Rulebook 0.3 c: a procedure around which a further line can or can't be the host.
_FRAMES = {
    **dict.fromkeys(("76000", "76942", "76998", "77002", "77003", "77012", "77021"), "64493"),
    **dict.fromkeys(("76937", "77001"), "36572"),
}


def host_checks(pairs: Iterable[tuple[str, str]]) -> Iterator[Check]:
    """
    Of codes and guidance, in this order: a line that NCCI pairs with the guidance is no
    host for it; a listed primary that it does not pair, and that includes no guidance,
    is one.
    """
    for code, by in pairs:
        frame = _FRAMES.get(by)
        if frame is None or code in GUIDANCE or code == frame:
            continue
        for day in days(code, by):
            for setting in ("physician", "opps"):
                host = _host(Question(code, by, day, setting))
                if host is None:
                    continue
                lines = (Line(frame), Line(by, ("59",)), Line(code))
                yield Check(
                    "0.3 c", setting, day, lines, INCLUDED, lambda a, h=host: (2 in a.excused) is h
                )


def _host(ask: Question) -> bool | None:
    """
    Whether a code is a host; None where the tables do not say.
    """
    if ask.either(ask.code, ask.by) is not None:
        return False
    if (ask.code, ask.by) == ("36597", "76000"):
        return True  # rulebook 5.1: its own note sends the fluoroscopy there
    known = procedures().get(ask.code)
    if known is not None and known.complete:
        if known.life.holds(ask.day) and covered(known.includes, MODALITY[ask.by]):
            return False
        return None
    listed = primaries().get(ask.by, {}).get(ask.code)
    if ask.by in ("77002", "77003") and listed is not None and listed.holds(ask.day):
        return True
    return True if _separate(ask.code, ask.by) else None


# Rulebook 1.1, negative controls: guidance is reported apart.
_CONTROLS = (
    *("10160", "19000", "20206", "20220", "20225", "20526", "32400", "32553", "38220"),
    *("38221", "38222", "42400", "47000", "49180", "49411", "50200", "51100", "51101"),
    *("51102", "55876", "60100", "64400", "64405", "64450", "64455"),
)
_ABLATIONS = ("47382", "47383", "50592", "50593")


def _separate(code: str, by: str) -> bool:
    if code in ("20552", "20553"):
        return by in ("76942", "77021")  # except 77012, with which NCCI pairs them
    return code in _CONTROLS and by in ("76942", "77012", "77021")


def _controls() -> Iterator[Check]:
    """
    Guidance that a procedure admits is no finding, and excuses the other side's.
    """
    pairs = [(code, by) for code in (*_CONTROLS, "20552", "20553") for by in NEEDLE]
    for code, by in pairs:
        if not _separate(code, by):
            continue
        for edit in (INCLUDED, EXCLUDED, UNGUIDED):
            lines = (Line(code), Line(by))
            yield Check("1.1 controls", "physician", DAY, lines, edit, lambda a: not a.found)
        yield _sided(code, by, "1.1 controls", KNOWN)
        yield _sided(code, by, "1.1 controls", LATER)
    yield _sided("55700", "76942", "1.1 controls", datetime.date(2025, 12, 31))
    yield _sided("55700", "76942", "1.1 controls", datetime.date(2026, 1, 1), excused=False)
    yield _sided("36597", "76000", "5.1", DAY)
    for code in _ABLATIONS:
        # 76940, 77013 and 77022 are no needle's guidance; 0582T bars 76940 and 77022.
        yield _sided(code, "76940", "1.1 controls", DAY, frame="0582T", edit=EXCLUDED)
        yield _sided(code, "77022", "1.1 controls", DAY, frame="0582T", edit=EXCLUDED)


def _members_without() -> Iterator[Check]:
    """
    Guidance that the code without guidance still admits, and from when or until when.
    """
    for code in ("20600", "20605", "20610"):
        for by in ("77002", "77012", "77021"):
            yield _sided(code, by, "1.2", DAY)
    for code in ("62270", "62272"):
        for by in ("76942", "77021"):
            yield _sided(code, by, "1.2", DAY)
        yield _sided(code, "77003", "0.5.3", KNOWN)
        yield _sided(code, "77003", "0.5.3", _BEFORE_2020)
        yield _sided(code, "76942", "1.2", KNOWN)
        yield _sided(code, "77003", "0.5.3", _2020, excused=False)
    for code in ("43762", "43763"):
        yield _sided(code, "76942", "1.2", DAY)
    for code in ("64400", "64405", "64450", "64455"):
        listed = code in primaries()["77002"]
        yield _sided(code, "77002", "3", _2020, excused=listed)
        yield _sided(code, "77002", "3", _BEFORE_2020, excused=False)


def _sided(
    code: str,
    by: str,
    place: str,
    day: datetime.date,
    *,
    excused: bool = True,
    frame: str = "64493",
    edit: str = INCLUDED,
) -> Check:
    lines = (Line(frame, ("LT",)), Line(by), Line(code, ("RT",)))
    return Check(place, "physician", day, lines, edit, lambda a: (2 in a.excused) is excused)


_US, _FL = "76942", "77002"
