"""
Outcomes as rows of a table that joins on claim and line: a row a finding.

A claim without a finding has a row too where it is not clean: what was not checked, or
why it is incomplete; where all are asked for, so has a clean one.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cleanclaim import Finding, Outcome

COLUMNS: Mapping[str, str] = {
    "claim": "the claim's number, as in the table",
    "line": "the number of the line; none where it is about the claim",
    "row": "the row of the table, from 1: of the line, else the first of the claim",
    "input": "the file",
    "ordinal": "which claim of the table it is, from 1, by first rows",
    "payer": "the id of the payer's config",
    "status": "the claim's: `incomplete`, `held`, `unchecked` or `clean`",
    "kind": "`finding`, `observed`, `waived`, `bypassed`, `not_checked`, `failure`; `claim` of a claim that has none of them",
    "edit": "the edit's id",
    "disposition": "`deny`, `review` or `info`",
    "procedure": "the line's code",
    "message": "what is wrong, lacking or failed",
    "remedy": "what to do about it",
    "action": "`remove`, `recode`, `add_modifier` or `check`",
    "suggest": "codes to consider, and when",
    "check_record": "what to look for in the record",
    "check_code": "what the code asks for",
    "check_notes": "which note under it decides",
    "related": "the other lines that it concerns",
    "charge": "the line's charge, decimal text",
    "basis": "`payer_edit` or `coding_rule`",
    "source": "the title of what it stands on",
    "source_url": "where that is",
    "carc": "the claim adjustment reason code that a payer would attach",
    "rarc": "remark codes, likewise",
    "modifier": "the modifier that excuses a line; of `bypassed`",
    "waiver_reason": "why it is waived",
    "waiver_until": "the waiver's last day, inclusive",
    "plugin": "the plugin whose edit it is",
    "plugin_version": "its version",
    "fingerprint": "the same for the same finding in another run",
}
"""The columns of the table, in their order, and what each says."""

NUMBERS = ("line", "row", "ordinal")
"""The columns of whole numbers; all others are text."""

FindingRow = dict[str, Any]


def rows_of(outcome: Outcome) -> Iterator[FindingRow]:
    """
    The rows of an outcome, one at least; a key that is absent has no value.
    """
    shared = {
        "claim": outcome.claim,
        "row": _row(outcome.location),
        "input": outcome.input,
        "ordinal": outcome.ordinal,
        "payer": outcome.payer,
        "status": outcome.status.value,
    }
    any_row = False
    for row in _rows(outcome):
        any_row = True
        if row.get("row") is None:
            row.pop("row", None)
        yield {**shared, **row}
    if not any_row:
        yield {**shared, "kind": "claim"}


def _rows(outcome: Outcome) -> Iterator[FindingRow]:
    for finding in outcome.findings:
        yield _finding("finding", finding)
    for finding in outcome.observed:
        yield _finding("observed", finding)
    for waived in outcome.waived:
        yield {
            **_finding("waived", waived.finding),
            "waiver_reason": waived.reason,
            "waiver_until": waived.until.isoformat(),
        }
    for excused in outcome.bypassed:
        yield {
            "kind": "bypassed",
            "line": excused.line,
            "procedure": excused.procedure,
            "edit": excused.edit,
            "modifier": excused.modifier,
            "related": _lines(excused.related),
            "source": excused.source.title,
            "source_url": excused.source.url,
        }
    for unanswered in outcome.not_checked:
        yield {
            "kind": "not_checked",
            "line": unanswered.line,
            "edit": unanswered.edit,
            "message": unanswered.lacks,
        }
    for failure in outcome.failures:
        yield {
            "kind": "failure",
            "line": failure.line,
            "row": _row(failure.location),
            "edit": failure.edit,
            "message": failure.message,
            "plugin": failure.plugin,
        }


def _finding(kind: str, finding: Finding) -> FindingRow:
    steps = finding.steps
    return {
        "kind": kind,
        "line": finding.line,
        "row": _row(finding.location),
        "edit": finding.edit,
        "disposition": finding.disposition.value,
        "procedure": finding.procedure,
        "message": finding.message,
        "remedy": finding.remedy,
        "action": finding.action.value,
        "suggest": "; ".join(f"{each.code} if {each.when}" for each in finding.suggest) or None,
        "check_record": steps and steps.record,
        "check_code": steps and steps.code,
        "check_notes": steps and steps.notes,
        "related": _lines(finding.related),
        "charge": None if finding.charge is None else f"{finding.charge:f}",
        "basis": finding.basis.value,
        "source": finding.source.title,
        "source_url": finding.source.url,
        "carc": finding.carc,
        "rarc": " ".join(finding.rarc) or None,
        "plugin": finding.plugin,
        "plugin_version": finding.plugin_version,
        "fingerprint": finding.fingerprint,
    }


def _lines(lines: Any) -> str | None:
    return "; ".join(map(_line, lines)) or None


def _line(line: Any) -> str:
    """
    Another line of the claim, such as ``line 2 76942-26 2025-03-03``.
    """
    code = "-".join([line.procedure or "no procedure", *line.modifiers])
    return " ".join(filter(None, (f"line {line.number}", code, str(line.date or ""))))


def _row(location: Mapping[str, Any] | None) -> int | None:
    return None if location is None else location.get("row")
