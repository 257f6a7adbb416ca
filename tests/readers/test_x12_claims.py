"""
What an 837 says is what the claim says: X12 elements against the contract's JSON.
"""

import datetime
import re
from decimal import Decimal

import pytest

from cleanclaim.claim_form import claim_from
from cleanclaim.model import BillingProvider, Kind, Practitioner
from cleanclaim.sources import Route


def test_professional(read, claims_837, made_up):
    """
    A professional claim comes out of an 837P as it comes out of JSON.
    """
    said = made_up.professional()

    reading = read(claims_837.write_837([said]))

    assert ([], [[]]) == (reading.faults, reading.problems)
    assert claim_from(said) == reading.claims[0].build()


def test_institutional(read, claims_837, made_up):
    """
    An institutional claim comes out of an 837I as it comes out of JSON, a line without
    a date with the statement's.
    """
    said = made_up.institutional()

    reading = read(claims_837.write_837([said]))

    assert ([], [[]]) == (reading.faults, reading.problems)
    assert claim_from(said) == reading.claims[0].build()


@pytest.mark.parametrize("fast", [True, False])
def test_known_before_building(read, claims_837, made_up, fast):
    """
    Codes, route, id and place are known without building the claim.
    """
    data = claims_837.write_837([made_up.institutional(7)])

    (claim,) = read(data, fast=fast).claims

    assert ("77002",) == claim.codes
    assert Route(Kind.INSTITUTIONAL, "00120", "MA", "131", "1") == claim.route
    assert ("case7", 1) == (claim.claim_id, claim.ordinal)
    byte = data.index(b"CLM*")
    number = data[:byte].count(b"~") + 1
    assert {
        "interchange": 1,
        "transaction": "0001",
        "segment": number,
        "byte": byte,
    } == claim.location


@pytest.mark.parametrize("line_break", ["", "\n", "\r\n", "\n   ", "\n# a comment\n"])
def test_line_locations_in_any_order(read, claims_837, made_up, line_break):
    """
    Where a line stands does not depend on which was asked for before.
    """
    marks = claims_837.Marks(line_break=line_break)
    first = read(claims_837.write_837([made_up.professional()], marks)).claims[0]
    lines = len(first.build().lines)

    forward = [first.line_location(number) for number in range(1, lines + 1)]
    back = [first.line_location(number) for number in range(lines, 0, -1)]

    assert forward == back[::-1]
    assert lines > 1
    assert sorted(place["byte"] for place in forward) == [place["byte"] for place in forward]
    assert (None, None) == (first.line_location(0), first.line_location(lines + 1))


@pytest.mark.parametrize("line_break", ["", "\n", "\r\n", "\n   "])
def test_line_location(read, claims_837, made_up, line_break):
    """
    A line stands where its LX stands, whatever is between the segments.
    """
    marks = claims_837.Marks(line_break=line_break)
    data = claims_837.write_837([made_up.professional(), made_up.professional(2)], marks)

    second = read(data).claims[1]
    before = second.line_location(2)
    second.build()

    byte = data.rindex(b"LX*2")
    assert before is None
    assert {"segment": data[:byte].count(b"~") + 1, "byte": byte} == second.line_location(2)
    assert second.line_location(3) is None


def test_patient(read, claims_837, made_up):
    """
    A dependant's claim has its subscriber's payer.
    """
    said = made_up.professional()

    (claim,) = read(claims_837.write_837([said], patient=True)).claims

    assert claim_from(said) == claim.build()


def test_other_payer(read, claims_837, made_up):
    """
    Another payer's loops (2320, 2330, 2430) leave no trace in the claim: not the payer,
    not the filing, not a provider, not a date, not a code.
    """
    claims = [made_up.professional(), made_up.institutional(2)]

    reading = read(claims_837.write_837(claims, other_payer="OTHER"))

    assert [claim_from(said) for said in claims] == [claim.build() for claim in reading.claims]
    assert ["MEDICARE", "00120"] == [claim.route.payer_id for claim in reading.claims]


def test_several_claims_of_one_subscriber(read, claims_837, made_up):
    """
    Each CLM under one HL is a claim of its own.
    """
    claims = [made_up.professional(number) for number in range(1, 6)]

    reading = read(claims_837.write_837(claims, per_subscriber=5))

    assert [claim_from(said) for said in claims] == [claim.build() for claim in reading.claims]


def test_padded(read, claims_837, made_up):
    """
    Segments that the claim has no use for change nothing.
    """
    claims = [made_up.professional(), made_up.institutional(2)]

    reading = read(claims_837.write_837(claims, full=True))

    assert [claim_from(said) for said in claims] == [claim.build() for claim in reading.claims]


def test_rendering_falls_back(read, claims_837, made_up):
    """
    Without NM1*82 the billing provider renders, and the claim names nobody.
    """
    said = made_up.professional(rendering=None)
    said["lines"] = said["lines"][:1]

    claim = read(claims_837.write_837([said])).claims[0].build()

    assert BillingProvider("1234567893", "207R00000X", "123456789") == claim.billing
    assert (None, Practitioner("1234567893", "207R00000X")) == (
        claim.rendering,
        claim.lines[0].rendering,
    )


def test_other_providers(read, claims_837, made_up):
    """
    A referring provider's PRV is not the rendering provider's, nor is a pay-to's tax id
    the billing provider's.
    """
    data = claims_837.write_837([made_up.professional()])
    data = data.replace(
        b"LX*1~", b"NM1*DN*1*CASE*****XX*1777777778~\nPRV*RF*PXC*999999999X~\nLX*1~"
    )
    data = data.replace(b"HL*2*", b"NM1*87*2~\nREF*EI*999999999~\nHL*2*")

    claim = read(data).claims[0].build()

    assert Practitioner("1111111112", "2085R0204X") == claim.rendering
    assert claim.billing is not None
    assert "123456789" == claim.billing.tax_id


def test_identifier_that_is_no_npi(read, claims_837, made_up):
    """
    NM109 is an NPI only where NM108 says so.
    """
    data = claims_837.write_837([made_up.professional()])
    data = data.replace(b"NM1*82*1*CASE*DOC****XX*1111111112", b"NM1*82*1*CASE*DOC****24*111111111")

    assert Practitioner(None, "2085R0204X") == read(data).claims[0].build().rendering


def test_diagnoses(read, claims_837, made_up):
    """
    Principal, admitting, reason for visit and other diagnoses are read in their order,
    procedures and occurrences are not.
    """
    data = claims_837.write_837([made_up.institutional(diagnosis_codes=["M5416"])])
    more = b"HI*ABJ:R074~\nHI*APR:R0602~\nHI*BF:E119:::::::Y~\nHI*BBR:0B110F5:D8:20250303~\n"
    data = data.replace(b"HI*BG", more + b"HI*BH:A1:D8:20250101~\nHI*BG")

    claim = read(data).claims[0].build()

    assert ("M5416", "R074", "R0602", "E119") == claim.diagnosis_codes
    assert ("G0", "41") == claim.condition_codes


@pytest.mark.parametrize(
    ("said", "expected"), [(b".5", Decimal("0.5")), (b"12.", Decimal(12)), (b"-5", Decimal(-5))]
)
def test_amounts_as_x12_writes_them(read, claims_837, made_up, said, expected):
    """
    X12 leaves out a nought before or after the point; a negative amount is an amount.
    """
    data = claims_837.write_837([made_up.professional()]).replace(b"*700.00*", b"*" + said + b"*")

    reading = read(data, whole=True)

    assert [[]] == reading.problems
    assert expected == reading.claims[0].build().lines[0].charge


VALUES = {
    "procedure": (b"HC:64493*", b"HC:6449*", "X12-060"),
    "procedure qualifier": (b"HC:64493*", b"XX:64493*", "X12-060"),
    "no procedure": (b"SV1*HC:64493*", b"SV1**", "X12-060"),
    "modifier": (b":26:RT", b":26:RTX", "X12-061"),
    "units of letters": (b"UN*1.5*", b"UN*abc*", "X12-062"),
    "units below nought": (b"UN*1.5*", b"UN*-1*", "X12-062"),
    "no units": (b"UN*1.5*", b"UN**", "X12-062"),
    "charge with underscore": (b"*700.00*UN", b"*7_00*UN", "X12-063"),
    "charge with comma": (b"*700.00*UN", b"*7,000*UN", "X12-063"),
    "charge NaN": (b"*700.00*UN", b"*NaN*UN", "X12-063"),
    "charge with exponent": (b"*700.00*UN", b"*1E+999999*UN", "X12-063"),
    "no charge": (b"*700.00*UN", b"**UN", "X12-063"),
    "not a day": (b"D8*20250303", b"D8*20260230", "X12-064"),
    "short date": (b"D8*20250303", b"D8*2026111", "X12-064"),
    "blank in date": (b"D8*20250303", b"D8*202611 1", "X12-064"),
    "nought": (b"D8*20250303", b"D8*00000000", "X12-064"),
    "reversed span": (b"RD8*20250304-20250305", b"RD8*20250305-20250304", "X12-064"),
    "half a span": (b"RD8*20250304-20250305", b"RD8*20250304-", "X12-064"),
    "format": (b"D8*20250303", b"TM*20250303", "X12-064"),
    "two dates": (b"*D8*20250303~\n", b"*D8*20250303~\nDTP*472*D8*20250309~\n", "X12-064"),
    "diagnosis": (b"ABF:M545", b"ABF:M5 45", "X12-066"),
    "no diagnosis": (b"ABF:M545", b"ABF", "X12-066"),
    "total": (b"*900.00*", b"*9OO*", "X12-067"),
    "place": (b"UN*1.5*11*", b"UN*1.5*1*", "X12-070"),
    "facility": (b":B:1*", b":B*", "X12-056"),
    "no claim number": (b"CLM*case1*", b"CLM**", "X12-055"),
}


@pytest.mark.parametrize("name", VALUES)
def test_value_that_cannot_be_read(read, claims_837, made_up, name):
    """
    A value that can't be read is a problem with its place, and neither fatal nor the
    neighbour's; its text is not in the message.
    """
    good, bad, code = VALUES[name]
    data = claims_837.write_837([made_up.professional(), made_up.professional(2)])
    byte = data.index(good)
    damaged = data.replace(good, bad, 1)

    reading = read(damaged, whole=True)

    problems = reading.claims[0].problems
    assert [[code], []] == reading.problems
    assert not problems[0].fatal
    assert problems[0].location is not None
    assert data[:byte].count(b"~") + 1 - problems[0].location["segment"] in (0, -1)
    values = [value for value in re.split(r"[*~:\n]", bad.decode()) if len(value) > 3]
    assert not any(value in problems[0].message for value in values)
    assert claim_from(made_up.professional(2)) == reading.claims[1].build()


def test_dates_are_not_guessed(read, claims_837, made_up):
    """
    The statement's dates stand in for a date that is absent, not for one that is
    garbled.
    """
    data = claims_837.write_837([made_up.institutional()])

    claim = read(data.replace(b"472*D8*20250304", b"472*D8*2025034")).claims[0].build()

    assert [None, datetime.date(2025, 3, 3)] == [line.date for line in claim.lines]


def test_unreadable_code_is_told_without_building(read, claims_837, made_up):
    """
    The scan reads procedure codes, so it tells of one that it can't read, and building
    does not tell it twice.
    """
    data = claims_837.write_837([made_up.professional()]).replace(b"HC:64493", b"HC:64 93")

    reading = read(data)
    (claim,) = reading.claims
    before = [problem.line for problem in claim.problems]
    claim.build()

    assert ([1], ("76942",), [["X12-060"]]) == (before, claim.codes, reading.problems)


def test_lower_case_code(read, claims_837, made_up):
    """
    Codes and modifiers are capitals, however they are written.
    """
    said = made_up.professional()
    said["lines"][1] |= {"procedure": "g0339", "modifiers": ["lt"]}

    (claim,) = read(claims_837.write_837([said])).claims

    assert ("64493", "G0339") == claim.codes == claim.build().codes
    assert ("LT",) == claim.build().lines[1].modifiers


def test_revenue_code(read, claims_837, made_up):
    """
    An institutional line needs a revenue code, and its own statement dates need to be
    dates.
    """
    data = claims_837.write_837([made_up.institutional()])
    data = data.replace(b"SV2*0320", b"SV2*32").replace(b"20250303-20250305", b"20250303")

    assert [["X12-065", "X12-068"]] == read(data, whole=True).problems
