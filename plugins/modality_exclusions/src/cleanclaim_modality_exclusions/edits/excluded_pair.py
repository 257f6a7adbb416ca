"""
Guidance billed with a procedure that its note or NCCI excludes.
"""

from collections.abc import Iterator

from cleanclaim import (
    Action,
    Basis,
    Bypassed,
    Claim,
    Disposition,
    Hit,
    Lacks,
    ServiceLine,
    Steps,
    Suggestion,
    Table,
    Trust,
)
from cleanclaim_guidance_facts.codes import Use
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.modifiers import Excuse
from cleanclaim_guidance_facts.practitioners import Same
from cleanclaim_guidance_facts.verdict import NCCI_CARC, Verdict, weigh
from cleanclaim_modality_exclusions.exclusions import Covered, Excluded

EXCLUDED_STEPS = Steps(
    record="which procedure the imaging guided, and where it was done",
    code="guidance is reported only with procedures that do not carry their own imaging",
    notes="the note under the guidance code that begins with what it is not reported with",
)

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
    Guidance billed with a procedure that its list says it may not be reported with.

    The note under 76942 lists 51 codes; 77001, 77002, 77003, 77012, 77021, 76937 and
    the ablation guidance codes have such lists too. Where no public copy of the note is
    to be had, NCCI's pairs that cite a coding instruction stand for it. Remove the
    guidance line. A code whose service is part of the guidance (a chest film with
    77001) is found on its own line.

    Modifiers excuse as in ``complete_code_inclusion.included_guidance``. Where the
    guidance is column 1 of NCCI's pair (0582T), leaving it costs the procedure its
    payment, and no modifier or waiver hides that. Beside an ablation (47382, 50592) the
    needle code gives way to the code for monitoring it by the same modality. CT arthrography with 77002 is a
    review: the code book allows it, NCCI asks for a modifier. Where 77002 or 77003 has
    its own procedure on the claim, NCCI's further pairs are an info, for a modifier.

    76000's list belongs to ``fluoroscopy_76000``, two guidance codes together to
    ``several_modalities``.
    """
    day = line.day
    for other in knowledge.on_day(claim, line):
        fact = excluded.on(f"{line.procedure}/{other.procedure}", day)
        if fact is not None and (fact.printed or other.procedure not in knowledge.guidance.keys):
            verdict = weigh(knowledge, line, other, claim, fact)
            if verdict is not None and _in_force(fact, verdict):
                instead = _monitoring(line, other, claim, knowledge)
                yield _on_guidance(line, other, fact, verdict, instead)
        part = covered.on(f"{other.procedure}/{line.procedure}", day)
        if part is not None:
            yield from _on_part(line, other, claim, knowledge)
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
    if billed is None or billed.use is not Use.NEEDLE:
        return ()
    monitoring = {
        code: fact.modality
        for code in sorted(knowledge.guidance.keys)
        if (fact := knowledge.guidance.on(code, day)) is not None and fact.use is Use.ABLATION
    }
    if any(other.procedure in monitoring for other in knowledge.on_day(claim, line)):
        return ()
    return tuple(
        Suggestion(code, "the imaging monitored the ablation")
        for code, modality in monitoring.items()
        if modality is billed.modality
        and knowledge.reported_apart(ablation.procedure or "", code, day)
    )


def _on_guidance(
    line: ServiceLine,
    other: ServiceLine,
    fact: Excluded,
    verdict: Verdict,
    instead: tuple[Suggestion, ...],
) -> Hit | Bypassed:
    if verdict.disposition is None:
        return Bypassed(line, verdict.because, verdict.modifier, related=(other,))
    disposition, doubt = verdict.disposition, verdict.doubt
    if fact.disposition is not None:
        disposition = disposition.weaker(fact.disposition)
        doubt = doubt or (
            "NCCI asks for a modifier that the record must support"
            if verdict.pair
            else "NCCI has no pair of them"
        )
    elif _asks_for_modifier(line, fact, verdict):
        disposition = Disposition.INFO
        doubt = doubt or "it has its own procedure on the claim, and NCCI asks for a modifier"
    return Hit(
        line,
        "; ".join(filter(None, (_message(line, other, fact, verdict), doubt))),
        _remedy(line, other, verdict, disposition, instead),
        verdict.because,
        related=(other,),
        disposition=disposition,
        action=_action(disposition, instead),
        suggest=instead,
        carc=verdict.carc,
        evidence={**verdict.evidence, "printed_in_note": fact.printed},
        waivable=not verdict.reversed,
    )


def _asks_for_modifier(line: ServiceLine, fact: Excluded, verdict: Verdict) -> bool:
    return (
        line.procedure in _LISTED_PRIMARIES
        and bool(verdict.hosts)
        and not (fact.printed or fact.imaging or verdict.reversed)
        and verdict.pair is not None
        and verdict.pair.indicator == 1
    )


def _message(line: ServiceLine, other: ServiceLine, fact: Excluded, verdict: Verdict) -> str:
    if fact.imaging:
        return (
            f"{other.procedure} on line {other.number} is the specific imaging code of this "
            f"service; the generic {line.procedure} is not reported beside it"
        )
    whose = "NCCI excludes" if verdict.pair else "has a guidance code of its own"
    if fact.printed:
        whose = (
            "the note under it and NCCI exclude" if verdict.pair else "the note under it excludes"
        )
    return (
        f"{line.procedure} is not reported with {other.procedure} on line {other.number}, which "
        f"{whose}"
    )


def _remedy(
    line: ServiceLine,
    other: ServiceLine,
    verdict: Verdict,
    disposition: Disposition,
    instead: tuple[Suggestion, ...],
) -> str:
    if disposition is Disposition.INFO:
        return f"add the modifier to {line.procedure} that the record supports"
    remedy = f"remove {line.procedure}; {other.procedure} stays"
    if instead:
        remedy += f", with {instead[0].code} for monitoring it"
    if verdict.reversed:
        remedy += f" (left on the claim, it costs {other.procedure} its payment)"
    if disposition is Disposition.REVIEW:
        return f"check the record; if it was one service, {remedy}"
    return remedy


def _action(disposition: Disposition, instead: tuple[Suggestion, ...]) -> Action:
    if instead and disposition is Disposition.DENY:
        return Action.RECODE
    return {
        Disposition.DENY: Action.REMOVE,
        Disposition.REVIEW: Action.CHECK,
        Disposition.INFO: Action.ADD_MODIFIER,
    }[disposition]


def _on_part(
    line: ServiceLine, guidance: ServiceLine, claim: Claim, knowledge: Knowledge
) -> Iterator[Hit | Bypassed]:
    same = knowledge.same(line, guidance, claim)
    pair = knowledge.pair_of(guidance.procedure or "", line.procedure or "", claim, line.day)
    if same is Same.NO or pair is None:
        return  # that it is a part stands on NCCI alone
    pleaded = knowledge.plea(line, guidance, pair)
    if pleaded.excuse is not Excuse.NONE:
        yield Bypassed(line, pair, pleaded.modifier, related=(guidance,))
        return
    doubted = same is Same.UNKNOWN
    doubt = "; whether one practitioner did both is not on the claim" if doubted else ""
    yield Hit(
        line,
        f"{line.procedure} is part of {guidance.procedure} on line {guidance.number} and is not "
        f"paid beside it{doubt}",
        f"remove {line.procedure}; if it was a separate study, add the modifier that says so",
        pair,
        related=(guidance,),
        disposition=Disposition.REVIEW if doubted else Disposition.DENY,
        action=Action.REMOVE,
        carc=NCCI_CARC,
        evidence={"ncci_pair": f"{guidance.procedure}/{line.procedure}"},
    )
