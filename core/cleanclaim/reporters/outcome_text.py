"""
An outcome as a line of JSON, written from its fields: the text that ``json.dumps`` makes of
``outcome_json``, at a third of its cost.

What repeats from finding to finding, such as sources and a coder's steps, is written once
and remembered.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from json.encoder import encode_basestring_ascii as quoted
from typing import Any, TypeVar

from cleanclaim.findings import (
    Excused,
    Failure,
    Finding,
    NotChecked,
    Outcome,
    Place,
    Source,
    Steps,
    Suggestion,
    Waived,
)
from cleanclaim.model import ServiceLine
from cleanclaim.reporters.plain_json import encode, plain

T = TypeVar("T")

_REMEMBERED = 1024


def outcome_text(outcome: Outcome) -> str:
    """
    An outcome as one line of JSON, ASCII only, without the line's end.
    """
    return (
        f'{{"claim": {_text(outcome.claim)}, "input": {_text(outcome.input)}, '
        f'"ordinal": {outcome.ordinal}, "payer": {_text(outcome.payer)}, '
        f'"status": {quoted(outcome.status)}, "location": {_place(outcome.location)}, '
        f'"findings": {_list(_finding, outcome.findings)}, '
        f'"observed": {_list(_finding, outcome.observed)}, '
        f'"waived": {_list(_waived, outcome.waived)}, '
        f'"bypassed": {_list(_excused, outcome.bypassed)}, '
        f'"not_checked": {_list(_not_checked, outcome.not_checked)}, '
        f'"failures": {_list(_failure, outcome.failures)}}}'
    )


def _finding(finding: Finding) -> str:
    return f"{{{_fields(finding)}}}"


def _fields(finding: Finding) -> str:
    charge = "null" if finding.charge is None else f'"{finding.charge:f}"'
    return (
        f'"edit": {_again(finding.edit)}, "level": {_again(finding.level)}, '
        f'"line": {finding.line}, "procedure": {_text(finding.procedure)}, '
        f'"disposition": {quoted(finding.disposition)}, '
        f'"message": {quoted(finding.message)}, "remedy": {quoted(finding.remedy)}, '
        f'"action": {quoted(finding.action)}, '
        f'"suggest": {_list(_suggestion, finding.suggest)}, "check": {_steps(finding.steps)}, '
        f'"related": {_list(_line, finding.related)}, "basis": {quoted(finding.basis)}, '
        f'"source": {_source(finding.source)}, "evidence": {_members(finding.evidence)}, '
        f'"carc": {_text(finding.carc)}, "rarc": {_list(quoted, finding.rarc)}, '
        f'"charge": {charge}, "plugin": {_again(finding.plugin)}, '
        f'"plugin_version": {_again(finding.plugin_version)}, '
        f'"fingerprint": {quoted(finding.fingerprint)}, "location": {_place(finding.location)}'
    )


def _waived(waived: Waived) -> str:
    waiver = f'{{"reason": {quoted(waived.reason)}, "until": "{waived.until.isoformat()}"}}'
    return f'{{{_fields(waived.finding)}, "waiver": {waiver}}}'


def _excused(excused: Excused) -> str:
    return (
        f'{{"edit": {quoted(excused.edit)}, "line": {excused.line}, '
        f'"procedure": {_text(excused.procedure)}, "modifier": {quoted(excused.modifier)}, '
        f'"related": {_list(_line, excused.related)}, "source": {_source(excused.source)}}}'
    )


def _not_checked(unanswered: NotChecked) -> str:
    line = "null" if unanswered.line is None else unanswered.line
    edit, lacks = _text(unanswered.edit), quoted(unanswered.lacks)
    return f'{{"edit": {edit}, "line": {line}, "lacks": {lacks}}}'


def _failure(failure: Failure) -> str:
    line = "null" if failure.line is None else failure.line
    return (
        f'{{"kind": {quoted(failure.kind)}, "message": {quoted(failure.message)}, '
        f'"plugin": {_text(failure.plugin)}, "edit": {_text(failure.edit)}, "line": {line}, '
        f'"location": {_place(failure.location)}}}'
    )


def _suggestion(suggestion: Suggestion) -> str:
    return f'{{"code": {quoted(suggestion.code)}, "if": {quoted(suggestion.when)}}}'


def _steps(steps: Steps | None) -> str:
    if steps is None:
        return "null"
    return (
        f'{{"record": {_again(steps.record)}, "code": {_again(steps.code)}, '
        f'"notes": {_again(steps.notes)}}}'
    )


def _source(source: Source) -> str:
    return f'{{"title": {_again(source.title)}, "url": {_again(source.url)}}}'


def _line(line: ServiceLine) -> str:
    date = "null" if line.date is None else f'"{line.date.isoformat()}"'
    return (
        f'{{"line": {line.number}, "procedure": {_text(line.procedure)}, '
        f'"modifiers": {_list(quoted, line.modifiers)}, "date": {date}}}'
    )


def _place(place: Place | None) -> str:
    if place is None:
        return "null"
    items = [
        f"{_again(key)}: {value if isinstance(value, int) else quoted(value)}"
        for key, value in place.items()
    ]
    return f"{{{', '.join(items)}}}"


def _text(text: str | None) -> str:
    return "null" if text is None else quoted(text)


def _members(evidence: Mapping[str, Any]) -> str:
    keys = sorted(evidence, key=str) if len(evidence) > 1 else evidence
    return f"{{{', '.join([f'{_again(str(key))}: {_value(evidence[key])}' for key in keys])}}}"


def _value(value: Any) -> str:
    """
    What is in evidence; most of it is text, numbers and lists of these.
    """
    kind = type(value)
    if kind is str:
        return quoted(value)
    if kind is int:
        return str(value)
    return _list(_value, value) if kind is list else encode(plain(value))


def _list(write: Callable[[T], str], each: Sequence[T]) -> str:
    return f"[{', '.join(map(write, each))}]" if each else "[]"


@lru_cache(maxsize=_REMEMBERED)
def _again(text: str) -> str:
    return quoted(text)
