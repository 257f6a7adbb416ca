"""
Guidance billed with a complete code.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from cleanclaim import Bypassed, Claim, Hit, Lacks, ServiceLine, Steps, Suggestion, Table, Trust
from cleanclaim_complete_code_inclusion.instead import alternatives
from cleanclaim_complete_code_inclusion.strays import strays
from cleanclaim_complete_code_inclusion.unguided import Advice
from cleanclaim_guidance_facts.codes import Guidance, Modality, told
from cleanclaim_guidance_facts.complete import Complete, Performed
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.pairs import partners
from cleanclaim_guidance_facts.practitioners import both_sides
from cleanclaim_guidance_facts.verdict import Verdict, weigh
from cleanclaim_guidance_facts.wording import against, imaging_of, settled, stance_note

BARRED = ("76000", "76937", "76942", "76998", "77001", "77002", "77003", "77012", "77021", "75989")


def barred_with(knowledge: Knowledge) -> Mapping[str, AbstractSet[str]]:
    """
    For each guidance code, the complete codes that it may be barred with: all, for the
    codes that report guidance of a needle, a vessel or a drainage; for the others, those
    that NCCI lets it cost their payment.
    """
    complete, guidance = knowledge.complete.keys, knowledge.guidance.keys
    possible = (f"{one}/{other}" for one in guidance for other in complete)
    reverse = partners(key for key in possible if key in knowledge.pairs.keys)
    return {**reverse, **dict.fromkeys(BARRED, complete)}


INCLUDED_STEPS = Steps(
    record="which procedure the imaging guided, and whether it was all one session",
    code="the procedure's code already contains the guidance, whatever code describes it",
    notes="the definition of the procedure's code, and NCCI's table where it pairs the two",
)


def included_guidance(
    line: ServiceLine, claim: Claim, knowledge: Knowledge, advice: Table[Advice]
) -> Iterator[Hit | Bypassed | Lacks]:
    """
    Guidance billed with a complete code that already includes it.

    A complete code contains its imaging guidance: of any modality (49083), of specific
    ones (64493: fluoroscopy or CT), or all radiological supervision and interpretation.
    Guidance of that modality on the same day, or guidance that NCCI, Medicare's table of
    code pairs that are not paid together, pairs with the complete code, is not reported
    apart. Remove the guidance line, unless it belongs to another procedure of that day.

    NCCI gives each pair a modifier indicator: 1, a modifier may separate the two; 0, none
    may. With indicator 1, a modifier 59, XE, XP, XS or XU, or different anatomic
    modifiers (LT and RT) on both lines, excuses the guidance where another procedure of
    that day can be what was guided. Without such a procedure it is a review; so it is
    where another practitioner reports the guidance. With indicator 0 nothing excuses it.
    In a few pairs the guidance is the code that is paid (64466 with 76942, 60660 with
    76940): leaving the guidance line then costs the procedure its payment.

    Whether the complete code itself is right, where it names another modality than the
    one billed, ``wrong_modality`` asks on the procedure's line.

    Not covered: a guidance and its procedure on two claims.
    """
    for procedure in knowledge.on_day(claim, line):
        complete = _includes(knowledge, line, procedure, claim)
        if complete is None:
            continue
        # Of its own modality the code includes the guidance whoever did it; of another,
        # NCCI's pair speaks, and that of one practitioner only. Across the two sides of a
        # critical access hospital's bill (85x) either asks for a look.
        whoever = complete.covers(_guidance(knowledge, line)) or both_sides(claim)
        verdict = weigh(knowledge, line, procedure, claim, complete, whoever=whoever)
        if verdict is None:
            continue
        also = _asked(line, procedure, claim, knowledge, complete, advice)
        yield _answer(knowledge, line, procedure, complete, verdict, also)
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
    complete = knowledge.complete.on(code, day)
    if complete is None:
        return None
    guidance = knowledge.guidance.on(by, day)
    if guidance is None or knowledge.reported_apart(code, by, day):
        return None
    if complete.performed is Performed.IMPLIED:
        return None  # G0260 names no guidance itself; its NCCI pairs are excluded_pair's
    if by in BARRED and complete.covers(guidance):
        return complete
    return complete if knowledge.pair(code, by, claim, day) is not None else None


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
    also: str,
) -> Hit | Bypassed:
    guidance = _guidance(knowledge, line)
    remedy = settled(line, procedure, verdict)
    if also and not (verdict.hosts or verdict.reversed):
        remedy += f"; {also}"
    return against(
        line,
        procedure,
        verdict,
        _message(line, procedure, complete, guidance),
        remedy,
        _steps(procedure, complete, guidance, verdict),
        _suggested(knowledge, line, procedure),
    )


def _message(
    line: ServiceLine, procedure: ServiceLine, complete: Complete, guidance: Guidance
) -> str:
    by, where = line.procedure, f"{procedure.procedure} on line {procedure.number}"
    modality = told([guidance.modality]) if guidance.modality is not Modality.ANY else ""
    if complete.covers(guidance):
        here = f" (here {modality})" if modality else ""
        return f"{where} already includes imaging guidance{here}; {by} is not reported with it"
    its = f"is {modality} and " if modality else ""
    return f"{where} includes {imaging_of(complete)}; {by} {its}is not reported with it"


def _steps(
    procedure: ServiceLine, complete: Complete, guidance: Guidance, verdict: Verdict
) -> Steps:
    """
    The edit's steps, with what decides here: the code's own words, and how NCCI stands.
    """
    covered = complete.covers(guidance)
    notes = [f"the definition of {procedure.procedure}"] if covered else []
    if covered and complete.source.trust is Trust.GENERAL_KNOWLEDGE:
        notes = [f"{notes[0]} (general knowledge: confirm it in the code book)"]
    if ncci := stance_note(verdict.ncci, verdict.pair):
        notes.append(ncci)
    return Steps(
        record=INCLUDED_STEPS.record,
        code=INCLUDED_STEPS.code
        if covered
        else "the procedure's code contains its own guidance, and no other is reported with it",
        notes="; ".join(notes) or INCLUDED_STEPS.notes,
    )


def _asked(
    line: ServiceLine,
    procedure: ServiceLine,
    claim: Claim,
    knowledge: Knowledge,
    complete: Complete,
    advice: Table[Advice],
) -> str:
    """
    What to do besides, where ``wrong_modality`` asks whether the complete code is right:
    the code in its place may take this guidance.
    """
    if not any(stray is line for stray, _ in strays(procedure, claim, knowledge)):
        return ""
    modality = str(_guidance(knowledge, line).modality)
    for other in alternatives(complete, advice, modality, line.day):
        if other.beside == line.procedure:
            return f"if line {procedure.number} becomes {other.code}, keep it"
    return f"whether {procedure.procedure} is right is asked on line {procedure.number}"


def _suggested(
    knowledge: Knowledge, line: ServiceLine, procedure: ServiceLine
) -> tuple[Suggestion, ...]:
    """
    Another guidance code of the same modality that is reported with the procedure.
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
