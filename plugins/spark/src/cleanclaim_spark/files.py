"""
The 837s at given paths: listed on the driver, opened on the workers, read as streams.

A path is one of a file system that all machines see, or a URI of one that pyarrow knows,
such as ``s3://bucket/inbox``.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from cleanclaim import InputError

_REMOTE = "://"


def listed(paths: str | Path | Iterable[str | Path]) -> list[tuple[str, int]]:
    """
    The files at these paths with their sizes in bytes, in order; of a folder all that is
    in it, hidden files left out.

    Raises: InputError when there is none.
    """
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    found = [file for path in given for file in _at(str(path))]
    if not found:
        msg = f"no file at {', '.join(map(str, given)) or 'no path'}; expected 837s or a folder of them"
        raise InputError(msg)
    return sorted(set(found))


def opened(path: str) -> BinaryIO:
    """
    A file as a stream of bytes.

    Raises: OSError.
    """
    if _REMOTE not in path:
        return Path(path).open("rb")
    system, inside = _system(path)
    return cast(BinaryIO, system.open_input_stream(inside))


def _at(path: str) -> Iterator[tuple[str, int]]:
    from pyarrow import fs

    system, inside = _system(path)
    about = system.get_file_info(inside)
    if about.type == fs.FileType.File:
        yield path, about.size
    elif about.type == fs.FileType.Directory:
        base, mark, query = path.partition("?")
        for each in system.get_file_info(fs.FileSelector(inside, recursive=True)):
            below = each.path.removeprefix(inside).lstrip("/")
            if each.type == fs.FileType.File and not each.base_name.startswith((".", "_")):
                yield f"{base.rstrip('/')}/{below}{mark}{query}", each.size
    else:
        msg = f"{path}: not found"
        raise InputError(msg)


def _system(path: str) -> tuple[Any, str]:
    from pyarrow import fs

    return fs.FileSystem.from_uri(path) if _REMOTE in path else (fs.LocalFileSystem(), path)
