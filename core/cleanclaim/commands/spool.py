"""
Text of a report that came before its turn.
"""

from collections import deque
from collections.abc import Iterator
from typing import IO, Final

MOST: Final = 2 * 1024 * 1024
"""Bytes that are kept in memory; more wait in a file without a name."""


class Spool:
    """
    Pieces of text, first in, first out.
    """

    def __init__(self) -> None:
        self._pieces: deque[bytes] = deque()
        self._length = 0
        self._file: IO[bytes] | None = None

    def put(self, piece: bytes) -> None:
        """
        Keep a piece.
        """
        if self._file is None and self._length + len(piece) > MOST:
            import tempfile  # hardly ever

            self._file = tempfile.TemporaryFile(prefix="cleanclaim-")  # noqa: SIM115 - closed once taken
        if self._file is not None:
            self._file.write(len(piece).to_bytes(4, "little") + piece)
        else:
            self._pieces.append(piece)
            self._length += len(piece)

    def take(self) -> Iterator[bytes]:
        """
        All pieces that are kept, in their order; they are let go.
        """
        while self._pieces:
            yield self._pieces.popleft()
        self._length = 0
        if self._file is not None:
            with self._file as file:
                self._file = None
                file.seek(0)
                while length := file.read(4):
                    yield file.read(int.from_bytes(length, "little"))
