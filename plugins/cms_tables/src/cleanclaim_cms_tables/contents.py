"""
A file to be read, on its own or in an archive: its bytes, bounded, and what they look like.
"""

import contextlib
import enum
import gzip
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import IO

import attrs

from cleanclaim.looks import looks_like
from cleanclaim_cms_tables.kinds import shown
from cleanclaim_cms_tables.refused import Refused

MIB = 1024 * 1024
LARGEST_TEXT = 512 * MIB
LARGEST_WORKBOOK = 128 * MIB
HEAD = 4096
CHUNK = 256 * 1024

_ACCEPT = "accept the licence on CMS's page and download the file again"
_NEXT = {
    "an HTML page": f"such as the AMA's licence page; {_ACCEPT}",
    "an old Office document": "or one with a password; save it as a workbook (.xlsx) or as CSV",
}
_NOT_PACKED = (NotImplementedError, RuntimeError)
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile)


class Form(enum.Enum):
    """
    What the bytes of a file are; a zip is a workbook or an archive.
    """

    TEXT = enum.auto()
    ZIP = enum.auto()
    GZIP = enum.auto()


@attrs.frozen
class Content:
    """
    A file to be read.

    ``place``: how errors tell it. ``names``: what may say more than a header does, a
    member's own name last. ``most``: the bytes that it may have.
    """

    place: str
    names: tuple[str, ...]
    sha256: str
    form: Form
    most: int
    opened: Callable[[], AbstractContextManager[IO[bytes]]]

    @property
    def name(self) -> str:
        """
        The name that is kept of it; no folder of a disk is in it.
        """
        return "/".join(self.names)

    def chunks(self) -> Iterator[bytes]:
        """
        Its bytes, piece by piece, no more than it may have.

        Raises: Refused when it is damaged, cut off, or too large.
        """
        left = self.most
        with refusing(), self.opened() as stream:
            while chunk := stream.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    msg = f"unpacks to more than {self.most // MIB} MiB; expected a file of CMS's"
                    raise Refused(msg)
                yield chunk


@contextlib.contextmanager
def refusing() -> Iterator[None]:
    """
    What the standard library raises for a bad archive or a bad disk, as Refused.
    """
    try:
        yield
    except _DAMAGED as error:
        msg = f"damaged or cut off: {shown(str(error))}; download it again"
        raise Refused(msg) from error
    except OSError as error:
        msg = f"can't be read: {error.strerror or 'no reason given'}"
        raise Refused(msg) from error
    except _NOT_PACKED as error:
        msg = f"packed in a way that can't be read: {shown(str(error))}; pack it as a plain zip"
        raise Refused(msg) from error


def form_of(head: bytes) -> Form:
    """
    What a file is that begins with these bytes.

    Raises: Refused for what is neither a table nor an archive, by name of what it looks
    like.
    """
    if head.startswith(b"PK\x03\x04"):
        return Form.ZIP
    if head.startswith(b"\x1f\x8b"):
        return Form.GZIP
    what = looks_like(head)
    if what == "plain text":
        return Form.TEXT
    if b"<html" in head.lower():
        what = "an HTML page"
    hint = _NEXT.get(what, "")
    msg = f"looks like {what}{', ' if hint else ''}{hint}; expected a table of CMS's as it is published"
    raise Refused(msg)
