"""
From a plugin's hit to core's finding: id, disposition, source and version, none of which
a plugin can forge.
"""

import hashlib
from collections.abc import Iterable
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


def stamp(stamped: StampedEdit, claim: Claim, hits: list[Hit], judgement: Judgement) -> None:
    """
    Add the findings of an edit's hits to a judgement: one for each line.
    """
    by_line: dict[int, list[Hit]] = {}
    for hit in hits:
        by_line.setdefault(hit.line.number, []).append(hit)
    for number in sorted(by_line):
        # In an order of their own, so that a check may gather its hits in a set.
        several = sorted(by_line[number], key=lambda hit: _order(stamped, hit))
        finding = _finding(stamped, claim, several[0], several)
        if stamped.treatment is Treatment.OBSERVE:
            judgement.observed.append(finding)
        else:
            judgement.findings.append((finding, all(hit.waivable for hit in several)))


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


def _finding(stamped: StampedEdit, claim: Claim, hit: Hit, several: list[Hit]) -> Finding:
    line, source = hit.line, hit.because.source
    related = {other.number: other for each in several for other in each.related}
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
        related=tuple(related[number] for number in sorted(related)),
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
    return hashlib.sha256("\x1f".join(parts).encode(errors="surrogatepass")).hexdigest()[:16]
