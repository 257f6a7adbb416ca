"""
What a case expects beside what an edit answered, as text that shows the difference.
"""

from typing import Any

import attrs

from cleanclaim.cases import CLAIM, Case, Fires
from cleanclaim.findings import Finding, Outcome


def difference(case: Case, edit: str, outcome: Outcome) -> str:
    """
    How the answers of *edit* differ from the case; empty when they do not.
    """
    findings = {finding.line: finding for finding in outcome.findings if finding.edit == edit}
    fires = {fires.line: fires for fires in case.fires}
    expected = [
        *(_fires(fires[line]) for line in sorted(fires)),
        *(f"line {line}: bypassed" for line in sorted(case.bypassed)),
        *(f"{_line(line)}: lacks something" for line in sorted(case.lacks)),
    ]
    actual = [
        *(_finding(findings[line], fires.get(line)) for line in sorted(findings)),
        *(f"line {line}: bypassed" for line in _bypassed(edit, outcome)),
        *(f"{_line(line)}: lacks something" for line in _lacks(edit, outcome)),
        *(f"failed: {failure.message}" for failure in outcome.failures),
    ]
    if expected == actual:
        return ""
    told = [f"line {line}: {findings[line].message}" for line in sorted(findings)]
    lacks = [
        f"{_line(missing.line or CLAIM)} lacks {missing.lacks}"
        for missing in outcome.not_checked
        if missing.edit in (edit, None)
    ]
    return "\n".join(
        [
            f"{case.place}: {edit}: {case.name}",
            f"  {case.why}",
            *(f"  expected  {text}" for text in expected or ["nothing"]),
            *(f"  actual    {text}" for text in actual or ["nothing"]),
            *(f"  it said   {text}" for text in [*told, *lacks]),
        ]
    )


def _line(number: int) -> str:
    return "the claim" if number == CLAIM else f"line {number}"


def _fires(expected: Fires) -> str:
    parts = [f"line {expected.line}: fires"]
    parts += [str(value) for value in (expected.disposition, expected.action) if value]
    if expected.suggest is not None:
        parts.append(f"suggest {sorted(expected.suggest)}")
    if expected.related is not None:
        parts.append(f"related {sorted(expected.related)}")
    return ", ".join(parts)


def _finding(finding: Finding, expected: Fires | None) -> str:
    """
    A finding in the words of what is expected of its line: only what that compares.
    """
    whole = Fires(
        finding.line,
        finding.disposition,
        finding.action,
        frozenset(suggestion.code for suggestion in finding.suggest),
        frozenset(line.number for line in finding.related),
    )
    if expected is None:
        return _fires(whole)
    untold: dict[str, Any] = {
        field.name: None for field in attrs.fields(Fires) if getattr(expected, field.name) is None
    }
    return _fires(attrs.evolve(whole, **untold))


def _bypassed(edit: str, outcome: Outcome) -> list[int]:
    return sorted({excused.line for excused in outcome.bypassed if excused.edit == edit})


def _lacks(edit: str, outcome: Outcome) -> list[int]:
    lacking = [missing for missing in outcome.not_checked if missing.edit in (edit, None)]
    return sorted({missing.line or CLAIM for missing in lacking})
