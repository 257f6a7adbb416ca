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
from cleanclaim_guidance_facts.statuses import OppsStatus

STATUS_STEPS = Steps(
    record="nothing to look up: this says how the line is paid",
    code="the status indicator is the outpatient system's, not the code book's",
    notes="Addendum B for the quarter, and Addendum D1 for the meaning of the indicator",
)

_SEPARATE, _ALWAYS = "S", "J1"


def opps_status(
    claim: Claim, payer: Payer, statuses: Table[OppsStatus], comprehensive: Table[Comprehensive]
) -> Iterator[Hit | Lacks]:
    """
    Fluoroscopy 76000 under OPPS: how it is paid there.

    Status indicator S: paid separately, by its own APC, and not discounted when there
    are several procedures. A service with a comprehensive APC on the claim (J1; J2 when
    its conditions are met) packages it all the same. For a physician's claim the
    same code is a separate procedure; see ``separate_procedure``.
    """
    if payer.setting is not Setting.OPPS:
        return
    for line in claim.lines:
        if line.procedure != FLUOROSCOPY:
            continue
        try:
            status = statuses.on(FLUOROSCOPY, line.day)
            found = _comprehensive(line, claim, comprehensive)
        except NotKnown as lacks:
            yield Lacks(str(lacks), line)
            continue
        if status is not None and status.indicator == _SEPARATE:
            yield _hit(line, status, found)


def _comprehensive(
    line: ServiceLine, claim: Claim, table: Table[Comprehensive]
) -> tuple[ServiceLine, Comprehensive] | None:
    """
    The comprehensive service of the claim that packages the line, J1 before J2.
    """
    found = [
        (other, fact)
        for other in claim.lines
        if other.procedure and (fact := table.on(other.procedure, line.day)) is not None
    ]
    return min(found, key=lambda pair: pair[1].indicator, default=None)


def _hit(
    line: ServiceLine, status: OppsStatus, found: tuple[ServiceLine, Comprehensive] | None
) -> Hit:
    paid = f"76000 has status indicator S under OPPS, APC {status.apc}"
    evidence: dict[str, Json] = {
        "status_indicator": status.indicator,
        "apc": status.apc,
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
            f"{paid}, but {other.procedure} on line {other.number} is {fact.indicator} and {how}"
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
