"""
What the tests of this plugin share: a scrubber, and the two ways through a table.
"""

from pathlib import Path

import pytest
from claim_rows import EVERYTHING

from cleanclaim import Scrubber
from cleanclaim_claim_tables.engine import there
from cleanclaim_claim_tables.layouts import Layout, layout

ROOT = Path(__file__).parents[3]
needs_polars = pytest.mark.skipif(
    not there(), reason="Polars is not installed; pip install 'cleanclaim-claim-tables[polars]'"
)


@pytest.fixture(scope="session")
def scrubber() -> Scrubber:
    """
    The shipped configs.
    """
    return Scrubber.from_config(ROOT / "configs")


@pytest.fixture(params=[False, pytest.param(True, marks=needs_polars)], ids=["rows", "polars"])
def polars(request: pytest.FixtureRequest) -> bool:
    """
    Whether a table is gone through with Polars, or by the standard library.
    """
    return bool(request.param)


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """
    A layout with a column for every name that a claim has.
    """
    path = tmp_path_factory.mktemp("layouts") / "everything.toml"
    path.write_text(EVERYTHING, "utf-8")
    return layout(path)
