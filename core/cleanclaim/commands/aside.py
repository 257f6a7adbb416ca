"""
Words for people, on stderr; nobody may be listening.
"""

import sys


def aside(text: str) -> None:
    """
    Write to stderr as it is. Where that can't be done, it is let be from then on: the
    report goes on without it.
    """
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError):
        sys.stderr = None
