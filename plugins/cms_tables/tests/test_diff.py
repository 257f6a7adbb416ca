"""
What two editions say differently is told by what is in force, not by how rows stand.
"""

import datetime

import pytest

from cleanclaim_cms_tables.diff import Change, differences
from cleanclaim_cms_tables.diff_page import Page, csv_lines, heading
from cleanclaim_cms_tables.diff_words import told
from cleanclaim_cms_tables.in_force import Days, answering, nearest
from cleanclaim_cms_tables.kinds import Kind, Services, TableName
from cleanclaim_cms_tables.rows import Edition, Row

PAIRS = TableName(Kind.PAIRS, Services.HOSPITAL)
UNITS = TableName(Kind.UNITS, Services.PRACTITIONER)
STATUSES = TableName(Kind.STATUSES)
OLD, NEW = datetime.date(2026, 1, 1), datetime.date(2026, 4, 1)
LAST = datetime.date(2026, 3, 31)
FIRST = datetime.date(2019, 7, 1)
NINETEEN = datetime.date(2019, 12, 31)


def edition(table, day, known_from=FIRST, known_until=None):
    return Edition(table, day, known_from, known_until, 1, ())


def pair(indicator=1, since=FIRST, until=None, rationale="misuse", codes=("64493", "76942")):
    return Row(codes[0], codes[1], since, until, (indicator, rationale))


def changes(old, new, table=PAIRS):
    found = differences(edition(table, OLD), old, edition(table, NEW), new)
    return [(each.change, each.first, each.second) for each in found]


def only(old, new):
    return [change for change, _, _ in changes(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([pair()], [pair()], []),
        ([], [pair(since=NEW)], [Change.NEW]),
        ([pair()], [], [Change.ENDED]),
        ([pair()], [pair(until=LAST)], [Change.ENDED]),
        ([pair()], [pair(indicator=9)], [Change.ENDED]),
        ([pair(until=NINETEEN)], [pair(until=NINETEEN), pair(since=NEW)], [Change.NEW]),
        ([pair(until=NINETEEN)], [pair()], [Change.NEW]),
        ([pair(1)], [pair(0)], [Change.NO_LONGER_SEPARABLE]),
        ([pair(0)], [pair(1)], [Change.NOW_SEPARABLE]),
        ([pair(1)], [pair(1, until=LAST), pair(0, since=NEW)], [Change.NO_LONGER_SEPARABLE]),
        ([pair(1, until=LAST)], [pair(0, until=LAST)], [Change.NO_LONGER_SEPARABLE]),
        (
            [pair(0, until=LAST), pair(1, since=NEW)],
            [pair(1, until=LAST), pair(1, since=NEW)],
            [Change.DAYS],
        ),
        ([pair()], [pair(since=OLD)], [Change.DAYS]),
        ([pair(until=NINETEEN)], [pair(until=LAST)], [Change.DAYS]),
        ([pair()], [pair(rationale="separate procedure")], [Change.CORRECTED]),
        # The same said in other rows is no difference.
        ([pair()], [pair(until=LAST), pair(since=NEW)], []),
        ([pair(indicator=9)], [], []),
        ([pair()], [pair(), pair(indicator=9, since=NEW, until=NEW)], []),
    ],
)
def test_what_became_of_a_pair(old, new, expected) -> None:
    """
    A pair is told by what became of it, once.
    """
    assert expected == only(old, new)


def test_order() -> None:
    """
    Every code and pair is met once, in order, whichever of the two has it.
    """
    a, b, c = ("10005", "76942"), ("10005", "77012"), ("64493", "76942")
    old = [pair(codes=a), pair(codes=c)]
    new = [pair(codes=b), pair(0, codes=c)]

    assert [
        (Change.ENDED, *a),
        (Change.NEW, *b),
        (Change.NO_LONGER_SEPARABLE, *c),
    ] == changes(old, new)


def unit(units, indicator=3, day=OLD, rationale="clinical"):
    return Row("76942", "", day, None, (units, indicator, rationale))


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (unit(2, day=NEW), []),
        (unit(1, day=NEW), [(Change.LESS, "units 2, now 1; indicator 3")]),
        (unit(10, 2, day=NEW), [(Change.MORE, "units 2, now 10; indicator 3, now 2")]),
        (unit(2, 2, day=NEW), [(Change.OTHER, "units 2; indicator 3, now 2")]),
        (unit(2, day=NEW, rationale="policy"), [(Change.CORRECTED, "'clinical', now 'policy'")]),
    ],
)
def test_units(new, expected) -> None:
    """
    Editions that begin on their own days are compared for the days that both know.
    """
    old_edition, new_edition = edition(UNITS, OLD, OLD), edition(UNITS, NEW, NEW)

    found = differences(old_edition, [unit(2)], new_edition, [new])

    assert expected == [(each.change, told(each, Kind.UNITS)) for each in found]


def status(indicator, since, until=None, apc="05521"):
    return Row("76000", "", since, until, (indicator, apc))


YEARS_END, NEXT_YEAR = datetime.date(2022, 12, 31), datetime.date(2023, 1, 1)
ADDENDUM_2022 = edition(STATUSES, datetime.date(2022, 10, 1), datetime.date(2022, 10, 1), YEARS_END)
ADDENDUM_2023 = edition(STATUSES, NEXT_YEAR, NEXT_YEAR, datetime.date(2023, 12, 31))


@pytest.mark.parametrize(
    ("indicator", "apc", "expected"),
    [("S", "05521", []), ("N", None, [Change.OTHER]), ("S", "05522", [Change.APC])],
)
def test_no_common_day(indicator, apc, expected) -> None:
    """
    Editions of two years know no day in common; what each says of its own is compared.
    """
    old = [status("S", ADDENDUM_2022.day, YEARS_END)]
    new = [status(indicator, NEXT_YEAR, datetime.date(2023, 12, 31), apc)]

    found = differences(ADDENDUM_2022, old, ADDENDUM_2023, new)

    assert expected == [each.change for each in found]
    assert "  no day is known to both: what each says of its own days is compared" in heading(
        ADDENDUM_2022, ADDENDUM_2023
    )


def test_history_that_one_lacks() -> None:
    """
    Days that only one edition knows are no difference: the other leaves them to it.
    """
    old = [status("Q1", FIRST, LAST), status("S", NEW)]
    new = [status("S", NEW)]

    found = differences(edition(STATUSES, OLD), old, edition(STATUSES, NEW, NEW), new)

    assert [] == list(found)


def page(old, new, *, whole=False):
    before, after = edition(PAIRS, OLD), edition(PAIRS, NEW)
    made = Page(Kind.PAIRS, whole=whole)
    for difference in differences(before, old, after, new):
        made.add(difference)
    return list(made.lines(100))


def test_page() -> None:
    """
    The page begins with counts; each section lists codes under their column 1.
    """
    seconds = ("76942", "77002", "77003")
    kept = pair(codes=("99291", "36000"))
    old = [*(pair(codes=("64493", second)) for second in seconds), kept]
    new = [
        *(pair(until=LAST, codes=("64493", second)) for second in seconds),
        pair(0, codes=("99291", "36000")),
        pair(0, since=NEW, codes=("99291", "36410")),
    ]

    assert [
        "  1  indicator 1, now 0: no modifier separates the pair any more",
        "  1  new pairs",
        "  3  ended pairs",
        "",
        "indicator 1, now 0: no modifier separates the pair any more: 1",
        "  99291  from 2019-07-01: 36000",
        "",
        "new pairs: 1",
        "  99291  indicator 0, from 2026-04-01: 36410",
        "",
        "ended pairs: 3",
        "  64493  indicator 1, last day 2026-03-31 (3): 76942 77002 77003",
    ] == page(old, new)


def test_nothing_to_show() -> None:
    """
    Editions that are alike in what they say are told to be.
    """
    assert ["no difference: what is in force is the same"] == page([pair()], [pair()])


MANY = [
    pair(since=NEW, codes=(f"{first:05}", f"{second:05}"))
    for first in range(10_000, 10_014)
    for second in range(20_000, 20_014)
]


def test_cap() -> None:
    """
    A long section is cut, and says by how much.
    """
    lines = page([], MANY)

    assert "new pairs: 196" in lines
    assert lines[-2].endswith("and 2 more")
    assert "  and 28 more (--all shows them)" == lines[-1]


def test_all() -> None:
    """
    Whole, it has every code.
    """
    lines = page([], MANY, whole=True)

    assert 196 == sum(line.count(" 200") for line in lines)
    assert not any("more" in line for line in lines)


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ([pair()], [pair(since=OLD)], "from 2019-07-01, now from 2026-01-01"),
        (
            [pair(0, until=LAST), pair(1, since=NEW)],
            [pair(1)],
            (
                "2019-07-01 to 2026-03-31 with indicator 0 and from 2026-04-01 with indicator 1, "
                "now from 2019-07-01 with indicator 1"
            ),
        ),
        ([pair(until=LAST)], [pair()], "indicator 1, from 2019-07-01; had ended on 2026-03-31"),
        ([pair()], [], "indicator 1, listed no more"),
        (
            [pair(rationale="=1+1\x1b")],
            [pair(rationale="")],
            r"'=1+1\\x1b', now none",
        ),
    ],
)
def test_words(was, now, expected) -> None:
    """
    Each difference is told with what was and what is now.
    """
    said = " ".join(page(was, now)[3:]).replace("         ", "")

    assert f"  64493  {expected}: 76942" == said


def test_csv() -> None:
    """
    As CSV there is a row for each pair, and nothing that a spreadsheet would run.
    """
    before, after = edition(PAIRS, OLD), edition(PAIRS, NEW)
    found = differences(before, [pair(rationale="=1+1")], after, [pair(0, until=LAST)])

    header, line = csv_lines(before, after, found)

    assert (
        "change,code,second_code,old_since,old_until,old_indicator,old_rationale,"
        "new_since,new_until,new_indicator,new_rationale,old_edition,new_edition"
    ) == header
    assert (
        "ended,64493,76942,2019-07-01,,1,'=1+1,2019-07-01,2026-03-31,0,misuse,"
        "ncci_pairs_hospital@2026-01-01,ncci_pairs_hospital@2026-04-01"
    ) == line


def days(since, until=None):
    return Days(since, until)


def test_answering() -> None:
    """
    An edition answers for the days that it knows and no newer one does.
    """
    quarter, next_quarter = edition(UNITS, OLD, OLD), edition(UNITS, NEW, NEW)
    whole = edition(PAIRS, OLD), edition(PAIRS, NEW)

    answers = answering([quarter, next_quarter, *whole, ADDENDUM_2022])

    assert {
        quarter: (days(OLD, LAST),),
        next_quarter: (days(NEW),),
        whole[0]: (),
        whole[1]: (days(FIRST),),
        ADDENDUM_2022: (days(ADDENDUM_2022.day, YEARS_END),),
    } == answers


def test_on_both_sides() -> None:
    """
    Where a newer edition knows days in between, an older answers before and after.
    """
    year = edition(STATUSES, FIRST, FIRST)

    answers = answering([year, ADDENDUM_2022])

    before = days(FIRST, datetime.date(2022, 9, 30))
    assert (before, days(NEXT_YEAR)) == answers[year]
    assert "2019-07-01 to 2022-09-30" == str(before)


@pytest.mark.parametrize(("day", "expected"), [(OLD, OLD), (LAST, OLD), (NEW, NEW), (FIRST, OLD)])
def test_nearest(day, expected) -> None:
    """
    An edition stands beside that of its own day, the newest older one, or the oldest.
    """
    others = edition(PAIRS, OLD), edition(PAIRS, NEW), edition(UNITS, LAST, LAST)

    beside = nearest(others, edition(PAIRS, day))

    assert beside
    assert (PAIRS, expected) == (beside.table, beside.day)
