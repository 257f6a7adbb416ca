"""
The names of tables: their ids, their titles, and where to get them.
"""

import pytest

from cleanclaim import FactsError
from cleanclaim_cms_tables.kinds import TABLES, Kind, Program, Services, TableName


def test_ids():
    """
    Every table has an id of its own, which is read back.
    """
    ids = [str(table) for table in TABLES]

    assert [
        "ncci_pairs_practitioner",
        "ncci_pairs_hospital",
        "mue_practitioner",
        "mue_hospital",
        "mue_supplier",
        "medicaid_ncci_pairs_practitioner",
        "medicaid_ncci_pairs_hospital",
        "medicaid_mue_practitioner",
        "medicaid_mue_hospital",
        "medicaid_mue_supplier",
        "add_on_codes",
        "opps_status",
        "code_lives",
    ] == ids
    assert list(TABLES) == [TableName.parse(each) for each in ids]


def test_titles():
    """
    Every table has a title, and a page of CMS's.
    """
    assert len(TABLES) == len({table.title for table in TABLES})
    assert {True} == {table.url.startswith("https://www.cms.gov/") for table in TABLES}
    pairs = TableName(Kind.PAIRS, Services.HOSPITAL, Program.MEDICAID)
    assert "Medicaid NCCI procedure-to-procedure edits, outpatient hospital" == pairs.title


def test_no_such_table():
    """
    A name that is no table's is refused, with the nearest.
    """
    with pytest.raises(FactsError) as told:
        TableName.parse("ncci_pair_hospital")

    assert "no table is named 'ncci_pair_hospital'; did you mean 'ncci_pairs_hospital'?" == str(
        told.value
    )


def test_nothing_near():
    """
    A name that is near none is refused with all of them, and told in one line.
    """
    with pytest.raises(FactsError) as told:
        TableName.parse("a\nb")

    every = ", ".join(map(str, TABLES))
    assert f"no table is named 'a\\nb'; expected one of {every}" == str(told.value)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            (Kind.PAIRS, Services.SUPPLIER),
            "ncci_pairs for supplier services; expected practitioner or hospital",
        ),
        ((Kind.UNITS,), "mue for no services; expected practitioner or hospital or supplier"),
        ((Kind.LIVES, Services.HOSPITAL), "code_lives for hospital services; expected none"),
        (
            (Kind.ADD_ONS, None, Program.MEDICAID),
            "add_on_codes of Medicaid's; Medicaid publishes pairs and MUE of its own only",
        ),
    ],
)
def test_no_such_edition(table, expected):
    """
    Services or a program that CMS publishes no such table for are refused.
    """
    with pytest.raises(FactsError) as told:
        TableName(*table)

    assert expected == str(told.value)
