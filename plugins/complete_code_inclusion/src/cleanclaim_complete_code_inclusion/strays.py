"""
Guidance of another modality than a code names, which nothing else on the claim explains.
"""

from cleanclaim import Claim, ServiceLine
from cleanclaim_guidance_facts.codes import Guidance
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.practitioners import Same
from cleanclaim_guidance_facts.record import imaging_used, record_of

NEEDLE_GUIDANCE = frozenset({"76942", "77002", "77003", "77012", "77021"})


def strays(
    line: ServiceLine, claim: Claim, knowledge: Knowledge
) -> list[tuple[ServiceLine, Guidance]]:
    """
    The guidance lines that make a procedure's code doubtful: of its day, of a modality
    that it does not include, with no other procedure that they can have guided.

    None where guidance of the right modality is billed too, or where the record says
    which imaging was used: then there is nothing to suspect.

    Raises: NotKnown when the day is not known, or is before the tables.
    """
    complete = knowledge.complete.on(line.procedure or "", line.day)
    if complete is None or not complete.decides:
        return []
    if imaging_used(record_of(line, claim, knowledge)):
        return []
    billed = [
        (other, guidance)
        for other in knowledge.on_day(claim, line)
        if other.procedure in NEEDLE_GUIDANCE
        and (guidance := knowledge.guidance.on(other.procedure, line.day))
        and knowledge.same(line, other, claim) is not Same.NO
    ]
    if any(complete.covers(guidance) for _, guidance in billed):
        return []
    return [
        (other, guidance)
        for other, guidance in billed
        if all(host is line for host in knowledge.hosts(other, claim))
    ]
