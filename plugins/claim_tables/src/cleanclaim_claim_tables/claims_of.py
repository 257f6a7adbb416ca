"""
The rows of one claim as the Claim that they say, or why they say none.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cleanclaim import Claim, ClaimError, claim_from
from cleanclaim_claim_tables.cells import Cell, is_blank
from cleanclaim_claim_tables.layout_file import LISTS

if TYPE_CHECKING:
    from cleanclaim_claim_tables.layouts import Layout

Row = Mapping[str, Cell]

_MOST_TOLD = 5
_OF_LINE = re.compile(r"lines\[(\d+)\](?:\.([\w.]+))?: (.*)")
_OF_CLAIM = re.compile(r"([\w.]+): (.*)")


def claim_of(layout: "Layout", rows: Sequence[Row], numbers: Sequence[int] | None = None) -> Claim:
    """
    The claim that these rows say; *numbers* are theirs in the table, for messages.

    Raises: ClaimError, with what is wrong and where, never with a value.
    """
    reading = _Reading(layout, rows, numbers)
    data = reading.of_claim()
    lines = reading.lines()
    if not reading.faults:
        try:
            return claim_from({**layout.completed(data), "lines": [line.said for line in lines]})
        except ClaimError as error:
            reading.take(error, lines)
    told = list(reading.faults)
    if len(told) > _MOST_TOLD:
        told[_MOST_TOLD:] = [f"and {len(told) - _MOST_TOLD:,} more faults"]
    raise ClaimError("; ".join(told))


class _Line:
    """
    What a row says of one line: the row's position in the claim, and the contract's names.
    """

    __slots__ = ("at", "columns", "said")

    def __init__(self, at: int, columns: Mapping[str, Sequence[str]], said: dict[str, Any]) -> None:
        self.at, self.columns, self.said = at, columns, said


class _Reading:
    """
    Reads the rows of one claim and gathers their faults, so that all are told at once.
    """

    def __init__(
        self, layout: "Layout", rows: Sequence[Row], numbers: Sequence[int] | None
    ) -> None:
        self._layout, self._rows, self._numbers = layout, rows, numbers
        self.faults: dict[str, None] = {}

    def of_claim(self) -> dict[str, Any]:
        """
        What the rows say of the claim as a whole.
        """
        data: dict[str, Any] = {}
        for name, columns in self._layout.of_claim.items():
            value = self._united(name, columns) if name in LISTS else self._agreed(name, columns[0])
            if value:
                _put(data, name, value)
        return data

    def lines(self) -> list[_Line]:
        """
        The service lines, in the order of their numbers.
        """
        lines: list[_Line] = []
        for at, row in enumerate(self._rows):
            if not self._layout.is_wide:
                columns = self._layout.of_lines[0]
                lines.append(_Line(at, columns, self._line(columns, row, at)))
                continue
            first = (self._segment(row, at) - 1) * len(self._layout.of_lines) + 1
            for number, columns in enumerate(self._layout.of_lines, first):
                if said := self._line(columns, row, at):
                    lines.append(_Line(at, columns, {"number": number, **said}))
        # A claim of which no line is told is a claim all the same; it asks nothing of an edit.
        return self._in_order(lines) or [_Line(0, {}, {})]

    def take(self, error: ClaimError, lines: Sequence[_Line]) -> None:
        """
        The faults that the claim has as a whole, told by row and column.
        """
        for fault in str(error).splitlines():
            if found := _OF_LINE.fullmatch(fault):
                line = lines[int(found[1]) - 1]
                self._fault(found[3], line.at, line.columns.get(found[2] or ""), found[2])
            elif found := _OF_CLAIM.fullmatch(fault):
                self._fault(found[2], None, self._layout.of_claim.get(found[1]), found[1])
            else:
                self._fault(fault)

    def _agreed(self, name: str, column: str) -> str | int | None:
        """
        What those rows say that say anything; None where they contradict each other.
        """
        found: str | int | None = None
        last: Cell = None
        for at, row in enumerate(self._rows):
            cell = row.get(column)
            if cell is None or cell is last or cell == last or is_blank(cell):
                continue
            last = cell
            value = self._value(name, cell, at, column)
            if value is None:
                return None
            if found is not None and value != found:
                self._fault(
                    "another row of the claim says something else; expected all to agree",
                    at,
                    (column,),
                )
                return None
            found = value
        return found

    def _united(self, name: str, columns: Sequence[str]) -> list[str]:
        """
        The codes of all rows, each once, in their order.
        """
        united: dict[str, None] = {}
        last: list[Cell] = []
        for at, row in enumerate(self._rows):
            cells = [row.get(column) for column in columns]
            if cells != last:
                united.update(dict.fromkeys(self._several(name, columns, cells, at)))
                last = cells
        return list(united)

    def _segment(self, row: Row, at: int) -> int:
        column = self._layout.segment
        if column is None:
            if at:
                self._fault(
                    "another row of the claim came before, and nothing tells them apart", at
                )
            return 1
        cell = row.get(column)
        if is_blank(cell):
            self._fault("blank; expected a whole number from 1", at, (column,))
            return 1
        return int(self._value("number", cell, at, column) or 1)

    def _line(self, columns: Mapping[str, Sequence[str]], row: Row, at: int) -> dict[str, Any]:
        line: dict[str, Any] = {}
        for name, of_name in columns.items():
            if name in LISTS:
                if several := self._several(name, of_name, [row.get(c) for c in of_name], at):
                    line[name] = several
                continue
            cell = row.get(of_name[0])
            if cell is None or is_blank(cell):
                continue
            value = self._value(name, cell, at, of_name[0])
            if value is not None:
                _put(line, name, value)
        return line

    def _several(
        self, name: str, columns: Sequence[str], cells: Sequence[Cell], at: int
    ) -> list[str]:
        found = []
        for column, cell in zip(columns, cells, strict=True):
            for each in cell if isinstance(cell, list | tuple) else (cell,):
                if each is not None and not is_blank(each):
                    value = self._value(name, each, at, column)
                    if value is not None:
                        found.append(str(value))
        return found

    def _in_order(self, lines: list[_Line]) -> list[_Line]:
        if all("number" not in line.said for line in lines):
            return lines
        seen: set[int] = set()
        for line in lines:
            number = line.said.get("number")
            if number is None:
                self._fault("no line number, which other rows of the claim have", line.at)
            elif number in seen:
                self._fault(
                    "another row of the claim has this line number; give the last version of "
                    "each line alone",
                    line.at,
                )
            else:
                seen.add(number)
        return sorted(lines, key=lambda line: line.said.get("number") or 0)

    def _value(self, name: str, cell: Cell, at: int, column: str) -> str | int | None:
        try:
            return self._layout.read(name, cell)
        except (ValueError, ArithmeticError) as error:
            self._fault(str(error), at, (column,))
            return None

    def _fault(
        self,
        what: str,
        at: int | None = None,
        columns: Iterable[str] | None = None,
        name: str | None = None,
    ) -> None:
        """
        Note what is wrong: the row, and the column or what it is called in a claim.
        """
        named = f"column {' or '.join(columns)}" if columns else name
        row = "" if at is None else f"row {self._numbers[at] if self._numbers else at + 1}"
        row += " of its claim" if row and not self._numbers else ""
        place = ", ".join(filter(None, (row, named)))
        self.faults[f"{place}: {what}" if place else what] = None


def _put(data: dict[str, Any], name: str, value: Any) -> None:
    """
    Set a value under a name such as ``rendering.npi``.
    """
    outer, _, inner = name.partition(".")
    if inner:
        data.setdefault(outer, {})[inner] = value
    else:
        data[name] = value
