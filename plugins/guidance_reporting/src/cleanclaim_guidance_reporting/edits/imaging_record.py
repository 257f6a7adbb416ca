"""
The record that the guidance on a claim needs.
"""

from collections.abc import Iterator

from cleanclaim import (
    Action,
    Claim,
    Disposition,
    Hit,
    Imaging,
    Lacks,
    NotKnown,
    ServiceLine,
    Steps,
    Table,
)
from cleanclaim_guidance_facts.codes import Modality
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.record import (
    Entries,
    imaging_used,
    of_modality,
    really_imaging,
    record_of,
)
from cleanclaim_guidance_facts.sameday import in_order
from cleanclaim_guidance_facts.wording import BY_ADDENDUM, coded
from cleanclaim_guidance_reporting.records import (
    TRACKING,
    Record,
    denied,
    lacking,
    needed,
    sought,
    unsaid,
    wanted,
)

RECORD_STEPS = Steps(
    record="the saved images, and the paragraph of the report that describes the guidance",
    code="guidance is reported, apart or inside the procedure's code, only with its record",
    notes="the guideline on imaging guidance before the surgery section, and the code's own words",
)


def imaging_record(
    claim: Claim, knowledge: Knowledge, records: Table[Record]
) -> Iterator[Hit | Lacks]:
    """
    Image and report that guidance requires.

    Guidance needs a saved image and a report of it, even where the procedure's code
    contains the guidance. 76937 asks besides that the vessel was checked and found
    patent, and that the needle's entry was seen in real time. Localization by radar or
    electromagnetic tracking gives no image and is not imaging guidance.

    The claim can't show any of this: the edit asks once a claim, as an info.

    A claim that carries ``documentation`` is judged by it. A line whose image was not
    saved, or whose report is missing, is a deny where the code's own definition asks for
    it (76937, 76942, 20604, 20606, 20611), else a review. A guidance line for what was
    only tracked is a deny. What the record affirms is not asked again, nor is anything
    of a line for which it names no imaging, or other imaging than the code's: that is
    complete_code_inclusion.wrong_modality's to say.
    """
    asked: list[tuple[ServiceLine, Record, list[str]]] = []
    found = False
    for line in in_order(claim):
        if line.procedure is None or not _concerns(line, claim, knowledge, records):
            continue
        try:
            entries = record_of(line, claim, knowledge)
            own = _of_the_code(line, entries, knowledge)
            record = needed(records, line.procedure, line.day)
            hit = _against(line, record, entries, own, knowledge, records) if entries else None
        except NotKnown as lacks:
            yield Lacks(str(lacks), line)
            continue
        if hit is not None:
            found = True
            yield hit
        elif not (entries and _in_question(line, entries, knowledge)) and (
            missing := unsaid(record, own)
        ):
            asked.append((line, record, missing))
    if asked and not found:
        yield _question(asked)


def _concerns(
    line: ServiceLine, claim: Claim, knowledge: Knowledge, records: Table[Record]
) -> bool:
    """
    Whether the line reports guidance; a complete code only where the record is told,
    since every such claim would be asked otherwise.
    """
    code = line.procedure
    if code in knowledge.guidance.keys or code in records.keys:
        return True
    return code in knowledge.complete.keys and bool(claim.documented(line))


def _of_the_code(line: ServiceLine, entries: Entries, knowledge: Knowledge) -> Entries:
    """
    The entries that speak of the imaging that the line's code stands for.
    """
    code, day = line.procedure or "", line.day
    guidance = knowledge.guidance.on(code, day)
    complete = None if guidance else knowledge.complete.on(code, day)
    if not entries:
        return entries
    if guidance is not None:
        named = frozenset({str(guidance.modality)})
    elif complete is not None:
        named = complete.includes
    else:
        return entries
    return entries if Modality.ANY in named else of_modality(entries, *named)


def _in_question(line: ServiceLine, entries: Entries, knowledge: Knowledge) -> bool:
    """
    Whether the record names no imaging, or none that the code is for: then the code is
    in question, and not its image.
    """
    used = imaging_used(entries)
    imaged = really_imaging(used)
    code, day = line.procedure or "", line.day
    if guidance := knowledge.guidance.on(code, day):
        named = guidance.modality is not Modality.ANY and Imaging.TRACKING not in used
        return bool(used) and named and str(guidance.modality) not in imaged
    complete = knowledge.complete.on(code, day)
    if complete is None or not used:
        return False
    fits = Modality.ANY in complete.includes or not imaged.isdisjoint(complete.includes)
    return not imaged or (complete.decides and not fits)


def _against(
    line: ServiceLine,
    record: Record,
    entries: Entries,
    own: Entries,
    knowledge: Knowledge,
    records: Table[Record],
) -> Hit | None:
    used = imaging_used(entries)
    is_guidance = knowledge.guidance.on(line.procedure or "", line.day) is not None
    if is_guidance and Imaging.TRACKING in used and not really_imaging(used):
        return _tracked(line, records)
    if used == {Imaging.NONE}:
        return None  # that no imaging was used is complete_code_inclusion.wrong_modality's
    missing = lacking(record, own)
    if not missing:
        return None
    otherwise = f"remove {coded(line)}" if is_guidance else "code what the record shows"
    return Hit(
        line,
        f"{line.procedure} needs {wanted(record.needs)}; the record says that {denied(missing)}",
        f"find {sought(missing)}; if the record has none, {otherwise}",
        record,
        disposition=Disposition.DENY if record.defined else Disposition.REVIEW,
        action=Action.REMOVE if is_guidance and record.defined else Action.CHECK,
        evidence={"needs": list(record.needs), "denied": missing},
    )


def _tracked(line: ServiceLine, records: Table[Record]) -> Hit:
    fact = records.on(TRACKING, line.day)
    assert fact is not None
    return Hit(
        line,
        f"{line.procedure} reports imaging guidance; the record shows tracking without an image, "
        "which is not imaging",
        f"remove {coded(line)}; {BY_ADDENDUM}",
        fact,
        disposition=Disposition.DENY,
        action=Action.REMOVE,
        evidence={"recorded": [str(Imaging.TRACKING)]},
    )


def _question(asked: list[tuple[ServiceLine, Record, list[str]]]) -> Hit:
    """
    The one question of a claim, on the line that asks for most.
    """
    line, record, missing = max(asked, key=lambda each: (len(each[2]), -each[0].number))
    others = sorted((each for each, _, _ in asked if each is not line), key=_number)
    localization = any(each.localizes for _, each, _ in asked)
    also = "; tracking without an image would be no imaging guidance" if localization else ""
    return Hit(
        line,
        f"{line.procedure} needs {wanted(missing)}, which a claim can't show{also}",
        "check the record once for all the guidance of this claim",
        record,
        related=tuple(others),
        disposition=Disposition.INFO,
        evidence={"needs": list(record.needs)},
    )


def _number(line: ServiceLine) -> int:
    return line.number
