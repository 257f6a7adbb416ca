"""
Why a file or a row of it is refused, told together: the first faults of a file, and a count.
"""

from collections.abc import Iterator

import attrs

FAULTS_SHOWN = 20


class Refused(Exception):  # noqa: N818 - an answer about a file, told with its place as FactsError
    """
    A file, or what is in it, can't be used; says what is wrong and what to do, but not where.
    """


@attrs.define
class Faults:
    """
    The faults of one file while it is read; only those that will be told are kept.
    """

    place: str
    count: int = 0
    _told: list[tuple[int, str]] = attrs.field(factory=list)

    def add(self, row: int, fault: str) -> None:
        """
        Keep a fault of a row; 0 stands for the file itself.
        """
        self.count += 1
        if len(self._told) < FAULTS_SHOWN:
            self._told.append((row, fault))

    def lines(self) -> Iterator[str]:
        """
        The faults, a line each, and how many more there are.
        """
        for row, fault in self._told:
            yield f"{self.place}: row {row}: {fault}" if row else f"{self.place}: {fault}"
        if self.count > len(self._told):
            yield f"{self.place}: and {self.count - len(self._told):,} more like these"
