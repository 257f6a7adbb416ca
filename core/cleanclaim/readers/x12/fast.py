"""
The fast lane: a subscriber or a claim that is as it should be, matched in one go.

The patterns admit nothing that ``scan`` would have a word to say about; whatever they do
not match is left to it, segment by segment. Both give the same claims, and a test holds
one against the other.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from cleanclaim.model import Kind
from cleanclaim.readers.x12.delimiters import Delimiters
from cleanclaim.readers.x12.docket import Docket
from cleanclaim.readers.x12.limits import GUIDE_LINES
from cleanclaim.readers.x12.position import Position, Stage
from cleanclaim.readers.x12.segments import Run
from cleanclaim.readers.x12.source import X12Claim

# The commonest first: the alternatives are tried in turn.
_ABOVE = "N3 N4 REF DMG PER PRV PAT AMT N2"
_OF_CLAIM = (
    "NM1 REF N3 N4 HI PRV DTP NTE PER SBR OI CL1 CAS AMT DMG PWK CN1 CR1 CR2 CR3 CRC HCP K3 MIA "
    "MOA QTY"
)
_OF_LINE = (
    "DTP REF NM1 SVD CAS NTE LIN CTP PRV N3 N4 PER AMT PWK CN1 CR1 CR3 CRC FRM HCP K3 LQ MEA PS1 "
    "QTY SV5"
)


_NUMBERS = tuple(str(number).encode() for number in range(1, max(GUIDE_LINES.values()) + 1))


class Patterns(NamedTuple):
    """
    The patterns for one set of delimiters and line breaks.

    ``head`` is a subscriber from HL to the segment before CLM or the next HL: HL01,
    HL02, SBR09, NM109 of the payer. ``claim`` is a claim from CLM to its last segment:
    CLM01, CLM05, its lines. ``lines`` finds LX01 and the composite of each line.
    ``boundary`` is where the lane may be tried again.
    """

    head: re.Pattern[bytes]
    claim: re.Pattern[bytes]
    lines: re.Pattern[bytes]
    boundary: re.Pattern[bytes]


@lru_cache(maxsize=32)
def patterns_of(delimiters: Delimiters, separator: bytes, kind: Kind) -> Patterns:
    """
    The patterns for these delimiters, this terminator with its line break, this form.
    """
    sep, end = re.escape(delimiters.element), re.escape(separator)
    rest = rb"[^" + re.escape(delimiters.terminator) + rb"]*+" + end
    inside = rb"[^" + sep + re.escape(delimiters.terminator) + rb"]"
    element = inside + rb"*+"

    def skip(count: int) -> bytes:
        return b"(?:" + sep + element + b"){" + str(count).encode() + b"}"

    def dull(names: str) -> bytes:
        return b"(?:" + _either(names) + sep + rest + b")"

    other = rb"NM1" + sep + rb"(?!PR|QC)[A-Z0-9]{2}" + sep + rest
    above = b"(?:" + dull(_ABOVE) + b"|" + other + b")*+"
    head = (
        rb"HL" + sep + rb"([0-9]++)" + sep + rb"([0-9]++)" + sep + rb"22" + sep + rest
        + rb"SBR" + skip(8) + sep + b"(" + element + b")" + rest
        + above + rb"NM1" + sep + rb"PR" + skip(7) + sep + b"(" + element + b")" + rest + above
        + b"(?=HL" + sep + b"|CLM" + sep + b")"
    )  # fmt: skip
    professional = kind is Kind.PROFESSIONAL
    service = rb"SV1" + sep if professional else rb"SV2" + sep + element + sep
    line = rb"LX" + sep + rb"[0-9]++" + end + service + rest
    claim = (
        rb"CLM" + sep + b"(" + inside + b"++)" + skip(3) + sep + b"(" + element + b")" + rest
        + dull(_OF_CLAIM) + b"*+"
        + b"((?:" + line + dull(_OF_LINE) + b"*+)++)"
        + b"(?=HL" + sep + b"|CLM" + sep + b"|SE" + sep + b")"
    )  # fmt: skip
    return Patterns(
        re.compile(head),
        re.compile(claim),
        re.compile(rb"LX" + sep + rb"([0-9]++)" + end + service + b"(" + element + b")"),
        re.compile(end + b"(?=HL" + sep + b"|CLM" + sep + b")"),
    )


def _either(names: str) -> bytes:
    return b"(?:" + b"|".join(name.encode() for name in names.split()) + b")"


class FastLane:
    """
    Takes in the subscribers and claims that are as they should be.
    """

    def __init__(self, here: Position, docket: Docket) -> None:
        self._here, self._docket = here, docket

    def patterns(self, separator: bytes) -> Patterns | None:
        """
        The patterns to be tried where the scan stands; None where there are none.
        """
        kind = self._docket.kind
        if kind is None or self._here.stage < Stage.ABOVE:
            return None
        return patterns_of(self._here.delimiters, separator, kind)

    def first_loop(self, run: Run, at: int) -> int:
        """
        Where the first HL behind *at* begins, or the run ends: above it no claim stands.
        """
        hl = run.separator + b"HL" + self._here.delimiters.element
        found = run.block.find(hl, at)
        return found + len(run.separator) if found >= 0 else len(run.block)

    def take(self, run: Run, at: int, patterns: Patterns) -> int:
        """
        Take in what matches from *at* on; where the first thing stands that does not.
        """
        here, block, terminator = self._here, run.block, self._here.delimiters.terminator
        while True:
            match = patterns.claim.match(block, at)
            if match is None:
                match = patterns.head.match(block, at)
                if match is None or not self._take_head(match):
                    return at
            elif not self._take_claim(match, run, patterns):
                return at
            here.before += block.count(terminator, at, match.end())
            at = match.end()

    def _take_head(self, match: re.Match[bytes]) -> bool:
        docket, path = self._docket, self._docket.path
        number, parent, filing, payer = match.groups()
        if path.billing.number != parent or path.billing.damage is not None:
            return False
        if docket.draft is not None:
            docket.close()
        path.enter_sound(number, filing, payer.strip())
        self._here.stage = Stage.ABOVE
        return True

    def _take_claim(self, match: re.Match[bytes], run: Run, patterns: Patterns) -> bool:
        docket, here = self._docket, self._here
        number, clm05, _ = match.groups()
        route, complete = docket.routes.of(docket.path.subscriber, clm05)
        pairs = patterns.lines.findall(run.block, match.start(3), match.end())
        numbers, composites = zip(*pairs, strict=True)
        count = len(numbers)
        try:
            codes = tuple(map(docket.codes.known.__getitem__, composites))
        except KeyError:
            return False
        if (
            not docket.path.sound
            or not number.strip()
            or not complete
            or count > docket.most
            or numbers != _NUMBERS[:count]
        ):
            return False
        if docket.draft is not None:
            docket.close()
        first, last = match.span()
        # As Envelope.place makes it, but for a call for each claim.
        place: dict[str, str | int] = {
            "interchange": here.envelope.interchange,
            "transaction": here.envelope.set_number,
            "segment": here.before + 1,
            "byte": run.start + first,
        }
        raw, frame = run.block[first:last], docket.frame()
        ordinal = docket.ordinal + 1
        if "" in codes:
            codes = tuple(filter(None, codes))
        docket.add(X12Claim(ordinal, codes, route, place, [], raw, number, frame))
        here.stage = Stage.CLAIM
        return True
