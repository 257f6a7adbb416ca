"""
The scrubber: claims in, outcomes out.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Self, TypeVar, cast

import attrs

from cleanclaim import entry_points, plugins
from cleanclaim.claim_form import claim_from
from cleanclaim.config import Config, clashes, load_config, load_configs
from cleanclaim.dispatch import judge
from cleanclaim.errors import ConfigError, InputError, did_you_mean, together
from cleanclaim.findings import (
    Disposition,
    Failure,
    Finding,
    NotChecked,
    Outcome,
    Status,
    Waived,
)
from cleanclaim.interest import VOID, Interest, Passed, SiftingReader, interest_of
from cleanclaim.likeness import first_day, likeness_of, numbers_of
from cleanclaim.looks import looks_like
from cleanclaim.memory import DEEPER, Memory
from cleanclaim.model import Claim
from cleanclaim.quick import quick
from cleanclaim.routing import Router, Unrouted
from cleanclaim.rules import Rules, all_rules
from cleanclaim.sources import ClaimSource, Fault, Reader, Ready, Report, Route
from cleanclaim.stamping import Judgement
from cleanclaim.views import Lines, View
from cleanclaim.waivers import Waiver

T = TypeVar("T")

_HEAD = 4096
_REMEMBERED = 4096
_READERS = "cleanclaim.readers"
_NOT_WAIVED = "; a waiver fits and can't apply: leaving the line costs another line its payment"


class Scrubber:
    """
    Scrubs claims by the rules of one or several payers.

    Built once; immutable afterwards, and safe to share between threads. Two scrubbers
    live side by side in one process.
    """

    def __init__(
        self, payers: Iterable[Rules], *, as_of: datetime.date | None = None, force: bool = False
    ) -> None:
        """
        Take rules that are ready; ``from_config`` and ``from_configs`` make them.

        *as_of* is the day on which waivers are judged, today when absent; with *force*,
        the one payer takes every claim.
        """
        self.payers = tuple(payers)
        self._as_of = as_of
        self._by_config = {rules.config: rules for rules in self.payers}
        self._forced = self.payers[0] if force else None
        self._router = Router([rules.config for rules in self.payers])
        self._interests: dict[Route, Interest] = {}
        self._memory = Memory()

    @classmethod
    def from_config(
        cls,
        path: str | Path = "configs",
        *,
        payer: str | None = None,
        plugins_dir: str | Path | None = None,
        as_of: datetime.date | None = None,
    ) -> Self:
        """
        A scrubber from one payer's TOML file, which then takes every claim, or from a
        folder of them, which routes each claim to its own payer.

        *payer* forces the payer of this id; *plugins_dir* is a folder of plugins that
        are not installed.

        Raises: ConfigError, FactsError or PluginError, with all that is wrong.
        """
        path = Path(path)
        one = not path.is_dir()
        configs = (load_config(path),) if one else load_configs(path)
        if payer is not None:
            configs = (_of_id(payer, configs),)
        return cls.from_configs(
            configs, plugins_dir=plugins_dir, as_of=as_of, force=one or payer is not None
        )

    @classmethod
    def from_configs(
        cls,
        configs: Iterable[Config],
        *,
        plugins_dir: str | Path | None = None,
        as_of: datetime.date | None = None,
        force: bool = False,
    ) -> Self:
        """
        A scrubber from configs that are already read.

        Raises: ConfigError, FactsError or PluginError, with all that is wrong.
        """
        configs = tuple(configs)
        if faults := clashes(configs):
            raise ConfigError(together(faults))
        if not configs:
            msg = "no payer's config; a scrubber needs at least one"
            raise ConfigError(msg)
        catalogue = plugins.find(Path(plugins_dir) if plugins_dir is not None else None)
        return cls(all_rules(configs, catalogue), as_of=as_of, force=force)

    def scrub(self, claim: Claim | Mapping[str, Any]) -> Outcome:
        """
        The outcome of one claim: a Claim, or a dict in the contract's form.

        Raises: ClaimError when the dict is not a claim.
        """
        ready = claim if isinstance(claim, Claim) else claim_from(claim)
        return self.outcome(Ready(ready), None)

    def scrub_file(
        self, path: str | Path, *, whole: bool = False, report: Report | None = None
    ) -> Iterator[Outcome]:
        """
        The outcomes of a file's claims, in order, clean ones too.

        *report* is told each fault of the file as it is met; without it a serious one
        raises when the file ends. With *whole* every claim is read whole.

        Raises: InputError for a file that holds no claims we can read; OSError.
        """
        with Path(path).open("rb") as stream:
            yield from self.scrub_stream(stream, str(path), whole=whole, report=report)

    def scrub_stream(
        self,
        stream: BinaryIO,
        name: str,
        *,
        whole: bool = False,
        report: Report | None = None,
        passed: Passed | None = None,
    ) -> Iterator[Outcome]:
        """
        The outcomes of a stream's claims, as ``scrub_file``; *name* is its input.

        With *passed*, outcomes of claims that no edit wakes for may be left out: it hears
        of these, the payer's id and how many. That is several times faster.
        """
        serious: list[Fault] = []
        head = stream.read(_HEAD)
        reader = reader_for(head, name)
        rejoined = cast(BinaryIO, _Rejoined(head, stream))  # a reader only reads
        tell = report or serious.append
        if passed is not None and not whole and hasattr(reader, "sift"):
            sources = cast(SiftingReader, reader).sift(rejoined, tell, self.interest, passed)
        else:
            sources = reader.read(rejoined, tell, whole=whole)
        for source in _named(sources, name):
            yield self.outcome(source, name, whole=whole)
        serious = [fault for fault in serious if fault.serious]
        if serious:
            first = serious[0]
            msg = f"{name}: {first.code} {first.message}; {len(serious)} fault(s) in all"
            raise InputError(msg)

    def forget(self) -> None:
        """
        Forget what was said of claims: it is remembered for those that are like them.
        """
        self._memory = Memory()

    def interest(self, route: Route) -> Interest:
        """
        What is asked of claims of this route, before any is looked at; remembered.
        """
        known = self._interests.get(route)
        if known is None:
            rules = self._forced or self._router.route(route)
            if not isinstance(rules, Rules | Unrouted):
                rules = self._by_config[rules]
            if len(self._interests) >= _REMEMBERED:
                self._interests.clear()
            known = self._interests[route] = interest_of(route, rules)
        return known

    def outcome(self, source: ClaimSource, name: str | None, *, whole: bool = False) -> Outcome:
        """
        The outcome of one claim source; *name* is the input that it came from.
        """
        rules = self.interest(source.route).rules
        if isinstance(rules, Unrouted):
            # Of a claim that can't be read, its route is no second fault.
            unread = any(problem.fatal for problem in source.problems)
            failures = () if unread else (Failure("payer", f"no rules: {rules.reason}"),)
            return self._without_judgement(source, name, None, failures=failures)
        payer = rules.payer
        if source.route.frequency_code == VOID:
            lacks = NotChecked(None, None, "a void (frequency 8) bills nothing: out of scope")
            return self._without_judgement(source, name, payer.id, not_checked=(lacks,))
        if payer.out_of_scope is not None:
            lacks = NotChecked(None, None, payer.out_of_scope)
            return self._without_judgement(source, name, payer.id, not_checked=(lacks,))
        if any(problem.fatal for problem in source.problems):
            return self._without_judgement(source, name, payer.id)
        index = rules.index
        woken = (index.woken_by_record if source.documented else index.woken)(source.codes)
        if not woken and not whole:
            return self._without_judgement(source, name, payer.id)
        claim = source.build()
        if any(problem.fatal for problem in source.problems):
            return self._without_judgement(source, name, payer.id)
        return self._judged(source, claim, name, rules, woken)

    def _without_judgement(
        self,
        source: ClaimSource,
        name: str | None,
        payer: str | None,
        *,
        not_checked: tuple[NotChecked, ...] = (),
        failures: tuple[Failure, ...] = (),
    ) -> Outcome:
        failures = (*_unread(source), *failures)
        return _OUTCOME(
            claim=source.claim_id,
            ordinal=source.ordinal,
            status=_status(failures, (), not_checked),
            input=name,
            payer=payer,
            location=source.location,
            findings=(),
            observed=(),
            waived=(),
            bypassed=(),
            not_checked=not_checked,
            failures=failures,
        )

    def _judgement(self, claim: Claim, lines: Lines, view: View, rules: Rules) -> Judgement:
        """
        What the edits say of a claim; of claims that are alike it is asked once.
        """
        if claim.documentation:
            return judge(claim, lines, view, rules.payer)
        memory, first = self._memory, first_day(claim, lines)
        likeness: object = (view, likeness_of(claim, lines, first))
        said = memory.get(likeness, first)
        deeper = said == DEEPER
        if deeper:
            likeness = (likeness, numbers_of(claim, lines))
            said = memory.get(likeness, first)
        if isinstance(said, Judgement):
            return said
        judgement = judge(claim, lines, view, rules.payer)
        if judgement.general:
            era = judgement.since, judgement.until
            if judgement.by_numbers and not deeper:
                memory.put(likeness, *era, DEEPER)
                likeness = (likeness, numbers_of(claim, lines))
            memory.put(likeness, *era, judgement)
        return judgement

    def _judged(
        self,
        source: ClaimSource,
        claim: Claim,
        name: str | None,
        rules: Rules,
        woken: tuple[int, ...],
    ) -> Outcome:
        view = rules.views.of(woken)
        lines = claim.lines if claim.documentation else view.lines(claim.lines)
        judgement = self._judgement(claim, lines, view, rules)
        findings, waived = [], []
        for mould in judgement.findings:
            placed = mould.cast(claim, lines, source.line_location(mould.finding.line))
            waiver = self._waiver_for(placed, claim, rules.config)
            if waiver is None:
                findings.append(placed)
            elif mould.waivable:
                waived.append(Waived(placed, waiver.reason, waiver.until))
            else:
                findings.append(attrs.evolve(placed, message=placed.message + _NOT_WAIVED))
        observed = [
            mould.cast(claim, lines, source.line_location(mould.finding.line))
            for mould in judgement.observed
        ]
        bypassed = [mould.cast(lines) for mould in judgement.bypassed]
        failures = (*_unread(source), *judgement.failures)
        return _OUTCOME(
            claim=source.claim_id,
            ordinal=source.ordinal,
            status=_status(failures, findings, judgement.not_checked),
            input=name,
            payer=rules.payer.id,
            location=source.location,
            findings=tuple(findings),
            observed=tuple(observed),
            waived=tuple(waived),
            bypassed=_once(bypassed),
            not_checked=_once(judgement.not_checked),
            failures=failures,
        )

    def _waiver_for(self, finding: Finding, claim: Claim, config: Config) -> Waiver | None:
        if not config.waivers:
            return None
        as_of = self._as_of or datetime.date.today()  # noqa: DTZ011 - a waiver ends by the local calendar
        return config.waiver_for(finding, claim, as_of)


_OUTCOME = quick(Outcome)


def _once(several: list[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(several) if len(several) > 1 else several)


def _of_id(payer: str, configs: Iterable[Config]) -> Config:
    by_id = {config.payer.id: config for config in configs}
    if payer not in by_id:
        msg = (
            f"no config of payer {payer!r}{did_you_mean(payer, by_id)}; "
            f"the payers are {', '.join(sorted(by_id)) or 'none'}"
        )
        raise ConfigError(msg)
    return by_id[payer]


def _unread(source: ClaimSource) -> tuple[Failure, ...]:
    return tuple(
        [
            Failure(
                "reading",
                f"{problem.code} {problem.message}",
                line=problem.line,
                location=problem.location,
            )
            for problem in source.problems
        ]
    )


def _status(
    failures: Sequence[Failure], findings: Sequence[Finding], not_checked: Sequence[NotChecked]
) -> Status:
    if failures:
        return Status.INCOMPLETE
    for finding in findings:
        if finding.disposition is not Disposition.INFO:
            return Status.HELD
    return Status.UNCHECKED if not_checked else Status.CLEAN


def reader_for(head: bytes, name: str) -> Reader:
    """
    The reader whose format these first bytes are of.

    Raises: InputError when no reader knows the format.
    """
    for format_name in entry_points.found(_READERS):
        reader: Reader = entry_points.load(_READERS, format_name)()
        if reader.sniffs(head):
            return reader
    msg = (
        f"{name}: no reader for this input, which looks like {looks_like(head)}; expected an "
        "X12 837 or claims as JSON"
    )
    raise InputError(msg)


def _named(sources: Iterator[ClaimSource], name: str) -> Iterator[ClaimSource]:
    """
    The sources; a reader's refusal is told with the input's name.
    """
    try:
        yield from sources
    except InputError as error:
        msg = f"{name}: {error}"
        raise InputError(msg) from error


class _Rejoined:
    """
    A stream whose first bytes were already read.
    """

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head, self._stream = head, stream

    def read(self, size: int = -1) -> bytes:
        """
        Up to *size* bytes, as a binary stream gives them.
        """
        if not self._head:
            return self._stream.read(size)
        head, self._head = self._head, b""
        if size < 0:
            return head + self._stream.read()
        if len(head) > size:
            head, self._head = head[:size], head[size:]
        return head
