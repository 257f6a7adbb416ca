"""
A claim that is read at one go is the claim that is read segment by segment.
"""

import gc
import io
import random
from collections.abc import Iterable, Iterator

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle.files import INPUTS, gate_claims, written

from cleanclaim.findings import Place
from cleanclaim.model import Claim, Kind
from cleanclaim.readers.x12 import X12Reader
from cleanclaim.readers.x12.build import biller_of, build_any
from cleanclaim.readers.x12.delimiters import Delimiters
from cleanclaim.readers.x12.hierarchy import Billing
from cleanclaim.readers.x12.source import Frame, X12Claim
from cleanclaim.readers.x12.tidy import tidy_reader
from cleanclaim.sources import Problem, Route

ROUTES = {
    Kind.PROFESSIONAL: Route(Kind.PROFESSIONAL, "P1", "MB", None, "1"),
    Kind.INSTITUTIONAL: Route(Kind.INSTITUTIONAL, "P1", "MA", "131", "1"),
}
PROFESSIONAL = (
    "CLM*A*10***11:B:1*Y*A*Y*Y DTP*431*D8*20250101 REF*EA*1 HI*ABK:M545*ABF:I10 "
    "NM1*DN*1*X******XX*1000000004 NM1*82*1*X******XX*1000000012 PRV*PE*PXC*207R00000X "
    "LX*1 SV1*HC:76942:26*10*UN*1*22**1 DTP*472*D8*20250303 REF*6R*1 "
    "LX*2 SV1*HC:10005*0*UN*2***1 DTP*472*RD8*20250303-20250304 NM1*82*1*Y******XX*1000000020 "
    "LX*3 SV1*HC:J1885*5.5*UN*1.5***1 LIN**N4*00409379501 SVD*P2*5*HC:J1885**1"
).split()
INSTITUTIONAL = (
    "CLM*B*10***13:A:1*Y*A*Y*Y DTP*434*RD8*20250303-20250305 CL1*1*1*01 HI*ABK:M545 "
    "HI*BG:41*BG:G0 NM1*71*1*X******XX*1000000004 SBR*S*18*******CI NM1*82*1*X******XX*1000000012 "
    "LX*1 SV2*0402*HC:76942*10*UN*1 DTP*472*D8*20250303 LX*2 SV2*0250**5*UN*1"
).split()
OTHERS = (
    "LX*4 LX SV1*HC:99213*1*UN*1***1 SV2*0250*HC:99213*1*UN*1 DTP*472*D8*20250305 DTP*472*D8*2025 "
    "DTP*472*RD8*20250305-20250301 DTP*434*D8*20250301 DTP*434*D8*x DTP*573*D8*x HI*ABK HI*BG:4 "
    "HI*ABK:M5.45 HI*XX:Y SBR*P*18 SBR NM1*82 NM1*82*1*Z PRV*PE*PXC PRV LIN**N4 LIN**UP*1 "
    "LIN**n4*00409379501 SVD*X sv1*HC:1 QTY*PT*1 CR1*LB*1 K3*x ZZZ*1 REFX*1 DTPX*472 N3*A "
    "SV1*WK:123*1*UN*1 SV1*HC*1*UN*1 SV1*HC:99213:2*1*UN*1 SV1*HC:99213*x*UN*1 SV1*HC:99213*1*UN*-1 "
    "CLM*C*x***11:B:1 CLM*C*1 CLM*C*1***:B:1 N4* NTE*ADD*words SE*1*1 HL*2*1*22 NM1*QC*1*X"
).split()


def places(place_of: object, upto: int) -> list[Place | None]:
    assert callable(place_of)
    return [place_of(number) for number in range(-1, upto + 2)]


def compared(source: X12Claim) -> Claim | None:
    """
    The claim that is read at one go, if it is: the very one, with its lines' places.
    """
    reader = tidy_reader(source.frame.delimiters, source.frame.kind or Kind.PROFESSIONAL)
    problems = list(source.problems)
    made = reader.read(source, biller_of(source.frame))
    assert source.problems == problems
    if made is None:
        return None
    claim, place_of = made
    other = attrs.evolve(source, problems=[])
    expected, their_place_of = build_any(other)
    assert other.problems == []
    assert claim == expected
    assert repr(claim.lines) == repr(expected.lines)  # 1 unit and 1.0 are equal, and differ
    assert places(place_of, len(claim.lines)) == places(their_place_of, len(claim.lines))
    return claim


def source_of(segments: Iterable[str], kind: Kind, separator: str = "~") -> X12Claim:
    raw = "".join(segment + separator for segment in segments).encode("latin-1")
    frame = Frame(kind, Delimiters(b"*", b":", separator[:1].encode()), Billing(b"1"))
    place: Place = {"interchange": "1", "transaction": "1", "segment": 12, "byte": 400}
    problems: list[Problem] = []
    return X12Claim(1, (), ROUTES[kind], place, problems, raw, b"A", frame)


@pytest.mark.parametrize("separator", ["~", "~\n", "~\r\n", "|"])
@pytest.mark.parametrize(
    ("segments", "kind"),
    [(PROFESSIONAL, Kind.PROFESSIONAL), (INSTITUTIONAL, Kind.INSTITUTIONAL)],
)
def test_sound(segments: list[str], kind: Kind, separator: str) -> None:
    """
    Sound claims of either form are read at one go.
    """
    claim = compared(source_of(segments, kind, separator))

    assert claim is not None
    assert [line.number for line in claim.lines] == list(range(1, len(claim.lines) + 1))


@pytest.mark.parametrize("separator", ["\n", "\r", "\r\n"])
def test_line_break_for_a_terminator(separator: str) -> None:
    """
    Where the terminator is a line break, the claim is left to the other reader.
    """
    assert compared(source_of(PROFESSIONAL, Kind.PROFESSIONAL, separator)) is None


@pytest.mark.parametrize("added", ["  ", "\n", "~", "#\n", "~~"])
def test_not_tidy(added: str) -> None:
    """
    What stands between segments and is none is no matter of this reader.
    """
    segments = [*PROFESSIONAL[:9], added + PROFESSIONAL[9], *PROFESSIONAL[10:]]

    assert compared(source_of(segments, Kind.PROFESSIONAL)) is None


@st.composite
def mutated(draw: st.DrawFn) -> X12Claim:
    """
    A claim of which some segments are others, gone, moved, said twice or said otherwise.
    """
    kind = draw(st.sampled_from(Kind))
    segments = list(PROFESSIONAL if kind is Kind.PROFESSIONAL else INSTITUTIONAL)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(segments) - 1))
        segment = segments[at]
        what = draw(st.sampled_from("insert drop twice move change lower pad".split()))
        if what == "insert":
            segments.insert(at, draw(st.sampled_from(OTHERS)))
        elif what == "drop" and len(segments) > 1:
            segments.pop(at)
        elif what == "twice":
            segments.insert(at, segment)
        elif what == "move":
            segments.insert(draw(st.integers(0, len(segments) - 1)), segments.pop(at))
        elif what == "change":
            elements = segment.split("*")
            number = draw(st.integers(0, len(elements) - 1))
            elements[number] = draw(st.sampled_from(["", " ", "x", "82", " 472", "1e3", "Ä", "-1"]))
            segments[at] = "*".join(elements)
        elif what == "lower":
            segments[at] = segment.lower()
        else:
            segments[at] = segment + draw(st.sampled_from(["*", " ", "\n", "\t", "*  "]))
    return source_of(segments, kind, draw(st.sampled_from(["~", "~\n", "~\r\n"])))


@settings(max_examples=400)
@given(mutated())
def test_mutated(source: X12Claim) -> None:
    """
    Whatever is changed, what is read at one go is read as the other reader does.
    """
    compared(source)


def sources(files: Iterable[bytes]) -> Iterator[X12Claim]:
    for file in files:
        yield from X12Reader().read(io.BytesIO(file), lambda _: None, whole=False)


def test_generated() -> None:
    """
    The gate's claims, in many shapes: nearly all are read at one go.
    """
    dice = random.Random(7)
    made = [
        compared(each) for each in sources(written(gate_claims(str(n), 30), dice) for n in range(8))
    ]

    assert len(made) > 200
    assert sum(each is not None for each in made) > 0.7 * len(made)


@pytest.mark.skipif(not INPUTS.exists(), reason="the public files are not at hand")
def test_public_files() -> None:
    """
    Public 837s: some of their claims are read at one go.
    """
    files = [
        path.read_bytes()
        for path in sorted(INPUTS.rglob("*"))
        if path.suffix in (".edi", ".837", ".txt", ".x12") and path.stat().st_size < 300_000
    ]
    x12 = [file for file in files if file.lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"ISA")]
    made = [compared(each) for each in sources(x12) if not each.problems]

    assert sum(each is not None for each in made) > 20


@pytest.mark.parametrize("segments", [PROFESSIONAL, [*PROFESSIONAL, "ZZZ*1"]])
def test_nothing_is_left(segments: list[str]) -> None:
    """
    A claim that is done with is gone at once, whichever reader read it: no garbage waits
    to be collected.
    """
    source_of(segments, Kind.PROFESSIONAL).build()
    gc.collect()
    gc.disable()
    try:
        for _ in range(5):
            source = source_of(segments, Kind.PROFESSIONAL)
            source.build()
            assert source.line_location(1) is not None
            del source
        assert gc.collect() == 0
    finally:
        gc.enable()
