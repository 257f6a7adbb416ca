"""
A code whose service is part of a guidance code, billed with it.
"""

from collections.abc import Iterator

from cleanclaim import Action, Bypassed, Claim, Disposition, Hit, ServiceLine, Steps
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.modifiers import Excuse
from cleanclaim_guidance_facts.pairs import Pair
from cleanclaim_guidance_facts.practitioners import Same
from cleanclaim_guidance_facts.stances import Stance
from cleanclaim_guidance_facts.verdict import NCCI_CARC
from cleanclaim_guidance_facts.wording import pair_note, set_apart

_CHEST_FILMS = frozenset({"71045", "71046", "71047"})


def on_part(
    line: ServiceLine, guidance: ServiceLine, claim: Claim, knowledge: Knowledge
) -> Iterator[Hit | Bypassed]:
    """
    What NCCI makes of a code beside the guidance code (77001) that it is a part of.
    """
    same = knowledge.same(line, guidance, claim)
    pair = knowledge.pair_of(guidance.procedure or "", line.procedure or "", claim, line.day)
    if same is Same.NO or pair is None:
        return  # that it is a part stands on NCCI alone
    pleaded = knowledge.plea(line, guidance, pair)
    if pleaded.excuse is not Excuse.NONE:
        yield Bypassed(line, pair, pleaded.modifier, related=(guidance,))
        return
    doubted = same is Same.UNKNOWN
    doubt = "; whether one practitioner did both is not on the claim" if doubted else ""
    yield Hit(
        line,
        f"{line.procedure} is part of {guidance.procedure} on line {guidance.number} and is not "
        f"paid with it{doubt}",
        _remedy(line),
        pair,
        related=(guidance,),
        disposition=Disposition.REVIEW if doubted else Disposition.DENY,
        action=Action.REMOVE,
        steps=_steps(line, guidance, pair),
        carc=NCCI_CARC,
        evidence={
            "ncci": str(Stance.AGREES),
            "ncci_pair": f"{guidance.procedure}/{line.procedure}",
        },
    )


def _remedy(line: ServiceLine) -> str:
    if line.procedure in _CHEST_FILMS:
        return (
            f"remove {line.procedure}; if the film was taken for another reason, add 59 to line "
            f"{line.number}"
        )
    return f"remove {line.procedure}; if it was another vein or session, {set_apart(line)}"


def _steps(line: ServiceLine, guidance: ServiceLine, pair: Pair) -> Steps:
    notes = f"no printed note that we know of: {pair_note(pair)}"
    by = guidance.procedure
    if line.procedure in _CHEST_FILMS:
        return Steps(
            record=f"why the film was taken: to check the catheter (part of {by}), or for "
            "another reason",
            code=f"{by} contains the image that documents the catheter's place",
            notes=notes,
        )
    return Steps(
        record=f"which vein was injected or shown: the catheter's own (part of {by}), or that of "
        "another site or session",
        code=f"{by} contains the contrast injection and the venogram through the catheter's vein",
        notes=notes,
    )
