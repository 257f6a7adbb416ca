"""
The rows of a sound claim as a Claim, quickly: what a cell says is remembered.

What is not plain in every respect is left to ``claims_of``, which says what is wrong; a
test holds the two together.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from cleanclaim import BillingProvider, Claim, Kind, Practitioner, ServiceLine
from cleanclaim_claim_tables.cells import Cell, is_blank
from cleanclaim_claim_tables.layout_file import LISTS, Columns
from cleanclaim_claim_tables.typed import TYPED

if TYPE_CHECKING:
    from cleanclaim_claim_tables.layouts import Layout

Row = Mapping[str, Cell]
Read = Callable[[Cell], Any]
Day = datetime.date | None

NOT_PLAIN = (ValueError, ArithmeticError, TypeError, KeyError, AttributeError)
"""What is raised where rows are not plain; their claim is to be read the long way."""

_REMEMBERED = 8192
_MOST_LINES = 10_000
_OF_LINE = (
    "number",
    "procedure",
    "units",
    "charge",
    "date",
    "through",
    "revenue_code",
    "place_of_service",
    "drug",
    "rendering.npi",
    "rendering.taxonomy",
)
# The constant that is not for claims of this kind.
_BY_KIND = {Kind.PROFESSIONAL: "type_of_bill", Kind.INSTITUTIONAL: "place_of_service"}
# So many values that remembering them only costs.
_MANIFOLD = frozenset(("id", "charge", "total_charge"))


class Quick:
    """
    Reads the rows of a claim of this layout.
    """

    def __init__(self, layout: "Layout") -> None:
        self._wide, self._segment = layout.is_wide, layout.segment
        self._fields = tuple(
            (name, columns[0], _reader(layout, name))
            for name, columns in layout.of_claim.items()
            if name not in LISTS
        )
        self._diagnoses = _several(layout, layout.of_claim, "diagnosis_codes")
        self._conditions = _several(layout, layout.of_claim, "condition_codes")
        self._lines = tuple(_line(layout, columns) for columns in layout.of_lines)
        self._constants = tuple(
            (name, _reader(layout, name)(text)) for name, text in layout.constants.items()
        )

    def __call__(self, rows: Sequence[Row]) -> Claim:
        """
        The claim; one of ``NOT_PLAIN`` is raised where the rows are not plain.
        """
        said = self._of_claim(rows)
        kind, date, through = said["kind"], said.get("date"), said.get("through")
        _check(date, through)
        lines = self._of_lines(rows)
        if date is None and kind is Kind.PROFESSIONAL and all(line[4] for line in lines):
            date = min(line[4] for line in lines)
            through = max(line[5] or line[4] for line in lines)
        through = through or date
        bill, frequency = said.get("type_of_bill"), said.get("frequency_code")
        if bill and frequency and bill[-1] != frequency:
            raise ValueError
        place = said.get("place_of_service")
        npi, taxonomy = said.get("billing.npi"), said.get("billing.taxonomy")
        tax_id = said.get("billing.tax_id")
        rendering = _practitioner(said.get("rendering.npi"), said.get("rendering.taxonomy"))
        default = rendering or _practitioner(npi, taxonomy)
        return Claim(
            said["id"],
            kind,
            tuple(_completed(line, date, through, place, default) for line in lines),
            said.get("payer_id"),
            said.get("claim_filing"),
            bill,
            place,
            frequency or (bill[-1] if bill else None),
            date,
            through,
            self._diagnoses(rows),
            self._conditions(rows),
            said.get("total_charge"),
            BillingProvider(npi, taxonomy, tax_id) if npi or taxonomy or tax_id else None,
            rendering,
        )

    def _of_claim(self, rows: Sequence[Row]) -> dict[str, Any]:
        said = {}
        first = rows[0]
        for name, column, read in self._fields:
            cell = first[column]
            for row in rows:
                if row[column] != cell:
                    raise ValueError
            value = read(cell)
            if value is not None:
                said[name] = value
        told = said.keys() & _BY_KIND.values()
        for name, value in self._constants:
            said.setdefault(name, value)
        other = _BY_KIND[said["kind"]]
        if other not in told:
            said.pop(other, None)
        return said

    def _of_lines(self, rows: Sequence[Row]) -> list[list[Any]]:
        if self._wide:
            if len(rows) > 1 or (self._segment and str(rows[0][self._segment]) != "1"):
                raise ValueError
            lines = [line(rows[0]) for line in self._lines]
            for number, line in enumerate(lines, 1):
                line[0] = number
            return [line for line in lines if any(line[1:])] or [[1, *[None] * 10, ()]]
        lines = [self._lines[0](row) for row in rows]
        numbers = [line[0] for line in lines]
        if not any(numbers):
            for number, line in enumerate(lines, 1):
                line[0] = number
        elif not all(numbers) or len(set(numbers)) < len(numbers):
            raise ValueError
        elif sorted(numbers) != numbers:
            lines.sort(key=itemgetter(0))
        if len(lines) > _MOST_LINES:
            raise ValueError
        return lines


def _reader(layout: "Layout", name: str) -> Read:
    """
    A reader of one name's cells: None for a blank one.
    """
    typed = TYPED.get(name)

    def read(cell: Cell) -> Any:
        if cell is None or is_blank(cell):
            return None
        said = layout.read(name, cell)
        return typed(said) if typed else said

    return read if name in _MANIFOLD else lru_cache(_REMEMBERED, typed=True)(read)


def _several(
    layout: "Layout", columns: Columns, name: str
) -> Callable[[Sequence[Row]], tuple[str, ...]]:
    """
    A reader of codes that stand in several columns: of a claim those of all rows, each
    once; of a line all of them.
    """
    names = columns.get(name, ())
    if not names:
        return lambda _: ()
    cells_of: Callable[[Row], tuple[Cell, ...]] = (
        itemgetter(*names) if len(names) > 1 else lambda row: (row[names[0]],)
    )
    read = _reader(layout, name)

    @lru_cache(_REMEMBERED, typed=True)
    def codes(cells: tuple[Cell, ...]) -> tuple[str, ...]:
        found = [code for cell in cells if (code := read(cell)) is not None]
        return tuple(dict.fromkeys(found) if name != "modifiers" else found)

    def of(rows: Sequence[Row]) -> tuple[str, ...]:
        if len(rows) == 1:
            return codes(cells_of(rows[0]))
        told = dict.fromkeys(map(codes, map(cells_of, rows)))
        if len(told) == 1:
            return next(iter(told))
        return tuple(dict.fromkeys(code for of_row in told for code in of_row))

    return of


def _line(layout: "Layout", columns: Columns) -> Callable[[Row], list[Any]]:
    """
    A reader of one line: what it says in the order of ``_OF_LINE``, modifiers last.
    """
    fields = tuple(
        (place, columns[name][0], _reader(layout, name))
        for place, name in enumerate(_OF_LINE)
        if name in columns
    )
    modifiers = _several(layout, columns, "modifiers")

    def line(row: Row) -> list[Any]:
        said: list[Any] = [None] * len(_OF_LINE)
        for place, column, read in fields:
            said[place] = read(row[column])
        _check(said[4], said[5])
        said.append(modifiers((row,)))
        return said

    return line


def _completed(
    line: list[Any], date: Day, through: Day, place: str | None, default: Practitioner | None
) -> ServiceLine:
    number, procedure, units, charge, first, last, revenue, at, drug, npi, taxonomy, mods = line
    if first is None:
        first, last = date, through
    return ServiceLine(
        number,
        procedure,
        mods,
        units,
        charge,
        first,
        last or first,
        revenue,
        at or place,
        drug,
        _practitioner(npi, taxonomy) or default,
    )


@lru_cache(_REMEMBERED)
def _practitioner(npi: str | None, taxonomy: str | None) -> Practitioner | None:
    return Practitioner(npi, taxonomy) if npi or taxonomy else None


def _check(date: Day, through: Day) -> None:
    if through is not None and (date is None or through < date):
        raise ValueError
