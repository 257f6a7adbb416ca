"""
Cells of a table, as CSV, Arrow and data frames hold them.
"""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from cleanclaim_claim_tables import cells


@pytest.mark.parametrize(
    "cell", [None, "", "  ", float("nan"), "NaN", "nan", "None", "NULL", "NaT", "<NA>", "\\N"]
)
def test_nothing(cell: Any) -> None:
    """
    A table has many words for nothing.
    """
    assert cells.is_blank(cell)


@pytest.mark.parametrize("cell", ["0", 0, 0.0, "NA", "-", False])
def test_something(cell: Any) -> None:
    """
    A nought says something, and so does a modifier that looks like nothing.
    """
    assert not cells.is_blank(cell)


@pytest.mark.parametrize(
    ("read", "cell", "expected"),
    [
        (cells.text, " A1 ", "A1"),
        (cells.text, 542872281422592, "542872281422592"),
        (cells.text, 542872281422592.0, "542872281422592"),
        (cells.text, Decimal("17.00"), "17"),
        (cells.text, "0017", "0017"),
        (cells.code, "7.0", "7"),
        (cells.kind, "Professional", "professional"),
        (cells.procedure, " g0283", "G0283"),
        (cells.procedure, 99213, "99213"),
        (cells.procedure, 99213.0, "99213"),
        (cells.procedure, "99213.0", "99213"),
        (cells.diagnosis, "M54.16", "M5416"),
        (cells.revenue_code, "450", "0450"),
        (cells.revenue_code, 361, "0361"),
        (cells.revenue_code, "0001", "0001"),
        (cells.place_of_service, 1, "01"),
        (cells.place_of_service, "22", "22"),
        (cells.type_of_bill, "0131", "0131"),
        (cells.type_of_bill, "13i", "13I"),
        (cells.type_of_bill, 131.0, "131"),
        (cells.line_number, "3", 3),
        (cells.line_number, "003.0", 3),
        (cells.line_number, 999_999, 999_999),
        (cells.day, "2025-03-03", "2025-03-03"),
        (cells.day, "20250303", "2025-03-03"),
        (cells.day, 20250303, "2025-03-03"),
        (cells.day, 20250303.0, "2025-03-03"),
        (cells.day, "20250303.0", "2025-03-03"),
        (cells.day, "2025-03-03 00:00:00", "2025-03-03"),
        (cells.day, "2025-03-03T23:59:59.999Z", "2025-03-03"),
        (cells.day, "2025-03-03 23:30:00+05:30", "2025-03-03"),
        (cells.day, datetime.date(2025, 3, 3), "2025-03-03"),
        (cells.day, datetime.datetime(2025, 3, 3, 23, 59), "2025-03-03"),  # noqa: DTZ001 - as tables have it
        (cells.units, "1", "1"),
        (cells.units, "1.0", "1.0"),
        (cells.units, "1.000000", "1.000"),
        (cells.units, "1.125", "1.125"),
        (cells.units, 1.0, "1"),
        (cells.units, 1.5, "1.5"),
        (cells.units, 0, "0"),
        (cells.units, "-0", "0"),
        (cells.units, Decimal("2.000000"), "2.000"),
        (cells.money, "700.00", "700.00"),
        (cells.money, "65.0000", "65.00"),
        (cells.money, "-12", "-12"),
        (cells.money, 29.5, "29.50"),
        (cells.money, 700.0, "700.00"),
        (cells.money, Decimal("29.560"), "29.56"),
    ],
)
def test_read(read: Any, cell: Any, expected: Any) -> None:
    """
    What a cell says, in the form of a claim's JSON.
    """
    assert expected == read(cell)


@pytest.mark.parametrize(
    ("read", "cell"),
    [
        (cells.text, 1.5),
        (cells.text, True),
        (cells.text, float("inf")),
        (cells.procedure, "9921"),
        (cells.procedure, 100),  # once 00100, perhaps
        (cells.procedure, "99213-26"),
        (cells.line_number, "0"),
        (cells.line_number, "1.5"),
        (cells.line_number, "1" * 30),
        (cells.line_number, "²"),
        (cells.day, "3/3/2025"),
        (cells.day, "2025-3-3"),
        (cells.day, "202504"),
        (cells.day, "2025-03-03 noon"),
        (cells.day, "20250303T10"),
        (cells.units, "-1"),
        (cells.units, -1.0),
        (cells.units, "1.0625"),
        (cells.units, "1,000"),
        (cells.units, "1e3"),
        (cells.units, "1_000"),
        (cells.units, "١"),
        (cells.units, True),
        (cells.units, float("inf")),
        (cells.units, Decimal("1e999999")),
        (cells.units, datetime.date(2025, 3, 3)),
        (cells.money, "$5"),
        (cells.money, "5.005"),
        (cells.money, 1e300),
    ],
)
def test_refused(read: Any, cell: Any) -> None:
    """
    What can't be read is refused, and the reason never holds it.
    """
    with pytest.raises((ValueError, ArithmeticError)) as refused:
        read(cell)

    assert str(cell) not in str(refused.value)


def test_reversal() -> None:
    """
    Negative units are told from units that are none.
    """
    with pytest.raises(ValueError, match=r"^negative, which takes a line back"):
        cells.units("-2")


def test_blanks() -> None:
    """
    The blanks are those that Python knows.
    """
    assert {chr(n) for n in range(0x110000) if chr(n).isspace()} == set(cells.BLANKS)
