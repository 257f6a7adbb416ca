"""
CMS's outpatient editor beside ours, line by line: how their answers compare.
"""

import enum
from collections.abc import Iterator

import attrs
from outpatient_editor import Said, facts_of, one_side, pairs_against

from cleanclaim import Action, Claim, Disposition, Finding, Outcome, ServiceLine, Setting
from cleanclaim.rules import Rules
from cleanclaim_guidance_facts.modifiers import ANATOMIC, DISTINCT, OTHERS

PAIR_EDITS = frozenset(
    {
        "complete_code_inclusion.included_guidance",
        "complete_code_inclusion.unguided_code",
        "modality_exclusions.excluded_pair",
        "modality_exclusions.several_modalities",
        "fluoroscopy_76000.separate_procedure",
        "ncci.procedure_pair",
    }
)
_ADD_ON_EDIT = "add_on_primaries.primary_missing"
# Which of ours answers an edit of the editor's, where one does.
_COUNTERPARTS = {
    "6": "code_dates.not_valid_on_date",
    "27": "guidance_reporting.guidance_alone",
    "62": "guidance_reporting.facility_recode",
    "106": _ADD_ON_EDIT,
    "107": _ADD_ON_EDIT,
}
_PAIR_REFUSED = frozenset({"20", "40"})
_COVERAGE = "12"
# CMS's reasons for a pair that are, or may be, a rule of guidance.
_GUIDANCE_RULES = frozenset({"coding_instruction", "definition", "unknown"})


class Kind(enum.StrEnum):
    """
    How a line's two answers stand to each other; the page has a row for each.
    """

    BOTH_SILENT = "both_silent"
    PACKAGED = "packaged"
    BOTH_REFUSE = "both_refuse"
    PROCEDURE_LINE = "procedure_line"
    MODIFIER_ALONE = "modifier_alone"
    ONE_SIDE = "one_side"
    CODE_BOOK = "code_book"
    ADD_ON_UNDER_OPPS = "add_on_under_opps"
    OTHER_SIDE = "other_side"
    REVERSED_PAIR = "reversed_pair"
    OWN_PROCEDURE = "own_procedure"
    OTHER_PAIR = "other_pair"
    CONTRACTOR = "contractor"
    COVERAGE = "coverage"
    NOT_ENABLED = "not_enabled"  # the payer's config does not load the plugin
    UNEXPLAINED = "unexplained"


@attrs.frozen
class Compared:
    """
    One kind of agreement or difference on a line, and the editor's edits in it.
    """

    line: int
    kind: Kind
    edits: frozenset[str] = frozenset()


def compare(claim: Claim, outcome: Outcome, said: Said, rules: Rules) -> Iterator[Compared]:
    """
    How the two answers compare, line by line; a line may show several kinds.
    """
    for line in claim.lines:
        found = dict.fromkeys(_kinds(line, claim, outcome, said, rules))
        kinds = {kind for kind, _ in found}
        silent = Kind.PACKAGED if line.number in said.packaged else Kind.BOTH_SILENT
        for kind in sorted(kinds or {silent}):
            edits = frozenset(edit for other, edit in found if other is kind and edit)
            yield Compared(line.number, kind, edits)


def _kinds(
    line: ServiceLine, claim: Claim, outcome: Outcome, said: Said, rules: Rules
) -> Iterator[tuple[Kind, str]]:
    """
    The kinds that a line shows, each with an edit of the editor's, or none.
    """
    edits = said.edits[line.number]
    found = [finding for finding in outcome.findings if finding.line == line.number]
    enabled = {edit.id for edit in rules.edits}
    yield from _of_pairs(line, claim, outcome, said, rules)
    if _COVERAGE in edits:
        yield Kind.COVERAGE, _COVERAGE
    for edit in edits - _PAIR_REFUSED - {_COVERAGE}:
        ours = _COUNTERPARTS.get(edit, "")
        if ours not in enabled:
            yield Kind.NOT_ENABLED if ours else Kind.UNEXPLAINED, edit
            continue
        yield _of_refusal(edit, _strongest(f for f in found if f.edit == ours)), edit
    answered = {_COUNTERPARTS.get(edit) for edit in edits}
    for finding in found:
        if finding.disposition is Disposition.INFO or finding.edit in answered:
            continue
        if _on_procedure(finding):
            yield Kind.PROCEDURE_LINE, ""
        elif finding.edit == _ADD_ON_EDIT and rules.payer.setting is Setting.OPPS:
            yield Kind.ADD_ON_UNDER_OPPS, ""
        elif finding.edit not in PAIR_EDITS:
            yield Kind.UNEXPLAINED, ""


def _of_refusal(edit: str, ours: Finding | None) -> Kind:
    if ours is None:
        return Kind.UNEXPLAINED
    if edit == "107":
        return Kind.CONTRACTOR if ours.disposition is Disposition.REVIEW else Kind.UNEXPLAINED
    return Kind.BOTH_REFUSE if ours.disposition is Disposition.DENY else Kind.UNEXPLAINED


def _of_pairs(
    line: ServiceLine, claim: Claim, outcome: Outcome, said: Said, rules: Rules
) -> Iterator[tuple[Kind, str]]:
    """
    Edits 20 and 40 beside our findings that speak of two lines.
    """
    of_pairs = [f for f in outcome.findings if f.edit in PAIR_EDITS and not _on_procedure(f)]
    mine = _strongest(finding for finding in of_pairs if finding.line == line.number)
    for edit in said.edits[line.number] & _PAIR_REFUSED:
        if mine is not None and mine.disposition is Disposition.DENY:
            yield Kind.BOTH_REFUSE, edit
        elif mine is not None:
            yield Kind.OWN_PROCEDURE if edit == "40" else Kind.UNEXPLAINED, edit
        elif any(
            finding.evidence.get("ncci_pair") == f"{finding.procedure}/{line.procedure}"
            for finding in of_pairs
        ):
            yield Kind.REVERSED_PAIR, edit
        else:
            pairs = list(pairs_against(line, claim, facts_of(rules)))
            other = pairs and all(pair.rationale not in _GUIDANCE_RULES for pair in pairs)
            yield Kind.OTHER_PAIR if other else Kind.UNEXPLAINED, edit
    held = mine is not None and mine.disposition is not Disposition.INFO
    if mine is not None and held and not said.edits[line.number] & _PAIR_REFUSED:
        yield _stricter(line, mine, claim, said), ""


def _stricter(line: ServiceLine, ours: Finding, claim: Claim, said: Said) -> Kind:
    """
    Why we hold a line beside another which the editor lets pass.
    """
    pair = ours.evidence.get("ncci_pair")
    modifiers = {m for each in (line, *ours.related) for m in each.modifiers}
    if not all(one_side(line, other, claim) for other in ours.related):
        return Kind.OTHER_SIDE
    if any(
        pair == f"{line.procedure}/{other.procedure}" and said.edits[other.number] & _PAIR_REFUSED
        for other in ours.related
    ):
        return Kind.REVERSED_PAIR
    if modifiers & (DISTINCT | OTHERS):
        return Kind.MODIFIER_ALONE
    if pair is None:
        return Kind.CODE_BOOK
    return Kind.ONE_SIDE if modifiers & ANATOMIC else Kind.UNEXPLAINED


def _on_procedure(finding: Finding) -> bool:
    """
    Whether a finding asks about the procedure's own code rather than its guidance.
    """
    return finding.edit == "complete_code_inclusion.wrong_modality" or (
        finding.edit == "complete_code_inclusion.unguided_code" and finding.action is Action.RECODE
    )


def _strongest(findings: Iterator[Finding]) -> Finding | None:
    return max(findings, key=lambda finding: finding.disposition.strength, default=None)
