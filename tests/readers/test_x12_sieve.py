"""
The sieve leaves out claims that no edit wakes for, and nothing else: what comes out, the
faults that are told and the count of claims are those of a reader that gives every claim.
"""

import io
from types import ModuleType, SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleanclaim.edits import AnyOf, ClaimEdit, Pairs
from cleanclaim.errors import InputError
from cleanclaim.interest import Interest
from cleanclaim.readers.x12 import X12Reader, sift
from cleanclaim.routing import Unrouted
from cleanclaim.waking import Index

QUICK = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
PIECES = st.sampled_from(
    [
        *(b"", b"~", b"*", b":", b"x", b"\0", b"~~", b" ", b"# note\n", b"\xff", b"~\n", b"*~"),
        *(b"ZZZ*1~", b"HL*9*8*22*0~", b"HL*9*1*22*0~", b"HL*9**20*1~", b"HL*9*2*23*0~"),
        *(b"CLM*x*1***11:B:1~", b"CLM* *1***11:B:1~", b"LX*1~", b"LX*2~", b"LX*01~", b"PAT*19~"),
        *(b"SV1*HC:77002*1*UN*1~", b"SV1*ER:77002*1*UN*1~", b"SV2*0320*HC:77002*1*UN*1~"),
        *(b"SBR*S~", b"HI*ABK:M545~", b"OI***Y~", b"DMG*D8*19500101*F~", b"REF*D9*1~", b"n3*1~"),
        *(b"NM1*PR*2******PI*Z~", b"NM1*QC*1*A~", b"NM1*pr*2~", b"NM1*82*1~", b"REFX*1~"),
        *(b"SE*1*0001~", b"ST*837*0002*005010X222A1~", b"GE*1*1~", b"IEA*1*000000001~"),
    ]
)


def toy_check(claim):
    """
    Claim that is wrong.
    """
    yield from ()


EDITS = [
    ClaimEdit(toy_check, wakes=AnyOf({"77002"})),
    ClaimEdit(toy_check, wakes=Pairs({"64493": {"76942"}})),
]


def sieve_of(route):
    """
    What the edits above ask of claims, but for one payer's, which nobody takes.
    """
    if route.payer_id == "NOBODY":
        return Interest(Unrouted("nobody takes it"), None, None)
    rules = cast(Any, SimpleNamespace(index=Index(EDITS)))
    return Interest(rules, rules.index.codes, "toy")


def told(claim):
    """
    All that may be told of a claim, built.
    """
    claim.build()
    places = [claim.line_location(number) for number in range(1, 60)]
    return (
        *(claim.ordinal, claim.claim_id, claim.codes, claim.route, claim.location),
        *(claim.build(), [str(problem) for problem in claim.problems], places),
    )


def wanted(claim):
    """
    Whether an edit wakes for it, or it can't be judged.
    """
    fatal = any(problem.fatal for problem in claim.problems)
    return fatal or bool(claim.problems) or sieve_of(claim.route).wakes(claim.codes)


def both(data: bytes, chunk: int) -> None:
    """
    Hold what is sifted against what is read.
    """
    faults: tuple[list[Any], list[Any]] = ([], [])
    passed: list[int] = []

    def hear(payer: str, count: int) -> None:
        assert (payer, count > 0) == ("toy", True)
        passed.append(count)

    reader = X12Reader(chunk=chunk)
    try:
        every = list(reader.read(io.BytesIO(data), faults[0].append, whole=False))
    except InputError as error:
        refusal = str(error)
        with pytest.raises(InputError) as refused:
            list(reader.sift(io.BytesIO(data), faults[1].append, sieve_of, hear))
        assert refusal == str(refused.value)
        return
    sifted = list(reader.sift(io.BytesIO(data), faults[1].append, sieve_of, hear))

    assert faults[0] == faults[1]
    assert len(every) == len(sifted) + sum(passed)
    assert [*map(told, filter(wanted, every))] == [*map(told, filter(wanted, sifted))]
    assert {each.ordinal for each in sifted} <= {each.ordinal for each in every}


@pytest.fixture(params=["alone", "numpy"])
def lane(request, monkeypatch):
    """
    The sieve with the standard library alone, and with numpy from the first byte on.
    """
    if request.param == "numpy":
        pytest.importorskip("numpy", reason="pip install 'cleanclaim[fast]'")
    monkeypatch.setattr(sift, "WORTH_NUMPY", 0)
    monkeypatch.setattr(sift, "numpy_is_there", lambda: request.param == "numpy")
    return request.param


@pytest.fixture(scope="module")
def files(claims_837: ModuleType, made_up: ModuleType) -> list[bytes]:
    """
    Files of both forms, of several claims a subscriber, with and without other payers.
    """
    guided = (("99213", "77002"), ("64493", "76942"), ("64493",), ("76942", "99213"))
    made = []
    for number in range(12):
        make = made_up.institutional if number % 5 == 4 else made_up.professional
        claim = make(number)
        codes = guided[number % 4] if number % 3 == 0 else ("99213", "36415")
        claim["lines"] = [{**claim["lines"][0], "procedure": code, "number": at}
                          for at, code in enumerate(codes, 1)]  # fmt: skip
        claim["payer_id"] = "NOBODY" if number == 7 else "TOY"
        made.append(claim)
    return [
        claims_837.write_837(made),
        claims_837.write_837(made, per_subscriber=3),
        claims_837.write_837(made, per_subscriber=2, other_payer="OTHER", full=True),
        with_patients(claims_837.write_837([each for each in made if each["kind"][0] == "p"])),
    ]


def with_patients(data: bytes) -> bytes:
    """
    The file with every claim moved under a patient of its subscriber.
    """
    patient, last = b"", []
    for segment in data.split(b"~"):
        bare = segment.lstrip()
        if bare.startswith(b"HL*") and b"*22" in bare:
            number = bare.split(b"*")[1]
            patient = b"HL*9%s*%s*23*0~PAT*19~NM1*QC*1*CASE~DMG*D8*20100101*F" % (number, number)
        if bare.startswith(b"CLM*"):
            last.append(patient)
        last.append(segment)
    return b"~".join(last)


@pytest.mark.parametrize("chunk", [97, 700, 4096, 1 << 18])
@pytest.mark.parametrize("which", range(4))
def test_sound_files(files, lane, which, chunk):
    """
    Two claims to a subscriber, patients, two forms in one file: none is lost, whatever
    the size of a read.
    """
    both(files[which], chunk)


def test_sound_claims_are_passed_over(files, lane):
    """
    The sieve does what it is for: of a sound file only claims that an edit wakes for
    come out, but for the first of a set, which the scan may take.
    """
    asked: list[int] = []
    reader = X12Reader()
    sifted = list(
        reader.sift(io.BytesIO(files[0]), print, sieve_of, lambda _, count: asked.append(count))
    )

    assert sum(asked) >= len(sifted) - 1
    assert all(map(wanted, sifted[1:]))


@QUICK
@given(
    edits=st.lists(
        st.tuples(st.integers(0, 20_000), st.sampled_from([0, 0, 1, 3, 30]), PIECES), max_size=3
    ),
    which=st.integers(0, 3),
    chunk=st.sampled_from([500, 1 << 18]),
)
def test_damaged_files(files, lane, edits, which, chunk):
    """
    Whatever is put in or taken out, nothing is passed over that should be told.
    """
    data = files[which]
    for start, length, piece in edits:
        at = start % len(data)
        if length != 1:  # most damage is of whole segments
            at = data.find(b"~", at) + 1
        data = data[:at] + piece + data[at + length :]
    both(data, chunk)
