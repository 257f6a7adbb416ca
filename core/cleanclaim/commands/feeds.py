"""
Where the bytes of an input's parts come from: ranges of a file, or what a pipe brings,
in memory that the workers share.
"""

import io
import mmap
import os
import select
import stat
import sys
from collections.abc import Sequence
from typing import Any, BinaryIO, Final, NamedTuple, Protocol, Self, cast

from cleanclaim.commands.inputs import Input
from cleanclaim.readers.parts import Ledger

PART: Final = 8 * 1024 * 1024
"""Bytes of a part, or fewer near the end of a file, so that all workers end together."""

HEAD: Final = 64 * 1024
_FINEST: Final = 8
_VARIABLE: Final = "CLEANCLAIM_PART"
_AROUND: Final = 256 * 1024
_CONTEXT: Final = 4096
_READ: Final = 1024 * 1024

Identity = tuple[int, int, int, int]


def part_size() -> int:
    """
    Bytes of a part.
    """
    said = os.environ.get(_VARIABLE, "")
    return int(said) if said.isascii() and said.isdigit() and int(said) else PART


def _piped() -> int:
    """
    Bytes of a part that a pipe brings; there is memory for several.
    """
    return max(1, part_size() // 2)


class Range(NamedTuple):
    """
    Some bytes of a file; *length* None for all to its end.
    """

    name: str
    at: int
    length: int | None
    identity: Identity

    def open(self, _slots: "Sequence[mmap.mmap]") -> BinaryIO:
        """
        The bytes, as a stream.

        Raises: OSError, too, when the file is another by now.
        """
        raw = open(self.name, "rb", buffering=0)  # noqa: PTH123, SIM115 - as it was given; the stream's
        if identity_of(raw.fileno()) != self.identity:
            raw.close()
            raise OSError(0, "changed while it was read")
        return cast(BinaryIO, _Limited(raw, self.at, self.length))


class Slot(NamedTuple):
    """
    Some bytes in memory that the workers share.
    """

    number: int
    length: int

    def open(self, slots: "Sequence[mmap.mmap]") -> BinaryIO:
        """
        The bytes, as a stream.
        """
        return cast(BinaryIO, _Shared(slots[self.number], self.length))


class _Limited:
    """
    A file's bytes from one place to another.
    """

    def __init__(self, raw: io.FileIO, at: int, length: int | None) -> None:
        self._raw, self._left = raw, length
        raw.seek(at)

    def read(self, size: int = -1) -> bytes:
        """
        Up to *size* bytes; nothing at the end of the range.
        """
        left = self._left
        if left is None:
            return self._raw.read(size) or b""
        data = self._raw.read(left if size < 0 else min(size, left)) or b""
        if left and size and not data:
            raise OSError(0, "shorter than it was")
        self._left = left - len(data)
        return data

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._raw.close()


class _Shared:
    """
    The first bytes of shared memory, as a stream.
    """

    def __init__(self, memory: mmap.mmap, length: int) -> None:
        self._memory, self._at, self._length = memory, 0, length

    def read(self, size: int = -1) -> bytes:
        """
        Up to *size* bytes; nothing at the end.
        """
        at, left = self._at, self._length - self._at
        self._at += left if size < 0 else min(size, left)
        return self._memory[at : self._at]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def identity_of(descriptor: int) -> Identity:
    """
    Which file this is, and in which state.
    """
    status = os.fstat(descriptor)
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


class Piece(NamedTuple):
    """
    A part that may be looked at: from byte *at* to byte *end*; *joint* is what the
    ledger told of its beginning.
    """

    at: int
    end: int
    joint: Any
    where: Range | Slot
    last: bool


class Feed(Protocol):
    """
    An input, cut into parts that may be looked at.
    """

    @property
    def waits_for(self) -> int | None:
        """
        A descriptor that must have something to read before there is another piece.
        """

    @property
    def head(self) -> bytes:
        """
        What the input begins with.
        """

    @property
    def has_more(self) -> bool:
        """
        Whether there is another piece, or may be.
        """

    @property
    def share(self) -> str:
        """
        How much of the input has been cut, for the progress line.
        """

    def next(self, ledger: Ledger) -> Piece | None:
        """
        The next piece; None where there is none, now or at all.
        """

    def read_ahead(self) -> None:
        """
        Read what it waited for.
        """

    def free(self, piece: Piece) -> None:
        """
        Nobody will look at the piece again.
        """

    def straight(self, at: int) -> BinaryIO:
        """
        All bytes from this one on, where a piece begins; pieces beyond it are void.
        """

    def resume(self, ledger: Ledger) -> None:
        """
        Cut again, from where the ledger stands now.
        """

    def close(self) -> None:
        """
        Let go of the input.
        """


class FileFeed:
    """
    A file; each worker opens it for itself.
    """

    def __init__(self, name: str, stream: BinaryIO, workers: int) -> None:
        self._name, self._stream, self._workers = name, stream, workers
        self._identity = identity_of(stream.fileno())
        self._size = self._identity[2]
        self._part = part_size()
        self._at, self._joint, self._over = 0, None, False

    waits_for = None

    @property
    def is_long(self) -> bool:
        """
        Whether the file is longer than a part.
        """
        return self._size > self._part

    @property
    def head(self) -> bytes:
        """
        What the file begins with.
        """
        return self._bytes(0, HEAD)

    def _bytes(self, at: int, length: int) -> bytes:
        self._stream.seek(at)
        return self._stream.read(length)

    @property
    def has_more(self) -> bool:
        """
        Whether there is another piece, or may be.
        """
        return not self._over

    @property
    def share(self) -> str:
        """
        How much of the file has been cut.
        """
        return f", {100 * self._at // max(1, self._size)} %"

    def next(self, ledger: Ledger) -> Piece | None:
        """
        The next piece; None when there is no more, or it is not known where one ends.
        """
        if self._over:
            return None
        at, joint = self._at, self._joint
        cut = self._cut(ledger)
        if cut is None:
            self._over = True
            if self._size - at > 2 * self._part:
                return None
            return Piece(at, self._size, joint, self._range(at, None), last=True)
        self._at, self._joint = cut
        return Piece(at, self._at, joint, self._range(at, self._at - at), last=False)

    def _range(self, at: int, length: int | None) -> Range:
        return Range(self._name, at, length, self._identity)

    def _cut(self, ledger: Ledger) -> tuple[int, Any] | None:
        """
        Where the piece that begins here is to end; None for nowhere near.
        """
        left = self._size - self._at
        finest = max(1, self._part // _FINEST)
        length = min(self._part, max(finest, left // (3 * self._workers)))
        if left <= length + finest:
            return None
        nominal, width = self._at + length, min(_AROUND, self._part)
        limit = min(self._size, nominal + self._part)
        while nominal < limit:
            since = max(0, nominal - _CONTEXT)
            data = self._bytes(since, nominal + width - since)
            found = ledger.cut(data, nominal - since)
            if found is not None:
                return since + found[0], found[1]
            nominal += width
        return None

    def read_ahead(self) -> None:
        """
        Nothing is waited for.
        """

    def free(self, piece: Piece) -> None:
        """
        A range of a file holds nothing.
        """

    def straight(self, at: int) -> BinaryIO:
        """
        The file from this byte on.
        """
        self._stream.seek(at)
        return self._stream

    def resume(self, ledger: Ledger) -> None:
        """
        Cut again, from where the ledger stands now.
        """
        self._at, self._joint, self._over = ledger.at, ledger.joint, False

    def close(self) -> None:
        """
        Close the file.
        """
        self._stream.close()


class PipeFeed:
    """
    What a pipe brings, read ahead into a few slots of memory.
    """

    def __init__(self, descriptor: int, slots: "Sequence[mmap.mmap]") -> None:
        self._descriptor, self._slots = descriptor, slots
        self._free = list(range(1, len(slots)))
        self._cut_off: list[Piece] = []
        self._slot, self._filled, self._wanted = 0, 0, _piped()
        self._at, self._joint = 0, None
        self._behind = _Behind(b"", descriptor)
        self._over = False

    @property
    def waits_for(self) -> int | None:
        """
        The pipe, while there is room for more.
        """
        waits = self._free and not (self._over or self._behind.ended or self._is_full)
        return self._descriptor if waits else None

    @property
    def _is_full(self) -> bool:
        return self._filled >= self._wanted

    share = ""

    def read_ahead(self) -> None:
        """
        Take what the pipe has, as far as there is room; wait for it where it has nothing.
        """
        self._read()
        while not (self._is_full or self._behind.ended) and _has_something(self._descriptor):
            self._read()

    def _read(self) -> None:
        slot = self._slots[self._slot]
        last = min(self._filled + _READ, len(slot))
        with memoryview(slot) as view, view[self._filled : last] as room:
            self._filled += self._behind.readinto(room)

    def read_first(self) -> bool:
        """
        Wait for the first part; whether the pipe brings one.
        """
        while not self._is_full and not self._behind.ended:
            self.read_ahead()
        return self._is_full

    @property
    def has_more(self) -> bool:
        """
        Whether there is another piece, or may be.
        """
        return not self._over

    @property
    def head(self) -> bytes:
        """
        What the pipe brought first.
        """
        return self._slots[0][: min(HEAD, self._filled)]

    def next(self, ledger: Ledger) -> Piece | None:
        """
        The next piece; None when there is no more, or not yet, or it is not known where
        one ends.
        """
        while self._behind.at_hand and not self._is_full:
            self._read()
        if self._over or not (self._free and (self._is_full or self._behind.ended)):
            return None
        cut = None if self._behind.ended else self._cut(ledger)
        if cut is None and not self._behind.ended:
            self._over = self._filled == len(self._slots[self._slot])
            self._wanted = len(self._slots[self._slot])
            return None
        length, joint = cut or (self._filled, None)
        number, at = self._slot, self._at
        piece = Piece(at, at + length, self._joint, Slot(number, length), last=cut is None)
        self._cut_off.append(piece)
        rest = self._slots[number][length : self._filled]
        self._begin(self._free.pop(0), rest, at + length, joint)
        self._over = piece.last
        return piece

    def _begin(self, slot: int, data: bytes, at: int, joint: Any) -> None:
        self._slots[slot][: len(data)] = data
        self._slot, self._filled, self._wanted = slot, len(data), _piped()
        self._at, self._joint = at, joint

    def _cut(self, ledger: Ledger) -> tuple[int, Any] | None:
        """
        Where the piece that begins here is to end, near the end of what is here.
        """
        slot, filled = self._slots[self._slot], self._filled
        for at in (filled - min(_AROUND, filled // 4), filled // 2, 1):
            since = max(0, at - _CONTEXT)
            found = ledger.cut(slot[since:filled], max(1, at) - since)
            if found is not None:
                return since + found[0], found[1]
        return None

    def free(self, piece: Piece) -> None:
        """
        The slot of the piece may be filled again.
        """
        if piece in self._cut_off:
            self._cut_off.remove(piece)
        self._free.append(cast(Slot, piece.where).number)

    def straight(self, at: int) -> BinaryIO:
        """
        What was read ahead from this byte on, and the pipe behind it.
        """
        kept = [piece for piece in self._cut_off if piece.at >= at]
        data = [piece.where.open(self._slots).read() for piece in kept]
        data += [self._slots[self._slot][: self._filled], self._behind.left()]
        self._cut_off = [piece for piece in self._cut_off if piece.at < at]
        self._filled = 0
        self._behind = _Behind(b"".join(data), self._descriptor, ended=self._behind.pipe_ended)
        return cast(BinaryIO, self._behind)

    def resume(self, ledger: Ledger) -> None:
        """
        Cut again, from where the ledger stands now.
        """
        behind = self._behind
        data = ledger.rest + behind.left()
        self._behind = _Behind(data, self._descriptor, ended=behind.pipe_ended)
        self._begin(self._slot, b"", ledger.at, ledger.joint)
        self._over = False

    def close(self) -> None:
        """
        Leave the pipe to who opened it.
        """


def can_fork() -> bool:
    """
    Whether a worker may begin as a copy of this process, with all rules loaded.

    A copy has only the thread that made it: a lock that another held would never be let
    go. Where this process has one thread there is no other, and no lock is held. The rules
    are read-only by then, and a check neither reads nor writes files, so that nothing that
    the copies share (an open file's position) is used by two.
    """
    try:
        return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208 - names only
    except OSError:
        return False


def workers_for(inputs: Sequence[Input], wanted: int) -> int:
    """
    How many of so many workers there is something to do for: a file each, or parts of it.
    """
    return min(wanted, sum(_most_parts(given, wanted) for given in inputs))


def _most_parts(given: Input, wanted: int) -> int:
    if given.held is not None:
        return wanted if can_fork() and is_read_ahead(given) else 1
    try:
        size = os.stat(given.name).st_size  # noqa: PTH116 - as it was given
    except OSError:
        return 1
    part = part_size()
    return 1 if size <= part else max(2, size * _FINEST // part)


def is_read_ahead(given: Input) -> bool:
    """
    Whether this is a pipe or the like, which one process reads for all.
    """
    if given.held is None:
        return False
    try:
        mode = os.fstat(given.held.fileno()).st_mode
    except (OSError, ValueError):  # a stream of a program that calls this one
        return False
    return not stat.S_ISCHR(mode)


def slots_for(workers: int) -> "tuple[mmap.mmap, ...]":
    """
    Memory that workers share once they are copies of this process: for each a part that
    it looks at and one that waits, and a place for the pipe to be read into.
    """
    size = _piped() + max(_piped() // 4, HEAD)
    return tuple(mmap.mmap(-1, size) for _ in range(2 * workers + 2))


def _has_something(descriptor: int) -> bool:
    return bool(select.select([descriptor], [], [], 0)[0])


class _Behind:
    """
    Bytes that were read already, and behind them a pipe.
    """

    def __init__(self, data: bytes, descriptor: int, *, ended: bool = False) -> None:
        self._data, self._descriptor = io.BytesIO(data), descriptor
        self._left = len(data)
        self.pipe_ended = ended

    @property
    def at_hand(self) -> bool:
        """
        Whether something can be read without the pipe.
        """
        return self._left > 0

    @property
    def ended(self) -> bool:
        """
        Whether nothing is left.
        """
        return self.pipe_ended and not self._left

    def fileno(self) -> int:
        """
        The pipe's descriptor.
        """
        return self._descriptor

    def readinto(self, room: memoryview) -> int:
        """
        Fill some of the room, waiting where nothing is there.
        """
        if self._left:
            count = self._data.readinto(room)
            self._left -= count
            return count
        count = os.readv(self._descriptor, [room])
        self.pipe_ended = not count
        return count

    def read(self, size: int = _READ) -> bytes:
        """
        Up to *size* bytes, as a binary stream gives them.
        """
        data = self._data.read(size)
        self._left -= len(data)
        if not data and not self.pipe_ended:
            data = os.read(self._descriptor, size)
            self.pipe_ended = not data
        return data

    def left(self) -> bytes:
        """
        What is left of the bytes that were read already.
        """
        data = self._data.read()
        self._left = 0
        return data
