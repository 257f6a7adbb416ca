"""
The differences of two editions as a page that an analyst reads, or as CSV.
"""

import csv
import io
from collections.abc import Iterable, Iterator

import attrs

from cleanclaim import Json
from cleanclaim_cms_tables import shown
from cleanclaim_cms_tables.diff import Difference, common_days
from cleanclaim_cms_tables.diff_words import SECTIONS, named, of_pairs, told
from cleanclaim_cms_tables.in_force import known
from cleanclaim_cms_tables.kinds import Kind
from cleanclaim_cms_tables.rows import Edition, Row

_MOST_GROUPS = 12
_MOST_CODES = 12
# Cells that a spreadsheet would run as a formula.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@attrs.define
class _Group:
    """
    Codes of which the same is told; of pairs, those of one first code.
    """

    first: str
    told: str
    codes: list[str] = attrs.field(factory=list)
    count: int = 0


@attrs.define
class _Section:
    """
    One kind of change: how many there are, and the groups that are shown.
    """

    groups: dict[tuple[str, str], _Group] = attrs.field(factory=dict)
    count: int = 0


class Page:
    """
    Differences gathered as they come; kept are only those that will be shown.
    """

    def __init__(self, kind: Kind, *, whole: bool) -> None:
        self._kind, self._whole = kind, whole
        self._sections = {change: _Section() for change in SECTIONS[kind]}

    def add(self, difference: Difference) -> None:
        """
        Take in one difference.
        """
        section = self._sections[difference.change]
        section.count += 1
        text = told(difference, self._kind)
        first = difference.first if of_pairs(self._kind) else ""
        group = section.groups.get((first, text))
        if group is None:
            if len(section.groups) >= _MOST_GROUPS and not self._whole:
                return
            group = section.groups[first, text] = _Group(first, text)
        group.count += 1
        if self._whole or len(group.codes) < _MOST_CODES:
            group.codes.append(named(difference, self._kind))

    @property
    def counts(self) -> dict[str, int]:
        """
        How many there are of each change that there is, by what it is called.
        """
        titles = SECTIONS[self._kind]
        return {
            titles[change]: section.count
            for change, section in self._sections.items()
            if section.count
        }

    def lines(self, width: int) -> Iterator[str]:
        """
        The page below its heading.
        """
        if not self.counts:
            yield "no difference: what is in force is the same"
            return
        yield from shown.aligned(
            (("  " + f"{count:,}", title) for title, count in self.counts.items()),
            right=frozenset({0}),
        )
        for change, section in self._sections.items():
            if section.count:
                yield ""
                yield f"{SECTIONS[self._kind][change]}: {section.count:,}"
                yield from self._groups(section, width)

    def _groups(self, section: _Section, width: int) -> Iterator[str]:
        for group in section.groups.values():
            head = f"{group.first}  {group.told}" if group.first else group.told
            more = group.count - len(group.codes)
            rest = f" and {more:,} more" if more else ""
            many = f" ({group.count:,})" if group.count > 1 else ""
            text = f"{head}{many}: {' '.join(group.codes)}{rest}"
            yield from shown.wrapped(text, width, "  ", " " * (9 if group.first else 4))
        if more := section.count - sum(group.count for group in section.groups.values()):
            yield f"  and {more:,} more (--all shows them)"


def heading(old: Edition, new: Edition, codes: Iterable[str] | None = None) -> Iterator[str]:
    """
    Which two editions are compared, for which days, and for which codes if not for all.
    """
    yield f"{new} against {old}"
    yield from shown.aligned(
        (word, str(edition), shown.rows(edition.rows), f"knows {known(edition)}")
        for word, edition in (("  old", old), ("  new", new))
    )
    days = common_days(old, new)
    if days is None:
        yield "  no day is known to both: what each says of its own days is compared"
    elif known(old) != known(new):
        yield f"  compared for the days that both know: {days}"
    if codes is not None:
        yield f"  only what has {' or '.join(sorted(codes))}"


def csv_lines(old: Edition, new: Edition, found: Iterable[Difference]) -> Iterator[str]:
    """
    The same as CSV: a row for each code or pair, with its last row in either edition.
    """
    kind = new.table.kind
    cells = ("since", "until", *kind.columns)
    codes = ("code", "second_code") if of_pairs(kind) else ("code",)
    yield _line(
        (
            "change",
            *codes,
            *(f"{side}_{cell}" for side in ("old", "new") for cell in cells),
            "old_edition",
            "new_edition",
        )
    )
    for difference in found:
        yield _line(
            (
                str(difference.change),
                difference.first,
                *((difference.second,) if of_pairs(kind) else ()),
                *_cells(difference.old_rows, len(cells)),
                *_cells(difference.new_rows, len(cells)),
                str(old),
                str(new),
            )
        )


def _cells(rows: tuple[Row, ...], number: int) -> Iterator[Json]:
    if not rows:
        yield from [""] * number
        return
    last = rows[-1]
    yield str(last.since)
    yield str(last.until) if last.until else ""
    yield from last.value


def _line(cells: Iterable[Json]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="").writerow(map(_safe, cells))
    return stream.getvalue()


def _safe(cell: Json) -> Json:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_DANGEROUS) else cell
