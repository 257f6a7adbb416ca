"""
The rulebook's statements that the gate is made of, read from ``data/*.toml``.

No plugin's table is read here: what is legitimate, and what is not, was transcribed
from the rulebook by hand.
"""

import datetime
import functools
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Self

import attrs

DATA = Path(__file__).parent / "data"

# The gate's first day is that of NCCI's tables; its last is in the year of the rulebook.
FIRST, LAST = datetime.date(2019, 7, 1), datetime.date(2026, 11, 30)


@attrs.frozen
class Row:
    """
    One statement: where it stands, the days on which it holds, and what it says.
    """

    section: str
    since: datetime.date = FIRST
    until: datetime.date = LAST
    says: Mapping[str, Any] = attrs.field(factory=dict, hash=False)

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Self:
        """
        The row of one TOML table.
        """
        table = dict(table)
        return cls(
            table.pop("section"),
            max(table.pop("since", FIRST), FIRST),
            min(table.pop("until", LAST), LAST),
            table,
        )

    def __getitem__(self, key: str) -> Any:
        return self.says[key]

    def get(self, key: str, default: Any = None) -> Any:
        """
        What the row says under a key, or the default.
        """
        return self.says.get(key, default)

    def holds(self, day: datetime.date) -> bool:
        """
        Whether the statement holds on a day.
        """
        return self.since <= day <= self.until


@functools.cache
def read(name: str) -> Mapping[str, Any]:
    """
    One file of the transcription, as it stands.
    """
    with (DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@functools.cache
def rows(name: str, key: str) -> tuple[Row, ...]:
    """
    The statements of one kind: an array of tables, or a single table.
    """
    found = read(name)[key]
    return tuple(Row.of(table) for table in (found if isinstance(found, list) else [found]))


def row(name: str, key: str) -> Row:
    """
    The one statement of its kind.
    """
    (only,) = rows(name, key)
    return only


@functools.cache
def guidance() -> Mapping[str, Mapping[str, Any]]:
    """
    The guidance codes: modality, revenue code, and whether it is a type II add-on.
    """
    found: Mapping[str, Mapping[str, Any]] = read("guidance")["codes"]
    return found


@functools.cache
def complete() -> Mapping[str, Row]:
    """
    The complete codes, each with its statement.
    """
    return {code: stated for stated in rows("complete", "complete") for code in stated["codes"]}


def covers(stated: Row, code: str) -> bool:
    """
    Whether a complete code's statement covers a guidance code, by modality.
    """
    includes: Iterable[str] = stated["includes"]
    return "ANY" in includes or guidance()[code]["modality"] in includes


def first_levels(code: str) -> tuple[str, ...]:
    """
    The code that an add-on code of a family goes with; empty for one that is no add-on.
    """
    found = read("complete")["first_level"].get(code)
    return (found,) if found else ()
