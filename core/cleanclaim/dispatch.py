"""
Waking edits and running their checks: the heart of the scrubber.

The index is built once per payer; what an untouched claim costs does not depend on how
many edits there are. A check that raises, answers nonsense or changes the claim costs
the claim its ``clean`` and nobody else anything.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any

import attrs

from cleanclaim.config import Treatment
from cleanclaim.edits import AnyOf, Edit, LineEdit, Pairs, PayerEdit
from cleanclaim.errors import NotKnown, PluginError
from cleanclaim.findings import (
    Action,
    Answer,
    Bypassed,
    Disposition,
    Excused,
    Fact,
    Failure,
    Finding,
    Hit,
    Lacks,
    NotChecked,
    Steps,
    Suggestion,
    Trust,
)
from cleanclaim.model import Claim, ServiceLine

_REMEMBERED = 65_536
_LONGEST_REMEMBERED = 64


@attrs.frozen
class StampedEdit:
    """
    An edit with its author: id, plugin and version, and what the payer makes of it.

    ``treatment`` is None where the payer's config leaves the edit's default.
    """

    id: str
    plugin: str
    version: str
    edit: Edit
    treatment: Treatment | None = None


class Index:
    """
    Which edits a claim wakes, by its codes alone.
    """

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._any: dict[str, list[int]] = {}
        self._pairs: dict[str, list[tuple[int, frozenset[str]]]] = {}
        always = []
        for position, edit in enumerate(edits):
            if isinstance(edit.wakes, AnyOf):
                for code in edit.wakes.codes:
                    self._any.setdefault(code, []).append(position)
            elif isinstance(edit.wakes, Pairs):
                for code, partners in edit.wakes.partners.items():
                    self._pairs.setdefault(code, []).append((position, frozenset(partners)))
            else:
                always.append(position)
        self._always = tuple(always)
        self._triggers = frozenset(self._any) | frozenset(self._pairs)
        self._remembered: dict[tuple[str, ...], tuple[int, ...]] = {}

    def woken(self, codes: tuple[str, ...]) -> tuple[int, ...]:
        """
        The positions of the edits that a claim with these codes wakes, in order.
        """
        if self._triggers.isdisjoint(codes):
            return self._always
        woken = self._remembered.get(codes)
        if woken is None:
            woken = self._wake(frozenset(codes))
            if len(codes) <= _LONGEST_REMEMBERED:
                if len(self._remembered) >= _REMEMBERED:
                    self._remembered.clear()
                self._remembered[codes] = woken
        return woken

    def _wake(self, codes: frozenset[str]) -> tuple[int, ...]:
        woken = set(self._always)
        for code in codes:
            woken.update(self._any.get(code, ()))
            for position, partners in self._pairs.get(code, ()):
                if not partners.isdisjoint(codes):
                    woken.add(position)
        return tuple(sorted(woken))


@attrs.define
class Judgement:
    """
    What the edits said of one claim, stamped; before waivers.
    """

    findings: list[tuple[Finding, bool]] = attrs.field(factory=list)
    observed: list[Finding] = attrs.field(factory=list)
    bypassed: list[Excused] = attrs.field(factory=list)
    not_checked: list[NotChecked] = attrs.field(factory=list)
    failures: list[Failure] = attrs.field(factory=list)


def judge(claim: Claim, edits: Iterable[StampedEdit], payer: object) -> Judgement:
    """
    Run the checks of these edits over a claim.

    Findings come with whether they may be waived; they have no location yet.
    """
    judgement = Judgement()
    guard = _Guard(claim)
    for stamped in edits:
        hits: list[Hit] = []
        try:
            _gather(stamped, claim, payer, judgement, hits)
        except (Exception, SystemExit, GeneratorExit) as error:  # noqa: BLE001 - a check may do anything
            judgement.failures.append(_failure(stamped, error))
        if guard.changed():
            what = PluginError("it changed the claim; a check only reads")
            judgement.failures.append(_failure(stamped, what))
        _stamp(stamped, claim, hits, judgement)
    judgement.findings.sort(key=lambda pair: _order(pair[0]))
    judgement.observed.sort(key=_order)
    judgement.bypassed.sort(key=lambda excused: (excused.line, excused.edit))
    return judgement


def _order(finding: Finding) -> tuple[int, int, str]:
    return (finding.line, -finding.disposition.strength, finding.edit)


def _calls(
    edit: Edit, claim: Claim, payer: object
) -> Iterator[tuple[ServiceLine | None, Iterable[Answer]]]:
    """
    The calls that an edit of this level asks for, each not yet begun, with its line.
    """
    if isinstance(edit, LineEdit):
        for line in _lines(edit, claim):
            yield line, edit.check(line, claim, **edit.using)
    elif isinstance(edit, PayerEdit):
        yield None, edit.check(claim, payer, **edit.using)
    else:
        yield None, edit.check(claim, **edit.using)


def _lines(edit: Edit, claim: Claim) -> Iterable[ServiceLine]:
    wakes = edit.wakes
    if isinstance(wakes, AnyOf):
        return [line for line in claim.lines if line.procedure in wakes.codes]
    if isinstance(wakes, Pairs):
        codes = frozenset(claim.codes)
        return [
            line
            for line in claim.lines
            if line.procedure and not codes.isdisjoint(wakes.partners.get(line.procedure, ()))
        ]
    return claim.lines


def _gather(
    stamped: StampedEdit, claim: Claim, payer: object, judgement: Judgement, hits: list[Hit]
) -> None:
    most = 1_000 + 10 * len(claim.lines)
    count = 0
    for line, call in _calls(stamped.edit, claim, payer):
        try:
            for answer in call:
                count += 1
                if count > most:
                    msg = f"it gave more than {most:,} answers for one claim"
                    raise PluginError(msg)
                _take(answer, stamped, claim, judgement, hits)
        except NotKnown as lacks:
            judgement.not_checked.append(
                NotChecked(stamped.id, line.number if line else None, str(lacks))
            )


def _take(
    answer: object, stamped: StampedEdit, claim: Claim, judgement: Judgement, hits: list[Hit]
) -> None:
    if isinstance(answer, Hit):
        _check_hit(answer, claim)
        hits.append(answer)
    elif isinstance(answer, Lacks):
        line = answer.line
        judgement.not_checked.append(
            NotChecked(stamped.id, line.number if line else None, answer.what)
        )
    elif isinstance(answer, Bypassed):
        _check_members(claim, (answer.line, *answer.related))
        _check_fact(answer.because)
        judgement.bypassed.append(
            Excused(
                stamped.id,
                answer.line.number,
                answer.line.procedure,
                answer.modifier,
                answer.related,
                answer.because.source,
            )
        )
    else:
        msg = f"it yielded {type(answer).__name__}; expected Hit, Lacks or Bypassed"
        raise PluginError(msg)


_HIT_FIELDS: tuple[tuple[str, type | tuple[type, ...]], ...] = (
    ("message", str),
    ("remedy", str),
    ("disposition", (Disposition, type(None))),
    ("action", Action),
    ("steps", (Steps, type(None))),
    ("carc", (str, type(None))),
    ("rarc", tuple),
    ("related", tuple),
    ("suggest", tuple),
    ("evidence", dict),
    ("waivable", bool),
)


def _check_hit(hit: Hit, claim: Claim) -> None:
    for name, kinds in _HIT_FIELDS:
        if not isinstance(getattr(hit, name), kinds):
            msg = f"its hit's {name} is {type(getattr(hit, name)).__name__}"
            raise PluginError(msg)
    if not all(isinstance(suggestion, Suggestion) for suggestion in hit.suggest):
        msg = "its hit's suggest holds something else than Suggestion"
        raise PluginError(msg)
    _check_members(claim, (hit.line, *hit.related))
    _check_fact(hit.because)


def _check_members(claim: Claim, lines: Iterable[ServiceLine]) -> None:
    if not all(any(line is own for own in claim.lines) for line in lines):
        msg = "its answer names a line that is not one of the claim's"
        raise PluginError(msg)


def _check_fact(fact: object) -> None:
    if not isinstance(fact, Fact):
        msg = f"its answer stands on {type(fact).__name__}; expected a fact of a table"
        raise PluginError(msg)


def _failure(stamped: StampedEdit, error: BaseException) -> Failure:
    # Another's exception may hold a claim's values: only its type is told.
    what = str(error) if isinstance(error, PluginError) else f"it raised {type(error).__name__}"
    return Failure(
        "edit",
        f"the edit failed: {what}; tell the plugin's author",
        plugin=stamped.plugin,
        edit=stamped.id,
    )


def _stamp(stamped: StampedEdit, claim: Claim, hits: list[Hit], judgement: Judgement) -> None:
    by_line: dict[int, list[Hit]] = {}
    for hit in hits:
        by_line.setdefault(hit.line.number, []).append(hit)
    for number in sorted(by_line):
        several = by_line[number]
        strongest = max(several, key=lambda hit: _disposition(stamped, hit).strength)
        finding = _finding(stamped, claim, strongest, several)
        if stamped.treatment is Treatment.OBSERVE:
            judgement.observed.append(finding)
        else:
            judgement.findings.append((finding, all(hit.waivable for hit in several)))


def _disposition(stamped: StampedEdit, hit: Hit) -> Disposition:
    """
    The payer's word replaces the edit's default; against a hit's own the weaker wins.
    What is general knowledge never denies.
    """
    paid = stamped.treatment
    own = None if paid in (None, Treatment.OBSERVE) else Disposition(paid.value)
    if hit.disposition is None:
        disposition = own or stamped.edit.disposition
    else:
        disposition = hit.disposition.weaker(own) if own else hit.disposition
    if hit.because.source.trust is Trust.GENERAL_KNOWLEDGE:
        disposition = disposition.weaker(Disposition.REVIEW)
    return disposition


def _finding(stamped: StampedEdit, claim: Claim, hit: Hit, several: list[Hit]) -> Finding:
    line, source = hit.line, hit.because.source
    return Finding(
        edit=stamped.id,
        level=stamped.edit.level,
        line=line.number,
        procedure=line.procedure,
        disposition=_disposition(stamped, hit),
        message=hit.message,
        remedy=hit.remedy,
        action=hit.action,
        suggest=_merged(hit.suggest, (s for other in several for s in other.suggest)),
        steps=hit.steps or stamped.edit.steps,
        related=tuple(
            sorted(
                _merged(hit.related, (line for other in several for line in other.related)),
                key=lambda line: line.number,
            )
        ),
        basis=source.basis,
        source=source,
        evidence=hit.evidence,
        carc=hit.carc,
        rarc=hit.rarc,
        charge=line.charge,
        plugin=stamped.plugin,
        plugin_version=stamped.version,
        fingerprint=_fingerprint(claim.id, stamped.id, str(line.number), line.procedure or ""),
    )


def _merged(first: Iterable[Any], others: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys([*first, *others]))


def _fingerprint(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


_CLAIM_FIELDS = tuple(field.name for field in attrs.fields(Claim))
_LINE_FIELDS = tuple(field.name for field in attrs.fields(ServiceLine))
_claim_values = attrgetter(*_CLAIM_FIELDS)
_line_values = attrgetter(*_LINE_FIELDS)


class _Guard:
    """
    Notices a check that changes a claim in spite of its being frozen, and puts it back.
    """

    def __init__(self, claim: Claim) -> None:
        self._claim = claim
        self._lines = claim.lines
        self._before = self._values()

    def _values(self) -> tuple[Any, list[Any]]:
        return _claim_values(self._claim), [_line_values(line) for line in self._lines]

    def changed(self) -> bool:
        """
        Whether the claim was changed since; if so it is put back.
        """
        if self._values() == self._before:
            return False
        of_claim, of_lines = self._before
        _put_back(self._claim, _CLAIM_FIELDS, of_claim)
        for line, of_line in zip(self._lines, of_lines, strict=True):
            _put_back(line, _LINE_FIELDS, of_line)
        return True


def _put_back(record: object, names: tuple[str, ...], before: tuple[Any, ...]) -> None:
    for name, value in zip(names, before, strict=True):
        object.__setattr__(record, name, value)
