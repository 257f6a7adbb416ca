"""
The folder of tables: what is there, what is damaged, and what is put in its place.
"""

import datetime
import threading
from pathlib import Path

import platformdirs
import pytest

from cleanclaim import FactsError
from cleanclaim_cms_tables.flat import Edition, Origin, Row
from cleanclaim_cms_tables.kinds import Kind, Services, TableName
from cleanclaim_cms_tables.store import Store, folder_of

PAIRS = TableName(Kind.PAIRS, Services.HOSPITAL)
LIVES = TableName(Kind.LIVES)
APRIL, JULY = datetime.date(2026, 4, 1), datetime.date(2026, 7, 1)
AGAIN = "import CMS's file again with: cleanclaim tables import FILE"


def edition(table: TableName, day: datetime.date) -> Edition:
    return Edition(table, day, datetime.date(2019, 7, 1), None, 0, (Origin("a", "0" * 64, 1),))


def row(code: str, *value: str | int) -> Row:
    return Row(code, "76942" if value else "", datetime.date(2020, 1, 1), None, value)


@pytest.fixture
def store(tmp_path):
    """
    Two editions of the hospital's pairs and one of the lives.
    """
    store = Store(tmp_path / "tables")
    store.add(edition(PAIRS, JULY), [row("64493", 1, ""), row("64495", 1, "")])
    store.add(edition(LIVES, APRIL), [row("76942")])
    store.add(edition(PAIRS, APRIL), [row("64493", 1, "")])
    return store


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def test_empty(tmp_path):
    """
    A folder that is not there holds no tables, and no faults.
    """
    store = Store(tmp_path / "none")

    assert ((), (), [], ()) == (
        store.editions(),
        store.faults(),
        list(store.verify()),
        store.open(PAIRS),
    )
    assert not store.folder.exists()


def test_editions(store):
    """
    The editions come by table and by day; what is no table's file is passed over.
    """
    (store.folder / "notes.txt").write_text("mine", "utf-8")
    (store.folder / ".ncci_pairs_hospital@2026-07-01.table.1a2b3c4d.part").write_bytes(b"half")

    names = [str(each) for each in store.editions()]

    assert [
        "code_lives@2026-04-01",
        "ncci_pairs_hospital@2026-04-01",
        "ncci_pairs_hospital@2026-07-01",
    ] == names
    assert [] == list(store.verify())


def test_open(store):
    """
    A table's editions open with the newest first; of another table there are none.
    """
    days = [flat.edition.day for flat in store.open(PAIRS)]

    assert [JULY, APRIL] == days
    assert () == store.open(TableName(Kind.PAIRS, Services.PRACTITIONER))


def test_add_again(store):
    """
    An edition of the same day takes the place of the one before, and tells its rows.
    """
    added = store.add(edition(PAIRS, APRIL), [row("64493", 0, ""), row("64510", 0, "")])

    assert 2 == added.rows
    assert {"64493", "64510"} == store.open(PAIRS)[1].firsts


def test_failed(store):
    """
    Rows that are refused leave the edition in force, byte for byte.
    """
    path = store.path_of(PAIRS, APRIL)
    before = path.read_bytes()

    with pytest.raises(FactsError):
        store.add(edition(PAIRS, APRIL), [row("64493", 1, ""), row("", 1, "")])

    assert before == path.read_bytes()
    assert 3 == len(list(store.folder.iterdir()))


def test_add_all(store):
    """
    Several tables are added together.
    """
    several = [
        (edition(PAIRS, APRIL), [row("64495", 1, "")]),
        (edition(LIVES, JULY), [row("76942"), row("77003")]),
    ]

    added = store.add_all(several)

    assert [("ncci_pairs_hospital@2026-04-01", 1), ("code_lives@2026-07-01", 2)] == [
        (str(each), each.rows) for each in added
    ]
    assert {"64495"} == store.open(PAIRS)[1].firsts
    assert 4 == len(list(store.folder.iterdir()))


def test_add_all_or_none(store):
    """
    Where one of several tables is refused, none takes another's place.
    """
    before = {path: path.read_bytes() for path in store.folder.iterdir()}
    several = [
        (edition(PAIRS, APRIL), [row("64495", 1, "")]),
        (edition(LIVES, JULY), []),
    ]

    with pytest.raises(FactsError) as told:
        store.add_all(several)

    assert "code_lives@2026-07-01: no rows; expected at least one" == str(told.value)
    assert before == {path: path.read_bytes() for path in store.folder.iterdir()}


def test_damaged(store):
    """
    A file cut off is told by its path, is never passed over for an older edition, and
    costs the other tables nothing.
    """
    path = store.path_of(PAIRS, JULY)
    cut(path)

    with pytest.raises(FactsError) as told:
        store.open(PAIRS)

    size = path.stat().st_size
    what = f"{size} bytes long, cut off or added to; expected {size + 1}"
    assert f"{path}: {what}; {AGAIN}" == str(told.value)
    assert ((path, str(told.value)),) == store.faults()
    assert [(path, str(told.value))] == list(store.verify())
    assert ["code_lives", "ncci_pairs_hospital"] == [str(e.table) for e in store.editions()]
    assert {"76942"} == store.open(LIVES)[0].firsts


def test_damaged_within(store):
    """
    A byte changed in the body is told when the tables are verified, with the edition.
    """
    path = store.path_of(LIVES, APRIL)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + b"9")

    faults = [(str(each), what) for each, what in store.verify()]

    what = f"{path}: damaged: its content does not fit its hash; {AGAIN}"
    assert [("code_lives@2026-04-01", what)] == faults
    assert () == store.faults()


def test_renamed(store):
    """
    A file whose name tells another edition than it holds is refused.
    """
    path = store.path_of(PAIRS, datetime.date(2027, 1, 1))
    store.path_of(PAIRS, JULY).rename(path)

    with pytest.raises(FactsError) as told:
        store.open(PAIRS)

    assert (
        f"{path}: holds ncci_pairs_hospital@2026-07-01; name it "
        "ncci_pairs_hospital@2026-07-01.table, or remove it and import CMS's file again"
    ) == str(told.value)


def test_remove(store):
    """
    An edition is removed, be it damaged, and the others stay.
    """
    cut(store.path_of(PAIRS, JULY))

    store.remove(PAIRS, JULY)

    assert [APRIL] == [flat.edition.day for flat in store.open(PAIRS)]
    assert () == store.faults()


def test_remove_what_is_not_there(store):
    """
    An edition that is not there can't be removed; the nearest is named.
    """
    with pytest.raises(FactsError) as told:
        store.remove(PAIRS, datetime.date(2026, 7, 2))

    assert (
        f"ncci_pairs_hospital@2026-07-02 is not in {store.folder}; did you mean "
        "'ncci_pairs_hospital@2026-07-01'?"
    ) == str(told.value)


def test_no_folder(tmp_path):
    """
    A file in place of the folder is told as what it is.
    """
    path = tmp_path / "tables"
    path.write_text("", "utf-8")

    with pytest.raises(FactsError) as told:
        Store(path).editions()

    assert f"{path}: can't be read: Not a directory; expected a folder" == str(told.value)


def test_folder(monkeypatch, tmp_path):
    """
    The folder is the one given, else that of the environment, else the user's own.
    """
    monkeypatch.setenv("CLEANCLAIM_TABLES", str(tmp_path / "there"))
    given, named = folder_of(tmp_path / "here"), folder_of(None)
    monkeypatch.delenv("CLEANCLAIM_TABLES")

    assert (tmp_path / "here", tmp_path / "there") == (given, named)
    assert platformdirs.user_data_path("cleanclaim", appauthor=False) / "tables" == folder_of(None)


def test_at_once(store):
    """
    Two imports of one edition at once leave one of them, whole.
    """
    counts = (2_000, 3_000)
    runs = [
        threading.Thread(
            target=store.add,
            args=(edition(PAIRS, JULY), [row(f"{n:05}", 1, "") for n in range(count)]),
        )
        for count in counts
    ]

    for run in runs:
        run.start()
    for run in runs:
        run.join()

    assert len(store.open(PAIRS)[0]) in counts
    assert [] == list(store.verify())
    assert 3 == len(list(store.folder.iterdir()))
