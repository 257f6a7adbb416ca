"""
What the name of a file says that its header does not: the edition, whose services, which part.
"""

import datetime
import re
from collections.abc import Callable, Iterable
from typing import TypeVar

import attrs

from cleanclaim_cms_tables.kinds import Program, Services
from cleanclaim_cms_tables.refused import Refused

T = TypeVar("T")

# NCCI counts its versions from 1994: v32.2 is the third quarter of 2026.
_BEFORE_THE_FIRST = 1994
_VERSION = re.compile(r"(?<![a-z0-9])v(\d\d)([0-3])r\d", re.IGNORECASE)
_EFFECTIVE = re.compile(r"eff(?:ective)?[-_ ]*(\d\d)-?(\d\d)-?(\d{4})(?!\d)", re.IGNORECASE)
_QUARTER = re.compile(r"(?<!\d)(20\d\d)[-_ ]?q([1-4])(?!\d)", re.IGNORECASE)
_MONTHS = {"january": 1, "april": 4, "july": 7, "october": 10}
_NAMES = "january|april|july|october"
_MONTH_YEAR = re.compile(rf"({_NAMES})[-_ ,]*(20\d\d)(?!\d)", re.IGNORECASE)
_YEAR_MONTH = re.compile(rf"(?<!\d)(20\d\d)[-_ ]*({_NAMES})", re.IGNORECASE)

_SERVICES = {
    Services.PRACTITIONER: re.compile(r"practitioner|ccipra|(?<![a-z])pra(?![a-z])", re.IGNORECASE),
    Services.HOSPITAL: re.compile(r"hospital|ccioph|(?<![a-z])oph(?![a-z])", re.IGNORECASE),
    Services.SUPPLIER: re.compile(r"supplier|(?<![a-z])dme(?![a-z])", re.IGNORECASE),
}
_PROGRAMS = {
    Program.MEDICAID: re.compile(r"medicaid|(?<![a-z])mcd(?![a-z])", re.IGNORECASE),
    Program.MEDICARE: re.compile(r"medicare|(?<![a-z])mcr(?![a-z])", re.IGNORECASE),
}
_PART = re.compile(r"[-_ ]f(\d{1,2})(?![a-z0-9])", re.IGNORECASE)


_DOCUMENT = re.compile(
    r"readme|read me|licen[cs]e|copyright|notice|agreement|layout", re.IGNORECASE
)


@attrs.frozen
class Hints:
    """
    What a file's name says; None where it says nothing.
    """

    day: datetime.date | None = None
    services: Services | None = None
    program: Program | None = None
    part: int | None = None


def hints(names: Iterable[str]) -> Hints:
    """
    What the names of a file and of the archive around it say.

    Raises: Refused when they contradict each other.
    """
    names = tuple(names)
    return Hints(
        _agreed("editions", days_told, names),
        _agreed("services", _from_words(_SERVICES), names),
        _agreed("programs", _from_words(_PROGRAMS), names),
        _part(names[-1]),
    )


def is_document(name: str) -> bool:
    """
    Whether a file beside tables says by its name that it is for people.
    """
    return _DOCUMENT.search(name) is not None


def days_told(text: str) -> Iterable[datetime.date]:
    """
    The days from which an edition holds that a text tells.
    """
    for version in _VERSION.finditer(text):
        yield datetime.date(_BEFORE_THE_FIRST + int(version[1]), int(version[2]) * 3 + 1, 1)
    for year, quarter in _QUARTER.findall(text):
        yield datetime.date(int(year), int(quarter) * 3 - 2, 1)
    for month, year in _MONTH_YEAR.findall(text):
        yield datetime.date(int(year), _MONTHS[month.lower()], 1)
    for year, month in _YEAR_MONTH.findall(text):
        yield datetime.date(int(year), _MONTHS[month.lower()], 1)
    for month, day, year in _EFFECTIVE.findall(text):
        try:
            yield datetime.date(int(year), int(month), int(day))
        except ValueError:
            continue


def _from_words(words: dict[T, re.Pattern[str]]) -> Callable[[str], Iterable[T]]:
    return lambda text: [meant for meant, pattern in words.items() if pattern.search(text)]


def _agreed(what: str, told: Callable[[str], Iterable[T]], names: Iterable[str]) -> T | None:
    found = dict.fromkeys(each for name in names for each in told(name))
    if len(found) > 1:
        msg = f"its name tells several {what}: {', '.join(map(str, found))}; name it as CMS does"
        raise Refused(msg)
    return next(iter(found), None)


def _part(name: str) -> int | None:
    match = _PART.search(name)
    return int(match[1]) if match else None
