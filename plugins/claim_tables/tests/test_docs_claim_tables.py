"""
The page on tables of claims says what the code says.
"""

import re
from pathlib import Path

import attrs
import pytest

from cleanclaim_claim_tables import layout_file
from cleanclaim_claim_tables.finding_rows import COLUMNS
from cleanclaim_claim_tables.layout_toml import built_in
from cleanclaim_claim_tables.layouts import layout

DOCS = Path(__file__).parents[3] / "docs"
PAGE = (DOCS / "reference" / "claim-tables.md").read_text("utf-8")
_ROW = re.compile(r"^\| `(\w+)` \| (.+) \|$", re.MULTILINE)
_TOML = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def shown(mark: str) -> list[tuple[str, str]]:
    """
    The rows of the table that stands under a mark.
    """
    return _ROW.findall(PAGE.partition(f"<!-- {mark} -->\n")[2].partition("\n\n")[0])


@pytest.mark.parametrize("name", ["LayoutFile", "ClaimColumns", "LineColumns", "Constants"])
def test_keys(name: str) -> None:
    """
    The page has each key of a layout, in the code's order, and what it is.
    """
    fields = attrs.fields(getattr(layout_file, name))

    assert [(field.name, field.metadata["about"]) for field in fields] == shown(f"keys: {name}")


def test_columns() -> None:
    """
    It has each column of the findings.
    """
    assert list(COLUMNS.items()) == shown("columns")


def test_built_in() -> None:
    """
    It names each layout that comes with the plugin.
    """
    assert set(built_in()) <= set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))


def test_layouts(tmp_path: Path) -> None:
    """
    The layouts that it shows are layouts.
    """
    for number, text in enumerate(_TOML.findall(PAGE)):
        path = tmp_path / f"{number}.toml"
        path.write_text(text, "utf-8")

        assert layout(path).procedures
