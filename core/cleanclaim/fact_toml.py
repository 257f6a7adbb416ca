"""
Reads a table of facts from TOML: ``[table]``, ``[sources.NAME]``, ``[codes.KEY]``.
"""

import datetime
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, TypeVar

import attrs

from cleanclaim import shapes, tomls
from cleanclaim.errors import FactsError, did_you_mean
from cleanclaim.findings import Fact, Source, Trust
from cleanclaim.key_paths import KeyPath
from cleanclaim.shapes import Field, Misfit
from cleanclaim.tables import About, Stretch, Table
from cleanclaim.values import iso_date

F = TypeVar("F", bound=Fact)

_SOURCE = Field("source", "source", str, required=True)
_ENDED = Field("ended", "ended", bool, required=False)
ANY_SOURCE = Source("stands in while a value is tried", "", Trust.PUBLISHED)
_SET_BY_LOADER = frozenset({"key", "since", "source"})


@attrs.frozen
class _Page:
    """
    A facts file as a whole; the codes are read by the shape.
    """

    table: About
    sources: Mapping[str, Source]
    codes: Mapping[str, Mapping[str, Any]]


def own_fields(shape: type[Fact]) -> tuple[Field, ...]:
    """
    The fields that a file gives; key, date and source are set by the loader.
    """
    return tuple(field for field in shapes.fields(shape) if field.name not in _SET_BY_LOADER)


def load(path: Path, shape: type[F]) -> Table[F]:
    """
    The table in this file.

    Raises: FactsError, with every fault of the file, a line each.
    """
    document = tomls.read(path, FactsError)
    misfits: list[Misfit] = []
    page = shapes.fit(_Page, document.data, (), misfits)
    if page:
        check_sources(page.sources, misfits)
    codes = document.data.get("codes")
    reading = _Reading(shape, document.data.get("sources") or (), misfits)
    stretches = {
        key: reading.stretches(key, entries)
        for key, entries in (codes if isinstance(codes, Mapping) else {}).items()
        if isinstance(entries, Mapping)
    }
    if misfits:
        raise FactsError(shapes.told(misfits, document.where))
    return Table(shape, path, page.table, page.sources, stretches)


def check_sources(sources: Mapping[str, Source], misfits: list[Misfit]) -> None:
    """
    Every source has a deep link.
    """
    for name, source in sources.items():
        if not source.url.startswith(("https://", "http://")):
            misfits.append(Misfit(("sources", name, "url"), "expected https://…"))


def order_fault(entry: Stretch, last: Stretch | None) -> str | None:
    """
    Why an entry can't follow the *last* one of its key, or None when it can.
    """
    since, ended = entry.since, entry.values is None
    if last is None:
        return "ends what has not begun" if ended else None
    if since == last.since:
        return f"{since} stands twice"
    if since < last.since:
        return f"{since} stands after {last.since}; expected dates in order"
    if ended and last.values is None:
        return f"ended already on {last.since}"
    return None


class _Reading:
    """
    A table while its entries are read.
    """

    def __init__(self, shape: type[Fact], sources: Collection[str], misfits: list[Misfit]) -> None:
        self.shape, self.sources, self.misfits = shape, sources, misfits
        self._holds = {field.key: field for field in (*own_fields(shape), _SOURCE)}
        self._ends = {field.key: field for field in (_ENDED, _SOURCE)}

    def stretches(self, key: str, entries: Mapping[str, Any]) -> list[Stretch]:
        """
        The entries of one key.
        """
        path: KeyPath = ("codes", key)
        read: list[Stretch] = []
        if not key.strip() or key != key.strip():
            self.misfits.append(Misfit(path, f"{key!r} is not a key; expected a code"))
        if not entries:
            self.misfits.append(Misfit(path, "has no date; expected 2026-11-23 = { … }"))
        for day, entry in entries.items():
            stretch = self._stretch(day, entry, (*path, day))
            if stretch is None:
                continue
            if fault := order_fault(stretch, read[-1] if read else None):
                self.misfits.append(Misfit((*path, day), fault))
            read.append(stretch)
        return read

    def _stretch(self, day: str, entry: object, path: KeyPath) -> Stretch | None:
        before = len(self.misfits)
        since = self._since(day, path)
        if not isinstance(entry, Mapping):
            what = f'{shapes.shown(entry)}; expected {{ …, source = "…" }}'
            self.misfits.append(Misfit(path, what))
            return None
        ended = "ended" in entry
        known = self._ends if ended else self._holds
        values = shapes.fit_fields(known, entry, path, self.misfits)
        if ended and values["ended"] is False:
            self.misfits.append(Misfit((*path, "ended"), "false; expected true, or no such key"))
        name = values.pop("source", None)
        if name is not None and name not in self.sources:
            what = f"cites source {name!r}, which is not under [sources]"
            hint = did_you_mean(name, self.sources)
            self.misfits.append(Misfit(path, what + hint))
        if since is None or len(self.misfits) > before:
            return None
        if ended:
            return Stretch(since, name, None)
        shapes.make(self.shape, {**values, "source": ANY_SOURCE}, path, self.misfits)
        return Stretch(since, name, values)

    def _since(self, day: str, path: KeyPath) -> datetime.date | None:
        try:
            return iso_date(day)
        except ValueError as error:
            self.misfits.append(Misfit(path, str(error)))
            return None
