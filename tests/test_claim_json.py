"""
A claim as JSON, both ways: what may be left out, and what is refused.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, cast

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanclaim import (
    BillingProvider,
    Claim,
    ClaimError,
    Documentation,
    Imaging,
    Kind,
    Practitioner,
    ServiceLine,
    claim_from,
    claim_json,
)

SECRET = "SECRETVALUE"

# The claim of the contract's page, in a doctor's words and with made-up ids.
PAGE = """
{"id": "case", "kind": "professional", "payer_id": "MEDICARE", "claim_filing": "MB",
 "type_of_bill": null, "place_of_service": "22", "frequency_code": "1", "date": "2025-03-03",
 "through": null, "diagnosis_codes": ["M5416"], "condition_codes": [], "total_charge": "900.00",
 "billing": {"npi": "1234567893", "taxonomy": null, "tax_id": null},
 "rendering": {"npi": "1111111112", "taxonomy": "2085R0204X"},
 "lines": [
  {"number": 1, "procedure": "64493", "modifiers": [], "units": "1", "charge": "700.00",
   "date": "2025-03-03", "through": null, "revenue_code": null, "place_of_service": null,
   "drug": null, "rendering": null},
  {"number": 2, "procedure": "76942", "modifiers": ["26"], "units": 1, "charge": "200.00",
   "date": "2025-03-03"}]}
"""
DAY = date(2025, 3, 3)


def claim(*lines: Mapping[str, Any], **fields: Any) -> Claim:
    return claim_from(
        {"id": "case", "kind": "professional", "lines": list(lines) or [{}], **fields}
    )


def refused(data: object) -> str:
    with pytest.raises(ClaimError) as told:
        claim_from(data)
    return str(told.value)


def test_page() -> None:
    """
    The claim of the contract's page is read as it says, lines completed from the claim.
    """
    doctor = Practitioner("1111111112", "2085R0204X")
    line = ServiceLine(
        number=1,
        procedure="64493",
        units=Decimal(1),
        charge=Decimal("700.00"),
        date=DAY,
        through=DAY,
        place_of_service="22",
        rendering=doctor,
    )

    assert Claim(
        id="case",
        kind=Kind.PROFESSIONAL,
        lines=(
            line,
            attrs.evolve(
                line, number=2, procedure="76942", modifiers=("26",), charge=Decimal("200.00")
            ),
        ),
        payer_id="MEDICARE",
        claim_filing="MB",
        place_of_service="22",
        frequency_code="1",
        date=DAY,
        through=DAY,
        diagnosis_codes=("M5416",),
        total_charge=Decimal("900.00"),
        billing=BillingProvider("1234567893"),
        rendering=doctor,
    ) == claim_from(json.loads(PAGE))


def test_least() -> None:
    """
    A claim needs its id, its kind and its lines; a line nothing.
    """
    least = {"id": "case", "kind": "institutional", "lines": [{}]}

    assert Claim("case", Kind.INSTITUTIONAL, (ServiceLine(1),)) == claim_from(least)


def test_keys() -> None:
    """
    The keys are the fields of the model, on the contract's page and in what is written.
    """
    page = json.loads(PAGE)

    written: Any = claim_json(claim_from(page))

    assert set(page) == set(written)
    assert [set(page["lines"][0])] * 2 == [set(line) for line in written["lines"]]
    assert "lines" == list(written)[-1]


text = st.text(st.characters(exclude_categories=("Cs", "Zs", "Cc")), min_size=1).filter(
    lambda value: value == value.strip()
)
code = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=5, max_size=5)
modifier = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2)
optional = text | st.none()
money = st.decimals("-99999999.99", "999999999999999999.99", places=2) | st.integers(0, 999).map(
    Decimal
)
units = st.decimals(0, 999_999, places=3) | st.integers(0, 999_999).map(Decimal)
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
# Nobody is None rather than a practitioner without a name.
practitioners = st.builds(Practitioner, optional, optional).filter(Practitioner().__ne__)
billings = st.builds(BillingProvider, optional, optional, optional).filter(BillingProvider().__ne__)


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """
    Whole claims: every default filled in, as a reader would.
    """
    first, last = sorted(draw(st.tuples(days, days)))
    bill = draw(st.from_regex(r"[0-9]{2}[0-9A-Z]", fullmatch=True) | st.none())
    line = st.builds(
        ServiceLine,
        number=st.integers(1, 999_999),
        procedure=code | st.none(),
        modifiers=st.lists(modifier, max_size=4).map(tuple),
        units=units | st.none(),
        charge=money | st.none(),
        date=st.just(first),
        through=st.sampled_from((first, last)),
        revenue_code=optional,
        place_of_service=text,
        drug=optional,
        rendering=practitioners,
    )
    return Claim(
        id=draw(text),
        kind=draw(st.sampled_from(Kind)),
        lines=tuple(
            draw(st.lists(line, min_size=1, max_size=4, unique_by=lambda line: line.number))
        ),
        payer_id=draw(optional),
        claim_filing=draw(optional),
        type_of_bill=bill,
        place_of_service=draw(optional),
        frequency_code=bill[-1] if bill else draw(optional),
        date=first,
        through=last,
        diagnosis_codes=draw(st.lists(text, max_size=3).map(tuple)),
        condition_codes=draw(st.lists(text, max_size=3).map(tuple)),
        total_charge=draw(money | st.none()),
        billing=draw(billings | st.none()),
        rendering=draw(practitioners | st.none()),
    )


@given(claims())
@settings(max_examples=150, deadline=None)
def test_round_trip(given_claim: Claim) -> None:
    """
    What is written of a claim is read back as the same claim, through text too.
    """
    written = claim_json(given_claim)

    assert given_claim == claim_from(written)
    assert given_claim == claim_from(json.loads(json.dumps(written)))


def test_exponent() -> None:
    """
    A number is written out, however Python would show it.
    """
    line = ServiceLine(1, units=Decimal("1E+2"), charge=Decimal("7E+2"))

    written: Any = claim_json(Claim("case", Kind.INSTITUTIONAL, (line,)))

    assert ("100", "700") == (written["lines"][0]["units"], written["lines"][0]["charge"])


# What may be left out.


def test_numbers() -> None:
    """
    A line's number is its position, unless it has its own.
    """
    given = claim({}, {"number": 7}, {}, {"number": None})

    assert [1, 7, 3, 4] == [line.number for line in given.lines]


@pytest.mark.parametrize(
    ("fields", "line", "expected"),
    [
        ({"date": "2025-03-03"}, {}, ("2025-03-03", "2025-03-03")),
        ({"date": "2025-03-03", "through": "2025-03-05"}, {}, ("2025-03-03", "2025-03-05")),
        (
            {"date": "2025-03-03", "through": "2025-03-05"},
            {"date": "2025-03-04"},
            ("2025-03-04", "2025-03-04"),
        ),
        (
            {"date": "2025-03-03"},
            {"date": "2025-03-04", "through": "2025-03-05"},
            ("2025-03-04", "2025-03-05"),
        ),
        ({}, {"date": "2025-03-04"}, ("2025-03-04", "2025-03-04")),
        ({}, {}, ("None", "None")),
    ],
)
def test_line_dates(
    fields: dict[str, Any], line: dict[str, Any], expected: tuple[str, str]
) -> None:
    """
    A line without a date takes the claim's, with its end; one with a date ends on it.
    """
    (read,) = claim(line, **fields).lines

    assert expected == (str(read.date), str(read.through))


@pytest.mark.parametrize(
    ("kind", "dates", "expected"),
    [
        ("professional", ["2025-03-04", "2025-03-03"], ("2025-03-03", "2025-03-04")),
        ("professional", ["2025-03-04", None], ("None", "None")),
        ("professional", [], ("None", "None")),
        ("institutional", ["2025-03-04", "2025-03-03"], ("None", "None")),
    ],
)
def test_claim_dates(kind: str, dates: list[str | None], expected: tuple[str, str]) -> None:
    """
    A professional claim without a date is of its lines' dates, if all of them have one; a
    statement's period is its own.
    """
    read = claim(*({"date": day} for day in dates), kind=kind)

    assert expected == (str(read.date), str(read.through))


def test_last_day_of_lines() -> None:
    """
    A claim dated by its lines ends with the last end of any of them.
    """
    read = claim({"date": "2025-03-03", "through": "2025-03-09"}, {"date": "2025-03-04"})

    assert (date(2025, 3, 3), date(2025, 3, 9)) == (read.date, read.through)


@pytest.mark.parametrize(
    ("fields", "line", "expected"),
    [
        ({"rendering": {"npi": "2"}, "billing": {"npi": "3"}}, {"rendering": {"npi": "1"}}, "1"),
        ({"rendering": {"npi": "2"}, "billing": {"npi": "3"}}, {}, "2"),
        ({"billing": {"npi": "3"}}, {}, "3"),
        ({"billing": {"npi": "3"}}, {"rendering": None}, "3"),
    ],
)
def test_rendering(fields: dict[str, Any], line: dict[str, Any], expected: str) -> None:
    """
    The practitioner of a line is its own, else the claim's, else who bills.
    """
    (read,) = claim(line, **fields).lines

    assert Practitioner(expected) == read.rendering


def test_no_rendering() -> None:
    """
    A line of a claim that names nobody has no practitioner.
    """
    assert (None,) == tuple(line.rendering for line in claim({}).lines)


def test_billing_taxonomy() -> None:
    """
    Who bills and renders brings the taxonomy along; the claim itself still has no
    practitioner.
    """
    read = claim({}, billing={"npi": "3", "taxonomy": "2085R0204X", "tax_id": "9"})

    assert Practitioner("3", "2085R0204X") == read.lines[0].rendering
    assert read.rendering is None


def test_place_of_service() -> None:
    """
    A line's place of service is its own, else the claim's.
    """
    read = claim({}, {"place_of_service": "11"}, place_of_service="22")

    assert ["22", "11"] == [line.place_of_service for line in read.lines]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"type_of_bill": "131"}, ("131", "1")),
        ({"type_of_bill": "0137"}, ("137", "7")),
        ({"type_of_bill": " 13p "}, ("13P", "P")),
        ({"type_of_bill": "131", "frequency_code": "1"}, ("131", "1")),
        ({"frequency_code": "8"}, (None, "8")),
        ({}, (None, None)),
    ],
)
def test_type_of_bill(fields: dict[str, str], expected: tuple[str | None, str | None]) -> None:
    """
    The type of bill is three characters, and its last is the frequency code.
    """
    read = claim(kind="institutional", **fields)

    assert expected == (read.type_of_bill, read.frequency_code)


def test_trimmed() -> None:
    """
    Blanks around text go, and codes and modifiers are capitals.
    """
    line = {"procedure": " g0260 ", "modifiers": [" rt", "tc "], "drug": " 1 "}
    read = claim(line, id=" case ", payer_id=" medicare ")

    assert ("case", "medicare") == (read.id, read.payer_id)
    assert ("G0260", ("RT", "TC"), "1") == (
        read.lines[0].procedure,
        read.lines[0].modifiers,
        read.lines[0].drug,
    )


@pytest.mark.parametrize(
    ("given_units", "expected"),
    [(1, "1"), (0, "0"), (1.5, "1.5"), ("2", "2"), (" 2.125 ", "2.125"), (Decimal("0.5"), "0.5")],
)
def test_units(given_units: object, expected: str) -> None:
    """
    Units are a number or decimal text.
    """
    assert Decimal(expected) == claim({"units": given_units}).lines[0].units


@pytest.mark.parametrize(
    ("charge", "expected"),
    [("700.00", "700.00"), ("-5", "-5"), ("0", "0"), (Decimal("7E+2"), "700")],
)
def test_money(charge: object, expected: str) -> None:
    """
    Money is decimal text, which may be negative; in Python a Decimal will do.
    """
    assert expected == str(claim({"charge": charge}).lines[0].charge)


def test_python_values() -> None:
    """
    From Python, dates may be dates and arrays tuples.
    """
    read = claim_from(
        {"id": "case", "kind": Kind.PROFESSIONAL, "date": DAY, "lines": ({"modifiers": ("26",)},)}
    )

    assert (DAY, ("26",)) == (read.lines[0].date, read.lines[0].modifiers)


# What is refused.

NO_DATE = "not a date; expected a date such as 2026-11-23"
NO_DAY = "not a day of the calendar; expected a date such as 2026-11-23"
NO_MONEY = "not an amount; expected digits with at most two decimals"
NO_UNITS = "not a number of units; expected digits with at most three decimals"
NO_CODE = "not a procedure code; expected five letters or digits"
TEXT = "expected text"
A_NUMBER = "expected a number or decimal text"
AN_AMOUNT = 'money is decimal text, such as "700.00"'
A_WHOLE = "expected a whole number from 1"
A_MODIFIER = "expected modifiers of two letters or digits"


NOT_BLANK = "expected text that is not blank, or null"
REFUSED: list[tuple[str, list[Any], str]] = [
    ("date", ["2026111", "20261123", "2026-1-1", "2026-W01-1", "202611 1"], NO_DATE),
    ("date", ["٢٠٢٥-٠٣-٠٣", "2025-03-03T00:00", "2025-03-0 3", "+025-03-03"], NO_DATE),
    ("date", ["2026-02-30", "2025-13-01", "0000-00-00", "2025-02-29"], NO_DAY),
    ("date", ["", " "], NOT_BLANK),
    ("date", [20250303, 1.0, True, ["2025-03-03"], {}, datetime(2025, 3, 3, tzinfo=UTC)], TEXT),
    ("through", ["2025-03-03"], "given without date"),
    ("charge", [700, 700.0, True, [], {}, b"7", Decimal("NaN"), Decimal("Infinity")], AN_AMOUNT),
    ("charge", [Decimal("1E+999999999"), Decimal("1E-999999999")], AN_AMOUNT),
    ("charge", ["", " 1", "1\n", "1_000", "1,000.00", "١٢٣", "²", "NaN", "Infinity"], NO_MONEY),
    ("charge", ["1E+999999", "7.", ".5", "+5", "--5", "$5", "0x10", "1.005", "9" * 30], NO_MONEY),
    ("charge", [Decimal("0.001"), Decimal("9E+18")], NO_MONEY),
    ("units", [True, False, [], {}, b"1", -1, 10**15, 10**5000], A_NUMBER),
    ("units", [Decimal("NaN"), Decimal("1E+999999999"), Decimal("1E-999999999")], A_NUMBER),
    ("units", ["", "-1", "+1", "1_000", "١٢٣", "NaN", "1e3", "0.0001", "1 0", "1" * 16], NO_UNITS),
    ("units", [float("nan"), float("inf"), -1.0, 1e300, 0.1 + 0.2, Decimal(-1)], NO_UNITS),
    ("procedure", [77002, ["77002"], b"77002", True, {}], TEXT),
    ("procedure", ["", "7700", "770021", "7700²", "77-02", "٧٧٠٠٢", "7 002"], NO_CODE),
    # As capitals these would be FI123, I1234 and 1234S.
    ("procedure", ["ﬁ123", "ı1234", "1234ſ"], NO_CODE),
    ("modifiers", ["26", 26, {}, {"26"}], "expected an array of text"),
    ("modifiers", [["2"], ["260"], ["2²"], ["ﬁ"], ["26", "ß1"]], A_MODIFIER),
    ("modifiers", [["26", 26], [None], [["26"]]], TEXT),
    ("number", [0, -1, "1", 1.0, True, 10**6, []], A_WHOLE),
    ("drug", [1, [], {}, True], TEXT),
    ("revenue_code", [361], TEXT),
    ("place_of_service", ["", "\t"], NOT_BLANK),
]


@pytest.mark.parametrize(("key", "values", "expected"), REFUSED)
def test_line_value(key: str, values: list[object], expected: str) -> None:
    """
    A value of the wrong form is refused with its path and what was expected.
    """
    sound = {"id": "case", "kind": "institutional"}

    told = [refused({**sound, "lines": [{}, {key: value}]}) for value in values]

    assert [f"lines[2].{key}: {expected}"] * len(values) == told


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"id": None}, "id: missing; expected the claim's number (CLM01)"),
        ({"id": " "}, "id: expected text that is not blank, or null"),
        ({"id": 7}, "id: expected text"),
        ({"kind": None}, "kind: missing; expected 'professional' or 'institutional'"),
        ({"kind": "dental"}, "kind: expected 'professional' or 'institutional'"),
        ({"kind": "Professional"}, "kind: expected 'professional' or 'institutional'"),
        ({"kind": ["professional"]}, "kind: expected 'professional' or 'institutional'"),
        (
            {"type_of_bill": "131", "frequency_code": "7"},
            "type_of_bill: its last digit contradicts frequency_code",
        ),
        *(
            ({"type_of_bill": bad}, "type_of_bill: expected three characters such as '131'")
            for bad in ("13", "1311", "1a1", "13-", "١٣١", "00131", "13ſ")
        ),
        ({"type_of_bill": 131}, "type_of_bill: expected text"),
        ({"total_charge": 900}, f"total_charge: {AN_AMOUNT}"),
        ({"diagnosis_codes": "M5416"}, "diagnosis_codes: expected an array of text"),
        ({"diagnosis_codes": ["M5416", 5]}, "diagnosis_codes: expected text"),
        ({"condition_codes": [None]}, "condition_codes: expected text"),
        ({"billing": "1234567893"}, "billing: expected an object"),
        ({"billing": {"npi": 1234567893}}, "billing.npi: expected text"),
        ({"rendering": []}, "rendering: expected an object"),
        ({"rendering": {"npi": {}}}, "rendering.npi: expected text"),
        ({"date": "2025-03-04", "through": "2025-03-03"}, "through: before date"),
        ({"date": "3 March", "through": "2025-03-03"}, f"date: {NO_DATE}"),
        ({"lines": []}, "lines: expected an array of service lines, at least one"),
        ({"lines": None}, "lines: expected an array of service lines, at least one"),
        ({"lines": {}}, "lines: expected an array of service lines, at least one"),
        ({"lines": "99991"}, "lines: expected an array of service lines, at least one"),
        ({"lines": [["99991"]]}, "lines[1]: expected an object"),
        ({"lines": [{}, "99991"]}, "lines[2]: expected an object"),
        ({"lines": [None]}, "lines[1]: expected an object"),
        ({"lines": [{"rendering": 1}]}, "lines[1].rendering: expected an object"),
        (
            {"lines": [{"rendering": {"taxonomy": 1}}]},
            "lines[1].rendering.taxonomy: expected text",
        ),
        (
            {"lines": [{"date": "2025-03-04", "through": "2025-03-03"}]},
            "lines[1].through: before date",
        ),
        ({"lines": [{"number": 2}, {}]}, "lines: two service lines have one number"),
        ({"lines": [{}] * 10_001}, "lines: more than 10,000 service lines in one claim"),
    ],
)
def test_claim_value(changes: dict[str, Any], expected: str) -> None:
    """
    What is missing, contradicts itself or is of the wrong kind is refused with its path.
    """
    sound = {"id": "case", "kind": "institutional", "lines": [{}]}

    assert expected == refused(sound | changes)


def test_most_lines() -> None:
    """
    Ten thousand lines are not too many.
    """
    assert 10_000 == len(claim(*([{}] * 10_000)).lines)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"payor_id": 1}, "claim: unknown key 'payor_id'; did you mean 'payer_id'?"),
        ({"zzz": 1}, "claim: unknown key (number 4 of its object)"),
        ({"place-of-service": 1}, "claim: unknown key; did you mean 'place_of_service'?"),
        ({"": 1}, "claim: unknown key (number 4 of its object)"),
        ({7: 1}, "claim: unknown key (number 4 of its object)"),
        ({None: 1}, "claim: unknown key (number 4 of its object)"),
        ({SECRET + "!": 1}, "claim: unknown key (number 4 of its object)"),
        ({"x" * 1_000_000: 1}, "claim: unknown key (number 4 of its object)"),
        ({"billing": {"tin": 1}}, "billing: unknown key (number 1 of its object)"),
        ({"billing": {"taxid": 1}}, "billing: unknown key 'taxid'; did you mean 'tax_id'?"),
        ({"rendering": {"tax_id": 1}}, "rendering: unknown key (number 1 of its object)"),
        (
            {"lines": [{"procedur": 1}]},
            "lines[1]: unknown key 'procedur'; did you mean 'procedure'?",
        ),
        (
            {"lines": [{}, {"rendering": {"nip": 1}}]},
            "lines[2].rendering: unknown key 'nip'; did you mean 'npi'?",
        ),
    ],
)
def test_unknown_key(changes: dict[Any, Any], expected: str) -> None:
    """
    An unknown key is refused, with the place of its object and the key that is near; one
    that is near to none may hold anything, a name too, and is not repeated.
    """
    sound: dict[Any, Any] = {"id": "case", "kind": "institutional", "lines": [{}]}

    assert expected == refused(sound | changes)


@pytest.mark.parametrize("data", [None, 7, "claim", [], [{}], True, b"{}", object(), ()])
def test_no_object(data: object) -> None:
    """
    What is no object is no claim.
    """
    assert "claim: expected an object" == refused(data)


def test_all_at_once() -> None:
    """
    Every fault of a claim is told at once, a line each, in the order of its keys.
    """
    data = {
        "kind": "dental",
        "date": "x",
        "payer": 1,
        "lines": [{"charge": 5, "unit": 1}, {"units": True}],
    }

    assert [
        "claim: unknown key 'payer'; did you mean 'payer_id'?",
        f"date: {NO_DATE}",
        "kind: expected 'professional' or 'institutional'",
        "id: missing; expected the claim's number (CLM01)",
        "lines[1]: unknown key 'unit'; did you mean 'units'?",
        f"lines[1].charge: {AN_AMOUNT}",
        f"lines[2].units: {A_NUMBER}",
    ] == refused(data).splitlines()


def test_many_faults() -> None:
    """
    A hostile claim costs a short message, however much is wrong with it.
    """
    many_lines = {"id": "case", "kind": "institutional", "lines": [{"units": True}] * 10_000}
    many_keys = {f"key{number}": 1 for number in range(100_000)}

    lines, keys = refused(many_lines).splitlines(), refused(many_keys).splitlines()

    assert ("lines[1].units: " + A_NUMBER, "and 9,900 more faults", 101) == (
        lines[0],
        lines[-1],
        len(lines),
    )
    assert ("claim: unknown key (number 1 of its object)", "and 99,903 more faults", 101) == (
        keys[0],
        keys[-1],
        len(keys),
    )


def test_million_lines() -> None:
    """
    A claim of a million lines is refused before any of them is read.
    """
    data = {"id": "case", "kind": "professional", "lines": [None] * 1_000_000}

    assert "lines: more than 10,000 service lines in one claim" == refused(data)


def test_deep() -> None:
    """
    However deep an object is nested, what is no value is refused where it stands.
    """
    deep: Any = SECRET
    for _ in range(100_000):
        deep = {"npi": [deep]}

    data = {"id": deep, "kind": deep, "billing": deep, "lines": [{"rendering": deep}]}

    assert [
        "kind: expected 'professional' or 'institutional'",
        "id: expected text",
        "billing.npi: expected text",
        "lines[1].rendering.npi: expected text",
    ] == refused(data).splitlines()


garbage = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.just(SECRET)
    | st.just("9" * 5_000),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "kind", "lines", "units", "npi", "billing", SECRET + " "]), inner
        )
    ),
    max_leaves=12,
)
KEYS = [*(field.name for field in attrs.fields(Claim)), *attrs.fields_dict(ServiceLine)]


@given(
    st.dictionaries(st.sampled_from(KEYS), garbage),
    st.lists(st.dictionaries(st.sampled_from(KEYS), garbage), max_size=2),
)
@settings(max_examples=200, deadline=None)
def test_garbage(fields: dict[str, Any], lines: list[dict[str, Any]]) -> None:
    """
    Whatever is handed over, it is a claim or a ClaimError that holds nothing of it.
    """
    told = ""
    try:
        claim_from({**fields, "lines": lines})
    except ClaimError as error:
        told = str(error)

    assert SECRET not in told
    assert "99999" not in told


def test_safe_to_paste() -> None:
    """
    What a traceback shows of a claim leaves out what would identify the patient's.
    """
    read = claim({}, id=SECRET, diagnosis_codes=[SECRET], billing={"tax_id": SECRET})

    assert SECRET not in repr(read)


RECORD: dict[str, Any] = {
    "line": 1,
    "modality": "ultrasound",
    "image_recorded": False,
    "report_written": True,
    "site_evaluated": None,
    "needle_seen": None,
}


def with_record(*entries: object) -> dict[str, Any]:
    """
    A claim of two lines whose record says this.
    """
    lines = [{"procedure": "64493"}, {"procedure": "76942"}]
    return {"id": "case", "kind": "professional", "lines": lines, "documentation": list(entries)}


def test_record() -> None:
    """
    What the record says is read, asked by line, and written as it was.
    """
    claim = claim_from(with_record(RECORD, {"line": 1, "modality": "Fluoroscopy"}))

    first, second = claim.lines
    said = Documentation(1, Imaging.ULTRASOUND, image_recorded=False, report_written=True)
    assert (said, Documentation(1, Imaging.FLUOROSCOPY)) == claim.documented(first)
    assert () == claim.documented(second)
    assert RECORD == cast(Any, claim_json(claim)["documentation"])[0]
    assert claim == claim_from(claim_json(claim))


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            RECORD | {"modality": "ultrasond"},
            "documentation[1].modality: expected a way of imaging; did you mean 'ultrasound'?",
        ),
        (RECORD | {"modality": 1}, "documentation[1].modality: expected text"),
        (
            RECORD | {"image_recorded": "no"},
            "documentation[1].image_recorded: expected true, false or null",
        ),
        (
            RECORD | {"line": 3},
            "documentation[1].line: no service line of the claim has this number",
        ),
        (
            {"modality": "ct"},
            "documentation[1].line: missing; expected the number of the line that it speaks of",
        ),
        (
            RECORD | {"image_recordd": True},
            "documentation[1]: unknown key 'image_recordd'; did you mean 'image_recorded'?",
        ),
        ("kept", "documentation[1]: expected an object"),
        (
            RECORD | {"SMITH_JOHN": True},
            "documentation[1]: unknown key (number 7 of its object)",
        ),
        (
            {"line": 1, "modality": "none", "image_recorded": True},
            (
                "documentation[1].modality: 'none' contradicts the imaging that is told of the"
                " same line"
            ),
        ),
    ],
    ids=[
        *("modality", "modality-number", "flag", "line", "no-line", "key", "text"),
        *("name", "contradiction"),
    ],
)
def test_record_value(entry: object, expected: str) -> None:
    """
    A record that is not of the contract's form is refused, with the key's path.
    """
    with pytest.raises(ClaimError) as error:
        claim_from(with_record(entry))

    assert expected == str(error.value)


def test_record_no_array() -> None:
    """
    The record is an array, even of one entry.
    """
    with pytest.raises(ClaimError, match=r"^documentation: expected an array of objects"):
        claim_from({**with_record(), "documentation": RECORD})


def test_no_record() -> None:
    """
    A claim without a record is written without the key, as no claim form has it.
    """
    claim = claim_from({**with_record(), "documentation": []})

    assert ((), False) == (claim.documentation, "documentation" in claim_json(claim))
