"""
Which codes are taken for a procedure, and which never are.
"""

import pytest

from cleanclaim_guidance_reporting.procedures import may_be_procedure

PROCEDURES = (
    *("10004", "11900", "11983", "17999", "36000", "47000", "55700", "64493", "69990"),
    *("70332", "72240", "73040", "74425", "75600", "75774", "75984", "76080", "76975", "76999"),
    *("77053", "77261", "77778", "79440", "90935", "92920", "93451", "95874", "95991"),
    *("96372", "96373", "96379", "96401", "96450", "0232T", "0054T"),
    *("C7500", "C9600", "C9728", "C9899", "D7210", "G0260", "G0105", "S2348"),
)
OTHERS = (
    *("00100", "01991", "10003", "11899", "12001", "17000", "29580", "36415", "51798"),
    *("70333", "72239", "73030", "73222", "74424", "75572", "75635", "75989", "76000", "76700"),
    *("76942", "76998", "77002", "77012", "77022", "77067", "80053", "88305", "90471", "93000"),
    *("93306", "93880", "95888", "96365", "96374", "97110", "99213", "99152"),
    *("A9576", "C1725", "C8900", "C9047", "D0120", "G0009", "G0463", "G2211", "G9500"),
    *("J3301", "P9612", "Q9967", "0001U", "0002M", "3008F"),
)


@pytest.mark.parametrize("code", PROCEDURES)
def test_procedure(code: str) -> None:
    """
    What may have been done with a needle, a catheter or a knife keeps guidance company.
    """
    assert may_be_procedure(code)


@pytest.mark.parametrize("code", OTHERS)
def test_other(code: str) -> None:
    """
    A visit, a test, a picture, a drug or another guidance code does not.
    """
    assert not may_be_procedure(code)
