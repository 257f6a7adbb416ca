"""
A code that names its modality, beside guidance of another.
"""

import datetime
from collections.abc import Iterator

from cleanclaim import Action, Claim, Hit, ServiceLine, Steps, Suggestion, Table
from cleanclaim_complete_code_inclusion.unguided import Advice
from cleanclaim_guidance_facts.codes import Guidance, told
from cleanclaim_guidance_facts.complete import Complete
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.practitioners import Same

NEEDLE_GUIDANCE = frozenset({"76942", "77002", "77003", "77012", "77021"})

WRONG_STEPS = Steps(
    record="which imaging guided the needle: the images kept, and the report",
    code="the procedure's code may be assigned for the modality it names, and no other",
    notes="the note under the procedure's code that says what to report for another modality",
)


def wrong_modality(
    line: ServiceLine, claim: Claim, knowledge: Knowledge, advice: Table[Advice]
) -> Iterator[Hit]:
    """
    Procedure whose code names one modality, billed with guidance of another.

    64493 means fluoroscopy or CT. Billed with ultrasound guidance, either the guidance
    line is a stray, or the procedure was guided by ultrasound and 64493 may not be
    assigned. The claim can't tell which, so this is always a review: look at the
    record, and report the code for the modality that was really used.

    It is silent where another procedure of that day can be what was guided, or where
    guidance of the right modality is billed too. What becomes of the guidance line
    itself, ``included_guidance`` and ``modality_exclusions`` say.
    """
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
            action=Action.RECODE,
            suggest=_suggested(complete, advice, guidance, line.day),
            evidence={"named": sorted(complete.includes), "billed": str(guidance.modality)},
        )


def _suggested(
    complete: Complete, table: Table[Advice], guidance: Guidance, day: datetime.date
) -> tuple[Suggestion, ...]:
    suggestions = []
    advice = table.on(complete.key, day)
    for modality, when in (
        (str(guidance.modality), f"{told([guidance.modality])} was the only guidance"),
        ("none", "no imaging was used"),
    ):
        published = complete.instead.get(modality, ())
        advised = advice.instead.get(modality, ()) if advice and not published else ()
        for codes in _of_level(published or advised, complete.level, modality):
            code, _, beside = codes.partition("+")
            also = f"; report {beside} beside it" if beside else ""
            unsure = " (general knowledge: check the note)" if advised else ""
            known = table.on(code, day)
            caution = f" ({known.caution})" if known and known.caution else ""
            suggestions.append(Suggestion(code, when + also + unsure + caution))
    return tuple(suggestions)


def _of_level(codes: tuple[str, ...], level: int | None, modality: str) -> tuple[str, ...]:
    """
    Of a family's codes, the one of the same level; all where they have no levels.
    """
    if level is None or modality == "none" or len(codes) < max(level, 2):
        return codes
    return (codes[level - 1],)
