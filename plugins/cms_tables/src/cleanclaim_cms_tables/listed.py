"""
``cleanclaim tables list``, ``verify`` and ``remove``: what is in the store.
"""

import datetime
import json
from collections.abc import Iterator, Sequence

from cleanclaim import FactsError
from cleanclaim.errors import together
from cleanclaim_cms_tables import named, shown
from cleanclaim_cms_tables.in_force import Days, answering, known
from cleanclaim_cms_tables.kinds import TABLES, Program, TableName
from cleanclaim_cms_tables.rows import Edition
from cleanclaim_cms_tables.store import Store

_HEADER = ("table@edition", "in force", "knows", "rows", "size", "imported")
_NUMBERS = frozenset({3, 4})
_IMPORT = "cleanclaim tables import FILE"


def list_lines(store: Store, today: datetime.date) -> Iterator[str]:
    """
    What is there, and what is not.
    """
    editions = store.editions()
    if not editions:
        yield f"no tables in {shown.path(store.folder)}"
        yield f"download CMS's files and import them: {_IMPORT}"
        yield from _pages()
        return
    yield f"tables in {shown.path(store.folder)}"
    yield ""
    answers = answering(editions)
    cells = [_cells(store, edition, answers[edition]) for edition in editions]
    heading, *lines = shown.aligned([_HEADER, *cells], _NUMBERS)
    yield heading
    for line, edition in zip(lines, editions, strict=True):
        yield line
        yield from (f"    {shown.origin(origin)}" for origin in edition.origins)
    notes = [*_ended(editions, today), *_not_there(editions)]
    yield from ("", *notes) if notes else ()


def list_json(store: Store) -> str:
    """
    The same for a program.
    """
    editions = store.editions()
    answers = answering(editions)
    return json.dumps(
        {
            "folder": str(store.folder),
            "tables": [_as_json(store, edition, answers[edition]) for edition in editions],
            "damaged": [str(path) for path, _ in store.faults()],
            "not_imported": [str(table) for table in _wanted(editions)],
        },
        indent=2,
    )


def verify_lines(store: Store) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """
    The tables that are whole, a line each, and what is wrong with the others.
    """
    faults = dict(store.verify())
    whole = tuple(f"{edition}: OK" for edition in store.editions() if edition not in faults)
    nothing = () if whole or faults else (f"no tables in {shown.path(store.folder)}",)
    return whole or nothing, tuple(faults.values())


def remove_lines(store: Store, texts: Sequence[str]) -> Iterator[str]:
    """
    Remove these editions, and say what is in force in their place.

    Raises: FactsError when one of them is not there; then none is removed.
    """
    for each in _all_named(store, texts):
        store.remove(*each)
        left = [edition for edition in store.editions() if edition.table == each.table]
        if left:
            newest, days = next(iter(answering(left).items()))
            yield f"removed {each}; {newest} is in force for dates of service {shown.days(days)}"
        else:
            yield f"removed {each}; no edition of {each.table} is left"


def _all_named(store: Store, texts: Sequence[str]) -> tuple[named.Named, ...]:
    found, faults = [], []
    for text in dict.fromkeys(texts):
        try:
            found.append(named.edition(store, text))
        except FactsError as error:
            faults.append(str(error))
    if faults:
        raise FactsError(together([*faults, "nothing was removed"]))
    return tuple(found)


def _cells(store: Store, edition: Edition, answers: Sequence[Days]) -> tuple[str, ...]:
    path = store.path_of(edition.table, edition.day)
    return (
        str(edition),
        shown.days(answers) or "superseded",
        str(known(edition)),
        f"{edition.rows:,}",
        shown.size(path.stat().st_size),
        str(shown.imported_on(path)),
    )


def _as_json(store: Store, edition: Edition, answers: Sequence[Days]) -> dict[str, object]:
    path = store.path_of(edition.table, edition.day)
    return {
        "table": str(edition.table),
        "edition": str(edition.day),
        "title": edition.table.title,
        "known_from": str(edition.known_from),
        "known_until": str(edition.known_until) if edition.known_until else None,
        "in_force": [
            {"since": str(days.since), "until": str(days.until) if days.until else None}
            for days in answers
        ],
        "rows": edition.rows,
        "bytes": path.stat().st_size,
        "imported": str(shown.imported_on(path)),
        "files": [
            {"name": each.name, "rows": each.rows, "sha256": each.sha256}
            for each in edition.origins
        ],
    }


def _wanted(editions: Sequence[Edition]) -> Iterator[TableName]:
    """
    Medicare's tables of which there is no edition.
    """
    there = {edition.table for edition in editions}
    yield from (
        table for table in TABLES if table.program is Program.MEDICARE and table not in there
    )


def _ended(editions: Sequence[Edition], today: datetime.date) -> Iterator[str]:
    """
    The tables that know nothing of today.
    """
    for table in dict.fromkeys(edition.table for edition in editions):
        ends = [edition.known_until for edition in editions if edition.table == table]
        last = max((end for end in ends if end), default=None)
        if last and None not in ends and last < today:
            yield f"{table} knows no day after {last}; import a newer edition from {table.url}"


def _not_there(editions: Sequence[Edition]) -> Iterator[str]:
    if missing := ", ".join(map(str, _wanted(editions))):
        yield from shown.wrapped(f"not imported: {missing}", shown.width(), "", "  ")


def _pages() -> Iterator[str]:
    """
    Where CMS publishes Medicare's tables.
    """
    by_url: dict[str, list[TableName]] = {}
    for table in _wanted(()):
        by_url.setdefault(table.url, []).append(table)
    for url, tables in by_url.items():
        yield ""
        yield from (f"{table}: {table.title}" for table in tables)
        yield f"  {url}"
