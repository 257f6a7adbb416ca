"""
Where a report goes: standard output as it comes, or a file, whole or not at all.
"""

import contextlib
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from cleanclaim.errors import CleanclaimError, OutputError, together

# To open the descriptor's path anew would write over what another program wrote there.
_STDOUT = ("-", "/dev/stdout", "/dev/fd/1")

_LIKE_ASCII = ("utf-8", "ascii", "us-ascii", "iso-8859-1", "latin-1")


class Output:
    """
    A stream to write to; what it can't write becomes an OutputError.

    That the reader of a pipe went away stays a BrokenPipeError.
    """

    def __init__(self, stream: TextIO, name: str) -> None:
        self._stream, self._name = stream, name
        self._encoding = getattr(stream, "encoding", None) or "utf-8"

    @property
    def is_terminal(self) -> bool:
        """
        Whether a person looks at it as it comes.
        """
        return self._stream.isatty()

    def write(self, text: str) -> None:
        """
        Write a text; what the stream's encoding lacks is written as an escape.
        """
        if not text.isascii():
            text = text.encode(self._encoding, "backslashreplace").decode(self._encoding)
        try:
            self._stream.write(text)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise self._not_whole(error) from error

    def write_encoded(self, data: bytes) -> None:
        """
        Write a text that was encoded as UTF-8.
        """
        # What is the same in UTF-8 and in the stream's encoding is written as it is.
        buffer = getattr(self._stream, "buffer", None) if data.isascii() else None
        if buffer is None or self._encoding.lower() not in _LIKE_ASCII or os.linesep != "\n":
            self.write(data.decode("utf-8", "surrogatepass"))
            return
        self.finish()
        try:
            buffer.write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise self._not_whole(error) from error

    def finish(self) -> None:
        """
        Make sure that everything has arrived.
        """
        try:
            self._stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise self._not_whole(error) from error

    def _not_whole(self, error: OSError) -> OutputError:
        if self._stream is sys.__stdout__:
            let_go()
        return _not_whole(self._name, error)


@contextlib.contextmanager
def open_output(path: str | None) -> Iterator[Output]:
    """
    Standard output, or the file at *path*: replaced at the end, all at once, and left
    as it was when anything goes wrong before. A device or a pipe is written as it comes.

    Raises: CleanclaimError when no file can be there, before anything is written;
    OutputError when it can't be written whole.
    """
    if path is None or path in _STDOUT:
        if sys.stdout is None:
            msg = "standard output is closed; name an --output"
            raise OutputError(msg)
        output = Output(sys.stdout, "standard output")
        yield output
        output.finish()
        return
    if _is_special(Path(path)):
        with _opened(path, Path(path), os.O_WRONLY) as stream:
            yield Output(stream, path)
        return
    # A link stays a link: what it leads to is replaced.
    yield from _replaced(path, Path(os.path.realpath(path)))


def _replaced(name: str, target: Path) -> Iterator[Output]:
    if target.is_dir():
        raise _nowhere(name, "Is a directory")
    part = target.with_name(f".{target.name[:100]}.{os.urandom(8).hex()}.part")
    try:
        with _opened(name, part, os.O_WRONLY | os.O_CREAT | os.O_EXCL) as stream:
            output = Output(stream, name)
            yield output
            output.finish()
            try:
                if target.exists():
                    part.chmod(stat.S_IMODE(target.stat().st_mode))
                os.fsync(stream.fileno())
            except OSError as error:
                raise _not_whole(name, error) from error
        try:
            part.replace(target)
        except OSError as error:
            raise _not_whole(name, error) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


@contextlib.contextmanager
def _opened(name: str, path: Path, flags: int) -> Iterator[TextIO]:
    try:
        # Created as any program would create it: the umask decides who may read.
        descriptor = os.open(path, flags, 0o666)
    except OSError as error:
        raise _nowhere(name, error.strerror or str(error)) from error
    stream = open(  # noqa: PTH123, SIM115 - a descriptor; closed below
        descriptor, "w", encoding="utf-8", errors="backslashreplace", newline=""
    )
    try:
        yield stream
    except BaseException:
        # What failed to be written would fail again while closing, and hide the reason.
        with contextlib.suppress(OSError):
            stream.close()
        raise
    try:
        stream.close()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _not_whole(name, error) from error


def _is_special(target: Path) -> bool:
    return target.exists() and not target.is_file() and not target.is_dir()


def _nowhere(name: str, reason: str) -> CleanclaimError:
    return CleanclaimError(
        together([f"{name}: can't be written: {reason}", "nothing was scrubbed"])
    )


def _not_whole(name: str, error: OSError) -> OutputError:
    return OutputError(f"{name}: the output was not written whole: {error.strerror or error}")


def say(*lines: str) -> None:
    """
    Write lines to standard output.

    Raises: OutputError when they can't be written.
    """
    if sys.stdout is not None:
        Output(sys.stdout, "standard output").write("".join(f"{line}\n" for line in lines))


def flush_stdout() -> None:
    """
    Whatever was written to standard output must have arrived.

    Raises: OutputError when it has not, BrokenPipeError when its reader went away.
    """
    if sys.stdout is not None and not sys.stdout.closed:
        Output(sys.stdout, "standard output").finish()


def let_go() -> None:
    """
    Point standard output at nothing, so that Python's own last flush stays quiet.
    """
    if sys.__stdout__ is None:
        return
    try:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.__stdout__.fileno())
        os.close(nothing)
    except (OSError, ValueError):
        return
