"""
What other plugins are told: facts made on demand, by the edition that knows the day.
"""

import datetime
import threading
from pathlib import Path

import pytest

from cleanclaim import Basis, FactsError, NotKnown, Trust
from cleanclaim_cms_tables import answering
from cleanclaim_cms_tables.flat import Edition, Origin, Row
from cleanclaim_cms_tables.kinds import TABLES, Kind, Program, Services, TableName
from cleanclaim_cms_tables.offered import Tables
from cleanclaim_cms_tables.options import CmsTablesOptions
from cleanclaim_cms_tables.store import Store

PAIRS = TableName(Kind.PAIRS, Services.HOSPITAL)
UNITS = TableName(Kind.UNITS, Services.PRACTITIONER)
ADD_ONS, STATUSES, LIVES = map(TableName, (Kind.ADD_ONS, Kind.STATUSES, Kind.LIVES))
PTP = (
    "https://www.cms.gov/medicare/coding-billing/national-correct-coding-initiative-ncci-edits/"
    "medicare-ncci-procedure-procedure-ptp-edits"
)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.fixture
def tables(tmp_path):
    return Tables(tmp_path)


@pytest.fixture
def add(tmp_path):
    """
    Adds an edition of a table; its rows are tuples of code, second code, since, until and
    the cells of the value.
    """

    def added(table: TableName, on: str, rows, since: str | None = None, until: str | None = None):
        known_from = day(since) if since else min(day(each[2]) for each in rows)
        known_until = day(until) if until else None
        origins = (Origin("made up", "0" * 64, len(rows)),)
        edition = Edition(table, day(on), known_from, known_until, len(rows), origins)
        made = [
            Row(first, second, day(begins), day(ends) if ends else None, tuple(value))
            for first, second, begins, ends, *value in rows
        ]
        return Store(tmp_path).add(edition, made)

    return added


def afresh(tables):
    """
    The same folder, as another process would find it.
    """
    return Tables(tables.folder)


def lacks(call, *asked) -> str:
    with pytest.raises(NotKnown) as told:
        call(*asked)
    return str(told.value)


class TestPairs:
    """
    NCCI's pairs.
    """

    def test_in_force(self, tables, add):
        """
        A pair is in force from its first day to its last, and cites its edition.
        """
        add(
            PAIRS,
            "2026-04-01",
            [
                ("64493", "76942", "2020-01-01", "2021-12-31", 1, "misuse"),
                ("64495", "76942", "2019-07-01", None, 0, "misuse"),
            ],
        )
        table = tables.pairs(Services.HOSPITAL)

        asked = ("2019-12-31", "2020-01-01", "2021-12-31", "2022-01-01")
        none, first, last, after = (table.on("64493", "76942", day(each)) for each in asked)

        assert (None, None) == (none, after)
        assert first is last
        assert (("64493", "76942"), 1, "misuse") == (
            first.columns,
            first.indicator,
            first.rationale,
        )
        assert (day("2020-01-01"), day("2021-12-31")) == (first.since, first.until)
        assert day("2026-04-01") == first.edition == table.latest
        source = first.source
        title = "CMS NCCI procedure-to-procedure edits, outpatient hospital, edition 2026-04-01"
        assert (title, PTP) == (source.title, source.url)
        assert (Trust.PUBLISHED, Basis.PAYER_EDIT) == (source.trust, source.basis)

    def test_one_way(self, tables, add):
        """
        A pair is asked in the order of its columns.
        """
        add(PAIRS, "2026-04-01", [("76942", "64466", "2025-07-01", None, 0, "")])
        table = tables.pairs(Services.HOSPITAL)

        assert table.on("76942", "64466", day("2025-08-01"))
        assert table.on("64466", "76942", day("2025-08-01")) is None

    def test_indicator_9(self, tables, add):
        """
        A row of indicator 9 is never in force, and hides no row that is.
        """
        add(
            PAIRS,
            "2026-04-01",
            [
                ("64493", "76942", "2020-01-01", None, 1, ""),
                ("64493", "76942", "2021-01-01", "2021-12-31", 9, ""),
                ("64495", "76942", "2020-01-01", None, 9, ""),
            ],
        )
        table = tables.pairs(Services.HOSPITAL)

        found = table.on("64493", "76942", day("2021-06-01"))

        assert (1, day("2020-01-01")) == (found.indicator, found.since)
        assert table.on("64495", "76942", day("2021-06-01")) is None

    def test_newest_that_knows(self, tables, add):
        """
        The newest edition that knows the day answers, even where an older one says more.
        """
        add(PAIRS, "2024-07-01", [("64493", "76942", "2019-07-01", None, 1, "")])
        add(PAIRS, "2026-04-01", [("64493", "77003", "2020-01-01", None, 0, "")])
        table = tables.pairs(Services.HOSPITAL)

        before = table.on("64493", "76942", day("2019-12-31"))
        after = table.on("64493", "76942", day("2020-01-01"))

        assert day("2024-07-01") == before.edition
        assert after is None
        assert day("2026-04-01") == table.on("64493", "77003", day("2020-01-01")).edition
        assert "ncci_pairs_hospital before 2019-07-01" == lacks(
            table.on, "64493", "76942", day("2019-06-30")
        )

    def test_partners(self, tables, add):
        """
        Column 2 codes are asked by column 1, over all editions, and never copied.
        """
        add(PAIRS, "2024-07-01", [("64493", "76942", "2019-07-01", "2020-12-31", 1, "")])
        one = tables.pairs(Services.HOSPITAL).partners
        add(PAIRS, "2026-04-01", [("64493", "77003", "2019-07-01", None, 0, "")])
        two = afresh(tables).pairs(Services.HOSPITAL).partners

        assert [{"64493"}, {"64493"}] == [set(one), set(two)]
        assert [{"76942"}, {"76942", "77003"}] == [one["64493"], two["64493"]]
        assert two["64493"].isdisjoint({"99213", "64493"})
        assert not two["64493"].isdisjoint({"99213", "77003"})
        assert ("64493" in two, "76942" in two, len(two)) == (True, False, 1)
        assert two.get("76942") is None
        assert any(two.values())

    def test_programs_apart(self, tables, add):
        """
        Medicaid's edition and the practitioner's are tables of their own.
        """
        medicaid = TableName(Kind.PAIRS, Services.HOSPITAL, Program.MEDICAID)
        add(medicaid, "2026-04-01", [("64493", "76942", "2019-07-01", None, 1, "")])

        assert tables.pairs(Services.HOSPITAL) is None
        assert tables.pairs(Services.PRACTITIONER, Program.MEDICAID) is None
        found = tables.pairs(Services.HOSPITAL, Program.MEDICAID)
        assert found.on("64493", "76942", day("2024-01-01")).source.title.startswith(
            "CMS Medicaid NCCI procedure-to-procedure edits"
        )

    def test_memory(self, tables, add, monkeypatch):
        """
        What is remembered of a table is bounded, and forgetting changes no answer.
        """
        monkeypatch.setattr(answering, "_REMEMBERED", 3)
        codes = [f"{number:05}" for number in range(20)]
        add(PAIRS, "2026-04-01", [(code, "76942", "2019-07-01", None, 1, "") for code in codes])
        table = tables.pairs(Services.HOSPITAL)

        found = [table.on(code, "76942", day("2024-01-01")) for code in codes * 2]

        assert [f"{code}/76942" for code in codes * 2] == [pair.key for pair in found]
        assert 3 >= len(table._made)


class TestUnits:
    """
    The most units of codes.
    """

    def test_on(self, tables, add):
        """
        An edition knows its own day and what comes after, until the next.
        """
        add(UNITS, "2024-07-01", [("76942", "", "2024-07-01", None, 1, 3, "CMS Policy")])
        add(UNITS, "2026-04-01", [("76942", "", "2026-04-01", None, 2, None, "Data")])
        table = tables.units(Services.PRACTITIONER)

        first, last = (table.on("76942", day(each)) for each in ("2026-03-31", "2026-04-01"))

        assert (1, 3, "CMS Policy") == (first.units, first.indicator, first.rationale)
        assert (2, None, day("2026-04-01")) == (last.units, last.indicator, last.edition)
        assert table.on("99213", day("2026-04-01")) is None
        assert frozenset({"76942"}) == table.codes
        assert "mue_practitioner before 2024-07-01" == lacks(table.on, "76942", day("2024-06-30"))

    def test_none_at_all(self, tables, add):
        """
        Zero units are an answer.
        """
        add(UNITS, "2024-07-01", [("99213", "", "2024-07-01", None, 0, 2, "")])

        assert 0 == tables.units(Services.PRACTITIONER).on("99213", day("2024-07-01")).units


class TestAddOns:
    """
    Add-on codes and their primaries.
    """

    def test_on(self, tables, add):
        """
        The primaries are those of the day, and the list holds from its last change.
        """
        add(
            ADD_ONS,
            "2026-04-01",
            [
                ("77003", "62270", "2019-07-01", "2019-12-31", 1),
                ("77003", "62273", "2019-07-01", None, 1),
                ("77003", "62280", "2021-01-01", None, 1),
            ],
        )
        table = tables.add_ons()

        asked = ("2019-12-31", "2020-01-01", "2021-01-01")
        first, second, third = (table.on("77003", day(each)) for each in asked)

        assert {"62270", "62273"} == first.primaries
        assert ({"62273"}, day("2020-01-01")) == (second.primaries, second.since)
        assert ({"62273", "62280"}, day("2021-01-01")) == (third.primaries, third.since)
        assert (1, day("2026-04-01")) == (third.type, third.edition)

    def test_defined_by_contractor(self, tables, add):
        """
        A code that has no listed primary asks for none by code; beside listed ones it is
        of type 3.
        """
        add(
            ADD_ONS,
            "2026-04-01",
            [
                ("76937", "", "2019-07-01", None, 2),
                ("22552", "22551", "2019-07-01", None, 3),
                ("22552", "", "2019-07-01", None, 3),
            ],
        )
        table = tables.add_ons()

        second, third = (table.on(code, day("2024-01-01")) for code in ("76937", "22552"))

        assert (2, frozenset()) == (second.type, second.primaries)
        assert (3, {"22551"}) == (third.type, third.primaries)

    def test_no_add_on(self, tables, add):
        """
        A code is no add-on code outside its windows, and a primary never is.
        """
        add(ADD_ONS, "2026-04-01", [("77003", "62273", "2019-07-01", "2020-12-31", 1)])
        table = tables.add_ons()

        assert table.on("77003", day("2021-01-01")) is None
        assert table.on("62273", day("2020-01-01")) is None
        assert {"77003"} == table.codes


class TestStatuses:
    """
    OPPS status indicators.
    """

    def test_quarters(self, tables, add):
        """
        Each quarter answers until the next, the last until the end of its year.
        """
        for on, indicator, apc in (("2022-01-01", "S", "05523"), ("2022-04-01", "N", None)):
            rows = [("76000", "", on, None, indicator, apc)]
            add(STATUSES, on, rows, until="2022-12-31")
        table = tables.statuses()

        first, last = (table.on("76000", day(each)) for each in ("2022-03-31", "2022-12-31"))

        assert ("S", "05523", day("2022-01-01")) == (first.indicator, first.apc, first.edition)
        assert ("N", None, day("2022-04-01")) == (last.indicator, last.apc, last.edition)
        assert table.on("99999", day("2022-04-01")) is None
        assert (False, True) == tuple(map(table.knows, (day("2023-01-01"), day("2022-12-31"))))
        assert "opps_status after 2022-12-31" == lacks(table.on, "76000", day("2023-01-01"))
        assert "opps_status before 2022-01-01" == lacks(table.on, "76000", day("2021-12-31"))

    def test_gap(self, tables, add):
        """
        Between two years' editions nothing is known.
        """
        add(
            STATUSES,
            "2022-01-01",
            [("76000", "", "2022-01-01", None, "S", None)],
            until="2022-12-31",
        )
        add(
            STATUSES,
            "2024-01-01",
            [("76000", "", "2024-01-01", None, "S", None)],
            until="2024-12-31",
        )

        said = lacks(tables.statuses().on, "76000", day("2023-06-01"))

        assert "opps_status after 2022-12-31" == said

    def test_having(self, tables, add):
        """
        The codes of an indicator are those of any edition on any day.
        """
        add(STATUSES, "2022-01-01", [("76000", "", "2022-01-01", None, "S", None)])
        add(
            STATUSES,
            "2026-04-01",
            [
                ("76000", "", "2026-01-01", None, "J1", "05192"),
                ("27096", "", "2026-01-01", None, "B", None),
                ("76942", "", "2026-01-01", None, "N", None),
            ],
        )
        table = tables.statuses()

        assert ({"76000", "27096"}, {"76000"}) == (table.having("J1", "B"), table.having("S"))
        assert frozenset() == table.having("J2")

    def test_no_apc(self, tables, add):
        """
        An APC of zeros is none.
        """
        add(STATUSES, "2026-04-01", [("76942", "", "2019-07-01", None, "N", "00000")])

        assert tables.statuses().on("76942", day("2024-01-01")).apc is None


class TestLives:
    """
    The lives of codes.
    """

    def spans(self, table, code):
        return [(str(span.since), str(span.until or ""), span.born) for span in table.spans(code)]

    def test_one_edition(self, tables, add):
        """
        What begins on the first day that is known was already so; what begins later was born.
        """
        add(
            LIVES,
            "2026-04-01",
            [
                ("76001", "", "2019-07-01", "2019-12-31"),
                ("76942", "", "2019-07-01", None),
                ("55707", "", "2026-01-01", None),
                ("76001", "", "2021-01-01", None),
            ],
        )
        table = tables.lives()

        assert [("2019-07-01", "2019-12-31", False), ("2021-01-01", "", True)] == self.spans(
            table, "76001"
        )
        assert [("2019-07-01", "", False)] == self.spans(table, "76942")
        assert [] == self.spans(table, "99999")
        assert {"76001", "55707"} == table.changing
        assert {"76001", "76942", "55707"} == table.codes

    @pytest.mark.parametrize(
        ("older", "newer", "expected"),
        [
            ([("2015-01-01", None)], [("2020-01-01", None)], [("2015-01-01", "", True)]),
            ([("2014-01-01", None)], [("2020-01-01", None)], [("2014-01-01", "", False)]),
            (
                [("2015-01-01", None)],
                [("2020-01-01", "2022-12-31")],
                [("2015-01-01", "2022-12-31", True)],
            ),
            ([], [("2020-01-01", None)], [("2020-01-01", "", True)]),
            ([("2014-01-01", None)], [], [("2014-01-01", "2019-12-31", False)]),
            (
                [("2014-01-01", "2016-12-31"), ("2018-01-01", "2021-12-31")],
                [("2021-01-01", None)],
                [
                    ("2014-01-01", "2016-12-31", False),
                    ("2018-01-01", "2019-12-31", True),
                    ("2021-01-01", "", True),
                ],
            ),
            ([("2021-01-01", None)], [("2021-06-01", None)], [("2021-06-01", "", True)]),
        ],
    )
    def test_two_editions(self, tables, add, older, newer, expected):
        """
        From its first day the newer edition speaks alone, before it the older one.
        """
        first, last = "2014-01-01", "2020-01-01"
        add(LIVES, "2019-07-01", [("76942", "", *each) for each in older] or [OTHER], since=first)
        add(LIVES, "2026-04-01", [("76942", "", *each) for each in newer] or [OTHER], since=last)

        table = tables.lives()

        assert expected == self.spans(table, "76942")
        undoubted = [("2014-01-01", "", False)] == expected
        assert undoubted is ("76942" not in table.changing)


OTHER = ("99213", "", "2020-01-01", None)


class TestFolder:
    """
    One folder's tables in one process.
    """

    def test_nothing_imported(self, tables):
        """
        Without an import there is no table, and the way to get one is told.
        """
        found = [
            tables.pairs(Services.HOSPITAL),
            tables.units(Services.SUPPLIER),
            tables.add_ons(),
            tables.statuses(),
            tables.lives(),
        ]

        assert [None] * 5 == found
        assert (
            f"ncci_pairs_hospital is not in {tables.folder}; get NCCI procedure-to-procedure "
            f"edits, outpatient hospital, from {PTP} and run: cleanclaim tables import FILE "
            f"--tables {tables.folder}"
        ) == tables.needed(PAIRS)
        assert len(TABLES) == len({tables.needed(name) for name in TABLES})

    def test_usual_folder(self, monkeypatch, tmp_path):
        """
        The usual folder needs no option.
        """
        monkeypatch.setenv("CLEANCLAIM_TABLES", str(tmp_path))

        said = Tables.of(CmsTablesOptions()).needed(LIVES)

        assert said.endswith(" and run: cleanclaim tables import FILE")

    def test_opened_once(self, tmp_path, add):
        """
        Payers of one folder share its tables, until a file of it changes.
        """
        add(LIVES, "2026-04-01", [("76942", "", "2019-07-01", None)])
        options = CmsTablesOptions(tmp_path)
        first, again = Tables.of(options), Tables.of(CmsTablesOptions(Path(str(tmp_path))))
        lives = first.lives()
        add(LIVES, "2026-07-01", [("77003", "", "2019-07-01", None)])
        after = Tables.of(options)
        assert lives
        newer = after.lives()
        assert newer

        assert first is again
        assert lives is first.lives()
        assert after is not first
        assert (day("2026-04-01"), day("2026-07-01")) == (lives.latest, newer.latest)

    def test_damaged(self, tmp_path, add, tables):
        """
        A damaged edition stops who asks for its table, and nobody else.
        """
        add(LIVES, "2026-04-01", [("76942", "", "2019-07-01", None)])
        add(STATUSES, "2026-04-01", [("76942", "", "2019-07-01", None, "N", None)])
        Store(tmp_path).path_of(LIVES, day("2026-04-01")).write_bytes(b"")

        assert tables.statuses()
        with pytest.raises(FactsError, match=r"code_lives@2026-04-01\.table: empty or damaged"):
            tables.lives()

    def test_threads(self, tables, add):
        """
        Threads that ask at once open a table once and hear the same.
        """
        codes = [f"{number:05}" for number in range(500)]
        add(PAIRS, "2026-04-01", [(code, "76942", "2019-07-01", None, 1, code) for code in codes])
        heard = []

        def ask() -> None:
            table = tables.pairs(Services.HOSPITAL)
            found = (table.on(code, "76942", day("2024-01-01")) for code in codes)
            heard.append((table, [pair.rationale for pair in found]))

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()

        assert [codes] * 8 == [rationales for _, rationales in heard]
        assert 1 == len({id(table) for table, _ in heard})
