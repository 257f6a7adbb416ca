"""
Whether a CSV is plain: as many cells in each row as in the header, no blank line, quotes
in pairs, UTF-8.

Polars fills up a row that is too short and drops what is too much, in silence; so it is
given what is plain, and what is not goes to the standard library, which says what is
wrong.
"""

import codecs
from collections.abc import Iterator
from pathlib import Path

_CHUNK = 1 << 20
_BREAK, _QUOTE = b"\n", b'"'


def is_plain(path: Path, width: int, separator: str) -> bool:
    """
    Whether each line of the file, but for line breaks within quotes, has this many cells.

    Of a table of one column it can't be told: a blank line is as wide as any.
    """
    row = separator.encode() * (width - 1) + _BREAK
    try:
        # What remains when every row of the right width is taken out is of another.
        return width > 1 and not any(
            marks.replace(row, b"") for marks in _marks(path, separator.encode())
        )
    except ValueError:
        return False


def _marks(path: Path, separator: bytes) -> Iterator[bytes]:
    """
    Of whole lines, some at a time, the separators and breaks that stand outside quotes.

    Raises: ValueError when quotes are not in pairs or text is not UTF-8.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    others = bytes(set(range(256)) - set(separator + _BREAK + _QUOTE))
    rest, within, last = b"", False, _BREAK
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            if not chunk.isascii() or decoder.getstate()[0]:
                decoder.decode(chunk)
            last = chunk[-1:]
            marks = chunk.translate(None, others)
            if _QUOTE in marks or within:
                pieces = marks.split(_QUOTE)
                marks, odd = b"".join(pieces[within::2]), len(pieces) % 2 == 0
                within ^= odd
            lines, found, rest = (rest + marks).rpartition(_BREAK)
            yield lines + found
    decoder.decode(b"", final=True)
    if within:
        raise ValueError
    if last != _BREAK:
        yield rest + _BREAK
