"""
What a table is made of: rows with windows of days, and where they came from.
"""

import datetime
from typing import NamedTuple

import attrs

from cleanclaim import Json
from cleanclaim_cms_tables.kinds import TableName


class Row(NamedTuple):
    """
    What a table says of a code, or of a pair of codes, from a day to a day, both included.

    ``second``: the other code of a pair; ``""`` where there is none. ``until``: None
    where no end is known. ``value``: text, whole numbers and None, as the columns of
    the table's kind say.
    """

    first: str
    second: str
    since: datetime.date
    until: datetime.date | None
    value: tuple[Json, ...]

    def holds(self, day: datetime.date) -> bool:
        """
        Whether the window has a day.
        """
        return self.since <= day and (self.until is None or day <= self.until)


@attrs.frozen
class Origin:
    """
    A file that rows came from: its name without a folder, its hash, its rows.
    """

    name: str
    sha256: str
    rows: int


@attrs.frozen
class Edition:
    """
    One edition of a table; as text ``ncci_pairs_hospital@2026-04-01``.

    ``known_from`` and ``known_until``: the first and the last day that it knows; without
    a last one it knows every day that is to come.
    """

    table: TableName
    day: datetime.date
    known_from: datetime.date
    known_until: datetime.date | None
    rows: int
    origins: tuple[Origin, ...]

    def __str__(self) -> str:
        return f"{self.table}@{self.day}"

    def knows(self, day: datetime.date) -> bool:
        """
        Whether the edition can say anything of a day.
        """
        return self.known_from <= day and (self.known_until is None or day <= self.known_until)
