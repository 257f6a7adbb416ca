"""
Two guidance codes for one service.
"""

from collections.abc import Iterator, Mapping

from cleanclaim import Action, Bypassed, Claim, Disposition, Hit, Lacks, ServiceLine, Steps
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.modifiers import Excuse
from cleanclaim_guidance_facts.pairs import Pair
from cleanclaim_guidance_facts.practitioners import Same
from cleanclaim_guidance_facts.verdict import NCCI_CARC
from cleanclaim_modality_exclusions.exclusions import partners

SEVERAL_STEPS = Steps(
    record="whether one needle was guided, or two at separate sites, and by which imaging",
    code="one guidance code a procedure; the one that stays is the one NCCI puts first",
    notes="the note under each guidance code on other imaging guidance",
)

_FLUOROSCOPY = "76000"  # as column 2 it is fluoroscopy_76000's


def outranked(knowledge: Knowledge) -> Mapping[str, frozenset[str]]:
    """
    For each guidance code, those that NCCI puts before it, on any day.
    """
    codes = knowledge.guidance.keys
    return partners(
        (
            key
            for key in knowledge.pairs.keys
            if codes.issuperset(key.split("/")) and not key.endswith(f"/{_FLUOROSCOPY}")
        ),
        backwards=True,
    )


def several_modalities(
    line: ServiceLine, claim: Claim, knowledge: Knowledge
) -> Iterator[Hit | Bypassed | Lacks]:
    """
    Two imaging guidance codes for one service on one day.

    One needle is guided by one modality: 47000 with 76942 and 77012 keeps 76942. NCCI's
    pairs of guidance codes say which stays (column 1) and which goes. With two
    procedures that could each have been guided it is a review: a modifier must say so.
    With that modifier, or different anatomic modifiers on both lines, it is excused;
    with the modifier but one procedure only, it is a review. So it is where the code
    that NCCI keeps has no procedure on the claim and the other one has: then the code
    that stays is the one to question.
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
    mine, theirs = knowledge.hosts(line, claim), knowledge.hosts(other, claim)
    apart = any(one is not another for one in mine for another in theirs)
    pleaded = knowledge.plea(line, other, pair)
    if pleaded.excuse is Excuse.DISTINCT and apart:
        return Bypassed(line, pair, pleaded.modifier, related=(other,))
    doubt = ""
    if pleaded.excuse is not Excuse.NONE:
        doubt = f"modifier {pleaded.modifier} is there, but one procedure that was guided"
    elif apart:
        doubt = "two procedures could each have been guided, and no modifier says so"
    elif mine and not theirs:
        doubt = (
            f"but {mine[0].procedure} on line {mine[0].number} goes with {line.procedure}, and "
            f"nothing on the claim with {other.procedure}"
        )
    elif knowledge.same(line, other, claim) is Same.UNKNOWN:
        doubt = "whether one practitioner did both is not on the claim"
    message = (
        f"{line.procedure} and {other.procedure} on line {other.number} both report guidance on "
        f"one day; NCCI keeps {other.procedure}"
    )
    return Hit(
        line,
        f"{message}; {doubt}" if doubt else message,
        f"check the record; for one service remove {line.procedure}, for two add the modifier"
        if doubt
        else f"remove {line.procedure}",
        pair,
        related=(other,),
        disposition=Disposition.REVIEW if doubt else Disposition.DENY,
        action=Action.CHECK if doubt else Action.REMOVE,
        carc=NCCI_CARC,
        evidence={
            "ncci_pair": f"{other.procedure}/{line.procedure}",
            "modifier_indicator": pair.indicator,
        },
    )
