"""
The values that claims repeat, read strictly and remembered: amounts, units, dates.
"""

import datetime
from decimal import Decimal
from functools import lru_cache

from cleanclaim import values


@lru_cache(maxsize=4096)
def money(text: str) -> Decimal:
    """
    An amount as X12 writes it.

    Raises: ValueError.
    """
    return values.money(text, bare_point=True)


@lru_cache(maxsize=4096)
def units(text: str) -> Decimal:
    """
    A count as X12 writes it.

    Raises: ValueError.
    """
    return values.units(text, bare_point=True)


@lru_cache(maxsize=4096)
def span(form: str, text: str) -> tuple[datetime.date, datetime.date | None]:
    """
    DTP02 and DTP03: one day (D8), or the first and the last of several (RD8).

    Raises: ValueError.
    """
    if form == "D8":
        return values.x12_date(text), None
    if form != "RD8":
        msg = "its format is neither D8 nor RD8"
        raise ValueError(msg)
    first, dash, last = text.partition("-")
    if not dash:
        msg = "not a span; expected CCYYMMDD-CCYYMMDD"
        raise ValueError(msg)
    since, until = values.x12_date(first), values.x12_date(last)
    if until < since:
        msg = "the span ends before it begins"
        raise ValueError(msg)
    return since, until
