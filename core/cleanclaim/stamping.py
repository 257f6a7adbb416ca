"""
From a plugin's hit to core's finding: id, disposition, source and version, none of which
a plugin can forge.

What edits say is cast in moulds first, of which each claim that is like the first has its
own findings.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import attrs

from cleanclaim.answers import recopied
from cleanclaim.config import Treatment
from cleanclaim.edits import Edit
from cleanclaim.findings import (
    Action,
    Basis,
    Disposition,
    Excused,
    Failure,
    Finding,
    Hit,
    Json,
    NotChecked,
    Place,
    Source,
    Steps,
    Suggestion,
    Trust,
)
from cleanclaim.model import Claim, ServiceLine
from cleanclaim.quick import quick


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


class Said(NamedTuple):
    """
    What a finding says, the same on every claim that is like this one.
    """

    edit: str
    level: str
    line: int
    procedure: str | None
    disposition: Disposition
    message: str
    remedy: str
    action: Action
    suggest: tuple[Suggestion, ...]
    steps: Steps | None
    basis: Basis
    source: Source
    evidence: Mapping[str, Json]
    carc: str | None
    rarc: tuple[str, ...]
    plugin: str
    plugin_version: str


class Mould(NamedTuple):
    """
    A finding of a claim or of any that is like it: what differs among these is still open.

    ``line`` and ``related`` are the places of lines among those that the edits saw, from 0.
    """

    finding: Said
    line: int
    related: tuple[int, ...]
    waivable: bool

    def cast(self, claim: Claim, lines: Sequence[ServiceLine], location: Place | None) -> Finding:
        """
        The finding for this claim, of which the edits saw these lines.
        """
        said = self.finding
        return _FINDING(
            edit=said.edit,
            level=said.level,
            line=said.line,
            procedure=said.procedure,
            disposition=said.disposition,
            message=said.message,
            remedy=said.remedy,
            action=said.action,
            suggest=said.suggest,
            steps=said.steps,
            related=tuple([lines[place] for place in self.related]),
            basis=said.basis,
            source=said.source,
            evidence=recopied(said.evidence),
            carc=said.carc,
            rarc=said.rarc,
            charge=lines[self.line].charge,
            plugin=said.plugin,
            plugin_version=said.plugin_version,
            fingerprint=_fingerprint(claim.id, said.edit, str(said.line), said.procedure or ""),
            location=location,
        )


_FINDING = quick(Finding)


def _fingerprint(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode(errors="surrogatepass")).hexdigest()[:16]


class ExcusedMould(NamedTuple):
    """
    The same of what a modifier excused.
    """

    edit: str
    line: int
    procedure: str | None
    modifier: str
    related: tuple[int, ...]
    source: Source

    def cast(self, lines: Sequence[ServiceLine]) -> Excused:
        """
        What was excused, for the claim of which the edits saw these lines.
        """
        related = tuple([lines[place] for place in self.related])
        return Excused(self.edit, self.line, self.procedure, self.modifier, related, self.source)


@attrs.define
class Judgement:
    """
    What the edits said of a claim, stamped; before waivers. It holds for every claim like
    it where ``general``: no check looked at what a likeness leaves out. Where
    ``by_numbers``, it holds for those of them whose providers have the same numbers. Of
    all these it holds for those with a first day from ``since`` on, before ``until``;
    ordinals.
    """

    findings: list[Mould] = attrs.field(factory=list)
    observed: list[Mould] = attrs.field(factory=list)
    bypassed: list[ExcusedMould] = attrs.field(factory=list)
    not_checked: list[NotChecked] = attrs.field(factory=list)
    failures: list[Failure] = attrs.field(factory=list)
    general: bool = False
    by_numbers: bool = False
    since: int = 0
    until: int = 0

    @property
    def size(self) -> int:
        """
        How much there is to remember of it: 1, and 1 for each thing said.
        """
        return 1 + len(self.findings) + len(self.observed) + len(self.bypassed)

    def put_in_order(self) -> None:
        """
        Give everything the order in which it is told.
        """
        # Most claims have one thing of a kind to say, or none.
        for moulds in (self.findings, self.observed):
            if len(moulds) > 1:
                moulds.sort(key=_order)
        if len(self.bypassed) > 1:
            self.bypassed.sort(
                key=lambda each: (each.line, each.edit, each.modifier, each.source.title)
            )
        if len(self.not_checked) > 1:
            self.not_checked.sort(key=lambda each: (each.line or 0, each.edit or "", each.lacks))


def _order(mould: Mould) -> tuple[int, int, str]:
    said = mould.finding
    return (said.line, -said.disposition.strength, said.edit)


def mould_of(
    stamped: StampedEdit, hit: Hit, evidence: Mapping[str, Json], places: Mapping[int, int]
) -> Mould:
    """
    A hit's finding. *evidence* is the hit's, copied; *places* are the places of the claim's
    lines by the ids of the objects.
    """
    line, source, edit = hit.line, hit.because.source, stamped.edit
    said = Said(
        stamped.id,
        edit.level,
        line.number,
        line.procedure,
        _disposition(stamped, hit),
        hit.message,
        hit.remedy,
        hit.action,
        hit.suggest,
        hit.steps or edit.steps,
        source.basis,
        source,
        evidence,
        hit.carc,
        hit.rarc,
        stamped.plugin,
        stamped.version,
    )
    related = tuple([places[id(other)] for other in hit.related])
    return Mould(said, places[id(line)], related, hit.waivable)


def _disposition(stamped: StampedEdit, hit: Hit) -> Disposition:
    """
    The payer's word replaces the edit's default; against a hit's own the weaker wins.
    What is general knowledge never denies.
    """
    paid = stamped.treatment
    own = None if paid is None or paid is Treatment.OBSERVE else Disposition(paid.value)
    if hit.disposition is None:
        disposition = own or stamped.edit.disposition
    else:
        disposition = hit.disposition.weaker(own) if own else hit.disposition
    if hit.because.source.trust is Trust.GENERAL_KNOWLEDGE:
        disposition = disposition.weaker(Disposition.REVIEW)
    return disposition


def stamp(
    stamped: StampedEdit, claim: Claim, moulds: Sequence[Mould], judgement: Judgement
) -> None:
    """
    Add what an edit found to a judgement: one finding for each line.
    """
    by_line: dict[int, list[Mould]] = {}
    for mould in moulds:
        by_line.setdefault(mould.line, []).append(mould)
    observed = stamped.treatment is Treatment.OBSERVE
    added = judgement.observed if observed else judgement.findings
    for place in sorted(by_line):
        added.append(_one_of(by_line[place], claim.lines))


def _one_of(several: list[Mould], lines: Sequence[ServiceLine]) -> Mould:
    """
    Of what an edit found on one line the strongest, with the others' lines and suggestions.
    """
    if len(several) > 1:
        # In an order of their own, so that a check may gather its hits in a set.
        several.sort(key=lambda mould: _strength(mould, lines))
    first = several[0]
    if len(several) == 1 and len(first.related) <= 1 and len(first.finding.suggest) <= 1:
        return first
    related = {lines[place].number: place for each in several for place in each.related}
    suggest = tuple(dict.fromkeys(one for each in several for one in each.finding.suggest))
    return Mould(
        first.finding._replace(suggest=suggest),
        first.line,
        tuple([related[number] for number in sorted(related)]),
        all(each.waivable for each in several),
    )


def _strength(mould: Mould, lines: Sequence[ServiceLine]) -> tuple[int, list[int], str, str]:
    said, related = mould.finding, sorted(lines[place].number for place in mould.related)
    return (-said.disposition.strength, related, said.message, said.remedy)
