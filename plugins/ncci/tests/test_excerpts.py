"""
The cases' tables are what importing the made-up excerpts beside them gives.
"""

from pathlib import Path

from cleanclaim_cms_tables.importing import Given, read
from cleanclaim_cms_tables.store import Store

FOLDER = Path(__file__).parent


def test_excerpts(tmp_path: Path) -> None:
    """
    Byte by byte; ``cleanclaim tables import excerpts/* --tables tables``, in this folder,
    makes them anew.
    """
    store = Store(tmp_path)

    imports, remarks = read(
        sorted((FOLDER / "excerpts").iterdir()), Given(None, None, None), lambda _, __: None
    )
    for each in imports:
        store.add(each.edition, each.rows)

    assert () == remarks
    assert {path.name: path.read_bytes() for path in (FOLDER / "tables").iterdir()} == {
        path.name: path.read_bytes() for path in tmp_path.iterdir()
    }
