"""
The plain path from bytes to outcomes: every claim is read segment by segment and built,
every claim is routed anew, every edit is asked by its definition whether it wakes, and
nothing is remembered from one claim to the next.

It shares with the shipped path what decides a single question (a claim's values, a check,
a waiver), and none of what makes that path quick.
"""

import datetime
import io
import json
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import attrs
from oracle.judging import Said, judged

from cleanclaim.commands.desk import InputFaults
from cleanclaim.errors import InputError
from cleanclaim.findings import Disposition, Failure, Finding, NotChecked, Outcome, Status, Waived
from cleanclaim.model import Claim
from cleanclaim.readers.x12 import X12Reader
from cleanclaim.reporters.jsonl import outcome_json
from cleanclaim.reporters.summary import Summary
from cleanclaim.routing import Router, Unrouted
from cleanclaim.rules import Rules
from cleanclaim.scrubber import reader_for
from cleanclaim.sources import ClaimSource, Fault, Problem

_NOT_WAIVED = "; a waiver fits and can't apply: leaving the line costs another line its payment"


class Report(NamedTuple):
    """
    What a run says of an input: standard output, standard error, and the counts.
    """

    text: str
    told: tuple[str, ...]
    summary: Summary
    unread: bool


class PlainReport(NamedTuple):
    """
    The same, as far as it does not depend on which claims are shown.
    """

    outcomes: tuple[Outcome, ...]
    told: tuple[str, ...]
    unread: bool

    def report(self, *, every: bool) -> Report:
        """
        What is said with ``--all``, or without.
        """
        summary = Summary()
        for outcome in self.outcomes:
            summary.add(outcome)
        shown = [outcome for outcome in self.outcomes if every or _has_a_word(outcome)]
        text = "".join(json.dumps(outcome_json(outcome)) + "\n" for outcome in shown)
        return Report(text, self.told, summary, self.unread)


def _has_a_word(outcome: Outcome) -> bool:
    said = outcome.findings or outcome.observed or outcome.waived
    return outcome.status is not Status.CLEAN or bool(said)


class PlainScrubber:
    """
    Scrubs by these rules, plainly; waivers are judged on the day *as_of*.
    """

    def __init__(self, payers: Sequence[Rules], as_of: datetime.date) -> None:
        self.payers, self._as_of = tuple(payers), as_of

    def scrub(self, data: bytes, name: str, *, whole: bool = False) -> PlainReport:
        """
        What these bytes come to, as an input of this name.
        """
        told: list[str] = []
        faults = InputFaults(name, told.append)
        outcomes = []
        try:
            for source in sources(data, name, faults.take):
                outcomes.append(self.outcome(source, name, whole=whole))  # noqa: PERF401 - it may raise
        except InputError as error:
            faults.say(str(error))
        faults.finish()
        return PlainReport(tuple(outcomes), tuple(told), faults.serious)

    def outcome(self, source: ClaimSource, name: str | None, *, whole: bool = False) -> Outcome:
        """
        The outcome of one claim.
        """
        at_first = tuple(source.problems)
        claim = source.build()
        unreadable = any(problem.fatal for problem in at_first)
        # Before an edit wakes, nobody has looked at the claim's values.
        problems = tuple(source.problems) if whole and not unreadable else at_first
        outcome = Outcome(
            claim=source.claim_id,
            ordinal=source.ordinal,
            status=Status.CLEAN,
            input=name,
            location=source.location,
            failures=_unread(problems),
        )
        payers = {rules.config: rules for rules in self.payers}
        config = Router(list(payers)).route(source.route)
        if isinstance(config, Unrouted):
            nobody = Failure("payer", f"no rules: {config.reason}")
            failures = outcome.failures if unreadable else (*outcome.failures, nobody)
            return _with_status(attrs.evolve(outcome, failures=failures))
        outcome = attrs.evolve(outcome, payer=config.payer.id)
        why = config.payer.out_of_scope
        if source.route.frequency_code == "8":
            why = "a void (frequency 8) bills nothing: out of scope"
        if why is not None:
            return _with_status(attrs.evolve(outcome, not_checked=(NotChecked(None, None, why),)))
        if unreadable:
            return _with_status(outcome)
        said = judged(claim, payers[config])
        if not said.woken:
            return _with_status(outcome)
        outcome = attrs.evolve(outcome, failures=_unread(source.problems))
        if any(problem.fatal for problem in source.problems):
            return _with_status(outcome)
        assert claim.codes == source.codes, "the codes of the scan are those of the claim"
        return _with_status(self._answered(outcome, source, claim, said, payers[config]))

    def _answered(
        self, outcome: Outcome, source: ClaimSource, claim: Claim, said: Said, rules: Rules
    ) -> Outcome:
        findings, waived = [], []
        for finding, waivable in _placed(said.findings, source):
            waiver = rules.config.waiver_for(finding, claim, self._as_of)
            if waiver is not None and waivable:
                waived.append(Waived(finding, waiver.reason, waiver.until))
            elif waiver is not None:
                findings.append(attrs.evolve(finding, message=finding.message + _NOT_WAIVED))
            else:
                findings.append(finding)
        return attrs.evolve(
            outcome,
            findings=tuple(findings),
            observed=tuple(finding for finding, _ in _placed(said.observed, source)),
            waived=tuple(waived),
            bypassed=said.bypassed,
            not_checked=said.not_checked,
        )


def sources(data: bytes, name: str, report: Callable[[Fault], None]) -> Iterator[ClaimSource]:
    """
    The claims of these bytes, read at once and segment by segment.

    Raises: InputError, with the input's name.
    """
    reader = reader_for(data[:4096], name)
    if isinstance(reader, X12Reader):
        reader = X12Reader(chunk=max(1, len(data)), fast=False)
    try:
        yield from reader.read(io.BytesIO(data), report, whole=False)
    except InputError as error:
        msg = f"{name}: {error}"
        raise InputError(msg) from error


def _placed(
    findings: Sequence[tuple[Finding, bool]], source: ClaimSource
) -> Iterator[tuple[Finding, bool]]:
    for finding, waivable in findings:
        yield attrs.evolve(finding, location=source.line_location(finding.line)), waivable


def _unread(problems: Sequence[Problem]) -> tuple[Failure, ...]:
    return tuple(
        Failure("reading", f"{each.code} {each.message}", line=each.line, location=each.location)
        for each in problems
    )


def _with_status(outcome: Outcome) -> Outcome:
    if outcome.failures:
        status = Status.INCOMPLETE
    elif any(finding.disposition is not Disposition.INFO for finding in outcome.findings):
        status = Status.HELD
    else:
        status = Status.UNCHECKED if outcome.not_checked else Status.CLEAN
    return attrs.evolve(outcome, status=status)
