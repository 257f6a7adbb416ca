"""
Scrubbing the gate's claims, and saying what went wrong with them.
"""

import collections
import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
from gate.clean import clean_claim
from gate.draft import Draft
from gate.faults import FAULTS, Planted, planted_claim

from cleanclaim import Disposition, Outcome, Scrubber, claim_from
from cleanclaim.rules import Rules

ROOT = Path(__file__).resolve().parents[2]


@functools.cache
def shipped() -> Scrubber:
    """
    The shipped payers.
    """
    return Scrubber.from_config(ROOT / "configs")


def edits_of(scrubber: Scrubber) -> list[str]:
    """
    The edits that some payer has, on or off.
    """
    return sorted(
        {stamped.id for rules in scrubber.payers for stamped in (*rules.edits, *rules.off)}
    )


def unplanted(scrubber: Scrubber) -> list[str]:
    """
    The edits for which the gate plants no fault: one of the gate's own is missing.
    """
    return [edit for edit in edits_of(scrubber) if edit not in FAULTS]


@attrs.frozen
class Failure:
    """
    A claim of which the scrubber said the wrong thing, and how to make it again.
    """

    what: str
    kind: str
    seed: str
    number: int
    claim: dict[str, Any]
    found: tuple[str, ...]
    edits: frozenset[str] = frozenset()

    def __str__(self) -> str:
        told = "\n".join(f"    {line}" for line in self.found)
        return (
            f"{self.what}\n  {self.kind}, seed {self.seed!r}, number {self.number}\n"
            f"  said:\n{told}\n  claim: {json.dumps(self.claim)}"
        )


@attrs.define
class Tally:
    """
    What became of one edit's claims, clean and planted.
    """

    woke: int = 0
    near: int = 0
    false_alarms: int = 0
    planted: int = 0
    found: int = 0

    @property
    def missed(self) -> int:
        """
        Planted faults that were not found, or not where and as they should be.
        """
        return self.planted - self.found


@attrs.define
class Result:
    """
    A run of the gate.
    """

    seed: str
    clean: int = 0
    by_edit: dict[str, Tally] = attrs.field(factory=lambda: collections.defaultdict(Tally))
    by_payer: collections.Counter[str] = attrs.field(factory=collections.Counter)
    by_recipe: collections.Counter[str] = attrs.field(factory=collections.Counter)
    false_alarms: list[Failure] = attrs.field(factory=list)
    misses: list[Failure] = attrs.field(factory=list)


def run(scrubber: Scrubber, *, seed: str, clean: int, planted: int) -> Result:
    """
    So many clean claims, and so many planted faults of each edit that there is.
    """
    result = Result(seed)
    for edit in edits_of(scrubber):
        result.by_edit[edit] = Tally()
    for number in range(clean):
        _judge_clean(scrubber, result, number)
    for edit in edits_of(scrubber):
        if edit in FAULTS:
            for number in range(planted):
                _judge_planted(scrubber, result, edit, number)
    return result


def _judge_clean(scrubber: Scrubber, result: Result, number: int) -> None:
    draft = clean_claim(result.seed, number)
    data = draft.claim(f"C{number}")
    outcome = scrubber.scrub(claim_from(data))
    result.clean += 1
    result.by_payer[outcome.payer or "none"] += 1
    result.by_recipe.update(draft.recipes)
    for edit in _woken(scrubber, outcome, data):
        result.by_edit[edit].woke += 1
    for edit in draft.near & result.by_edit.keys():
        result.by_edit[edit].near += 1
    alarms = frozenset(finding.edit for finding in outcome.findings if _holds(finding.disposition))
    for edit in alarms:
        result.by_edit[edit].false_alarms += 1
    faults = list(_not_clean(draft, outcome))
    if faults:
        recipes = ", ".join(draft.recipes)
        result.false_alarms.append(
            Failure(
                f"{'; '.join(faults)} ({recipes})",
                "clean",
                result.seed,
                number,
                data,
                told(outcome),
                alarms,
            )
        )


def _not_clean(draft: Draft, outcome: Outcome) -> Iterator[str]:
    if outcome.payer != draft.payer:
        yield f"went to {outcome.payer}; expected {draft.payer}"
    if outcome.status != draft.expected_status:
        yield f"is {outcome.status}; expected {draft.expected_status}"


def _judge_planted(scrubber: Scrubber, result: Result, edit: str, number: int) -> None:
    draft, planted = planted_claim(result.seed, edit, number)
    data = draft.claim(f"P{number}")
    outcome = scrubber.scrub(claim_from(data))
    tally = result.by_edit[edit]
    tally.planted += 1
    faults = list(_not_found(draft, planted, outcome))
    if not faults:
        tally.found += 1
        return
    result.misses.append(
        Failure(
            f"{edit}: {'; '.join(faults)} ({planted.why})",
            f"planted {edit}",
            result.seed,
            number,
            data,
            told(outcome),
            frozenset({edit}),
        )
    )


def _not_found(draft: Draft, planted: Planted, outcome: Outcome) -> Iterator[str]:
    if outcome.payer != draft.payer:
        yield f"went to {outcome.payer}; expected {draft.payer}"
    if outcome.failures:
        yield "an edit failed"
    expected = planted.expected()
    unmet = []
    for line in expected:
        here = {
            str(finding.disposition)
            for finding in outcome.findings
            if finding.line == line.number and finding.edit == planted.edit
        }
        if not here & planted.dispositions:
            unmet.append(
                f"line {line.number}: expected {' or '.join(sorted(planted.dispositions))}"
            )
    if planted.which != "any" or len(unmet) == len(expected):
        yield from unmet
    theirs = {line.number for line in planted.lines}
    allowed = {(line.number, edit) for line, edits in planted.beside for edit in edits}
    for finding in outcome.findings:
        if (
            _holds(finding.disposition)
            and finding.line not in theirs
            and (finding.line, finding.edit) not in allowed
        ):
            yield f"line {finding.line}: {finding.edit} is a false alarm"


def _holds(disposition: Disposition) -> bool:
    return disposition is not Disposition.INFO


def _woken(scrubber: Scrubber, outcome: Outcome, data: dict[str, Any]) -> Iterator[str]:
    """
    The edits that the claim's codes wake; none where the payer's claims are not judged.
    """
    rules = _rules(scrubber).get(outcome.payer or "")
    if rules is None or rules.payer.out_of_scope or data["frequency_code"] == "8":
        return
    codes = tuple(line["procedure"] for line in data["lines"] if line["procedure"])
    index = rules.index
    woken = index.woken_by_record(codes) if "documentation" in data else index.woken(codes)
    for position in woken:
        yield rules.edits[position].id


@functools.cache
def _rules(scrubber: Scrubber) -> dict[str, Rules]:
    return {rules.payer.id: rules for rules in scrubber.payers}


def told(outcome: Outcome) -> tuple[str, ...]:
    """
    What the scrubber said, a line each.
    """
    return (
        f"status {outcome.status}, payer {outcome.payer}",
        *(
            f"line {finding.line} {finding.procedure}: {finding.disposition} {finding.edit}: "
            f"{finding.message}"
            for finding in outcome.findings
        ),
        *(
            f"not checked, {lacks.edit} line {lacks.line}: {lacks.lacks}"
            for lacks in outcome.not_checked
        ),
        *(f"failure: {failure.message}" for failure in outcome.failures),
    )
