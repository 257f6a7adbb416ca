"""
A second way to read a sound 837: take it all apart at once, and count.

It knows nothing of what may be wrong with a file; of one that is as it should be it tells
where each claim and each line stands, and which codes, payer and frequency the claim has.
"""

from collections.abc import Iterator

import attrs

_LEAD = b" \r\n"


@attrs.frozen
class Segment:
    """
    A segment: its number from 1, the byte it begins at, its elements.
    """

    number: int
    byte: int
    elements: list[bytes]

    def of(self, at: int) -> str:
        """
        An element as text; nothing where it is absent.
        """
        text = self.elements[at] if at < len(self.elements) else b""
        return text.decode("latin-1").strip()


@attrs.define
class Seen:
    """
    A claim as it stands in the file.
    """

    ordinal: int
    claim_id: str
    payer_id: str | None
    claim_filing: str | None
    place: str
    frequency: str
    at: tuple[int, str, int, int]
    codes: list[str] = attrs.field(factory=list)
    lines: list[tuple[int, int]] = attrs.field(factory=list)


def segments(data: bytes) -> Iterator[tuple[Segment, str]]:
    """
    The segments of a file, each with the component separator of its interchange.
    """
    at, number, marks = 0, 0, b"*:~"
    while at < len(data):
        if data[at] in _LEAD:
            at += 1
            continue
        if data.startswith(b"ISA", at):
            marks = bytes((data[at + 3], data[at + 104], data[at + 105]))
        end = data.index(marks[2:], at)
        number += 1
        yield Segment(number, at, data[at:end].split(marks[:1])), chr(marks[1])
        at = end + 1


def claims(data: bytes) -> list[Seen]:  # noqa: C901 - one case a segment
    """
    The claims of a sound file, in order.
    """
    seen: list[Seen] = []
    interchange, transaction, payer, filing, above = 0, "", "", "", True
    for segment, component in segments(data):
        match segment.of(0):
            case "ISA":
                interchange += 1
            case "ST":
                transaction = segment.of(2)
            case "HL":
                above = True
                if segment.of(3) in ("20", "22"):
                    payer = filing = ""
            case "SBR" if above:
                filing = segment.of(9)
            case "NM1" if above and segment.of(1) == "PR":
                payer = segment.of(9)
            case "CLM":
                above = False
                place, _, frequency = segment.of(5).split(component)[:3]
                where = interchange, transaction, segment.number, segment.byte
                number = len(seen) + 1
                claim = Seen(
                    number, segment.of(1), payer or None, filing or None, *(place, frequency, where)
                )
                seen.append(claim)
            case "LX":
                seen[-1].lines.append((segment.number, segment.byte))
            case "SV1" | "SV2" as service:
                qualifier, *code = segment.of(1 if service == "SV1" else 2).split(component)
                if qualifier == "HC":
                    seen[-1].codes.append(code[0].upper())
    return seen
