"""
A claim of a table, as the scrubber takes claims in.
"""

from collections.abc import Iterator, Mapping, Sequence

import attrs

from cleanclaim import Claim, ClaimError, Kind
from cleanclaim.sources import Problem, Route
from cleanclaim_claim_tables.cells import is_blank
from cleanclaim_claim_tables.claims_of import Row
from cleanclaim_claim_tables.layouts import Layout

Place = Mapping[str, str | int]


@attrs.define(eq=False)
class TableClaim:
    """
    A claim source for the rows of a claim, or for rows that say none.

    *numbers* are the rows' own in their table, from 1.
    """

    layout: Layout = attrs.field(repr=False)
    rows: Sequence[Row] = attrs.field(repr=False)
    numbers: Sequence[int]
    ordinal: int
    claim_id: str | None = attrs.field(default=None, init=False, repr=False)
    problems: list[Problem] = attrs.field(factory=list, init=False)
    _claim: Claim | None = attrs.field(default=None, init=False, repr=False)
    _rows_of: dict[int, Place] | None = attrs.field(default=None, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        cell = self.rows[0].get(self.layout.key[-1])
        try:
            self.claim_id = None if is_blank(cell) else str(self.layout.read("id", cell))
            self._claim = self.layout.claim(self.rows, self.numbers)
        except (ClaimError, ValueError, ArithmeticError) as error:
            self.problems.append(Problem("TABLE-010", str(error), self.location, fatal=True))

    @property
    def location(self) -> Place:
        """
        The first row of the claim.
        """
        return {"row": self.numbers[0]}

    @property
    def documented(self) -> bool:
        """
        False: no layout has columns for what the record says.
        """
        return False

    @property
    def codes(self) -> tuple[str, ...]:
        """
        The procedure codes of its lines; none where it was refused.
        """
        return self._claim.codes if self._claim else ()

    @property
    def route(self) -> Route:
        """
        What decides by whose rules it is judged; unknown where it was refused.
        """
        claim = self._claim
        if claim is None:
            return Route(None)
        return Route(
            claim.kind,
            claim.payer_id,
            claim.claim_filing,
            claim.type_of_bill,
            claim.frequency_code,
        )

    def build(self) -> Claim:
        """
        The claim; one without lines where it was refused.
        """
        return self._claim or Claim(id=self.claim_id or "", kind=Kind.PROFESSIONAL)

    def line_location(self, number: int) -> Place | None:
        """
        The row of the line of this number.
        """
        if self._rows_of is None:
            self._rows_of = {n: {"row": row} for n, row in self._numbered()}
        return self._rows_of.get(number)

    def _numbered(self) -> Iterator[tuple[int, int]]:
        """
        The numbers of the lines that each row may have, and the row's.
        """
        layout = self.layout
        column = layout.segment if layout.is_wide else layout.of_lines[0].get("number", (None,))[0]
        lines = len(layout.of_lines)
        for at, (row, number) in enumerate(zip(self.rows, self.numbers, strict=True), 1):
            cell = row.get(column) if column else None
            said = at if is_blank(cell) else int(layout.read("number", cell))
            yield from ((n, number) for n in range((said - 1) * lines + 1, said * lines + 1))
