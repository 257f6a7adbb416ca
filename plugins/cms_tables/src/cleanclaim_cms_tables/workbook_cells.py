"""
The cells of a sheet, gone through as XML: what openpyxl would leave out without a word.
"""

import re
from collections.abc import Mapping

from cleanclaim_cms_tables.kinds import shown
from cleanclaim_cms_tables.refused import Refused

MOST_ROWS = 1_048_576
_MOST_IN_ROW = 20_000
_TOLD = 5
_NUMBER = re.compile(r"[1-9]\d{0,6}", re.ASCII)
_DIGITS = "0123456789"
# Of cells whose columns are told by their order only: behind every column.
_UNPLACED = (4, "")
_FIRST = (0, "")


class Cells:
    """
    The cells of one sheet, told one after the other.

    Raises, while they are told: Refused for rows and cells out of their order, and for more
    in a row than a sheet has.
    """

    def __init__(self) -> None:
        self._number = self._in_row = 0
        self._place = ""
        self._column = _FIRST
        self._text = self._formula = False
        self._unvalued = 0
        self._told: list[str] = []

    def row(self, attributes: Mapping[str, str]) -> None:
        """
        A row begins; openpyxl leaves out one that stands behind a later one.
        """
        number = attributes.get("r", str(self._number + 1))
        if not _NUMBER.fullmatch(number) or int(number) <= self._number:
            msg = f"has row {shown(number)} after row {self._number}"
            raise Refused(msg)
        self._number = int(number)
        self._in_row = 0
        self._column = _FIRST

    def within(self, name: str, attributes: Mapping[str, str]) -> bool:
        """
        An element of a row begins; whether it is the value of a formula, which may be empty.
        """
        self._in_row += 1
        if self._in_row > _MOST_IN_ROW:
            msg = f"has a row, {self._number}, of more cells than a table of CMS's"
            raise Refused(msg)
        if name == "c":
            self.close()
            self._cell(attributes.get("r"))
            self._text = attributes.get("t") == "str"
        elif name == "f":
            self._formula = True
        elif name == "v" and self._formula:
            # Text may well be empty; a number that is was never worked out.
            self._formula = not self._text
            return self._formula
        return False

    def valued(self) -> None:
        """
        The formula of this cell has a value.
        """
        self._formula = False

    def close(self) -> None:
        """
        The cell ends.
        """
        if self._formula:
            self._formula = False
            self._unvalued += 1
            if len(self._told) < _TOLD:
                self._told.append(shown(self._place))

    def finish(self) -> None:
        """
        The sheet ends.

        Raises: Refused when a formula has no value.
        """
        if self._unvalued:
            more = self._unvalued - len(self._told)
            told = ", ".join(self._told) + (f" and {more:,} more" if more else "")
            msg = f"has formulas without a value: {told}; save it in Excel, so that it has them"
            raise Refused(msg)

    def _cell(self, place: str | None) -> None:
        """
        Of two cells in one place openpyxl takes the last.
        """
        if place is None:
            self._place = f"the {self._in_row:,}th of row {self._number}"
            ordered = self._column in (_FIRST, _UNPLACED)
            self._column = _UNPLACED
        else:
            letters = place.rstrip(_DIGITS)
            column = len(letters), letters
            ordered = self._column < column and place[len(letters) :] == str(self._number)
            self._place, self._column = place, column
        if not ordered:
            msg = f"has a cell in the wrong place: {shown(self._place)}"
            raise Refused(msg)
