"""
Which edition of the store somebody means by a text such as ``ncci_pairs_hospital@2026-04-01``.
"""

import datetime
from typing import NamedTuple

from cleanclaim import FactsError
from cleanclaim.errors import did_you_mean
from cleanclaim_cms_tables.flat import FlatTable
from cleanclaim_cms_tables.kinds import LONGEST_PATH, TableName, shown
from cleanclaim_cms_tables.store import Store


class Named(NamedTuple):
    """
    A table and the day of one of its editions.
    """

    table: TableName
    day: datetime.date

    def __str__(self) -> str:
        return f"{self.table}@{self.day}"


def edition(store: Store, text: str) -> Named:
    """
    The edition that a text names in full; its file is there, damaged or not.

    Raises: FactsError when it is not, with the nearest that is.
    """
    table, at, day = text.partition("@")
    named = TableName.parse(table)
    there = [path.stem for path in store.files()]
    own = [each for each in there if each.partition("@")[0] == table]
    if not at:
        msg = f"{table}: say which edition; there is {', '.join(own) or 'none'}"
        raise FactsError(msg)
    if text not in own:
        hint = did_you_mean(text, own)
        if own and not hint:
            hint = f"; there is {', '.join(own)}"
        where = shown(str(store.folder), LONGEST_PATH)
        msg = f"{shown(text)} is not in {where}{hint or '; cleanclaim tables list shows what is'}"
        raise FactsError(msg)
    try:
        found = Named(named, datetime.date.fromisoformat(day))
    except ValueError:
        found = None
    if found is None or str(found) != text:
        msg = f"{shown(text)}: no day; expected an edition such as {table}@2026-04-01"
        raise FactsError(msg)
    return found


def opened(store: Store, text: str) -> FlatTable:
    """
    The edition that a text names, or the newest of the table that it names.

    Raises: FactsError when it is not there, or damaged.
    """
    if "@" in text:
        return FlatTable.open(store.path_of(*edition(store, text)))
    if flats := store.open(TableName.parse(text)):
        return flats[0]
    where = shown(str(store.folder), LONGEST_PATH)
    msg = f"no edition of {text} is in {where}; cleanclaim tables list shows what is"
    raise FactsError(msg)
