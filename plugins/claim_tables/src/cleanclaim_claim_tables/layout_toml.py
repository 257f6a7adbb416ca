"""
Reading a layout's TOML: what it builds on, and what its names stand for.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cleanclaim import ConfigError
from cleanclaim.errors import did_you_mean, together
from cleanclaim.shapes import structure
from cleanclaim.tomls import Document, read
from cleanclaim_claim_tables.layout_faults import faults
from cleanclaim_claim_tables.layout_file import Columns, LayoutFile, Rows, columns_of
from cleanclaim_claim_tables.numbered import expanded

BUILT_IN = Path(__file__).parent / "built_in"
_SUFFIX = ".toml"


def built_in() -> tuple[str, ...]:
    """
    The names of the layouts that come with this plugin.
    """
    return tuple(sorted(path.stem for path in BUILT_IN.glob(f"*{_SUFFIX}")))


def load(given: str) -> dict[str, Any]:
    """
    The fields of the built-in layout of this name, or of the one in this file.

    Raises: ConfigError, with all that is wrong.
    """
    document = _document(given, Path())
    said = structure(LayoutFile, _merged(document, ()), document.where, raises=ConfigError)
    if found := list(faults(said, document)):
        raise ConfigError(together(found))
    claim, line = columns_of(said.claim), columns_of(said.line)
    within, segment = claim.pop("within", ()), claim.pop("segment", (None,))[0]
    return {
        "name": given,
        "is_wide": said.rows is Rows.CLAIMS,
        "of_claim": _expanded(claim),
        "of_lines": _of_lines(line) if said.rows is Rows.CLAIMS else (_expanded(line),),
        "within": within,
        "segment": segment,
        "constants": {name: text for name, (text,) in columns_of(said.constant).items()},
        "values": said.values,
        "optional": frozenset(column for name in said.optional for column in expanded(name)),
    }


def _document(given: str, beside: Path) -> Document:
    names = built_in()
    if given in names:
        return read(BUILT_IN / f"{given}{_SUFFIX}", ConfigError)
    if given.endswith(_SUFFIX) or os.sep in given:
        return read(beside / given, ConfigError)
    hint = did_you_mean(given, names) or f"; there are {', '.join(names)}"
    msg = f"no layout {given!r}{hint}; a file of your own ends in {_SUFFIX}"
    raise ConfigError(msg)


def _merged(document: Document, above: tuple[str, ...]) -> dict[str, Any]:
    """
    What a document says, over what it builds on: tables merge, all else is replaced.
    """
    base = document.data.get("extends")
    if not isinstance(base, str):
        return dict(document.data)
    if document.name in above:
        msg = f"{document.where(('extends',))}: goes round in a circle"
        raise ConfigError(msg)
    under = _document(base, Path(document.name).parent)
    return _over(_merged(under, (*above, document.name)), document.data)


def _over(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    both = {
        key: _over(under[key], over[key])
        for key in under.keys() & over.keys()
        if isinstance(under[key], Mapping) and isinstance(over[key], Mapping)
    }
    return {**under, **over, **both}


def _expanded(columns: Columns) -> Columns:
    return {
        name: tuple(column for each in names for column in expanded(each))
        for name, names in columns.items()
    }


def _of_lines(columns: Columns) -> tuple[Columns, ...]:
    """
    The columns of each line of a row, by the numbers in their names.
    """
    each = {name: tuple(expanded(one) for one in names) for name, names in columns.items()}
    return tuple(
        {name: tuple(ranged[n] for ranged in of) for name, of in each.items()}
        for n in range(len(each["procedure"][0]))
    )
