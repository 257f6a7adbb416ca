"""
The lists of what each guidance code may not be reported with.
"""

from collections.abc import Mapping

import attrs

from cleanclaim import Disposition, Fact, Table


@attrs.frozen(kw_only=True)
class Excluded(Fact):
    """
    A procedure that a guidance code is not reported with; the key is
    ``guidance/procedure``.

    ``printed``: a public copy of the note under the guidance code lists it; otherwise
    NCCI does, for a coding instruction. ``imaging``: the procedure is itself a specific
    imaging code, which outranks the generic guidance. ``disposition``: where deny is
    not right.
    """

    printed: bool = False
    imaging: bool = False
    disposition: Disposition | None = None


@attrs.frozen(kw_only=True)
class Covered(Fact):
    """
    A code whose service is part of a guidance code; the key is ``guidance/code``.
    """


def by_first(table: Table[Excluded] | Table[Covered]) -> Mapping[str, frozenset[str]]:
    """
    The second codes of a table's keys, by the first.
    """
    grouped: dict[str, set[str]] = {}
    for key in table.keys:
        first, _, second = key.partition("/")
        grouped.setdefault(first, set()).add(second)
    return {first: frozenset(seconds) for first, seconds in grouped.items()}


def by_second(table: Table[Covered]) -> Mapping[str, frozenset[str]]:
    """
    The first codes of a table's keys, by the second.
    """
    grouped: dict[str, set[str]] = {}
    for key in table.keys:
        first, _, second = key.partition("/")
        grouped.setdefault(second, set()).add(first)
    return {second: frozenset(firsts) for second, firsts in grouped.items()}
