"""
Partners of codes in several tables, asked as if they were one; nothing is copied.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from cleanclaim_cms_tables.seconds import Union

Partners = Mapping[str, AbstractSet[str]]


def either(tables: Iterable[Partners]) -> Partners:
    """
    The partners that a code has in any of these tables.
    """
    several = tuple(tables)
    return several[0] if len(several) == 1 else _Either(several)


class _Either(Mapping[str, AbstractSet[str]]):
    def __init__(self, tables: tuple[Partners, ...]) -> None:
        self._tables = tables
        self._codes = frozenset(code for table in tables for code in table)

    def __getitem__(self, code: str) -> AbstractSet[str]:
        sets = tuple(table[code] for table in self._tables if code in table)
        if not sets:
            raise KeyError(code)
        return sets[0] if len(sets) == 1 else Union(sets)

    def __contains__(self, code: object) -> bool:
        return code in self._codes

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)
