"""
Layouts: built in, of one's own, and over a table.
"""

import pickle
import textwrap
from pathlib import Path

import pytest
from claim_rows import EVERYTHING, rows_of

from cleanclaim import ConfigError, InputError
from cleanclaim_claim_tables.layout_toml import built_in
from cleanclaim_claim_tables.layouts import Layout, layout
from cleanclaim_claim_tables.numbered import expanded

SMALL = """\
rows = "lines"
[claim]
id = "claim"
kind = "kind"
[line]
procedure = "code"
"""


def own(folder: Path, text: str) -> Layout:
    path = folder / "own.toml"
    path.write_text(textwrap.dedent(text), "utf-8")
    return layout(path)


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        own(folder, text)
    return str(refused.value).replace(f"{folder}/", "").splitlines()


def test_built_in() -> None:
    """
    Three layouts come with the plugin; each can be sent to another process.
    """
    assert ("de_synpuf", "de_synpuf_carrier", "tuva") == built_in()
    for name in built_in():
        assert layout(name) == pickle.loads(pickle.dumps(layout(name)))


def test_columns() -> None:
    """
    A layout tells what it reads, what tells a claim, and what tells its route.
    """
    tuva, synpuf = layout("tuva"), layout("de_synpuf")

    assert ("data_source", "claim_id") == tuva.key
    assert ("claim_type", "payer", "bill_type_code") == tuva.route_columns
    assert ("hcpcs_code",) == tuva.procedures
    assert {"member_id", "patient_id", "paid_amount"}.isdisjoint(tuva.columns)
    assert 45 == len(synpuf.procedures)
    assert "DESYNPUF_ID" not in synpuf.columns


def test_expanded() -> None:
    """
    A range stands for columns that differ by a number.
    """
    assert ("code",) == expanded("code")
    assert ("c_1_x", "c_2_x") == expanded("c_{1..2}_x")
    assert ("c09", "c10") == expanded("c{09..10}")


def test_unknown_name() -> None:
    """
    A name that is no built-in's is met with the one that was meant.
    """
    with pytest.raises(ConfigError) as refused:
        layout("tuvva")

    assert "no layout 'tuvva'; did you mean 'tuva'?; a file of your own ends in .toml" == str(
        refused.value
    )


def test_typos(tmp_path: Path) -> None:
    """
    Every fault of a layout is told, with its line and what was meant.
    """
    text = """\
        rows = "line"
        optinal = ["x"]
        [claim]
        id = 7
        kindd = "kind"
        [line]
        procedure = "code_{1..}"
        modifers = "mod"
        """

    assert [
        "own.toml:1: rows: 'line'; expected one of lines, claims; did you mean 'lines'?",
        "own.toml:2: unknown key 'optinal'; did you mean 'optional'?",
        "own.toml:4: [claim] id: 7; expected text in quotes",
        "own.toml:5: [claim]: unknown key 'kindd'; did you mean 'kind'?",
        "own.toml:8: [line]: unknown key 'modifers'; did you mean 'modifiers'?",
    ] == sorted(faults(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (SMALL.replace('"code"', '"code_{1..}"'), "[line] procedure: 'code_{1..}'; expected one"),
        (SMALL.replace('"code"', '"code_{1..3}"'), "[line] procedure: 'code_{1..3}'; expected one"),
        (SMALL.replace('kind = "kind"', ""), "[claim]: 'kind' is missing; name its column"),
        (SMALL + 'units = "qty_{1..3}"', "[line] units: 'qty_{1..3}'; expected one column"),
        (SMALL + 'modifiers = "m{3..1}"', "expected a range that ascends"),
        (SMALL.replace('"lines"', '"lines"\noptional = ["cod"]'), "no key names 'cod'; did you"),
        (SMALL.replace('"lines"', '"lines"\noptional = ["code"]'), "'code' can't be left out"),
        (SMALL + '[constant]\nkind = "dental"', "[constant] kind: expected one of professional"),
        (SMALL + '[constant]\ntype_of_bill = "13"', "[constant] type_of_bill: expected three"),
        (SMALL + '[values.knd]\nP = "professional"', "[values.knd]: no name of a claim; did you"),
        (SMALL.replace("[line]", 'segment = "s"\n[line]'), "segment: only where rows are claims"),
        (SMALL.replace('"lines"', '"claims"'), "procedure: 'code'; where rows are claims"),
        ('extends = "own.toml"', "extends: goes round in a circle"),
        ('extends = "tuv"', "no layout 'tuv'; did you mean 'tuva'?"),
        ('extends = "tuva"\n[line]\nunits = 1', "units: 1; expected text in quotes"),
        (SMALL + "[line]", "already on line"),
    ],
)
def test_faults(text: str, told: str, tmp_path: Path) -> None:
    """
    What can't be meant is refused.
    """
    assert told in "\n".join(faults(tmp_path, text))


def test_wide_lines(tmp_path: Path) -> None:
    """
    Where rows are claims, each line's columns are as many as there are codes.
    """
    text = """\
        rows = "claims"
        [claim]
        id = "claim"
        [line]
        procedure = "code_{1..3}"
        modifiers = ["first_{1..3}", "second_{1..3}"]
        units = "units_{1..2}"
        number = "number_{1..3}"
        [constant]
        kind = "professional"
        """

    assert [
        (
            "own.toml:7: [line] units: 'units_{1..2}'; where rows are claims, expected a column "
            "for each line, as in 'code_{1..3}'"
        ),
        (
            "own.toml:8: [line] number: where rows are claims, a line's number is its column's; "
            "remove it"
        ),
    ] == faults(tmp_path, text)


def test_extends(tmp_path: Path) -> None:
    """
    A layout builds on another: tables merge, all else is replaced.
    """
    text = 'extends = "tuva"\n[constant]\npayer_id = "MEDICARE"\n[line]\nunits = "qty"\n'

    ours = own(tmp_path, text)

    assert {"payer_id": "MEDICARE"} == ours.constants
    assert ("qty",) == ours.of_lines[0]["units"]
    assert ("claim_line_number",) == ours.of_lines[0]["number"]


def test_constants() -> None:
    """
    Constants can be given to a layout, if they have the names and values of constants.
    """
    assert "ACME" == layout("de_synpuf").with_constants({"payer_id": "ACME"}).constants["payer_id"]

    with pytest.raises(ConfigError) as refused:
        layout("tuva").with_constants({"payr_id": "ACME", "type_of_bill": "1"})

    assert (
        "constant payr_id: no such name; did you mean 'payer_id'?\n"
        "constant type_of_bill: expected three characters such as '131'" == str(refused.value)
    )


def test_fitted(tmp_path: Path) -> None:
    """
    Over a table, names are found whatever their capitals, and optional columns may lack.
    """
    small = own(tmp_path, SMALL.replace('"lines"', '"lines"\noptional = ["qty"]') + 'units="qty"')

    fitted = small.fitted(["CLAIM", "Kind", "code", "more"])

    assert ("CLAIM",) == fitted.key
    assert ("CLAIM", "Kind", "code") == fitted.columns


def test_not_fitted(tmp_path: Path) -> None:
    """
    Each column that is missing is named, with the one that was meant.
    """
    with pytest.raises(InputError) as refused:
        own(tmp_path, SMALL).fitted(["claim", "Code", "CODE", "kinds"])

    assert (
        "no column 'kind'; did you mean 'kinds'?\n"
        "no column 'code'; did you mean 'Code'?\n"
        f"layout '{tmp_path / 'own.toml'}' needs them; name another, or your own"
        == str(refused.value)
    )


def test_one_column_twice(tmp_path: Path) -> None:
    """
    One column may say two things.
    """
    ours = own(tmp_path, SMALL.replace("[line]", 'payer_id = "who"\nclaim_filing = "who"\n[line]'))

    route = ours.route_of({"kind": "professional", "who": "MB"})

    assert ("kind", "who") == ours.route_columns
    assert ("MB", "MB") == (route.payer_id, route.claim_filing)


def test_values(tmp_path: Path) -> None:
    """
    A column's own values may stand for those of a claim.
    """
    ours = own(tmp_path, SMALL + '[values.kind]\n60 = "institutional"\n')

    claim = ours.claim([{"claim": "case", "kind": 60.0, "code": "76942"}])

    assert "institutional" == claim.kind


def test_everything(tmp_path: Path) -> None:
    """
    There is a column for every name that a claim has, but for what the record says.
    """
    claim = {
        "id": "case",
        "kind": "institutional",
        "payer_id": "ACME",
        "type_of_bill": "131",
        "condition_codes": ["20"],
        "date": "2025-03-03",
        "billing": {"npi": "1234567893", "tax_id": "12-3456789"},
        "lines": [{"procedure": "76942", "drug": "00409", "revenue_code": "0361"}],
    }

    read = own(tmp_path, EVERYTHING).claim(rows_of(claim))

    assert ("20",) == read.condition_codes
    assert read.billing is not None
    assert ("12-3456789", "00409") == (read.billing.tax_id, read.lines[0].drug)
