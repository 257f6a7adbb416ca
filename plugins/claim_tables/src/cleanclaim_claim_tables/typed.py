"""
From the contract's text to the types of the model, for values that are sound.

Each raises where the contract's own reader might say something else.
"""

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from cleanclaim import Kind

_UNITS = re.compile(r"\d{1,15}(?:\.\d{1,3})?", re.ASCII)
_MONEY = re.compile(r"-?\d{1,18}(?:\.\d{1,2})?", re.ASCII)
_MODIFIER = re.compile(r"[0-9A-Za-z]{2}", re.ASCII)
_TYPE_OF_BILL = re.compile(r"0?(\d{2}[0-9A-Za-z])", re.ASCII)


def _whole(pattern: re.Pattern[str], said: str) -> re.Match[str]:
    match = pattern.fullmatch(said)
    if match is None:
        raise ValueError
    return match


def _modifier(said: str) -> str:
    return _whole(_MODIFIER, said)[0].upper()


def _type_of_bill(said: str) -> str:
    return _whole(_TYPE_OF_BILL, said)[1].upper()


def _units(said: str) -> Decimal:
    return Decimal(_whole(_UNITS, said)[0])


def _money(said: str) -> Decimal:
    return Decimal(_whole(_MONEY, said)[0])


def _text(said: str) -> str:
    if not said:
        raise ValueError
    return said


TYPED: Mapping[str, Callable[[Any], Any]] = {
    "kind": Kind,
    "type_of_bill": _type_of_bill,
    "date": datetime.date.fromisoformat,
    "through": datetime.date.fromisoformat,
    "total_charge": _money,
    "charge": _money,
    "units": _units,
    "modifiers": _modifier,
    "diagnosis_codes": _text,
    "condition_codes": _text,
}
