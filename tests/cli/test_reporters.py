"""
The reporters, on outcomes made by hand.
"""

import csv
import datetime
import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

from cleanclaim import Action, Basis, Disposition, Finding, Outcome, Source, Status, Trust
from cleanclaim.findings import Excused, Failure, NotChecked, Steps, Suggestion, Waived
from cleanclaim.model import ServiceLine
from cleanclaim.reporters import Layout, Reporter
from cleanclaim.reporters.csv import COLUMNS, CsvReporter
from cleanclaim.reporters.jsonl import JsonlReporter, outcome_json
from cleanclaim.reporters.strength import strongest_first
from cleanclaim.reporters.summary import Summary
from cleanclaim.reporters.text import TextReporter

OUTCOME_PAGE = Path(__file__).parents[2] / "docs" / "reference" / "outcome.md"
SOURCE = Source("A list", "https://example.org/list", Trust.PUBLISHED, Basis.PAYER_EDIT)
OTHER_LINE = ServiceLine(2, "00002", ("26", "RT"), date=datetime.date(2026, 1, 5))


def finding(**keys: Any) -> Finding:
    made: dict[str, Any] = {
        "edit": "toys.toy_sold",
        "level": "line",
        "line": 1,
        "procedure": "00001",
        "disposition": Disposition.DENY,
        "message": "00001 is a toy",
        "remedy": "remove the toy",
        "action": Action.REMOVE,
        "suggest": (Suggestion("00003", "it was no toy"),),
        "steps": Steps("the till", "no toys", "the first"),
        "related": (OTHER_LINE,),
        "basis": SOURCE.basis,
        "source": SOURCE,
        "evidence": {},
        "carc": "97",
        "rarc": ("M15", "N20"),
        "charge": Decimal("10.50"),
        "plugin": "toys",
        "plugin_version": "2026.4.0",
        "fingerprint": "abc",
        "location": {"segment": 31, "byte": 1204},
    }
    return Finding(**made | keys)


FULL = Outcome(
    claim="A1",
    ordinal=1,
    status=Status.INCOMPLETE,
    input="in.837",
    payer="toy_payer",
    location={"interchange": 1, "transaction": "0001", "segment": 23, "byte": 902},
    findings=(finding(),),
    observed=(finding(edit="toys.seen"),),
    waived=(Waived(finding(edit="toys.let_be"), "for now", datetime.date(2026, 1, 31)),),
    bypassed=(Excused("toys.apart", 1, "00001", "59", (OTHER_LINE,), SOURCE),),
    not_checked=(NotChecked("toys.dear", 1, "the price list"),),
    failures=(Failure("edit", "the edit failed", "toys", "toys.broken", 1, {"segment": 31}),),
)
CLEAN = Outcome(claim="B2", ordinal=2, status=Status.CLEAN)


def said(reporter: type[Reporter], *outcomes: Outcome, **layout: Any) -> str:
    made = reporter(Layout(**layout))
    return "".join(map(made.outcome, outcomes))


def rows(*outcomes: Outcome, **layout: Any) -> list[dict[str, str]]:
    reporter = CsvReporter(Layout(**layout))
    return list(csv.DictReader(io.StringIO(reporter.header() + said(CsvReporter, *outcomes))))


# What is written


@pytest.mark.parametrize("reporter", [JsonlReporter, CsvReporter, TextReporter])
def test_clean_only_with_all(reporter: type[Reporter]) -> None:
    """
    A clean claim is written with --all only, in every format.
    """
    assert ("", True) == (said(reporter, CLEAN), bool(said(reporter, CLEAN, all=True)))


@pytest.mark.parametrize("reporter", [JsonlReporter, CsvReporter, TextReporter])
@pytest.mark.parametrize(
    "something",
    [
        {"findings": (finding(disposition=Disposition.INFO),)},
        {"observed": (finding(),)},
        {"waived": (Waived(finding(), "for now", datetime.date(2026, 1, 31)),)},
        {"status": Status.UNCHECKED},
    ],
    ids=lambda something: next(iter(something)),
)
def test_something_to_say(reporter: type[Reporter], something: dict[str, Any]) -> None:
    """
    A claim with something to say is written without --all.
    """
    assert said(reporter, attrs.evolve(CLEAN, **something))


# JSON


def test_json_keys() -> None:
    """
    The outcome's page has each object's keys, in the order that they are written in.
    """
    data: Any = outcome_json(FULL)
    found = data["findings"][0]
    written = {
        "Outcome": data,
        "Finding": found,
        "Waived finding": {"waiver": data["waived"][0].pop("waiver")},
        "Suggestion": found["suggest"][0],
        "Check": found["check"],
        "Related line": found["related"][0],
        "Source": found["source"],
        "Bypassed": data["bypassed"][0],
        "Not checked": data["not_checked"][0],
        "Failure": data["failures"][0],
    }

    page = OUTCOME_PAGE.read_text("utf-8")
    sections = {part.partition("\n")[0]: part for part in page.split("\n## ")}
    shown = {title: re.findall(r"^\| `(\w+)`", sections[title], re.MULTILINE) for title in written}

    assert {title: list(keys) for title, keys in written.items()} == shown
    assert found.keys() == data["waived"][0].keys() == data["observed"][0].keys()


def test_json_values() -> None:
    """
    Money keeps its decimals, dates are ISO, suggestions say "if".
    """
    data: Any = outcome_json(FULL)
    found = data["findings"][0]

    assert "10.50" == found["charge"]
    assert [{"code": "00003", "if": "it was no toy"}] == found["suggest"]
    assert [
        {"line": 2, "procedure": "00002", "modifiers": ["26", "RT"], "date": "2026-01-05"}
    ] == found["related"]
    assert {"reason": "for now", "until": "2026-01-31"} == data["waived"][0]["waiver"]


def test_json_nulls() -> None:
    """
    What is not known is null: the place, the steps, the charge, the claim itself.
    """
    bare = finding(steps=None, charge=None, carc=None, rarc=(), location=None, procedure=None)
    data: Any = outcome_json(Outcome(None, 1, Status.INCOMPLETE, findings=(bare,)))

    assert [None] * 4 == [data[key] for key in ("claim", "input", "payer", "location")]
    assert [None] * 5 == [
        data["findings"][0][key] for key in ("check", "charge", "carc", "location", "procedure")
    ]


def test_json_is_one_ascii_line() -> None:
    """
    One line, whatever is in a claim's id; it reads back as it was.
    """
    name = "A\n1\u2028é\x1b[31m\x7f\ud800"

    text = said(JsonlReporter, attrs.evolve(FULL, claim=name))

    assert text.isascii()
    assert 1 == len(text.splitlines())
    assert name == json.loads(text)["claim"]


def test_evidence_is_plain() -> None:
    """
    Evidence is written in one order, whatever the plugin hands over.
    """
    evidence = {
        "sum": Decimal("1.50"),
        "day": datetime.date(2026, 1, 5),
        "codes": frozenset({"b", "a"}),
        "lines": (2, 1),
        "kind": Disposition.INFO,
        "odd": object(),
    }

    data: Any = outcome_json(attrs.evolve(FULL, findings=(finding(evidence=evidence),)))

    assert [
        ("codes", ["a", "b"]),
        ("day", "2026-01-05"),
        ("kind", "info"),
        ("lines", [2, 1]),
        ("odd", "(object)"),
        ("sum", "1.50"),
    ] == list(data["findings"][0]["evidence"].items())


# CSV


def test_csv_one_mistake_one_row() -> None:
    """
    A line has one row, its strongest finding, which lists the others.
    """
    weak = finding(edit="toys.alone", disposition=Disposition.REVIEW, message="a toy alone")
    other = finding(line=2)
    outcome = Outcome("A1", 1, Status.HELD, findings=(weak, finding(), other))

    shown = [(row["line"], row["edit"], row["also"]) for row in rows(outcome)]

    assert [
        ("1", "toys.toy_sold", "review toys.alone: a toy alone"),
        ("2", "toys.toy_sold", ""),
    ] == shown


def test_csv_rows() -> None:
    """
    A row for a line's findings, and for whatever else an outcome has.
    """
    shown = [(row["kind"], row["edit"], row["message"]) for row in rows(FULL)]

    assert [
        ("finding", "toys.toy_sold", "00001 is a toy"),
        ("observed", "toys.seen", "00001 is a toy"),
        ("waived", "toys.let_be", "00001 is a toy"),
        ("bypassed", "toys.apart", ""),
        ("not_checked", "toys.dear", "the price list"),
        ("failure", "toys.broken", "the edit failed"),
    ] == shown


def test_csv_claim_without_findings() -> None:
    """
    A claim that has nothing has a row all the same.
    """
    unread = Outcome(None, 7, Status.INCOMPLETE, location={"segment": 9, "byte": 80})

    (row,) = rows(unread)

    assert ("claim", "", "7", "9", "80") == tuple(
        row[key] for key in ("kind", "claim", "ordinal", "segment", "byte")
    )


def test_csv_columns() -> None:
    """
    The outcome's page names the columns, in their order.
    """
    page = OUTCOME_PAGE.read_text("utf-8")
    (listed,) = re.findall(r"^The columns: (.+)\.$", page, re.MULTILINE)

    assert list(COLUMNS) == re.findall(r"`(\w+)`", listed)


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C x'!A0"]
)
def test_csv_runs_nothing(name: str) -> None:
    """
    No cell is a formula to a spreadsheet.
    """
    cell = rows(attrs.evolve(FULL, claim=name))[0]["claim"]

    assert cell.startswith("'")
    assert "\t" not in cell


# Text


def test_text() -> None:
    """
    The strongest in full with remedy, steps, source and money; the others in short.
    """
    second = finding(edit="toys.twice", disposition=Disposition.REVIEW, message="a toy again")
    outcome = attrs.evolve(FULL, status=Status.HELD, findings=(second, finding()))

    assert """\
claim A1: held
  number 1, in.837, segment 23, toy_payer
  failed    line 1, segment 31: the edit failed  [toys.broken]
  deny      line 1: 00001 is a toy
            remove the toy  [toys.toy_sold]
            in the record: the till
            the code requires: no toys
            the code book: the first
            consider: 00003, if it was no toy
            with: line 2 00002-26-RT 2026-01-05
            source (payer edit): A list, https://example.org/list
            likely denial code: CARC 97, RARC M15 N20
            at stake: $10.50
            also review: a toy again  [toys.twice]
  observed  line 1: deny: 00001 is a toy  [toys.seen]
  waived    line 1: deny: 00001 is a toy  [toys.let_be], until 2026-01-31: for now
  excused   line 1: 00001 with line 2 00002-26-RT 2026-01-05 is let through: modifier 59
  unchecked line 1: lacks the price list  [toys.dear]

""" == said(TextReporter, outcome)


def test_text_same_pair() -> None:
    """
    What stands on the very pair of codes that the strongest stands on is named, not told
    again; what stands on another, or on none, is told.
    """
    pair = {"ncci_pair": "00002/00001"}
    same = finding(edit="toys.twice", evidence=pair, message="of the same pair")
    other = finding(edit="toys.unlike", evidence={"ncci_pair": "00003/00001"}, message="another")
    none = finding(edit="toys.zero", evidence={"ncci_pair": None}, message="the book alone")
    outcome = attrs.evolve(FULL, findings=(finding(evidence=pair), same, other, none))

    text = said(TextReporter, outcome)

    assert "            found too, for the same pair: toys.twice\n" in text
    assert "of the same pair\n" not in text.replace("for the same pair", "")
    assert "            also deny: another  [toys.unlike]\n" in text
    assert "            also deny: the book alone  [toys.zero]\n" in text


@pytest.mark.parametrize(
    ("reason", "said_of_it"),
    [
        (
            "a void (frequency 8) bills nothing: out of scope",
            "out of scope: a void (frequency 8) bills nothing",
        ),
        ("inpatient stays are paid otherwise", "out of scope: inpatient stays are paid otherwise"),
    ],
)
def test_text_out_of_scope(reason: str, said_of_it: str) -> None:
    """
    Why no edit was asked reads as a sentence.
    """
    unasked = (NotChecked(None, None, reason),)
    outcome = attrs.evolve(CLEAN, status=Status.UNCHECKED, payer="toy_payer", not_checked=unasked)

    assert f"""\
claim B2: unchecked
  number 2, toy_payer
  unchecked {said_of_it}

""" == said(TextReporter, outcome)


@pytest.mark.parametrize(
    ("carc", "rarc", "words"),
    [
        ("97", (), "CARC 97"),
        (None, ("N20",), "RARC N20"),
        ("B15", ("N122",), "CARC B15, RARC N122"),
    ],
)
def test_text_denial(carc: str | None, rarc: tuple[str, ...], words: str) -> None:
    """
    Each of the payer's codes says which list it is of.
    """
    text = said(TextReporter, attrs.evolve(FULL, findings=(finding(carc=carc, rarc=rarc),)))

    assert f"            likely denial code: {words}\n" in text


def test_text_fits() -> None:
    """
    No line is wider than the terminal, but for what has no blank in it.
    """
    long = finding(message="a toy and another toy " * 20, remedy="remove the toy now " * 20)
    outcome = attrs.evolve(FULL, claim="A" * 10_000, findings=(long, long))

    text = said(TextReporter, outcome, width=60)

    assert 60 >= max(len(line) for line in text.splitlines())


def test_text_is_safe() -> None:
    """
    A claim's id moves no cursor, and pretends to be no other line.
    """
    text = said(TextReporter, attrs.evolve(CLEAN, claim="A\x1b[2J\n\u202eB"), all=True)

    assert "claim A\\x1b[2J\\n\\u202eB: clean" == text.splitlines()[0]


def test_colour() -> None:
    """
    Colour changes nothing but the colour.
    """
    plain, coloured = said(TextReporter, FULL), said(TextReporter, FULL, colour=True)

    assert "\x1b[31mdeny\x1b[0m" in coloured
    assert plain == re.sub(r"\x1b\[\d+m", "", coloured)


def test_text_removed() -> None:
    """
    What is to be removed needs no advice, and the line with the strongest comes first.
    """
    known = finding(edit="toys.known", disposition=Disposition.INFO, message="a toy costs 7")
    other = attrs.evolve(known, line=2)
    third = finding(line=3, action=Action.CHECK)
    advice = attrs.evolve(known, line=3, message="a toy costs 9")
    outcome = Outcome("A1", 1, Status.HELD, findings=(other, known, finding(), third, advice))

    text = said(TextReporter, outcome)

    assert ["line 1:", "line 3:", "line 2:"] == re.findall(
        r"^  \w+ +(line \d:)", text, re.MULTILINE
    )
    assert (1, 1) == (text.count("a toy costs 7"), text.count("a toy costs 9"))


def test_text_lacks_once() -> None:
    """
    What several edits lack alike is said once.
    """
    lacks = tuple(NotChecked(f"toys.{name}", 1, "the price list") for name in ("dear", "cheap"))
    outcome = attrs.evolve(CLEAN, status=Status.UNCHECKED, not_checked=lacks)

    (told,) = re.findall(r"^  unchecked .*$", said(TextReporter, outcome), re.MULTILINE)

    assert "  unchecked line 1: lacks the price list  [toys.dear, toys.cheap]" == told


def test_strength() -> None:
    """
    The order in which findings on one line are shown is the one that the page gives.
    """
    hard: dict[str, Any] = {"evidence": {"modifier_indicator": 0}}
    soft: dict[str, Any] = {"evidence": {"modifier_indicator": "1"}}
    order = [
        finding(edit="z.pair", **hard),
        finding(edit="a.included"),
        finding(edit="b.excluded"),
        finding(edit="a.pair", **soft),
        finding(edit="a.alone", related=()),
        finding(edit="b.units", related=(ServiceLine(3, "00001"),)),
        finding(edit="z.pair", disposition=Disposition.REVIEW, **hard),
        finding(edit="a.included", disposition=Disposition.REVIEW),
        finding(edit="a.known", disposition=Disposition.INFO),
        finding(edit="a.included", line=2),
    ]

    assert tuple(order) == strongest_first(order[::-1])


# The summary


def test_summary() -> None:
    """
    Claims, clean rate, charges of the lines held, each line once; by edit, by payer.
    """
    held = attrs.evolve(
        FULL,
        status=Status.HELD,
        failures=(),
        findings=(
            finding(),
            finding(edit="toys.twice", disposition=Disposition.REVIEW),
            finding(line=2, charge=Decimal("1000.00")),
            finding(line=3, charge=None),
            finding(line=4, disposition=Disposition.INFO),
        ),
    )
    summary = Summary()
    for outcome in (held, CLEAN, CLEAN):
        summary.add(outcome)

    assert """\
3 claims, clean rate 66.7 %
  0 incomplete, 1 held, 0 unchecked, 2 clean
charges held: $1,010.50
  of 3 lines with a deny or review finding
  (1 line without a charge among them)
observed: 1 finding
waived: 1 finding

by edit
  toys.toy_sold                                 3 deny, 1 info
  toys.twice                                    1 review

by payer
  no payer's rules                              2 claims, 2 clean
  toy_payer                                     1 claim, 1 held
""" == TextReporter(Layout()).footer(summary)


@pytest.mark.parametrize(
    ("clean", "claims", "rate"),
    [
        (0, 1, "0.0"),
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (1, 16, "6.3"),
        (7, 16, "43.8"),
        (1, 1, "100.0"),
    ],
)
def test_clean_rate(clean: int, claims: int, rate: str) -> None:
    """
    The clean rate is rounded half up.
    """
    summary = Summary()
    for number in range(claims):
        summary.add(CLEAN if number < clean else FULL)

    first, _, _ = TextReporter(Layout()).footer(summary).partition("\n")
    assert first.endswith(f", clean rate {rate} %")


def test_summaries_add_up() -> None:
    """
    Summaries of parts come to the summary of the whole.
    """
    whole, first, second = Summary(), Summary(), Summary()
    for outcome in (FULL, CLEAN):
        whole.add(outcome)
    first.add(FULL)
    second.add(CLEAN)

    first.merge(second)

    assert whole == first


@pytest.mark.parametrize(
    ("location", "segment", "words"),
    [
        ({"segment": 9, "byte": 80}, "9", "segment 9"),
        ({"line": 4}, "4", "line 4"),
        ({"row": 5}, "5", "row 5"),
        (None, "", "f.txt, some_payer"),
    ],
)
def test_places(location: dict[str, int] | None, segment: str, words: str) -> None:
    """
    Where a claim stands is told in the words of its input: an 837, JSON, a table.
    """
    outcome = Outcome("A", 1, Status.CLEAN, "f.txt", "some_payer", location)
    reporter = CsvReporter(Layout(all=True))
    text = reporter.header() + reporter.outcome(outcome)
    (row,) = csv.DictReader(io.StringIO(text))

    assert row["segment"] == segment
    assert words in TextReporter(Layout(all=True)).outcome(outcome)
