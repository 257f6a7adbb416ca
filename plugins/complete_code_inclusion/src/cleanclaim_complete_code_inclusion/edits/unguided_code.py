"""
The code without guidance, billed with guidance.
"""

import contextlib
from collections.abc import Iterator

from cleanclaim import (
    Action,
    Bypassed,
    Claim,
    Disposition,
    Hit,
    Lacks,
    NotKnown,
    ServiceLine,
    Steps,
    Suggestion,
    Table,
)
from cleanclaim_complete_code_inclusion.unguided import SiblingPair, Unguided
from cleanclaim_guidance_facts.codes import told
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.modifiers import Excuse
from cleanclaim_guidance_facts.practitioners import Same
from cleanclaim_guidance_facts.stances import Stance
from cleanclaim_guidance_facts.verdict import NCCI_CARC, Verdict, weigh
from cleanclaim_guidance_facts.wording import (
    against,
    coded,
    in_place,
    ncci_note,
    set_apart,
    settled,
    stance_note,
    with_notes,
)

UNGUIDED_STEPS = Steps(
    record="whether imaging guided this procedure, and whether its images were saved",
    code="one code of the pair says without imaging, the other includes it",
    notes="the note under the code with guidance",
)


def unguided_code(
    claim: Claim,
    knowledge: Knowledge,
    unguided: Table[Unguided],
    pairs: Table[SiblingPair],
) -> Iterator[Hit | Bypassed | Lacks]:
    """
    Procedure coded as without guidance, billed with a guidance line.

    49082 is without imaging, 49083 includes it: 49082 with 76942 is wrong on both
    lines. The guidance line is denied; the procedure is a review, because the record
    says whether it was guided: if so, report the code with guidance in its place.

    A code with guidance is suggested only where it accepts the modality that was
    billed. Guidance that the code without guidance admits (77002 with 20610; 76942
    with 62270) is left alone. Both codes of a pair on one day are found too, where
    NCCI, Medicare's table of code pairs that are not paid together, pairs them.
    Modifiers excuse as in ``included_guidance``.
    """
    for line in claim.lines:
        if line.procedure not in unguided.keys:
            continue
        try:
            fact = unguided.on(line.procedure, line.day)
            if fact is None:
                continue
            yield from _with_guidance(line, claim, knowledge, fact)
            yield from _with_sibling(line, claim, knowledge, pairs)
        except NotKnown as lacks:
            yield Lacks(str(lacks), line)
    for line in claim.lines:
        if line.procedure in knowledge.guidance.keys:
            # Of a day that is not known the procedure's line has said so.
            with contextlib.suppress(NotKnown):
                yield from _with_procedure(line, claim, knowledge, unguided)


def _with_guidance(
    line: ServiceLine, claim: Claim, knowledge: Knowledge, fact: Unguided
) -> Iterator[Hit]:
    for guidance in knowledge.on_day(claim, line):
        if guidance.procedure not in fact.barred:
            continue
        verdict = weigh(knowledge, guidance, line, claim, fact)
        suggestions = _siblings(knowledge, guidance, fact)
        if verdict is not None and verdict.disposition is not None and suggestions:
            yield _on_procedure(line, guidance, fact, suggestions)


def _with_procedure(
    guidance: ServiceLine, claim: Claim, knowledge: Knowledge, unguided: Table[Unguided]
) -> Iterator[Hit | Bypassed]:
    for line in knowledge.on_day(claim, guidance):
        fact = unguided.on(line.procedure or "", line.day)
        if fact is None or guidance.procedure not in fact.barred:
            continue
        verdict = weigh(knowledge, guidance, line, claim, fact)
        if verdict is not None:
            suggestions = _siblings(knowledge, guidance, fact)
            yield _on_guidance(line, guidance, verdict, fact, suggestions)


def _siblings(
    knowledge: Knowledge, guidance: ServiceLine, fact: Unguided
) -> tuple[Suggestion, ...]:
    known = knowledge.guidance.on(guidance.procedure or "", guidance.day)
    if known is None:
        return ()
    codes = fact.siblings.get(known.modality, ()) or fact.siblings.get("any", ())
    when = f"{told([known.modality])} guided the procedure and its images were saved"
    return tuple(
        Suggestion(code, f"{when}; {fact.condition}" if fact.condition else when) for code in codes
    )


def _on_guidance(
    line: ServiceLine,
    guidance: ServiceLine,
    verdict: Verdict,
    fact: Unguided,
    suggestions: tuple[Suggestion, ...],
) -> Hit | Bypassed:
    message = (
        f"{guidance.procedure} is not reported with {line.procedure} on line {line.number}, "
        "the code without guidance"
    )
    remedy = _remedy(line, guidance, verdict, suggestions)
    steps = with_notes(UNGUIDED_STEPS, _notes(fact, verdict, suggestions))
    return against(guidance, line, verdict, message, remedy, steps)


def _remedy(
    line: ServiceLine,
    guidance: ServiceLine,
    verdict: Verdict,
    suggestions: tuple[Suggestion, ...],
) -> str:
    if not suggestions:
        return settled(guidance, line, verdict)
    report = f"report {_instead(line, suggestions)} on line {line.number}"
    remedy = settled(guidance, line, verdict, gone=f"remove it and {report}")
    return remedy if report in remedy else f"{remedy}; if it guided {line.procedure}, {report}"


def _notes(fact: Unguided, verdict: Verdict, suggestions: tuple[Suggestion, ...]) -> str:
    note = f"the definition of {fact.key}"
    if suggestions:
        note = f"the note under {_codes(suggestions)}, with guidance"
    elif verdict.pair is not None:
        note = "no printed note that we know of"
    return "; ".join(filter(None, (note, stance_note(verdict.ncci, verdict.pair))))


def _codes(suggestions: tuple[Suggestion, ...]) -> str:
    return " or ".join(suggestion.code for suggestion in suggestions)


def _instead(line: ServiceLine, suggestions: tuple[Suggestion, ...]) -> str:
    return " or ".join(in_place(suggestion.code, line) for suggestion in suggestions)


def _on_procedure(
    line: ServiceLine, guidance: ServiceLine, fact: Unguided, suggestions: tuple[Suggestion, ...]
) -> Hit:
    codes = _codes(suggestions)
    return Hit(
        line,
        f"{line.procedure} is the code without guidance, and line {guidance.number} bills "
        f"{guidance.procedure}; {codes} includes the guidance",
        f"check the record; if {line.procedure} was guided, report {_instead(line, suggestions)} "
        f"in place of {coded(line)}; {codes} includes {guidance.procedure}",
        fact,
        related=(guidance,),
        disposition=Disposition.REVIEW,
        action=Action.RECODE,
        suggest=suggestions,
        steps=with_notes(UNGUIDED_STEPS, f"the note under {codes}, with guidance"),
    )


def _with_sibling(
    line: ServiceLine, claim: Claim, knowledge: Knowledge, pairs: Table[SiblingPair]
) -> Iterator[Hit | Bypassed]:
    for other in knowledge.on_day(claim, line):
        pair = pairs.on(f"{other.procedure}/{line.procedure}", line.day)
        if pair is None or not knowledge.asks_ncci(claim):
            continue
        if knowledge.same(line, other, claim) is not Same.YES:
            continue
        pleaded = knowledge.plead(line, other, pair.indicator, refused=line)
        if pleaded.excuse is Excuse.DISTINCT:
            yield Bypassed(line, pair, pleaded.modifier, related=(other,))
            continue
        doubted = pleaded.excuse is not Excuse.NONE
        doubt = f"; modifier {pleaded.modifier} alone does not say that they were separate"
        yield Hit(
            line,
            f"{line.procedure} and {other.procedure} on line {other.number} are one procedure "
            f"without and with guidance{doubt if doubted else ''}",
            f"keep the one that the record shows; if they were at separate sites, {set_apart(line)}"
            if pair.indicator
            else "keep the one that the record shows",
            pair,
            related=(other,),
            disposition=Disposition.REVIEW if doubted else Disposition.DENY,
            action=Action.CHECK if doubted else Action.REMOVE,
            steps=with_notes(UNGUIDED_STEPS, ncci_note(pair.key, pair.indicator)),
            carc=NCCI_CARC,
            evidence={
                "ncci": str(Stance.AGREES),
                "ncci_pair": pair.key,
                "modifier_indicator": pair.indicator,
            },
        )
