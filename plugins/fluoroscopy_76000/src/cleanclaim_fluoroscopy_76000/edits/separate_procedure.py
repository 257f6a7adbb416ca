"""
76000 with another procedure.
"""

from collections.abc import Iterator

from cleanclaim import (
    Action,
    Claim,
    Disposition,
    Fact,
    Hit,
    Kind,
    Lacks,
    ServiceLine,
    Steps,
    Suggestion,
    Table,
)
from cleanclaim_fluoroscopy_76000.fluoroscopy import FLUOROSCOPY, Allowed, Specific
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.modifiers import DISTINCT, Excuse
from cleanclaim_guidance_facts.pairs import Pair
from cleanclaim_guidance_facts.practitioners import Same
from cleanclaim_guidance_facts.stances import Stance, stance_of
from cleanclaim_guidance_facts.verdict import NCCI_CARC
from cleanclaim_guidance_facts.wording import of_component, pair_note, stance_note, with_notes

SEPARATE_STEPS = Steps(
    record="whether fluoroscopy was the only service, or unrelated to the others: another "
    "session, site or approach",
    code="76000 is a separate procedure: reported alone, or when unrelated to the rest",
    notes="the notes under the other procedure, and under 77001, 77002 and 77003",
)


def separate_procedure(
    line: ServiceLine,
    claim: Claim,
    knowledge: Knowledge,
    allowed: Table[Allowed],
    specific: Table[Specific],
) -> Iterator[Hit | Lacks]:
    """
    Fluoroscopy 76000 billed with a procedure that it is a component of.

    A separate procedure is a code that is reported when it is the only service, or
    unrelated to the others: another session, site or approach. With a code that NCCI,
    Medicare's table of code pairs that are not paid together, bundles 76000 into it is
    denied; with any other procedure a physician's 76000 is a review. Where a specific
    guidance code fits (77001, 77002, 77003) that code is suggested. Alone it is fine; and
    with a procedure whose own note sends its fluoroscopy to 76000 (36597).

    Modifier 59, XE, XP, XS or XU says that it was unrelated: a review, since the record
    must show it. On an institutional claim only NCCI's pairs count.
    """
    knowledge.known(line.day)
    permitted = any(
        allowed.on(other.procedure, line.day) is not None
        for other in knowledge.on_day(claim, line)
        if other.procedure
    )
    for other in knowledge.on_day(claim, line):
        code = other.procedure
        if code is None or code == FLUOROSCOPY or allowed.on(code, line.day) is not None:
            continue
        pair = knowledge.pair_of(code, FLUOROSCOPY, claim, line.day)
        if pair is not None:
            suggestions = _specific(line, other, claim, specific)
            yield from _paired(line, other, claim, knowledge, pair, suggestions)
        elif claim.kind is Kind.PROFESSIONAL and not permitted and knowledge.invasive(code):
            suggestions = _specific(line, other, claim, specific)
            yield from _component(line, other, claim, knowledge, suggestions)
    for unsure in knowledge.unsure_on_day(claim, line):
        if f"{unsure.procedure}/{FLUOROSCOPY}" in knowledge.pairs.keys:
            yield Lacks(f"whether line {unsure.number} was on the same day", line)


def _paired(
    line: ServiceLine,
    other: ServiceLine,
    claim: Claim,
    knowledge: Knowledge,
    pair: Pair,
    suggestions: tuple[Suggestion, ...],
) -> Iterator[Hit]:
    same = knowledge.same(line, other, claim)
    if same is Same.NO:
        return
    pleaded = knowledge.plea(line, other, pair)
    doubt = ""
    if pleaded.excuse is not Excuse.NONE:
        doubt = f"modifier {pleaded.modifier} is right only if the record shows it was unrelated"
    elif same is Same.UNKNOWN:
        doubt = "whether one practitioner did both is not on the claim"
    message = f"NCCI bundles 76000 into {other.procedure} on line {other.number}"
    remedy = "; ".join(filter(None, ("remove 76000", _guided(line, other, suggestions))))
    yield Hit(
        line,
        f"{message}; {doubt}" if doubt else message,
        "check that the record shows another session, site or approach; if not, " + remedy
        if doubt
        else remedy,
        pair,
        related=(other,),
        disposition=Disposition.REVIEW if doubt else Disposition.DENY,
        action=Action.CHECK if doubt else Action.REMOVE,
        suggest=suggestions,
        steps=with_notes(SEPARATE_STEPS, _notes(pair, suggestions)),
        carc=NCCI_CARC,
        evidence={
            "ncci": str(Stance.AGREES),
            "ncci_pair": f"{other.procedure}/76000",
            "modifier_indicator": pair.indicator,
            "in_force_since": pair.since.isoformat(),
        },
    )


def _component(
    line: ServiceLine,
    other: ServiceLine,
    claim: Claim,
    knowledge: Knowledge,
    suggestions: tuple[Suggestion, ...],
) -> Iterator[Hit]:
    if knowledge.same(line, other, claim) is Same.NO:
        return
    distinct = next((m for m in line.modifiers if m in DISTINCT), None)
    doubt = (
        f"; modifier {distinct} says that it was, and the record must show it" if distinct else ""
    )
    unrelated = "remove 76000 unless it was for an unrelated site or session"
    pair = knowledge.pair(other.procedure or "", FLUOROSCOPY, claim, line.day)
    ncci = stance_of(FLUOROSCOPY, pair, asked=knowledge.asks_ncci(claim))
    yield Hit(
        line,
        "76000 is paid only alone or for an unrelated site or session, and "
        f"{other.procedure} on line {other.number} is of the same day{doubt}",
        "; ".join(filter(None, (unrelated, _guided(line, other, suggestions)))),
        _rule(line, knowledge),
        related=(other,),
        disposition=Disposition.REVIEW,
        action=Action.RECODE if suggestions else Action.CHECK,
        suggest=suggestions,
        steps=_component_steps(ncci, pair),
        evidence={"ncci": str(ncci)} if ncci else {},
    )


def _component_steps(ncci: Stance | None, pair: Pair | None) -> Steps:
    notes = "; ".join(filter(None, (SEPARATE_STEPS.notes, stance_note(ncci, pair))))
    return with_notes(SEPARATE_STEPS, notes)


def _guided(line: ServiceLine, other: ServiceLine, suggestions: tuple[Suggestion, ...]) -> str:
    """
    What to do where the fluoroscopy guided the other procedure, and has its own code.
    """
    if not suggestions:
        return ""
    code = of_component(suggestions[0].code, line)
    return f"if fluoroscopy guided {other.procedure}, report {code} in its place"


def _notes(pair: Pair, suggestions: tuple[Suggestion, ...]) -> str:
    """
    What decides: NCCI's pair, and the list under the code that is suggested.
    """
    lists = [f"the list under {suggestion.code}" for suggestion in suggestions]
    return "; ".join((pair_note(pair), *lists))


def _rule(line: ServiceLine, knowledge: Knowledge) -> Fact:
    """
    The fact that 76000 is fluoroscopy by itself: the code book's own definition.
    """
    fact = knowledge.guidance.on(FLUOROSCOPY, line.day)
    assert fact is not None
    return fact


def _specific(
    line: ServiceLine, other: ServiceLine, claim: Claim, specific: Table[Specific]
) -> tuple[Suggestion, ...]:
    """
    The specific fluoroscopy code that is reported with the procedure, where there is
    one and it is not on the claim already.
    """
    fact = specific.on(other.procedure or "", line.day)
    if fact is None or fact.guidance in claim.codes:
        return ()
    when = f"fluoroscopy guided {other.procedure} and is recorded"
    return (Suggestion(fact.guidance, when),)
