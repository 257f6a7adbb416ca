"""
Layouts: which column of a table says what of a claim.

``layout`` gives one by the name of a built-in, or reads a TOML file of the user's own.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs

from cleanclaim import Claim, ConfigError, InputError, Kind
from cleanclaim.errors import did_you_mean, together
from cleanclaim.sources import Route
from cleanclaim_claim_tables import cells, layout_toml
from cleanclaim_claim_tables.cells import Cell, is_blank
from cleanclaim_claim_tables.claims_of import Row, claim_of
from cleanclaim_claim_tables.layout_faults import constant_faults
from cleanclaim_claim_tables.layout_file import LISTS, Columns
from cleanclaim_claim_tables.quick import NOT_PLAIN, Quick
from cleanclaim_claim_tables.typed import TYPED

ROUTE = ("kind", "payer_id", "claim_filing", "type_of_bill", "frequency_code")
"""What decides by whose rules a claim is judged, in the order of a route."""

_MOST_TOLD = 10
_READ: Mapping[str, Callable[[Cell], str | int]] = {
    "kind": cells.kind,
    "claim_filing": cells.code,
    "type_of_bill": cells.type_of_bill,
    "place_of_service": cells.place_of_service,
    "frequency_code": cells.code,
    "date": cells.day,
    "through": cells.day,
    "diagnosis_codes": cells.diagnosis,
    "condition_codes": cells.code,
    "total_charge": cells.money,
    "number": cells.line_number,
    "procedure": cells.procedure,
    "modifiers": cells.code,
    "units": cells.units,
    "charge": cells.money,
    "revenue_code": cells.revenue_code,
}
"""How a cell is read, by its name in a claim; the others are ids: text, or digits."""


@attrs.frozen(slots=False)
class Layout:
    """
    Which column of a table says what of a claim.

    ``of_claim`` and ``of_lines`` have columns by their names in a claim, such as
    ``rendering.npi``; ``of_lines`` has an entry for each line that a row can hold, one
    where a row is a line. ``within`` are columns that part claims of one id, ``segment``
    tells which part of a claim a row is.
    """

    name: str
    is_wide: bool
    of_claim: Columns
    of_lines: tuple[Columns, ...]
    within: tuple[str, ...] = ()
    segment: str | None = None
    constants: Mapping[str, str] = attrs.field(factory=dict)
    values: Mapping[str, Mapping[str, str]] = attrs.field(factory=dict)
    optional: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[str, ...]:
        """
        The columns that tell one claim from another; the last is the claim's id.
        """
        return (*self.within, *self.of_claim["id"])

    @property
    def columns(self) -> tuple[str, ...]:
        """
        Every column that is read, each once.
        """
        used = [*self.key, *((self.segment,) if self.segment else ())]
        for columns in (self.of_claim, *self.of_lines):
            for names in columns.values():
                used.extend(names)
        return tuple(dict.fromkeys(used))

    @property
    def route_columns(self) -> tuple[str, ...]:
        """
        The columns of what decides by whose rules a claim is judged, each once.
        """
        named = (self.of_claim[name][0] for name in ROUTE if name in self.of_claim)
        return tuple(dict.fromkeys(named))

    @property
    def procedures(self) -> tuple[str, ...]:
        """
        The columns of procedure codes.
        """
        return tuple(name for columns in self.of_lines for name in columns.get("procedure", ()))

    @property
    def lists(self) -> frozenset[str]:
        """
        The columns that may hold lists.
        """
        tables = (self.of_claim, *self.of_lines)
        return frozenset(column for name in LISTS for of in tables for column in of.get(name, ()))

    def fitted(self, header: Iterable[str]) -> "Layout":
        """
        The layout over a table with these columns: spelled as they are there, without
        the optional ones that are not.

        Raises: InputError that names every column that is missing.
        """
        there = tuple(header)
        found = {name: _found(name, there) for name in self.columns}
        missing = [
            f"no column {name!r}{did_you_mean(name, there)}"
            for name, column in found.items()
            if column is None and name not in self.optional
        ]
        if missing:
            if len(missing) > _MOST_TOLD:
                missing[_MOST_TOLD:] = [f"and {len(missing) - _MOST_TOLD:,} more columns"]
            msg = together(
                [*missing, f"layout {self.name!r} needs them; name another, or your own"]
            )
            raise InputError(msg)
        return attrs.evolve(
            self,
            of_claim=_over(self.of_claim, found),
            of_lines=tuple(_over(columns, found) for columns in self.of_lines),
            within=tuple(column for name in self.within if (column := found[name])),
            segment=found[self.segment] if self.segment else None,
            optional=frozenset(),
        )

    def with_constants(self, constants: Mapping[str, str]) -> "Layout":
        """
        The layout with these constants beside its own, or in their place.

        Raises: ConfigError when one has no such name, or can't be what it says.
        """
        if found := list(constant_faults(constants, "constant")):
            raise ConfigError(together(found))
        return attrs.evolve(self, constants={**self.constants, **constants})

    def claim(self, rows: Sequence[Row], numbers: Sequence[int] | None = None) -> Claim:
        """
        The claim that these rows say, in whatever order they come; *numbers* are theirs
        in the table, for messages.

        Raises: ClaimError, with what is wrong and where, never with a value.
        """
        try:
            return self._quick(rows)
        except NOT_PLAIN:
            return claim_of(self, rows, numbers)

    @cached_property
    def _quick(self) -> Quick:
        return Quick(self)

    def __getstate__(self) -> dict[str, Any]:
        # What is remembered does not travel.
        return {field.name: getattr(self, field.name) for field in attrs.fields(Layout)}

    def route_of(self, row: Row) -> Route:
        """
        What decides by whose rules a claim is judged, as a row says it.

        Raises: ValueError when the row does not say it, or not so that it can be read.
        """
        said: dict[str, Any] = {}
        for name in ROUTE:
            cell = row.get(self.of_claim[name][0]) if name in self.of_claim else None
            if not is_blank(cell):
                said[name] = self.read(name, cell)
        whole = self.completed(said)
        bill, frequency = whole.get("type_of_bill"), whole.get("frequency_code")
        if bill is not None:
            bill = whole["type_of_bill"] = TYPED["type_of_bill"](bill)
            if frequency and frequency != bill[-1]:
                msg = "type of bill and frequency code contradict each other"
                raise ValueError(msg)
            whole["frequency_code"] = bill[-1]
        return Route(Kind(whole.pop("kind", None)), **whole)

    def read(self, name: str, cell: Cell) -> str | int:
        """
        What a cell that is not blank says, in the form of a claim's JSON.

        Raises: ValueError with what was expected.
        """
        known = self.values.get(name)
        if known:
            cell = known.get(cells.code(cell), cell)
        return _READ.get(name, cells.text)(cell)

    def completed(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """
        What rows say of a claim, with the constants where they say nothing.
        """
        whole = {**self.constants, **data}
        not_its = "place_of_service" if whole.get("kind") == "institutional" else "type_of_bill"
        if not_its not in data:
            whole.pop(not_its, None)
        return whole


def layout(name_or_path: str | os.PathLike[str]) -> Layout:
    """
    The built-in layout of this name, or the one in a TOML file.

    Raises: ConfigError, with all that is wrong.
    """
    return Layout(**layout_toml.load(os.fspath(name_or_path)))


def _found(name: str, there: Sequence[str]) -> str | None:
    """
    A column of a table, as the table spells it; None where it has none, or several.
    """
    if name in there:
        return name
    alike = [column for column in there if column.lower() == name.lower()]
    return alike[0] if len(alike) == 1 else None


def _over(columns: Columns, found: Mapping[str, str | None]) -> Columns:
    """
    The columns that a table has, under the names of a claim.
    """
    there = {name: tuple(filter(None, map(found.get, of))) for name, of in columns.items()}
    return {name: of for name, of in there.items() if of}
