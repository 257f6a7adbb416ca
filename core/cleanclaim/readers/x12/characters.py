"""
Bytes that X12's character sets do not hold: counted, and told once a file.
"""

from cleanclaim.readers.x12.delimiters import Delimiters
from cleanclaim.readers.x12.faults import Faults

# Looked for one by one: each is one memchr over the block.
_CONTROLS = tuple(bytes([byte]) for byte in (*range(32), 127) if byte not in b"\t\r\n")
_HIGH = bytes(range(128, 256))


class Characters:
    """
    Counts bytes that are not ASCII, and control characters.
    """

    def __init__(self) -> None:
        self._high, self._control = 0, 0
        self._first: dict[str, int] = {}

    def see(self, block: bytes, start: int, delimiters: Delimiters) -> None:
        """
        Look at a block that begins at byte *start*.
        """
        marks = b"".join(delimiters)
        if not block.isascii():
            ours = bytes(byte for byte in _HIGH if byte not in marks)
            count = len(block) - len(block.translate(None, ours))
            if count and not self._high:
                self._first["X12-007"] = start + _first(block, ours)
            self._high += count
        found = [c for c in _CONTROLS if c in block and c not in marks]
        if found and not self._control:
            self._first["X12-008"] = start + min(map(block.index, found))
        self._control += sum(map(block.count, found))

    def join(self, behind: "Characters") -> None:
        """
        Count what another has seen of what stands behind.
        """
        self._first = {**behind._first, **self._first}
        self._high += behind._high
        self._control += behind._control

    def tell(self, faults: Faults) -> None:
        """
        Tell what was seen.
        """
        for code, count, what in (
            ("X12-007", self._high, "bytes are not ASCII; they were read as Latin-1"),
            ("X12-008", self._control, "control characters stand in the data"),
        ):
            if count:
                message = f"{count} {what}; the first is at byte {self._first[code]}"
                faults.tell(code, message, {"byte": self._first[code]})


def _first(block: bytes, among: bytes) -> int:
    return next(at for at, byte in enumerate(block) if byte in among)
