"""
CMS's outpatient editor: its recorded answers, and a model of the part that meets guidance.

The model goes by the editor's rules and none of ours; its tables are the plugins' facts.
Recorded answers say that it is right.
"""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from cleanclaim import Claim, Facts, ServiceLine, Setting
from cleanclaim.rules import Rules
from cleanclaim_add_on_primaries.add_ons import AddOn, Primaries
from cleanclaim_guidance_facts.modifiers import ANATOMIC, DISTINCT, OTHERS
from cleanclaim_guidance_facts.pairs import Pair, pair_on
from cleanclaim_guidance_facts.statuses import PACKAGED, OppsStatus

MODELLED = frozenset({"20", "27", "40", "106", "107"})

# The editor's disposition of a claim that it suspends, rejects or returns as a whole, and
# its line edits that do so.
_WHOLE_CLAIM, _OF_THE_CLAIM = "4", frozenset({"6", "12", "62"})
_KNOWN_TO_NCCI = DISTINCT | ANATOMIC | OTHERS
_WITHOUT_NCCI, _CRITICAL_ACCESS = ("71", "77"), "85"
_PROFESSIONAL = ("096", "097", "098")
_TYPE_I, _TYPE_II = 1, 2


@attrs.frozen
class Said:
    """
    What the editor says of a claim: its edits by line, without leading zeros, with those
    of the whole claim on each line; and the lines that it packages.
    """

    edits: Mapping[int, frozenset[str]]
    packaged: frozenset[int]


def recorded(oracle: Mapping[str, Any]) -> Said:
    """
    A recorded answer. That edit 27 rejected the claim shows in the claim's disposition
    alone: no line has an edit that accounts for it.
    """
    edits = {
        line["line"]: frozenset(edit.lstrip("0") for edit in line["edits"])
        for line in oracle["lines"]
    }
    accounted = any(_OF_THE_CLAIM & of_line for of_line in edits.values())
    if oracle["claim_disposition"] == _WHOLE_CLAIM and not accounted:
        edits = {line: of_line | {"27"} for line, of_line in edits.items()}
    packaged = {line["line"] for line in oracle["lines"] if line["pkg"] != "0"}
    return Said(edits, frozenset(packaged))


def modelled(claim: Claim, rules: Rules) -> Said:
    """
    What the editor's steps for pairs, add-ons and packaged claims make of a claim.
    """
    facts = facts_of(rules)
    edits: dict[int, set[str]] = {line.number: set() for line in claim.lines}
    for line in claim.lines:
        edits[line.number] |= set(_pair_edits(line, claim, facts))
        if rules.payer.setting is not Setting.OPPS:
            edits[line.number] |= set(_add_on_edits(line, claim, facts))
    packaged: set[int] = set()
    if rules.payer.setting is Setting.OPPS:
        statuses = facts.table(OppsStatus)
        for line in claim.lines:
            status = statuses.on(line.procedure or "", line.day)
            if status is not None and status.indicator == PACKAGED:
                packaged.add(line.number)
    if packaged == edits.keys():
        edits = {line: of_line | {"27"} for line, of_line in edits.items()}
    return Said({line: frozenset(found) for line, found in edits.items()}, frozenset(packaged))


def facts_of(rules: Rules) -> Facts:
    """
    All tables that a payer's plugins have.
    """
    return Facts("editor", {t.shape: t for tables in rules.tables.values() for t in tables})


def _pair_edits(line: ServiceLine, claim: Claim, facts: Facts) -> Iterator[str]:
    """
    The edits on column 2 of a pair: 20 for indicator 0, 40 for indicator 1.
    """
    for pair in pairs_against(line, claim, facts):
        yield "40" if pair.indicator else "20"


def pairs_against(line: ServiceLine, claim: Claim, facts: Facts) -> Iterator[Pair]:
    """
    The pairs of the same day of which a line is column 2, and which no modifier passes:
    any that NCCI knows, on either line, passes indicator 1; none passes indicator 0.
    """
    if (claim.type_of_bill or "").startswith(_WITHOUT_NCCI):
        return
    for other in claim.lines:
        if other is line or other.day != line.day or not one_side(line, other, claim):
            continue
        key = (other.procedure or "", line.procedure or "")
        pair = pair_on(facts.table(Pair), *key, claim.kind, line.day)
        if pair is None:
            continue
        modifiers = (*line.modifiers, *other.modifiers)
        if pair.indicator == 0 or not _KNOWN_TO_NCCI.intersection(modifiers):
            yield pair


def _add_on_edits(line: ServiceLine, claim: Claim, facts: Facts) -> Iterator[str]:
    primaries = Primaries.of(facts)
    add_on: AddOn | None = primaries.add_ons.on(line.procedure or "", line.day)
    if add_on is None:
        return
    if add_on.type == _TYPE_II and _professional(line):
        yield "107"
    if add_on.type == _TYPE_I:
        wanted = primaries.on(add_on.key, line.day)
        days = (line.day, line.day - datetime.timedelta(days=1))
        if not any(
            other.procedure in wanted and other.day in days and one_side(line, other, claim)
            for other in claim.lines
        ):
            yield "106"


def one_side(one: ServiceLine, other: ServiceLine, claim: Claim) -> bool:
    if not (claim.type_of_bill or "").startswith(_CRITICAL_ACCESS):
        return True
    return _professional(one) == _professional(other)


def _professional(line: ServiceLine) -> bool:
    return (line.revenue_code or "").startswith(_PROFESSIONAL)
