"""
Running the checks of the edits that a claim wakes.

A check that raises, answers nonsense or changes the claim costs the claim its ``clean``
and nobody else anything.
"""

import contextlib
import copy
import traceback
from collections.abc import Iterable, Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any

import attrs

from cleanclaim.answers import AnswerError, check_fact, check_fields, check_hit, check_members
from cleanclaim.edits import AnyOf, Edit, LineEdit, Pairs, PayerEdit
from cleanclaim.errors import NotKnown
from cleanclaim.findings import Bypassed, Excused, Failure, Finding, Hit, Lacks, NotChecked
from cleanclaim.guard import Guard
from cleanclaim.model import Claim, ServiceLine
from cleanclaim.stamping import Judgement, StampedEdit, stamp


def judge(claim: Claim, edits: Iterable[StampedEdit], payer: object) -> Judgement:
    """
    Run the checks of these edits over a claim.

    Findings come with whether they may be waived; they have no location yet.
    """
    judgement = Judgement()
    guard = Guard(claim)
    own = frozenset(map(id, claim.lines))
    for stamped in edits:
        hits: list[Hit] = []
        try:
            _gather(stamped, claim, payer, own, judgement, hits)
        except KeyboardInterrupt:  # whoever sits at the terminal
            raise
        except BaseException as error:  # noqa: BLE001 - a check may do anything
            judgement.failures.append(_failure(stamped, error))
        if guard.changed():
            what = AnswerError("it changed the claim; a check only reads")
            judgement.failures.append(_failure(stamped, what))
        stamp(stamped, claim, hits, judgement)
    judgement.findings.sort(key=lambda pair: _order(pair[0]))
    judgement.observed.sort(key=_order)
    judgement.bypassed.sort(
        key=lambda each: (each.line, each.edit, each.modifier, each.source.title)
    )
    judgement.not_checked.sort(key=lambda each: (each.line or 0, each.edit or "", each.lacks))
    return judgement


def _order(finding: Finding) -> tuple[int, int, str]:
    return (finding.line, -finding.disposition.strength, finding.edit)


def _calls(edit: Edit, claim: Claim, payer: object) -> Iterator[tuple[ServiceLine | None, Any]]:
    """
    The calls that an edit of this level asks for, each not yet begun, with its line.
    """
    if isinstance(edit, LineEdit):
        for line in _lines(edit, claim):
            yield line, edit.check(line, claim, **edit.using)
    elif isinstance(edit, PayerEdit):
        yield None, edit.check(claim, payer, **edit.using)
    else:
        yield None, edit.check(claim, **edit.using)


def _lines(edit: Edit, claim: Claim) -> Iterable[ServiceLine]:
    lines = _woken_lines(edit, claim)
    if not claim.documentation or edit.when_documented is None:
        return lines
    codes, numbers = edit.when_documented.codes, {line.number for line in lines}
    return [line for line in claim.lines if line.number in numbers or line.procedure in codes]


def _woken_lines(edit: Edit, claim: Claim) -> Iterable[ServiceLine]:
    wakes = edit.wakes
    if isinstance(wakes, AnyOf):
        return [line for line in claim.lines if line.procedure in wakes.codes]
    if isinstance(wakes, Pairs):
        codes = frozenset(claim.codes)
        return [
            line
            for line in claim.lines
            if line.procedure is not None
            and line.procedure in wakes.partners
            and not wakes.partners[line.procedure].isdisjoint(codes)
        ]
    return claim.lines


def _gather(
    stamped: StampedEdit,
    claim: Claim,
    payer: object,
    own: frozenset[int],
    judgement: Judgement,
    hits: list[Hit],
) -> None:
    most = 1_000 + 100 * len(claim.lines)
    count = 0
    for line, call in _calls(stamped.edit, claim, payer):
        try:
            with contextlib.closing(call):  # what is left of it runs now, watched like the rest
                for answer in call:
                    count += 1
                    if count > most:
                        msg = f"it gave more than {most:,} answers for one claim"
                        raise AnswerError(msg)
                    _take(answer, stamped, own, judgement, hits)
        except NotKnown as lacks:
            judgement.not_checked.append(
                NotChecked(stamped.id, line.number if line else None, str(lacks))
            )


def _take(
    answer: object,
    stamped: StampedEdit,
    own: frozenset[int],
    judgement: Judgement,
    hits: list[Hit],
) -> None:
    if isinstance(answer, Hit):
        check_hit(answer, own)
        if answer.evidence:
            # A plugin may go on filling its mapping; what it found is what it says now.
            answer = attrs.evolve(answer, evidence=copy.deepcopy(answer.evidence))
        hits.append(answer)
    elif isinstance(answer, Lacks):
        check_fields(answer, Lacks)
        line = answer.line
        check_members(own, (line,) if line else ())
        judgement.not_checked.append(
            NotChecked(stamped.id, line.number if line else None, answer.what)
        )
    elif isinstance(answer, Bypassed):
        check_fields(answer, Bypassed)
        check_members(own, (answer.line, *answer.related))
        check_fact(answer.because)
        judgement.bypassed.append(
            Excused(
                stamped.id,
                answer.line.number,
                answer.line.procedure,
                answer.modifier,
                tuple(sorted(answer.related, key=attrgetter("number"))),
                answer.because.source,
            )
        )
    else:
        msg = f"it yielded {type(answer).__name__}; expected Hit, Lacks or Bypassed"
        raise AnswerError(msg)


def _failure(stamped: StampedEdit, error: BaseException) -> Failure:
    # Another's exception may hold a claim's values: only its type is told.
    what = (
        str(error)
        if isinstance(error, AnswerError)
        else f"it raised {type(error).__name__}{_place(stamped.edit, error)}"
    )
    return Failure(
        "edit",
        f"the edit failed: {what}; tell the plugin's author",
        plugin=stamped.plugin,
        edit=stamped.id,
    )


def _place(edit: Edit, error: BaseException) -> str:
    """
    The line of the check's own file that was running: a place is no claim's value.
    """
    file = edit.check.__code__.co_filename
    lines = [
        number
        for frame, number in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename == file
    ]
    return f" at {Path(file).name}:{lines[-1]}" if lines else ""
