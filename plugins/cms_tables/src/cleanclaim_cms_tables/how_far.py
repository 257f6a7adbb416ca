"""
How far the work on large tables has come, on a terminal.
"""

from collections.abc import Iterable, Iterator

from cleanclaim.commands.progress import Progress
from cleanclaim_cms_tables.kinds import shown
from cleanclaim_cms_tables.rows import Row

_STEP = 1 << 15


class HowFar:
    """
    Called with a name and the rows of it that were read so far.
    """

    def __init__(self) -> None:
        self._progress = Progress(wanted=True)

    def __call__(self, name: str, rows: int) -> None:
        self._progress.show(f"{shown(name)}: {rows:,} rows")

    def through(self, name: str, rows: Iterable[Row]) -> Iterator[Row]:
        """
        The same rows, and say how many have passed.
        """
        for number, row in enumerate(rows):
            if not number % _STEP:
                self(name, number)
            yield row

    def clear(self) -> None:
        """
        Take the line away.
        """
        self._progress.clear()
