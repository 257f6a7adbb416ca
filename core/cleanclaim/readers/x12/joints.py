"""
Joints: places of a file where its reading may be taken up as if all before had been read.

A joint stands before the HL of a billing provider or a subscriber. What is read from
there on depends on little of what stands before it; that little can mostly be told from
the bytes around, and what can't is added when it is known.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import attrs

from cleanclaim.model import Kind
from cleanclaim.readers.x12.delimiters import Delimiters, Header, header_at
from cleanclaim.readers.x12.hierarchy import Billing

CONTEXT: Final = 1100
"""Bytes before a joint that are looked at; an ISA is within 1,024."""

_AHEAD: Final = 64 * 1024
_KINDS: Final = {b"1": Kind.PROFESSIONAL, b"2": Kind.INSTITUTIONAL}
_BILLING, _SUBSCRIBER = b"20", b"22"


@attrs.frozen
class Joint:
    """
    What a joint's bytes tell, or seem to: they may be wrong, and then nothing that was
    read from there counts.

    ``guide`` is GS08; ``empty`` says that its set holds no claims so far; ``billing`` is
    HL01 of the provider that bills for the subscriber who comes next, None where a
    billing provider comes next.
    """

    delimiters: Delimiters
    kind: Kind
    guide: str
    empty: bool
    billing: bytes | None


@attrs.frozen
class Stand:
    """
    All that the reading from a joint on depends on but the envelopes: how many segments
    were before, how many claims, and what ``Joint`` says in short.
    """

    delimiters: Delimiters
    kind: Kind
    billing: Billing
    empty: bool
    before: int = 0
    ordinal: int = 0


class _Marks(NamedTuple):
    loop: re.Pattern[bytes]
    service: re.Pattern[bytes]


@lru_cache(maxsize=32)
def _marks(delimiters: Delimiters) -> _Marks:
    sep, term = re.escape(delimiters.element), re.escape(delimiters.terminator)
    begins = term + rb"[\r\n]{0,2}"
    levels = rb"(?:" + sep + rb"20|([0-9]{1,12})" + sep + rb"22)[" + sep + term + rb"]"
    return _Marks(
        re.compile(begins + rb"(?P<hl>HL)" + sep + rb"([0-9]{1,12})" + sep + levels),
        re.compile(begins + rb"SV([12])" + sep),
    )


def header_of(head: bytes) -> tuple[Delimiters, str] | None:
    """
    The delimiters and GS08 of a file that begins with an ISA as it should be.
    """
    at = len(head) - len(head.lstrip(b"\xef\xbb\xbf \t\r\n\x00"))
    header = header_at(head, at) if head.startswith(b"ISA", at) else None
    if not isinstance(header, Header):
        return None
    element, _, terminator = header.delimiters
    _, _, group = head[at + header.length - 1 :].partition(b"GS" + element)
    elements = group.split(terminator, 1)[0].split(element)
    guide = elements[7] if len(elements) > 7 else b""  # noqa: PLR2004 - GS08, behind GS01
    return header.delimiters, guide.decode("latin-1").strip()


def joint_in(
    data: bytes, at: int, delimiters: Delimiters, kind: Kind, guides: Mapping[Kind, str]
) -> tuple[int, Joint] | None:
    """
    The first joint from *at* on in these bytes: where it stands and what it tells. The
    claims behind it are taken to be of this kind where they do not look like another,
    and each kind to be of one guide.
    """
    marks = _marks(delimiters)
    start = max(0, at - 8)
    while match := marks.loop.search(data, start):
        place = start = match.start("hl")
        if place >= at and _is_quiet(data, place, delimiters.terminator):
            service = marks.service.search(data, place, place + _AHEAD)
            kind = _KINDS[service[1]] if service else kind
            number, billing = match.group(2, 3)
            # The first loops of a set are numbered 1 and 2.
            first = number == b"1" or (billing == b"1" and number == b"2")
            return place, Joint(delimiters, kind, guides.get(kind, ""), first, billing)
    return None


def joint_before(hl: Sequence[bytes], stand: Stand, guide: str) -> Joint | None:
    """
    The joint that is known to stand before this HL; None where its loop can't be taken up.
    """
    _, _, parent, level, *_ = (*hl, b"", b"", b"", b"")
    joint = Joint(stand.delimiters, stand.kind, guide, stand.empty, None)
    if level == _BILLING and not parent:
        return joint
    billing = stand.billing
    if level == _SUBSCRIBER and parent == billing.number and billing.damage is None:
        return attrs.evolve(joint, billing=parent)
    return None


def _is_quiet(data: bytes, place: int, terminator: bytes) -> bool:
    """
    Whether a whole segment stands right before, and no ISA that may mean something.
    """
    context = data[max(0, place - CONTEXT) : place]
    return b"ISA" not in context and context.rstrip(b"\r\n").count(terminator) > 1
