"""
A file that is read in parts gives what reading it in one go gives, whatever the bytes are.
"""

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleanclaim.errors import InputError
from cleanclaim.readers.x12 import X12Reader
from cleanclaim.readers.x12.parts import X12Parts

QUICK = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
PIECES = st.sampled_from(
    [
        *(b"", b"~", b"\n", b"*", b"\r\n", b"x", b"\0", b"\x01", b"~~", b" ", b"# note\n", b"\xff"),
        *(b"ZZZ*1~", b"HL*9*8*22*0~", b"CLM*x*1***11:B:1~", b"LX*1~", b"LX*7~", b"PAT*19~"),
        *(b"SV1*HC:77002*1*UN*1~", b"SV2*0320*HC:77002*1*UN*1~", b"SBR*S~", b"HI*ABK:M545~"),
        *(b"NM1*PR*2******PI*Z~", b"HL*1**20*1~", b"HL*2*1*22*0~", b"HL*3*1*23*0~", b"ISA*"),
        *(b"SE*1*0001~", b"ST*837*0001*005010X222A1~", b"ST*837*0002*005010X223A2~", b"ST*835*3~"),
        *(b"GS*HC*A*B*20260101*1200*1*X*005010X223A2~", b"GS*HP~", b"GE*1*1~", b"GE*2*1~"),
        *(
            b"IEA*1*000000001~",
            b"SE*99*0001~ST*837*0001~",
            b"sbr*P~",
            b"~ZZZ" + b"y" * 70_000 + b"~",
        ),
    ]
)
EDITS = st.lists(
    st.tuples(st.integers(0, 1_000_000), st.integers(0, 30), PIECES), min_size=0, max_size=4
)
MARKS = st.sampled_from(
    [
        *(("*", ":", "~", "\n"), ("*", ":", "~", ""), ("|", ">", "'", "\r\n")),
        *(("^", "\\", "|", ""), ("*", ":", "\x1d", "\r\n"), ("\x1c", "\x1f", "!", "\r")),
    ]
)
SHAPES = st.tuples(
    st.sampled_from(["professional", "institutional", "mixed"]),
    st.integers(0, 25),  # claims
    st.integers(1, 9),  # claims of one billing provider
    st.integers(1, 3),  # claims of one subscriber
    st.booleans(),  # a patient loop
    MARKS,
)


@pytest.fixture(scope="module")
def written(claims_837, made_up):
    """
    Writes interchanges of these shapes, one behind the other.
    """

    def write(shapes, edits):
        data = b""
        for control, shape in enumerate(shapes, 1):
            kind, count, of_provider, of_subscriber, patient, marks = shape
            several = [
                (
                    made_up.institutional
                    if kind == "institutional" or (kind == "mixed" and number % 8 > 4)
                    else made_up.professional
                )(number, billing={"npi": str(1_000_000_000 + number // of_provider)})
                for number in range(count)
            ]
            element, component, terminator, line_break = marks
            data += claims_837.write_837(
                several,
                claims_837.Marks(element, component, "!", terminator, line_break),
                control=control % 3,
                per_subscriber=of_subscriber,
                patient=patient,
                full=bool(count % 2),
            )
        for start, length, piece in edits:
            at = start % max(1, len(data))
            data = data[:at] + piece + data[at + length :]
        return data

    return write


def told_of(claims):
    return [
        (
            claim.ordinal,
            claim.claim_id,
            claim.codes,
            claim.route,
            list(claim.location.items()),
            list(claim.problems),
            claim.build(),
            [claim.line_location(number) for number in range(1, 5)],
            list(claim.problems),
        )
        for claim in claims
    ]


def in_one_go(data, *, whole=False):
    faults: list[Any] = []
    try:
        claims = told_of(X12Reader().read(io.BytesIO(data), faults.append, whole=whole))
    except InputError as refusal:
        return str(refusal)
    return [*claims, *faults]


class Sharing:
    """
    Reads bytes in parts of about this size; ``fitting`` counts those that fit.
    """

    def __init__(self, data, size, *, whole=False, chunk=700):
        self.data, self.size, self.whole = data, size, whole
        self.parts = X12Parts(chunk)
        self.faults, self.claims = [], []
        self.fitting = self.straight = 0

    def read(self):
        self.ledger: Any = self.parts.ledger(self.data[:4096], self.faults.append)
        if self.ledger is None:
            return in_one_go(self.data, whole=self.whole)
        try:
            while not self.ledger.finished:
                self.take_parts()
                if not self.ledger.finished:
                    self.go_straight()
        except InputError as refusal:
            return str(refusal)
        return [*self.claims, *self.faults]

    def cuts(self):
        ledger = self.ledger
        start, joint = ledger.at, ledger.joint
        while True:
            found = ledger.cut(self.data, start + self.size)
            end, following = found or (len(self.data), None)
            yield start, end, joint, found is None
            if found is None:
                return
            start, joint = end, following

    def take_parts(self):
        ledger, looker = self.ledger, self.parts.looker(None, None)
        looked = []
        for start, end, joint, last in self.cuts():
            try:
                stream = io.BytesIO(self.data[start:end])
                looked.append((joint, end, looker.look(stream, start, joint, last=last)))
            except InputError:
                break
        for joint, end, part in looked:
            base = ledger.take(joint, part.looked, end)
            if base is None:
                return
            self.fitting += 1
            self.claims += told_of(part.claims(base, whole=self.whole))

    def go_straight(self):
        self.straight += 1
        stream = io.BytesIO(self.data[self.ledger.at :])
        claims = self.ledger.straight(stream, None, None, whole=self.whole, least=self.size)
        self.claims += told_of(claims)
        if not self.ledger.finished:
            at = self.ledger.at
            assert self.ledger.rest == self.data[at : at + len(self.ledger.rest)]


INPUTS = Path(__file__).parents[3] / "shared" / "inputs"


@pytest.mark.skipif(not INPUTS.exists(), reason="no ../shared/inputs here")
@pytest.mark.parametrize("size", [200, 2000, 20_000])
def test_others_files(size):
    """
    So do files that nobody here wrote, one behind the other: many marks, much damage.
    """
    files = [path.read_bytes() for path in sorted(INPUTS.glob("x12_*/**/*")) if path.is_file()]
    first = [file for file in files if file.startswith(b"ISA")]
    data = b"\n".join([*first, *(file for file in files if file not in first)])

    assert in_one_go(data) == Sharing(data, size).read()


ONE = ("professional", 20, 4, 1, False, ("*", ":", "~", "\n"))


@pytest.mark.parametrize(
    "shape",
    [
        ONE,
        ("institutional", 20, 4, 2, False, ("*", ":", "~", "")),
        ("mixed", 25, 9, 1, False, ("|", ">", "'", "\r\n")),
        ("professional", 20, 100, 1, True, ("*", ":", "\n", "")),
        ("professional", 20, 100, 3, False, ("*", ":", "\r", "\n")),
    ],
)
def test_sound(written, shape):
    """
    Of a sound file every part fits, whether or not its claims have providers of their own.
    """
    data = written([shape, shape], [])
    sharing = Sharing(data, 1500)

    assert in_one_go(data) == sharing.read()
    assert 0 == sharing.straight
    assert len(data) // 5000 < sharing.fitting


@QUICK
@given(
    shapes=st.lists(SHAPES, min_size=1, max_size=3),
    edits=EDITS,
    size=st.integers(1, 6000),
    chunk=st.integers(1, 5000),
    whole=st.booleans(),
)
def test_damaged(written, shapes, edits, size, chunk, whole):
    """
    Whatever is wrong with a file, its parts come to what it comes to.
    """
    data = written(shapes, edits)

    assert in_one_go(data, whole=whole) == Sharing(data, size, whole=whole, chunk=chunk).read()
