"""
A damaged claim is incomplete and named by its place; its neighbours are as they were.
"""

import io
from typing import Any, BinaryIO, cast

import pytest

from cleanclaim.claim_form import claim_from
from cleanclaim.readers.x12 import X12Reader, limits
from cleanclaim.sources import Fault


@pytest.fixture
def three(claims_837, made_up):
    """
    A file of three claims, each under a subscriber of its own.
    """
    return claims_837.write_837([made_up.professional(number) for number in (1, 2, 3)])


def in_second(data, good, bad):
    """
    The file with one replacement in its second claim's loops.
    """
    start = data.index(b"HL*3*")
    end = data.index(b"HL*4*")
    assert good in data[start:end]
    return data[:start] + data[start:end].replace(good, bad, 1) + data[end:]


DAMAGE = {
    "HL garbled": (b"HL*3*1*22", b"HX*3*1*22", "X12-042"),
    "HL parent missing": (b"HL*3*1*22", b"HL*3**22", "X12-040"),
    "HL parent of nobody": (b"HL*3*1*22", b"HL*3*9*22", "X12-040"),
    "HL its own parent": (b"HL*3*1*22", b"HL*3*3*22", "X12-040"),
    "HL parent not a number": (b"HL*3*1*22", b"HL*3*A*22", "X12-040"),
    "HL number not a number": (b"HL*3*1*22", b"HL*C*1*22", "X12-040"),
    "HL of no level": (b"HL*3*1*22", b"HL*3*1*2X", "X12-040"),
    "SBR garbled": (b"SBR*", b"SBX*", "X12-048"),
    "payer garbled": (b"NM1*PR", b"NMX*PR", "X12-049"),
    "second payer": (b"CLM*", b"NM1*PR*2*OTHER*****PI*P2~\nCLM*", "X12-050"),
    "no lines": (b"LX*1", b"HL*4*1*22*0~\nHL*4*1*22*0~\nLX*1", "X12-044"),
    "LX garbled": (b"LX*2", b"LY*2", "X12-045"),
    "SV1 garbled": (b"SV1*HC:76942", b"SVX*HC:76942", "X12-046"),
    "last SV1 lost its terminator": (b"LX*2~\n", b"LX*2", "X12-046"),
    "other kind of lines": (b"SV1*HC:76942", b"SV2*HC:76942", "X12-047"),
    "dental line": (b"SV1*HC:76942", b"SV3*AD:76942", "X12-047"),
    "overlong segment": (b"LX*2", b"NTE*ADD*" + b"x" * 70_000 + b"~\nLX*2", "X12-019"),
}


@pytest.mark.parametrize("fast", [True, False])
@pytest.mark.parametrize("name", DAMAGE)
def test_neighbours(read, made_up, three, name, fast):
    """
    The second claim is damaged, the first and the third are the same as ever.
    """
    good, bad, code = DAMAGE[name]

    reading = read(in_second(three, good, bad), fast=fast)

    first, second, *_, third = reading.claims
    assert claim_from(made_up.professional(1)) == first.build()
    assert claim_from(made_up.professional(3)) == third.build()
    assert ([], []) == (first.problems, third.problems)
    fatal = [problem for problem in second.problems if problem.fatal]
    assert code in [problem.code for problem in fatal]
    assert all("segment" in problem.location and "byte" in problem.location for problem in fatal)


@pytest.mark.parametrize("fast", [True, False])
def test_lost_clm(read, made_up, three, fast):
    """
    Where a CLM is garbled, its lines are not the claim's before: they are a claim that
    can't be named.
    """
    claims = read(in_second(three, b"CLM*", b"CLX*"), fast=fast).claims

    assert ["case1", None, "case3"] == [claim.claim_id for claim in claims]
    assert [False, True, False] == [any(p.fatal for p in claim.problems) for claim in claims]


@pytest.mark.parametrize("fast", [True, False])
def test_lost_clm_of_one_subscriber(read, claims_837, made_up, fast):
    """
    The same where claims stand under one HL, and nothing else parts them.
    """
    several = [made_up.professional(number) for number in (1, 2, 3)]
    data = claims_837.write_837(several, per_subscriber=3)

    claims = read(data.replace(b"CLM*case2", b"CLX*case2"), fast=fast).claims

    assert ["case1", None, "case3"] == [claim.claim_id for claim in claims]
    assert claim_from(several[0]) == claims[0].build()
    assert claim_from(several[2]) == claims[2].build()
    assert [[], ["X12-042"], []] == [[p.code for p in claim.problems] for claim in claims]


def test_billing_provider_lost(read, claims_837, made_up):
    """
    Claims of a billing provider whose HL is garbled are incomplete, the next provider's
    are not.
    """
    other = {"npi": "1999999992", "taxonomy": None, "tax_id": None}
    several = [made_up.professional(1), made_up.professional(2, billing=other)]
    data = claims_837.write_837(several)

    reading = read(data.replace(b"HL*1**20", b"HL*X**20"))

    assert [["X12-040"], []] == reading.problems
    assert claim_from(several[1]) == reading.claims[1].build()


def test_patient_lost(read, claims_837, made_up):
    """
    A patient whose HL is lost is not taken for the one before.
    """
    several = [made_up.professional(number) for number in (1, 2)]
    data = claims_837.write_837(several, patient=True)

    reading = read(data.replace(b"HL*5*4*23", b"HX*5*4*23"))

    assert [[], ["X12-042"]] == reading.problems


def test_claim_without_subscriber(read, three):
    """
    A claim under no subscriber HL can't be routed.
    """
    start, end = three.index(b"HL*2*"), three.index(b"CLM*case1")

    assert ["X12-041"] == read(three[:start] + three[end:]).problems[0]


def test_lost_terminator(read, claims_837, made_up):
    """
    A terminator that is lost between two claims damages those two and no other.
    """
    line = {"procedure": "77002", "units": 1, "charge": "9.00", "date": "2025-03-03"}
    several = [made_up.professional(number, lines=[line]) for number in (1, 2, 3)]
    data = claims_837.write_837(several).replace(b"~\nHL*3*", b"!\nHL*3*")

    reading = read(data, whole=True)

    assert [True, True, False] == [bool(codes) for codes in reading.problems]
    assert claim_from(several[2]) == reading.claims[-1].build()
    assert ["X12-024"] == reading.codes


@pytest.mark.parametrize("fast", [True, False])
def test_unknown_segment(read, made_up, three, fast):
    """
    A segment that no 837 knows is a remark; the claim is scrubbed.
    """
    data = in_second(three, b"HI*", b"ZZZ*1~\nHI*").replace(b"SE*69*", b"SE*70*")

    reading = read(data, fast=fast)

    assert claim_from(made_up.professional(2)) == reading.claims[1].build()
    assert [[], [], []] == reading.problems
    assert (["X12-015"], []) == (reading.remarks, reading.codes)


def test_lx_out_of_sequence(read, made_up, three):
    """
    Lines are numbered by position; a remark says that LX01 differs.
    """
    reading = read(in_second(three, b"LX*2", b"LX*7"))

    assert claim_from(made_up.professional(2)) == reading.claims[1].build()
    assert ([], ["X12-053"]) == (reading.codes, reading.remarks)


@pytest.mark.parametrize(("lines", "problems"), [(10_000, []), (10_001, ["X12-051"])])
def test_too_many_lines(read, claims_837, made_up, lines, problems):
    """
    Ten thousand lines are a remark, one more is refused, and the neighbour is not.
    """
    said = made_up.professional()
    said["lines"] = [{"procedure": "77002", "date": "2025-03-03"}] * lines

    reading = read(claims_837.write_837([said, made_up.professional(2)]))

    assert [problems, []] == reading.problems
    assert (["X12-054"], []) == (reading.remarks, reading.codes)


def test_guide_lines(read, claims_837, made_up):
    """
    Fifty lines are what the 837P allows; one more is a remark.
    """
    said = made_up.professional()

    for lines, remarks in ((50, []), (51, ["X12-054"])):
        said["lines"] = [{"procedure": "77002", "date": "2025-03-03"}] * lines
        assert remarks == read(claims_837.write_837([said])).remarks


def test_segment_at_the_limit(read, three):
    """
    A segment of 64 KiB is read; a byte more is not.
    """
    for length, expected in ((limits.MAX_SEGMENT, []), (limits.MAX_SEGMENT + 1, ["X12-019"])):
        note = b"NTE*ADD*".ljust(length, b"x")
        data = three.replace(b"~\n", b"~").replace(b"LX*1~", note + b"~LX*1~", 1)
        assert expected == [code for code in read(data).codes if code != "X12-024"]


class Endless(io.RawIOBase):
    """
    A file without a terminator: an ISA and then nothing but the same byte.
    """

    def __init__(self, head, size):
        self.left, self.head, self.largest = size, head, 0

    def read(self, size=-1):
        self.largest = max(self.largest, size)
        if self.head:
            head, self.head = self.head, b""
            return head
        length = min(size, self.left)
        self.left -= length
        return b"x" * length


def test_no_terminator(three):
    """
    Sixteen MiB without a terminator are told once and not kept.
    """
    stream = Endless(three[: three.index(b"LX*2~\n")], 16 * 1024 * 1024)
    faults: list[Fault] = []

    claims = list(X12Reader().read(cast("BinaryIO", stream), faults.append, whole=False))

    assert ["X12-019", "X12-020"] == [fault.code for fault in faults if fault.serious][:2]
    assert ["case1"] == [claim.claim_id for claim in claims]
    assert len(claims[0].raw) < limits.CHUNK


def test_flood(read, claims_837, made_up):
    """
    Problems and faults by the thousand are told by the dozen.
    """
    said = made_up.professional()
    said["lines"] = [{"procedure": "7", "charge": "x", "date": "2025-03-03"}] * 3000
    data = claims_837.write_837([said]).replace(b"LX*", b"ZZZ*1~\nLX*")

    reading = read(data, whole=True)

    assert limits.MAX_PROBLEMS + 1 == len(reading.claims[0].problems)
    assert "X12-069" == reading.claims[0].problems[-1].code
    assert limits.MAX_REMARKS + 1 == reading.remarks.count("X12-015")


def test_fatal_behind_a_flood(read, claims_837, made_up):
    """
    A line that is lost is told, however many codes could not be read before it.
    """
    said = made_up.professional()
    said["lines"] = [{"procedure": "7", "date": "2025-03-03"}] * 200
    data = claims_837.write_837([said]).replace(b"LX*200~\n", b"")

    (problems,) = read(data).problems

    assert "X12-045" == problems[-1]


def test_no_values_in_messages(read, three):
    """
    No message, of a fault or a problem, holds a value of a claim or a person's.
    """
    for good, bad, _ in DAMAGE.values():
        reading = read(in_second(three, good, bad), whole=True)
        told = [fault.message for fault in reading.faults]
        told += [problem.message for claim in reading.claims for problem in claim.problems]
        text = " ".join(told)
        for value in ("case1", "case2", "64493", "76942", "900.00", "CASE", "1950"):
            assert value not in text
        assert "case2" not in repr(reading.claims)


@pytest.mark.parametrize(
    "text", [b"x" * 70_000, b"\x01\n" * 40_000, b"x\n" * 32_768, b"x" * 65_532]
)
@pytest.mark.parametrize("lead", [b"", b"\n", b" \r\n\n", b" " * 70_000, b"\0" * 100])
@pytest.mark.parametrize("size", [1000, 65_000])
def test_overlong_segment_by_size_of_a_read(read, three, text, lead, size):
    """
    A long segment stands where it begins and is told alike, whatever is read at a time.
    """
    data = in_second(three, b"LX*2", lead + b"K3*" + text + b"~\nLX*2")

    assert read(data).told == read(data, chunk=size).told


@pytest.mark.parametrize("behind", [b"LX*2~", b"GS*HC*A*B*20250101*1200*1*X*005010X222A1~", b""])
@pytest.mark.parametrize("fast", [True, False])
def test_isa_in_a_segment_by_size_of_a_read(read, three, behind, fast):
    """
    What stands behind a segment that holds an ISA decides what it is, not the read's end.
    """
    data = in_second(three, b"LX*2~", b"K3*ISA*00*          *00*          *ZZ*A~" + behind)
    expected = read(data).told

    assert all(read(data, chunk=size, fast=fast).told == expected for size in (1, 7, 100, 1000))


def test_service_behind_adjudication(read, claims_837, made_up):
    """
    A line whose SV1 stands behind another payer's SVD keeps its service.
    """
    data = claims_837.write_837([made_up.professional()])
    moved = data.replace(b"SV1*", b"SVD*OTHER*1.00*HC:99213**1~\nSV1*", 1)

    (claim,) = read(moved).claims

    assert claim.codes == claim.build().codes
    assert [] == claim.problems


def test_service_that_begins_twice(read, claims_837, made_up):
    """
    A service that is too damaged to be read is no line without a code: the claim is
    incomplete.
    """
    data = claims_837.write_837([made_up.professional()])
    damaged = data.replace(b"SV1*", b"SV1x*", 1)

    (claim,) = read(damaged).claims
    claim.build()

    assert any(problem.fatal for problem in claim.problems)


@pytest.mark.parametrize("damaged", ["SV1x", "SV1 x", "SV12"])
def test_an_id_that_goes_on(read: Any, claims_837: Any, damaged: str) -> None:
    """
    A segment whose id only begins like an SV1 is none: the line is lost, and no code of it
    is told.
    """
    claim = {"id": "A", "kind": "professional", "lines": [{"procedure": "77003"}]}
    data = claims_837.write_837([claim]).replace(b"SV1*", damaged.encode() + b"*")

    reading = read(data)

    assert [()] == [source.codes for source in reading.claims]
    assert [["X12-046"]] == reading.problems
    assert "X12-015" in reading.remarks
