"""
What holds for every file: the size of a read, the lane, a cut, the marks.
"""

from types import ModuleType
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleanclaim.claim_form import claim_from
from cleanclaim.errors import InputError

QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
PIECES = st.sampled_from(
    [
        *(b"", b"~", b"\n", b"*", b":", b"\r\n", b"x", b"\0", b"~~", b" ", b"# note\n", b"\xff"),
        *(b"ZZZ*1~", b"HL*9*8*22*0~", b"CLM*x*1***11:B:1~", b"LX*1~", b"SV1*HC:77002*1*UN*1~"),
        *(b"SV2*0320*HC:77002*1*UN*1~", b"SBR*S~", b"HI*ABK:M545~", b"NM1*PR*2******PI*Z~"),
        *(b"SE*1*0001~", b"ST*837*0002*005010X222A1~", b"GE*1*1~", b"IEA*1*000000001~", b"PAT*19~"),
    ]
)


@pytest.fixture(scope="module")
def whole(claims_837: ModuleType, made_up: ModuleType) -> bytes:
    """
    A file of both kinds, two claims to a subscriber, with another payer's loops.
    """
    several = [made_up.professional(1), made_up.professional(2), made_up.institutional(3)]
    return cast(
        bytes, claims_837.write_837(several, per_subscriber=2, other_payer="OTHER", full=True)
    )


def told(read, data, **options):
    """
    All that comes out of these bytes, or the refusal.
    """
    try:
        return read(data, **options).told
    except InputError as refusal:
        return str(refusal)


def damaged(whole, edits):
    """
    The file with pieces put in place of others.
    """
    for start, length, piece in edits:
        at = start % len(whole)
        whole = whole[:at] + piece + whole[at + length :]
    return whole


EDITS = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(0, 30), PIECES), min_size=0, max_size=3
)


@QUICK
@given(size=st.integers(1, 20) | st.integers(1, 5000), edits=EDITS)
def test_size_of_a_read(read, whole, size, edits):
    """
    How many bytes are read at a time changes nothing, whatever the file.
    """
    data = damaged(whole, edits)

    assert told(read, data) == told(read, data, chunk=size)


FEW_MARKS = st.sampled_from(
    [
        *(("*", ":", "~", "\n"), ("*", ":", "~", ""), ("|", ">", "'", "\r\n")),
        *(("*", ":", "\n", ""), ("*", ":", "\r", "\n"), ("\x1d", "\x1f", "\x1c", "")),
        *(("^", "\\", "|", ""), ("*", ":", "\xe9", "\n")),
    ]
)


@QUICK
@given(
    several=st.lists(st.tuples(FEW_MARKS, EDITS), min_size=2, max_size=3),
    size=st.integers(1, 20) | st.integers(1, 5000),
    fast=st.booleans(),
)
def test_size_of_a_read_of_several(read, claims_837, made_up, several, size, fast):
    """
    The same for several interchanges with marks of their own.
    """
    files = []
    for control, ((element, component, terminator, line_break), edits) in enumerate(several, 1):
        marks = claims_837.Marks(element, component, "!", terminator, line_break)
        file = claims_837.write_837([made_up.professional()], marks, control=control)
        files.append(damaged(file, edits))
    data = b"".join(files)

    assert told(read, data) == told(read, data, chunk=size, fast=fast)


@QUICK
@given(edits=EDITS, ended=st.booleans())
def test_fast_lane(read, whole, edits, ended):
    """
    The fast lane gives what looking at every segment gives, whatever the file.
    """
    data = damaged(whole, edits)
    data = data if ended else data.replace(b"~\n", b"~")

    assert told(read, data, fast=False) == told(read, data)


@QUICK
@given(data=st.binary(max_size=300), head=st.integers(0, 200))
def test_anything(read, whole, data, head):
    """
    Any bytes behind any start of a file give claims, faults or a refusal, and nothing
    else.
    """
    told(read, whole[:head] + data, whole=True)


def test_every_truncation(read, claims_837, made_up):
    """
    A file that is cut anywhere is never a success, and the claims before the cut are as
    in the whole file.
    """
    several = [made_up.professional(number) for number in (1, 2)]
    data = claims_837.write_837(several).rstrip()
    claims = [claim_from(said) for said in several]

    for cut in range(len(data)):
        try:
            reading = read(data[:cut])
        except InputError:
            assert cut < 106
            continue
        assert reading.codes, f"cut at {cut}"
        sound = [claim for claim in reading.claims if not claim.problems]
        assert claims[: len(sound)] == [claim.build() for claim in sound]
        assert len(reading.claims) - len(sound) <= 1


MARKS = st.lists(
    st.sampled_from("*|^:>~'!\\\x1c\x1d\x1e\x1f\x85\xa7]-[.;"), min_size=3, max_size=3, unique=True
)


@QUICK
@given(
    marks=MARKS,
    line_break=st.sampled_from(["", "\n", "\r\n", "\r", "\n\n", " \n\t"]),
    terminator=st.sampled_from(["", "\n", "\r"]),
    size=st.integers(1, 5000),
)
def test_marks(read, claims_837, made_up, marks, line_break, terminator, size):
    """
    Any three marks with any line breaks give the same claims.
    """
    element, component, mark = marks
    said = [made_up.professional(1, diagnosis_codes=["M5416"]), made_up.institutional(2)]
    written = claims_837.Marks(element, component, "U", terminator or mark, line_break)
    data = claims_837.write_837(said, written)
    if "." in (element, component, terminator or mark):
        data = data.replace(b"900" + b"." + b"00", b"900")

    reading = read(data, chunk=size)

    assert len(said) == len(reading.claims)
    if "." not in marks and "-" not in marks:
        assert [claim_from(claim) for claim in said] == [claim.build() for claim in reading.claims]
        assert [] == reading.faults
