"""
What is said between the one who shares the work out and the workers.

An order names its task by number; a worker answers orders in their order. Text comes in
pieces, before the answer that ends its task.
"""

from typing import Any, NamedTuple

from cleanclaim.commands.desk import Tally
from cleanclaim.commands.feeds import Piece
from cleanclaim.readers.parts import Parts


class Whole(NamedTuple):
    """
    Scrub a whole file; answered by ``Text`` and ``Done``.
    """

    task: int
    name: str

    def __str__(self) -> str:
        return self.name


class Look(NamedTuple):
    """
    Look at a part of an input, and keep it; answered by ``Looked``.
    """

    task: int
    name: str
    parts: Parts
    piece: Piece

    def __str__(self) -> str:
        piece = self.piece
        return f"{self.name}, bytes {piece.at:,} to {piece.end - 1:,}"


class Write(NamedTuple):
    """
    Judge and report a part that is kept; answered by ``Text`` and ``Done``.
    """

    look: Look
    base: Any

    @property
    def task(self) -> int:
        """
        The task that this is of.
        """
        return self.look.task

    def __str__(self) -> str:
        return str(self.look)


class Drop(NamedTuple):
    """
    Forget a part that is kept; not answered.
    """

    task: int


Order = Whole | Look | Write | Drop


class Looked(NamedTuple):
    """
    What a part came to, for the ledger; None where it could not be read.
    """

    task: int
    looked: Any


class Text(NamedTuple):
    """
    A piece of the report.
    """

    task: int
    text: bytes


class Done(NamedTuple):
    """
    A task is done: what it came to, and what to tell of its input.
    """

    task: int
    tally: Tally
    told: tuple[str, ...] = ()


class Broken(NamedTuple):
    """
    Why a worker gave up, in words.
    """

    why: str


Answer = Looked | Text | Done
