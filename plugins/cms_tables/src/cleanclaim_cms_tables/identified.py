"""
Which table and which edition a file is, from its header, its name and what the user says.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

import attrs

from cleanclaim import FactsError
from cleanclaim_cms_tables.file_names import Hints, days_told
from cleanclaim_cms_tables.kinds import Kind, Program, Services, TableName
from cleanclaim_cms_tables.layouts.layout import Told
from cleanclaim_cms_tables.recognized import Recognized
from cleanclaim_cms_tables.refused import Refused

T = TypeVar("T")

_YEAR = re.compile(r"\b(?:cy|calendar year) ?(20\d\d)\b", re.IGNORECASE)


@attrs.frozen
class Given:
    """
    What the user says of the files, for what their names and headers don't say.
    """

    edition: datetime.date | None = None
    services: Services | None = None
    program: Program | None = None


def tables(found: Recognized, named: Hints, given: Given) -> Iterator[TableName]:
    """
    The tables that a file gives.

    Raises: Refused when that is told by nobody, or differently.
    """
    told = found.layout.told(found.header)
    program = _program(told, found.header_row, named, given)
    for kind in found.layout.kinds:
        services = _services(kind, told, named, given) if kind.services else None
        try:
            yield TableName(kind, services, program)
        except FactsError as error:
            raise Refused(str(error)) from None


def _program(told: Told, row: int, named: Hints, given: Given) -> Program:
    program = _agreed("program", {"its name": named.program, "--program": given.program})
    if told.lacking and program is Program.MEDICARE:
        msg = f"row {row}: no column is headed {told.lacking!r}; expected one in Medicare's table"
        raise Refused(msg)
    program = program or told.program
    if program is None:
        msg = (
            f"row {row}: no column is headed {told.lacking!r}, as in Medicaid's table only; say "
            "--program medicaid if it is Medicaid's"
        )
        raise Refused(msg)
    return program


def _services(kind: Kind, told: Told, named: Hints, given: Given) -> Services:
    services = _agreed(
        "services",
        {"its header": told.services, "its name": named.services, "--services": given.services},
    )
    if services is None:
        choices = " or ".join(f"--services {each}" for each in kind.services)
        msg = f"neither its name nor its header says whose services it is for; say {choices}"
        raise Refused(msg)
    return services


def day_of(found: Recognized, named: Hints, given: Given) -> datetime.date | None:
    """
    The day of a file's edition; None where its rows are to tell it.

    Raises: Refused when it is told differently, or by nobody and no row can tell.
    """
    title = None if found.layout.windowed else _day_of_title(found.title)
    day = _agreed(
        "edition",
        {"its title": title, "its name": named.day, "--edition": given.edition},
    )
    if found.layout.windowed:
        return day
    if day is None:
        msg = (
            "neither its name nor its title says which edition it is; say --edition and the day "
            "from which it holds, such as --edition 2026-07-01"
        )
        raise Refused(msg)
    years = [int(year) for line in found.title for year in _YEAR.findall(line)]
    if Kind.STATUSES in found.layout.kinds and years and day.year not in years:
        msg = f"wrong quarter: its title says {years[0]}, but its edition is {day}"
        raise Refused(msg)
    return day


def _day_of_title(lines: Iterable[str]) -> datetime.date | None:
    for line in lines:
        days = set(days_told(line))
        if len(days) == 1:
            return days.pop()
    return None


def _agreed(what: str, told: dict[str, T | None]) -> T | None:
    """
    What all say that say something.
    """
    said = {who: each for who, each in told.items() if each is not None}
    if len(set(said.values())) > 1:
        which = "wrong quarter" if what == "edition" else f"wrong {what}"
        all_said = ", ".join(f"{who} says {each}" for who, each in said.items())
        msg = f"{which}: {all_said}; name the file as CMS does, or leave out the option"
        raise Refused(msg)
    return next(iter(said.values()), None)
