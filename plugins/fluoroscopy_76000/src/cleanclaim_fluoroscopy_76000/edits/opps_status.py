"""
What OPPS makes of 76000.
"""

from collections.abc import Iterator

from cleanclaim import (
    Action,
    Claim,
    Disposition,
    Fact,
    Hit,
    Json,
    Lacks,
    NotKnown,
    Payer,
    ServiceLine,
    Setting,
    Steps,
    Table,
)
from cleanclaim_fluoroscopy_76000.fluoroscopy import FLUOROSCOPY, Comprehensive
from cleanclaim_guidance_facts.statuses import AnyStatus, Statuses, edition_of

STATUS_STEPS = Steps(
    record="nothing to look up: this says how the line is paid",
    code="nothing more: the status indicator is the outpatient system's, not the code book's",
    notes="Addendum B for the quarter, and Addendum D1 for the meaning of the indicator",
)

_SEPARATE, _ALWAYS, _CONDITIONALLY = "S", "J1", "J2"


def opps_status(
    claim: Claim, payer: Payer, statuses: Statuses, comprehensive: Table[Comprehensive]
) -> Iterator[Hit | Lacks]:
    """
    Fluoroscopy 76000 under OPPS: how it is paid there.

    OPPS, Medicare's payment system for hospital outpatients, gives each code a status
    indicator. That of 76000 is S: it is paid separately, at the rate of its own payment
    group (APC), and not discounted when there are several procedures. A comprehensive
    service on the claim packages it all the same, which means that its one payment
    covers the rest of the claim: always with status indicator J1, and with J2 when the
    conditions of an observation stay are met.

    The comprehensive services are known here from 2019-07-01 on, as of 2026 Q2. On a day
    for which Addendum B, CMS's list of status indicators, is imported (``cleanclaim
    tables import``), its indicators go first, for every code that it has.

    The separate-procedure rule applies as well; see ``separate_procedure``.
    """
    if payer.setting is not Setting.OPPS:
        return
    for line in claim.lines:
        if line.procedure != FLUOROSCOPY:
            continue
        try:
            status = statuses.on(FLUOROSCOPY, line.day)
            found = _comprehensive(line, claim, statuses, comprehensive)
        except NotKnown as lacks:
            yield Lacks(str(lacks), line)
            continue
        if status is not None and status.indicator == _SEPARATE:
            yield _hit(line, status, found)


def _comprehensive(
    line: ServiceLine, claim: Claim, statuses: Statuses, table: Table[Comprehensive]
) -> tuple[ServiceLine, Comprehensive | AnyStatus] | None:
    """
    The comprehensive service of the claim that packages the line, J1 before J2.
    """
    found: list[tuple[ServiceLine, Comprehensive | AnyStatus]] = []
    for other in claim.lines:
        code = other.procedure or ""
        fact = statuses.imported_on(code, line.day) or _shipped(code, line, table)
        if fact is not None and fact.indicator in (_ALWAYS, _CONDITIONALLY):
            found.append((other, fact))
    return min(found, key=lambda pair: pair[1].indicator, default=None)


def _shipped(code: str, line: ServiceLine, table: Table[Comprehensive]) -> Comprehensive | None:
    """
    What the plugin's own table has; nothing of a day before it, which is asked only
    where an imported table knows it.
    """
    return None if line.day < table.known_from else table.on(code, line.day)


def _hit(
    line: ServiceLine,
    status: AnyStatus,
    found: tuple[ServiceLine, Comprehensive | AnyStatus] | None,
) -> Hit:
    paid = f"76000 has status indicator S under OPPS, APC {status.apc}"
    evidence: dict[str, Json] = {
        "status_indicator": status.indicator,
        "apc": status.apc,
        **edition_of(status),
    }
    because: Fact = status
    related: tuple[ServiceLine, ...] = ()
    if found is None:
        message = f"{paid}: paid separately, not discounted when there are several procedures"
    else:
        other, fact = found
        because, related = fact, (other,)
        evidence["comprehensive"] = f"{other.procedure} {fact.indicator}"
        how = (
            "packages it" if fact.indicator == _ALWAYS else "packages it if its conditions are met"
        )
        message = (
            f"{paid}, but {other.procedure} on line {other.number} is a comprehensive service "
            f"({fact.indicator}) and {how}"
        )
    return Hit(
        line,
        message,
        "bill it for its cost data; expect no payment of its own" if found else "bill it",
        because,
        related=related,
        disposition=Disposition.INFO,
        action=Action.CHECK,
        evidence=evidence,
    )
