"""
The claims of a table that are to be looked at, found column by column with Polars.

Two things decide, the procedure code and what tells the route, and each different value is
read once. The table is gone through twice, in batches: first to find the claims, then to
gather their rows. Kept are a row a claim, and rows of claims that are not whole yet.
"""

import heapq
from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from cleanclaim_claim_tables.asked_rows import ROUTE as _ROUTE
from cleanclaim_claim_tables.asked_rows import ROW as _ROW
from cleanclaim_claim_tables.asked_rows import Asks, Known
from cleanclaim_claim_tables.cells import NOTHING
from cleanclaim_claim_tables.frames import FrameTable, text_of
from cleanclaim_claim_tables.gathered import Gathered, Met, Passed, Unasked
from cleanclaim_claim_tables.layouts import Layout
from cleanclaim_claim_tables.outcomes import Asked
from cleanclaim_claim_tables.sieve import Sieve

_ROWS = 20_000
_MOST_PARTS = 4_000_000
_FIRST, _LAST, _OTHER = "\0first", "\0last", "\0other"
_ASKED, _ORDINAL = "\0asked", "\0ordinal"
_NAMELESS = "\0"
_LONGEST_NOTHING = max(map(len, NOTHING))
_FEW = 3  # one in three


class ByColumns:
    """
    Goes through a table column by column.
    """

    def __init__(self, table: FrameTable, layout: Layout, sieve: Sieve, asked: Asked) -> None:
        self._table, self._layout, self._sieve, self._wanted = table, layout, sieve, asked
        self._routes = Known(layout.route_columns, _ROUTE, lambda *cells: sieve.route(cells))
        self._asks = Asks(layout, sieve)
        self._key = tuple(f"\0key{n}" for n in range(len(layout.key)))
        self._claims = self.rows = 0

    def claims(self) -> Iterator[Met]:
        """
        The claims in the order of first rows; of those that nobody asks about the number
        alone, unless all are wanted.

        Raises: InputError when the table can't be read.
        """
        found = self._found()
        asked = pl.lit(self._wanted.whole) | pl.col(_ASKED) | (pl.col(_ROUTE) != pl.col(_OTHER))
        wanted, others = found.filter(asked), found.filter(~asked)
        self._claims = len(found)
        del found
        if self._wanted.all:
            unasked = others.select(_ORDINAL, _FIRST, self._key[-1], _ROUTE).iter_rows()
            yield from heapq.merge(
                self._gathered(wanted),
                (Unasked(*row) for row in unasked),
                key=lambda met: met.ordinal,
            )
            return
        for route, claims in others.group_by(_ROUTE).len().sort(_ROUTE).iter_rows():
            yield Passed(route, claims)
        del others
        yield from self._gathered(wanted)

    def _found(self) -> pl.DataFrame:
        """
        A row a claim: its key, first and last row, route, whether it is to be looked at.
        """
        layout = self._layout
        columns = dict.fromkeys((*layout.key, *layout.route_columns, *layout.procedures))
        parts = [pl.DataFrame(schema=self._schema())]
        held = 0
        for batch in self._batches(tuple(columns)):
            self.rows += len(batch)
            parts.append(self._of_batch(batch))
            held += len(parts[-1])
            if held > _MOST_PARTS:
                parts = [_together(pl.concat(parts), self._key)]
                held = len(parts[0]) // 2  # what stays is not to be put together each time
        whole = _together(pl.concat(parts), self._key).sort(_FIRST)
        return whole.with_row_index(_ORDINAL, offset=1)

    def _schema(self) -> dict[str, Any]:
        return {
            **dict.fromkeys(self._key, pl.String),
            **dict.fromkeys((_FIRST, _LAST), pl.Int64),
            **dict.fromkeys((_ROUTE, _OTHER), pl.Int32),
            _ASKED: pl.Boolean,
        }

    def _of_batch(self, batch: pl.DataFrame) -> pl.DataFrame:
        frame = self._routes.beside(batch)
        asked = pl.col(self._key[-1]).str.starts_with(_NAMELESS) | self._asks.of(frame)
        return _together(
            frame.select(
                *self._key,
                pl.col(_ROW).alias(_FIRST),
                pl.col(_ROW).alias(_LAST),
                pl.col(_ROUTE),
                pl.col(_ROUTE).alias(_OTHER),
                asked.alias(_ASKED),
            ),
            self._key,
        )

    def _batches(
        self, columns: tuple[str, ...], only: pl.Expr | None = None
    ) -> Iterator[pl.DataFrame]:
        """
        The table in batches, with the numbers of rows and the claims' keys.
        """
        keys = [
            text_of(self._table.schema[name], name).alias(key)
            for name, key in zip(self._layout.key, self._key, strict=True)
        ]
        for batch in self._table.batches(columns, _ROW, only):
            frame = batch.with_columns(keys)
            # Most batches have no id so short that it could be a word for nothing.
            if (frame[self._key[-1]].str.len_bytes().min() or 0) <= _LONGEST_NOTHING:
                frame = frame.with_columns(_named(self._key[-1]))
            yield frame

    def _gathered(self, wanted: pl.DataFrame) -> Iterator[Gathered | Unasked]:
        """
        The rows of these claims, each claim given when it and all before it are whole.
        """
        if wanted.is_empty():
            return
        held: list[pl.DataFrame] = []
        for batch in self._batches(self._layout.columns, self._only(wanted)):
            first, last = batch.item(0, _ROW), batch.item(-1, _ROW)
            near = wanted.filter((pl.col(_FIRST) <= last) & (pl.col(_LAST) >= first))
            held.append(batch.join(near, on=self._key, how="inner"))
            unfinished = near.filter(pl.col(_LAST) > last)[_ORDINAL].min()
            if unfinished is None:
                yield from self._met(pl.concat(held))
                held = []
                continue
            rows = pl.concat(held)
            whole = pl.col(_ORDINAL) < unfinished
            yield from self._met(rows.filter(whole))
            held = [rows.filter(~whole)]

    def _only(self, wanted: pl.DataFrame) -> pl.Expr | None:
        """
        What holds of the rows of these claims, and of few others; None where they are
        many, or some have no id.
        """
        ids = wanted[self._key[-1]]
        if len(ids) > self._claims // _FEW or ids.str.starts_with(_NAMELESS).any():
            return None
        name = self._layout.key[-1]
        return text_of(self._table.schema[name], name).is_in(ids.implode())

    def _met(self, rows: pl.DataFrame) -> Iterator[Gathered | Unasked]:
        rows = rows.sort(_ORDINAL, _ROW)
        at = length = 0
        lengths: list[int] = []
        for rows_of_claim in rows[_ORDINAL].rle().struct.field("len").to_list():
            lengths.append(rows_of_claim)
            length += rows_of_claim
            if length >= _ROWS:
                yield from self._in(rows.slice(at, length), lengths)
                at, length, lengths = at + length, 0, []
        yield from self._in(rows.slice(at, length), lengths)

    def _in(self, rows: pl.DataFrame, lengths: Sequence[int]) -> Iterator[Gathered | Unasked]:
        names = self._layout.columns
        lists = {name: rows[name].to_list() for name in names}
        procedures = [lists[name] for name in self._layout.procedures]
        ids, ordinals, numbers, routes, others = (
            rows[name].to_list() for name in (self._key[-1], _ORDINAL, _ROW, _ROUTE, _OTHER)
        )
        at = 0
        for length in lengths:
            end = at + length
            sound = routes[at] == others[at] and not ids[at].startswith(_NAMELESS)
            cells = [cell for column in procedures for cell in column[at:end]]
            if sound and not self._wanted.whole and not self._sieve.wakes(routes[at], cells):
                yield Unasked(ordinals[at], numbers[at], ids[at], routes[at])
            else:
                columns = [column[at:end] for column in lists.values()]
                of_claim = [
                    dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)
                ]
                yield Gathered(ordinals[at], numbers[at:end], of_claim)
            at = end


def _together(frame: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """
    A row a claim.
    """
    return frame.group_by(key).agg(
        pl.col(_FIRST).min(),
        pl.col(_LAST).max(),
        pl.col(_ROUTE).min(),
        pl.col(_OTHER).max(),
        pl.col(_ASKED).any(),
    )


def _named(key: str) -> pl.Expr:
    """
    The ids of claims; a row without one is like no other.
    """
    claim = pl.col(key)
    blank = claim.str.to_lowercase().is_in(list(NOTHING))
    own = pl.concat_str(pl.lit(_NAMELESS), pl.col(_ROW))
    return pl.when(blank).then(own).otherwise(claim).alias(key)
