"""
What the edits say of a claim, by the definitions: who wakes, who is asked about which
line, and what core makes of the answers.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from cleanclaim.config import Treatment
from cleanclaim.edits import AnyOf, Edit, LineEdit, Pairs, PayerEdit
from cleanclaim.errors import NotKnown
from cleanclaim.findings import (
    Bypassed,
    Disposition,
    Excused,
    Finding,
    Hit,
    Lacks,
    NotChecked,
    Trust,
)
from cleanclaim.model import Claim, ServiceLine
from cleanclaim.rules import Rules
from cleanclaim.stamping import StampedEdit

Waivable = tuple[Finding, bool]


class Said(NamedTuple):
    """
    What the edits say: findings, each with whether it may be waived. ``woken``: whether
    any of them was asked.
    """

    woken: bool
    findings: tuple[Waivable, ...]
    observed: tuple[Waivable, ...]
    bypassed: tuple[Excused, ...]
    not_checked: tuple[NotChecked, ...]


def judged(claim: Claim, rules: Rules) -> Said:
    """
    Ask every edit of a payer that wakes for a claim.
    """
    woken = [stamped for stamped in rules.edits if wakes(stamped.edit, claim)]
    answers = [(stamped, answer) for stamped in woken for answer in _answers(stamped, claim, rules)]
    findings: list[Any] = []
    observed: list[Any] = []
    for stamped in woken:
        mine = [each for by, each in answers if by is stamped and isinstance(each, Hit)]
        into = observed if stamped.treatment is Treatment.OBSERVE else findings
        for line in claim.lines:
            if hits := [hit for hit in mine if hit.line is line]:
                into.append(_finding(stamped, hits, claim))
    excused = [_excused(by, each) for by, each in answers if isinstance(each, Bypassed)]
    lacking = [_lacking(by, each) for by, each in answers if isinstance(each, Lacks)]
    excused.sort(key=lambda each: (each.line, each.edit, each.modifier, each.source.title))
    lacking.sort(key=lambda each: (each.line or 0, each.edit or "", each.lacks))
    return Said(
        bool(woken),
        tuple(sorted(findings, key=_order)),
        tuple(sorted(observed, key=_order)),
        tuple(dict.fromkeys(excused)),
        tuple(dict.fromkeys(lacking)),
    )


def wakes(edit: Edit, claim: Claim) -> bool:
    """
    Whether an edit is asked about a claim.
    """
    always = not isinstance(edit.wakes, AnyOf | Pairs)
    return always or any(_concerns(edit, line, claim) for line in claim.lines)


def _concerns(edit: Edit, line: ServiceLine, claim: Claim) -> bool:
    """
    Whether an edit of lines is asked about this one.
    """
    code, wanted = line.procedure, edit.wakes
    if code is None:
        return not isinstance(wanted, AnyOf | Pairs)
    if claim.documentation and edit.when_documented and code in edit.when_documented.codes:
        return True
    if isinstance(wanted, AnyOf):
        return code in wanted.codes
    if isinstance(wanted, Pairs):
        return code in wanted.partners and any(
            partner in wanted.partners[code] for partner in claim.codes
        )
    return True


def _answers(stamped: StampedEdit, claim: Claim, rules: Rules) -> Iterator[object]:
    edit = stamped.edit
    if isinstance(edit, LineEdit):
        for line in claim.lines:
            if _concerns(edit, line, claim):
                yield from _heard(edit.check(line, claim, **edit.using), line)
    elif isinstance(edit, PayerEdit):
        yield from _heard(edit.check(claim, rules.payer, **edit.using), None)
    else:
        yield from _heard(edit.check(claim, **edit.using), None)


def _heard(answers: Iterable[object], line: ServiceLine | None) -> Iterator[object]:
    try:
        for answer in answers:
            assert isinstance(answer, Hit | Lacks | Bypassed)
            yield answer
    except NotKnown as lacks:
        yield Lacks(str(lacks), line)


def _lacking(stamped: StampedEdit, lacks: Lacks) -> NotChecked:
    return NotChecked(stamped.id, lacks.line.number if lacks.line else None, lacks.what)


def _excused(stamped: StampedEdit, bypassed: Bypassed) -> Excused:
    line = bypassed.line
    return Excused(
        stamped.id,
        line.number,
        line.procedure,
        bypassed.modifier,
        _in_order(bypassed.related),
        bypassed.because.source,
    )


def _finding(stamped: StampedEdit, hits: list[Hit], claim: Claim) -> Waivable:
    """
    What an edit found on a line: its strongest hit, with all hits' lines and suggestions.
    """
    hits = sorted(hits, key=lambda hit: _rank(stamped, hit))
    hit, line = hits[0], hits[0].line
    distinct = {other.number: other for each in hits for other in each.related}
    source = hit.because.source
    finding = Finding(
        edit=stamped.id,
        level=stamped.edit.level,
        line=line.number,
        procedure=line.procedure,
        disposition=_disposition(stamped, hit),
        message=hit.message,
        remedy=hit.remedy,
        action=hit.action,
        suggest=tuple(dict.fromkeys(one for each in hits for one in each.suggest)),
        steps=hit.steps or stamped.edit.steps,
        related=_in_order(distinct.values()),
        basis=source.basis,
        source=source,
        evidence=hit.evidence,
        carc=hit.carc,
        rarc=hit.rarc,
        charge=line.charge,
        plugin=stamped.plugin,
        plugin_version=stamped.version,
        fingerprint=_digest(claim.id, stamped.id, str(line.number), line.procedure or ""),
    )
    return finding, all(each.waivable for each in hits)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode(errors="surrogatepass")).hexdigest()[:16]


def _rank(stamped: StampedEdit, hit: Hit) -> tuple[Any, ...]:
    related = sorted(line.number for line in hit.related)
    return -_disposition(stamped, hit).strength, related, hit.message, hit.remedy


def _disposition(stamped: StampedEdit, hit: Hit) -> Disposition:
    """
    The payer's word over the edit's own; against the hit's own, whichever asks for less.
    """
    words = [hit.disposition or stamped.edit.disposition]
    if stamped.treatment not in (None, Treatment.OBSERVE):
        said = Disposition(str(stamped.treatment))
        words = [said, hit.disposition] if hit.disposition else [said]
    if hit.because.source.trust is Trust.GENERAL_KNOWLEDGE:
        words.append(Disposition.REVIEW)
    return min(words, key=lambda word: word.strength)


def _in_order(lines: Iterable[ServiceLine]) -> tuple[ServiceLine, ...]:
    return tuple(sorted(lines, key=lambda line: line.number))


def _order(found: Waivable) -> tuple[int, int, str]:
    finding = found[0]
    return finding.line, -finding.disposition.strength, finding.edit
