"""
From what going through a table gives to outcomes: claims are built, and scrubbed, where
an edit may wake.
"""

from collections.abc import Iterable, Iterator

import attrs

from cleanclaim import Outcome, Scrubber, Status
from cleanclaim_claim_tables.cells import is_blank
from cleanclaim_claim_tables.gathered import Gathered, Met, Passed, Unasked
from cleanclaim_claim_tables.layouts import Layout
from cleanclaim_claim_tables.sieve import Sieve
from cleanclaim_claim_tables.table_claim import TableClaim


@attrs.frozen
class Asked:
    """
    What is wanted of a table: outcomes of the clean claims too (*all*), every value of
    every claim read (*whole*).
    """

    all: bool = False
    whole: bool = False


class Outcomes:
    """
    The outcomes of a table's claims, in the order of their first rows; of the clean ones
    that nobody looked at, their number by payer's id, unless all are asked for.
    """

    def __init__(
        self, scrubber: Scrubber, layout: Layout, sieve: Sieve, asked: Asked, name: str | None
    ) -> None:
        self._scrubber, self._layout, self._sieve = scrubber, layout, sieve
        self._asked, self._name = asked, name
        self.passed: dict[str, int] = {}
        self.woken = 0

    def of(self, claims: Iterable[Met]) -> Iterator[Outcome]:
        """
        The outcomes of these claims.
        """
        for met in claims:
            if isinstance(met, Passed):
                self._pass(met.route, met.claims)
            elif isinstance(met, Unasked):
                if self._asked.all:
                    yield self._clean(met.ordinal, met.first, met.claim, met.route)
                else:
                    self._pass(met.route, 1)
            elif (route := self._unwoken(met)) is None:
                self.woken += 1
                source = TableClaim(self._layout, met.rows, met.numbers, met.ordinal)
                yield self._scrubber.outcome(source, self._name)
            elif self._asked.all:
                claim = str(self._layout.read("id", met.rows[0][self._layout.key[-1]]))
                yield self._clean(met.ordinal, met.numbers[0], claim, route)
            else:
                self._pass(route, 1)

    def _unwoken(self, met: Gathered) -> int | None:
        """
        The route of a claim that wakes nothing; None of one that is to be scrubbed.
        """
        layout = self._layout
        if self._asked.whole:
            return None
        routes = {
            self._sieve.route(tuple([row[name] for name in layout.route_columns]))
            for row in met.rows
        }
        procedures = [row[name] for row in met.rows for name in layout.procedures]
        route = routes.pop()
        if routes or is_blank(met.rows[0][layout.key[-1]]) or self._sieve.wakes(route, procedures):
            return None
        return route

    def _pass(self, route: int, claims: int) -> None:
        payer = self._sieve.payer(route) or ""
        self.passed[payer] = self.passed.get(payer, 0) + claims

    def _clean(self, ordinal: int, row: int, claim: str | None, route: int) -> Outcome:
        return Outcome(
            claim=claim,
            ordinal=ordinal,
            status=Status.CLEAN,
            input=self._name,
            payer=self._sieve.payer(route),
            location={"row": row},
        )
