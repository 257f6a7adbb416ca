"""
An injection code beside the fluoroscopic guidance whose contrast it is.
"""

from collections.abc import Iterator

from cleanclaim import (
    Action,
    Bypassed,
    Claim,
    Disposition,
    Hit,
    Lacks,
    ServiceLine,
    Steps,
)
from cleanclaim_contrast_injection.drugs import TOLD
from cleanclaim_contrast_injection.injections import Tables
from cleanclaim_contrast_injection.scene import Scene
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.modifiers import DISTINCT

INJECTION_STEPS = Steps(
    record="what was injected besides the contrast, by which route, and why",
    code="an injection of its own: a drug that is billed, given for a reason of its own",
    notes="the note under 77003 that injecting contrast is part of the procedures it names",
)


def injection_billed_apart(
    line: ServiceLine, claim: Claim, knowledge: Knowledge, tables: Tables
) -> Iterator[Hit | Bypassed | Lacks]:
    """
    Injection billed with fluoroscopic guidance, with no drug to account for it.

    Contrast is injected to see where the needle is; with 77002 or 77003 that is part of
    the guided procedure. 96372 on the same day by the same practitioner goes, and the
    fluoroscopy code is not touched by it. It is a deny where the guided procedure is one
    that the note under 77003 names (62282, 62267, 62321, …), a review otherwise. 96373,
    96374 and 96379 are always a review.

    Another drug on the claim explains an injection of its own. With modifier 59, XE, XP,
    XS or XU on the injection it is excused; without, NCCI's pairs do not pay it with the
    procedure, which is an info. Contrast, local anesthetics, steroids and hyaluronan of
    such procedures, and saline do not justify an injection.

    A modifier without such a drug is a review. So is a drug that the claim does not name
    (a pharmacy line without a code, a drug number alone, J3490), a drug of another
    practitioner, and an injection more than there are drugs. NCCI has no pair of 77002
    or 77003 with an injection; this is the code book's rule.
    """
    scene = Scene.of(line, claim, knowledge, tables)
    if scene is None:
        return
    explained = scene.explained
    unsure = scene.given.maybe if scene.guidance else scene.unsure
    if explained and scene.guidance:
        yield from _excused(scene)
    elif unsure and not explained:
        yield Lacks(f"whether line {unsure[0].number} was on the same day", line)
    elif not explained:
        yield _hit(scene)


def _excused(scene: Scene) -> Iterator[Hit | Bypassed]:
    line, drug = scene.line, scene.given.reasons[0]
    if scene.distinct is not None:
        yield Bypassed(line, scene.rule, scene.distinct, related=(scene.guidance[0], drug))
        return
    heard = scene.knowledge.options.bypass_either_line
    asked = (
        (procedure, pair)
        for procedure, pair in scene.paired
        if not heard or DISTINCT.isdisjoint(procedure.modifiers)
    )
    procedure, pair = next(asked, (None, None))
    if procedure is None or pair is None:
        return
    yield Hit(
        line,
        f"{drug.procedure} on line {drug.number} explains {line.procedure}, but NCCI does not pay "
        f"it with {procedure.procedure} on line {procedure.number} without a modifier",
        f"add 59 or XU to {line.procedure} if the record shows a reason of its own",
        pair,
        related=(procedure, drug),
        disposition=Disposition.INFO,
        action=Action.ADD_MODIFIER,
        evidence=scene.evidence,
    )


def _hit(scene: Scene) -> Hit:
    line, guidance, listed = scene.line, scene.guidance[0], scene.listed
    doubt = scene.doubt
    billed = f"{line.procedure} is billed with {guidance.procedure} on line {guidance.number}"
    fact = f"{billed}, with no drug of its own"
    if scene.given.reasons:
        fact = f"{billed} and is one injection more than there are drugs"
    whole = f"{listed.procedure} on line {listed.number}" if listed else "the guided procedure"
    no_reasons = (
        f"{drug.procedure} on line {drug.number} {TOLD[substance]}"
        for drug, substance in scene.given.part[:2]
    )
    parts = (fact, f"injecting contrast is part of {whole}", *no_reasons, doubt)
    related = (*scene.guidance, *((listed,) if listed else ()), *scene.given.reasons)
    return Hit(
        line,
        "; ".join(filter(None, parts)),
        _remedy(scene, sure=not doubt),
        scene.rule,
        related=related,
        disposition=Disposition.REVIEW if doubt else Disposition.DENY,
        action=Action.CHECK if doubt else Action.REMOVE,
        evidence=scene.evidence,
    )


def _remedy(scene: Scene, *, sure: bool) -> str:
    # Whether the fluoroscopy itself may be reported is other edits' question.
    fluoroscopy = f"this is no reason to remove {scene.guidance[0].procedure}"
    if sure:
        return f"remove {scene.line.procedure}; {fluoroscopy}"
    separate = "bill that drug by its code"
    if scene.distinct is None and scene.paired:
        separate += f" and add 59 or XU to {scene.line.procedure}"
    return (
        "check what was injected; if nothing but the procedure's own, remove "
        f"{scene.line.procedure} ({fluoroscopy}); if another drug, {separate}"
    )
