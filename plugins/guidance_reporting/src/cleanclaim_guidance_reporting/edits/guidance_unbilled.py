"""
Guidance that was done and recorded, and is not on the claim.
"""

from collections.abc import Iterator

from cleanclaim import Action, Claim, Hit, ServiceLine, Steps, Suggestion, Table
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.record import imaging_used, of_modality, really_imaging, says
from cleanclaim_guidance_reporting.components import Parts
from cleanclaim_guidance_reporting.records import Record, lacking, needed

UNBILLED_STEPS = Steps(
    record="the saved images, the report of the guidance, and who did it",
    code="guidance that the procedure's code does not contain is reported apart, when recorded",
    notes="the note under the procedure on imaging guidance, and the list under the guidance code",
)


def guidance_unbilled(
    line: ServiceLine, claim: Claim, knowledge: Knowledge, records: Table[Record], parts: Parts
) -> Iterator[Hit]:
    """
    Guidance that was done and recorded but not billed.

    Underpayment is an error too. The edit speaks only where the claim carries
    ``documentation``: an image was saved for a procedure whose code does not contain the
    guidance, nothing else that the guidance needs is denied, no guidance of that modality
    is billed for the day, and nothing else on the claim contains it (an arthrogram with
    its own imaging code). It is an info: another practitioner, or the hospital, may bill
    the guidance.

    Not covered: procedures that the table of separately reportable guidance does not
    know.
    """
    entries = claim.documented(line)
    fact = knowledge.reportable.on(line.procedure or "", line.day)
    if fact is None or not entries:
        return
    used = really_imaging(imaging_used(entries))
    others = [other.procedure for other in knowledge.on_day(claim, line) if other.procedure]
    billed = {
        str(guidance.modality)
        for other in others
        if (guidance := knowledge.guidance.on(other, line.day))
    }
    suggest = tuple(
        Suggestion(
            code, f"the report describes {guidance.label}, done by whoever bills {line.procedure}"
        )
        for code in sorted(fact.guidance)
        if (guidance := knowledge.guidance.on(code, line.day))
        and str(guidance.modality) in used
        and str(guidance.modality) not in billed
        and says(of_modality(entries, str(guidance.modality)), "image_recorded")
        and not lacking(
            needed(records, code, line.day), of_modality(entries, str(guidance.modality))
        )
        and not any(knowledge.pair(other, code, claim, line.day) for other in others)
    )
    if not suggest:
        return
    codes = " or ".join(suggestion.code for suggestion in suggest)
    added = " or ".join(parts.added(suggestion.code, line, claim) for suggestion in suggest)
    yield Hit(
        line,
        f"the record shows guidance of {line.procedure} with a saved image; {codes} would report "
        "it and is not on the claim",
        f"add {added} if the report describes the guidance and nobody else bills it",
        fact,
        action=Action.CHECK,
        suggest=suggest,
        evidence={"recorded": sorted(used)},
    )
