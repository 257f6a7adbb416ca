"""
The gate's transcription of the rulebook agrees with the tables behind the rulebook.

They are read from beside the project where they are there, and are not part of it.
"""

import csv
import datetime
import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs
import pytest
from gate.transcript import FIRST, LAST, Row, first_levels, guidance, read, row, rows

DATA = Path(__file__).parents[3] / "shared" / "guidance" / "data"

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the guidance folder is not beside the project"
)

MODALITIES = {"ANY": {"FL", "US", "CT", "MR", "ANY"}, "RSI": {"FL"}}
NCCI_LATER = 90  # days: a new code's pairs may come a quarter after it (rulebook 0.1.2)


@attrs.frozen
class Pair:
    """
    One NCCI pair as the table has it: the columns' indicator and days.
    """

    indicator: str
    since: datetime.date
    until: datetime.date

    def meets(self, since: datetime.date, until: datetime.date) -> bool:
        """
        Whether it is in force on some day of these.
        """
        return self.since <= until and since <= self.until


def table(name: str) -> Iterator[dict[str, str]]:
    """
    The rows of one of the tables.
    """
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def day(text: str, absent: datetime.date) -> datetime.date:
    """
    A date as the tables write it: bare, ``<=`` one, or none.
    """
    return datetime.date.fromisoformat(text.removeprefix("<=")) if text else absent


@functools.cache
def pairs() -> Mapping[tuple[str, str], list[Pair]]:
    """
    NCCI's pairs that a guidance code has part in, by column 1 and column 2.
    """
    found: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for each in table("ptp_guidance"):
        if each["modifier_indicator"] == "9":
            continue
        # Practitioner rows have no first day; the hospital's, which agree, have.
        since = day(each["effective_on_or_before_or_from"], FIRST)
        if not each["effective_on_or_before_or_from"] and not each["deletion_or_end"]:
            since = datetime.date(2024, 7, 1)
        until = day(each["deletion_or_end"], datetime.date.max)
        pair = Pair(each["modifier_indicator"], since, until)
        found[each["column1"], each["column2"]].append(pair)
    return found


def between(one: str, other: str, stated: Row) -> list[Pair]:
    """
    The pairs of two codes, either way round, in force while a statement holds.
    """
    both = [*pairs().get((one, other), ()), *pairs().get((other, one), ())]
    return [pair for pair in both if pair.meets(stated.since, stated.until)]


@functools.cache
def primaries() -> Mapping[tuple[str, str], tuple[datetime.date, datetime.date]]:
    """
    The days on which a primary is listed for a type I add-on.
    """
    return {
        (each["addon"], each["primary"]): (
            day(each["effective_on_or_before_or_from"], FIRST),
            day(each["end"], datetime.date.max),
        )
        for each in table("aoc_guidance")
        if each["source"].startswith("pyoce")
    }


def listed(add_on: str, primary: str, stated: Row) -> bool:
    """
    Whether a primary is listed for an add-on on all the days of a statement.
    """
    since, until = primaries().get((add_on, primary), (datetime.date.max, datetime.date.min))
    return bool(since <= stated.since and stated.until <= until)


def test_reported() -> None:
    """
    What is reported apart has no NCCI pair on those days, and its primary if an add-on.
    """
    wrong = [
        (code, by, stated.section)
        for stated in rows("reported", "reported")
        for code in stated["procedures"]
        for by in stated["guidance"]
        if between(code, by, stated) or (by in ("77002", "77003") and not listed(by, code, stated))
    ]

    assert [] == wrong


def test_no_primary() -> None:
    """
    What the planted missing primaries lean on is on no list.
    """
    one = row("faults", "missing")
    wrong = [
        (by, code)
        for by, code in [
            *((by, code) for by in one["type_one"] for code in one["no_primary"]),
            *one["of_the_other"],
        ]
        if (by, code) in primaries()
    ]

    assert [] == wrong
    assert {*one["level"]} <= {add_on for add_on, _ in primaries()}


def test_complete() -> None:
    """
    A complete code includes what the table says, from that day, with that trust.
    """
    known = {each["code"]: each for each in table("complete_codes")}
    wrong = []
    for stated in rows("complete", "complete"):
        for code in stated["codes"]:
            said = known[code]
            includes = set(said["guidance_included"].split("|"))
            allowed = includes.union(*(MODALITIES.get(each, set()) for each in includes))
            trusted = said["confidence"].startswith("verified")
            if (
                said["role"] != "complete"
                or not set(stated["includes"]) <= allowed
                or trusted is (stated.get("trust") == "G")
                or day(said["code_in_file_from"], FIRST) > stated.since
                or day(said["code_in_file_to"], LAST) < stated.until
            ):
                wrong.append((code, stated.section))

    assert [] == wrong


def test_first_level() -> None:
    """
    The first-level code of an add-on is one that CMS lists for it; codes that are no
    add-ons to CMS have one only for the claim to make sense.
    """
    add_ons = {add_on for add_on, _ in primaries()}
    wrong = [
        (code, first)
        for code in read("complete")["first_level"]
        for first in first_levels(code)
        if code in add_ons and (code, first) not in primaries()
    ]
    stray = [
        code
        for stated in rows("complete", "complete")
        for code in stated["codes"]
        if code in add_ons and not first_levels(code)
    ]

    assert ([], []) == (wrong, stray)


def test_unguided() -> None:
    """
    NCCI pairs the code without guidance with that guidance; 62270 and 77003 only the
    note does (rulebook 4.2).
    """
    wrong = [
        (code, by)
        for stated in rows("faults", "unguided")
        for code in stated["codes"]
        for by in stated["guidance"]
        if not between(code, by, stated) and (code[:4], by) != ("6227", "77003")
    ]

    assert [] == wrong


def test_excluded() -> None:
    """
    NCCI's pairs of the exclusion lists: which are there, their direction and indicator.
    """
    wrong = []
    for stated in rows("faults", "excluded"):
        for code in stated["codes"]:
            by = stated["guidance"]
            columns = (by, code) if stated.get("reversed") else (code, by)
            found = [
                pair
                for pair in pairs().get(columns, ())
                if pair.since <= stated.since + datetime.timedelta(days=NCCI_LATER)
            ]
            indicators = {pair.indicator for pair in found}
            expected = {str(stated.get("indicator", 1))} if stated.get("pairs", True) else set()
            if indicators != expected:
                wrong.append((code, by, indicators))

    assert [] == wrong


def test_parts() -> None:
    """
    A chest film is column 2 to 77001.
    """
    (stated,) = rows("faults", "part")

    assert all(pairs().get((stated["guidance"], code)) for code in stated["codes"])


def test_hierarchy() -> None:
    """
    NCCI puts those guidance codes first that the transcription keeps.
    """
    one = row("faults", "hierarchy")
    orders = [tuple(order) for order in (*one["order"], *one["monitors"])]
    hosts = [
        (host, code)
        for host in one["hosts"]
        for order in one["order"]
        for code in order
        if between(host, code, one)
    ]

    assert ([], []) == ([order for order in orders if order not in pairs()], hosts)


def test_distinct() -> None:
    """
    What a modifier may excuse has indicator 1, or no pair; what was guided has none.
    """
    one = row("guidance", "distinct")
    fixed = [
        (code, by)
        for code, by in one["pairs"]
        if any(pair.indicator != "1" for pair in between(code, by, one))
    ]
    paired = [
        (host, by) for host in one["hosts"] for _, by in one["pairs"] if between(host, by, one)
    ]

    assert ([], []) == (fixed, paired)


def test_two_hosts() -> None:
    """
    Each of the two procedures has no pair with either guidance; the guidance codes have.
    """
    one = row("guidance", "two_hosts")
    hosts = [host for _, host in (*one["kept"], *one["marked"])]
    codes = [code for code, _ in (*one["kept"], *one["marked"])]

    assert [] == [(host, code) for host in hosts for code in codes if between(host, code, one)]
    assert all((kept, marked) in pairs() for kept, _ in one["kept"] for marked, _ in one["marked"])


def test_diagnostic_ultrasound() -> None:
    """
    NCCI puts each diagnostic study before 76942: of the same region or of another.
    """
    studies = [
        *(study for region in rows("faults", "region") for study in region["studies"]),
        *(study for _, study in row("guidance", "elsewhere")["pairs"]),
    ]

    assert [] == [study for study in studies if (study, "76942") not in pairs()]


def test_fluoroscopy() -> None:
    """
    76000 is column 2 to the components, and has no pair with what it is allowed beside.
    """
    planted, allowed = row("faults", "fluoroscopy"), row("reported", "fluoroscopy")
    free = [*planted["any_other"], *allowed["allowed"], *allowed["no_pair"]]

    assert all((code, "76000") in pairs() for code in planted["component"])
    assert all((code, "76000") in pairs() for code, _ in planted["guidance"])
    assert [] == [code for code in free if between(code, "76000", planted)]


def test_life() -> None:
    """
    The outpatient editor's code file begins and ends a code's life on the same days.
    """
    quarters: dict[str, list[dict[str, str]]] = defaultdict(list)
    listed_codes = {each["hcpcs"] for each in table("opps_si_guidance")}
    for each in table("opps_si_guidance"):
        if each["status_indicator"] != "NOT_IN_FILE":
            quarters[each["hcpcs"]].append(each)
    wrong = []
    for stated in rows("faults", "life"):
        for code in stated["codes"]:
            if code not in listed_codes:
                continue
            said = quarters[code]
            first = min((day(each["date_from"], FIRST) for each in said), default=LAST)
            last = max((day(each["date_to"], LAST) for each in said), default=FIRST)
            alive = stated.until > FIRST  # 76001 ended before the file begins
            if (first, min(last, LAST)) != (
                (stated.since, stated.until) if alive else (LAST, FIRST)
            ):
                wrong.append((code, first, last))

    assert [] == wrong


def test_most() -> None:
    """
    CMS's units a day.
    """
    most = {
        each["hcpcs"]: int(each["mue_value"])
        for each in table("mue_guidance")
        if each["setting"] == "practitioner"
    }

    assert [] == [
        (code, stated["units"], most[code])
        for stated in rows("faults", "most")
        for code, _ in stated["guidance"]
        if most[code] != stated["units"]
    ]


def test_clutter() -> None:
    """
    Clutter has nothing to do with guidance: no pair, but those that are kept apart.
    """
    said = read("clutter")
    apart = said["imaging"]["not_with"]
    always = row("faults", "alone")
    codes = [
        *said["professional"]["visits"],
        *said["institutional"]["visits"],
        *said["tests"]["labs"],
        *said["drugs"]["codes"],
        *said["supplies"]["codes"],
        *said["imaging"]["codes"],
    ]

    assert [] == [
        (code, by)
        for code in codes
        for by in guidance()
        if between(code, by, always) and by not in apart.get(code, ())
    ]
