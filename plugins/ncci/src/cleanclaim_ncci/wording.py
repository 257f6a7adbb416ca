"""
What is said of a line that NCCI does not pay beside another.
"""

from collections.abc import Sequence

import attrs

from cleanclaim import Action, Disposition, Hit, Json, ServiceLine, Steps
from cleanclaim_cms_tables.offered import NcciPair
from cleanclaim_guidance_facts.verdict import NCCI_CARC
from cleanclaim_guidance_facts.wording import is_open, ncci_note, set_apart, settled, with_notes
from cleanclaim_ncci.classes import laboratory, procedure, visit
from cleanclaim_ncci.pairing import WHO_DID, Weighed

PAIR_STEPS = Steps(
    record="whether the two were one service, or two at separate sites, sessions or encounters",
    code="column 2 of the pair is part of column 1, or is not done together with it",
    notes="NCCI's table has the pair; its policy manual has the reasons, chapter by chapter",
)


@attrs.frozen
class Refused:
    """
    A line that is column 2 to others of its day, which are alike; and what becomes of it.
    """

    line: ServiceLine
    others: Sequence[ServiceLine]
    pair: NcciPair
    weighed: Weighed
    reversed: bool

    @property
    def other(self) -> ServiceLine:
        """
        The first of the lines that are column 1.
        """
        return self.others[0]

    @property
    def deny(self) -> bool:
        """
        Whether the payer's editor rejects the line as it stands.
        """
        return self.weighed.disposition is Disposition.DENY


def hit(several: Sequence[Refused]) -> Hit:
    """
    The finding on a line that is column 2 of several pairs, the strongest first.
    """
    refused = several[0]
    related = {other.number: other for one in several for other in one.others}
    said = _remedy(refused)
    pair = refused.pair
    note = ncci_note(pair.key, pair.indicator)
    return Hit(
        refused.line,
        _message(refused),
        said,
        pair,
        related=tuple(related.values()),
        disposition=refused.weighed.disposition,
        action=Action.REMOVE if said.startswith("remove ") else Action.CHECK,
        steps=with_notes(
            PAIR_STEPS, f"{note}; CMS's reason: {pair.rationale}" if pair.rationale else note
        ),
        carc=NCCI_CARC if refused.deny else None,
        evidence=_evidence(refused)
        | ({"also": [one.pair.key for one in several[1:]]} if len(several) > 1 else {}),
        waivable=not any(one.reversed for one in several),
    )


def _message(refused: Refused) -> str:
    line, other = refused.line, refused.other
    code, by = line.procedure, other.procedure
    indicator, verdict = refused.pair.indicator, refused.weighed.verdict
    if refused.reversed:
        rejects = "rejects" if refused.deny else "may reject"
        said = (
            f"the payer {rejects} {code} because of {by} on line {other.number}: of the two NCCI "
            f"pays {by}, with indicator {indicator}"
        )
        expected = f"expected {code} alone"
    else:
        paid = "is not paid" if refused.deny else "may not be paid"
        said = (
            f"{code} {paid} beside {by} on line {other.number}: NCCI pairs the two, with "
            f"indicator {indicator}"
        )
        expected = f"expected {by} alone"
        if indicator and (verdict is None or is_open(verdict)):
            expected += ", or a modifier that sets the two apart"
    return f"{said}; {refused.weighed.doubt or expected}"


def _remedy(refused: Refused) -> str:
    line, other, weighed = refused.line, refused.other, refused.weighed
    code, by, verdict = line.procedure, other.procedure, weighed.verdict
    if refused.reversed:
        where = f"{by} on line {other.number}"
        if refused.deny:
            return f"remove {where}; if it stays, the payer rejects {code}"
        return (
            f"check what {by} guided: if {code}, remove {where}; if it stays, the payer may "
            f"reject {code}"
        )
    if weighed.doubt == WHO_DID:
        return f"check who did each; if one practitioner did both, remove {code}"
    if verdict is not None and weighed.guides:
        return settled(line, other, verdict)
    if verdict is not None:
        one = f"{code} and {by} report one service"
        return settled(line, other, verdict, one=one, gone=f"remove {code}")
    if refused.pair.indicator == 0:
        return f"remove {code}: no modifier sets it apart from {by}"
    return f"check the record: if {_apart(line, other)}; if not, remove {code}"


def _apart(line: ServiceLine, other: ServiceLine) -> str:
    """
    What makes two services of them, and the modifier that says so for codes of this kind.
    """
    code = line.procedure or ""
    if visit(code) and visit(other.procedure or ""):
        return (
            f"it was another encounter of the day, add 25, or 27 on a hospital's claim, to line "
            f"{line.number}"
        )
    if visit(code):
        return (
            f"the visit was significant and separate, add 25 to line {line.number}, or 57 if it "
            "decided on major surgery"
        )
    if laboratory(code):
        return (
            f"{code} was run again for a later result, add 91 to line {line.number}, or 59 if on "
            "another specimen"
        )
    if procedure(code):
        return f"{code} was a separate service, {set_apart(line)}"
    return (
        f"{code} was a separate service, add 59, or XE if at another encounter, to line "
        f"{line.number}"
    )


def _evidence(refused: Refused) -> dict[str, Json]:
    pair, weighed = refused.pair, refused.weighed
    evidence: dict[str, Json] = {
        "ncci_pair": pair.key,
        "modifier_indicator": pair.indicator,
        "in_force_since": pair.since.isoformat(),
        "in_force_until": pair.until.isoformat() if pair.until else None,
        "edition": pair.edition.isoformat(),
        "rationale": pair.rationale,
        "column1_line": refused.other.number,
    }
    if weighed.modifier:
        evidence["modifier"] = weighed.modifier
    if weighed.verdict is not None and weighed.verdict.hosts:
        hosts = (line.procedure or "" for line in weighed.verdict.hosts)
        evidence["could_be_guided"] = list(dict.fromkeys(hosts))
    return evidence
