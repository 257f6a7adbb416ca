"""
Running the checks of the edits that a claim wakes.

A check that raises, answers nonsense or changes the claim costs the claim its ``clean``
and nobody else anything.
"""

import contextlib
import copy
import traceback
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from pathlib import Path
from typing import Any

import attrs

from cleanclaim.answers import AnswerError, check_fact, check_fields, check_hit, check_members
from cleanclaim.edits import AnyOf, Edit, LineEdit, Pairs, PayerEdit
from cleanclaim.errors import NotKnown
from cleanclaim.findings import Bypassed, Excused, Failure, Hit, Lacks, NotChecked
from cleanclaim.guard import Guard
from cleanclaim.likeness import shadow_of
from cleanclaim.model import Claim, ServiceLine
from cleanclaim.stamping import ExcusedMould, Judgement, Mould, StampedEdit, stamp


def judge(claim: Claim, edits: Iterable[StampedEdit], payer: object) -> Judgement:
    """
    Run the checks of these edits over a claim.

    What is found is cast for a claim afterwards; it has no location yet.
    """
    judgement = Judgement()
    watch = None
    if not claim.documentation:
        claim, watch = shadow_of(claim)
    guard = Guard(claim)
    places = {id(line): place for place, line in enumerate(claim.lines)}
    for stamped in edits:
        hits: list[Hit] = []
        try:
            _gather(stamped, claim, payer, places, judgement, hits)
        except KeyboardInterrupt:  # whoever sits at the terminal
            raise
        except BaseException as error:  # noqa: BLE001 - a check may do anything
            judgement.failures.append(_failure(stamped, error))
        if guard.changed():
            what = AnswerError("it changed the claim; a check only reads")
            judgement.failures.append(_failure(stamped, what))
        stamp(stamped, places, hits, judgement)
    judgement.findings.sort(key=_order)
    judgement.observed.sort(key=_order)
    judgement.bypassed.sort(key=_order_of_excused)
    judgement.not_checked.sort(key=lambda each: (each.line or 0, each.edit or "", each.lacks))
    judgement.general = watch is not None and not watch.looked and not judgement.failures
    return judgement


def _order(mould: Mould) -> tuple[int, int, str]:
    finding = mould.finding
    return (finding.line, -finding.disposition.strength, finding.edit)


def _order_of_excused(mould: ExcusedMould) -> tuple[int, str, str, str]:
    each = mould.excused
    return (each.line, each.edit, each.modifier, each.source.title)


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
    places: Mapping[int, int],
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
                    _take(answer, stamped, places, judgement, hits)
        except NotKnown as lacks:
            judgement.not_checked.append(
                NotChecked(stamped.id, line.number if line else None, str(lacks))
            )


def _take(
    answer: object,
    stamped: StampedEdit,
    places: Mapping[int, int],
    judgement: Judgement,
    hits: list[Hit],
) -> None:
    if isinstance(answer, Hit):
        check_hit(answer, places)
        if answer.evidence:
            # A plugin may go on filling its mapping; what it found is what it says now.
            answer = attrs.evolve(answer, evidence=copy.deepcopy(answer.evidence))
        hits.append(answer)
    elif isinstance(answer, Lacks):
        check_fields(answer, Lacks)
        line = answer.line
        check_members(places, (line,) if line else ())
        judgement.not_checked.append(
            NotChecked(stamped.id, line.number if line else None, answer.what)
        )
    elif isinstance(answer, Bypassed):
        check_fields(answer, Bypassed)
        check_members(places, (answer.line, *answer.related))
        check_fact(answer.because)
        related = sorted(answer.related, key=attrgetter("number"))
        excused = Excused(
            stamped.id,
            answer.line.number,
            answer.line.procedure,
            answer.modifier,
            (),
            answer.because.source,
        )
        places_of = tuple(places[id(line)] for line in related)
        judgement.bypassed.append(ExcusedMould(excused, places_of))
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
