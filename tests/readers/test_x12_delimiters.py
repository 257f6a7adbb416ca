"""
Delimiters, line breaks, padding and marks: what is around the segments.
"""

import pytest

from cleanclaim.claim_form import claim_from
from cleanclaim.readers.x12 import X12Reader


@pytest.fixture
def one(claims_837, made_up):
    """
    A file of one claim.
    """
    return claims_837.write_837([made_up.professional()])


@pytest.mark.parametrize("line_break", ["", "\n", "\r\n", "\r", "\n\n", "\r\n  ", "\n\t\t", "  \n"])
@pytest.mark.parametrize(
    ("element", "component", "terminator"),
    [
        ("*", ":", "~"),
        ("|", ">", "'"),
        ("\x1d", "\x1f", "\x1c"),
        ("*", ":", "\x85"),
        ("^", "\\", "!"),
        ("]", "-", "["),
    ],
)
def test_any_marks(read, claims_837, made_up, element, component, terminator, line_break):
    """
    Any delimiters with any line breaks give the same claims, and not a word.
    """
    said = [made_up.professional(1), made_up.institutional(2)]
    marks = claims_837.Marks(element, component, "U", terminator, line_break)

    reading = read(claims_837.write_837(said, marks))

    assert [claim_from(claim) for claim in said] == [claim.build() for claim in reading.claims]
    assert ([], [[], []]) == (reading.faults, reading.problems)


@pytest.mark.parametrize(
    ("terminator", "line_break"),
    [("\n", ""), ("\r", "\n"), ("\r", ""), ("\n", "\r\n"), ("\n", " ")],
)
def test_line_break_for_terminator(read, claims_837, made_up, terminator, line_break):
    """
    A line break may be the terminator, and the last one may be missing.
    """
    said = [made_up.professional(1), made_up.professional(2)]
    marks = claims_837.Marks(terminator=terminator, line_break=line_break)
    data = claims_837.write_837(said, marks)

    for reading in (read(data), read(data.rstrip())):
        assert [claim_from(claim) for claim in said] == [claim.build() for claim in reading.claims]
        assert [] == reading.faults


AROUND = {
    "BOM": (b"\xef\xbb\xbf", b"", ["X12-003"]),
    "BOM and lines": (b"\xef\xbb\xbf\r\n\r\n", b"", ["X12-003"]),
    "blanks": (b"  \n\t ", b" \n \r\n", []),
    "many blanks": (b" " * 300_000, b" " * 300_000, []),
    "NULs": (b"", b"\0" * 512, ["X12-005"]),
    "many NULs": (b"", b"\0" * 300_000, ["X12-005"]),
    "end of file mark": (b"", b"\r\n\x1a", ["X12-005"]),
    "comment": (b"# a sample\n", b"", ["X12-004"]),
}


@pytest.mark.parametrize("name", AROUND)
def test_around(read, made_up, one, name):
    """
    What stands before the first and behind the last segment costs a remark at most.
    """
    before, behind, remarks = AROUND[name]

    reading = read(before + one + behind)

    assert (remarks, []) == (reading.remarks, reading.codes)
    assert claim_from(made_up.professional()) == reading.claims[0].build()
    assert len(before) + one.index(b"CLM*") == reading.claims[0].location["byte"]


def test_comment_lines(read, made_up, one):
    """
    A comment line between segments is a remark, and no segment.
    """
    data = one.replace(b"HL*2*", b"// the subscriber\nHL*2*").replace(b"LX*1~", b"\n# lines\nLX*1~")

    reading = read(data)

    assert (["X12-004", "X12-004"], []) == (reading.remarks, reading.codes)
    assert claim_from(made_up.professional()) == reading.claims[0].build()


def test_comment_lines_where_the_terminator_is_a_line_break(read, claims_837, made_up):
    """
    The same where each comment looks like a segment.
    """
    marks = claims_837.Marks(terminator="\n", line_break="")
    data = claims_837.write_837([made_up.professional()], marks)

    reading = read(data.replace(b"LX*1\n", b"# lines\nLX*1\n"))

    assert (["X12-004"], []) == (reading.remarks, reading.codes)
    assert claim_from(made_up.professional()) == reading.claims[0].build()


@pytest.mark.parametrize("width", [40, 80, 81])
@pytest.mark.parametrize("line_break", [b"\n", b"\r\n"])
def test_wrapped(read, claims_837, made_up, width, line_break):
    """
    Line breaks every so many characters are taken out, wherever they fall, with a
    remark.
    """
    said = made_up.professional()
    data = claims_837.write_837([said], claims_837.Marks(line_break=""))
    head, body = data[:106], data[106:]
    wrapped = line_break.join(body[at : at + width] for at in range(0, len(body), width))

    reading = read(head + wrapped, whole=True)

    assert {"X12-006"} == set(reading.remarks)
    assert ([], [[]]) == (reading.codes, reading.problems)
    assert claim_from(said) == reading.claims[0].build()


def test_lower_case(read, made_up, one):
    """
    Segment ids in lower case are read, with a remark.
    """
    ids = {line.split(b"*")[0] for line in one.splitlines()} - {b"ISA"}
    data = b"\n".join(
        line.lower()[: line.index(b"*")] + line[line.index(b"*") :] for line in one.splitlines()
    )

    reading = read(b"ISA" + data[3:])

    assert len(ids) > 10
    assert ({"X12-009"}, []) == (set(reading.remarks), reading.codes)
    assert claim_from(made_up.professional()) == reading.claims[0].build()


def test_characters(read, made_up, one):
    """
    Bytes that are not ASCII and control characters are counted, and the claim is read.
    """
    data = one.replace(b"SUBMITTER", b"SUBMITT\xc9\xc9").replace(b"CLINIC", b"CLI\x1b[31m\0")

    reading = read(data)

    assert ["X12-007", "X12-008"] == reading.remarks
    assert ["2 bytes", "2 control"] == [
        " ".join(fault.message.split()[:2]) for fault in reading.faults
    ]
    assert claim_from(made_up.professional()) == reading.claims[0].build()


@pytest.mark.parametrize(
    ("good", "bad", "element"),
    [
        (b"*SENDER         *", b"*SENDER*", "ISA06"),
        (b"*00*          *00", b"*00**00", "ISA02"),
        (b"*RECEIVER       *", b"*RECEIVER          *", "ISA08"),
    ],
)
def test_isa_of_the_wrong_length(read, made_up, one, good, bad, element):
    """
    Delimiters are found by counting elements where ISA is not 106 bytes long.
    """
    reading = read(one.replace(good, bad))

    assert (["X12-010"], []) == (reading.remarks, reading.codes)
    assert element in reading.faults[0].message
    assert claim_from(made_up.professional()) == reading.claims[0].build()


UNREADABLE = {
    "too few elements": (b"*0*T*:~", b"~", "X12-011"),
    "fifteen elements": (b"*0*T*:~", b"*0*:~", "X12-011"),
    "equal delimiters": (b"*0*T*:~", b"*0*T*~~", "X12-012"),
    "component is separator": (b"*0*T*:~", b"*0*T**~", "X12-012"),
    "letter for terminator": (b"*0*T*:~\n", b"*0*T*:", "X12-012"),
    "blank for component": (b"*0*T*:~", b"*0*T* ~", "X12-012"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_isa_that_cannot_be_read(read, claims_837, made_up, one, name):
    """
    An interchange whose delimiters can't be told is lost, with a serious fault; the
    next is read.
    """
    good, bad, code = UNREADABLE[name]
    assert good in one
    behind = claims_837.write_837([made_up.professional(2)], control=2)

    alone, followed = read(one.replace(good, bad)), read(one.replace(good, bad) + behind)

    assert ([code], []) == (alone.codes, alone.claims)
    assert code == followed.codes[0]
    assert claim_from(made_up.professional(2)) == followed.claims[-1].build()


@pytest.mark.parametrize(
    ("head", "sniffed"),
    [
        (b"ISA*00*", True),
        (b"\xef\xbb\xbf\r\n  ISA|00|", True),
        (b"# a comment\nISA*00*", True),
        (b"GS*HC*A*B*20260101", True),
        ("ISA*00*".encode("utf-16"), True),
        (b'{"id": "ISA*00*"}', False),
        (b"<html>", False),
        (b"ISABELLA", False),
        (b"", False),
    ],
)
def test_sniffs(head, sniffed):
    """
    X12 is told by its first bytes; so is what tries to be.
    """
    assert sniffed == X12Reader().sniffs(head)


def test_missing_element_of_isa_is_told(read, one):
    """
    An ISA with fifteen elements lacks one; its separators are not at fault.
    """
    (fault,) = read(one.replace(b"*0*T*:~", b"*0*:~")).faults

    assert "fewer than 16 elements" in fault.message


@pytest.mark.parametrize("control", [*range(9), 11, 12, *range(14, 32), 127])
def test_every_control_character(read, one, control):
    """
    Every control character in the data is counted.
    """
    reading = read(one.replace(b"ANYTOWN", b"ANY" + bytes([control]) + b"OWN", 1))

    assert ["X12-008"] == reading.remarks
    assert reading.faults[0].message.startswith("1 control")
