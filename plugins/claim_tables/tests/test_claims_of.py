"""
The rows of one claim: what they say together, and why they say nothing.
"""

from typing import Any

import pytest
from claim_rows import Rows, rows_of

from cleanclaim import ClaimError
from cleanclaim_claim_tables.layouts import Layout, layout

CLAIM = {
    "id": "case",
    "kind": "institutional",
    "payer_id": "MEDICARE",
    "type_of_bill": "131",
    "date": "2025-03-03",
    "lines": [
        {"procedure": "64493", "units": "1", "charge": "700.00"},
        {"procedure": "76942", "units": "1", "charge": "200.00", "modifiers": ["26"]},
    ],
}


@pytest.fixture
def rows() -> Rows:
    return rows_of(CLAIM)


def why(of: Layout, rows: Rows, numbers: list[int] | None = None) -> str:
    with pytest.raises(ClaimError) as refused:
        of.claim(rows, numbers)
    return str(refused.value)


def test_order(everything: Layout, rows: Rows) -> None:
    """
    Lines stand in the order of their numbers, however their rows come.
    """
    assert everything.claim(rows) == everything.claim(rows[::-1])


def test_without_numbers(everything: Layout, rows: Rows) -> None:
    """
    Where no row has a number, the order of the rows numbers them.
    """
    numbered = everything.claim([{**row, "number": None} for row in rows])

    assert everything.claim(rows) == numbered


def test_said_once(everything: Layout, rows: Rows) -> None:
    """
    What is said of the claim need stand on one of its rows only; another spelling of it
    is no contradiction.
    """
    rows[0]["bill"], rows[1]["bill"] = "", "0131"
    rows[1]["kind"] = " Institutional"

    assert everything.claim(rows_of(CLAIM)) == everything.claim(rows)


def test_codes_of_all_rows(everything: Layout, rows: Rows) -> None:
    """
    Diagnosis codes of all rows are the claim's, each once, without their points.
    """
    rows[0] |= {"dx_1": "M54.16", "dx_2": "E119"}
    rows[1] |= {"dx_1": "E119", "dx_2": "I10"}

    assert ("M5416", "E119", "I10") == everything.claim(rows).diagnosis_codes


def test_lists(everything: Layout, rows: Rows) -> None:
    """
    One column may hold a list.
    """
    rows[1] |= {"modifier_1": ["26", None, "rt"], "modifier_2": "59"}

    assert ("26", "RT", "59") == everything.claim(rows).lines[1].modifiers


@pytest.mark.parametrize(
    ("cell", "value", "told"),
    [
        ("date", "03/03/2025", "row 18, column date: not a date; expected one such as 2025-03-03 or 20250303"),
        ("date", "2025-02-30", "row 18, column date: not a day of the calendar; expected a date such as 2026-11-23"),
        ("units", "-1", "row 18, column units: negative, which takes a line back; give the last version of each claim alone"),
        ("units", "many", "row 18, column units: not a number of units; expected digits with at most three decimals"),
        ("charge", "$5", "row 18, column charge: not an amount; expected digits with at most two decimals"),
        ("code", "7694", "row 18, column code: not a procedure code; expected five letters or digits"),
        ("modifier_1", "A", "row 18, column modifier_1 or modifier_2 or modifier_3 or modifier_4: expected modifiers of two letters or digits"),
        ("number", "1", "row 18: another row of the claim has this line number; give the last version of each line alone"),
        ("number", "0", "row 18, column number: expected a whole number from 1"),
        ("number", "", "row 18: no line number, which other rows of the claim have"),
        ("kind", "professional", "row 18, column kind: another row of the claim says something else; expected all to agree"),
        ("bill", "851", "row 18, column bill: another row of the claim says something else; expected all to agree"),
        ("first", "20250304", "row 18, column first: another row of the claim says something else; expected all to agree"),
        ("frequency", "7", "column bill: its last digit contradicts frequency_code"),
        ("last", "2025-03-01", "column last: before date"),
        ("through", "2025-03-04", "row 18, column through: given without date"),
    ],
)  # fmt: skip
def test_refused(cell: str, value: Any, told: str, everything: Layout, rows: Rows) -> None:
    """
    Rows that say no claim are refused with the place, and never the value.
    """
    rows[1][cell] = value

    assert told in why(everything, rows, [17, 18])


def test_without_row_numbers(everything: Layout, rows: Rows) -> None:
    """
    Where rows have no numbers, they count within their claim.
    """
    rows[1]["units"] = "-1"

    assert why(everything, rows).startswith("row 2 of its claim, column units: negative")


def test_several_faults(everything: Layout) -> None:
    """
    Several faults are told together, and of many the first.
    """
    rows = rows_of({**CLAIM, "lines": [{"procedure": "7694"}] * 8})

    assert 5 == why(everything, rows).count("not a procedure code")
    assert why(everything, rows).endswith("; and 3 more faults")


@pytest.mark.parametrize("kind", ["dental", "", None])
def test_kind(kind: str | None, everything: Layout, rows: Rows) -> None:
    """
    A claim of another kind, or of none, is no claim.
    """
    for row in rows:
        row["kind"] = kind

    assert "kind: " in why(everything, rows)


def test_segments() -> None:
    """
    Of a claim in segments, a line's number is that of its column, counted on; the order
    of the rows is nothing.
    """
    of = layout("de_synpuf")
    first = dict.fromkeys(of.columns) | {
        "CLM_ID": "case",
        "SEGMENT": "1",
        "CLM_FROM_DT": "20250303",
        "CLM_THRU_DT": "20250304",
        "HCPCS_CD_1": "64493",
        "HCPCS_CD_3": "76942",
    }
    second = dict.fromkeys(of.columns) | {"CLM_ID": "case", "SEGMENT": 2, "HCPCS_CD_1": "77003"}

    claim = of.claim([second, first])

    assert [(1, "64493"), (3, "76942"), (46, "77003")] == [
        (line.number, line.procedure) for line in claim.lines
    ]
    assert ("131", "MEDICARE") == (claim.type_of_bill, claim.payer_id)
    assert "row 2 of its claim: another row of the claim has this line number" in why(
        of, [first, {**first, "SEGMENT": 1.0}]
    )


def test_rows_that_are_claims() -> None:
    """
    Without segments, a second row of a claim is one too many.
    """
    of = layout("de_synpuf_carrier")
    row = dict.fromkeys(of.columns) | {"CLM_ID": "case", "HCPCS_CD_1": "76942"}

    assert "professional" == of.claim([row]).kind
    assert (
        "row 2 of its claim: another row of the claim came before, and nothing tells them apart"
        in why(of, [row, row])
    )


def test_no_lines() -> None:
    """
    A claim without a single code is a claim all the same, of one line that says nothing.
    """
    of = layout("de_synpuf")
    row = dict.fromkeys(of.columns) | {"CLM_ID": "case", "SEGMENT": 1}

    assert ((1, None),) == tuple((line.number, line.procedure) for line in of.claim([row]).lines)


def test_constants_by_kind(everything: Layout) -> None:
    """
    A constant type of bill is for institutional claims, a constant place for professional.
    """
    of = everything.with_constants({"type_of_bill": "131", "place_of_service": "22"})

    def claim(kind: str) -> tuple[str | None, str | None]:
        said = of.claim(rows_of({"id": "case", "kind": kind, "lines": [{}]}))
        return said.type_of_bill, said.place_of_service

    assert ((None, "22"), ("131", None)) == (claim("professional"), claim("institutional"))


def test_route(everything: Layout, rows: Rows) -> None:
    """
    A row's route is that of its claim.
    """
    claim = everything.claim(rows)

    route = everything.route_of(rows[0])

    assert (claim.kind, "MEDICARE", None, "131", "1") == tuple(route)


@pytest.mark.parametrize("cells", [{"kind": "dental"}, {"bill": "13"}, {"frequency": "8"}])
def test_no_route(cells: dict[str, str], everything: Layout, rows: Rows) -> None:
    """
    A route that can't be read, or contradicts itself, is none.
    """
    with pytest.raises(ValueError):  # noqa: PT011 - its words go nowhere
        everything.route_of({**rows[0], **cells})
