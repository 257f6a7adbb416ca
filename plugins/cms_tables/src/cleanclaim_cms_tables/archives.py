"""
What a file on a disk holds; archives are read in place, and nothing is unpacked to disk.
"""

import contextlib
import gzip
import hashlib
import io
import posixpath
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path, PurePosixPath
from typing import IO, cast

import attrs

from cleanclaim_cms_tables.contents import (
    CHUNK,
    HEAD,
    LARGEST_TEXT,
    LARGEST_WORKBOOK,
    MIB,
    Content,
    Form,
    form_of,
    refusing,
)
from cleanclaim_cms_tables.kinds import LONGEST_PATH, shown
from cleanclaim_cms_tables.refused import Refused

_LARGEST_FILE = 512 * MIB
_LARGEST_ARCHIVE = 2048 * MIB
_MOST_MEMBERS = 200
_MOST_ENTRIES = 1000
# CMS's own files unpack to some ten times their size.
_HIGHEST_RATIO = 200
_SMALL = 4 * MIB

# Each entry of a zip's directory begins so; they are counted before the directory is read.
_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_WORKBOOK_MEMBER = "[Content_Types].xml"
_TABLES = (".txt", ".csv", ".tsv", ".xlsx")
_TOLD_MEMBERS = 5


@attrs.frozen
class Found:
    """
    What a file holds: each table in the forms in which it is there, the one to be read
    first, and remarks on what is no table.
    """

    tables: tuple[tuple[Content, ...], ...]
    remarks: tuple[str, ...] = ()


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Found]:
    """
    What a file on a disk holds, as long as it is open.

    Raises: Refused for what can't be a file of CMS's.
    """
    with ExitStack() as stack:
        with refusing():
            found = _found(stack, path)
        yield found


def _found(stack: ExitStack, path: Path) -> Found:
    file = stack.enter_context(_file(path))
    sha256, entries, size = _read_through(file)
    file.seek(0)
    form = form_of(file.read(HEAD))
    place = shown(str(path), LONGEST_PATH)
    whole = Content(place, (path.name,), sha256, form, LARGEST_TEXT, _from_start(file))
    if form is Form.GZIP:
        return Found(((_unpacked(whole, file, size),),))
    if form is Form.ZIP:
        archive = stack.enter_context(_archive(file, entries))
        if not _is_workbook(archive):
            return _members(archive, whole)
    return Found(((whole,),))


def _file(path: Path) -> IO[bytes]:
    try:
        about = path.stat()
    except ValueError as error:  # a NUL in the path
        msg = "no path of a file"
        raise Refused(msg) from error
    if not stat.S_ISREG(about.st_mode):
        what = "a folder" if stat.S_ISDIR(about.st_mode) else "not a file"
        msg = f"{what}; expected a file of CMS's"
        raise Refused(msg)
    if about.st_size > _LARGEST_FILE:
        msg = f"larger than {_LARGEST_FILE // MIB} MiB; expected a file of CMS's"
        raise Refused(msg)
    return path.open("rb")


def _read_through(file: IO[bytes]) -> tuple[str, int, int]:
    """
    A file's hash, the entries of a zip's directory that it may have, and its size.
    """
    digest, entries, size, before = hashlib.sha256(), 0, 0, b""
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        entries += (before + chunk).count(_ENTRY)
        before = chunk[-len(_ENTRY) + 1 :]
    return digest.hexdigest(), entries, size


def _from_start(file: IO[bytes]) -> Callable[[], AbstractContextManager[IO[bytes]]]:
    def again() -> AbstractContextManager[IO[bytes]]:
        file.seek(0)
        return contextlib.nullcontext(file)

    return again


def _unpacked(whole: Content, file: IO[bytes], size: int) -> Content:
    """
    The one file that is packed with gzip.
    """

    def unpacking() -> AbstractContextManager[IO[bytes]]:
        file.seek(0)
        return cast("IO[bytes]", gzip.GzipFile(fileobj=file))

    with unpacking() as stream:
        form = form_of(stream.read(HEAD))
    most = min(LARGEST_TEXT, max(_SMALL, size * _HIGHEST_RATIO))
    inner = attrs.evolve(whole, form=form, most=most, opened=unpacking)
    return _workbook_within(inner) if form is not Form.TEXT else inner


def _workbook_within(content: Content) -> Content:
    """
    A workbook in an archive: seekable, in memory.

    Raises, when it is opened: Refused for an archive within an archive.
    """

    def in_memory() -> IO[bytes]:
        if content.form is Form.GZIP:
            msg = "an archive within an archive; unpack it first"
            raise Refused(msg)
        limited = attrs.evolve(content, most=min(content.most, LARGEST_WORKBOOK))
        raw = b"".join(limited.chunks())
        with refusing(), _archive(io.BytesIO(raw), raw.count(_ENTRY)) as archive:
            if not _is_workbook(archive):
                msg = "an archive within an archive; unpack it first"
                raise Refused(msg)
        return io.BytesIO(raw)

    return attrs.evolve(content, opened=in_memory)


def _archive(file: IO[bytes], entries: int) -> zipfile.ZipFile:
    """
    A zip whose directory is harmless; what its members unpack to is bounded when read.
    """
    if entries > _MOST_ENTRIES:
        msg = f"a zip of more than {_MOST_ENTRIES:,} members; expected one of CMS's"
        raise Refused(msg)
    archive = zipfile.ZipFile(file)
    members = archive.infolist()
    names = [member.filename for member in members]
    for member in members:
        name = shown(member.filename)
        if _escapes(member.filename):
            msg = f"its member '{name}' points out of the archive; expected one of CMS's"
            raise Refused(msg)
        if names.count(member.filename) > 1:
            msg = f"holds '{name}' twice; download it again"
            raise Refused(msg)
        if member.flag_bits & _ENCRYPTED:
            msg = f"its member '{name}' has a password; unpack it first"
            raise Refused(msg)
        if member.file_size > max(_SMALL, member.compress_size * _HIGHEST_RATIO):
            msg = f"its member '{name}' unpacks to {member.file_size // MIB:,} MiB; expected one of CMS's"
            raise Refused(msg)
    if sum(member.file_size for member in members) > _LARGEST_ARCHIVE:
        msg = f"unpacks to more than {_LARGEST_ARCHIVE // MIB:,} MiB; expected one of CMS's"
        raise Refused(msg)
    return archive


def _escapes(name: str) -> bool:
    return name.startswith(("/", "\\")) or name[1:2] == ":" or ".." in re.split(r"[/\\]", name)


def _is_workbook(archive: zipfile.ZipFile) -> bool:
    return _WORKBOOK_MEMBER in archive.namelist()


def _members(archive: zipfile.ZipFile, whole: Content) -> Found:
    """
    The tables of an archive, the forms of one table together.
    """
    tables: dict[str, list[Content]] = {}
    remarks = []
    members = [member for member in archive.infolist() if not _is_by_the_way(member.filename)]
    if len(members) > _MOST_MEMBERS:
        msg = f"a zip of {len(members):,} files; expected one of CMS's"
        raise Refused(msg)
    for member in members:
        name = shown(member.filename)
        place = f"{whole.place}/{name}"
        try:
            with archive.open(member) as stream:
                form = form_of(stream.read(HEAD))
        except Refused as refused:
            if name.lower().endswith(_TABLES):
                msg = f"its member '{name}' {refused}"
                raise Refused(msg) from None
            remarks.append(f"{place}: left out: {str(refused).partition(';')[0]}")
            continue
        content = Content(
            place,
            (*whole.names, PurePosixPath(member.filename).name),
            whole.sha256,
            form,
            LARGEST_TEXT,
            _opening(archive, member),
        )
        stem = posixpath.splitext(member.filename)[0].lower()
        tables.setdefault(stem, []).append(
            content if form is Form.TEXT else _workbook_within(content)
        )
    if not tables:
        told = ", ".join(shown(member.filename) for member in members[:_TOLD_MEMBERS]) or "nothing"
        msg = f"holds no table of CMS's: {told}"
        raise Refused(msg)
    return Found(
        tuple(tuple(sorted(forms, key=_rank)) for forms in tables.values()), tuple(remarks)
    )


def _opening(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo
) -> Callable[[], AbstractContextManager[IO[bytes]]]:
    return lambda: archive.open(member)


def _is_by_the_way(name: str) -> bool:
    """
    Whether a member is a folder, or what macOS leaves in its archives.
    """
    return name.endswith(("/", ".DS_Store")) or name.startswith("__MACOSX/")


def _rank(content: Content) -> int:
    """
    Text before a workbook: the same rows, sooner read.
    """
    suffix = PurePosixPath(content.names[-1]).suffix.lower()
    return _TABLES.index(suffix) if suffix in _TABLES else len(_TABLES)
