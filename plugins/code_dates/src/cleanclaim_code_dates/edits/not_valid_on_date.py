"""
A code outside its life.
"""

import datetime
from collections.abc import Iterator

from cleanclaim import (
    Action,
    Claim,
    Fact,
    Hit,
    Json,
    Kind,
    Lacks,
    ServiceLine,
    Steps,
)
from cleanclaim_code_dates.instead import Instead
from cleanclaim_code_dates.lives import Lives, Standing
from cleanclaim_code_dates.remedies import gone_with, look_up, remedy

DATE_STEPS = Steps(
    record="the date of service, and what was done that day",
    code="a code is reported only for dates of service within its life",
    notes="the code book of that date: its lists of new and deleted codes, and what it says to use",
)

_CARC, _RARC = "181", ("N56",)
_EDITOR_EDIT = "6"
_ONE_DAY = datetime.timedelta(days=1)


def not_valid_on_date(line: ServiceLine, claim: Claim, lives: Lives) -> Iterator[Hit | Lacks]:
    """
    Code billed for a date of service on which it is not valid.

    A code has a first day and a last one, and is reported for dates of service between
    them: 55700 until 2025-12-31, 55707 from 2026-01-01. On both of those days it is
    valid; a day later, or earlier, payers refuse the line, whatever the modifier. CMS's
    outpatient code editor, I/OCE, returns a hospital's claim (its edit 6, invalid
    procedure code).

    The finding says what to consider instead, and on which condition of the record:
    after the last day what took the code's place, before the first what was reported
    until then. Where the new codes include the imaging guidance, its line of the same
    day goes too (76942 with 55700 in 2026). Where nothing took its place (76001), the line goes. The date of service
    counts, not the day of billing.

    The lives of imaging guidance codes and of their procedures are known here; those of
    every code, where CMS's table of lives is imported (``cleanclaim tables import``), or
    with the option ``life_table``, where the payer's own table has a code and then
    speaks alone. A code that is in none is not judged; for a day before all that is known of a code the answer is
    lacking. What has ended by general knowledge alone (10022) is a review. A line of
    several days is judged where its code is valid on all of them or on none; else a
    single date of service is lacking.
    """
    code, first = line.procedure or "", line.date
    if first is None:
        yield Lacks("a date of service", line)
        return
    last = line.through or first
    standing = lives.standing(code, first)
    if last != first and lives.standing(code, last) != standing:
        yield Lacks(
            f"a single date of service: {code} is not valid on all of {first} to {last}", line
        )
        return
    because = standing.ended or standing.begins
    if because is None:
        return
    instead = lives.in_place_of(code, first)
    yield Hit(
        line,
        f"{code} is not valid on {_days(first, last)}; {_why(standing)}",
        _remedy(line, claim, lives, instead),
        because,
        action=instead.action if instead else Action.CHECK,
        suggest=instead.suggestions if instead else (),
        carc=_CARC,
        rarc=_RARC,
        evidence=_evidence(claim, standing, instead),
    )


def _remedy(line: ServiceLine, claim: Claim, lives: Lives, instead: Instead | None) -> str:
    if instead is None:
        return look_up(line.procedure or "")
    for other in claim.lines:
        if other.date is not None and other.date == line.date:
            theirs = lives.in_place_of(other.procedure or "", other.date)
            if theirs is not None and line in theirs.included(other, claim):
                return gone_with(line, other)
    return remedy(instead, line, claim)


def _days(first: datetime.date, last: datetime.date) -> str:
    return str(first) if last == first else f"{first} to {last}"


def _why(standing: Standing) -> str:
    parts = []
    if standing.ended:
        parts.append(f"its last day was {_last_day(standing.ended)}")
    if standing.begins:
        again = "again " if standing.ended else ""
        parts.append(f"it is valid {again}from {standing.begins.since}")
    return ", and ".join(parts)


def _last_day(ended: Fact) -> datetime.date:
    return ended.since - _ONE_DAY


def _evidence(claim: Claim, standing: Standing, instead: Instead | None) -> dict[str, Json]:
    evidence: dict[str, Json] = {}
    if standing.ended:
        evidence["valid_to"] = str(_last_day(standing.ended))
    if standing.begins:
        evidence["valid_from"] = str(standing.begins.since)
    if claim.kind is Kind.INSTITUTIONAL:
        evidence["editor_edit"] = _EDITOR_EDIT
    if instead is not None:
        evidence["instead_source"] = instead.source.title
    return evidence
