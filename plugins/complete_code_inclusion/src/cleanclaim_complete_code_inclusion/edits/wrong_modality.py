"""
A code that names its modality, beside guidance of another or a record of another.
"""

from collections.abc import Iterator

from cleanclaim import Action, Claim, Disposition, Hit, ServiceLine, Steps, Table
from cleanclaim_complete_code_inclusion.documented import by_record
from cleanclaim_complete_code_inclusion.instead import alternatives, suggestions
from cleanclaim_complete_code_inclusion.strays import strays
from cleanclaim_complete_code_inclusion.unguided import Advice, Unguided
from cleanclaim_guidance_facts.codes import Guidance, told
from cleanclaim_guidance_facts.complete import Complete
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.record import imaging_used, record_of
from cleanclaim_guidance_facts.wording import coded, imaging_of, in_place

WRONG_STEPS = Steps(
    record="which imaging guided the needle: the saved images, and the report",
    code="the procedure's code is for the modality that it names, and for no other",
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
    line is a stray, or the procedure was guided by ultrasound and 64493 is the wrong
    code. The claim can't tell which, so this is a review: look at the record, and
    report the code for the modality that was really used.

    It is silent where another procedure of that day can be what was guided, or where
    guidance of the right modality is billed too. What becomes of the guidance line
    itself, ``included_guidance`` and ``modality_exclusions`` say.

    A claim that carries ``documentation`` says which imaging was used; then there is
    nothing to suspect. Where the record names the modality of the code, the edit is
    silent, whatever else is billed. Where it names another, or none for a code that
    requires guidance, the code is wrong: a deny. So it is for a guidance code (76942)
    whose line the record gives another modality, or none. A code without guidance
    (49082) whose guidance is recorded is a review: its sibling, the code for the same
    procedure with guidance (49083), is right.
    """
    if imaging_used(record_of(line, claim, knowledge)):
        yield from by_record(line, claim, knowledge, advice, unguided)
        return
    complete = knowledge.complete.on(line.procedure or "", line.day)
    if complete is None:
        return
    for other, guidance in strays(line, claim, knowledge):
        modality = str(guidance.modality)
        only = f"{told([modality])} was the only guidance"
        yield Hit(
            line,
            f"{line.procedure} is only for {imaging_of(complete)}; line {other.number} bills "
            f"{other.procedure}, {told([modality])}",
            _remedy(line, other, complete, guidance, advice),
            complete,
            related=(other,),
            disposition=Disposition.REVIEW,
            action=Action.RECODE,
            suggest=(
                *suggestions(complete, advice, modality, only, line.day),
                *suggestions(complete, advice, "none", "no imaging was used", line.day),
            ),
            evidence={"named": sorted(complete.includes), "billed": modality},
        )


def _remedy(
    line: ServiceLine,
    other: ServiceLine,
    complete: Complete,
    guidance: Guidance,
    advice: Table[Advice],
) -> str:
    """
    What to do by what the record says: the code's own modality, or the one billed.
    """
    found = alternatives(complete, advice, str(guidance.modality), line.day)
    codes = " or ".join(each.code if each.advised else in_place(each.code, line) for each in found)
    kept = any(each.beside == other.procedure for each in found)
    return (
        f"check which imaging was used: if {told(complete.includes)}, remove {other.procedure}; if "
        f"{told([guidance.modality])}, report {codes or 'another code'} in place of {coded(line)} and "
        f"{'keep' if kept else 'remove'} {other.procedure}"
    )
