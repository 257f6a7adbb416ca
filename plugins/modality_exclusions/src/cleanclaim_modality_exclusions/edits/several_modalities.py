"""
Two guidance codes for one service.
"""

from collections.abc import Iterator, Mapping

from cleanclaim import Action, Bypassed, Claim, Disposition, Hit, Lacks, ServiceLine, Steps
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.modifiers import Excuse
from cleanclaim_guidance_facts.pairs import Pair, partners
from cleanclaim_guidance_facts.practitioners import Same
from cleanclaim_guidance_facts.stances import Stance
from cleanclaim_guidance_facts.verdict import NCCI_CARC
from cleanclaim_guidance_facts.wording import pair_note, with_notes
from cleanclaim_modality_exclusions.both import Both, doubt_of, fitting, removed, to_check

SEVERAL_STEPS = Steps(
    record="whether one needle was guided, or two at separate sites, and by which imaging",
    code="one guidance code a procedure; of two for one service NCCI pays the first of its pair",
    notes="NCCI's table, where the two are a pair",
)

_FLUOROSCOPY = "76000"  # where NCCI does not pay it, it is fluoroscopy_76000's


def outranked(knowledge: Knowledge) -> Mapping[str, frozenset[str]]:
    """
    For each guidance code, those that NCCI pays rather than it, on any day.
    """
    codes = knowledge.guidance.keys
    possible = (f"{one}/{other}" for one in codes for other in codes - {_FLUOROSCOPY})
    return partners((key for key in possible if key in knowledge.pairs.keys), backwards=True)


def several_modalities(
    line: ServiceLine, claim: Claim, knowledge: Knowledge
) -> Iterator[Hit | Bypassed | Lacks]:
    """
    Two imaging guidance codes for one service on one day.

    One needle is guided by one modality: of 76942 and 77012 with 47000, NCCI (Medicare's
    table of code pairs that are not paid together) pays 76942. The one that it does not
    pay is found. With two procedures that could each have been guided it is a review: a
    modifier must say so. With that modifier, or different anatomic modifiers on both
    lines, it is excused; with the modifier but one procedure only, it is a review. So it
    is where the code that NCCI pays has no procedure on the claim and the other one has:
    then the code that NCCI pays is the one to question.

    NCCI's order is no order of truth: 76000, fluoroscopy by itself, comes before 76942.
    Where the other code is the one that goes with the procedure, the remedy says so.
    """
    for other in knowledge.on_day(claim, line):
        if other.procedure not in knowledge.guidance.keys:
            continue
        pair = knowledge.pair_of(other.procedure, line.procedure or "", claim, line.day)
        if pair is None or knowledge.same(line, other, claim) is Same.NO:
            continue
        yield _judged(line, other, claim, knowledge, pair)
    for unsure in knowledge.unsure_on_day(claim, line):
        if f"{unsure.procedure}/{line.procedure}" in knowledge.pairs.keys and (
            unsure.procedure in knowledge.guidance.keys
        ):
            yield Lacks(f"whether line {unsure.number} was on the same day", line)


def _judged(
    line: ServiceLine, other: ServiceLine, claim: Claim, knowledge: Knowledge, pair: Pair
) -> Hit | Bypassed:
    both = Both(
        line,
        other,
        knowledge.hosts(line, claim),
        knowledge.hosts(other, claim),
        knowledge.plea(line, other, pair),
        knowledge.same(line, other, claim),
    )
    if both.plea.excuse is Excuse.DISTINCT and both.apart:
        return Bypassed(line, pair, both.plea.modifier, related=(other,))
    doubt = doubt_of(both)
    mine = "" if doubt else fitting(both, knowledge)
    message = (
        f"{line.procedure} and {other.procedure} on line {other.number} both report guidance on "
        f"one day; NCCI pays {other.procedure} and not {line.procedure}"
    )
    return Hit(
        line,
        f"{message}; {doubt}" if doubt else message,
        to_check(both) if doubt else mine or removed(both, knowledge),
        pair,
        related=(other,),
        disposition=Disposition.REVIEW if doubt else Disposition.DENY,
        action=Action.CHECK if doubt or mine else Action.REMOVE,
        steps=with_notes(SEVERAL_STEPS, pair_note(pair)),
        carc=NCCI_CARC,
        evidence={
            "ncci": str(Stance.AGREES),
            "ncci_pair": f"{other.procedure}/{line.procedure}",
            "modifier_indicator": pair.indicator,
        },
    )
