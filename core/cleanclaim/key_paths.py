"""
The path of a key through the tables of a TOML file.
"""

import re
from collections.abc import Iterable

KeyPath = tuple[str | int, ...]

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def dotted(path: Iterable[str | int]) -> str:
    """
    A key path as TOML writes it, without the numbers of list entries.
    """
    names = [step for step in path if isinstance(step, str)]
    return ".".join(name if _BARE.fullmatch(name) else _quoted(name) for name in names)


def _quoted(name: str) -> str:
    import json

    return json.dumps(name, ensure_ascii=False)
