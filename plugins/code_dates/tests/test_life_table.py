"""
A payer's own table of code lives: what it widens, and what is refused of it.
"""

import datetime
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cleanclaim import AnyOf, FactsError, Scrubber
from cleanclaim_code_dates.life_table import loaded

CONFIG = """
plugins = ["code_dates"]

[payer]
id      = "any"
name    = "Any payer"
kinds   = ["professional", "institutional"]
setting = "physician"
default = true

[options.code_dates]
life_table = "tables/lives.csv"
"""


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    """
    A life table of this text, in the folder that the config names.
    """

    def write(text: str) -> Path:
        path = tmp_path / "tables" / "lives.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8", newline="")
        return path

    return write


@pytest.fixture
def found(tmp_path, written):
    """
    What a payer with this table says of one line: the finding, and what it lacks.
    """

    def scrub(text: str, code: str, day: str, through: str | None = None):
        written(text)
        (tmp_path / "any.toml").write_text(CONFIG, "utf-8")
        line = {"procedure": code, "date": day, "through": through or day}
        claim = {"id": "case", "kind": "professional", "lines": [line]}
        outcome = Scrubber.from_config(tmp_path).scrub(claim)
        assert () == outcome.failures
        finding = outcome.findings[0] if outcome.findings else None
        return finding, tuple(each.lacks for each in outcome.not_checked)

    return scrub


OVERLAPS = (
    "begins within its life from 2020-01-01, of an earlier line; expected its lives in order, "
    "apart from each other"
)
LIVES = "code,from,to\n99212,,2026-03-31\nX0001,2026-04-01,\nX0002,2020-01-01,2020-12-31\n"


@pytest.mark.parametrize(
    ("code", "day", "fires"),
    [
        ("99212", "2026-03-31", False),
        ("99212", "2026-04-01", True),
        ("99212", "1999-01-01", False),
        ("X0001", "2026-03-31", True),
        ("X0001", "2026-04-01", False),
        ("X0002", "2019-12-31", True),
        ("X0002", "2020-12-31", False),
        ("X0002", "2021-01-01", True),
        ("60100", "2026-04-01", False),
    ],
)
def test_any_code(found, code: str, day: str, fires: bool) -> None:
    """
    Every code of the table is judged, by its first and last day; others are not.
    """
    finding, lacks = found(LIVES, code, day)

    assert (fires, ()) == (finding is not None, lacks)


def test_cited(found) -> None:
    """
    A finding names the table by its name and the hash of its bytes, and no folder.
    """
    finding, _ = found("code,from,to\nX0001,2026-04-01,\n", "X0001", "2026-03-31")

    digest = "ab7008d6bab27ab305a0c61dc40cdbe9b47e7d4034d7da866c25b012041b87b7"
    assert "X0001 is not valid on 2026-03-31; it is valid from 2026-04-01" == finding.message
    assert "deny" == finding.disposition
    assert ("life table lives.csv", f"file:lives.csv#sha256={digest}", "payer_edit") == (
        finding.source.title,
        finding.source.url,
        finding.basis,
    )


def test_the_table_wins(found) -> None:
    """
    Where the table has a code of ours, its days count, and ours say what to report.
    """
    text = "code,from,to\n55700,1990-01-01,2026-06-30\n"
    within, _ = found(text, "55700", "2026-06-30")
    after, _ = found(text, "55700", "2026-07-01")

    assert within is None
    assert "55700 is not valid on 2026-07-01; its last day was 2026-06-30" == after.message
    assert "55707" == after.suggest[0].code


def test_ours_stay(found) -> None:
    """
    Codes of ours that the table does not have are judged as without it.
    """
    finding, _ = found(LIVES, "76001", "2026-04-01")

    assert "76001 is not valid on 2026-04-01; its last day was 2018-12-31" == finding.message


def test_two_lives(found) -> None:
    """
    A code that comes back is not valid in between.
    """
    text = "code,from,to\nX0001,2020-01-01,2020-12-31\nX0001,2022-01-01,\n"
    between, _ = found(text, "X0001", "2021-06-01")
    again, _ = found(text, "X0001", "2022-01-01")

    assert again is None
    assert (
        "X0001 is not valid on 2021-06-01; its last day was 2020-12-31, and it is valid again "
        "from 2022-01-01"
    ) == between.message


def test_several_days(found) -> None:
    """
    A line of several days is judged where its code is valid on none of them.
    """
    outside, _ = found(LIVES, "X0001", "2026-03-30", "2026-03-31")
    around, lacks = found(LIVES, "X0001", "2026-03-31", "2026-04-01")

    assert "X0001 is not valid on 2026-03-30 to 2026-03-31" == outside.message.partition(";")[0]
    assert (
        None,
        ("a single date of service: X0001 is not valid on all of 2026-03-31 to 2026-04-01",),
    ) == (around, lacks)


def test_cheap(tmp_path, written) -> None:
    """
    Codes that are older than the editor's tables and have no end wake nothing.
    """
    written("code,from,to\n99213,1990-01-01,\n99214,2019-07-01,\n99215,2019-07-02,\n99216,,\n")
    (tmp_path / "any.toml").write_text(CONFIG, "utf-8")
    (rules,) = Scrubber.from_config(tmp_path).payers
    wakes = rules.edits[0].edit.wakes

    assert isinstance(wakes, AnyOf)
    assert {"99215"} == {"99213", "99214", "99215", "99216"} & wakes.codes


def test_read(written) -> None:
    """
    A byte order mark, CRLF and blank lines are no faults.
    """
    lives = loaded(written("\ufeffcode,from,to\r\nX0001,2026-04-01,\r\n\r\n"))

    ((code, ((life, end),)),) = lives.items()
    assert ("X0001", datetime.date(2026, 4, 1), None) == (code, life.since, end)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", ":1: the header is nothing; expected code,from,to"),
        ("code,from\n", ":1: the header is code,from; expected code,from,to"),
        (
            "code,from,to,status\nX0001,2026-01-01,,S\n",
            ":1: the header is code,from,to,status; expected code,from,to",
        ),
        ("code;from;to\n", ":1: the header is code;from;to; expected code,from,to"),
        ("code,from,to\n", ": has no rows; expected one for each code"),
        ("code,from,to\nX0001,2026-01-01\n", ":2: 2 cells; expected 3: code,from,to"),
        (
            "code,from,to\nx0001,2026-01-01,\n",
            ":2: code: 'x0001'; expected five digits or capitals",
        ),
        (
            "code,from,to\nX0001,20260101,\n",
            ":2: from: '20260101'; expected the first day, such as 2026-01-01, or nothing",
        ),
        (
            "code,from,to\nX0001,2026-02-30,\n",
            ":2: from: '2026-02-30'; expected the first day, such as 2026-01-01, or nothing",
        ),
        (
            "code,from,to\nX0001,2026-01-01,never\n",
            ":2: to: 'never'; expected the last day, such as 2026-12-31, or nothing",
        ),
        (
            "code,from,to\nX0001,2026-01-01,2025-12-31\n",
            ":2: to: 2025-12-31 is before from, 2026-01-01; expected a later day, or nothing",
        ),
        (
            "code,from,to\nX0001,2020-01-01,2020-12-31\nX0001,2020-12-31,\n",
            f":3: X0001: {OVERLAPS}",
        ),
        (
            "code,from,to\nX0001,2020-01-01,\nX0001,2022-01-01,\n",
            f":3: X0001: {OVERLAPS}",
        ),
        ('code,from,to\n"X0001,2020-01-01,\n', ":2: not CSV: unexpected end of data"),
    ],
)
def test_refused(written, text: str, fault: str) -> None:
    """
    A table that can't be trusted whole is refused, with file, line and what was expected.
    """
    path = written(text)

    with pytest.raises(FactsError) as error:
        loaded(path)
    assert f"{path}{fault}" == str(error.value)


def test_every_fault(written) -> None:
    """
    All faults are told, up to twenty.
    """
    path = written("code,from,to\n" + "bad,2026-01-01,\n" * 23)

    with pytest.raises(FactsError) as error:
        loaded(path)
    told = str(error.value).splitlines()
    assert (21, f"{path}: and 3 more like these") == (len(told), told[-1])


def test_not_utf8(tmp_path) -> None:
    """
    Bytes that are no UTF-8 are refused.
    """
    path = tmp_path / "lives.csv"
    path.write_bytes(b"code,from,to\nX\xe9001,2026-01-01,\n")

    with pytest.raises(FactsError) as error:
        loaded(path)
    assert f"{path}: not UTF-8 text; save it as UTF-8" == str(error.value)


def test_absent(tmp_path) -> None:
    """
    A table that is not there stops the scrubber before a claim is read.
    """
    (tmp_path / "any.toml").write_text(CONFIG, "utf-8")

    with pytest.raises(FactsError, match="can't be read: No such file or directory"):
        Scrubber.from_config(tmp_path)


def test_open_end(written) -> None:
    """
    The last day that there is stands for no end.
    """
    (span,) = loaded(written("code,from,to\nX9001,2026-01-01,9999-12-31\n"))["X9001"]

    assert span.end is None


def test_no_file(tmp_path) -> None:
    """
    What is no file, or no text, is refused at once and not read.
    """
    pipe, zeros = tmp_path / "pipe", tmp_path / "zeros.csv"
    os.mkfifo(pipe)
    zeros.write_bytes(b"c\0o\0d\0e\0")

    assert [
        f"{tmp_path}: not a file; expected the CSV that life_table names",
        f"{pipe}: not a file; expected the CSV that life_table names",
        f"{zeros}: holds NUL characters, so it is no CSV; save it as UTF-8 text",
    ] == [refused(path) for path in (tmp_path, pipe, zeros)]


def test_long_cell(written) -> None:
    """
    A cell is told no longer than a line, and a line counts as an editor counts.
    """
    text = refused(written("code,from,to\nX9001,2026-01-01,\x0c\n" + "9" * 100_000 + ",,\n"))

    first, second = text.splitlines()
    assert (":2: to: " in first, ":3: code: " in second, len(second) < 300) == (True,) * 3


def refused(path) -> str:
    with pytest.raises(FactsError) as error:
        loaded(path)
    return str(error.value)
