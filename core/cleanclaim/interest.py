"""
What is known of a claim's outcome before the claim is looked at: from its route alone,
and then from its codes.
"""

from collections.abc import Callable, Iterator
from typing import BinaryIO, Protocol

import attrs

from cleanclaim.routing import Unrouted
from cleanclaim.rules import Rules
from cleanclaim.sources import ClaimSource, Reader, Report, Route

VOID = "8"
"""The frequency code of a claim that takes another back."""


@attrs.frozen(eq=False)
class Interest:
    """
    What the rules ask of the claims of one route.

    ``codes``: a claim with none of these codes is clean, unasked; None where every claim
    of the route is to be scrubbed: no payer takes it, it is out of scope or a void, or
    an edit wakes whatever the codes are. ``payer`` is the id of the payer by whose rules
    the claims are judged.
    """

    rules: Rules | Unrouted
    codes: frozenset[str] | None
    payer: str | None

    def wakes(self, codes: tuple[str, ...]) -> bool:
        """
        Whether a claim with these codes is to be scrubbed; one that is not is clean.
        """
        if self.codes is None or isinstance(self.rules, Unrouted):
            return True
        return self.rules.index.wakes(codes)


Sieve = Callable[[Route], Interest]
"""Tells of a route what the rules ask of its claims."""


Passed = Callable[[str, int], None]
"""Hears of a payer's claims that are clean, unasked: the payer's id, how many."""


class SiftingReader(Reader, Protocol):
    """
    A reader that can leave out the claims that no edit wakes for.
    """

    def sift(
        self, stream: BinaryIO, report: Report, sieve: Sieve, passed: Passed
    ) -> Iterator[ClaimSource]:
        """
        The claims of a stream as ``read`` gives them, but for some or all of those that
        the sieve has no interest in; *passed* hears of these.

        Raises: InputError when the stream is not of this format at all.
        """


def interest_of(route: Route, rules: Rules | Unrouted) -> Interest:
    """
    What these rules ask of the claims of this route.
    """
    if isinstance(rules, Unrouted):
        return Interest(rules, None, None)
    out = rules.payer.out_of_scope is not None or route.frequency_code == VOID
    return Interest(rules, None if out else rules.index.codes, rules.payer.id)
