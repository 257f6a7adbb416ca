"""
What holds for every test: the tables that somebody has imported here change none of them.
"""

import os

import pytest


@pytest.fixture(scope="session", autouse=True)
def no_tables(tmp_path_factory: pytest.TempPathFactory) -> None:
    """
    Where a config names no folder of tables, there are none.
    """
    os.environ["CLEANCLAIM_TABLES"] = str(tmp_path_factory.mktemp("tables"))
