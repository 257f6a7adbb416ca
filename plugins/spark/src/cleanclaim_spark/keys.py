"""
What tells one claim of a table from another, as columns of text beside its own.
"""

import pyspark.sql.functions as sql
from pyspark.sql import Column, DataFrame

from cleanclaim import InputError
from cleanclaim.errors import together
from cleanclaim_claim_tables.cells import NOTHING
from cleanclaim_claim_tables.layouts import Layout

KEY = "cleanclaim key "
"""Columns of our own begin so, which no table's do."""

NAMELESS = "\0"
"""The key of a row without a claim's number: it is like no other row."""

# What Python takes off the ends of a text.
_BLANKS = "".join(char for char in map(chr, range(0x3001)) if char.isspace())
_WHOLE = frozenset(("float", "double"))
_LISTS = frozenset(("modifiers", "diagnosis_codes", "condition_codes"))
_SAYS_NOTHING = frozenset(("map", "struct", "binary", "boolean", "variant", "void"))


def column(name: str) -> Column:
    """
    The column of this name, whatever marks are in it.
    """
    return sql.col(f"`{name.replace('`', '``')}`")


def names(layout: Layout) -> list[str]:
    """
    The columns of the key; the last is the claim's number.
    """
    return [f"{KEY}{at}" for at in range(len(layout.key))]


def schema(layout: Layout) -> str:
    """
    The same, in Spark's words.
    """
    return ", ".join(f"`{name}` string" for name in names(layout))


def keyed(df: DataFrame, layout: Layout) -> DataFrame:
    """
    The columns that the layout reads, and the key.

    Raises: InputError that names the columns whose types say nothing.
    """
    types = {field.name: field.dataType.typeName() for field in df.schema.fields}
    _check(types, layout)
    *within, number = (_text(column(name), types[name]) for name in layout.key)
    number = sql.when(sql.lower(number).isin(*NOTHING), NAMELESS).otherwise(number)
    keys = [said.alias(name) for said, name in zip((*within, number), names(layout), strict=True)]
    return df.select(*keys, *map(column, layout.columns))


def _text(cell: Column, kind: str) -> Column:
    """
    A column's text, trimmed; of a number its digits; blank for nothing.
    """
    said = cell.cast("string")
    if kind in _WHOLE:
        said = sql.when(cell == cell.cast("long"), cell.cast("long").cast("string")).otherwise(said)
    return sql.coalesce(sql.btrim(said, sql.lit(_BLANKS)), sql.lit(""))


def _check(types: dict[str, str], layout: Layout) -> None:
    several = {
        name
        for columns in (layout.of_claim, *layout.of_lines)
        for of in _LISTS & columns.keys()
        for name in columns[of]
    }
    faults = [
        f"column {name!r} is of type {types[name]}; expected text, numbers or dates"
        for name in layout.columns
        if types[name] in _SAYS_NOTHING or (types[name] == "array" and name not in several)
    ]
    if faults:
        raise InputError(together(faults))
