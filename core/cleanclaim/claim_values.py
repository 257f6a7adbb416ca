"""
The values of a claim's JSON: one reader for each form that a value may have.

Each raises ValueError (or what a wrong type raises by itself), which says what was
expected and never what was there.
"""

import datetime
import re
from decimal import Decimal
from typing import Any

from cleanclaim import values
from cleanclaim.documentation import Imaging
from cleanclaim.errors import did_you_mean
from cleanclaim.model import Kind

_TYPE_OF_BILL = re.compile(r"0?(\d{2}[0-9A-Za-z])", re.ASCII)
_MODIFIER = re.compile(r"[0-9A-Za-z]{2}", re.ASCII)
_LARGEST = 10**15
_MOST_DIGITS = 20


def kind(data: Any) -> Kind:
    """
    Which form: professional or institutional.
    """
    if not isinstance(data, str) or data not in tuple(Kind):
        msg = "expected 'professional' or 'institutional'"
        raise ValueError(msg)
    return Kind(data)


def imaging(data: Any) -> Imaging:
    """
    A way of imaging, by its name, in small letters or capitals.
    """
    named = text(data).lower()
    names = [one.value for one in Imaging]
    if named not in names:
        hint = did_you_mean(named, names)
        msg = f"expected a way of imaging{hint or '; one of ' + ', '.join(names)}"
        raise ValueError(msg)
    return Imaging(named)


def flag(data: Any) -> bool:
    """
    True or false, and nothing that counts as such.
    """
    if not isinstance(data, bool):
        msg = "expected true, false or null"
        raise ValueError(msg)  # noqa: TRY004 - one kind of fault for all values
    return data


def text(data: Any) -> str:
    """
    Text that says something, trimmed.
    """
    if not isinstance(data, str):
        msg = "expected text"
        raise ValueError(msg)  # noqa: TRY004 - one kind of fault for all values
    if not data.strip():
        msg = "expected text that is not blank, or null"
        raise ValueError(msg)
    return data.strip()


def date(data: Any) -> datetime.date:
    """
    A day, ISO, or a date already.
    """
    if type(data) is datetime.date:
        return data
    return values.iso_date(text(data))


def money(data: Any) -> Decimal:
    """
    US dollars as decimal text.
    """
    if isinstance(data, Decimal) and _is_written_out(data):
        return values.money(format(data, "f"))
    if not isinstance(data, str):
        msg = 'money is decimal text, such as "700.00"'
        raise ValueError(msg)  # noqa: TRY004 - one kind of fault for all values
    return values.money(data)


def units(data: Any) -> Decimal:
    """
    A count, as a number or decimal text.
    """
    if isinstance(data, bool):
        msg = "expected a number or decimal text"
        raise ValueError(msg)  # noqa: TRY004 - one kind of fault for all values
    if isinstance(data, Decimal) and _is_written_out(data):
        data = format(data, "f")
    if isinstance(data, float) or (isinstance(data, int) and 0 <= data < _LARGEST):
        data = repr(data)
    if not isinstance(data, str):
        msg = "expected a number or decimal text"
        raise ValueError(msg)  # noqa: TRY004 - one kind of fault for all values
    return values.units(data.strip())


def _is_written_out(data: Decimal) -> bool:
    """
    Whether a decimal is short when written without an exponent; 1e999999 is not.
    """
    return data.is_finite() and -_MOST_DIGITS < data.adjusted() < _MOST_DIGITS


def number(data: Any) -> int:
    """
    A whole number from 1, as lines have.
    """
    if isinstance(data, bool) or not isinstance(data, int) or not 0 < data < 10**6:
        msg = "expected a whole number from 1"
        raise ValueError(msg)
    return data


def modifier(data: Any) -> str:
    """
    A modifier, as capitals.
    """
    modifier = text(data)
    if not _MODIFIER.fullmatch(modifier):
        msg = "expected modifiers of two letters or digits"
        raise ValueError(msg)
    return modifier.upper()


def type_of_bill(data: Any) -> str:
    """
    Three characters, without the leading 0 that some write.
    """
    match = _TYPE_OF_BILL.fullmatch(text(data))
    if not match:
        msg = "expected three characters such as '131'"
        raise ValueError(msg)
    return match[1].upper()
