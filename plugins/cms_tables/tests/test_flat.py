"""
The flat file of a table: every row is found inside its window, and a damaged file is told.
"""

import contextlib
import datetime
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanclaim import FactsError
from cleanclaim.errors import OutputError
from cleanclaim_cms_tables.flat import Edition, FlatTable, Origin, Row, write
from cleanclaim_cms_tables.kinds import Kind, Services, TableName

PAIRS = TableName(Kind.PAIRS, Services.HOSPITAL)
DAY = datetime.date(2024, 7, 1)
EDITION = Edition(PAIRS, DAY, datetime.date(2019, 7, 1), None, 0, (Origin("a.txt", "0" * 64, 4),))
ONE_DAY = datetime.timedelta(days=1)
AGAIN = "import CMS's file again with: cleanclaim tables import FILE"


def row(first: str, second: str, since: str, until: str | None, *value: str | int | None) -> Row:
    day = datetime.date.fromisoformat
    return Row(first, second, day(since), day(until) if until else None, value)


FOUR = (
    row("64493", "76942", "2019-07-01", "2020-12-31", 1, "misuse"),
    row("64493", "76942", "2022-01-01", None, 0, "misuse"),
    row("64493", "77003", "2021-04-01", None, 1, "CPT"),
    row("76942", "64466", "2025-07-01", None, 0, "misuse"),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ncci_pairs_hospital@2024-07-01.table"


@pytest.fixture
def table(path):
    write(path, EDITION, FOUR)
    return FlatTable.open(path)


codes = st.sampled_from(["0001U", "27096", "64493", "76942", "77003", "A0021", "G0260", "Z9999"])
values = st.tuples(st.integers(0, 3), st.sampled_from(["a", "b", "é"]), st.none())
days = st.dates(datetime.date(1996, 1, 1), datetime.date(2079, 6, 4))


@st.composite
def tables(draw: st.DrawFn) -> list[Row]:
    """
    Rows of some pairs and codes; the windows of each are apart by a day or more.
    """
    rows = []
    keys = st.sets(st.tuples(codes, codes | st.just("")), min_size=1, max_size=12)
    for first, second in sorted(draw(keys)):
        cuts = sorted(draw(st.lists(days, min_size=1, max_size=6, unique=True)))
        for at in range(0, len(cuts), 2):
            begins, *ends = cuts[at : at + 2]
            last = ends[0] if ends else None
            rows.append(Row(first, second, begins, last, draw(values)))
    for one, other in pairwise(list(rows)):
        same = one[:2] == other[:2]
        if same and (one.until is None or other.since <= one.until + ONE_DAY):
            rows.remove(other)
    return rows


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    A file to write again and again: hypothesis asks one fixture for many examples.
    """
    return tmp_path_factory.mktemp("flat") / "a.table"


@given(tables())
def test_windows(scratch, rows):
    """
    A row is found on its first day and its last, not on the day before nor the day after.
    """
    write(scratch, EDITION, rows)
    table = FlatTable.open(scratch)

    for each in rows:
        last = each.until or datetime.date(9999, 12, 31)
        assert each == table.on(each.first, each.since, each.second)
        assert each == table.on(each.first, last, each.second)
        assert table.on(each.first, each.since - ONE_DAY, each.second) is None
        if each.until:
            assert table.on(each.first, each.until + ONE_DAY, each.second) is None


@given(tables(), codes, codes | st.just(""), days)
def test_answers_as_a_search(scratch, rows, first, second, day):
    """
    A look-up gives what a search of every row gives, for codes that are there or not.
    """
    write(scratch, EDITION, rows)
    wanted = [each for each in rows if each[:2] == (first, second) and each.holds(day)]

    found = FlatTable.open(scratch).on(first, day, second)

    assert wanted == ([found] if found else [])


@given(tables(), st.randoms(use_true_random=False))
def test_order(scratch, rows, random):
    """
    The order of the rows does not matter: the bytes are the same.
    """
    write(scratch, EDITION, rows)
    before = scratch.read_bytes()

    random.shuffle(rows)
    write(scratch, EDITION, iter(rows))

    assert before == scratch.read_bytes()


@given(tables())
def test_all_rows(scratch, rows):
    """
    A table gives back the rows that were written, by code and by day.
    """
    edition = write(scratch, EDITION, rows)
    table = FlatTable.open(scratch)

    assert sorted(rows, key=lambda each: each[:3]) == list(table)
    assert len(rows) == len(table) == edition.rows == table.edition.rows
    assert {each.first for each in rows} == table.firsts
    table.verify()


@given(tables(), st.frozensets(codes), codes)
def test_seconds(scratch, rows, some, first):
    """
    The second codes of a code answer as a set of them would.
    """
    write(scratch, EDITION, rows)
    wanted = {each.second for each in rows if each.first == first}

    found = FlatTable.open(scratch).seconds(first)

    assert wanted == found
    assert wanted == set(found)
    assert len(wanted) == len(found)
    assert bool(wanted) is bool(found)
    assert wanted.isdisjoint(some) is found.isdisjoint(some)
    assert wanted & some == found & some
    assert [code in wanted for code in sorted(some)] == [code in found for code in sorted(some)]


def test_windows_of_a_pair(table):
    """
    The rows of one pair come by day, those of a code by its second codes.
    """
    assert FOUR[:2] == tuple(table.windows("64493", "76942"))
    assert () == tuple(table.windows("64493", "99213"))
    assert FOUR[:3] == tuple(table.rows_of("64493"))
    assert () == tuple(table.rows_of("77003"))


def test_last_begun(path):
    """
    Where two windows of a pair hold a day, the one that began last is given.
    """
    longer = row("64493", "76942", "2019-07-01", None, 1, "")
    within = row("64493", "76942", "2022-01-01", "2022-01-31", 9, "")
    write(path, EDITION, [within, longer])
    table = FlatTable.open(path)

    asked = ("2021-12-31", "2022-01-01", "2022-01-31", "2022-02-01")
    found = [table.on("64493", datetime.date.fromisoformat(day), "76942") for day in asked]

    assert [longer, within, within, longer] == found


def test_no_end(path):
    """
    A last day beyond those that a table can count stands for no end.
    """
    write(path, EDITION, [row("64493", "", "2019-07-01", "9999-12-31", 1)])

    found = FlatTable.open(path).on("64493", datetime.date(2100, 1, 1))

    assert row("64493", "", "2019-07-01", None, 1) == found


def test_edition(table):
    """
    The file says which edition it is, from which files, of which days.
    """
    assert "ncci_pairs_hospital@2024-07-01" == str(table.edition)
    assert (4, EDITION.origins, EDITION.known_from, None) == (
        table.edition.rows,
        table.edition.origins,
        table.edition.known_from,
        table.edition.known_until,
    )
    assert "<FlatTable ncci_pairs_hospital@2024-07-01: 4 rows>" == repr(table)


def use(table: FlatTable) -> None:
    """
    Ask a table whatever can be asked.
    """
    for each in FOUR:
        table.on(each.first, each.since, each.second)
        set(table.seconds(each.first))
        each.second in table.seconds(each.first)  # noqa: B015 - asked, whatever it says
    list(table)
    table.firsts_dated(DAY)
    table.firsts_valued(lambda value: value[0] == 1)


def damaged(content: bytes) -> Iterator[bytes]:
    """
    A file's content with each of its bytes changed in turn, by one bit and by all.
    """
    for at, byte in enumerate(content):
        for bits in (0x01, 0x80, 0xFF):
            yield content[:at] + bytes([byte ^ bits]) + content[at + 1 :]


def test_damage(path, table):
    """
    Whatever byte of a file is damaged, opening or verifying it says so, and no question
    ends in anything but that error.
    """
    silent = []
    for content in damaged(path.read_bytes()):
        path.write_bytes(content)
        try:
            opened = FlatTable.open(path)
        except FactsError:
            continue
        with contextlib.suppress(FactsError):
            use(opened)
        try:
            opened.verify()
        except FactsError:
            continue
        silent.append(content)

    assert [] == silent


def test_cut_off(path, table):
    """
    A file cut off anywhere, or added to, does not open.
    """
    content = path.read_bytes()
    for size in range(len(content)):
        path.write_bytes(content[:size])
        with pytest.raises(FactsError, match=f"{AGAIN}$"):
            FlatTable.open(path)
    path.write_bytes(content + b"\0")

    with pytest.raises(FactsError, match=f"{len(content) + 1:,} bytes long, cut off or added to"):
        FlatTable.open(path)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "empty or damaged"),
        (b"Column 1\tColumn 2\n", "not a table that cleanclaim wrote"),
        (b"\x89cmstab", "cut off within its first bytes"),
        (b"\x89cmstab2" + bytes(64), "written by another version of cms_tables"),
        (b"\x89cmstab1\xff\0\0\0" + bytes(64), "cut off within its header"),
        (b"\x89cmstab1\x02\0\0\0" + bytes(64), "damaged in its header"),
    ],
)
def test_no_table(path, content, what):
    """
    What is no table, or not all of one, is told with its path and what to do.
    """
    path.write_bytes(content)

    with pytest.raises(FactsError) as told:
        FlatTable.open(path)

    assert f"{path}: {what}; {AGAIN}" == str(told.value)


def test_no_file(path, tmp_path):
    """
    A file that is not there, or is a folder, is told as one that can't be read.
    """
    for missing, why in ((path, "No such file or directory"), (tmp_path, "Is a directory")):
        with pytest.raises(FactsError) as told:
            FlatTable.open(missing)
        assert f"{missing}: can't be read: {why}; {AGAIN}" == str(told.value)


def test_verify(path, table):
    """
    A value changed in the body is told when the file is verified.
    """
    content = path.read_bytes()
    path.write_bytes(content[:-1] + b"9")

    with pytest.raises(FactsError) as told:
        FlatTable.open(path).verify()

    assert f"{path}: damaged: its content does not fit its hash; {AGAIN}" == str(told.value)


@pytest.mark.parametrize(
    ("bad", "what"),
    [
        (row("6449", "", "2024-07-01", None), "the code '6449'; expected five digits or capitals"),
        (
            row("64493", "7694A\n", "2024-07-01", None),
            "the code '7694A\\n'; expected five digits or capitals",
        ),
        (
            row("64493", "", "1899-12-31", None),
            "the day 1899-12-31; expected one from 1900-01-01 to 2079-06-05",
        ),
        (
            row("64493", "76942", "2024-07-01", "2024-06-30"),
            "64493/76942: ends on 2024-06-30, before it begins on 2024-07-01",
        ),
        (
            row("64493", "", "2024-07-01", None, True),
            "the value (True,); expected text, whole numbers and None",
        ),
    ],
)
def test_refused(path, bad, what):
    """
    A row that is none of a table is refused, and what was there before stays.
    """
    write(path, EDITION, FOUR)
    before = path.read_bytes()

    with pytest.raises(FactsError) as told:
        write(path, EDITION, [FOUR[0], bad])

    assert f"ncci_pairs_hospital@2024-07-01: {what}" == str(told.value)
    assert before == path.read_bytes()
    assert [path] == list(path.parent.iterdir())


def test_no_rows(path):
    """
    A table without rows is refused.
    """
    with pytest.raises(FactsError) as told:
        write(path, EDITION, [])

    assert "ncci_pairs_hospital@2024-07-01: no rows; expected at least one" == str(told.value)


def test_rows_that_stop(path):
    """
    Rows that end in an error leave the table that was there, and nothing beside it.
    """
    write(path, EDITION, FOUR)

    def stopping() -> Iterator[Row]:
        yield FOUR[0]
        msg = "row 2 of a.txt"
        raise FactsError(msg)

    with pytest.raises(FactsError, match=r"^row 2 of a\.txt$"):
        write(path, EDITION, stopping())

    assert list(FOUR) == list(FlatTable.open(path))
    assert [path] == list(path.parent.iterdir())


def test_not_written(tmp_path):
    """
    A file that can't be written is an error of the output, with its reason.
    """
    (tmp_path / "full").write_text("", "utf-8")
    path = tmp_path / "full" / "a.table"

    with pytest.raises(OutputError) as told:
        write(path, EDITION, FOUR)

    why = "File exists" if "File exists" in str(told.value) else "Not a directory"
    assert f"{path}: can't be written: {why}; what was there before stays" == str(told.value)


def test_many_values(path):
    """
    A table holds at most 65,535 different values.
    """
    many = [row("64493", "", "2024-07-01", None, number) for number in range(65_536)]

    with pytest.raises(FactsError, match="more than 65,535 different codes or values"):
        write(path, EDITION, many)


def test_replaced(path, table):
    """
    A table that is open goes on answering as it was when another takes its file's place.
    """
    write(path, EDITION, FOUR[:1])

    assert list(FOUR) == list(table)
    assert [FOUR[0]] == list(FlatTable.open(path))
