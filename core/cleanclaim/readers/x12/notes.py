"""
Problems of a claim's values, on their way to its source.
"""

from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

from cleanclaim.readers.x12.elements import Segment
from cleanclaim.readers.x12.source import note
from cleanclaim.sources import Problem

T = TypeVar("T")
Texts = TypeVarTuple("Texts")


class Notes:
    """
    Reads values, and notes those that can't be read: what, where, and on which line.
    """

    def __init__(self, problems: list[Problem], line: int | None = None) -> None:
        self._problems, self._line = problems, line

    def of_line(self, line: int) -> "Notes":
        """
        The same, for a line.
        """
        return Notes(self._problems, line)

    def read(
        self,
        code: str,
        what: str,
        segment: Segment,
        read: Callable[[*Texts], T],
        *texts: *Texts,
    ) -> T | None:
        """
        What *read* answers; None, and a problem, when it raises ValueError.
        """
        try:
            return read(*texts)
        except ValueError as error:
            self.note(code, f"{what}: {error}", segment)
            return None

    def note(self, code: str, message: str, segment: Segment) -> None:
        """
        Note that a value of this segment can't be read.
        """
        note(self._problems, Problem(code, message, segment.place, self._line))
