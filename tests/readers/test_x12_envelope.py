"""
Envelopes that contradict themselves are told, and their claims are scrubbed.
"""

import pytest

from cleanclaim.claim_form import claim_from
from cleanclaim.errors import InputError
from cleanclaim.readers.x12 import segments


@pytest.fixture
def one(claims_837, made_up):
    """
    A file of one claim.
    """
    return claims_837.write_837([made_up.professional()])


WRONG = {
    "SE01": (b"SE*31*", b"SE*32*", ["X12-024"]),
    "SE01 no number": (b"SE*31*", b"SE*x*", ["X12-024"]),
    "GE01": (b"GE*1*1", b"GE*2*1", ["X12-025"]),
    "IEA01": (b"IEA*1*", b"IEA*0*", ["X12-026"]),
    "SE02": (b"SE*31*0001", b"SE*31*0002", ["X12-027"]),
    "GE02": (b"GE*1*1", b"GE*1*2", ["X12-028"]),
    "IEA02": (b"IEA*1*000000001", b"IEA*1*000000002", ["X12-029"]),
    "no SE": (b"SE*31*0001~\n", b"", ["X12-021"]),
    "no GE": (b"GE*1*1~\n", b"", ["X12-022"]),
    "no IEA": (b"IEA*1*000000001~\n", b"", ["X12-023"]),
    "two SE": (b"SE*31*0001~\n", b"SE*31*0001~\nSE*31*0001~\n", ["X12-033"]),
    "two GE": (b"GE*1*1~\n", b"GE*1*1~\nGE*1*1~\n", ["X12-033"]),
    "two IEA": (b"IEA*1*000000001~\n", b"IEA*1*000000001~\nIEA*1*000000001~\n", ["X12-033"]),
    "GS and ST differ": (b"0001*005010X222A1", b"0001*005010X223A2", ["X12-014"]),
    "text behind": (b"IEA*1*000000001~\n", b"IEA*1*000000001~\nSTC*A6~\n", ["X12-016"]),
}


@pytest.mark.parametrize("fast", [True, False])
@pytest.mark.parametrize("name", WRONG)
def test_wrong_envelope(read, made_up, one, name, fast):
    """
    A trailer that is wrong or missing is a serious fault with its place; the claim is
    as ever.
    """
    good, bad, codes = WRONG[name]
    assert good in one

    reading = read(one.replace(good, bad), fast=fast)

    assert codes == reading.codes
    assert all({"segment", "byte"} <= set(fault.location or ()) for fault in reading.faults)
    assert [[]] == reading.problems
    assert claim_from(made_up.professional()) == reading.claims[0].build()


def test_lost_st(read, made_up, one):
    """
    Claims whose ST is garbled are read by what GS08 says, with a serious fault.
    """
    reading = read(one.replace(b"ST*837", b"SX*837"))

    assert "X12-034" in reading.codes
    assert claim_from(made_up.professional()) == reading.claims[0].build()


def test_lost_gs(read, made_up, one):
    """
    Claims whose GS is garbled are read by what ST03 says, with a serious fault.
    """
    reading = read(one.replace(b"GS*HC", b"GX*HC"))

    assert "X12-034" in reading.codes
    assert claim_from(made_up.professional()) == reading.claims[0].build()


@pytest.mark.parametrize(
    ("good", "bad", "word"),
    [
        (b"ST*837", b"ST*835", "835 (remittance advice)"),
        (b"ST*837", b"ST*270", "270 (eligibility inquiry)"),
        (b"ST*837", b"ST*\x1b[2J", "(unreadable)"),
        (b"005010X222A1", b"005010X224A2", "dental"),
        (b"005010X222A1", b"005010X291", "predetermination"),
        (b"005010X222A1", b"004010X098A1", "version 004010X098A1"),
    ],
)
def test_other_transaction(read, claims_837, made_up, good, bad, word):
    """
    Another transaction is skipped with a word that says what and where; the sets of
    another group are read.
    """
    said = [made_up.professional(1), made_up.institutional(2)]
    data = claims_837.write_837(said).replace(good, bad, 2 if b"X" in good else 1)

    reading = read(data)

    assert ["X12-017"] == reading.codes
    (fault,) = [fault for fault in reading.faults if fault.serious]
    assert word in fault.message
    assert "0001" == fault.location["transaction"]
    assert [claim_from(said[1])] == [claim.build() for claim in reading.claims]


def test_set_without_claims(read, claims_837, one):
    """
    A claim set that holds no claims is no success.
    """
    start, end = one.index(b"HL*1*"), one.index(b"SE*31*")
    empty = (one[:start] + one[end:]).replace(b"SE*31*", b"SE*6*")

    assert (["X12-035"], []) == (read(empty).codes, read(empty).claims)


def test_several_interchanges(read, claims_837, made_up):
    """
    Delimiters are those of each interchange's own ISA.
    """
    said = [made_up.professional(1), made_up.institutional(2), made_up.professional(3)]
    first = claims_837.write_837(said[:1])
    second = claims_837.write_837(said[1:2], claims_837.Marks("|", ">", "^", "'", ""), control=2)
    third = claims_837.write_837(said[2:], claims_837.Marks("*", "<", "^", "\n", ""), control=3)

    reading = read(first + second + third)

    assert [claim_from(claim) for claim in said] == [claim.build() for claim in reading.claims]
    assert [1, 2, 3] == [claim.location["interchange"] for claim in reading.claims]
    assert [1, 2, 3] == [claim.ordinal for claim in reading.claims]
    assert [] == reading.faults


def test_duplicates(read, claims_837, one):
    """
    A control number that is used again is told with the first place.
    """
    whole = read(one + one)
    start, end = one.index(b"ST*"), one.index(b"GE*")
    sets = one[:end] + one[start:end] + one[end:].replace(b"GE*1", b"GE*2")
    start, end = one.index(b"GS*"), one.index(b"IEA*")
    groups = one[:end] + one[start:end] + one[end:].replace(b"IEA*1", b"IEA*2")

    assert ["X12-032"] == whole.codes
    assert "first in segment 1" in whole.faults[0].message
    assert ["X12-030"] == read(sets).codes
    assert "first in segment 3" in read(sets).faults[0].message
    assert ["X12-031"] == read(groups).codes


@pytest.mark.parametrize("cut", [b"LX*2", b"HL*2", b"DTP*472*D8*2025030", b"SE*31*00"])
@pytest.mark.parametrize("marks", [("*", "~"), ("|", "'")])
def test_interchange_behind_a_truncated_one(read, claims_837, made_up, one, cut, marks):
    """
    Where a file ends in the middle and another follows it, the other is read.
    """
    other = claims_837.Marks(marks[0], ":", "^", marks[1], "\n")
    behind = claims_837.write_837([made_up.professional(2)], other, control=2)

    reading = read(one[: one.index(cut) + len(cut)] + behind)

    assert "X12-020" in reading.codes
    assert claim_from(made_up.professional(2)) == reading.claims[-1].build()
    assert ([], 2) == (reading.claims[-1].problems, reading.claims[-1].location["interchange"])
    assert all(any(p.fatal for p in c.problems) for c in reading.claims[:-1]) or b"SE" in cut


REFUSED = {
    "empty": (b"", "empty"),
    "blank": (b" \r\n\t\n", "padding"),
    "NUL": (b"\0" * 10_000, "padding"),
    "gzip": (b"\x1f\x8b\x08\0\0", "gzip"),
    "zip": (b"PK\x03\x04\0\0", "zip"),
    "PDF": (b"%PDF-1.7\n", "a PDF"),
    "HTML": (b"<!DOCTYPE html><html>", "HTML"),
    "HTML about X12": (b"<html><pre>\nISA*00*          *00*          *ZZ*</pre>", "HTML"),
    "JSON": (b'{"id": "case1"}', "JSON"),
    "EDIFACT": (b"UNB+UNOA:1+A+B'", "EDIFACT"),
    "no ISA": (b"GS*HC*A*B*20260101*1200*1*X*005010X222A1~ST*837*0001~", "header (ISA)"),
    "text": (b"the claims are in the other folder", "plain text"),
    "bytes": (bytes(range(128, 256)) * 4, "binary"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(read, name):
    """
    What is not X12 is refused by the name of what it looks like.
    """
    data, word = REFUSED[name]

    with pytest.raises(InputError, match=r"X12-00[12].*") as refusal:
        read(data)

    assert word in str(refusal.value)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16(read, one, encoding):
    """
    UTF-16 is refused by name, with or without its mark.
    """
    with pytest.raises(InputError, match="UTF-16"):
        read(one.decode().encode(encoding))


SHIFTED = {
    "GS08": (b"*X*005010X222A1~", b"*X*{}~"),
    "ST01": (b"ST*837*", b"ST*{}*"),
    "ST02": (b"ST*837*0001*", b"ST*837*{}*"),
    "ST03": (b"0001*005010X222A1", b"0001*{}"),
    "ISA12": (b"*00501*", b"*{}*"),
    "SE01": (b"SE*31*", b"SE*{}*"),
    "GE01": (b"GE*1*", b"GE*{}*"),
    "IEA01": (b"IEA*1*", b"IEA*{}*"),
}


@pytest.mark.parametrize("name", SHIFTED)
@pytest.mark.parametrize("value", ["DOEJANE", "M123456", "1EG4TE5MK73"])
def test_shifted_element_is_not_shown(read, one, name, value):
    """
    What stands where a version, a number or a count should is not told.
    """
    good, bad = SHIFTED[name]
    assert good in one

    reading = read(one.replace(good, bad.replace(b"{}", value.encode())))

    assert reading.faults
    assert value not in repr(reading.faults)
    assert value not in repr([claim.location for claim in reading.claims])


@pytest.mark.parametrize("name", ["SE01", "GE01", "IEA01"])
def test_date_is_no_count(read, one, name):
    """
    A count of eight digits may be a birth date.
    """
    good, bad = SHIFTED[name]

    reading = read(one.replace(good, bad.replace(b"{}", b"19470708")))

    assert "(unreadable)" in reading.faults[0].message
    assert "19470708" not in repr(reading.faults)


def test_st03_decides_where_gs08_can_not_be_read(read, made_up, one):
    """
    The message about GS08 says what decides.
    """
    reading = read(one.replace(b"*X*005010X222A1~", b"*X*SHIFTED~"))

    assert "ST03 decides" in reading.faults[0].message
    assert claim_from(made_up.professional()) == reading.claims[0].build()


MARKS = [
    ("*", ":", "~", "\n"),
    ("*", ":", "~", ""),
    ("|", ">", "'", "\r\n"),
    ("*", ":", "\n", ""),
    ("*", ":", "\r", "\n"),
    ("\x1d", "\x1f", "\x1c", "\n"),
    ("^", "\\", "|", ""),
    ("*", ":", "\xe9", ""),
]


@pytest.mark.parametrize("size", [13, 1000, 1 << 18])
@pytest.mark.parametrize("first", MARKS)
@pytest.mark.parametrize("second", MARKS)
def test_sound_interchanges(read, claims_837, made_up, first, second, size):
    """
    Interchanges with other marks and line breaks behind each other are sound.
    """
    files = [
        claims_837.write_837(
            [made_up.professional(number)],
            claims_837.Marks(element, component, "!", terminator, line_break),
            control=number,
        )
        for number, (element, component, terminator, line_break) in enumerate(
            (first, second, first), 1
        )
    ]

    reading = read(b"".join(files), chunk=size)

    assert [] == reading.faults
    assert [1, 2, 3] == [claim.location["interchange"] for claim in reading.claims]
    assert [claim_from(made_up.professional(number)) for number in (1, 2, 3)] == [
        claim.build() for claim in reading.claims
    ]


@pytest.mark.parametrize("size", [300, 1 << 18])
def test_characters_are_counted_once(read, claims_837, made_up, one, size):
    """
    A byte of the second interchange is counted once, however much is read at a time.
    """
    others = [
        claims_837.write_837([made_up.professional(number)], control=number) for number in (2, 3)
    ]
    others[0] = others[0].replace(b"ANYTOWN", b"ANYT\xc9WN", 1)

    (fault,) = read(one + b"".join(others), chunk=size).faults

    assert ("X12-007", "1 bytes") == (fault.code, fault.message[:7])


@pytest.mark.parametrize("padding", [b"", b"\0" * 100, b"\x1a\r\n", b"\xef\xbb\xbf", b" " * 5000])
@pytest.mark.parametrize("size", [50, 1 << 18])
def test_padding_between_interchanges(read, claims_837, made_up, one, padding, size):
    """
    An interchange is found behind padding.
    """
    second = claims_837.write_837([made_up.professional(2)], control=2)

    reading = read(one + padding + second, chunk=size)

    assert ([], [1, 2]) == (
        reading.codes,
        [claim.location["interchange"] for claim in reading.claims],
    )


def test_many_interchanges_in_one_read(read, claims_837, made_up):
    """
    Each interchange is split once, not again for each that stands before it.
    """
    one = claims_837.write_837([made_up.professional()])
    files = [one.replace(b"000000001", b"%09d" % number) for number in range(1, 301)]
    splits = 0

    class Counted(segments.Run):
        def __init__(self, block: bytes, start: int, terminator: bytes) -> None:
            nonlocal splits
            splits += len(block)
            super().__init__(block, start, terminator)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segments, "Run", Counted)
        reading = read(b"".join(files))

    assert (300, []) == (len(reading.claims), reading.faults)
    assert splits <= sum(map(len, files))
