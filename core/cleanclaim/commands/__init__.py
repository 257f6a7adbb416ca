"""
Sub-commands, a module each, found by entry point (group ``cleanclaim.commands``).
"""

import enum
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:
    import argparse

GROUP = "cleanclaim.commands"


class Exit(enum.IntEnum):
    """
    What the exit status of a command says.
    """

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    UNREAD = 3
    EDIT_FAILED = 4
    INTERNAL = 5
    INTERRUPTED = 130
    PIPE_CLOSED = 141


_GRAVEST_FIRST = (Exit.INTERNAL, Exit.USAGE, Exit.UNREAD, Exit.EDIT_FAILED, Exit.FINDINGS)


def gravest(statuses: Iterable[Exit]) -> Exit:
    """
    The most serious of several exit statuses; done when there are none.
    """
    given = set(statuses)
    return next((status for status in _GRAVEST_FIRST if status in given), Exit.DONE)


def there_is(names: Iterable[str]) -> str:
    """
    The names that a choice could have been, such as ``there are csv, jsonl``.
    """
    known = list(names)
    return f"there {'are' if known[1:] else 'is'} {', '.join(known) or 'none'}"


class Command(Protocol):
    """
    A sub-command. Its module imports little; what it works with is imported by ``run``.
    """

    help: ClassVar[str]

    def add_arguments(self, parser: "argparse.ArgumentParser") -> None:
        """
        Declare its arguments.
        """

    def run(self, args: "argparse.Namespace") -> int:
        """
        Do it, and return the exit status.
        """
