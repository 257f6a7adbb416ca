"""
ISA, GS, ST and their trailers: what is open, what they count, where they disagree.
"""

import re
from collections.abc import Sequence

import attrs

from cleanclaim.findings import Place
from cleanclaim.model import Kind
from cleanclaim.readers.x12.faults import Faults
from cleanclaim.readers.x12.limits import MAX_REMEMBERED

_GUIDE = re.compile(r"0050\d\dX(?P<guide>\d{3})")
_WIDEST = 40
"""Characters of a control number that are remembered; the guides allow 9."""
_PLAIN = re.compile(r"[0-9A-Za-z]{1,12}", re.ASCII)
_UNREADABLE = "(unreadable)"
# What may be shown: in a file whose elements are shifted, anything else may be a name.
_VERSION = re.compile(r"\d{5,6}(X\d{3}(A\d)?)?", re.ASCII)
_TRANSACTION = re.compile(r"\d{3}", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_COUNT = re.compile(r"\d{1,6}", re.ASCII)
_KINDS = {"222": Kind.PROFESSIONAL, "223": Kind.INSTITUTIONAL}
_TRANSACTIONS = {
    "270": "eligibility inquiry",
    "271": "eligibility answer",
    "276": "claim status inquiry",
    "277": "claim status answer",
    "278": "authorization",
    "820": "premium payment",
    "834": "enrollment",
    "835": "remittance advice",
    "997": "acknowledgment",
    "999": "acknowledgment",
}
_GUIDES = {
    "224": "dental",
    "291": "predetermination, professional",
    "292": "predetermination, institutional",
    "293": "predetermination, dental",
    "298": "professional, post-adjudicated",
    "299": "institutional, post-adjudicated",
}


@attrs.define
class _Open:
    """
    An envelope that is open: its control number and what it holds so far.
    """

    control: bytes
    version: str = ""
    first: int = 0
    count: int = 0
    seen: dict[bytes, int] = attrs.field(factory=dict)


class Envelope:
    """
    The envelopes of a file, from the first ISA on.
    """

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self.interchange = 0
        self.set_number = ""
        self._isa: _Open | None = None
        self._gs: _Open | None = None
        self._st: _Open | None = None
        self._isas: dict[bytes, int] = {}

    @property
    def in_set(self) -> bool:
        """
        Whether a transaction set is open.
        """
        return self._st is not None

    @property
    def is_open(self) -> bool:
        """
        Whether an interchange, a group and a set are open.
        """
        return None not in (self._isa, self._gs, self._st)

    @property
    def guide(self) -> str:
        """
        GS08 of the open group.
        """
        return self._gs.version if self._gs else ""

    def resume(self, guide: str | None, set_number: str) -> None:
        """
        Stand where nothing is known to have been before but an open interchange, a group
        of this GS08 and a set of this number; *guide* None: not even these.
        """
        opened = guide is not None
        self.interchange, self.set_number = 0, set_number if opened else ""
        self._isa = _Open(b"") if opened else None
        self._gs = _Open(b"", guide) if guide is not None else None
        self._st = _Open(b"") if opened else None
        self._isas.clear()

    def place(self, number: int, byte: int) -> dict[str, str | int]:
        """
        A place in the file, for a fault.
        """
        place: dict[str, str | int] = {"interchange": self.interchange}
        if self._st:
            place["transaction"] = self.set_number
        return place | {"segment": number, "byte": byte}

    def open_interchange(self, isa: Sequence[bytes], place: Place) -> None:
        """
        ISA.
        """
        self._close(place)
        self.interchange += 1
        place = {**place, "interchange": self.interchange}
        control = isa[13].strip()
        self._isa = _Open(control, _text(isa[12]))
        self._duplicate("X12-032", "ISA13", self._isas, control, place)

    def open_group(self, gs: Sequence[bytes], place: Place) -> None:
        """
        GS.
        """
        self._missing_set(place)
        self._missing_group(place)
        if self._isa is None:
            self._tell("X12-034", "GS outside an interchange; expected ISA before it", place)
            self._isa = _Open(b"")
        self._isa.count += 1
        self._gs = _Open(_element(gs, 6), _text(_element(gs, 8)))
        self._duplicate("X12-031", "GS06", self._isa.seen, self._gs.control, place)
        if self._gs.version and self._isa.version not in ("", self._gs.version[:5]):
            isa12, gs08 = (_shown(opened.version, _VERSION) for opened in (self._isa, self._gs))
            decides = (
                "GS08 decides" if "X" in self._gs.version else "ST03 decides where it is given"
            )
            self._tell("X12-013", f"ISA12 says {isa12}, GS08 {gs08}; {decides}", place)

    def open_set(self, st: Sequence[bytes], number: int, place: Place) -> Kind | None:
        """
        ST: which form its claims are on; None when the set is to be skipped.
        """
        self._missing_set(place)
        if self._gs is None:
            self._tell("X12-034", "ST outside a functional group; expected GS before it", place)
            self._gs = _Open(b"")
        control = _element(st, 2)
        self._gs.count += 1
        self._st = _Open(control, first=number)
        self.set_number = _shown(_text(control), _NUMBER)
        place = {**place, "transaction": self.set_number}
        self._duplicate("X12-030", "ST02", self._gs.seen, control, place)
        return self._kind(_text(_element(st, 1)), _text(_element(st, 3)), place)

    def assume_set(self, number: int, place: Place) -> Kind | None:
        """
        Claims without ST: which form they are on, by GS08.
        """
        if self._gs is None:
            return None
        self._tell("X12-034", "claims without ST; the form is taken from GS08", place)
        self._gs.count += 1
        self._st = _Open(b"", first=number)
        self.set_number = ""
        return self._kind("837", "", place)

    def close_set(self, se: Sequence[bytes], number: int, place: Place) -> None:
        """
        SE.
        """
        opened, self._st = self._st, None
        if opened is None:
            self._tell("X12-033", "SE without ST before it", place)
            return
        counted = number - opened.first + 1
        self._count("X12-024", "SE01", "segments", _element(se, 1), counted, place)
        self._control("X12-027", "SE02", "ST02", _element(se, 2), opened.control, place)

    def close_group(self, ge: Sequence[bytes], place: Place) -> None:
        """
        GE.
        """
        self._missing_set(place)
        opened, self._gs = self._gs, None
        if opened is None:
            self._tell("X12-033", "GE without GS before it", place)
            return
        self._count("X12-025", "GE01", "transaction sets", _element(ge, 1), opened.count, place)
        self._control("X12-028", "GE02", "GS06", _element(ge, 2), opened.control, place)

    def close_interchange(self, iea: Sequence[bytes], place: Place) -> None:
        """
        IEA.
        """
        self._missing_set(place)
        self._missing_group(place)
        opened, self._isa = self._isa, None
        if opened is None:
            self._tell("X12-033", "IEA without ISA before it", place)
            return
        self._count("X12-026", "IEA01", "groups", _element(iea, 1), opened.count, place)
        self._control("X12-029", "IEA02", "ISA13", _element(iea, 2), opened.control, place)

    def ends_with(self, iea: Sequence[bytes]) -> bool:
        """
        Whether this IEA is the one that closes the interchange, nothing left out.
        """
        opened = self._isa
        return (
            opened is not None
            and self._gs is None
            and self._st is None
            and _element(iea, 1) == str(opened.count).encode()
            and _element(iea, 2) == opened.control
        )

    def close(self, place: Place) -> None:
        """
        The file ends, or another interchange begins: tell what is still open.
        """
        self._close(place)

    def _close(self, place: Place) -> None:
        self._missing_set(place)
        self._missing_group(place)
        if self._isa is not None:
            self._tell("X12-023", "IEA is missing; is the file whole?", place)
            self._isa = None

    def _missing_set(self, place: Place) -> None:
        if self._st is not None:
            self._tell("X12-021", f"SE is missing before segment {place['segment']}", place)
            self._st = None

    def _missing_group(self, place: Place) -> None:
        if self._gs is not None:
            self._tell("X12-022", f"GE is missing before segment {place['segment']}", place)
            self._gs = None

    def _kind(self, transaction: str, st03: str, place: Place) -> Kind | None:
        gs08 = self._gs.version if self._gs else ""
        version = gs08 if "X" in gs08 or not st03 else st03
        match = _GUIDE.match(version)
        guide = match["guide"] if match else ""
        if gs08 and st03 and "X" in gs08 and gs08[:10] != st03[:10]:
            said, other = _shown(gs08, _VERSION), _shown(st03, _VERSION)
            self._tell("X12-014", f"GS08 says {said}, ST03 {other}; GS08 decides", place)
        if transaction == "837" and guide in _KINDS:
            return _KINDS[guide]
        self._tell("X12-017", _skipped(transaction, version, guide), place)
        return None

    def _count(
        self, code: str, name: str, what: str, said: bytes, counted: int, place: Place
    ) -> None:
        if not (said.isdigit() and len(said) <= 18 and int(said) == counted):  # noqa: PLR2004 - longer is no count
            stated = _shown(_text(said), _COUNT)
            self._tell(code, f"{name} says {stated}; counted {counted} {what}", place)

    def _control(
        self, code: str, name: str, header: str, said: bytes, control: bytes, place: Place
    ) -> None:
        if said != control and not (
            said.isdigit() and control.isdigit() and said.lstrip(b"0") == control.lstrip(b"0")
        ):
            self._tell(code, f"{name} differs from {header}; is the file whole?", place)

    def _duplicate(
        self, code: str, name: str, seen: dict[bytes, int], control: bytes, place: Place
    ) -> None:
        number = int(place["segment"])
        key = control[:_WIDEST]
        if key in seen:
            self._tell(code, f"{name} is used again; first in segment {seen[key]}", place)
        elif len(seen) < MAX_REMEMBERED:
            seen[key] = number

    def _tell(self, code: str, message: str, place: Place) -> None:
        self._faults.tell(code, message, place)


def kind_of(guide: str) -> Kind | None:
    """
    The form that a guide is for, such as 005010X222A1; None for another guide.
    """
    match = _GUIDE.match(guide)
    return _KINDS.get(match["guide"]) if match else None


def _skipped(transaction: str, version: str, guide: str) -> str:
    if transaction != "837":
        name = _TRANSACTIONS.get(transaction, "not a claim")
        what = f"transaction set {_shown(transaction, _TRANSACTION)} ({name})"
    elif not version.startswith("005010"):
        what = f"837 of version {_shown(version, _VERSION)}"
    else:
        what = f"837 of guide {_shown(version, _VERSION)} ({_GUIDES.get(guide, 'unknown here')})"
    return f"skipped: {what}; this reader takes 005010X222 and 005010X223"


def _text(element: bytes) -> str:
    """
    A short element as text, or a mark when it is none.
    """
    text = element.decode("latin-1").strip()
    return text if not text or _PLAIN.fullmatch(text) else _UNREADABLE


def _shown(text: str, form: re.Pattern[str]) -> str:
    """
    A text that is of this form, or a mark when it is not: what is told goes to a terminal.
    """
    return text if not text or form.fullmatch(text) else _UNREADABLE


def _element(segment: Sequence[bytes], number: int) -> bytes:
    return segment[number].strip() if len(segment) > number else b""
