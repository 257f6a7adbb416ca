"""
A code against the record: the modality that it names, and the one that was used.
"""

from collections.abc import Iterable, Iterator

from cleanclaim import (
    Action,
    Claim,
    Disposition,
    Fact,
    Hit,
    Imaging,
    ServiceLine,
    Steps,
    Suggestion,
    Table,
)
from cleanclaim_complete_code_inclusion.instead import suggestions, without_guidance
from cleanclaim_complete_code_inclusion.unguided import Advice, Unguided
from cleanclaim_guidance_facts.codes import Guidance, Modality, Use, told
from cleanclaim_guidance_facts.complete import Complete, Performed
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.record import (
    Entries,
    imaging_used,
    of_modality,
    really_imaging,
    record_of,
    says,
)
from cleanclaim_guidance_facts.wording import (
    BY_ADDENDUM,
    coded,
    imaging_of,
    in_place,
    of_component,
)

_IMAGING = "which imaging guided the needle: the saved images, and the report"


def by_record(
    line: ServiceLine,
    claim: Claim,
    knowledge: Knowledge,
    advice: Table[Advice],
    unguided: Table[Unguided],
) -> Iterator[Hit]:
    """
    What the record of a line says against its code; nothing where they agree.
    """
    code, day = line.procedure or "", line.day
    entries = record_of(line, claim, knowledge)
    used = imaging_used(entries)
    if guidance := knowledge.guidance.on(code, day):
        yield from _guidance(line, claim, guidance, used, knowledge)
    elif complete := knowledge.complete.on(code, day):
        yield from _complete(line, complete, used, advice, unguided)
    elif without := unguided.on(code, day):
        yield from _without(line, without, entries)


def _words(used: Iterable[Imaging]) -> str:
    """
    What the record names, in a message's words.
    """
    return told(used) or ("tracking without an image" if Imaging.TRACKING in used else "no imaging")


def _complete(
    line: ServiceLine,
    complete: Complete,
    used: frozenset[Imaging],
    advice: Table[Advice],
    unguided: Table[Unguided],
) -> Iterator[Hit]:
    imaged = really_imaging(used)
    if imaged:
        fits = not complete.decides or bool(imaged & complete.includes)
    else:
        fits = complete.performed is not Performed.REQUIRED
    if fits or Modality.ANY in complete.includes & imaged:
        return
    day, said = line.day, _words(used)
    suggest: tuple[Suggestion, ...] = ()
    for modality in sorted(map(str, imaged)) or ["none"]:
        suggest += suggestions(complete, advice, modality, f"the record shows {said}", day)
    if not imaged and not suggest:
        suggest = without_guidance(complete.key, unguided, f"the record shows {said}", day)
    yield Hit(
        line,
        f"{line.procedure} {'is only for' if complete.decides else 'requires'} "
        f"{imaging_of(complete)}; the record shows {said}",
        f"report what the record shows; {BY_ADDENDUM}",
        complete,
        disposition=Disposition.DENY,
        action=Action.RECODE,
        suggest=suggest,
        evidence={"named": sorted(complete.includes), "recorded": sorted(used)},
    )


def _guidance(
    line: ServiceLine,
    claim: Claim,
    guidance: Guidance,
    used: frozenset[Imaging],
    knowledge: Knowledge,
) -> Iterator[Hit]:
    imaged = really_imaging(used)
    unlike = guidance.modality is not Modality.ANY and str(guidance.modality) not in imaged
    if not unlike or Imaging.TRACKING in used:
        return  # tracking without an image is guidance_reporting.imaging_record's
    suggest = _of_modality(line, claim, guidance, imaged, knowledge)
    codes = " or ".join(of_component(each.code, line) for each in suggest)
    yield Hit(
        line,
        f"{line.procedure} reports {told([guidance.modality])} guidance; the record shows "
        f"{_words(used)}",
        (f"report {codes} in place of {coded(line)}; " if codes else f"remove {line.procedure}; ")
        + BY_ADDENDUM,
        guidance,
        disposition=Disposition.DENY,
        action=Action.RECODE if imaged else Action.REMOVE,
        suggest=suggest,
        steps=Steps(
            record=_IMAGING,
            code="a guidance code is for the modality that it names, and for no other",
            notes=f"the definition of {line.procedure}",
        ),
        evidence={"named": [str(guidance.modality)], "recorded": sorted(used)},
    )


def _of_modality(
    line: ServiceLine,
    claim: Claim,
    guidance: Guidance,
    imaged: frozenset[Imaging],
    knowledge: Knowledge,
) -> tuple[Suggestion, ...]:
    """
    The guidance codes of what was used that are known to go with a procedure of the day.
    """
    if guidance.use is not Use.NEEDLE:
        return ()
    day = line.day
    found: dict[str, str] = {}
    for code in sorted(knowledge.guidance.keys):
        fact: Fact | None = knowledge.guidance.on(code, day)
        if not isinstance(fact, Guidance) or str(fact.modality) not in imaged:
            continue
        for other in knowledge.on_day(claim, line):
            if knowledge.reported_apart(other.procedure or "", code, day):
                found.setdefault(code, f"it guided {other.procedure} on line {other.number}")
    return tuple(Suggestion(code, when) for code, when in found.items())


def _without(line: ServiceLine, without: Unguided, entries: Entries) -> Iterator[Hit]:
    used = imaging_used(entries)
    imaged = really_imaging(used)
    siblings = [
        (code, modality)
        for modality, codes in sorted(without.siblings.items())
        for code in codes
        if _recorded(entries, imaged, modality)
    ]
    if not siblings:
        return
    also = f"; it asks besides: {without.condition}" if without.condition else ""
    codes = list(dict.fromkeys(code for code, _ in siblings))
    others = " or ".join(in_place(code, line) for code in codes)
    yield Hit(
        line,
        f"{line.procedure} is the code without guidance; the record shows {_words(imaged)} and "
        "a saved image",
        f"report {others} in place of {coded(line)}, if the report describes the guidance",
        without,
        disposition=Disposition.REVIEW,
        action=Action.RECODE,
        suggest=tuple(
            Suggestion(code, f"the report describes the guidance{also}") for code, _ in siblings
        ),
        steps=Steps(
            record=_IMAGING,
            code="the code with guidance asks for a saved image and a report of it",
            notes=f"the note under {' and '.join(codes)}, with guidance",
        ),
        evidence={"recorded": sorted(used)},
    )


def _recorded(entries: Entries, imaged: frozenset[Imaging], modality: str) -> bool:
    """
    Whether an image of this modality was kept; of whichever was used, for ``any``.
    """
    used = imaged if modality == Modality.ANY else imaged.intersection({modality})
    return any(says(of_modality(entries, str(each)), "image_recorded") for each in used)
