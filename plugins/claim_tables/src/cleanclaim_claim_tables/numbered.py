"""
Columns that differ by a number alone, in short: ``HCPCS_CD_{1..45}``.
"""

import re

_RANGE = re.compile(r"\{(\d{1,4})\.\.(\d{1,4})\}", re.ASCII)
_MOST = 1_000


def is_numbered(name: str) -> bool:
    """
    Whether a name stands for several columns.
    """
    return "{" in name


def expanded(name: str) -> tuple[str, ...]:
    """
    The columns that a name stands for, in their order; itself where it has no range.

    ``{01..12}`` counts with leading noughts.

    Raises: ValueError.
    """
    if not is_numbered(name):
        return (name,)
    parts = _RANGE.split(name)
    if len(parts) != 4 or "{" in parts[0] + parts[3]:  # noqa: PLR2004 - before, first, last, after
        msg = f"{name!r}; expected one range such as 'code_{{1..5}}'"
        raise ValueError(msg)
    before, first, last, after = parts
    if not int(first) <= int(last) < int(first) + _MOST:
        msg = f"{name!r}; expected a range that ascends, of at most {_MOST:,} columns"
        raise ValueError(msg)
    width = len(first) if first.startswith("0") else 0
    return tuple(f"{before}{n:0{width}}{after}" for n in range(int(first), int(last) + 1))
