"""
Which rows of a table may belong to a claim that some edit asks about.

A table says few different things of routes and codes: each is read once, and every row
that says it again costs a look-up.
"""

from collections.abc import Iterable

from cleanclaim import Scrubber
from cleanclaim.interest import Interest
from cleanclaim_claim_tables import cells
from cleanclaim_claim_tables.cells import Cell, is_blank
from cleanclaim_claim_tables.layouts import Layout

UNREADABLE = "?"
"""Stands for a procedure code that can't be read; its claim is to be looked at."""


class Sieve:
    """
    What a scrubber asks of the claims of a table, by the cells that say their routes and
    codes. A route is known by a number.
    """

    def __init__(self, scrubber: Scrubber, layout: Layout) -> None:
        self._scrubber, self._layout = scrubber, layout
        self._routes: dict[tuple[Cell, ...], int] = {}
        self._codes: dict[Cell, str | None] = {}
        self._numbers: dict[int, int] = {}
        self._sets: list[frozenset[str]] = [frozenset()]
        self.interests: list[Interest | None] = []

    def route(self, route: tuple[Cell, ...]) -> int:
        """
        The number of a route: cells in the order of the layout's ``route_columns``.
        """
        number = self._routes.get(route)
        if number is None:
            number = self._routes[route] = len(self.interests)
            row = dict(zip(self._layout.route_columns, route, strict=True))
            try:
                self.interests.append(self._scrubber.interest(self._layout.route_of(row)))
            except (ValueError, ArithmeticError):
                self.interests.append(None)
        return number

    def asks(self, route: int, cell: Cell) -> bool:
        """
        Whether a claim of this route with this procedure is to be looked at.
        """
        interest = self.interests[route]
        if interest is None or interest.codes is None:
            return True
        return self._is_of(cell, interest.codes)

    def alike(self, route: int) -> int:
        """
        A number that routes of which the same is asked have in common; nought where every
        claim is to be looked at.
        """
        interest = self.interests[route]
        if interest is None or interest.codes is None:
            return 0
        # One payer's routes have one set; of equal ones, each may have its number.
        number = self._numbers.setdefault(id(interest.codes), len(self._sets))
        if number == len(self._sets):
            self._sets.append(interest.codes)
        return number

    def asks_alike(self, alike: int, cell: Cell) -> bool:
        """
        Whether a claim of such a route with this procedure is to be looked at.
        """
        return not alike or self._is_of(cell, self._sets[alike])

    def _is_of(self, cell: Cell, codes: frozenset[str]) -> bool:
        code = self.code(cell)
        return code is not None and (code in codes or code is UNREADABLE)

    def code(self, cell: Cell) -> str | None:
        """
        The procedure code that a cell says; None for none.
        """
        try:
            return self._codes[cell]
        except KeyError:
            pass
        code: str | None = None
        if not is_blank(cell):
            try:
                code = cells.procedure(cell)
            except (ValueError, ArithmeticError):
                code = UNREADABLE
        self._codes[cell] = code
        return code

    def wakes(self, route: int, procedures: Iterable[Cell]) -> bool:
        """
        Whether a claim of this route with all these procedures is to be scrubbed; one
        that is not is clean.
        """
        interest = self.interests[route]
        if interest is None or interest.codes is None:
            return True
        codes = tuple([code for cell in procedures if (code := self.code(cell)) is not None])
        return UNREADABLE in codes or interest.wakes(codes)

    def payer(self, route: int) -> str | None:
        """
        The id of the payer by whose rules claims of this route are judged.
        """
        interest = self.interests[route]
        return None if interest is None else interest.payer
