"""
A layout as it is written in TOML: which column says what of a claim.

The names on the left are those of the contract's claim.
"""

import enum
from collections.abc import Mapping
from typing import Any

import attrs

from cleanclaim_claim_tables.numbered import expanded

Columns = Mapping[str, tuple[str, ...]]
"""Columns of a table, by the names that a claim has for what they say."""

LISTS = frozenset(("diagnosis_codes", "condition_codes", "modifiers"))
"""What several columns may say together, or one that holds lists."""


class Rows(enum.StrEnum):
    """
    What a row of the table is: a service line, or a claim with all its lines.
    """

    LINES = "lines"
    CLAIMS = "claims"


def _names(value: Any) -> tuple[str, ...]:
    """
    One name of columns, or a list of them.
    """
    names = value if isinstance(value, list | tuple) else (value,)
    for name in names:
        if not isinstance(name, str) or not name.strip():
            msg = "expected the name of a column, or a list of names, in quotes"
            raise ValueError(msg)
        expanded(name)
    return tuple(names)


def _about(text: str) -> dict[str, str]:
    return {"about": text}


@attrs.frozen
class PractitionerColumns:
    """
    Who rendered a service.
    """

    npi: str | None = attrs.field(default=None, metadata=_about("the national provider identifier"))
    taxonomy: str | None = attrs.field(default=None, metadata=_about("the practitioner's taxonomy"))


@attrs.frozen
class BillingColumns:
    """
    Who bills.
    """

    npi: str | None = attrs.field(default=None, metadata=_about("the national provider identifier"))
    taxonomy: str | None = attrs.field(default=None, metadata=_about("the provider's taxonomy"))
    tax_id: str | None = attrs.field(default=None, metadata=_about("the tax id; never shown"))


@attrs.frozen
class ClaimColumns:
    """
    What a table says of a claim as a whole, on one of its rows or on each.
    """

    id: str = attrs.field(metadata=_about("the claim's number"))
    within: Any = attrs.field(
        default=(),
        converter=_names,
        metadata=_about("columns that part claims of one number, such as the data source"),
    )
    segment: str | None = attrs.field(
        default=None,
        metadata=_about("which part of a claim a row is, from 1; only where rows are claims"),
    )
    kind: str | None = attrs.field(
        default=None, metadata=_about("`professional` or `institutional`")
    )
    payer_id: str | None = attrs.field(default=None, metadata=_about("who pays"))
    claim_filing: str | None = attrs.field(
        default=None, metadata=_about("the claim filing indicator")
    )
    type_of_bill: str | None = attrs.field(
        default=None, metadata=_about("such as `131` or `0131`; institutional")
    )
    place_of_service: str | None = attrs.field(
        default=None, metadata=_about("two digits, where lines have none of their own")
    )
    frequency_code: str | None = attrs.field(
        default=None, metadata=_about("1 original, 7 replacement, 8 void")
    )
    date: str | None = attrs.field(default=None, metadata=_about("the first day"))
    through: str | None = attrs.field(default=None, metadata=_about("the last day"))
    diagnosis_codes: Any = attrs.field(
        default=(), converter=_names, metadata=_about("diagnosis codes, with points or without")
    )
    condition_codes: Any = attrs.field(
        default=(), converter=_names, metadata=_about("condition codes")
    )
    total_charge: str | None = attrs.field(default=None, metadata=_about("US dollars"))
    billing: BillingColumns = attrs.field(
        factory=BillingColumns, metadata=_about("who bills: `npi`, `taxonomy`, `tax_id`")
    )
    rendering: PractitionerColumns = attrs.field(
        factory=PractitionerColumns,
        metadata=_about("who rendered the services: `npi`, `taxonomy`"),
    )


@attrs.frozen
class LineColumns:
    """
    What a table says of a service line.
    """

    procedure: str = attrs.field(metadata=_about("a CPT or HCPCS code"))
    number: str | None = attrs.field(
        default=None, metadata=_about("the line's number, from 1; else the order of the rows")
    )
    modifiers: Any = attrs.field(
        default=(), converter=_names, metadata=_about("modifiers, in order")
    )
    units: str | None = attrs.field(default=None, metadata=_about("a count"))
    charge: str | None = attrs.field(default=None, metadata=_about("US dollars"))
    date: str | None = attrs.field(
        default=None, metadata=_about("the date of service, or the first of several days")
    )
    through: str | None = attrs.field(default=None, metadata=_about("the last day"))
    revenue_code: str | None = attrs.field(default=None, metadata=_about("four digits"))
    place_of_service: str | None = attrs.field(default=None, metadata=_about("two digits"))
    drug: str | None = attrs.field(default=None, metadata=_about("a drug's national code"))
    rendering: PractitionerColumns = attrs.field(
        factory=PractitionerColumns,
        metadata=_about("who rendered this service: `npi`, `taxonomy`"),
    )


@attrs.frozen
class Constants:
    """
    What holds for every claim whose columns do not say it.
    """

    kind: str | None = attrs.field(
        default=None, metadata=_about("`professional` or `institutional`")
    )
    payer_id: str | None = attrs.field(default=None, metadata=_about("who pays"))
    claim_filing: str | None = attrs.field(
        default=None, metadata=_about("the claim filing indicator")
    )
    type_of_bill: str | None = attrs.field(
        default=None, metadata=_about("such as `131`; for institutional claims only")
    )
    place_of_service: str | None = attrs.field(
        default=None, metadata=_about("two digits; for professional claims only")
    )
    frequency_code: str | None = attrs.field(
        default=None, metadata=_about("1 original, 7 replacement, 8 void")
    )


@attrs.frozen
class LayoutFile:
    """
    The keys that a layout may have.
    """

    rows: Rows = attrs.field(metadata=_about("what a row is: `lines` or `claims`"))
    claim: ClaimColumns = attrs.field(metadata=_about("columns that speak of the claim"))
    line: LineColumns = attrs.field(metadata=_about("columns that speak of a line"))
    about: str = attrs.field(default="", metadata=_about("what table it is, in a sentence"))
    extends: str | None = attrs.field(
        default=None,
        metadata=_about("a layout to build on: a built-in's name, or a file beside this one"),
    )
    optional: Any = attrs.field(
        default=(), converter=_names, metadata=_about("columns that a table may lack")
    )
    constant: Constants = attrs.field(
        factory=Constants, metadata=_about("what no column says, or where one is blank")
    )
    values: Mapping[str, Mapping[str, str]] = attrs.field(
        factory=dict, metadata=_about("by name of the claim: what a column's values stand for")
    )


def columns_of(shape: Any) -> dict[str, tuple[str, ...]]:
    """
    What a table says, by the claim's name for it, and the names of its columns.
    """
    said: dict[str, tuple[str, ...]] = {}
    for field in attrs.fields(type(shape)):
        value = getattr(shape, field.name)
        if attrs.has(type(value)):
            inner = columns_of(value)
            said.update({f"{field.name}.{name}": columns for name, columns in inner.items()})
        elif value:
            said[field.name] = (value,) if isinstance(value, str) else value
    return said


def names_of(shape: Any) -> tuple[str, ...]:
    """
    What a table may say in this shape, such as ``units`` and ``rendering.npi``.
    """
    names: list[str] = []
    for field in attrs.fields(shape):
        inner = {"billing": BillingColumns, "rendering": PractitionerColumns}.get(field.name)
        names.extend(
            [f"{field.name}.{name}" for name in names_of(inner)] if inner else [field.name]
        )
    return tuple(names)
