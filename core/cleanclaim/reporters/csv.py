"""
For a spreadsheet, one row a line of a claim, led by its strongest finding; what was not
checked or failed has rows too.
"""

import csv
import io
import itertools
from collections.abc import Iterator, Mapping
from operator import attrgetter
from typing import Any

from cleanclaim.findings import Excused, Failure, Finding, NotChecked, Outcome, Place
from cleanclaim.reporters import Layout, Summary, is_shown, plain
from cleanclaim.reporters.strength import strongest_first, worth_showing

COLUMNS = (
    "kind",
    "claim",
    "input",
    "ordinal",
    "payer",
    "status",
    "line",
    "procedure",
    "edit",
    "disposition",
    "message",
    "remedy",
    "also",
    "action",
    "suggest",
    "related",
    "charge",
    "check_record",
    "check_code",
    "check_notes",
    "basis",
    "source_title",
    "source_url",
    "carc",
    "rarc",
    "modifier",
    "waiver_reason",
    "waiver_until",
    "plugin",
    "plugin_version",
    "fingerprint",
    "segment",
    "byte",
)
Row = Mapping[str, Any]

# A spreadsheet runs a cell that begins with one of these as a formula; the full-width
# ones count in some of its languages.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class CsvReporter:
    """
    One row for a line's findings; ``kind`` says what else a row may be.

    ``finding``, ``observed``, ``waived``, ``bypassed``, ``not_checked``, ``failure``,
    and ``claim`` for a claim that has none of them.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.hears_all = layout.all

    def header(self) -> str:
        return _text([COLUMNS])

    def outcome(self, outcome: Outcome) -> str:
        if not is_shown(outcome, self.layout):
            return ""
        shared = {
            "claim": outcome.claim,
            "input": outcome.input,
            "ordinal": outcome.ordinal,
            "payer": outcome.payer,
            "status": outcome.status.value,
            **_place(outcome.location),
        }
        rows = list(_rows(outcome)) or [{"kind": "claim"}]
        return _text([[_cell({**shared, **row}.get(name)) for name in COLUMNS] for row in rows])

    def footer(self, summary: Summary) -> str:  # noqa: ARG002 - a table has no footer
        return ""


def _rows(outcome: Outcome) -> Iterator[Row]:
    findings = strongest_first(outcome.findings)
    for _, of_line in itertools.groupby(findings, key=attrgetter("line")):
        strongest, *others = worth_showing(tuple(of_line))
        also = "; ".join(f"{each.disposition} {each.edit}: {each.message}" for each in others)
        yield {"kind": "finding", **_finding(strongest), "also": also}
    for finding in outcome.observed:
        yield {"kind": "observed", **_finding(finding)}
    for waived in outcome.waived:
        waiver = {"waiver_reason": waived.reason, "waiver_until": waived.until}
        yield {"kind": "waived", **_finding(waived.finding), **waiver}
    for excused in outcome.bypassed:
        yield {"kind": "bypassed", **_excused(excused)}
    for unanswered in outcome.not_checked:
        yield {"kind": "not_checked", **_not_checked(unanswered)}
    for failure in outcome.failures:
        yield {"kind": "failure", **_failure(failure)}


def _finding(finding: Finding) -> Row:
    steps = finding.steps
    return {
        "line": finding.line,
        "procedure": finding.procedure,
        "edit": finding.edit,
        "disposition": finding.disposition.value,
        "message": finding.message,
        "remedy": finding.remedy,
        "action": finding.action.value,
        "suggest": "; ".join(f"{each.code} if {each.when}" for each in finding.suggest),
        "related": "; ".join(map(plain.line_of, finding.related)),
        "charge": None if finding.charge is None else f"{finding.charge:f}",
        "check_record": steps and steps.record,
        "check_code": steps and steps.code,
        "check_notes": steps and steps.notes,
        "basis": finding.basis.value,
        "source_title": finding.source.title,
        "source_url": finding.source.url,
        "carc": finding.carc,
        "rarc": " ".join(finding.rarc),
        "plugin": finding.plugin,
        "plugin_version": finding.plugin_version,
        "fingerprint": finding.fingerprint,
        **_place(finding.location),
    }


def _excused(excused: Excused) -> Row:
    return {
        "line": excused.line,
        "procedure": excused.procedure,
        "edit": excused.edit,
        "modifier": excused.modifier,
        "related": "; ".join(map(plain.line_of, excused.related)),
        "source_title": excused.source.title,
        "source_url": excused.source.url,
    }


def _not_checked(unanswered: NotChecked) -> Row:
    return {"line": unanswered.line, "edit": unanswered.edit, "message": unanswered.lacks}


def _failure(failure: Failure) -> Row:
    return {
        "line": failure.line,
        "edit": failure.edit,
        "message": failure.message,
        "plugin": failure.plugin,
        **_place(failure.location),
    }


def _place(location: Place | None) -> Row:
    """
    The columns of a place; a line of JSON, or a row of a table, counts as its segment.
    """
    if location is None:
        return {}
    counted = next(
        (location[unit] for unit in ("segment", "line", "row") if unit in location), None
    )
    return {"segment": counted, "byte": location.get("byte")}


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return plain.printable(f"'{text}" if text.startswith(_DANGEROUS) else text)


def _text(rows: list[Any]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()
