"""
A payer's own table of code lives, a plain CSV: ``code,from,to``.
"""

import csv
import datetime
import hashlib
import io
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from cleanclaim import Basis, Fact, FactsError, Source, Trust
from cleanclaim_code_dates.lives import Life, Span

_HEADER = ["code", "from", "to"]
_CODE = re.compile(r"[0-9A-Z]{5}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ONE_DAY = datetime.timedelta(days=1)
_FAULTS_SHOWN = 20
_LONGEST_SHOWN = 60
_LONGEST_PATH = 400
_LARGEST = 64 * 1024 * 1024


@attrs.frozen
class CodeDatesOptions:
    """
    What this payer knows of the lives of codes.

    ``life_table``: a CSV file with the columns ``code``, ``from`` and ``to``, for every
    code that is to be judged besides those of imaging guidance.
    """

    life_table: Path | None = attrs.field(
        default=None,
        metadata={
            "about": "A CSV file, code,from,to, with the lives of all codes to be judged.",
            "means": {None: "only the codes of imaging guidance have known lives"},
        },
    )


def loaded(path: Path) -> Mapping[str, tuple[Span, ...]]:
    """
    The lives in this file, by code, in the order of their days.

    Raises: FactsError, with the faults of the file, a line each.
    """
    content = _content(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        msg = f"{_shown(str(path), _LONGEST_PATH)}: not UTF-8 text; save it as UTF-8"
        raise FactsError(msg) from None
    if "\0" in text:
        msg = f"{_shown(str(path), _LONGEST_PATH)}: holds NUL characters, so it is no CSV; save it as UTF-8 text"
        raise FactsError(msg)
    return _Reading(_shown(str(path), _LONGEST_PATH), _source(path, content)).lives(text)


def _content(path: Path) -> bytes:
    """
    The bytes of a file that is one, and is not too large to be a table of codes.
    """
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            what = "not a file; expected the CSV that life_table names"
        elif about.st_size > _LARGEST:
            what = f"larger than {_LARGEST // 1024 // 1024} MiB; expected a table of codes"
        else:
            return path.read_bytes()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no path of a file"
        what = f"can't be read: {why}; expected the CSV that life_table names"
    msg = f"{_shown(str(path), _LONGEST_PATH)}: {what}"
    raise FactsError(msg)


def _shown(text: str, longest: int = _LONGEST_SHOWN) -> str:
    """
    What a user wrote, as it can be told in a line.
    """
    told = text if text.isprintable() else ascii(text)[1:-1]
    return told if len(told) <= longest else f"{told[: longest - 1]}…"


def _source(path: Path, content: bytes) -> Source:
    # The file's name, not its folder: outcomes name no path of a machine.
    digest = hashlib.sha256(content).hexdigest()
    url = f"file:{path.name}#sha256={digest}"
    return Source(f"life table {path.name}", url, Trust.PUBLISHED, Basis.PAYER_EDIT)


@attrs.frozen
class _Reading:
    """
    One file while it is read; every fault is kept with its line.
    """

    path: str
    source: Source
    faults: list[str] = attrs.field(factory=list)
    days: dict[str, datetime.date | None] = attrs.field(factory=dict)

    def lives(self, text: str) -> Mapping[str, tuple[Span, ...]]:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        spans: dict[str, list[Span]] = {}
        try:
            self._check_header(next(reader, []))
            for row in filter(None, reader):
                if span := self._span(row, reader.line_num):
                    self._add(spans.setdefault(span.life.key, []), span, reader.line_num)
        except csv.Error as error:
            self.faults.append(f"{self.path}:{reader.line_num}: not CSV: {error}")
        if not spans and not self.faults:
            self.faults.append(f"{self.path}: has no rows; expected one for each code")
        self._stop_if_faulty()
        return {code: tuple(own) for code, own in spans.items()}

    def _check_header(self, header: list[str]) -> None:
        if header != _HEADER:
            found = _shown(",".join(header)) or "nothing"
            self.faults.append(f"{self.path}:1: the header is {found}; expected code,from,to")
            self._stop_if_faulty()

    def _span(self, row: list[str], line: int) -> Span | None:
        faults = list(self._faults_of(row))
        self.faults.extend(f"{self.path}:{line}: {fault}" for fault in faults)
        if faults:
            return None
        code, first, last = row
        since, until = self._day(first), self._day(last)
        born = since or datetime.date.min
        life = Life(key=code, since=born, source=self.source, born=since is not None)
        end = None
        if until is not None and until < datetime.date.max:  # 9999-12-31 stands for no end
            end = Fact(key=code, since=until + _ONE_DAY, source=self.source)
        return Span(life, end)

    def _faults_of(self, row: list[str]) -> Iterator[str]:
        if len(row) != len(_HEADER):
            yield f"{len(row)} cells; expected {len(_HEADER)}: code,from,to"
            return
        code, first, last = row
        if not _CODE.fullmatch(code):
            yield f"code: {_shown(code)!r}; expected five digits or capitals"
        since, until = self._day(first), self._day(last)
        if first and since is None:
            yield f"from: {_shown(first)!r}; expected the first day, such as 2026-01-01, or nothing"
        if last and until is None:
            yield f"to: {_shown(last)!r}; expected the last day, such as 2026-12-31, or nothing"
        elif since and until and until < since:
            yield f"to: {last} is before from, {first}; expected a later day, or nothing"

    def _add(self, own: list[Span], span: Span, line: int) -> None:
        if own and (own[-1].end is None or span.life.since < own[-1].end.since):
            before = own[-1].life
            earlier = f"from {before.since}" if before.born else "without a beginning"
            self.faults.append(
                f"{self.path}:{line}: {span.life.key}: begins within its life {earlier}, of an "
                "earlier line; expected its lives in order, apart from each other"
            )
        own.append(span)

    def _day(self, text: str) -> datetime.date | None:
        if text not in self.days:
            try:
                self.days[text] = (
                    datetime.date.fromisoformat(text) if _DAY.fullmatch(text) else None
                )
            except ValueError:
                self.days[text] = None
        return self.days[text]

    def _stop_if_faulty(self) -> None:
        if self.faults:
            more = len(self.faults) - _FAULTS_SHOWN
            rest = [f"{self.path}: and {more} more like these"] if more > 0 else []
            raise FactsError("\n".join([*self.faults[:_FAULTS_SHOWN], *rest]))
