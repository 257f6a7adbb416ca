"""
Strict readers for the values of a claim: dates, amounts, units, codes.

Python's own parsers accept ``1_000``, ``١٢٣``, ``NaN`` and ``2026111``; a payer does
not. Each function takes text and returns a value, or raises ValueError with what was
expected, and never with the value itself.
"""

import datetime
import re
from decimal import Decimal

_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_X12_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_MONEY = re.compile(r"-?\d{1,18}(?:\.\d{1,2})?", re.ASCII)
_BARE_MONEY = re.compile(r"-?(?:\d{1,18}(?:\.\d{0,2})?|\.\d{1,2})", re.ASCII)
_UNITS = re.compile(r"\d{1,15}(?:\.\d{1,3})?", re.ASCII)
_BARE_UNITS = re.compile(r"(?:\d{1,15}(?:\.\d{0,3})?|\.\d{1,3})", re.ASCII)
_PROCEDURE = re.compile(r"[0-9A-Za-z]{5}", re.ASCII)


def iso_date(text: str) -> datetime.date:
    """
    A date written 2026-11-23.

    Raises: ValueError when it is written otherwise or is not a day of the calendar.
    """
    return _date(_ISO_DATE.fullmatch(text), "a date such as 2026-11-23")


def x12_date(text: str) -> datetime.date:
    """
    A date written 20261123, as X12 writes D8.

    Raises: ValueError when it is written otherwise or is not a day of the calendar.
    """
    return _date(_X12_DATE.fullmatch(text), "eight digits, CCYYMMDD")


def _date(match: re.Match[str] | None, expected: str) -> datetime.date:
    if match:
        try:
            return datetime.date(*map(int, match.groups()))
        except ValueError:
            msg = f"not a day of the calendar; expected {expected}"
            raise ValueError(msg) from None
    msg = f"not a date; expected {expected}"
    raise ValueError(msg)


def money(text: str, *, bare_point: bool = False) -> Decimal:
    """
    An amount of at most 18 digits and two decimals, US dollars.

    X12 writes ``.5`` and ``12.`` too; *bare_point* admits them.

    Raises: ValueError.
    """
    if not (_BARE_MONEY if bare_point else _MONEY).fullmatch(text):
        msg = "not an amount; expected digits with at most two decimals"
        raise ValueError(msg)
    return Decimal(text)


def units(text: str, *, bare_point: bool = False) -> Decimal:
    """
    A count of at most 15 digits and three decimals, never negative.

    Raises: ValueError.
    """
    if not (_BARE_UNITS if bare_point else _UNITS).fullmatch(text):
        msg = "not a number of units; expected digits with at most three decimals"
        raise ValueError(msg)
    return Decimal(text)


def procedure(text: str) -> str:
    """
    A HCPCS or CPT code: five letters or digits, as capitals.

    Raises: ValueError.
    """
    code = text.strip()
    if not _PROCEDURE.fullmatch(code):
        msg = "not a procedure code; expected five letters or digits"
        raise ValueError(msg)
    return code.upper()  # only now: some signs become plain letters as capitals
