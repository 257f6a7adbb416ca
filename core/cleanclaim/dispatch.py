"""
Running the checks of the edits that a claim wakes.

A check that raises, answers nonsense or changes the claim costs the claim its ``clean``
and nobody else anything.
"""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any

import attrs

from cleanclaim.answers import AnswerError, check_fact, check_fields, check_hit, check_members
from cleanclaim.edits import AnyOf, Edit, LineEdit, Pairs, PayerEdit
from cleanclaim.errors import NotKnown
from cleanclaim.findings import Bypassed, Failure, Hit, Lacks, NotChecked
from cleanclaim.guard import Guard
from cleanclaim.likeness import shadow_of, with_lines
from cleanclaim.model import Claim, ServiceLine
from cleanclaim.stamping import (
    ExcusedMould,
    Judgement,
    Mould,
    StampedEdit,
    mould_of,
    stamp,
)
from cleanclaim.views import Lines, View

_NUMBER = attrgetter("number")


def judge(claim: Claim, lines: Lines, view: View, payer: object) -> Judgement:
    """
    Run the checks of the edits of a view over a claim, of which they see these lines.

    What is found is cast for a claim afterwards; it has no location yet. The places of
    lines in it are those among *lines*.
    """
    if claim.documentation:
        watch, asked = None, claim
    else:
        asked, watch = shadow_of(claim, lines)
    claims = _seen(asked, view) if watch is not None else [asked] * len(view.edits)
    guard = Guard(asked, *{id(each): each for each in claims if each is not asked}.values())
    judgement = _asked(asked, view, claims, payer)
    if guard.changed():
        judgement = _asked_again(claim, lines, view, payer)
    judgement.put_in_order()
    if watch is not None and not watch.looked and not judgement.failures:
        judgement.general = True
        judgement.by_numbers = watch.at_numbers
        judgement.since, judgement.until = watch.era.since, watch.era.until
    return judgement


def _seen(asked: Claim, view: View) -> list[Claim]:
    """
    For each edit the claim that it is handed: of a shadow, the lines that it sees.
    """
    if view.alone:
        return [asked] * len(view.edits)
    made: dict[object, Claim] = {None: asked}
    for sight in view.sights:
        if sight not in made:
            assert sight is not None
            made[sight] = with_lines(asked, sight.of(asked.lines))
    return [made[sight] for sight in view.sights]


def _asked_again(claim: Claim, lines: Lines, view: View, payer: object) -> Judgement:
    """
    What the edits say of a claim that one of them has changed, each watched by itself.

    No word of the first time is kept, for it may be of the changed claim; neither is what
    plugins remember of that claim, so that they are asked of another that is its like.
    """
    again = attrs.evolve(claim, lines=claim.lines if claim.documentation else lines)
    claims = [
        again if sight is None else attrs.evolve(again, lines=sight.of(again.lines))
        for sight in ([None] * len(view.edits) if claim.documentation else view.sights)
    ]
    judgement = _asked(again, view, claims, payer, Guard(again, *claims))
    if not judgement.failures:
        message = "an edit changed the claim, and not when it was asked again; which is not known"
        judgement.failures.append(Failure("edit", f"{message}; tell the plugins' authors"))
    return judgement


def _asked(
    whole: Claim,
    view: View,
    claims: Sequence[Claim],
    payer: object,
    guard: Guard | None = None,
) -> Judgement:
    judgement = Judgement()
    places = {id(line): place for place, line in enumerate(whole.lines)}
    for stamped, claim in zip(view.edits, claims, strict=True):
        moulds: list[Mould] = []
        try:
            _gather(stamped, claim, payer, places, judgement, moulds)
        except KeyboardInterrupt:  # whoever sits at the terminal
            raise
        except BaseException as error:  # noqa: BLE001 - a check may do anything
            judgement.failures.append(_failure(stamped, error))
        if guard is not None and guard.changed():
            what = AnswerError("it changed the claim; a check only reads")
            judgement.failures.append(_failure(stamped, what))
        if moulds:
            stamp(stamped, whole, moulds, judgement)
    return judgement


def _gather(
    stamped: StampedEdit,
    claim: Claim,
    payer: object,
    places: Mapping[int, int],
    judgement: Judgement,
    moulds: list[Mould],
) -> None:
    most = 1_000 + 100 * len(claim.lines)
    count = 0
    for line, call in _calls(stamped.edit, claim, payer):
        try:
            for answer in call:
                count += 1
                if count > most:
                    msg = f"it gave more than {most:,} answers for one claim"
                    raise AnswerError(msg)
                _take(answer, stamped, places, judgement, moulds)
        except NotKnown as lacks:
            judgement.not_checked.append(
                NotChecked(stamped.id, line.number if line else None, str(lacks))
            )
        finally:
            call.close()  # what is left of it runs now, watched like the rest


def _calls(edit: Edit, claim: Claim, payer: object) -> Iterable[tuple[ServiceLine | None, Any]]:
    """
    The calls that an edit of this level asks for, each not yet begun, with its line.
    """
    if isinstance(edit, LineEdit):
        return ((line, edit.check(line, claim, **edit.using)) for line in _lines(edit, claim))
    if isinstance(edit, PayerEdit):
        return ((None, edit.check(claim, payer, **edit.using)),)
    return ((None, edit.check(claim, **edit.using)),)


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


def _take(
    answer: object,
    stamped: StampedEdit,
    places: Mapping[int, int],
    judgement: Judgement,
    moulds: list[Mould],
) -> None:
    if isinstance(answer, Hit):
        moulds.append(mould_of(stamped, answer, check_hit(answer, places), places))
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
        judgement.bypassed.append(
            ExcusedMould(
                stamped.id,
                answer.line.number,
                answer.line.procedure,
                answer.modifier,
                tuple([places[id(line)] for line in sorted(answer.related, key=_NUMBER)]),
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
    import traceback  # start-up counts, and few runs see a failure

    file = edit.check.__code__.co_filename
    lines = [
        number
        for frame, number in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename == file
    ]
    return f" at {Path(file).name}:{lines[-1]}" if lines else ""
