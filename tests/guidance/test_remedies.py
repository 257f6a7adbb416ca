"""
What a coder is told to do, word by word: a remedy that is followed leaves a right claim.
"""

import functools
from pathlib import Path
from typing import Any

import pytest

from cleanclaim import Finding, Scrubber

ROOT = Path(__file__).parents[2]

MISSING, DEAD = "add_on_primaries.primary_missing", "code_dates.not_valid_on_date"
INJECTION = "contrast_injection.injection_billed_apart"
ALONE, RECODE = "guidance_reporting.guidance_alone", "guidance_reporting.facility_recode"
RECORD, UNBILLED = "guidance_reporting.imaging_record", "guidance_reporting.guidance_unbilled"
UNITS = "guidance_reporting.units_exceed_day"
OPPS = {"kind": "institutional", "type_of_bill": "131"}
CRITICAL_ACCESS = {"kind": "institutional", "type_of_bill": "851"}
SURGICAL_CENTER = {"npi": "1234567893", "taxonomy": "261QA1903X"}

# edit, lines ("CODE-MODIFIER*UNITS/NPI"), what else the claim says, the line, the remedy
REMEDIES: list[tuple[str, list[str], dict[str, Any], int, str]] = [
    (
        UNITS,
        ["47000", "76942-26*3"],
        {},
        2,
        "bill 1 unit of 76942; bill a second encounter only by appeal, with its record",
    ),
    (
        UNITS,
        ["20610", "77002-26", "77002-26-59"],
        {},
        3,
        "remove line 3 (77002-26-59) and keep line 2; bill a second encounter only by appeal, with its record",
    ),
    (
        UNITS,
        ["76000-26*4"],
        {},
        1,
        "bill 1 unit of 76000 for each encounter in the record, never more than 3 a day; bill more only by appeal, with its record",
    ),
    (
        UNITS,
        ["36556", "76937-26*3"],
        {},
        2,
        "bill 1 unit of 76937 for each site in the record, never more than 2 a day; bill more only by appeal, with its record",
    ),
    (
        UNITS,
        ["76000-26*3", "76000-26"],
        {},
        2,
        "remove line 2 (76000-26), and on line 1 bill 1 unit for each encounter in the record; bill more only by appeal, with its record",
    ),
    (
        UNITS,
        ["76000-26*2"],
        {},
        1,
        "check the record, and bill 1 unit of 76000 for each encounter in it",
    ),
    (
        UNITS,
        ["76000-26", "76000-26"],
        {},
        2,
        "check that the record shows a further encounter; if not, remove line 2 (76000-26) and keep line 1",
    ),
    (
        UNITS,
        ["36246", "75774-26*8"],
        {},
        2,
        "bill the units of 75774 that the record shows, never more than 7 a day; bill more only by appeal, with its record",
    ),
    (
        ALONE,
        ["99213", "76942-26"],
        {"place_of_service": "22"},
        2,
        "if another group bills the procedure, leave 76942-26 as it is; if it is yours, bill it; if none was done, remove 76942-26",
    ),
    (
        ALONE,
        ["99213", "76942"],
        {"place_of_service": "11"},
        2,
        "bill the procedure that 76942 guided; if none was done, remove 76942",
    ),
    (RECODE, ["27096-RT"], OPPS, 1, "report G0260-RT in place of 27096-RT"),
    (
        RECORD,
        ["47000", "76942-26"],
        {"documentation": [{"line": 2, "image_recorded": False}]},
        2,
        "find the saved image; if the record has none, remove 76942-26",
    ),
    (
        RECORD,
        ["64493"],
        {"documentation": [{"line": 1, "report_written": False}]},
        1,
        "find the report of the guidance; if the record has none, code what the record shows",
    ),
    (
        RECORD,
        ["47000", "76942-26"],
        {"documentation": [{"line": 2, "modality": "tracking"}]},
        2,
        "remove 76942-26; if the record is wrong, ask the physician for a dated addendum",
    ),
    (
        MISSING,
        ["64450", "77003-26"],
        {},
        2,
        "if fluoroscopy guided 64450 on line 1, report 77002-26 in place of 77003-26; if not, remove 77003-26",
    ),
    (MISSING, ["99213", "77002-26"], {}, 2, "bill the primary procedure, or remove 77002-26"),
    (
        MISSING,
        ["20610/1111111112", "77002-26/1222222220"],
        {},
        2,
        "if one practitioner did both, correct the rendering provider; if not, remove 77002-26",
    ),
    (
        MISSING,
        ["37220", "76937-26"],
        {"date": "2026-01-01"},
        2,
        "if 37220 on line 1 is recoded, judge 76937 again; if not, bill the procedure that 76937 accompanied or remove 76937-26",
    ),
    (
        MISSING,
        ["99213", "76937"],
        CRITICAL_ACCESS,
        2,
        "bill the procedure that 76937 accompanied, or remove 76937",
    ),
    (
        DEAD,
        ["55700", "76942-26"],
        {"date": "2026-01-01"},
        1,
        "report the one of 55707-55715 that the record supports, and remove 76942-26 on line 2, which 55707-55715 include; confirm it in the 2026 code book (general knowledge)",
    ),
    (
        DEAD,
        ["55700", "76942-26", "60100"],
        {"date": "2026-01-01"},
        1,
        "report the one of 55707-55715 that the record supports, and remove 76942-26 on line 2, which 55707-55715 include, unless it guided another procedure; confirm it in the 2026 code book (general knowledge)",
    ),
    (
        DEAD,
        ["55700"],
        {"date": "2026-01-01"},
        1,
        "report the one of 55707-55715 that the record supports; 55707-55715 include the imaging guidance; confirm it in the 2026 code book (general knowledge)",
    ),
    (
        DEAD,
        ["55700/1111111112", "76942-26/1222222220"],
        {"date": "2026-01-01"},
        1,
        "report the one of 55707-55715 that the record supports; 55707-55715 include the imaging guidance; confirm it in the 2026 code book (general knowledge)",
    ),
    (
        DEAD,
        ["32405", "77012-26"],
        {"date": "2021-01-01"},
        1,
        "report 32408 if the record supports it, and remove 77012-26 on line 2, which 32408 includes",
    ),
    (
        DEAD,
        ["33010", "76930-26"],
        {"date": "2020-01-01"},
        1,
        "report the one of 33016-33019 that the record supports, and remove 76930-26 on line 2, which 33016-33019 include",
    ),
    (
        DEAD,
        ["33010", "76930-26"],
        {"date": "2020-01-01"},
        2,
        "remove 76930-26; what is reported in place of 33010 on line 1 includes it",
    ),
    (
        DEAD,
        ["33016", "76930-26"],
        {"date": "2020-01-01"},
        2,
        "remove 76930-26 if 33016 on line 1 is the same service; if not, report the one of 33016-33019 that the record supports; they include the imaging guidance, which is not reported apart",
    ),
    (
        DEAD,
        ["37220"],
        {"date": "2026-01-01"},
        1,
        "report the one of 37254 and 37256 that the record supports; 37254-37299 took the place of 37220-37235: territory and lesion decide; confirm it in the 2026 code book (general knowledge)",
    ),
    (DEAD, ["76001"], {}, 1, "remove 76001; time beyond an hour is not reported apart from 76000"),
    (
        INJECTION,
        ["62321", "77003-26", "96372"],
        {},
        3,
        "remove 96372; this is no reason to remove 77003",
    ),
    (
        INJECTION,
        ["64510", "77003-26", "96372"],
        {},
        3,
        "check what was injected; if nothing but the procedure's own, remove 96372 (this is no reason to remove 77003); if another drug, bill that drug by its code and add 59 or XU to 96372",
    ),
]
UNBILLED_AT: dict[str, tuple[dict[str, Any], str]] = {
    "in an office": ({"place_of_service": "11"}, "76942"),
    "in a hospital": ({"place_of_service": "22"}, "76942-26"),
    "in a surgical center": (
        {"place_of_service": "24"},
        "76942-26 (on the surgical center's own claim 76942-TC)",
    ),
    "a surgical center's": ({"place_of_service": "24", "billing": SURGICAL_CENTER}, "76942-TC"),
    "a hospital's": (OPPS, "76942"),
}


@functools.cache
def scrubber() -> Scrubber:
    return Scrubber.from_config(ROOT / "configs")


def line(said: str) -> dict[str, Any]:
    said, _, npi = said.partition("/")
    said, _, units = said.partition("*")
    code, *modifiers = said.split("-")
    made: dict[str, Any] = {"procedure": code, "modifiers": modifiers, "units": units or "1"}
    return made | ({"rendering": {"npi": npi}} if npi else {})


def found(edit: str, lines: list[str], also: dict[str, Any]) -> list[Finding]:
    claim = {"id": "case", "kind": "professional", "payer_id": "MEDICARE", "date": "2025-03-03"}
    outcome = scrubber().scrub({**claim, "lines": [line(each) for each in lines], **also})
    return [finding for finding in outcome.findings if finding.edit == edit]


@pytest.mark.parametrize(("edit", "lines", "also", "number", "remedy"), REMEDIES)
def test_remedy(
    edit: str, lines: list[str], also: dict[str, Any], number: int, remedy: str
) -> None:
    """
    The remedy of each of these claims, word by word.
    """
    told = {finding.line: finding.remedy for finding in found(edit, lines, also)}

    assert remedy == told.get(number)


@pytest.mark.parametrize("where", UNBILLED_AT)
def test_component_of_what_is_added(where: str) -> None:
    """
    Guidance that was forgotten is added with the 26 or TC that it needs at its place; the
    suggested code is the bare one.
    """
    also, added = UNBILLED_AT[where]
    told = {"line": 1, "modality": "ultrasound", "image_recorded": True, "report_written": True}

    (finding,) = found(UNBILLED, ["47000"], {**also, "documentation": [told]})

    remedy = f"add {added} if the report describes the guidance and nobody else bills it"
    assert (remedy, ["76942"]) == (finding.remedy, [each.code for each in finding.suggest])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["77002-26"], "expected one of its 73 listed primaries, such as 20610, 47000 or 49180"),
        (["77003-26"], "expected one of its 14 listed primaries, such as 62284, 62273 or 64510"),
        (["64480"], "expected 64479"),
    ],
)
def test_primaries_told(lines: list[str], expected: str) -> None:
    """
    Of a long list the primaries that coders meet most are named; of a single one, that.
    """
    (finding,) = found(MISSING, lines, {})

    assert expected == finding.message.partition("; ")[2]
