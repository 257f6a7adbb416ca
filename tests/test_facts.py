"""
Facts: what holds of a code on a day, and what a facts file may not say.
"""

import csv
import datetime
import enum
import hashlib
import io
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleanclaim import shapes
from cleanclaim.errors import FactsError, NotKnown, PluginError
from cleanclaim.fact_csv import Layout
from cleanclaim.facts import FactFile, Facts, load_facts
from cleanclaim.findings import Basis, Fact, Source, Trust
from cleanclaim.tables import About

HEAD = """\
[table]
about       = "Primaries, made up for these tests."
known_from  = 2013-04-01
reviewed    = 2026-11-23
next_review = 2027-01-01

[sources.list_a]
title = "List A"
url   = "https://example.org/a"
trust = "published"
basis = "payer_edit"
read  = 2026-11-23

[sources.hearsay]
title = "Said in the corridor"
url   = "https://example.org/b"
trust = "general_knowledge"
"""

CODES = """
[codes.77003]
2013-04-01 = { primaries = ["62270"], source = "list_a" }
2020-01-01 = { primaries = ["62270", "64493"], source = "hearsay" }
2026-01-01 = { ended = true, source = "list_a" }
"""


class Level(enum.StrEnum):
    """
    A choice.
    """

    LOW = "low"
    HIGH = "high"


@attrs.frozen(kw_only=True)
class Primaries(Fact):
    """
    A shape of one list.
    """

    primaries: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Everything(Fact):
    """
    A shape with a field of every type.
    """

    label: str
    count: int = 3
    paid: bool = False
    rate: Decimal | None = None
    level: Level = Level.LOW
    when: datetime.date | None = None
    codes: frozenset[str] = frozenset()
    instead: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Small(Fact):
    """
    A shape with a validator.
    """

    count: int = attrs.field(validator=attrs.validators.lt(10))


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def load(folder):
    def write_and_load(text, shape=Primaries):
        Path("facts.toml").write_text(text)
        return load_facts([FactFile("facts.toml", shape)], "case")[shape]

    return write_and_load


@pytest.fixture
def load_csv(folder):
    def write_and_load(rows, shape=Everything, key=("code",), sha256=None):
        Path("facts.csv").write_text(rows)
        digest = sha256 or hashlib.sha256(rows.encode()).hexdigest()
        quoted = ", ".join(f'"{column}"' for column in key)
        Path("facts.toml").write_text(f'{HEAD}\n[csv]\nkey = [{quoted}]\nsha256 = "{digest}"\n')
        return load_facts([FactFile("facts.csv", shape)], "case")[shape]

    return write_and_load


def refusal(load, *given, **named):
    with pytest.raises(FactsError) as error:
        load(*given, **named)
    return str(error.value)


def test_boundary(load):
    """
    A value holds from its own date, not from the day before.
    """
    table = load(HEAD + CODES)

    before = table.on("77003", day("2019-12-31"))
    after = table.on("77003", day("2020-01-01"))

    assert (("62270",), ("62270", "64493")) == (before.primaries, after.primaries)


def test_end(load):
    """
    A code that ended holds on its last day and not on the next.
    """
    table = load(HEAD + CODES)

    last, next_day = table.on("77003", day("2025-12-31")), table.on("77003", day("2026-01-01"))

    assert ("62270", "64493") == last.primaries
    assert next_day is None
    assert day("2025-12-31") == table.ends("77003")
    assert "List A" == table.ending("77003").source.title


def test_unknown_time(load):
    """
    Before its first known day a table does not know, which is not the same as nothing.
    """
    table = load(HEAD + CODES)

    with pytest.raises(NotKnown) as answer:
        table.on("77003", day("2013-03-31"))

    assert "facts of a day before 2013-04-01" == str(answer.value)
    assert table.on("77003", day("2013-04-01")) is not None


def test_absent(load):
    """
    A code that is not in the table has no value, no history and no end.
    """
    table = load(HEAD + CODES)

    found = table.on("76942", day("2020-01-01")), table.history("76942"), table.ends("76942")

    assert (None, (), None) == found


def test_changes(load):
    """
    The days from which something else holds of a code, its end among them.
    """
    table = load(HEAD + CODES)

    assert (day("2013-04-01"), day("2020-01-01"), day("2026-01-01")) == table.changes("77003")
    assert () == table.changes("76942")


def test_restored(load):
    """
    A code may come back after it ended; it then has no end.
    """
    table = load(HEAD + CODES + '2026-07-01 = { primaries = ["64483"], source = "list_a" }\n')

    assert table.on("77003", day("2026-06-30")) is None
    assert ("64483",) == table.on("77003", day("2026-07-01")).primaries
    assert table.ends("77003") is None
    assert [day("2013-04-01"), day("2020-01-01"), day("2026-07-01")] == [
        fact.since for fact in table.history("77003")
    ]


def test_citation(load):
    """
    A fact carries its key, its date and its source, as the file has them.
    """
    fact = load(HEAD + CODES).on("77003", day("2014-01-01"))

    source = Source(
        title="List A",
        url="https://example.org/a",
        trust=Trust.PUBLISHED,
        basis=Basis.PAYER_EDIT,
        read=day("2026-11-23"),
    )
    assert (
        Primaries(key="77003", since=day("2013-04-01"), source=source, primaries=("62270",)) == fact
    )


def test_head(load):
    """
    A table says what it is about, since when it knows, and when it is due.
    """
    table = load(HEAD + CODES)

    assert ("Primaries", "Primaries, made up for these tests.") == (table.name, table.about)
    assert (day("2013-04-01"), day("2026-11-23"), day("2027-01-01")) == (
        table.known_from,
        table.reviewed,
        table.next_review,
    )
    assert {"list_a", "hearsay"} == set(table.sources)
    assert frozenset({"77003"}) == table.keys
    assert Path("facts.toml") == table.path


def test_all_types(load):
    """
    Every type that a shape may have can be written in TOML.
    """
    table = load(
        HEAD
        + """
[codes."64493/76942"]
2020-01-01 = { label = "a", count = 2, paid = true, rate = 1.25, level = "high", \
when = 2020-02-29, codes = ["1", "2"], instead = { US = ["3"] }, source = "list_a" }
2021-01-01 = { label = "b", source = "list_a" }
""",
        Everything,
    )

    full, plain = table.history("64493/76942")

    assert (
        "a", 2, True, Decimal("1.25"), Level.HIGH, day("2020-02-29"),
        frozenset({"1", "2"}), {"US": ("3",)},
    ) == (
        full.label, full.count, full.paid, full.rate, full.level, full.when,
        full.codes, full.instead,
    )  # fmt: skip
    assert ("b", 3, False, None) == (plain.label, plain.count, plain.paid, plain.rate)


@given(
    dates=st.lists(st.dates(day("2013-04-01"), day("2040-01-01")), min_size=1, unique=True),
    asked=st.dates(day("2013-04-01"), day("2040-01-01")),
)
def test_value_holds_until_the_next(tmp_path_factory, dates, asked):
    """
    On any day, what holds is the value of the latest date that is not after it.
    """
    path = tmp_path_factory.mktemp("law") / "facts.toml"
    entries = [f'{at} = {{ primaries = ["{at}"], source = "list_a" }}' for at in sorted(dates)]
    path.write_text(HEAD + "\n[codes.77003]\n" + "\n".join(entries))
    table = load_facts([FactFile(path, Primaries)], "case")[Primaries]

    fact = table.on("77003", asked)

    begun = [at for at in dates if at <= asked]
    assert ((str(max(begun)),) if begun else None) == (fact and fact.primaries)


HEAD_FAULTS = [
    (
        HEAD.replace("known_from  = 2013-04-01\n", "") + CODES,
        "facts.toml:1: [table]: 'known_from' is missing",
    ),
    (
        HEAD.replace("reviewed   ", "reviewd    ") + CODES,
        (
            "facts.toml:4: [table]: unknown key 'reviewd'; did you mean 'reviewed'?\n"
            "facts.toml:1: [table]: 'reviewed' is missing"
        ),
    ),
    (
        HEAD.replace("2013-04-01", '"2013-04-01"') + CODES,
        (
            "facts.toml:3: [table] known_from: '2013-04-01';"
            " expected a date such as 2026-11-23, without quotes"
        ),
    ),
    (
        HEAD.replace("2013-04-01", "2013-04-01T00:00:00") + CODES,
        (
            "facts.toml:3: [table] known_from: 2013-04-01 00:00:00;"
            " expected a date such as 2026-11-23, without quotes"
        ),
    ),
    (
        HEAD.replace("2027-01-01", "2026-01-01") + CODES,
        "facts.toml:5: [table] next_review: 2026-01-01 is before reviewed, 2026-11-23",
    ),
    (
        HEAD.replace('"published"', '"publishd"') + CODES,
        (
            "facts.toml:10: [sources.list_a] trust: 'publishd';"
            " expected one of published, general_knowledge; did you mean 'published'?"
        ),
    ),
    (
        HEAD.replace("https://example.org/b", "a friend") + CODES,
        "facts.toml:16: [sources.hearsay] url: expected https://…",
    ),
    (
        HEAD + CODES + "\n[extra]\nkey = 1\n",
        "facts.toml:24: [extra]: unknown key 'extra'; expected one of table, sources, codes",
    ),
    (HEAD, "facts.toml:1: 'codes' is missing"),
]


@pytest.mark.parametrize(("text", "expected"), HEAD_FAULTS)
def test_head_fault(load, text, expected):
    """
    A table that does not say what it is, or cites a source badly, is refused.
    """
    assert expected == refusal(load, text)


ENTRY_FAULTS = {
    '2018-01-01 = { primaries = [], source = "list_b" }': (
        " 2018-01-01: cites source 'list_b', which is not under [sources]; did you mean 'list_a'?"
    ),
    "2018-01-01 = { primaries = [] }": " 2018-01-01: 'source' is missing",
    '2018-01-01 = { primares = [], source = "list_a" }': (
        " 2018-01-01: unknown key 'primares'; did you mean 'primaries'?\n"
        "facts.toml:20: [codes.77003] 2018-01-01: 'primaries' is missing"
    ),
    '2018-01-01 = { primaries = "62270", source = "list_a" }': (
        " 2018-01-01.primaries: '62270'; expected a list in [ ]"
    ),
    '2018-01-01 = { primaries = [62270], source = "list_a" }': (
        " 2018-01-01.primaries: 62270; expected text in quotes"
    ),
    '2018-02-29 = { primaries = [], source = "list_a" }': (
        " 2018-02-29: not a day of the calendar; expected a date such as 2026-11-23"
    ),
    '2018-1-1 = { primaries = [], source = "list_a" }': (
        " 2018-1-1: not a date; expected a date such as 2026-11-23"
    ),
    '2018-01-01 = ["62270"]': ' 2018-01-01: a list; expected { …, source = "…" }',
    '2018-01-01 = { ended = true, source = "list_a" }': (" 2018-01-01: ends what has not begun"),
    '2018-01-01 = { ended = false, source = "list_a" }': (
        " 2018-01-01.ended: false; expected true, or no such key"
    ),
    '2018-01-01 = { ended = true, primaries = [], source = "list_a" }': (
        " 2018-01-01: unknown key 'primaries'; expected one of ended, source"
    ),
    "": ": has no date; expected 2026-11-23 = { … }",
}


@pytest.mark.parametrize("entry", ENTRY_FAULTS)
def test_entry_fault(load, entry):
    """
    An entry that is not dated, cited and of the shape is refused, with its place.
    """
    message = refusal(load, f"{HEAD}\n[codes.77003]\n{entry}\n")

    line = 20 if entry else 19
    assert f"facts.toml:{line}: [codes.77003]{ENTRY_FAULTS[entry]}" == message


def test_order(load):
    """
    Dates stand in order, so that a file can be read from top to bottom.
    """
    message = refusal(
        load,
        HEAD
        + """
[codes.77003]
2020-01-01 = { primaries = [], source = "list_a" }
2013-04-01 = { primaries = [], source = "list_a" }
""",
    )

    assert (
        "facts.toml:21: [codes.77003] 2013-04-01:"
        " 2013-04-01 stands after 2020-01-01; expected dates in order"
    ) == message


def test_ended_twice(load):
    """
    What has ended can't end again.
    """
    message = refusal(load, HEAD + CODES + '2027-01-01 = { ended = true, source = "list_a" }\n')

    assert "facts.toml:23: [codes.77003] 2027-01-01: ended already on 2026-01-01" == message


def test_one_date_twice(load):
    """
    One date twice under a code is a repeated key, and both lines are told.
    """
    message = refusal(load, HEAD + CODES + '2020-01-01 = { primaries = [], source = "list_a" }\n')

    assert (
        "facts.toml:23: 'codes.77003.2020-01-01' is already on line 21;"
        " expected each key and table once"
    ) == message


def test_shape_refuses(load):
    """
    What the shape's own validator refuses is told with its place.
    """
    text = HEAD + '\n[codes.77003]\n2020-01-01 = { count = 10, source = "list_a" }\n'

    message = refusal(load, text, Small)

    assert "facts.toml:20: [codes.77003] 2020-01-01.count: must be < 10: 10" == message


def test_all_files(folder):
    """
    The faults of all files are told together.
    """
    Path("a.toml").write_text("a = 1\na = 2\n")
    Path("b.toml").write_text("b = [\n")
    files = [FactFile("a.toml", Primaries), FactFile("b.toml", Small)]

    message = refusal(load_facts, files, "case")

    assert (
        "a.toml:2: 'a' is already on line 1; expected each key and table once\n"
        "b.toml:1: not TOML: invalid value, at the end of the file"
    ) == message


def test_one_shape_twice(folder):
    """
    A shape stands for one table of a plugin.
    """
    Path("a.toml").write_text(HEAD + CODES)
    Path("b.toml").write_text(HEAD + CODES)
    files = [FactFile("a.toml", Primaries), FactFile("b.toml", Primaries)]

    message = refusal(load_facts, files, "case")

    assert "b.toml: plugin 'case' has 'Primaries' in a.toml already" == message


def test_not_a_fact():
    """
    A shape that is not a Fact is the plugin's fault.
    """
    with pytest.raises(PluginError) as error:
        FactFile("a.toml", dict)  # type: ignore[arg-type]  # what is refused

    assert "a.toml: the shape <class 'dict'> is not a subclass of Fact" == str(error.value)


def test_not_a_file():
    """
    What scrub_facts returns is checked, whatever it is.
    """
    with pytest.raises(PluginError) as error:
        load_facts(["a.toml"], "case")  # type: ignore[list-item]  # what is refused

    assert "plugin 'case': scrub_facts returned 'a.toml'; expected FactFile" == str(error.value)


def test_reach(load):
    """
    A plugin reaches its own tables and those of its dependencies, by shape.
    """
    table = load(HEAD + CODES)
    facts = Facts("case", {Primaries: table}, {Small: "other"})

    with pytest.raises(FactsError) as out_of_reach:
        facts.table(Small)
    with pytest.raises(FactsError) as nowhere:
        facts.table(Everything)

    assert facts.table(Primaries) is table
    assert (
        "plugin 'case' asks for the table 'Small' of 'other';"
        " add 'other' to its project dependencies"
    ) == str(out_of_reach.value)
    assert (
        "plugin 'case' asks for the table 'Everything', which no plugin ships;"
        " return a FactFile for it from scrub_facts"
    ) == str(nowhere.value)


ROWS = """\
code,from,source,ended,label,count,paid,rate,level,when,codes,instead
64493,2020-01-01,list_a,,a,2,yes,1.25,high,2020-02-29,1 2,US=3/4 NONE=5
64493,2021-01-01,hearsay,,b,,,,,,,
64493,2022-01-01,list_a,yes,,,,,,,,
"""


def test_csv(load_csv):
    """
    A CSV of facts says the same as TOML; an empty cell is the field's default.
    """
    table = load_csv(ROWS)

    full, plain = table.history("64493")

    assert (
        "a", 2, True, Decimal("1.25"), Level.HIGH, day("2020-02-29"),
        frozenset({"1", "2"}), {"US": ("3", "4"), "NONE": ("5",)},
    ) == (
        full.label, full.count, full.paid, full.rate, full.level, full.when,
        full.codes, full.instead,
    )  # fmt: skip
    assert ("b", 3, False, Trust.GENERAL_KNOWLEDGE) == (
        plain.label,
        plain.count,
        plain.paid,
        plain.source.trust,
    )
    assert day("2021-12-31") == table.ends("64493")
    assert Path("facts.csv") == table.path


def test_csv_pair(load_csv):
    """
    A key of two columns is joined with a stroke; rows of a key may stand apart.
    """
    rows = (
        "left,right,from,source,primaries\n"
        "64493,76942,2020-01-01,list_a,1\n"
        "64493,77003,2020-01-01,list_a,\n"
        "64493,76942,2021-01-01,list_a,2\n"
    )

    table = load_csv(rows, Primaries, key=("left", "right"))

    assert ("1",) == table.on("64493/76942", day("2020-12-31")).primaries
    assert ("2",) == table.on("64493/76942", day("2021-01-01")).primaries
    assert () == table.on("64493/77003", day("2021-01-01")).primaries


ROW_FAULTS = {
    "64493,2020-01-01,list_b,,a": (
        "source: 'list_b' is not under [sources] of the .toml; did you mean 'list_a'?"
    ),
    "64493,20200101,list_a,,a": "from: '20200101'; expected a date such as 2026-11-23",
    "64493,2020-02-30,list_a,,a": "from: '2020-02-30'; expected a date such as 2026-11-23",
    "64493,2020-01-01,list_a,": "4 cells; expected 5",
    ",2020-01-01,list_a,,a": "code: ''; expected a code",
    " 64493,2020-01-01,list_a,,a": "code: ' 64493'; expected a code",
    "64493,2020-01-01,list_a,true,": "ended: 'true'; expected yes, or nothing",
    "64493,2020-01-01,list_a,yes,a": "label: filled where ended is yes; expected empty cells",
    "64493,2020-01-01,list_a,,": "label: empty; expected a value",
    "64493,2020-01-01,list_a,yes,": "from: 64493: ends what has not begun",
}


@pytest.mark.parametrize("row", ROW_FAULTS)
def test_row_fault(load_csv, row):
    """
    A row that is not dated, cited and of the shape is refused, with its line.
    """
    rows = f"code,from,source,ended,label\n76942,2020-01-01,list_a,,x\n{row}\n"

    assert f"facts.csv:3: {ROW_FAULTS[row]}" == refusal(load_csv, rows)


CELL_FAULTS = {
    ("count", "1_000"): "'1_000'; expected a whole number",
    ("count", "٣"): "'٣'; expected a whole number",
    ("paid", "on"): "'on'; expected yes or no",
    ("rate", "NaN"): "'NaN'; expected a number",
    ("rate", "1e9"): "'1e9'; expected a number",
    ("level", "hihg"): "'hihg'; expected one of low, high; did you mean 'high'?",
    ("when", "2026111"): "'2026111'; expected a date such as 2026-11-23",
    ("instead", "US"): "'US'; expected NAME=CODE/CODE, each name once",
    ("instead", "US=1 US=2"): "'US=1 US=2'; expected NAME=CODE/CODE, each name once",
}


@pytest.mark.parametrize(("column", "cell"), CELL_FAULTS)
def test_cell_fault(load_csv, column, cell):
    """
    A cell that is not of its field's type is refused, with its line and column.
    """
    rows = f"code,from,source,label,{column}\n64493,2020-01-01,list_a,x,{cell}\n"

    message = refusal(load_csv, rows)

    assert f"facts.csv:2: {column}: {CELL_FAULTS[column, cell]}" == message


HEADER_FAULTS = {
    "code,from,source,labl": (
        "facts.csv:1: unknown column 'labl'; did you mean 'label'?\n"
        "facts.csv:1: column 'label' is missing"
    ),
    "code,source,label": "facts.csv:1: column 'from' is missing",
    "code,from,source,label,label": "facts.csv:1: column 'label' stands twice",
}


@pytest.mark.parametrize("header", HEADER_FAULTS)
def test_header_fault(load_csv, header):
    """
    A column that is unknown, missing or there twice is refused.
    """
    message = refusal(load_csv, f"{header}\n")

    assert HEADER_FAULTS[header] == message


def test_csv_twice(load_csv):
    """
    One date twice for a key is refused, and so is an earlier one.
    """
    rows = (
        "code,from,source,label\n64493,2020-01-01,list_a,x\n64493,2020-01-01,list_a,y\n"
        "64493,2019-01-01,list_a,y\n"
    )

    assert (
        "facts.csv:3: from: 64493: 2020-01-01 stands twice\n"
        "facts.csv:4: from: 64493: 2019-01-01 stands after 2020-01-01; expected dates in order"
    ) == refusal(load_csv, rows)


def test_csv_changed(load_csv):
    """
    A CSV that is not the one its sidecar describes is refused, with its own sum.
    """
    rows = "code,from,source,label\n64493,2020-01-01,list_a,x\n"

    message = refusal(load_csv, rows, sha256="0" * 64)

    assert (
        "facts.toml:21: [csv] sha256: facts.csv is not the file described here; its sha256 is "
        + hashlib.sha256(rows.encode()).hexdigest()
    ) == message


def test_csv_empty(load_csv):
    """
    A CSV without rows is no table.
    """
    assert "facts.csv: has no rows" == refusal(load_csv, "code,from,source,label\n")


def test_csv_many_faults(load_csv):
    """
    Of many faults in a CSV twenty are told, and how many more there are.
    """
    rows = "code,from,source,label\n" + "64493,x,list_a,x\n" * 23

    lines = refusal(load_csv, rows).split("\n")

    assert 21 == len(lines)
    assert "facts.csv: and 3 more like these" == lines[-1]


def test_csv_shape_refuses(load_csv):
    """
    What the shape's own validator refuses in a row is told when the table is loaded.
    """
    message = refusal(load_csv, "code,from,source,count\n1,2020-01-01,list_a,10\n", Small)

    assert "facts.csv:2: count: must be < 10: 10" == message


CELLS = {
    "code": st.sampled_from(["1", "2", "3", "4", "5", "5", "", " 6"]),
    "from": st.sampled_from(["2020-01-01", "2021-01-01", "2022-01-01", "2023-01-01", "2023"]),
    "source": st.sampled_from(["list_a"] * 9 + ["list_b"]),
    "ended": st.sampled_from([""] * 9 + ["yes", "yes", "no"]),
    "label": st.sampled_from(["a"] * 6 + ["b", "", ""]),
    "count": st.sampled_from([""] * 9 + ["3", "x"]),
}
ROWS_OF_CELLS = st.lists(
    st.tuples(st.tuples(*CELLS.values()), st.sampled_from([6] * 30 + [5])), min_size=1, max_size=6
)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ROWS_OF_CELLS)
def test_csv_at_once_or_row_by_row(load_csv, rows):
    """
    A plain CSV, looked at as a whole, says what the same one says in quotes, which is
    read row by row: the same facts, or the same faults.
    """

    def said(quoting):
        written = io.StringIO()
        writer = csv.writer(written, quoting=quoting, lineterminator="\n")
        writer.writerows([tuple(CELLS), *(row[:width] for row, width in rows)])
        try:
            table = load_csv(written.getvalue())
        except FactsError as error:
            return str(error)
        return {key: (table.history(key), table.ending(key)) for key in table.keys}

    assert said(csv.QUOTE_ALL) == said(csv.QUOTE_NONE)


PLAIN = "code,from,source,label\n64493,2020-01-01,list_a,a\n"


@pytest.mark.parametrize(
    "rows",
    [
        PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.removesuffix("\n"),
        PLAIN.replace(",a\n", ',"a"\n'),
        "from,code,source,label\n2020-01-01,64493,list_a,a\n",
        PLAIN.replace("\n", "\r"),
    ],
)
def test_csv_written_otherwise(load_csv, rows):
    """
    How lines end, what is quoted, and where the key stands make no difference.
    """
    (fact,) = load_csv(rows).history("64493")

    assert "a" == fact.label


def test_csv_too_long(load_csv):
    """
    A cell that the csv module finds too long is refused, quoted or not.
    """
    rows = PLAIN.replace(",a", "," + "a" * 140_000)

    assert "facts.csv:2: not CSV: field larger than field limit (131072)" == refusal(load_csv, rows)


def test_csv_key_is_a_field(load_csv):
    """
    A column of the key may be a field too; each row has its own.
    """
    rows = "label,from,source\na,2020-01-01,list_a\nb,2020-01-01,list_a\n"

    table = load_csv(rows, key=("label",))

    assert ["a", "b"] == [table.history(key)[0].label for key in ("a", "b")]


def test_csv_key_is_its_day(load_csv):
    """
    Even the day may be the key.
    """
    rows = "from,source,label\n2020-01-01,list_a,a\n2021-01-01,list_a,a\n"

    table = load_csv(rows, key=("from",))

    assert {key: day(key) for key in table.keys} == {
        key: table.history(key)[0].since for key in ("2020-01-01", "2021-01-01")
    }


def test_large_csv(load_csv):
    """
    Twenty thousand rows load, and any of them is found.
    """
    rows = "code,from,source,label\n" + "".join(
        f"{number:05},2020-01-01,list_a,x{number}\n" for number in range(20_000)
    )

    table = load_csv(rows)

    assert "x12345" == table.on("12345", day("2020-01-01")).label
    assert 20_000 == len(table.keys)


DOCS = Path(__file__).parents[1] / "docs"
REFERENCE = (DOCS / "reference" / "facts.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@attrs.frozen(kw_only=True)
class Pair(Fact):
    """
    The shape of the reference's large table.
    """

    bypass: bool = False


@pytest.mark.parametrize(
    ("heading", "shape"), [("Table", About), ("Sources", Source), ("Large tables", Layout)]
)
def test_reference_keys(heading, shape):
    """
    The reference has every key that the loader takes, in its order, and no other.
    """
    section = REFERENCE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]

    assert list(shapes.keys(shape)) == re.findall(r"^\| `(\w+)`", section, re.MULTILINE)


def test_reference_examples(folder):
    """
    The tables that the reference shows load, and say what it says.
    """
    small, pairs, rows = (text for kind, text in BLOCK.findall(REFERENCE) if kind != "python")
    Path("small.toml").write_text(small)
    Path("pairs.toml").write_text(pairs)
    Path("pairs.csv").write_text(rows)

    tables = load_facts([FactFile("small.toml", Primaries), FactFile("pairs.csv", Pair)], "case")

    assert day("2029-12-31") == tables[Primaries].ends("77003")
    assert day("2024-06-30") == tables[Pair].ends("64493/77003")


def test_how_to_update(folder):
    """
    The how-to's table, with the line that it then adds, loads.
    """
    page = (DOCS / "how-to" / "update-facts.md").read_text("utf-8")
    Path("a.toml").write_text("".join(text for kind, text in BLOCK.findall(page)))

    table = load_facts([FactFile("a.toml", Primaries)], "case")[Primaries]

    assert [("62270", "62272"), ("62270",)] == [fact.primaries for fact in table.history("77003")]
    assert day("2027-01-01") == table.history("77003")[-1].since
    assert day("2027-06-30") == table.ends("77003")
