"""
Whether two service lines are one practitioner's, or one side of a hospital's bill.
"""

import enum
import functools

import attrs

from cleanclaim import Claim, Fact, Kind, ServiceLine, Table
from cleanclaim_guidance_facts.options import SamePractitioner

_PROFESSIONAL_REVENUE = ("096", "097", "098")
_CRITICAL_ACCESS = "85"


class Same(enum.Enum):
    """
    Whether two lines belong together; unknown is an answer too.
    """

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@attrs.frozen(kw_only=True)
class Specialty(Fact):
    """
    The Medicare specialty code of a provider taxonomy; ``also`` are the others that CMS
    lists it under.
    """

    specialty: str
    also: frozenset[str] = frozenset()


def professional_side(line: ServiceLine) -> bool:
    """
    Whether a critical access hospital bills this line for a practitioner (096x-098x).
    """
    revenue = line.revenue_code
    return revenue is not None and _is_professional(revenue)


@functools.lru_cache(maxsize=4096)
def _is_professional(revenue: str) -> bool:
    return revenue.zfill(4)[:3] in _PROFESSIONAL_REVENUE


def both_sides(claim: Claim) -> bool:
    """
    Whether this is a critical access hospital's claim (85x), whose professional and
    facility lines do not mix.
    """
    return (claim.type_of_bill or "").startswith(_CRITICAL_ACCESS)


def same_service(
    one: ServiceLine,
    other: ServiceLine,
    claim: Claim,
    specialties: Table[Specialty],
    whose: SamePractitioner = SamePractitioner.NPI_OR_SPECIALTY,
) -> Same:
    """
    Whether NCCI looks at these two lines together.

    On a professional claim: the same practitioner, which is the same NPI, or (by
    *whose*) the same specialty, or anybody, under the one billing provider. On an institutional claim: the facility,
    and on 85x the same side of the bill.
    """
    if claim.kind is Kind.INSTITUTIONAL:
        if both_sides(claim) and professional_side(one) != professional_side(other):
            return Same.NO
        return Same.YES
    if one.rendering is other.rendering:  # as a claim's lines mostly have it
        return Same.YES
    if whose is SamePractitioner.BILLING_PROVIDER or one.rendering == other.rendering:
        return Same.YES
    return _same_practitioner(one, other, specialties, whose)


def _same_practitioner(
    one: ServiceLine,
    other: ServiceLine,
    specialties: Table[Specialty],
    whose: SamePractitioner,
) -> Same:
    mine, theirs = one.rendering, other.rendering
    if mine is None or theirs is None or mine.npi is None or theirs.npi is None:
        return Same.UNKNOWN
    if mine.npi == theirs.npi:
        return Same.YES
    if whose is SamePractitioner.NPI:
        return Same.NO
    return _same_specialty(mine.taxonomy, theirs.taxonomy, one, specialties)


def _same_specialty(
    mine: str | None, theirs: str | None, line: ServiceLine, specialties: Table[Specialty]
) -> Same:
    """
    Medicare compares specialty codes, not taxonomies: several taxonomies are one
    specialty. Without a known specialty the answer is unknown.
    """
    if mine is None or theirs is None:
        return Same.UNKNOWN
    if mine.upper() == theirs.upper():
        return Same.YES
    first, second = (_specialty(taxonomy, line, specialties) for taxonomy in (mine, theirs))
    if first is None or second is None:
        return Same.UNKNOWN
    if first.specialty == second.specialty:
        return Same.YES
    shared = {first.specialty, *first.also} & {second.specialty, *second.also}
    return Same.UNKNOWN if shared else Same.NO


def _specialty(taxonomy: str, line: ServiceLine, specialties: Table[Specialty]) -> Specialty | None:
    return specialties.on(taxonomy.strip().upper(), line.day)
