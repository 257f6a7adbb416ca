"""
From a plugin's hit to core's finding: id, disposition, source and version, none of which
a plugin can forge.
"""

import copy
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from cleanclaim.config import Treatment
from cleanclaim.edits import Edit
from cleanclaim.findings import (
    Disposition,
    Excused,
    Failure,
    Finding,
    Hit,
    NotChecked,
    Place,
    Trust,
)
from cleanclaim.model import Claim


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


@attrs.frozen
class Mould:
    """
    A finding of a claim or of any that is like it: what differs among these is still open.

    ``line`` and ``related`` are the places of lines in the claim, from 0.
    """

    finding: Finding
    line: int
    related: tuple[int, ...]
    waivable: bool

    def cast(self, claim: Claim, location: Place | None) -> Finding:
        """
        The finding for this claim.
        """
        lines, mould = claim.lines, self.finding
        line = lines[self.line]
        # Field by field, for it is done for every finding; mypy holds it to the class.
        return Finding(
            edit=mould.edit,
            level=mould.level,
            line=mould.line,
            procedure=mould.procedure,
            disposition=mould.disposition,
            message=mould.message,
            remedy=mould.remedy,
            action=mould.action,
            suggest=mould.suggest,
            steps=mould.steps,
            related=tuple([lines[place] for place in self.related]),
            basis=mould.basis,
            source=mould.source,
            evidence=copy.deepcopy(mould.evidence) if mould.evidence else {},
            carc=mould.carc,
            rarc=mould.rarc,
            charge=line.charge,
            plugin=mould.plugin,
            plugin_version=mould.plugin_version,
            fingerprint=_fingerprint(claim.id, mould.edit, str(mould.line), mould.procedure or ""),
            location=location,
        )


@attrs.frozen
class ExcusedMould:
    """
    The same of what a modifier excused.
    """

    excused: Excused
    related: tuple[int, ...]

    def cast(self, claim: Claim) -> Excused:
        """
        What was excused, for this claim.
        """
        related = tuple(claim.lines[place] for place in self.related)
        return attrs.evolve(self.excused, related=related)


@attrs.define
class Judgement:
    """
    What the edits said of a claim, stamped; before waivers. It holds for every claim like
    it where ``general``: no check looked at what a likeness leaves out.
    """

    findings: list[Mould] = attrs.field(factory=list)
    observed: list[Mould] = attrs.field(factory=list)
    bypassed: list[ExcusedMould] = attrs.field(factory=list)
    not_checked: list[NotChecked] = attrs.field(factory=list)
    failures: list[Failure] = attrs.field(factory=list)
    general: bool = False


def stamp(
    stamped: StampedEdit, places: Mapping[int, int], hits: list[Hit], judgement: Judgement
) -> None:
    """
    Add the findings of an edit's hits to a judgement: one for each line.

    *places* are the places of the claim's lines by the ids of the objects.
    """
    by_line: dict[int, list[Hit]] = {}
    for hit in hits:
        by_line.setdefault(places[id(hit.line)], []).append(hit)
    for place in sorted(by_line):
        # In an order of their own, so that a check may gather its hits in a set.
        several = sorted(by_line[place], key=lambda hit: _order(stamped, hit))
        mould = _mould(stamped, places, several[0], several)
        if stamped.treatment is Treatment.OBSERVE:
            judgement.observed.append(mould)
        else:
            judgement.findings.append(mould)


def _order(stamped: StampedEdit, hit: Hit) -> tuple[int, tuple[int, ...], str, str]:
    related = tuple(sorted(line.number for line in hit.related))
    return (-_disposition(stamped, hit).strength, related, hit.message, hit.remedy)


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


def _mould(stamped: StampedEdit, places: Mapping[int, int], hit: Hit, several: list[Hit]) -> Mould:
    line, source = hit.line, hit.because.source
    related = {other.number: places[id(other)] for each in several for other in each.related}
    finding = Finding(
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
        related=(),
        basis=source.basis,
        source=source,
        evidence=hit.evidence,
        carc=hit.carc,
        rarc=hit.rarc,
        charge=None,
        plugin=stamped.plugin,
        plugin_version=stamped.version,
        fingerprint="",
    )
    return Mould(
        finding,
        places[id(line)],
        tuple(related[number] for number in sorted(related)),
        all(each.waivable for each in several),
    )


def _merged(first: Iterable[Any], others: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys([*first, *others]))


def _fingerprint(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode(errors="surrogatepass")).hexdigest()[:16]
