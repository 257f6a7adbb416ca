"""
The FILEs of a run: every one is opened before anything is scrubbed.
"""

import contextlib
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import attrs

from cleanclaim.errors import CleanclaimError, together

STDIN = "-"


@attrs.frozen
class Input:
    """
    A FILE, by the name it was given.

    A pipe is held open from the start, since opening it twice would lose what it
    brings; a file is opened again when its turn comes.
    """

    name: str
    held: BinaryIO | None = attrs.field(default=None, repr=False)

    @contextlib.contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """
        The bytes of this input, from the start.
        """
        if self.held is not None:
            yield self.held
            return
        with open(self.name, "rb") as stream:  # noqa: PTH123 - as it was given, "./x" is not "x"
            yield stream


def open_inputs(names: Sequence[str]) -> tuple[Input, ...]:
    """
    All inputs, each of which could be opened; ``-`` is standard input.

    Raises: CleanclaimError naming every FILE that can't be.
    """
    inputs, faults = [], []
    for name in names:
        try:
            inputs.append(_stdin() if name == STDIN else _file(name))
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "not a file name"
            faults.append(f"{name}: can't be opened: {reason or error}")
    if names.count(STDIN) > 1:
        faults.append("-: standard input can be read once; name it once")
    if faults:
        raise CleanclaimError(together([*faults, "nothing was scrubbed"]))
    return tuple(inputs)


def _stdin() -> Input:
    if sys.stdin is None or sys.stdin.closed:
        msg = "standard input is closed"
        raise OSError(0, msg)
    return Input(STDIN, sys.stdin.buffer)


def _file(name: str) -> Input:
    # Opened for good and read here and elsewhere; a descriptor per regular file would run out.
    stream = open(name, "rb")  # noqa: PTH123, SIM115 - as it was given; a pipe stays open
    if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        return Input(name)
    return Input(name, stream)
