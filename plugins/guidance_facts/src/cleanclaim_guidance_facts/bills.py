"""
What a claim's type of bill and frequency say of the rest of the service.
"""

from cleanclaim import Claim

# Interim bills and late charges, by the frequency code.
_IN_PARTS = frozenset({"2", "3", "4", "5"})


def in_parts(claim: Claim) -> bool:
    """
    Whether the claim is one part of a bill, so that another part may have what it lacks.
    """
    return claim.frequency_code in _IN_PARTS
