"""
Finds, before any claim is read, two configs that one claim could match.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from cleanclaim.model import Kind
from cleanclaim.payer import Payer


def overlap(one: Payer, other: Payer) -> str | None:
    """
    Which claims both payers would take, in words; None when there are none.
    """
    for kind in sorted(one.kinds & other.kinds):
        if one.default and other.default:
            return f"both are the default for {kind} claims"
        shared_ids = sorted(one.payer_ids & other.payer_ids)
        bills = _bills(one, other) if kind is Kind.INSTITUTIONAL else ""
        if shared_ids and _filings_meet(one, other) and bills is not None:
            return f"both take {kind} claims of payer id {shared_ids[0]!r}{bills}"
    return None


def _filings_meet(one: Payer, other: Payer) -> bool:
    # A claim that states no claim filing matches both; routing says so, claim by claim.
    # Refusing it here would leave no way to tell two plans of one payer id apart.
    if not one.claim_filing or not other.claim_filing:
        return True
    return not one.claim_filing.isdisjoint(other.claim_filing)


def _bills(one: Payer, other: Payer) -> str | None:
    if not one.types_of_bill or not other.types_of_bill:
        either = one.types_of_bill or other.types_of_bill
        return f" and type of bill {either[0]}" if either else ""
    for mine in one.types_of_bill:
        for theirs in other.types_of_bill:
            if mine.startswith(theirs) or theirs.startswith(mine):
                return f" and type of bill {max(mine, theirs, key=len)}"
    return None


def overlaps(payers: Sequence[Payer]) -> Iterator[tuple[int, int, str]]:
    """
    The places of every two payers in the sequence that overlap, and how.
    """
    for one, other in combinations(range(len(payers)), 2):
        if how := overlap(payers[one], payers[other]):
            yield one, other, how
