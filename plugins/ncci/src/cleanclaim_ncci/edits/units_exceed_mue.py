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
from cleanclaim_ncci.imported import COUNTED_BILLS, Imported
from cleanclaim_ncci.meeting import Lines
from cleanclaim_ncci.whose import Practitioners

MUE_STEPS = Steps(
    record="how many units were done that day, by whom, and in how many encounters",
    code="what one unit of the code stands for: a service, a side, a test, a measure of a drug",
    notes="NCCI's table of medically unlikely edits, and chapter I of its policy manual",
)

_CARC, _RARC = "151", ("N362",)
_EACH_LINE, _ABSOLUTE = (1, None), 2


@attrs.frozen
class _Found:
    """
    A line on which units pass the limit, with all that is counted with it.
    """

    count: Counted
    day: datetime.date
    edit: UnlikelyEdit

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
    limit is found, with those after it, and no modifier raises it. 2 is absolute, since
    the code's own words or a regulation allow no more; 3 may be appealed with the record.
    Medicaid's tables have no indicator: each line counts by itself. An MUE of 0: the code
    is not paid on such a claim at all.

    The imported table for practitioners serves professional claims, the one for outpatient
    hospitals claims of the types 13x, 14x and 85x; CMS names no others. On a critical
    access hospital's claim professional and facility lines are counted apart. A line that
    does not say its units counts as one, and 26 and TC are two parts of one service.
    Where the claim does not say that one practitioner did all, or the units are not whole
    numbers, it is a review.

    Within the limit nothing is said: an MUE is no measure of what was needed.
    """
    table = imported.units.get(claim.kind)
    if table is None or not _counts(claim):
        return
    lines = Lines.of(claim, table.codes)
    for code in sorted(lines.codes):
        days = lines.dated.get(code, {})
        if code in lines.undated:
            yield from _undated(code, lines, table, imported)
        for day, several in days.items():
            billed = [line for line in several if line.units != 0]
            try:
                edit = table.on(code, imported.day(table, day))
                if edit is not None and billed:
                    yield from _judged(claim, billed, day, edit, practitioners)
            except NotKnown as lacks:
                yield Lacks(str(lacks), several[-1])


def _counts(claim: Claim) -> bool:
    return claim.kind is Kind.PROFESSIONAL or (claim.type_of_bill or "").startswith(COUNTED_BILLS)


def _undated(code: str, lines: Lines, table: UnitTable, imported: Imported) -> Iterator[Lacks]:
    """
    The lines of a code without a single day, unless all that the claim has of it is
    within the limit on whichever day they are.
    """
    undated = [line for line in lines.undated[code] if line.units != 0]
    days = lines.dated.get(code, {})
    total = units(line for several in (*days.values(), undated) for line in several)
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
        counts = [Counted(line, units([line]), units([line]), (line,)) for line in lines]
    else:
        counts = counted(claim, lines, practitioners)
    for count in counts:
        if count.most > edit.units:
            yield _hit(_Found(count, day, edit))


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
    return "", ""


def _remedy(found: _Found) -> str:
    code, edit = found.count.line.procedure, found.edit
    if not edit.units:
        return f"check the code: report {code} where it is paid, or the code for what was done here"
    bill = f"bill the units of {code} that the record shows, never more than {found.most}"
    if found.each_line:
        return f"{bill}; put further ones on a line of their own, with the modifier that says why"
    if edit.indicator == _ABSOLUTE:
        return f"{bill}: no modifier and no appeal raises this limit"
    return f"{bill}; bill more only by appeal, with its record"
