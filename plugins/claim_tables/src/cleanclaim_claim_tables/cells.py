"""
Cells of a table as the values of a claim's JSON: a table writes them in more ways.

Each reader takes what a CSV, an Arrow table or a data frame holds, gives the contract's
form, and raises ValueError with what was expected, never with what was there.
"""

import datetime
import math
import re
from decimal import Decimal

Cell = object

NOTHING = frozenset(("", "nan", "nat", "none", "null", "<na>", "\\n"))
"""The words for nothing, trimmed and in small letters."""

BLANKS = "".join(
    map(
        chr,
        (
            *range(0x09, 0x0E),
            *range(0x1C, 0x21),
            *(0x85, 0xA0, 0x1680),
            *range(0x2000, 0x200B),
            *(0x2028, 0x2029, 0x202F, 0x205F, 0x3000),
        ),
    )
)
"""What Python takes off the ends of a text, for those who have to do it themselves."""

_WHOLE = re.compile(r"(\d+)\.0+", re.ASCII)
_DAY = re.compile(
    r"(?:(\d{4})-(\d\d)-(\d\d)|(\d{4})(\d\d)(\d\d)(?:\.0+)?)"
    r"(?(1)(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z| ?[+-]\d\d(?::?\d\d)?| UTC)?)?)",
    re.ASCII,
)
_PROCEDURE = re.compile(r"[0-9A-Za-z]{5}", re.ASCII)
_NUMBER = re.compile(r"(-?\d{1,18})(?:\.(\d*))?", re.ASCII)
_LONGEST = 20  # digits
_EXACT = 2**53  # whole numbers below it are exact as floats
_REVENUE_DIGITS, _PLACE_DIGITS = 4, 2


def is_blank(cell: Cell) -> bool:
    """
    Whether a cell says nothing: null, NaN, blank text, or a word for nothing.
    """
    if cell is None:
        return True
    if isinstance(cell, str):
        return cell.strip().lower() in NOTHING
    return isinstance(cell, float) and math.isnan(cell)


def text(cell: Cell) -> str:
    """
    Text, trimmed; a number as its digits, for ids and codes that a table took for numbers.
    """
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        msg = "expected text"
        raise ValueError(msg)  # noqa: TRY004 - one kind of fault for all cells
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, Decimal):
        cell = float(cell)
    if isinstance(cell, float) and abs(cell) < _EXACT and cell == int(cell):
        return str(int(cell))
    msg = "expected text"
    raise ValueError(msg)


def code(cell: Cell) -> str:
    """
    A code as capitals; of digits with a point and noughts, which a table made, the digits.
    """
    said = text(cell)
    whole = _WHOLE.fullmatch(said)
    return whole[1] if whole else said


def procedure(cell: Cell) -> str:
    """
    A HCPCS or CPT code, as capitals; a number that is shorter has lost what it was.
    """
    said = code(cell)
    if not _PROCEDURE.fullmatch(said):
        msg = "not a procedure code; expected five letters or digits"
        raise ValueError(msg)
    return said.upper()


def diagnosis(cell: Cell) -> str:
    """
    A diagnosis code, without its point.
    """
    return text(cell).replace(".", "")


def kind(cell: Cell) -> str:
    """
    ``professional`` or ``institutional``, in capitals or not.
    """
    return text(cell).lower()


def revenue_code(cell: Cell) -> str:
    """
    Four digits; leading noughts that a table has lost come back.
    """
    said = code(cell)
    return said.zfill(_REVENUE_DIGITS) if said.isascii() and said.isdigit() else said


def place_of_service(cell: Cell) -> str:
    """
    Two digits; a leading nought that a table has lost comes back.
    """
    said = code(cell)
    return said.zfill(_PLACE_DIGITS) if said.isascii() and said.isdigit() else said


def type_of_bill(cell: Cell) -> str:
    """
    Three characters, without the leading nought that some write.
    """
    return code(cell).upper()


def line_number(cell: Cell) -> int:
    """
    A whole number from 1.
    """
    said = code(cell)
    if not (said.isascii() and said.isdigit()) or not 0 < int(said[:18]) < 10**6:
        msg = "expected a whole number from 1"
        raise ValueError(msg)
    return int(said)


def day(cell: Cell) -> str:
    """
    A day: 2025-03-03, 20250303, or a point in time, whose day is taken as it is written.
    """
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    match = _DAY.fullmatch(text(cell))
    if not match:
        msg = "not a date; expected one such as 2025-03-03 or 20250303"
        raise ValueError(msg)
    return "-".join(filter(None, match.groups()))


def units(cell: Cell) -> str:
    """
    A count with at most three decimals that are not nought.

    A negative one takes a line back: such rows are no claim by themselves.
    """
    number = _number(cell, 3, "not a number of units; expected digits with at most three decimals")
    if number.startswith("-") and number.strip("-0."):
        msg = "negative, which takes a line back; give the last version of each claim alone"
        raise ValueError(msg)
    number = number.removeprefix("-")
    return number.removesuffix(".0") if isinstance(cell, float) else number


def money(cell: Cell) -> str:
    """
    US dollars with at most two decimals that are not nought.
    """
    amount = _number(cell, 2, "not an amount; expected digits with at most two decimals")
    if not isinstance(cell, float):
        return amount
    whole, _, cents = amount.partition(".")
    return f"{whole}.{cents:0<2}"


def _number(cell: Cell, decimals: int, expected: str) -> str:
    """
    A number as decimal text, without the noughts beyond so many decimals.
    """
    if isinstance(cell, Decimal) and cell.is_finite() and abs(cell.adjusted()) < _LONGEST:
        cell = format(cell, "f")
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise ValueError(expected)  # noqa: TRY004 - one kind of fault for all cells
    match = _NUMBER.fullmatch(str(cell).strip())
    if not match or (match[2] or "")[decimals:].strip("0"):
        raise ValueError(expected)
    fraction = (match[2] or "")[:decimals]
    return f"{match[1]}.{fraction}" if fraction else match[1]
