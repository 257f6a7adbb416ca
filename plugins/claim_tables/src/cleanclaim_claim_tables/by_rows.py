"""
The claims of a CSV that are to be looked at, with the standard library alone.

The file is read twice, and a third time where the rows of a claim that is to be looked at
stand apart. The first time, each run of rows of one claim leaves a hash of its key and a
number behind, sixteen bytes; then the claims whose rows stand apart are known, and of
these the ones to be looked at. Rows are kept only of the claim at hand, and of the latter.
"""

from array import array
from collections.abc import Callable, Iterator
from itertools import pairwise
from operator import itemgetter

from cleanclaim_claim_tables.cells import is_blank
from cleanclaim_claim_tables.csv_table import CsvTable
from cleanclaim_claim_tables.gathered import Gathered, Met, Unasked
from cleanclaim_claim_tables.layouts import Layout
from cleanclaim_claim_tables.outcomes import Asked
from cleanclaim_claim_tables.sieve import Sieve

_SLICES = 16
_ASKED, _MIXED = 1, -1
Key = tuple[str | int, ...]
Numbered = tuple[int, list[str]]
Kept = dict[Key, list[Numbered]]


class ByRows:
    """
    Goes through a table row by row.
    """

    def __init__(self, table: CsvTable, layout: Layout, sieve: Sieve, asked: Asked) -> None:
        self._table, self._sieve, self._whole = table, sieve, asked.whole
        at = {name: number for number, name in enumerate(table.header)}
        self._columns = [(name, at[name]) for name in layout.columns]
        self._key = [at[name] for name in layout.key]
        self._id = self._key[-1]
        self._route = _taker([at[name] for name in layout.route_columns])
        self._procedures = [at[name] for name in layout.procedures]
        self.rows = 0

    def claims(self) -> Iterator[Met]:
        """
        Every claim in the order of first rows.

        Raises: InputError, before anything is given, when the table can't be read.
        """
        hashes, states = self._runs()
        apart = _apart(hashes)
        wanted = _wanted(hashes, states, apart)
        kept = self._kept(wanted) if wanted else {}
        return self._in_order(hashes, states, apart, kept)

    def _runs(self) -> tuple["array[int]", "array[int]"]:
        """
        Of each run of rows of one claim: the hash of its key, and its state: twice the
        number of its route, and one more where it is to be looked at; or ``_MIXED``.
        """
        hashes, states = array("q"), array("q")
        last: Key | None = None
        for number, row in self._table.rows():
            key = self._key_of(row, number)
            route = self._sieve.route(self._route(row))
            asked = self._whole or key == (number,) or self._asks(route, row)
            if key != last:
                last = key
                hashes.append(hash(key))
                states.append(route * 2)
            if states[-1] >> 1 != route:
                states[-1] = _MIXED
            elif asked:
                states[-1] |= _ASKED
            self.rows = number
        return hashes, states

    def _asks(self, route: int, row: list[str]) -> bool:
        return any(self._sieve.asks(route, row[at]) for at in self._procedures)

    def _kept(self, wanted: set[int]) -> Kept:
        """
        The rows of claims that stand apart and are to be looked at.
        """
        kept: Kept = {}
        for number, row in self._table.rows():
            key = self._key_of(row, number)
            if hash(key) in wanted:
                kept.setdefault(key, []).append((number, row))
        return kept

    def _in_order(
        self, hashes: "array[int]", states: "array[int]", apart: set[int], kept: Kept
    ) -> Iterator[Met]:
        ordinal = 0
        seen: set[int] = set()
        for run, (key, of_run) in enumerate(self._grouped(states)):
            rows, state = of_run, states[run]
            if hashes[run] in apart:
                of_claim = kept.get(key)
                if hashes[run] in seen and (of_claim is None or of_claim[0][0] != rows[0][0]):
                    continue
                seen.add(hashes[run])
                if of_claim:
                    rows, state = of_claim, _MIXED
            ordinal += 1
            number, row = rows[0]
            if state >= 0 and not state & _ASKED:
                yield Unasked(ordinal, number, row[self._id].strip(), state >> 1)
                continue
            yield Gathered(
                ordinal,
                [number for number, _ in rows],
                [{name: row[at] for name, at in self._columns} for _, row in rows],
            )

    def _grouped(self, states: "array[int]") -> Iterator[tuple[Key, list[Numbered]]]:
        """
        Each run of rows of one claim; of a run that nobody asks about, the first row.
        """
        last: Key | None = None
        run, wanted = -1, False
        rows: list[Numbered] = []
        for number, row in self._table.rows():
            key = self._key_of(row, number)
            if key != last:
                if last is not None:
                    yield last, rows
                run, last, rows = run + 1, key, [(number, row)]
                wanted = states[run] == _MIXED or bool(states[run] & _ASKED)
            elif wanted:
                rows.append((number, row))
        if last is not None:
            yield last, rows

    def _key_of(self, row: list[str], number: int) -> Key:
        """
        What tells a claim from others; a row without a claim's id is like no other.
        """
        key = tuple([row[at].strip() for at in self._key])
        return (number,) if is_blank(key[-1]) else key


def _taker(places: list[int]) -> Callable[[list[str]], tuple[str, ...]]:
    """
    A function that takes the cells at these places.
    """
    if len(places) == 1:
        (only,) = places
        return lambda row: (row[only],)
    return itemgetter(*places) if places else lambda _: ()


def _apart(hashes: "array[int]") -> set[int]:
    """
    The hashes that more than one run has, found slice by slice to spare memory.
    """
    apart: set[int] = set()
    for each in range(_SLICES):
        of_slice = sorted(hashed for hashed in hashes if hashed % _SLICES == each)
        apart.update(a for a, b in pairwise(of_slice) if a == b)
    return apart


def _wanted(hashes: "array[int]", states: "array[int]", apart: set[int]) -> set[int]:
    """
    Of the hashes that several runs have, those of claims that are to be looked at.
    """
    if not apart:
        return set()
    routes: dict[int, int] = {}
    wanted: set[int] = set()
    for hashed, state in zip(hashes, states, strict=True):
        if hashed in apart:
            route = state >> 1
            if state == _MIXED or state & _ASKED or routes.setdefault(hashed, route) != route:
                wanted.add(hashed)
    return wanted
