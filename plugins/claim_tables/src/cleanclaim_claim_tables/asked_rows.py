"""
Of each row of a frame, whether its claim is to be looked at; each different route and
code is read once.
"""

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from cleanclaim_claim_tables.layouts import Layout
from cleanclaim_claim_tables.sieve import Sieve

# No column of a table begins with such a character.
ROW, ROUTE = "\0row", "\0route"
_CODE, _NUMBER, _PAIR, _ALIKE = "\0code", "\0number", "\0pair", "\0alike"
_CODES = 1 << 32


class Known:
    """
    Numbers for what some columns say together, given out by *number* for each new one.
    """

    def __init__(self, columns: Sequence[str], name: str, number: Callable[..., int]) -> None:
        self._columns, self._name, self._number = list(columns), name, number
        self._known: pl.DataFrame | None = None

    def beside(self, frame: pl.DataFrame) -> pl.DataFrame:
        """
        The frame with the numbers, in its order.
        """
        columns, kind = self._columns, pl.Int32
        if not columns:
            return frame.with_columns(pl.lit(self._number(), kind).alias(self._name))
        new = frame.select(columns).unique()
        if self._known is not None:
            new = new.join(self._known, on=columns, how="anti", nulls_equal=True)
        numbers = pl.Series(self._name, [self._number(*row) for row in new.iter_rows()], kind)
        new = new.with_columns(numbers)
        self._known = new if self._known is None else pl.concat([self._known, new])
        return frame.join(
            self._known, on=columns, how="left", nulls_equal=True, maintain_order="left"
        )


class Asks:
    """
    Finds the rows that have a procedure of which something is asked on their route.
    """

    def __init__(self, layout: Layout, sieve: Sieve) -> None:
        self._columns, self._sieve = list(layout.procedures), sieve
        self._cells: list[Any] = []
        self._codes = Known((_CODE,), _NUMBER, self._coded)
        self._routes: list[int] = []
        self._pairs: dict[int, bool] = {}

    def of(self, frame: pl.DataFrame) -> pl.Series:
        """
        Of each row of a frame that has ``ROW`` and ``ROUTE``, whether it is such a row.
        """
        alike = self._alike(frame[ROUTE])
        told = frame.select(
            ROW, alike.alias(_ALIKE), *(pl.col(name).cast(pl.String) for name in self._columns)
        )
        if len(self._columns) == 1:
            asked = self._asked(told.rename({self._columns[0]: _CODE}))
        else:
            codes = told.unpivot(self._columns, index=[ROW, _ALIKE], value_name=_CODE)
            codes = codes.filter(pl.col(_CODE).is_not_null())
            asked = frame[ROW].is_in(codes.filter(self._asked(codes))[ROW].unique().implode())
        return asked | (alike == 0)

    def _alike(self, routes: pl.Series) -> pl.Series:
        known = len(self._routes)
        self._routes.extend(map(self._sieve.alike, range(known, len(self._sieve.interests))))
        return pl.Series(_ALIKE, self._routes, pl.Int64).gather(routes)

    def _asked(self, told: pl.DataFrame) -> pl.Series:
        pairs = self._codes.beside(told).select(
            (pl.col(_ALIKE) * _CODES + pl.col(_NUMBER)).alias(_PAIR)
        )[_PAIR]
        for pair in pairs.unique().to_list():
            if pair not in self._pairs:
                alike, number = divmod(pair, _CODES)
                self._pairs[pair] = self._sieve.asks_alike(alike, self._cells[number])
        wanted = [pair for pair, asked in self._pairs.items() if asked]
        return pairs.is_in(pl.Series(wanted, dtype=pl.Int64).implode())

    def _coded(self, cell: Any) -> int:
        self._cells.append(cell)
        return len(self._cells) - 1
