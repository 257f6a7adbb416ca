"""
What is said of a claim: words, evidence, and how much of it.
"""

import functools
import time
from pathlib import Path
from typing import Any

import pytest

from cleanclaim import Finding, Outcome, Scrubber
from cleanclaim.config import config_from

TABLES = Path(__file__).parent / "tables"


@functools.cache
def scrubber(setting: str = "physician", bypass: str = "strict") -> Scrubber:
    data = {
        "plugins": ["ncci"],
        "payer": {
            "id": "any",
            "name": "Any",
            "kinds": ["professional", "institutional"],
            "setting": setting,
            "default": True,
        },
        "options": {"cms_tables": {"path": str(TABLES)}, "ncci": {"bypass": bypass}},
    }
    return Scrubber.from_configs([config_from(data, "a test")])


def scrubbed(
    lines: list[Any], day: str = "2025-03-03", setting: str = "physician", **more: Any
) -> Outcome:
    claim = {
        "id": "case",
        "kind": "professional",
        "date": day,
        "lines": [
            {"procedure": line.split("-")[0], "modifiers": line.split("-")[1:]}
            if isinstance(line, str)
            else line
            for line in lines
        ],
    }
    return scrubber(setting).scrub(claim | more)


def only(outcome: Outcome) -> Finding:
    (found,) = outcome.findings
    return found


def test_pair() -> None:
    """
    A pair's finding names both codes, the indicator, and what sets the two apart.
    """
    found = only(scrubbed(["29881", "29877"]))

    assert (
        "29877 is not paid beside 29881 on line 1: NCCI pairs the two, with indicator 1; expected "
        "29881 alone, or a modifier that sets the two apart"
    ) == found.message
    assert (
        "check the record: if 29877 was a separate service, add 59 or XS to line 2; if not, "
        "remove 29877"
    ) == found.remedy
    assert ("236", "payer_edit") == (found.carc, str(found.basis))
    assert {
        "ncci_pair": "29881/29877",
        "modifier_indicator": 1,
        "in_force_since": "2019-07-01",
        "in_force_until": None,
        "edition": "2026-07-01",
        "rationale": "CPT Manual or CMS manual coding instruction",
        "column1_line": 1,
    } == found.evidence
    assert (
        "CMS NCCI procedure-to-procedure edits, practitioner, edition 2026-07-01"
        == found.source.title
    )
    assert found.steps is not None
    assert (
        "NCCI's table, 29881/29877, indicator 1 (a modifier may separate the two); CMS's reason: "
        "CPT Manual or CMS manual coding instruction"
    ) == found.steps.notes


def test_ended_pair() -> None:
    """
    The evidence has the pair's last day, where it has one.
    """
    found = only(scrubbed(["11042", "97597"], day="2024-12-31"))

    assert "2024-12-31" == found.evidence["in_force_until"]


def test_review_has_no_reason_code() -> None:
    """
    What a payer's editor lets pass has no reason code; the modifier is told.
    """
    found = only(scrubbed(["29881-RT", "29877"]))

    assert (
        "29877 may not be paid beside 29881 on line 1: NCCI pairs the two, with indicator 1; "
        "modifier RT alone does not say that the services were separate"
    ) == found.message
    assert (None, "RT") == (found.carc, found.evidence["modifier"])


def test_hard_pair() -> None:
    """
    Of indicator 0 the finding says that no modifier helps.
    """
    found = only(scrubbed(["99291", "36600-59"]))

    assert "remove 36600: no modifier sets it apart from 99291" == found.remedy


def test_visit() -> None:
    """
    Of a visit the finding names the modifiers that are made for visits.
    """
    found = only(scrubbed(["20610", "99213"]))

    assert (
        "check the record: if the visit was significant and separate, add 25 to line 2, or 57 if "
        "it decided on major surgery; if not, remove 99213"
    ) == found.remedy


def test_reversed() -> None:
    """
    Of a reversed pair the finding says that the guidance goes.
    """
    found = only(scrubbed(["64466", "76942-59"], day="2025-08-04"))

    assert (
        "the payer rejects 64466 because of 76942 on line 2: of the two NCCI pays 76942, with "
        "indicator 0; expected 64466 alone"
    ) == found.message
    assert "remove 76942 on line 2; if it stays, the payer rejects 64466" == found.remedy


def test_reversed_is_not_waived(tmp_path: Path) -> None:
    """
    A waiver does not hide that guidance costs the procedure its payment.
    """
    config = tmp_path / "any.toml"
    config.write_text(
        'plugins = ["ncci"]\n[payer]\nid = "any"\nname = "Any"\nkinds = ["professional"]\n'
        'setting = "physician"\ndefault = true\n'
        f'[options.cms_tables]\npath = "{TABLES.as_posix()}"\n'
        '[[waive]]\nedit = "ncci.procedure_pair"\nuntil = 2099-12-31\nreason = "tried"\n',
        "utf-8",
    )
    claims = [
        {"id": "case", "kind": "professional", "date": "2025-08-04", "lines": lines}
        for lines in (
            [{"procedure": "64466"}, {"procedure": "76942"}],
            [{"procedure": "64493"}, {"procedure": "76942"}],
        )
    ]

    outcomes = [Scrubber.from_config(config).scrub(claim) for claim in claims]

    assert [(1, 0), (0, 1)] == [(len(each.findings), len(each.waived)) for each in outcomes]


def test_open_guidance() -> None:
    """
    Where another procedure can have been guided, the finding names it, and the modifier.
    """
    found = only(scrubbed(["64493", "60100", "76942"]))

    assert (
        "if 76942 guided 60100 on line 2, keep it and add 59 or XS to line 3; if it guided 64493, "
        "remove it"
    ) == found.remedy
    assert ["60100"] == found.evidence["could_be_guided"]


def test_two_ways_of_guidance() -> None:
    """
    Of two guidance codes neither is called what the other guided.
    """
    found = only(scrubbed(["47000", "76942", "77012"]))

    assert (
        "if 77012 guided 47000 on line 1, keep it and add 59 or XS to line 3; if 77012 and 76942 "
        "report one service, remove 77012"
    ) == found.remedy


def test_modifier_of_another_kind() -> None:
    """
    A modifier on a code that it is not made for is told with its line.
    """
    found = only(scrubbed(["29881-25", "29877"]))

    assert found.message.endswith("; modifier 25 on line 1 is not made for 29881")


def test_one_site() -> None:
    """
    The same side on both lines is told as such.
    """
    found = only(scrubbed(["29881-RT", "29877-RT"]))

    assert found.message.endswith("; RT on both lines says one site, not two")


@pytest.mark.parametrize(
    ("lines", "apart"),
    [
        (
            ["80061", "82465"],
            "82465 was run again for a later result, add 91 to line 2, or 59 if on another specimen",
        ),
        (
            ["20610", "99213"],
            "the visit was significant and separate, add 25 to line 2, or 57 if it decided on major surgery",
        ),
    ],
)
def test_remedy_by_kind(lines: list[str], apart: str) -> None:
    """
    The modifier that is offered is one for the code's kind.
    """
    remedy = f"check the record: if {apart}; if not, remove {lines[1]}"

    assert remedy == only(scrubbed(lines)).remedy


def test_units_of_two_sides() -> None:
    """
    Two sides on two lines: they are one line with 50.
    """
    assert (
        "if both sides were done and 27447 takes modifier 50, bill one line of 27447-50 with 1 "
        "unit; if not, bill the units of 27447 that the record shows, never more than 1 a day"
    ) == only(scrubbed(["27447-RT", "27447-LT"])).remedy


def test_add_on_of_another_day() -> None:
    """
    A primary of another day is told with its line and day.
    """
    primary = {"procedure": "99291", "date": "2025-03-02"}

    found = only(scrubbed([primary, "99292"]))

    assert (
        "add-on 99292 has no primary on 2025-03-03: 99291 on line 1 is of 2025-03-02; expected "
        "the same day"
    ) == found.message
    assert "if both were done on one day, correct the date; if not, remove 99292" == found.remedy
    assert [1] == [one.number for one in found.related]


def test_units() -> None:
    """
    Units over the limit: the sum, the lines, the limit, and what to bill.
    """
    line = {"procedure": "96372", "units": 2}

    found = only(scrubbed([line, line]))

    assert (
        "96372 comes to 4 units on 2025-03-03, lines 1, 2; expected at most 3 a day, its MUE"
    ) == found.message
    assert (
        "bill the units of 96372 that the record shows, never more than 3 a day; bill more only "
        "by appeal, with its record"
    ) == found.remedy
    assert ("151", ("N362",)) == (found.carc, found.rarc)
    assert {
        "units": "4",
        "mue": 3,
        "adjudication_indicator": 3,
        "rationale": "Clinical: Data",
        "edition": "2024-07-01",
    } == found.evidence


def test_units_of_none() -> None:
    """
    An MUE of 0 is told in its own words.
    """
    found = only(scrubbed(["G0260"]))

    assert (
        "G0260 comes to 1 unit on 2025-03-03; its MUE is 0, so that none is paid"
    ) == found.message


def test_add_on() -> None:
    """
    An add-on alone: what it expects, and what to do.
    """
    found = only(scrubbed(["77002-26"]))

    assert (
        "add-on 77002 has no primary on 2025-03-03; expected one of its 6 listed primaries, such "
        "as 20610, 27093 or 47000"
    ) == found.message
    assert "bill the primary procedure, or remove 77002-26" == found.remedy
    assert ("B15", ("N122",)) == (found.carc, found.rarc)
    assert {"add_on_type": 1, "edition": "2026-04-01", "primaries_listed": 6} == found.evidence


def test_editor_edit() -> None:
    """
    Where CMS's outpatient editor looks at add-ons, its edit is told.
    """
    bill = {"kind": "institutional", "type_of_bill": "851"}

    found = only(scrubbed(["77002"], setting="cah", **bill))

    assert "106" == found.evidence["editor_edit"]


def test_several_pairs_of_a_line() -> None:
    """
    Several pairs against one line are one finding: the one that no modifier separates
    first, and the lines of all.
    """
    found = only(scrubbed(["29881", "36556", "36000"]))

    assert (3, (1, 2)) == (found.line, tuple(line.number for line in found.related))
    assert ("36556/36000", ["29881/36000"]) == (found.evidence["ncci_pair"], found.evidence["also"])
    assert "remove 36000: no modifier sets it apart from 36556" == found.remedy


@pytest.mark.parametrize("bypass", ["strict", "editor"])
@pytest.mark.parametrize(
    "codes", [("29881", "29877"), ("64493", "76942"), ("64493", "60100", "76942", "77012")]
)
def test_long_claim(codes: tuple[str, ...], bypass: str) -> None:
    """
    A claim of a thousand lines is judged at once, and each finding names a few lines.
    """
    modifiers = [[], ["59"], ["RT"], ["LT"], ["25"], ["79"], ["50"]]
    lines = [
        {"procedure": codes[n % len(codes)], "modifiers": modifiers[n % len(modifiers)]}
        for n in range(1_000)
    ]
    claim = {"id": "case", "kind": "professional", "date": "2025-03-03", "lines": lines}
    judge = scrubber(bypass=bypass)

    started = time.process_time()
    outcome = judge.scrub(claim)
    took = time.process_time() - started

    pairs = [found for found in outcome.findings if found.edit == "ncci.procedure_pair"]
    assert () == outcome.failures
    assert pairs
    assert max(len(found.related) for found in pairs) <= 25
    assert took < 5  # a tenth of it as a rule; a thousand times a thousand takes minutes
