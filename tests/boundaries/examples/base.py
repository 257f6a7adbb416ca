# ruff: noqa: ARG002 - every example takes what any of them needs
"""
What an example is: how a claim is built so that one row of a table decides its answer.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import attrs
from boundaries.days import neighbours
from boundaries.world import Answer, Line, World


def _always(_: Any) -> bool:
    return True


@attrs.frozen
class Item:
    """
    What a row says that an answer may hang on: the row itself, or something ``of`` it,
    such as one code of its list. ``holds`` tells whether a value of the row says it.
    """

    key: str
    of: str = ""
    holds: Callable[[Any], bool] = _always

    def __str__(self) -> str:
        return f"{self.key} {self.of}".rstrip()


@attrs.frozen
class Probe:
    """
    A claim that asks for an item: its setting and lines, the edit that answers, and
    whether an answer is the one of a day on which the item holds. ``lacks``: whether the
    edit must say that it can't answer for a day before the table.
    """

    setting: str
    lines: tuple[Line, ...]
    edit: str
    inside: Callable[[Answer], bool]
    more: Mapping[str, Any] = attrs.field(factory=dict)
    lacks: bool = True


class Example:
    """
    The example function of one table.
    """

    table: str
    # The fields of a row that its items ask for; and those that no claim can show, each
    # with the reason. A test knows of no others.
    asked: tuple[str, ...] = ()
    unread: Mapping[str, str] = MappingProxyType({})
    # Whether what a row says shows on the days outside it, so that its neighbours are
    # asked there.
    outside: bool = False

    def items(self, world: World, key: str) -> Iterator[Item]:
        """
        The items of a row; the row as a whole, unless the table has more to say.
        """
        yield Item(key)

    def probes(self, world: World, item: Item) -> Iterable[Probe]:
        """
        The claims that ask for an item, the plainest first.
        """
        raise NotImplementedError

    def why(self, world: World, item: Item, day: datetime.date | None) -> str | None:
        """
        Why no claim shows a boundary of an item: what answers the same on both sides.
        *day* is the boundary's first day, None where the item has no claim at all.
        """
        return None

    def beside(self, world: World, item: Item) -> Iterator[Item]:
        """
        The same item with the nearest codes that its list does not have.
        """
        head, slash, code = item.key.rpartition("/")
        for near in neighbours(code, world.listed(self.table, f"{head}{slash}*")):
            yield attrs.evolve(item, key=head + slash + near)

    def why_beside(self, world: World, item: Item) -> str | None:
        """
        Why a code that the list does not have is answered alike.
        """
        return None
