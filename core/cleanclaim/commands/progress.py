"""
A line on a terminal's stderr that says how far long work has come.
"""

import sys
import time

from cleanclaim.commands.aside import aside

_FIRST, _NEXT = 1.0, 0.2
_CLEAR = "\r\x1b[K"


class Progress:
    """
    Shows itself only after a second, only on a terminal, and only where the report goes
    elsewhere.
    """

    def __init__(self, *, wanted: bool) -> None:
        self._wanted = wanted and sys.stderr is not None and sys.stderr.isatty()
        self._due = time.monotonic() + _FIRST
        self._shown = False

    def show(self, text: str) -> None:
        """
        Say how far it is, unless it was said just now.
        """
        if self._wanted and (now := time.monotonic()) >= self._due:
            self._due = now + _NEXT
            self._shown = True
            aside(f"{_CLEAR}{text}")

    def clear(self) -> None:
        """
        Take the line away, before anything else is written to stderr.
        """
        if self._shown:
            self._shown = False
            aside(_CLEAR)
