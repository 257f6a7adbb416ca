"""
A workbook before it is read: no part of it may name entities, or be more than it should.

openpyxl builds what stands outside of rows in memory and keeps it, and follows entities;
so every part is gone through first, without building anything.
"""

import zipfile
from typing import IO
from xml.parsers import expat

import attrs

from cleanclaim_cms_tables.contents import CHUNK, MIB
from cleanclaim_cms_tables.kinds import shown
from cleanclaim_cms_tables.refused import Refused
from cleanclaim_cms_tables.workbook_cells import Cells

_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_ENCODINGS = ("utf-8", "us-ascii")
_HEAD = 1024
_DEEPEST = 64
_MOST_CHUNKS = 4


@attrs.frozen
class _Bounds:
    """
    How large a part may be, and how many elements it may have outside of rows.
    """

    size: int
    elements: int


_BY_ROOT = {"worksheet": _Bounds(1024 * MIB, 200_000), "sst": _Bounds(32 * MIB, 600_000)}
_OTHERS = _Bounds(8 * MIB, 200_000)


def check(archive: zipfile.ZipFile) -> None:
    """
    Go through the parts of a workbook.

    Raises: Refused for a document type, formulas without a value, cells out of order,
    damage, and parts that are too large.
    """
    for member in archive.infolist():
        with archive.open(member) as stream:
            head = stream.read(_HEAD)
            try:
                _check_part(head, stream)
            except Refused as refused:
                msg = f"its part {shown(member.filename)} {refused}"
                raise Refused(msg) from None


def _check_part(head: bytes, stream: IO[bytes]) -> None:
    if head.startswith(_UTF16_MARKS) or (b"\0" in head[:4] and b"<" in head[:4]):
        msg = "is no UTF-8; save the workbook again"
        raise Refused(msg)
    if head.removeprefix(_UTF8_MARK).lstrip().startswith(b"<"):
        _Part().read(head, stream)


class _Part:
    """
    One part of a workbook while it is gone through.
    """

    def __init__(self) -> None:
        self._bounds = _OTHERS
        self._cells = Cells()
        self._elements = self._loose = 0
        self._depth = self._row_depth = 0
        self._parser = expat.ParserCreate()
        self._parser.XmlDeclHandler = self._declared
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def read(self, head: bytes, stream: IO[bytes]) -> None:
        """
        Go through the part, of which *head* is read already.
        """
        chunk, size, chunks = head, 0, 0
        try:
            while chunk:
                size += len(chunk)
                elements = self._elements
                self._parser.Parse(chunk)
                chunks = chunks + 1 if elements == self._elements else 0
                if size > self._bounds.size or chunks > _MOST_CHUNKS:
                    self._refuse("is larger than in a workbook of CMS's")
                chunk = stream.read(CHUNK)
            self._parser.Parse(b"", True)  # noqa: FBT003 - expat takes it by position
        except expat.ExpatError as error:
            msg = f"is damaged: {error}; download it again"
            raise Refused(msg) from None
        self._cells.finish()

    def _refuse(self, what: str) -> None:
        msg = f"{what}; expected a workbook as CMS publishes it"
        raise Refused(msg)

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            self._refuse(f"is in {shown(encoding)}")

    def _doctype(self, *_: object) -> None:
        self._refuse("has a document type (DTD), which may define entities")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if not self._depth:
            self._bounds = _BY_ROOT.get(local, _OTHERS)
        self._elements += 1
        self._depth += 1
        if self._depth > _DEEPEST:
            self._refuse("is nested too deep")
        if self._row_depth:
            if self._cells.within(local, attributes):
                self._parser.CharacterDataHandler = self._valued
        elif local == "row":
            self._row_depth = self._depth
            self._cells.row(attributes)
        else:
            self._loose += 1
            if self._loose > self._bounds.elements:
                self._refuse("holds more than in a workbook of CMS's")

    def _valued(self, _text: str) -> None:
        self._cells.valued()

    def _end(self, _name: str) -> None:
        self._parser.CharacterDataHandler = None
        if self._depth == self._row_depth:
            self._cells.close()
            self._row_depth = 0
        self._depth -= 1
