"""
What going through a table gives, in the order of the claims' first rows.
"""

from collections.abc import Sequence
from typing import NamedTuple

from cleanclaim_claim_tables.claims_of import Row


class Gathered(NamedTuple):
    """
    A claim that is to be looked at: its rows, and their numbers in the table, from 1.
    """

    ordinal: int
    numbers: Sequence[int]
    rows: Sequence[Row]


class Unasked(NamedTuple):
    """
    A claim that no edit asks about: it is clean.
    """

    ordinal: int
    first: int
    claim: str | None
    route: int


class Passed(NamedTuple):
    """
    So many claims of a route that no edit asks about.
    """

    route: int
    claims: int


Met = Gathered | Unasked | Passed
