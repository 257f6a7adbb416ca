"""
A diagnostic study of a region, and imaging guidance in it, on one day.
"""

from collections.abc import Iterator

from cleanclaim import Action, Bypassed, Claim, Disposition, Hit, Lacks, ServiceLine, Steps
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.modifiers import Excuse
from cleanclaim_guidance_facts.pairs import Pair
from cleanclaim_guidance_facts.practitioners import Same
from cleanclaim_guidance_facts.stances import Stance, stance_of
from cleanclaim_guidance_facts.verdict import NCCI_CARC, Verdict, weigh
from cleanclaim_guidance_facts.wording import set_apart, stance_note, with_notes
from cleanclaim_modality_exclusions.studies import Relation, SameRegion, Studies

_MANUAL = "NCCI's policy manual, chapter IX: study and guidance of one region on one day"

SAME_REGION_STEPS = Steps(
    record="which region the study images, and in which region the needle was guided",
    code="a study with its own report, of another region than the guided procedure's",
    notes=_MANUAL,
)

_UNKNOWN_PRACTITIONER = "whether one practitioner did both is not on the claim"


def diagnostic_ultrasound_same_region(
    line: ServiceLine, claim: Claim, knowledge: Knowledge, studies: Studies
) -> Iterator[Hit | Bypassed | Lacks]:
    """
    Diagnostic ultrasound or CT billed with guidance by the same modality on one day.

    The manual of NCCI, Medicare's table of code pairs that are not paid together:
    evaluating a region and guiding a needle there, by one modality on one day, is one
    service, even at two encounters. NCCI pairs the ultrasound studies (76604, 76700,
    76872 and others) with 76942 and the studies of the vessels with 76937, whatever the
    region, and pays the study: remove the guidance line. If the study was of another
    region than the procedure, a modifier must say so.

    A modifier 59, XE, XP, XS or XU, or different anatomic modifiers (LT and RT), excuses
    it where another procedure of that day can be what was guided, unless the codes say
    that this was in the region of the study: then a coder looks. Regions of codes are
    general knowledge; nothing is denied on them.

    Where NCCI does not pay the study, it is the line to remove: the localized CT 76380
    with 77012, and 76881 or 76882 with the joint injections 20604, 20606 and 20611, which
    contain their ultrasound. For the other CT studies with 77012 NCCI has no pair: a
    review, and only where the guided procedure is known to be in the study's region.
    """
    if not knowledge.asks_ncci(claim):
        return  # all of it stands on NCCI
    found_beside = studies.partners.get(line.procedure or "", frozenset())
    for other in knowledge.on_day(claim, line):
        if other.procedure in found_beside:
            yield from _beside(line, other, claim, knowledge, studies)
    for unsure in knowledge.unsure_on_day(claim, line):
        if unsure.procedure in found_beside and (
            _paired(line, unsure, knowledge, studies)
            or _of_one_region(line, unsure, claim, knowledge, studies)
        ):
            yield Lacks(f"whether line {unsure.number} was on the same day", line)


def _paired(line: ServiceLine, other: ServiceLine, knowledge: Knowledge, studies: Studies) -> bool:
    key = f"{other.procedure}/{line.procedure}"
    return key in knowledge.pairs.keys or key in studies.contained.keys


def _of_one_region(
    line: ServiceLine, study: ServiceLine, claim: Claim, knowledge: Knowledge, studies: Studies
) -> bool:
    """
    Whether all that this line can have guided is known to be of the region of the study.
    """
    hosts = knowledge.hosts(line, claim)
    return studies.relation(study, hosts, line.day) is Relation.SAME


def _beside(
    line: ServiceLine, other: ServiceLine, claim: Claim, knowledge: Knowledge, studies: Studies
) -> Iterator[Hit | Bypassed]:
    day = line.day
    code, beside = line.procedure or "", other.procedure or ""
    pair = knowledge.pair_of(beside, code, claim, day) or studies.contained.on(
        f"{beside}/{code}", day
    )
    if pair is not None and studies.studies.on(code, day) is not None:
        yield from _on_study(line, other, claim, knowledge, pair)
        return
    if pair is not None:
        verdict = weigh(knowledge, line, other, claim, pair)
        if verdict is not None:
            yield _on_guidance(line, other, verdict, studies)
        return
    rule = studies.rules.on(code, day)
    if rule is not None and rule.unpaired and studies.studies.on(beside, day) is not None:
        yield from _by_manual(line, other, claim, knowledge, studies, rule)


def _on_guidance(
    line: ServiceLine, study: ServiceLine, verdict: Verdict, studies: Studies
) -> Hit | Bypassed:
    relation = studies.relation(study, verdict.hosts, line.day)
    guided = verdict.hosts[0] if verdict.hosts else None
    where = f"{guided.procedure} on line {guided.number}" if guided else ""
    disposition, doubt = verdict.disposition, verdict.doubt
    if disposition is None and relation is Relation.SAME:
        disposition = Disposition.REVIEW
        doubt = f"modifier {verdict.modifier} calls it separate, but {where} is of the same region"
    if disposition is None:
        return Bypassed(line, verdict.because, verdict.modifier, related=(study,))
    remedy, action = f"remove {line.procedure}", Action.REMOVE
    if disposition is Disposition.REVIEW:
        remedy, action = f"check the record; if both were of one region, {remedy}", Action.CHECK
    elif relation is Relation.SAME:
        doubt = f"{where} is of the region of the study"
    elif relation is Relation.DIFFERENT:
        doubt = f"{where} is of another region, but no modifier says so"
        remedy = f"{set_apart(line)} if the record shows two regions; otherwise {remedy}"
        action = Action.ADD_MODIFIER
    else:
        remedy += f"; if the study was of another region, {set_apart(line)}"
    return Hit(
        line,
        "; ".join(filter(None, (_message(line, study), doubt))),
        remedy,
        verdict.because,
        related=(study,),
        disposition=disposition,
        action=action,
        steps=_steps(verdict.ncci, verdict.pair),
        carc=verdict.carc,
        evidence={**verdict.evidence, "region": relation.value},
    )


def _steps(ncci: Stance | None, pair: Pair | None) -> Steps:
    notes = "; ".join(filter(None, (_MANUAL, stance_note(ncci, pair))))
    return with_notes(SAME_REGION_STEPS, notes)


def _message(line: ServiceLine, study: ServiceLine) -> str:
    return (
        f"{line.procedure} is guidance on the day of the diagnostic study {study.procedure} on "
        f"line {study.number}, {line.day}; NCCI pays both only for different regions"
    )


def _on_study(
    line: ServiceLine, other: ServiceLine, claim: Claim, knowledge: Knowledge, pair: Pair
) -> Iterator[Hit | Bypassed]:
    same = knowledge.same(line, other, claim)
    if same is Same.NO:
        return
    pleaded = knowledge.plea(line, other, pair)
    if pleaded.excuse is Excuse.DISTINCT:
        yield Bypassed(line, pair, pleaded.modifier, related=(other,))
        return
    doubt = _UNKNOWN_PRACTITIONER if same is Same.UNKNOWN else ""
    if pleaded.excuse is not Excuse.NONE:
        doubt = (
            f"modifier {pleaded.modifier} alone does not say that the study was of another region"
        )
    message = (
        f"{line.procedure} is a diagnostic study on the day of {other.procedure} on line "
        f"{other.number}, {line.day}; NCCI pays it with that only for another region"
    )
    remedy = f"remove {line.procedure}; if it was of another region, {set_apart(line)}"
    yield Hit(
        line,
        f"{message}; {doubt}" if doubt else message,
        f"check the record; if it was of one region, remove {line.procedure}" if doubt else remedy,
        pair,
        related=(other,),
        disposition=Disposition.REVIEW if doubt else Disposition.DENY,
        action=Action.CHECK if doubt else Action.REMOVE,
        steps=_steps(Stance.AGREES, pair),
        carc=NCCI_CARC,
        evidence={
            "ncci": str(Stance.AGREES),
            "ncci_pair": pair.key,
            "modifier_indicator": pair.indicator,
            "in_force_since": pair.since.isoformat(),
        },
    )


def _by_manual(
    line: ServiceLine,
    study: ServiceLine,
    claim: Claim,
    knowledge: Knowledge,
    studies: Studies,
    rule: SameRegion,
) -> Iterator[Hit | Bypassed]:
    same = knowledge.same(line, study, claim)
    if same is Same.NO or not _of_one_region(line, study, claim, knowledge, studies):
        return
    hosts = knowledge.hosts(line, claim)
    pleaded = knowledge.plea(line, study, None)
    if pleaded.excuse is Excuse.DISTINCT:
        yield Bypassed(line, rule, pleaded.modifier, related=(study,))
        return
    doubt = f"; {_UNKNOWN_PRACTITIONER}" if same is Same.UNKNOWN else ""
    code, beside = line.procedure or "", study.procedure or ""
    pair = knowledge.pair(beside, code, claim, line.day)
    ncci = stance_of(code, pair)
    yield Hit(
        line,
        f"{line.procedure} and the diagnostic study {study.procedure} on line {study.number} are "
        f"of one day, {line.day}, and by {hosts[0].procedure} on line {hosts[0].number} of one "
        f"region; NCCI's manual has them reported together only for different regions{doubt}",
        f"check the record; if both were of one region, remove {line.procedure}; if not, "
        f"{set_apart(line)}",
        rule,
        related=(study,),
        disposition=Disposition.REVIEW,
        action=Action.CHECK,
        steps=_steps(ncci, pair),
        evidence={
            "ncci": str(ncci),
            "ncci_pair": "/".join(pair.columns) if pair else None,
            "could_be_guided": [host.procedure or "" for host in hosts],
            "region": Relation.SAME.value,
        },
    )
