"""
Reading claims as JSON: one a line, one object, or an array, streamed all the same.
"""

import codecs
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NamedTuple

import attrs

from cleanclaim.claim_form import claim_from
from cleanclaim.documentation import Documentation
from cleanclaim.errors import ClaimError, InputError
from cleanclaim.findings import Place
from cleanclaim.looks import looks_like
from cleanclaim.model import BillingProvider, Claim, Kind, Practitioner, ServiceLine
from cleanclaim.sources import Fault, Problem, Report, Route

_HEAD = 4096
_CHUNK = 256 * 1024
_LONGEST = 16 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"
_BLANK = " \t\r\n"
_MARKS = re.compile(r'["{}\[\],\n]')
_IN_STRING = re.compile(r'["\\\n]')
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_KEYS = frozenset(
    field.name
    for shape in (Claim, ServiceLine, Practitioner, BillingProvider, Documentation)
    for field in attrs.fields(shape)
)
"""The contract's keys; any other may be a name and is not told."""


class _Piece(NamedTuple):
    """
    The text of one claim and the line it begins on; *fault* when it can't be told apart.
    """

    text: str
    line: int
    fault: str | None = None


@attrs.define(eq=False)
class JsonClaim:
    """
    A claim source for a claim that was read as JSON, or could not be.
    """

    ordinal: int
    location: Place
    claim_id: str | None = attrs.field(repr=False)
    codes: tuple[str, ...]
    route: Route
    problems: list[Problem] = attrs.field(repr=False)
    claim: Claim | None = attrs.field(default=None, repr=False)
    _numbers: frozenset[int] | None = attrs.field(default=None, init=False, repr=False)

    @property
    def documented(self) -> bool:
        """
        Whether the claim carries what the record says.
        """
        return self.claim is not None and bool(self.claim.documentation)

    def build(self) -> Claim:
        """
        The claim; one without lines where it was refused.
        """
        return self.claim or Claim(id=self.claim_id or "", kind=Kind.PROFESSIONAL)

    def line_location(self, number: int) -> Place | None:
        """
        The line of the input that the claim begins on.
        """
        if self._numbers is None:
            lines = self.claim.lines if self.claim is not None else ()
            self._numbers = frozenset(line.number for line in lines)
        return self.location if number in self._numbers else None


class JsonReader:
    """
    Reads claims in the contract's JSON form; a claim that is not costs only itself.

    *chunk* is how many bytes are asked for at a time; it changes nothing but speed.
    """

    def __init__(self, *, chunk: int = _CHUNK) -> None:
        self._chunk = chunk

    def sniffs(self, head: bytes) -> bool:
        """
        Whether input that begins with these bytes is an object or an array.
        """
        return head.removeprefix(_BOM).lstrip()[:1] in (b"{", b"[")

    def read(
        self,
        stream: BinaryIO,
        report: Report,
        *,
        whole: bool,  # noqa: ARG002 - every reader takes it
    ) -> Iterator[JsonClaim]:
        """
        The claims of a stream, in order, in bounded memory.

        Each is read whole, with *whole* or without.

        Raises: InputError when the stream is not JSON.
        """
        text = _Text(stream, self._chunk)
        text.skip_blanks()
        first = text.buffer[:1]
        if first not in ("{", "["):
            msg = f"JSON-001 not claims as JSON: this looks like {_looks(text)}; expected {{ or ["
            raise InputError(msg)
        if first == "[":
            pieces = _elements(text, report)
        else:
            pieces = _lines(text) if _one_a_line(text) else _values(text, 0)
        for ordinal, piece in enumerate(pieces, 1):
            yield _source(piece, ordinal)


def _looks(text: "_Text") -> str:
    while len(text.buffer) < _HEAD and text.more():
        pass
    return looks_like(text.buffer[:_HEAD].encode("utf-8", "surrogateescape"))


def _source(piece: _Piece, ordinal: int) -> JsonClaim:
    place: Place = {"line": piece.line}
    data: Any = None
    try:
        if piece.fault is not None:
            raise _Refused(piece.fault)
        data = _loaded(piece.text)
        claim = claim_from(data)
    except (_Refused, ClaimError) as error:
        code = "JSON-010" if isinstance(error, _Refused) else "JSON-011"
        what = "; ".join(str(error).splitlines())
        message = f"{what}; correct the claim and send it again"
        known = data.get("id") if isinstance(data, dict) else None
        claim_id = (known.strip() or None) if isinstance(known, str) else None
        problem = Problem(code, message, place, fatal=True)
        return JsonClaim(ordinal, place, claim_id, (), Route(None), [problem])
    route = Route(
        claim.kind,
        claim.payer_id,
        claim.claim_filing,
        claim.type_of_bill,
        claim.frequency_code,
    )
    return JsonClaim(ordinal, place, claim.id, claim.codes, route, [], claim)


# From text to data, strictly.


class _Refused(ValueError):  # noqa: N818 - an answer to one claim, not a fault of ours
    """
    Text that is not the JSON that we take.
    """


def _loaded(text: str) -> Any:
    try:
        text.encode("utf-8")
        data = _DECODER.decode(text)
        if _SURROGATE.search(text):
            json.dumps(data, ensure_ascii=False, default=str).encode("utf-8")
    except _Refused:
        raise
    except UnicodeEncodeError:
        msg = "not UTF-8, or half of a surrogate pair"
        raise _Refused(msg) from None
    except json.JSONDecodeError as error:
        msg = f"not JSON: {error.msg.rstrip(' :')} (character {error.pos + 1})"
        raise _Refused(msg) from None
    except RecursionError:
        msg = "nested too deeply"
        raise _Refused(msg) from None
    except (ValueError, ArithmeticError):
        msg = "a number that is too long"
        raise _Refused(msg) from None
    return data


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]  # add answers None
        shown = repr(twice) if twice in _KEYS else "a key"
        msg = f"{shown} is given twice in one object"
        raise _Refused(msg)
    return data


def _constant(_: str) -> Any:
    msg = "NaN and Infinity are no JSON"
    raise _Refused(msg)


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_constant)


# From a stream to the text of each claim.


class _Text:
    """
    A stream as text, a part of it in memory, and the line on which that part begins.

    Bytes that are not UTF-8 become lone surrogates, so that only their claim suffers.
    """

    def __init__(self, stream: BinaryIO, chunk: int, *, line: int = 1) -> None:
        self._stream, self._chunk = stream, chunk
        # A byte order mark is one at the start and nowhere else.
        decoder = codecs.getincrementaldecoder("utf-8-sig" if line == 1 else "utf-8")
        self._decode: Callable[..., str] = decoder("surrogateescape").decode
        self.buffer, self.line, self.ended = "", line, False

    def more(self) -> bool:
        """
        Read another chunk; False at the end of the stream.
        """
        if self.ended:
            return False
        data = self._stream.read(self._chunk)
        self.ended = not data
        self.buffer += self._decode(data, final=self.ended)
        return not self.ended

    def drop(self, length: int) -> None:
        """
        Forget the first characters.
        """
        self.line += self.buffer.count("\n", 0, length)
        self.buffer = self.buffer[length:]

    def skip_blanks(self, blanks: str = _BLANK) -> None:
        """
        Forget what is blank, up to the first character that is not.
        """
        while True:
            self.drop(len(self.buffer) - len(self.buffer.lstrip(blanks)))
            if self.buffer or not self.more():
                return


def _one_a_line(text: _Text) -> bool:
    """
    Whether each line is a claim, told by the first two: an object that is spread over
    several lines neither ends on its first nor begins another on its second.
    """
    end = _end_of_line(text, 0)
    if end < 0 or text.buffer[:end].rstrip().endswith("}"):
        return True
    while not (rest := text.buffer[end:].lstrip()) and text.more():
        pass
    return rest[:1] in ("{", "")


def _end_of_line(text: _Text, start: int) -> int:
    """
    Where the line ends; -1 where the stream or the limit does.
    """
    at = start
    while (end := text.buffer.find("\n", at)) < 0:
        at = len(text.buffer)
        if at > _LONGEST or not text.more():
            return -1
    return end


def _lines(text: _Text) -> Iterator[_Piece]:
    while True:
        *lines, text.buffer = text.buffer.split("\n")
        for line in lines:
            if line.strip(_BLANK):
                yield _Piece(line, text.line)
            text.line += 1
        if len(text.buffer) > _LONGEST:
            yield _Piece("", text.line, _too_long())
            if not _skip_line(text):
                return
        elif not text.more():
            break
    if text.buffer.strip(_BLANK):
        yield _Piece(text.buffer, text.line)


def _skip_line(text: _Text) -> bool:
    while (end := text.buffer.find("\n")) < 0:
        text.drop(len(text.buffer))
        if not text.more():
            return False
    text.drop(end + 1)
    return True


def _elements(text: _Text, report: Report) -> Iterator[_Piece]:
    text.drop(1)
    yield from _values(text, 1)
    if not text.buffer.startswith("]"):
        what = "the array is not closed; is the file whole?"
        report(Fault("JSON-020", what, {"line": text.line}))
        return
    text.drop(1)
    text.skip_blanks()
    if text.buffer:
        what = "text behind the array was not read; expected one array"
        report(Fault("JSON-021", what, {"line": text.line}))


def _values(text: _Text, depth: int) -> Iterator[_Piece]:
    """
    One value after another: the elements of an array, or (*depth* 0) objects that stand
    behind each other.
    """
    while True:
        text.skip_blanks(_BLANK + ",")
        if not text.buffer or (depth and text.buffer[0] == "]"):
            return
        scan = _Nesting()
        end = _end_of_value(text, scan)
        if end < 0:
            yield _Piece("", text.line, _too_long() if not text.ended else "it ends in the middle")
            _skip_value(text, scan)
            continue
        end = max(end, 1)  # a bracket that closes nothing is a value of its own
        yield _Piece(text.buffer[:end], text.line)
        text.drop(end)


def _skip_value(text: _Text, scan: "_Nesting") -> None:
    """
    Forget the value at the start, of which *scan* has seen what is here.
    """
    end = -1
    while end < 0:
        text.drop(scan.forget())
        end = scan.end(text.buffer) if text.more() else len(text.buffer)
    text.drop(end)


def _end_of_value(text: _Text, scan: "_Nesting") -> int:
    """
    Where the value at the start ends; -1 where the stream or the limit comes first.
    """
    while True:
        end = scan.end(text.buffer)
        if end >= 0:
            return end
        if len(text.buffer) > _LONGEST or not text.more():
            return scan.end_at_last(text.buffer)


class _Nesting:
    """
    Follows brackets and strings to the end of a value that may not be JSON.

    A line break ends a string: JSON has none inside, so a quote must be missing.
    """

    def __init__(self) -> None:
        self._at, self._depth, self._in_string = 0, 0, False

    def forget(self) -> int:
        """
        How much of the text was seen; the next text begins behind it.
        """
        seen, self._at = self._at, 0
        return seen

    def end(self, text: str) -> int:
        """
        The end of the value in this text, of which more may have come; -1 for not yet.
        """
        while True:
            match = (_IN_STRING if self._in_string else _MARKS).search(text, self._at)
            if match is None:
                self._at = len(text)
                return -1
            mark, self._at = match[0], match.end()
            if mark == "\\":
                if self._at == len(text):
                    self._at -= 1
                    return -1
                self._at += 1
            elif self._in_string or mark == '"':
                self._in_string = not self._in_string
            elif self._closes(mark):
                return self._at if self._depth == 0 and mark in "}]" else self._at - 1

    def _closes(self, mark: str) -> bool:
        """
        Whether this bracket or comma ends the value; below nought it is not of it.
        """
        if mark in "{[":
            self._depth += 1
        elif mark in "}]":
            self._depth -= 1
            return self._depth <= 0
        return mark == "," and not self._depth

    def end_at_last(self, text: str) -> int:
        """
        The end of a value that the stream ends with: a bare word ends with it.
        """
        return len(text) if not self._depth and not self._in_string and text else -1


def _too_long() -> str:
    return f"longer than {_LONGEST // 1024 // 1024} MiB; split it"
