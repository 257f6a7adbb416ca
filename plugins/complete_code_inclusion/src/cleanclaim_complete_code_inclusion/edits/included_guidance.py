"""
Guidance billed beside a complete code.
"""

from collections.abc import Iterator

from cleanclaim import (
    Bypassed,
    Claim,
    Hit,
    Lacks,
    ServiceLine,
    Steps,
    Suggestion,
)
from cleanclaim_guidance_facts.codes import Guidance, told
from cleanclaim_guidance_facts.complete import Complete, Performed
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.verdict import Verdict, against, weigh

BARRED = ("76000", "76937", "76942", "76998", "77001", "77002", "77003", "77012", "77021", "75989")

INCLUDED_STEPS = Steps(
    record="which procedure the imaging guided, and whether it was all one session",
    code="the procedure's code already contains the guidance, whatever code describes it",
    notes="the note under the guidance code that lists what it is not reported with",
)


def included_guidance(
    line: ServiceLine, claim: Claim, knowledge: Knowledge
) -> Iterator[Hit | Bypassed | Lacks]:
    """
    Guidance billed beside a complete code that already includes it.

    A complete code contains its imaging guidance: of any modality (49083), of specific
    ones (64493: fluoroscopy or CT), or all radiological supervision and interpretation.
    Guidance of that modality on the same day, or guidance that NCCI pairs with the
    complete code, is not reported apart. Remove the guidance line; the complete code
    stays.

    A modifier 59 or X{EPSU}, or different anatomic modifiers on both lines, excuses it
    where NCCI's indicator is 1 and another procedure of that day can be what was
    guided. Without such a procedure it is a review; so it is where another
    practitioner reports the guidance. With indicator 0 nothing excuses it. Where NCCI
    has the pair reversed, leaving the guidance line costs the procedure its payment.

    Not covered: a guidance and its procedure on two claims.
    """
    for procedure in knowledge.on_day(claim, line):
        complete = _includes(knowledge, line, procedure, claim)
        if complete is None:
            continue
        # Of its own modality the code includes the guidance whoever did it; of another,
        # NCCI's pair speaks, and that of one practitioner only.
        whoever = complete.covers(_guidance(knowledge, line))
        verdict = weigh(knowledge, line, procedure, claim, complete, whoever=whoever)
        if verdict is None:
            continue
        yield _answer(knowledge, line, procedure, complete, verdict)
    for unsure in knowledge.unsure_on_day(claim, line):
        if unsure.procedure in knowledge.complete.keys:
            yield Lacks(f"whether line {unsure.number} was on the same day", line)


def _includes(
    knowledge: Knowledge, line: ServiceLine, procedure: ServiceLine, claim: Claim
) -> Complete | None:
    """
    The fact that the procedure's code includes this guidance, or that NCCI pairs them.
    """
    day, by, code = line.day, line.procedure or "", procedure.procedure or ""
    complete, guidance = knowledge.complete.on(code, day), knowledge.guidance.on(by, day)
    if complete is None or guidance is None or knowledge.reported_apart(code, by, day):
        return None
    if complete.performed is Performed.IMPLIED:
        return None  # G0260 names no guidance itself; its NCCI pairs are excluded_pair's
    if complete.covers(guidance) or knowledge.pair(code, by, claim, day) is not None:
        return complete
    return None


def _guidance(knowledge: Knowledge, line: ServiceLine) -> Guidance:
    guidance = knowledge.guidance.on(line.procedure or "", line.day)
    assert guidance is not None
    return guidance


def _answer(
    knowledge: Knowledge,
    line: ServiceLine,
    procedure: ServiceLine,
    complete: Complete,
    verdict: Verdict,
) -> Hit | Bypassed:
    guidance = _guidance(knowledge, line)
    message = (
        f"{procedure.procedure} on line {procedure.number} already includes "
        f"{guidance.label}; {line.procedure} is not reported beside it"
        if complete.covers(guidance)
        else f"{line.procedure} is not reported beside {procedure.procedure} on line "
        f"{procedure.number}, which names its own guidance"
    )
    remedy = f"remove {line.procedure}; {procedure.procedure} stays"
    if verdict.reversed:
        remedy += f" (left on the claim, it costs {procedure.procedure} its payment)"
    suggestions = _suggested(knowledge, line, procedure)
    return against(line, procedure, verdict, message, remedy, suggestions)


def _suggested(
    knowledge: Knowledge, line: ServiceLine, procedure: ServiceLine
) -> tuple[Suggestion, ...]:
    """
    Another guidance code of the same modality that is reported beside the procedure.
    """
    day = line.day
    mine = knowledge.guidance.on(line.procedure or "", day)
    apart = knowledge.reportable.on(procedure.procedure or "", day)
    if mine is None or apart is None:
        return ()
    return tuple(
        Suggestion(
            code, f"{told([mine.modality])} was used for {procedure.procedure} and is recorded"
        )
        for code in sorted(apart.guidance)
        if (other := knowledge.guidance.on(code, day)) and other.modality is mine.modality
    )
