"""
More units of a code than NCCI takes for it.
"""

import datetime
from collections.abc import Iterator, Sequence

import attrs

from cleanclaim import (
    Action,
    Claim,
    Disposition,
    Hit,
    Kind,
    Lacks,
    NotKnown,
    Payer,
    ServiceLine,
    Steps,
)
from cleanclaim_cms_tables.offered import UnitTable, UnlikelyEdit
from cleanclaim_guidance_facts.units import Counted, comes_to, counted, number, units
from cleanclaim_ncci.classes import procedure
from cleanclaim_ncci.imported import COUNTED_BILLS, Imported
from cleanclaim_ncci.meeting import Lines
from cleanclaim_ncci.tallied import Center, billed, both_sides_of, teams
from cleanclaim_ncci.whose import Practitioners

MUE_STEPS = Steps(
    record="how many units were done that day, by whom, and in how many encounters",
    code="what one unit of the code stands for: a service, a side, a test, a measure of a drug",
    notes="NCCI's table of medically unlikely edits, and chapter I of its policy manual",
)

_CARC, _RARC = "151", ("N362",)
_EACH_LINE, _ABSOLUTE = (1, None), 2
_TWO_SIDES = 2


@attrs.frozen
class _Found:
    """
    A line on which units pass the limit, with all that is counted with it.
    """

    count: Counted
    day: datetime.date
    edit: UnlikelyEdit
    center: Center | None = None

    @property
    def each_line(self) -> bool:
        return self.edit.indicator in _EACH_LINE

    @property
    def most(self) -> str:
        return f"{self.edit.units} {'on a line' if self.each_line else 'a day'}"


def units_exceed_mue(
    claim: Claim,
    payer: Payer,
    practitioners: Practitioners,
    imported: Imported,
) -> Iterator[Hit | Lacks]:
    """
    More units of a code than NCCI's medically unlikely edit has for it.

    A medically unlikely edit (MUE) is the most units of a code that Medicare takes. Its
    adjudication indicator says over what they are counted. 1: on each line, so that
    further units can be on a line of their own, with the modifier that says why. 2 and 3:
    over all lines of one day and one practitioner or facility; the line that passes the
    limit is found, with those after it, though the payer refuses all of that day, and no
    modifier raises it. 2 is absolute, since the code's own words or a regulation allow no
    more; 3 may be appealed with the record. Medicaid's tables have no indicator: each
    line counts by itself. An MUE of 0: the code is not paid on such a claim at all.

    The imported table for practitioners serves professional claims, the one for outpatient
    hospitals claims of the types 13x, 14x and 85x; CMS names no others. On a critical
    access hospital's claim professional and facility lines are counted apart. A line that
    does not say its units counts as one, and 26 and TC are two parts of one service. An
    assistant at surgery (80, 81, 82, AS) is counted apart from the surgeon, and so are
    surgeons who share a service (62, 66). Lines with 55, whose units are days, and with
    GY, billed to be refused, do not count. A line that spans several days has no date of
    service.

    A service on both sides is one line with 50. An ambulatory surgical center may not use
    50; CMS doubles its limit of a day for codes of two sides, so that LT and RT have the
    limit each. Which codes have two sides is not in the table: other units up to the
    double are a review. So it is where the claim does not say that one practitioner did
    all, or whether a center bills, and where the units are not whole numbers.

    Within the limit nothing is said: an MUE is no measure of what was needed.
    """
    table = imported.units.get(claim.kind)
    if table is None or not _counts(claim):
        return
    lines = Lines.of(claim)
    for code in sorted(lines.codes & table.codes):
        days = lines.dated.get(code, {})
        if code in lines.undated:
            yield from _undated(code, lines, table, imported)
        for day, several in days.items():
            try:
                edit = table.on(code, imported.day(table, day))
                if edit is not None and units(several) > edit.units:
                    yield from _judged(claim, billed(several), day, edit, practitioners)
            except NotKnown as lacks:
                yield Lacks(str(lacks), several[-1])


def _counts(claim: Claim) -> bool:
    return claim.kind is Kind.PROFESSIONAL or (claim.type_of_bill or "").startswith(COUNTED_BILLS)


def _undated(code: str, lines: Lines, table: UnitTable, imported: Imported) -> Iterator[Lacks]:
    """
    The lines of a code without a single day, unless all that the claim has of it is
    within the limit on whichever day they are.
    """
    undated = billed(lines.undated[code])
    dated = billed(line for several in lines.dated.get(code, {}).values() for line in several)
    total = units((*dated, *undated))
    for line in undated:
        try:
            edits = [
                table.on(code, imported.day(table, day)) for day in (line.date, line.through) if day
            ]
        except NotKnown:
            edits = []
        if not edits or any(edit is not None and total > edit.units for edit in edits):
            yield Lacks(lines.lacks[line.number], line)


def _judged(
    claim: Claim,
    lines: Sequence[ServiceLine],
    day: datetime.date,
    edit: UnlikelyEdit,
    practitioners: Practitioners,
) -> Iterator[Hit]:
    if units(lines) <= edit.units:
        return
    if edit.indicator in _EACH_LINE:
        for line in lines:
            if units([line]) > edit.units:
                yield _hit(_Found(Counted(line, units([line]), units([line]), (line,)), day, edit))
        return
    center = Center.of(claim) if edit.units else None
    for team in teams(claim, lines):
        if center is not None and center.allows(team, edit.units):
            continue
        for count in counted(claim, team, practitioners):
            if count.most > edit.units:
                yield _hit(_Found(count, day, edit, center))


def _hit(found: _Found) -> Hit:
    count, edit = found.count, found.edit
    doubt, first = _doubt(found)
    said = comes_to(count, found.day)
    if edit.units:
        said += f"; expected at most {found.most}, its MUE"
    else:
        said += "; its MUE is 0, so that none is paid"
    return Hit(
        count.line,
        f"{said}; {doubt}" if doubt else said,
        first + _remedy(found),
        edit,
        related=count.lines[:-1],
        disposition=Disposition.REVIEW if doubt else Disposition.DENY,
        action=Action.CHECK,
        carc=None if doubt else _CARC,
        rarc=() if doubt else _RARC,
        evidence={
            "units": number(count.most),
            "mue": edit.units,
            "adjudication_indicator": edit.indicator,
            "rationale": edit.rationale,
            "edition": edit.edition.isoformat(),
        },
    )


def _doubt(found: _Found) -> tuple[str, str]:
    """
    Why the units are not sure to be refused, and what to do first; empty when they are.
    """
    count = found.count
    if count.sure <= found.edit.units:
        return (
            "whether one practitioner did all is not on the claim",
            "find out who did each; if one practitioner did all, ",
        )
    if any(line.units is not None and line.units % 1 for line in count.lines):
        return "the units are not whole numbers", "correct the units; "
    if found.center is not None and count.most <= 2 * found.edit.units:
        if found.center.sure:
            return (
                "for a surgical center CMS doubles it where the code has two sides",
                "if both sides were done, bill LT and RT on a line each; if not, ",
            )
        return (
            "whether a surgical center bills, whose limit is doubled, is not on the claim",
            "say the billing provider's taxonomy; if it is no surgical center, ",
        )
    return "", ""


def _remedy(found: _Found) -> str:
    code, edit = found.count.line.procedure, found.edit
    if not edit.units:
        return (
            f"check the code: report {code} where it is paid, or the code for what was done here; if "
            "the law excludes it and it is billed to be refused, add GY"
        )
    bill = f"bill the units of {code} that the record shows, never more than {found.most}"
    if found.each_line:
        return f"{bill}; put further ones on a line of their own, with the modifier that says why"
    if (
        found.center is None
        and edit.units == 1
        and found.count.most == _TWO_SIDES
        and procedure(code or "")
        and both_sides_of(found.count.lines)
    ):
        return (
            f"if both sides were done and {code} takes modifier 50, bill one line of {code}-50 "
            f"with 1 unit; if not, {bill}"
        )
    if edit.indicator == _ABSOLUTE:
        return f"{bill}: no modifier and no appeal raises this limit"
    return f"{bill}; bill more only by appeal, with its record"
