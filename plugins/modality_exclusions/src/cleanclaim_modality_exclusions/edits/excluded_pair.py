"""
Guidance billed with a procedure that its note or NCCI bars.
"""

import datetime
from collections.abc import Iterator

from cleanclaim import (
    Basis,
    Bypassed,
    Claim,
    Disposition,
    Hit,
    Lacks,
    ServiceLine,
    Suggestion,
    Table,
    Trust,
)
from cleanclaim_guidance_facts.codes import Use
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.verdict import Verdict, weigh
from cleanclaim_guidance_facts.wording import imaging_of
from cleanclaim_modality_exclusions.barred import Barred, action, message, remedy, steps
from cleanclaim_modality_exclusions.exclusions import Covered, Excluded
from cleanclaim_modality_exclusions.parts import on_part

# Their primaries are listed by CMS: with one on the claim, NCCI's other pairs ask for a
# modifier rather than for the guidance to go.
_LISTED_PRIMARIES = frozenset({"77002", "77003"})


def excluded_pair(
    line: ServiceLine,
    claim: Claim,
    knowledge: Knowledge,
    excluded: Table[Excluded],
    covered: Table[Covered],
) -> Iterator[Hit | Bypassed | Lacks]:
    """
    Guidance billed with a procedure that bars it.

    The note under 76942 lists 51 codes that it is not reported with; 77001, 77002,
    77003, 77012, 77021, 76937 and the ablation guidance codes have such lists too.
    Where no public copy of the note is to be had, the code pairs of NCCI (Medicare's
    table of codes that are not paid together) that cite a coding instruction stand for
    it. Remove the guidance line, unless it guided another procedure of that day; then a
    modifier must say so. A code whose service is part of the guidance (a chest film
    with 77001) is found on its own line.

    Modifiers excuse as in ``complete_code_inclusion.included_guidance``. Where NCCI pays
    the guidance and not the procedure (76942 with 0582T), leaving the guidance costs the
    procedure its payment, and no modifier or waiver hides that. With an ablation (47382,
    50592) the needle code gives way to the code for monitoring it by the same modality.
    CT arthrography with 77002 is a review: the code book allows it, NCCI asks for a
    modifier. Where 77002 or 77003 has its own procedure on the claim, NCCI's further
    pairs are an info, for a modifier.

    76000's list belongs to ``fluoroscopy_76000``, two guidance codes together to
    ``several_modalities``.
    """
    day = line.day
    for other in knowledge.on_day(claim, line):
        fact = excluded.on(f"{line.procedure}/{other.procedure}", day)
        if fact is not None and (fact.printed or other.procedure not in knowledge.guidance.keys):
            verdict = weigh(knowledge, line, other, claim, fact)
            if verdict is not None and _in_force(fact, verdict):
                barred = Barred(
                    line,
                    other,
                    fact,
                    verdict,
                    both_guide=other.procedure in knowledge.guidance.keys,
                    instead=_monitoring(line, other, claim, knowledge),
                )
                yield _on_guidance(barred, _also(barred, claim, knowledge))
        part = covered.on(f"{other.procedure}/{line.procedure}", day)
        if part is not None:
            yield from on_part(line, other, claim, knowledge)
    for unsure in knowledge.unsure_on_day(claim, line):
        if f"{line.procedure}/{unsure.procedure}" in excluded.keys:
            yield Lacks(f"whether line {unsure.number} was on the same day", line)


def _in_force(fact: Excluded, verdict: Verdict) -> bool:
    """
    A row that stands on NCCI alone holds only where NCCI's pair does: for this kind of
    claim, and where the payer's editor has that step at all. What is no more than
    general knowledge does not hold a claim on which the guidance has another procedure.
    """
    if verdict.pair is not None:
        return True
    if fact.source.trust is Trust.GENERAL_KNOWLEDGE:
        return not verdict.hosts
    return fact.source.basis is Basis.CODING_RULE


def _monitoring(
    line: ServiceLine, ablation: ServiceLine, claim: Claim, knowledge: Knowledge
) -> tuple[Suggestion, ...]:
    """
    The code for monitoring an ablation by the modality billed, where the needle code was.
    """
    day = line.day
    billed = knowledge.guidance.on(line.procedure or "", day)
    apart = knowledge.reportable.on(ablation.procedure or "", day)
    if billed is None or billed.use is not Use.NEEDLE or apart is None:
        return ()
    suggested = [
        code for code in sorted(apart.guidance) if _monitors(code, knowledge, day, billed.modality)
    ]
    if not suggested or any(
        _monitors(other.procedure, knowledge, day) for other in knowledge.on_day(claim, line)
    ):
        return ()
    return tuple(Suggestion(code, "the imaging monitored the ablation") for code in suggested)


def _monitors(
    code: str | None, knowledge: Knowledge, day: datetime.date, modality: str | None = None
) -> bool:
    """
    Whether a code is for monitoring an ablation, by this modality where one is given.
    """
    fact = knowledge.guidance.on(code or "", day)
    return fact is not None and fact.use is Use.ABLATION and modality in (None, fact.modality)


def _also(barred: Barred, claim: Claim, knowledge: Knowledge) -> str:
    """
    What to do besides, where the procedure's code names another modality than this
    guidance, and neither the record nor another procedure explains it.
    """
    line, other = barred.line, barred.other
    complete = knowledge.complete.on(other.procedure or "", line.day)
    guidance = knowledge.guidance.on(line.procedure or "", line.day)
    if complete is None or guidance is None or not complete.decides or complete.covers(guidance):
        return ""
    if barred.verdict.hosts or claim.documented(other):
        return ""
    return f"check also {other.procedure}, which is only for {imaging_of(complete)}"


def _on_guidance(barred: Barred, also: str) -> Hit | Bypassed:
    line, fact, verdict = barred.line, barred.fact, barred.verdict
    if verdict.disposition is None:
        return Bypassed(line, verdict.because, verdict.modifier, related=(barred.other,))
    disposition, doubt = verdict.disposition, verdict.doubt
    if fact.disposition is not None:
        disposition = disposition.weaker(fact.disposition)
        doubt = doubt or ("" if barred.allowed_by_book else "NCCI has no such pair")
    elif _asks_for_modifier(barred):
        disposition = Disposition.INFO
        doubt = doubt or "it has its own procedure on the claim, and NCCI asks for a modifier"
    return Hit(
        line,
        message(barred, doubt),
        "; ".join(filter(None, (remedy(barred), also))),
        verdict.because,
        related=(barred.other,),
        disposition=disposition,
        action=action(barred, disposition),
        suggest=barred.instead,
        steps=steps(barred),
        carc=verdict.carc,
        evidence={**verdict.evidence, "printed_in_note": fact.printed},
        waivable=not verdict.reversed,
    )


def _asks_for_modifier(barred: Barred) -> bool:
    fact, verdict = barred.fact, barred.verdict
    return (
        barred.line.procedure in _LISTED_PRIMARIES
        and bool(verdict.hosts)
        and not (fact.printed or fact.imaging or verdict.reversed)
        and verdict.pair is not None
        and verdict.pair.indicator == 1
    )
