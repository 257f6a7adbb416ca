"""
A code that names its modality, beside guidance of another or a record of another.
"""

import datetime
from collections.abc import Iterator

from cleanclaim import Action, Claim, Disposition, Hit, ServiceLine, Steps, Suggestion, Table
from cleanclaim_complete_code_inclusion.documented import by_record
from cleanclaim_complete_code_inclusion.instead import suggestions
from cleanclaim_complete_code_inclusion.unguided import Advice, Unguided
from cleanclaim_guidance_facts.codes import Guidance, told
from cleanclaim_guidance_facts.complete import Complete
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.practitioners import Same
from cleanclaim_guidance_facts.record import imaging_used, record_of

NEEDLE_GUIDANCE = frozenset({"76942", "77002", "77003", "77012", "77021"})

WRONG_STEPS = Steps(
    record="which imaging guided the needle: the images kept, and the report",
    code="the procedure's code may be assigned for the modality it names, and no other",
    notes="the note under the procedure's code that says what to report for another modality",
)


def wrong_modality(
    line: ServiceLine,
    claim: Claim,
    knowledge: Knowledge,
    advice: Table[Advice],
    unguided: Table[Unguided],
) -> Iterator[Hit]:
    """
    Procedure whose code names one modality, billed with guidance of another.

    64493 means fluoroscopy or CT. Billed with ultrasound guidance, either the guidance
    line is a stray, or the procedure was guided by ultrasound and 64493 may not be
    assigned. The claim can't tell which, so this is a review: look at the record, and
    report the code for the modality that was really used.

    It is silent where another procedure of that day can be what was guided, or where
    guidance of the right modality is billed too. What becomes of the guidance line
    itself, ``included_guidance`` and ``modality_exclusions`` say.

    A claim that carries ``documentation`` says which imaging was used; then there is
    nothing to suspect. Where the record names the modality of the code, the edit is
    silent, whatever else is billed. Where it names another, or none for a code that
    requires guidance, the code may not be assigned: a deny. So it is for a guidance
    code (76942) whose line the record gives another modality, or none. A code without
    guidance (49082) whose guidance is recorded is a review: its sibling is right.
    """
    if imaging_used(record_of(line, claim, knowledge)):
        yield from by_record(line, claim, knowledge, advice, unguided)
        return
    complete = knowledge.complete.on(line.procedure or "", line.day)
    if complete is None or not complete.decides:
        return
    billed = [
        (other, guidance)
        for other in knowledge.on_day(claim, line)
        if other.procedure in NEEDLE_GUIDANCE
        and (guidance := knowledge.guidance.on(other.procedure, line.day))
        and knowledge.same(line, other, claim) is not Same.NO
    ]
    if any(complete.covers(guidance) for _, guidance in billed):
        return
    for other, guidance in billed:
        if any(host is not line for host in knowledge.hosts(other, claim)):
            continue
        yield Hit(
            line,
            f"{line.procedure} may be assigned for {told(complete.includes)} guidance only; line "
            f"{other.number} bills {other.procedure}, {told([guidance.modality])}",
            "check which imaging was used; report the code for that modality, or remove "
            f"the stray {other.procedure}",
            complete,
            related=(other,),
            disposition=Disposition.REVIEW,
            action=Action.RECODE,
            suggest=_suggested(complete, advice, guidance, line.day),
            evidence={"named": sorted(complete.includes), "billed": str(guidance.modality)},
        )


def _suggested(
    complete: Complete, table: Table[Advice], guidance: Guidance, day: datetime.date
) -> tuple[Suggestion, ...]:
    modality = str(guidance.modality)
    return (
        *suggestions(complete, table, modality, f"{told([modality])} was the only guidance", day),
        *suggestions(complete, table, "none", "no imaging was used", day),
    )
