"""
The units of guidance codes, against CMS's table beside the project.
"""

import csv
import tomllib
from pathlib import Path

import pytest

import cleanclaim_guidance_reporting

FACTS = Path(cleanclaim_guidance_reporting.__file__).parent / "facts"
TABLE = Path(__file__).parents[4] / "shared" / "guidance" / "data" / "mue_guidance.csv"


def facts(name: str) -> dict[str, dict[str, dict[str, object]]]:
    codes: dict[str, dict[str, dict[str, object]]]
    codes = tomllib.loads((FACTS / name).read_text("utf-8"))["codes"]
    return codes


@pytest.mark.skipif(not TABLE.is_file(), reason="the guidance folder is not beside the project")
def test_values() -> None:
    """
    Units and indicator of every code are those of both of CMS's tables.
    """
    ours = {
        code: {(str(values["2024-07-01"]["units"]), str(values["2024-07-01"]["indicator"]))}
        for code, values in facts("mue.toml").items()
    }
    theirs: dict[str, set[tuple[str, str]]] = {}
    with TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            theirs.setdefault(row["hcpcs"], set()).add((row["mue_value"], row["mai"]))

    assert ours == {code: theirs.get(code) for code in ours}


def test_one_unit() -> None:
    """
    Every code that has a limit says what its unit is, but for the two of which several
    are ordinary.
    """
    assert {"75774", "77014"} == facts("mue.toml").keys() - facts("one_unit.toml").keys()
    assert set() == facts("one_unit.toml").keys() - facts("mue.toml").keys()
