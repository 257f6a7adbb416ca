"""
Words for places, lines and values, safe to show: data never moves a terminal's cursor.
"""

from decimal import Decimal

from cleanclaim.findings import Place
from cleanclaim.model import ServiceLine


def printable(text: str) -> str:
    """
    The text with control and other invisible characters written as escapes.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def short(text: str, longest: int) -> str:
    """
    The text, printable, and cut with an ellipsis where it is too long for a heading.
    """
    text = printable(text)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def dollars(amount: Decimal) -> str:
    """
    An amount such as $1,234.50; a negative one has its sign first.
    """
    sign = "-" if amount < 0 else ""
    return f"{sign}${abs(amount):,.2f}"


def place(location: Place | None) -> str:
    """
    Where something stands within its file, such as ``segment 23``, ``line 4`` or ``row 5``.
    """
    for unit in ("segment", "line", "row"):
        if location and unit in location:
            return f"{unit} {location[unit]}"
    return ""


def line_of(line: ServiceLine) -> str:
    """
    Another line of the claim, such as ``line 2 76942-26 2025-03-03``.
    """
    code = "-".join([line.procedure or "no procedure", *line.modifiers])
    date = str(line.date) if line.date else None
    return " ".join(filter(None, (f"line {line.number}", code, date)))


def counted(number: int, noun: str) -> str:
    """
    A number of things, such as ``1 claim`` or ``1,200 claims``.
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
