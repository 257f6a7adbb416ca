"""
One outcome a line, as JSON: the contract with other programs.
"""

from collections.abc import Iterable

from cleanclaim.findings import (
    Excused,
    Failure,
    Finding,
    Json,
    NotChecked,
    Outcome,
    Place,
    Source,
    Steps,
    Waived,
)
from cleanclaim.model import ServiceLine
from cleanclaim.reporters import Layout, Summary, is_shown
from cleanclaim.reporters.outcome_text import outcome_text
from cleanclaim.reporters.plain_json import plain


class JsonlReporter:
    """
    One JSON object a line, in input order, ASCII only.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.hears_all = layout.all

    def header(self) -> str:
        return ""

    def outcome(self, outcome: Outcome) -> str:
        return outcome_text(outcome) + "\n" if is_shown(outcome, self.layout) else ""

    def footer(self, summary: Summary) -> str:  # noqa: ARG002 - a stream of JSON has no footer
        return ""


def outcome_json(outcome: Outcome) -> dict[str, Json]:
    """
    An outcome as JSON data, its keys in the order of the contract.
    """
    return {
        "claim": outcome.claim,
        "input": outcome.input,
        "ordinal": outcome.ordinal,
        "payer": outcome.payer,
        "status": outcome.status.value,
        "location": _place(outcome.location),
        "findings": [_finding(finding) for finding in outcome.findings],
        "observed": [_finding(finding) for finding in outcome.observed],
        "waived": [_waived(waived) for waived in outcome.waived],
        "bypassed": [_excused(excused) for excused in outcome.bypassed],
        "not_checked": [_not_checked(unanswered) for unanswered in outcome.not_checked],
        "failures": [_failure(failure) for failure in outcome.failures],
    }


def _finding(finding: Finding) -> dict[str, Json]:
    return {
        "edit": finding.edit,
        "level": finding.level,
        "line": finding.line,
        "procedure": finding.procedure,
        "disposition": finding.disposition.value,
        "message": finding.message,
        "remedy": finding.remedy,
        "action": finding.action.value,
        "suggest": [{"code": each.code, "if": each.when} for each in finding.suggest],
        "check": _steps(finding.steps),
        "related": _lines(finding.related),
        "basis": finding.basis.value,
        "source": _source(finding.source),
        "evidence": plain(finding.evidence),
        "carc": finding.carc,
        "rarc": list(finding.rarc),
        "charge": None if finding.charge is None else f"{finding.charge:f}",
        "plugin": finding.plugin,
        "plugin_version": finding.plugin_version,
        "fingerprint": finding.fingerprint,
        "location": _place(finding.location),
    }


def _waived(waived: Waived) -> dict[str, Json]:
    waiver: Json = {"reason": waived.reason, "until": waived.until.isoformat()}
    return {**_finding(waived.finding), "waiver": waiver}


def _excused(excused: Excused) -> dict[str, Json]:
    return {
        "edit": excused.edit,
        "line": excused.line,
        "procedure": excused.procedure,
        "modifier": excused.modifier,
        "related": _lines(excused.related),
        "source": _source(excused.source),
    }


def _not_checked(unanswered: NotChecked) -> dict[str, Json]:
    return {"edit": unanswered.edit, "line": unanswered.line, "lacks": unanswered.lacks}


def _failure(failure: Failure) -> dict[str, Json]:
    return {
        "kind": failure.kind,
        "message": failure.message,
        "plugin": failure.plugin,
        "edit": failure.edit,
        "line": failure.line,
        "location": _place(failure.location),
    }


def _steps(steps: Steps | None) -> dict[str, Json] | None:
    if steps is None:
        return None
    return {"record": steps.record, "code": steps.code, "notes": steps.notes}


def _lines(lines: Iterable[ServiceLine]) -> list[Json]:
    return [
        {
            "line": line.number,
            "procedure": line.procedure,
            "modifiers": list(line.modifiers),
            "date": None if line.date is None else line.date.isoformat(),
        }
        for line in lines
    ]


def _source(source: Source) -> dict[str, Json]:
    return {"title": source.title, "url": source.url}


def _place(place: Place | None) -> dict[str, Json] | None:
    return None if place is None else dict(place)
