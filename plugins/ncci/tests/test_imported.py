"""
Which tables a payer needs, and what is said where they are not imported.
"""

import datetime
from pathlib import Path

import pytest

from cleanclaim import FactsError, Scrubber
from cleanclaim_cms_tables.kinds import Kind, Program, Services, TableName
from cleanclaim_cms_tables.rows import Edition, Row
from cleanclaim_cms_tables.store import Store

TABLES = Path(__file__).parent / "tables"
DAY = datetime.date(2025, 1, 1)
INSTITUTIONAL = {"kind": "institutional", "type_of_bill": "131"}


def config(folder: Path, *, payer: str, options: str = "", tables: Path) -> Path:
    path = folder / "any.toml"
    path.write_text(
        f'plugins = ["ncci"]\n[payer]\nid = "any"\nname = "Any"\ndefault = true\n{payer}\n'
        f'[options.cms_tables]\npath = "{tables.as_posix()}"\n{options}\n',
        "utf-8",
    )
    return path


def edits(path: Path) -> list[str]:
    (rules,) = Scrubber.from_config(path).payers
    return [each.id.removeprefix("ncci.") for each in rules.edits if each.plugin == "ncci"]


def missing(path: Path) -> list[str]:
    """
    What an error at load names: each line's table, and the entry of the option.
    """
    with pytest.raises(FactsError) as caught:
        Scrubber.from_config(path)
    told = []
    for line in str(caught.value).splitlines():
        table = line.partition("payer 'any': ")[2].partition(" is not in ")[0]
        told.append(f"{table} {line.partition('; or leave ')[2].partition(' ')[0]}")
    return told


PHYSICIAN = 'kinds = ["professional"]\nsetting = "physician"'
BOTH = 'kinds = ["professional", "institutional"]\nsetting = "physician"'
OPPS = 'kinds = ["institutional"]\nsetting = "opps"\ntypes_of_bill = ["12", "13", "14"]'
NON_OPPS = 'kinds = ["institutional"]\nsetting = "non_opps"\ntypes_of_bill = ["22", "23", "7"]'
SEVENS = 'kinds = ["institutional"]\nsetting = "cah"\ntypes_of_bill = ["8"]'
INPATIENT = 'kinds = ["institutional"]\nsetting = "inpatient"'


@pytest.mark.parametrize(
    ("payer", "options", "expected"),
    [
        (
            PHYSICIAN,
            "",
            ["ncci_pairs_practitioner pairs", "mue_practitioner mue", "add_on_codes add_ons"],
        ),
        (
            BOTH,
            "",
            [
                "ncci_pairs_hospital pairs",
                "ncci_pairs_practitioner pairs",
                "mue_hospital mue",
                "mue_practitioner mue",
                "add_on_codes add_ons",
            ],
        ),
        (OPPS, "", ["ncci_pairs_hospital pairs", "mue_hospital mue"]),
        (NON_OPPS, "", ["ncci_pairs_hospital pairs", "add_on_codes add_ons"]),
        (SEVENS, "", ["ncci_pairs_hospital pairs", "mue_hospital mue", "add_on_codes add_ons"]),
        (PHYSICIAN, '[options.ncci]\ntables = ["mue"]', ["mue_practitioner mue"]),
        (
            PHYSICIAN,
            '[options.ncci]\ntables = ["mue"]\nunits = "supplier"',
            ["mue_supplier mue"],
        ),
        (
            PHYSICIAN,
            '[options.ncci]\nprogram = "medicaid"\ntables = ["pairs", "mue"]',
            ["medicaid_ncci_pairs_practitioner pairs", "medicaid_mue_practitioner mue"],
        ),
        (
            PHYSICIAN,
            '[options.guidance_facts]\nncci_table = "hospital"\n[options.ncci]\ntables = ["pairs"]',
            ["ncci_pairs_hospital pairs"],
        ),
    ],
)
def test_missing(tmp_path: Path, payer: str, options: str, expected: list[str]) -> None:
    """
    Every table that the payer's claims need, and no other, is named at load.
    """
    path = config(tmp_path, payer=payer, options=options, tables=tmp_path / "none")

    assert expected == missing(path)


def test_told(tmp_path: Path) -> None:
    """
    The error says which payer, what, where from, how, and how to do without.
    """
    path = config(
        tmp_path,
        payer=PHYSICIAN,
        options='[options.ncci]\ntables = ["add_ons"]',
        tables=tmp_path / "none",
    )

    with pytest.raises(FactsError) as caught:
        Scrubber.from_config(path)

    name = TableName(Kind.ADD_ONS)
    assert (
        f"{path}:10: [options.ncci]: plugin 'ncci': payer 'any': add_on_codes is not in {tmp_path / 'none'}; get "
        f"{name.title}, from {name.url} and run: cleanclaim tables import FILE --tables "
        f"{tmp_path / 'none'}; or leave add_ons out of [options.ncci] tables"
    ) == str(caught.value)


@pytest.mark.parametrize(
    ("payer", "options", "expected"),
    [
        (PHYSICIAN, "", ["add_on_alone", "procedure_pair", "units_exceed_mue"]),
        (OPPS, "", ["procedure_pair", "units_exceed_mue"]),
        (NON_OPPS, "", ["add_on_alone", "procedure_pair"]),
        (INPATIENT, "", []),
        (PHYSICIAN, '[options.ncci]\ntables = ["add_ons"]', ["add_on_alone"]),
        (
            PHYSICIAN,
            '[options.guidance_facts]\nncci_table = "none"',
            ["add_on_alone", "units_exceed_mue"],
        ),
    ],
)
def test_edits(tmp_path: Path, payer: str, options: str, expected: list[str]) -> None:
    """
    A payer has the edits whose tables it runs.
    """
    path = config(tmp_path, payer=payer, options=options, tables=TABLES)

    assert expected == edits(path)


def test_inpatient_needs_nothing(tmp_path: Path) -> None:
    """
    An inpatient payer loads without any table.
    """
    path = config(tmp_path, payer=INPATIENT, tables=tmp_path / "none")

    assert [] == edits(path)


def test_no_table_at_all(tmp_path: Path) -> None:
    """
    An empty list of tables is refused: the plugin would do nothing.
    """
    path = config(tmp_path, payer=PHYSICIAN, options="[options.ncci]\ntables = []", tables=TABLES)

    with pytest.raises(Exception, match=r"tables: an empty list; expected pairs, mue or add_ons"):
        Scrubber.from_config(path)


def test_medicaid(tmp_path: Path) -> None:
    """
    Medicaid's editions stand beside Medicare's, and are the ones asked; without an
    adjudication indicator each line counts by itself.
    """
    store = Store(tmp_path / "tables")
    for program, units in ((Program.MEDICARE, 1), (Program.MEDICAID, 2)):
        name = TableName(Kind.UNITS, Services.PRACTITIONER, program)
        indicator = 3 if program is Program.MEDICARE else None
        row = Row("96372", "", DAY, None, (units, indicator, "CMS Policy"))
        store.add(Edition(name, DAY, DAY, None, 0, ()), [row])
    path = config(
        tmp_path,
        payer=PHYSICIAN,
        options='[options.ncci]\nprogram = "medicaid"\ntables = ["mue"]',
        tables=store.folder,
    )
    lines = [{"procedure": "96372", "units": units} for units in (2, 2, 3)]
    claim = {"id": "case", "kind": "professional", "date": "2025-03-03", "lines": lines}

    (found,) = Scrubber.from_config(path).scrub(claim).findings

    assert (3, None) == (found.line, found.evidence["adjudication_indicator"])
    assert "CMS Medicaid NCCI medically unlikely edits, practitioner, edition 2025-01-01" == (
        found.source.title
    )


def test_newest_edition(tmp_path: Path) -> None:
    """
    For a day that two editions know the newer one answers, by the date of service.
    """
    store = Store(tmp_path / "tables")
    for day, units in ((DAY, 1), (datetime.date(2025, 4, 1), 2)):
        row = Row("96372", "", day, None, (units, 3, "CMS Policy"))
        store.add(
            Edition(TableName(Kind.UNITS, Services.PRACTITIONER), day, day, None, 0, ()), [row]
        )
    path = config(
        tmp_path, payer=PHYSICIAN, options='[options.ncci]\ntables = ["mue"]', tables=store.folder
    )
    line = {"procedure": "96372", "units": 2}
    claims = [
        {"id": "case", "kind": "professional", "date": day, "lines": [line]}
        for day in ("2025-03-31", "2025-04-01")
    ]

    found = [len(Scrubber.from_config(path).scrub(claim).findings) for claim in claims]

    assert [1, 0] == found
