"""
What ``diff`` compares: a table of the store, one of its editions, or a file of CMS's.
"""

from collections.abc import Callable
from pathlib import Path

import attrs

from cleanclaim import FactsError
from cleanclaim.errors import did_you_mean
from cleanclaim_cms_tables import named
from cleanclaim_cms_tables.flat import FlatTable
from cleanclaim_cms_tables.importing import Given, read
from cleanclaim_cms_tables.kinds import TABLES, shown
from cleanclaim_cms_tables.store import Store


@attrs.frozen
class Side:
    """
    What one of the two names stands for: one table, or all that a file holds.
    """

    name: str
    tables: tuple[FlatTable, ...]
    remarks: tuple[str, ...] = ()


def side(
    name: str,
    store: Store,
    given: Given,
    scratch: Path,
    progress: Callable[[str, int], None],
) -> Side:
    """
    The tables that a name stands for; those of a file are written to the folder *scratch*.

    Raises: FactsError when it names nothing, or a file that is not whole.
    """
    if name.partition("@")[0] in map(str, TABLES):
        return Side(name, (named.opened(store, name),))
    if not Path(name).exists():
        known = {*map(str, TABLES), *(path.stem for path in store.files())}
        hint = did_you_mean(name, known) or (
            "; expected a table such as ncci_pairs_hospital, an edition such as "
            "ncci_pairs_hospital@2026-04-01, or a file of CMS's"
        )
        msg = f"{shown(name)}: no such file, table or edition{hint}"
        raise FactsError(msg)
    imports, remarks = read([Path(name)], given, progress)
    own = Store(scratch)
    editions = [own.add(each.edition, each.rows) for each in imports]
    flats = tuple(FlatTable.open(own.path_of(each.table, each.day)) for each in editions)
    return Side(name, flats, remarks)


def paired(old: Side, new: Side) -> tuple[tuple[FlatTable, FlatTable], ...]:
    """
    The tables that can be compared: those of one name, else those of one kind.

    Raises: FactsError when there are none.
    """
    both = [(one, other) for one in old.tables for other in new.tables]
    same = [pair for pair in both if pair[0].edition.table == pair[1].edition.table]
    alike = [pair for pair in both if pair[0].edition.table.kind == pair[1].edition.table.kind]
    if not (same or alike):
        what = " and ".join(
            ", ".join(str(flat.edition.table) for flat in each.tables) for each in (old, new)
        )
        msg = f"{what} can't be compared; expected two editions of one table"
        raise FactsError(msg)
    return tuple(same or alike)
