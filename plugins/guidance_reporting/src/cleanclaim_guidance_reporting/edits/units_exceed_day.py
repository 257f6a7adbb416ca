"""
More units of a guidance code than a day has.
"""

import datetime
from collections.abc import Iterator, Sequence

from cleanclaim import (
    Action,
    Bypassed,
    Claim,
    Disposition,
    Hit,
    Json,
    Kind,
    Lacks,
    NotKnown,
    ServiceLine,
    Steps,
)
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.modifiers import DISTINCT
from cleanclaim_guidance_facts.sameday import in_order
from cleanclaim_guidance_facts.units import Counted, comes_to, counted, number, units
from cleanclaim_guidance_reporting.options import GuidanceReportingOptions, Mue
from cleanclaim_guidance_reporting.units import (
    Limits,
    OneUnit,
    Per,
    UnlikelyUnits,
    apart,
    sites,
)
from cleanclaim_guidance_reporting.units_to_bill import fewer, without_line

UNITS_STEPS = Steps(
    record="how many encounters there were that day, and which sites were reached in each",
    code="one unit for an encounter, or for a site; not for a needle, a lesion or a minute",
    notes="NCCI policy manual, chapter IX, and the medically unlikely edits of the quarter",
)

_EACH_LINE = 1
_MUE_CARC, _MUE_RARC = "151", ("N362",)
# Neither sets an MUE of the day aside; they are named, since they were meant to.
_PLEADED = DISTINCT | {"76", "77", "91"}
# Types of bill that CMS counts against its hospital table; it names no others, so there
# the finding is a review. General knowledge.
_COUNTED_BILLS = ("13", "14", "85")


def units_exceed_day(
    claim: Claim, knowledge: Knowledge, limits: Limits, options: GuidanceReportingOptions
) -> Iterator[Hit | Lacks | Bypassed]:
    """
    Guidance code with more units on one day than the payer takes.

    Guidance is reported once for an encounter, whatever the number of needles, lesions
    or injections; 76937, 77001 and 75989 once for each site. CMS's medically unlikely
    edits (MUE) are a ceiling over that, the most units of a code that Medicare takes
    for a day: 1 for 76942, 77002, 77003, 77012, 77021 and most others, 2 for 76937,
    77001 and 75989, 3 for 76000, 7 for 75774. The units of one code, one day and one
    practitioner are added up, over all lines, and the line that passes the limit is
    found, with those after it. No modifier raises such a limit: with 59 or 76 the units
    are denied all the same, and a true second encounter is billed only by appeal, with
    its record. For a payer that counts each line by itself, the option ``mue`` says so.

    Within the limit, more than one unit is a review: the record must show the second
    encounter, or the second site. Where the claim itself shows two sites for 76937,
    77001 or 75989, set apart by 59, XE, XP, XS, XU or different sides, that is an excuse.
    75774 is once for each further vessel, and nothing is asked within its limit.

    A line that does not say its units counts as one. Lines with 26 and with TC are two
    parts of one service. On a critical access hospital's claim professional and facility
    lines are counted apart, and another practitioner's units are counted separately.
    Dates of service before 2024-07-01 are judged by the coding rule alone, as a review.
    """
    by_code: dict[str, list[ServiceLine]] = {}
    for line in in_order(claim):
        if line.procedure is not None and line.procedure in limits.codes and line.units != 0:
            by_code.setdefault(line.procedure, []).append(line)
    for lines in by_code.values():
        if units(lines) <= 1:
            continue
        days: dict[datetime.date, list[ServiceLine]] = {}
        for line in lines:
            try:
                days.setdefault(line.day, []).append(line)
            except NotKnown as lacks:
                yield Lacks(str(lacks), line)
        for day, same_day in days.items():
            try:
                for count in counted(claim, same_day, knowledge):
                    yield from _judged(count, claim, day, knowledge, limits, options)
            except NotKnown as lacks:
                yield Lacks(str(lacks), same_day[-1])


def _judged(
    count: Counted,
    claim: Claim,
    day: datetime.date,
    knowledge: Knowledge,
    limits: Limits,
    options: GuidanceReportingOptions,
) -> Iterator[Hit | Bypassed]:
    line, code = count.line, count.line.procedure or ""
    if count.most <= 1:
        return
    unlikely, rule = limits.unlikely_on(code, day), limits.one_unit.on(code, day)
    if unlikely is not None:
        each_line = options.mue is Mue.PER_LINE or (
            options.mue is Mue.BY_INDICATOR and unlikely.indicator == _EACH_LINE
        )
        alone = units([line])
        over = Counted(line, alone, alone, (line,)) if each_line else count
        if over.most > unlikely.units:
            yield _over(over, claim, day, unlikely, rule, each_line=each_line)
            return
    if rule is not None:
        yield _within(count, claim, day, knowledge, rule)


def _over(
    count: Counted,
    claim: Claim,
    day: datetime.date,
    unlikely: UnlikelyUnits,
    rule: OneUnit | None,
    *,
    each_line: bool,
) -> Hit:
    line, limit = count.line, unlikely.units
    doubt, check = _doubt(count, claim, limit)
    most = f"{limit} {'on a line' if each_line else 'a day'}"
    message = f"{comes_to(count, day)}; expected at most {most}, the MUE"
    pleaded = next((modifier for modifier in line.modifiers if modifier in _PLEADED), None)
    if pleaded:
        message += f", which modifier {pleaded} does not raise"
    whole_line = count.most - units([line]) >= limit
    remedy = (
        f"{check}{without_line(count, limit, rule) if whole_line else fewer(line, limit, most, rule)}; bill "
        f"{'a second encounter' if limit == 1 else 'more'} only by appeal, with its record"
    )
    evidence: dict[str, Json] = {
        "units": number(count.most),
        "mue": limit,
        "adjudication_indicator": unlikely.indicator,
        "edition": unlikely.since.isoformat(),
    }
    return Hit(
        line,
        f"{message}; {doubt}" if doubt else message,
        remedy,
        unlikely,
        related=count.lines[:-1],
        disposition=Disposition.REVIEW if doubt else Disposition.DENY,
        action=Action.REMOVE if whole_line and not doubt else Action.CHECK,
        carc=None if doubt else _MUE_CARC,
        rarc=() if doubt else _MUE_RARC,
        evidence=evidence | ({"modifier": pleaded} if pleaded else {}),
    )


def _doubt(count: Counted, claim: Claim, limit: int) -> tuple[str, str]:
    """
    Why the units are not sure to be refused, and what to do first; empty when they are.
    """
    if count.sure <= limit:
        return (
            "whether one practitioner did all is not on the claim",
            "find out who did each; if one practitioner did all, ",
        )
    if any(line.units is not None and line.units % 1 for line in count.lines):
        return "the units are not whole numbers", "correct the units; "
    bill = claim.type_of_bill or ""
    if claim.kind is Kind.INSTITUTIONAL and not bill.startswith(_COUNTED_BILLS):
        return (
            "whether the payer counts units on this type of bill is not known",
            "check the record; if it shows no more, ",
        )
    return "", ""


def _within(
    count: Counted, claim: Claim, day: datetime.date, knowledge: Knowledge, rule: OneUnit
) -> Hit | Bypassed:
    line, code = count.line, count.line.procedure
    hosts: Sequence[ServiceLine] = ()
    if rule.per is Per.SITE:
        hosts = knowledge.hosts(line, claim)
        modifier = apart(count.lines, hosts)
        if modifier and sites(hosts) >= count.most:
            return Bypassed(line, rule, modifier, related=(*count.lines[:-1], *hosts))
    expected = f"one for each {rule.per}"
    if rule.per is Per.SITE:
        expected += ", and the claim does not show as many set apart"
    remedy = f"check the record, and bill 1 unit of {code} for each {rule.per} in it"
    if count.most - units([line]) >= 1:
        remedy = f"check that the record shows a further {rule.per}; if not, {without_line(count, 1, rule)}"
    return Hit(
        line,
        f"{comes_to(count, day)}; expected {expected}",
        remedy,
        rule,
        related=(*count.lines[:-1], *hosts),
        disposition=Disposition.REVIEW,
        evidence={"units": number(count.most), "per": str(rule.per)},
    )
