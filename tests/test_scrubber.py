"""
The scrubber: claims in, outcomes out, each by its own payer's rules and on its own.
"""

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest
from claims_837 import write_837
from hypothesis import given, settings
from hypothesis import strategies as st
from toy_plugins import (
    FACT,
    PAYER,
    claim,
    imports_as_before,
    module_of,
    scrubber_of,
    write_plugin,
)

from cleanclaim import (
    AnyOf,
    Bypassed,
    Claim,
    ClaimEdit,
    ClaimError,
    ConfigError,
    Disposition,
    Hit,
    InputError,
    Lacks,
    LineEdit,
    Outcome,
    Pairs,
    Scrubber,
    ServiceLine,
    Status,
    claim_from,
)
from cleanclaim.config import config_from
from cleanclaim.findings import Failure, NotChecked
from cleanclaim.plugins import Candidate, Catalogue
from cleanclaim.rules import all_rules
from cleanclaim.sources import Fault

__all__ = ["imports_as_before"]  # a fixture that every test here uses

# What the edit ``toy_asked`` does to a line is said by the line's code.
HELD, NOTED, UNANSWERED, FAILS, EXCUSED, CHANGES, UNTOUCHED = (f"9999{n}" for n in range(1, 8))
PARTNER = "99990"


def toy_asked(line: ServiceLine, claim: Claim) -> Iterator[Any]:
    """
    A toy does what its code asks for.
    """
    match line.procedure:
        case "99991":
            yield Hit(line, f"a toy on {line.day}", "remove it", FACT)
        case "99992":
            yield Hit(line, "a small toy", "none", FACT, disposition=Disposition.INFO)
        case "99993":
            yield Lacks("a price", line)
        case "99994":
            raise ValueError(claim.id)
        case "99995":
            yield Bypassed(line, FACT, "59")
        case "99996":
            object.__setattr__(line, "procedure", "99991")


def toys_together(claim: Claim) -> Iterator[Hit]:
    """
    A toy stands beside another.
    """
    for line in claim.lines:
        if line.procedure == PARTNER:
            others = tuple(each for each in claim.lines if each is not line)
            yield Hit(line, "beside a toy", "bill one", FACT, others, waivable=False)


ASKED = LineEdit(toy_asked, AnyOf([HELD, NOTED, UNANSWERED, FAILS, EXCUSED, CHANGES]))
TOGETHER = ClaimEdit(toys_together, Pairs({PARTNER: {HELD, NOTED}}))
SOUND = (HELD, NOTED, UNANSWERED, EXCUSED, UNTOUCHED, PARTNER)
ALL = (*SOUND, CHANGES, FAILS)


def toy_scrubber(**tables: Any) -> Scrubber:
    made: Scrubber = scrubber_of(ASKED, TOGETHER, **tables)
    return made


def payers(*each: Mapping[str, Any]) -> Scrubber:
    """
    A scrubber of several payers, all with the toy edits.
    """
    candidate = Candidate("toy", module_of([ASKED, TOGETHER]).__name__, "toy", "1", (), None)
    configs = [config_from({"plugins": ["toy"], "payer": payer}) for payer in each]
    return Scrubber(all_rules(configs, Catalogue([candidate])))


def payer(name: str, *payer_ids: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": name,
        "name": name,
        "kinds": ["professional"],
        "setting": "physician",
        "payer_ids": list(payer_ids),
        **fields,
    }


def as_json(claims: Iterable[Mapping[str, Any]]) -> io.BytesIO:
    return io.BytesIO("".join(json.dumps(each) + "\n" for each in claims).encode())


def as_x12(claims: Iterable[Mapping[str, Any]]) -> io.BytesIO:
    return io.BytesIO(write_837(claims))


# What becomes of a claim.


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([FAILS, HELD, UNANSWERED, NOTED], Status.INCOMPLETE),
        ([FAILS], Status.INCOMPLETE),
        ([CHANGES], Status.INCOMPLETE),
        ([HELD, UNANSWERED, NOTED], Status.HELD),
        ([HELD], Status.HELD),
        ([UNANSWERED, NOTED], Status.UNCHECKED),
        ([UNANSWERED], Status.UNCHECKED),
        ([NOTED], Status.CLEAN),
        ([EXCUSED], Status.CLEAN),
        ([UNTOUCHED], Status.CLEAN),
        ([PARTNER], Status.CLEAN),
    ],
)
def test_status(lines: list[str], expected: Status) -> None:
    """
    A claim is incomplete before held, held before unchecked, unchecked before clean; what
    is only worth knowing holds nothing.
    """
    assert expected == toy_scrubber().scrub(claim(*lines)).status


def test_outcome() -> None:
    """
    An outcome says all that was found, observed aside, and by whose rules.
    """
    outcome = toy_scrubber().scrub(claim(*ALL))

    assert ("case", 1, None, "toy_payer", {}) == (
        outcome.claim,
        outcome.ordinal,
        outcome.input,
        outcome.payer,
        outcome.location,
    )
    assert [("toy.toy_asked", 1), ("toy.toy_asked", 2), ("toy.toys_together", 6)] == [
        (each.edit, each.line) for each in outcome.findings
    ]
    assert (NotChecked("toy.toy_asked", 3, "a price"),) == outcome.not_checked
    assert [("toy.toy_asked", 4, "59")] == [
        (each.edit, each.line, each.modifier) for each in outcome.bypassed
    ]
    assert [
        Failure(
            "edit",
            f"the edit failed: {what}; tell the plugin's author",
            plugin="toy",
            edit="toy.toy_asked",
        )
        for what in ("it raised ValueError", "it changed the claim; a check only reads")
    ] == [
        attrs.evolve(each, message=re.sub(r" at [\w.]+:\d+(?=;)", "", each.message))
        for each in outcome.failures
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"frequency_code": "8"},
        {"kind": "institutional", "type_of_bill": "138"},
        {"kind": "institutional", "type_of_bill": "0138", "frequency_code": "8"},
    ],
)
def test_void(fields: dict[str, Any]) -> None:
    """
    A void bills nothing and is not judged, which is not the same as clean.
    """
    outcome = toy_scrubber().scrub(claim(HELD, FAILS, **fields))

    lacks = NotChecked(None, None, "a void (frequency 8) bills nothing: out of scope")
    assert (Status.UNCHECKED, (lacks,), "toy_payer") == (
        outcome.status,
        outcome.not_checked,
        outcome.payer,
    )
    assert ((), ()) == (outcome.findings, outcome.failures)


def test_void_claim() -> None:
    """
    A Claim that was made in Python is a void by its type of bill too.
    """
    made = claim_from(claim(HELD, kind="institutional", type_of_bill="138"))

    bare = attrs.evolve(made, frequency_code=None)

    assert Status.UNCHECKED == toy_scrubber().scrub(bare).status


@pytest.mark.parametrize("frequency", ["1", "7", None])
def test_no_void(frequency: str | None) -> None:
    """
    An original and a replacement are judged.
    """
    outcome = toy_scrubber().scrub(claim(HELD, frequency_code=frequency))

    assert Status.HELD == outcome.status


def test_out_of_scope() -> None:
    """
    The claims of a payer out of scope are known and not judged; the reason is the config's.
    """
    outcome = toy_scrubber(payer={"out_of_scope": "stays are priced by group"}).scrub(claim(HELD))

    assert (Status.UNCHECKED, (NotChecked(None, None, "stays are priced by group"),), ()) == (
        outcome.status,
        outcome.not_checked,
        outcome.findings,
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"payer_id": "TWO"},
            "no rules: the payer id is in no config, and no config is the default",
        ),
        ({}, "no rules: the claim has no payer id, and no config is the default"),
        (
            {"payer_id": "ONE", "kind": "institutional"},
            "no rules: none of the configs of its payer (one) takes institutional claims",
        ),
    ],
)
def test_no_rules(fields: dict[str, Any], expected: str) -> None:
    """
    A claim that no payer's rules are for is incomplete, and no edit runs.
    """
    outcome = payers(payer("one", "ONE")).scrub(claim(HELD, FAILS, **fields))

    assert (Status.INCOMPLETE, None, (Failure("payer", expected),), ()) == (
        outcome.status,
        outcome.payer,
        outcome.failures,
        outcome.findings,
    )


def test_own_payer() -> None:
    """
    Each claim is judged by its own payer's rules, ids trimmed and case-blind; who is known
    never falls to the default.
    """
    made = payers(payer("one", "ONE"), payer("rest", default=True, kinds=list(PAYER["kinds"])))

    judged_by = [
        made.scrub(claim(HELD, payer_id=payer_id, kind=kind)).payer
        for payer_id, kind in [
            (" one ", "professional"),
            ("TWO", "professional"),
            (None, "institutional"),
            ("ONE", "institutional"),
        ]
    ]

    assert ["one", "rest", "rest", None] == judged_by


# Waivers.

WAIVE = {
    "edit": "toy.toy_asked",
    "reason": "until the interface is fixed",
    "until": date(2027, 3, 31),
}


@pytest.mark.parametrize(
    ("as_of", "since", "expected"),
    [
        (date(2027, 3, 31), None, Status.CLEAN),
        (date(2027, 4, 1), None, Status.HELD),
        (date(2020, 1, 1), None, Status.CLEAN),
        (date(2027, 3, 1), date(2027, 3, 1), Status.CLEAN),
        (date(2027, 2, 28), date(2027, 3, 1), Status.HELD),
        (date(2027, 3, 31), date(2027, 3, 31), Status.CLEAN),
    ],
)
def test_waiver_days(as_of: date, since: date | None, expected: Status) -> None:
    """
    A waiver holds from its first day to its last, both included, on the day of the run,
    whatever the date of service.
    """
    waiver = WAIVE | ({"from": since} if since else {})

    outcome = toy_scrubber(as_of=as_of, waive=[waiver]).scrub(claim(HELD))

    assert expected == outcome.status
    assert (expected is Status.CLEAN) == bool(outcome.waived)


NPIS = {"billing": {"npi": "1234567893"}, "rendering": {"npi": "1111111112"}}


@pytest.mark.parametrize(
    ("given_waiver", "lines", "waived"),
    [
        ({}, [HELD, UNTOUCHED, HELD], [1, 3]),
        ({"codes": [HELD]}, [HELD, NOTED], [1]),
        ({"codes": [UNTOUCHED]}, [HELD, UNTOUCHED], []),
        ({"with_codes": [UNTOUCHED]}, [HELD, UNTOUCHED], [1]),
        ({"with_codes": [UNTOUCHED]}, [HELD, EXCUSED], []),
        ({"with_codes": [HELD]}, [HELD], []),
        ({"with_codes": [HELD]}, [HELD, HELD], [1, 2]),
        ({"npis": ["1234567893"]}, [HELD], [1]),
        ({"npis": ["1111111112"]}, [HELD], [1]),
        ({"npis": ["1999999992"]}, [HELD], []),
        ({"codes": [HELD], "with_codes": [NOTED], "npis": ["1999999992"]}, [HELD, NOTED], []),
    ],
)
def test_waiver_of(given_waiver: dict[str, Any], lines: list[str], waived: list[int]) -> None:
    """
    A waiver sets aside the findings that all of its lists are for; they stay in the
    outcome with its reason and its end.
    """
    made = toy_scrubber(as_of=date(2027, 1, 1), waive=[WAIVE | given_waiver])

    outcome = made.scrub(claim(*lines, **NPIS))

    assert waived == [each.finding.line for each in outcome.waived]
    assert {(WAIVE["reason"], WAIVE["until"])} >= {
        (each.reason, each.until) for each in outcome.waived
    }
    assert not set(waived) & {each.line for each in outcome.findings}


def test_waiver_of_another() -> None:
    """
    A waiver is for its own edit only.
    """
    waiver = WAIVE | {"edit": "toy.toys_together"}

    outcome = toy_scrubber(as_of=date(2027, 1, 1), waive=[waiver]).scrub(claim(HELD))

    assert (Status.HELD, ()) == (outcome.status, outcome.waived)


def test_unwaivable() -> None:
    """
    A finding that must not be left as it is stays, whatever the config waives.
    """
    waivers = [WAIVE, WAIVE | {"edit": "toy.toys_together"}]

    outcome = toy_scrubber(as_of=date(2027, 1, 1), waive=waivers).scrub(claim(HELD, PARTNER))

    assert [("toy.toys_together", 2)] == [(each.edit, each.line) for each in outcome.findings]
    assert (Status.HELD, [1]) == (
        outcome.status,
        [each.finding.line for each in outcome.waived],
    )


def test_waived_failure() -> None:
    """
    A waiver sets findings aside, not failures, nor what was not answered.
    """
    made = toy_scrubber(as_of=date(2027, 1, 1), waive=[WAIVE])

    statuses = [made.scrub(claim(code)).status for code in (HELD, FAILS, UNANSWERED)]

    assert [Status.CLEAN, Status.INCOMPLETE, Status.UNCHECKED] == statuses


def test_observed_is_not_waived() -> None:
    """
    An observed finding is told as observed, waiver or not.
    """
    tables = {"waive": [WAIVE], "disposition": {"toy.toy_asked": "observe"}}

    outcome = toy_scrubber(as_of=date(2027, 1, 1), **tables).scrub(claim(HELD))

    assert ([1], ()) == ([each.line for each in outcome.observed], outcome.waived)


# In Python.


def test_claim_or_dict() -> None:
    """
    A Claim and a dict of the same claim have the same outcome.
    """
    made, given_claim = toy_scrubber(), claim(*ALL)

    assert made.scrub(given_claim) == made.scrub(claim_from(given_claim))
    assert given_claim == claim(*ALL)


def test_bad_dict() -> None:
    """
    A dict that is no claim is an error, with all that is wrong with it.
    """
    with pytest.raises(ClaimError) as told:
        toy_scrubber().scrub(claim({"procedur": HELD}, kind="dental"))

    assert (
        "kind: expected 'professional' or 'institutional'\n"
        "lines[1]: unknown key 'procedur'; did you mean 'procedure'?"
    ) == str(told.value)


def test_immutable() -> None:
    """
    Nothing of an outcome can be set.
    """
    outcome = toy_scrubber().scrub(claim(*ALL))

    for record, name in [
        (outcome, "status"),
        (outcome.findings[0], "disposition"),
        (outcome.findings[0].source, "title"),
        (outcome.failures[0], "message"),
        (outcome.not_checked[0], "lacks"),
        (outcome.bypassed[0], "modifier"),
        (outcome.findings[2].related[0], "procedure"),
    ]:
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(record, name, None)


def test_outcomes_compare() -> None:
    """
    The same claim has the same outcome, run after run and scrubber after scrubber.
    """
    first, second = toy_scrubber(), toy_scrubber()

    assert first.scrub(claim(*ALL)) == first.scrub(claim(*ALL)) == second.scrub(claim(*ALL))


# From files of configs.


SHOP = """
    from datetime import date
    from cleanclaim import AnyOf, Fact, Hit, LineEdit, Source, Trust, hookimpl

    SOURCE = Source("A toy list", "https://example.org/toys", Trust.PUBLISHED)

    def toy_sold(line, claim):
        yield Hit(line, "a toy", "remove it", Fact(key="99991", source=SOURCE))

    @hookimpl
    def scrub_line_edits():
        return [LineEdit(toy_sold, AnyOf(["99991"]))]
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """
    A folder with a plugin and two payers' configs.
    """
    write_plugin(tmp_path / "plugins", "shop", SHOP)
    (tmp_path / "configs").mkdir()
    for name, payer_id in (("one", "ONE"), ("two", "TWO")):
        (tmp_path / "configs" / f"{name}.toml").write_text(
            f'plugins = ["shop"]\n[payer]\nid = "{name}"\nname = "{name}"\n'
            f'kinds = ["professional"]\nsetting = "physician"\npayer_ids = ["{payer_id}"]\n'
        )
    return tmp_path


@pytest.mark.parametrize(
    ("path", "forced", "expected"),
    [
        ("configs", None, ["one", "two", None]),
        ("configs", "two", ["two", "two", "two"]),
        ("configs/one.toml", None, ["one", "one", "one"]),
        ("configs/one.toml", "one", ["one", "one", "one"]),
    ],
)
def test_from_config(shop: Path, path: str, forced: str | None, expected: list[str | None]) -> None:
    """
    A folder routes each claim to its own payer; one file, or a payer that is named, takes
    every claim.
    """
    made = Scrubber.from_config(shop / path, payer=forced, plugins_dir=str(shop / "plugins"))

    outcomes = [made.scrub(claim(HELD, payer_id=payer_id)) for payer_id in ("ONE", "TWO", None)]

    assert expected == [each.payer for each in outcomes]
    assert [
        (Status.INCOMPLETE, []) if name is None else (Status.HELD, ["shop.toy_sold"])
        for name in expected
    ] == [(each.status, [finding.edit for finding in each.findings]) for each in outcomes]


def test_default_folder(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Without a path the configs are in ./configs.
    """
    monkeypatch.chdir(shop)

    made = Scrubber.from_config(plugins_dir="plugins")

    assert ["one", "two"] == [rules.payer.id for rules in made.payers]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("configs", "no config of payer 'twoo'; did you mean 'two'?; the payers are one, two"),
        ("configs/one.toml", "no config of payer 'twoo'; the payers are one"),
    ],
)
def test_unknown_payer(shop: Path, path: str, expected: str) -> None:
    """
    A payer to be forced that is not there is an error that says which are.
    """
    with pytest.raises(ConfigError) as told:
        Scrubber.from_config(shop / path, payer="twoo", plugins_dir=shop / "plugins")

    assert expected == str(told.value)


# From files of claims.


def sound(*codes: str, number: int = 1) -> dict[str, Any]:
    """
    A claim that is whole in X12 too.
    """
    lines = [{"procedure": code, "units": "1", "charge": "10.00"} for code in codes]
    made: dict[str, Any] = claim(
        *lines, id=f"case{number}", payer_id="ONE", total_charge="10.00", frequency_code="1"
    )
    return made


FILE = [sound(HELD, number=1), sound(UNTOUCHED, number=2), sound(UNTOUCHED, HELD, FAILS, number=3)]


@pytest.mark.parametrize("write", [as_json, as_x12])
@pytest.mark.parametrize("whole", [False, True])
def test_stream(write: Any, whole: bool) -> None:
    """
    A stream's claims come out in order, clean ones too, each with its place.
    """
    outcomes = list(toy_scrubber().scrub_stream(write(FILE), "in", whole=whole))

    assert [
        ("case1", 1, "in", Status.HELD, [1]),
        ("case2", 2, "in", Status.CLEAN, []),
        ("case3", 3, "in", Status.INCOMPLETE, [2]),
    ] == [
        (each.claim, each.ordinal, each.input, each.status, [f.line for f in each.findings])
        for each in outcomes
    ]
    assert all(each.location for each in outcomes)
    assert all(finding.location for each in outcomes for finding in each.findings)


def test_json_places() -> None:
    """
    The place of a claim in JSON is its line, and so is its findings'.
    """
    outcomes = list(toy_scrubber().scrub_stream(as_json(FILE), "in"))

    assert [{"line": 1}, {"line": 2}, {"line": 3}] == [each.location for each in outcomes]
    assert {"line": 3} == outcomes[2].findings[0].location


def test_same_from_all() -> None:
    """
    A claim has the same outcome from X12, from JSON and from Python, but for its places.
    """
    made = toy_scrubber()

    from_python = [made.scrub(each) for each in FILE]

    for write in (as_json, as_x12):
        assert [bare(each) for each in from_python] == [
            bare(each) for each in made.scrub_stream(write(FILE), "in")
        ]


def bare(outcome: Outcome) -> Outcome:
    """
    An outcome without its places, and with its findings' without theirs; X12 has a place of
    service and a payer that a claim in Python may lack, so related lines are numbers.
    """
    return attrs.evolve(
        outcome,
        ordinal=1,
        input=None,
        location=None,
        findings=tuple(
            attrs.evolve(
                each,
                location=None,
                related=tuple(ServiceLine(line.number, line.procedure) for line in each.related),
            )
            for each in outcome.findings
        ),
        bypassed=(),
    )


class Trickle(io.RawIOBase):
    """
    A stream that gives a few bytes at a time, as a pipe may.
    """

    def __init__(self, content: bytes, most: int) -> None:
        self._left, self._most = content, most

    def read(self, size: int = -1) -> bytes:
        size = min(self._most, size) if size >= 0 else len(self._left)
        given_bytes, self._left = self._left[:size], self._left[size:]
        return given_bytes


@pytest.mark.parametrize("write", [as_json, as_x12])
@pytest.mark.parametrize("most", [200, 4096, 10_000])
def test_trickle(write: Any, most: int) -> None:
    """
    However a stream comes in, the outcomes are the same.
    """
    content, made = write(FILE * 20).getvalue(), toy_scrubber()

    at_once = list(made.scrub_stream(io.BytesIO(content), "in"))
    trickled: Any = Trickle(content, most)

    assert 60 == len(at_once)
    assert at_once == list(made.scrub_stream(trickled, "in"))


def test_file(tmp_path: Path) -> None:
    """
    A file is scrubbed under its path; the same bytes have the same outcomes as a stream.
    """
    path = tmp_path / "claims.jsonl"
    path.write_bytes(as_json(FILE).getvalue())
    made = toy_scrubber()

    assert list(made.scrub_stream(as_json(FILE), str(path))) == list(made.scrub_file(path))


def test_no_file(tmp_path: Path) -> None:
    """
    A file that is not there is Python's own error.
    """
    with pytest.raises(FileNotFoundError):
        list(toy_scrubber().scrub_file(tmp_path / "nowhere"))


@pytest.mark.parametrize(
    ("content", "looks"),
    [
        (b"%PDF-1.7 and so on", "a PDF"),
        (b"hello\n", "plain text"),
        (b"", "an empty file"),
        (b"\x00\x01\x02", "binary data"),
    ],
)
def test_no_reader(content: bytes, looks: str) -> None:
    """
    What no reader knows is refused by the name of the input, and what it looks like.
    """
    with pytest.raises(InputError) as told:
        list(toy_scrubber().scrub_stream(io.BytesIO(content), "in.bin"))

    assert (
        f"in.bin: no reader for this input, which looks like {looks}; expected an X12 837 or "
        "claims as JSON"
    ) == str(told.value)


def test_damaged_claim() -> None:
    """
    A claim that can't be read is an outcome, never left out, and its neighbours' are the
    same as without it; no value of it is told.
    """
    bad = sound(HELD, number=2) | {"kind": "SECRET"}
    made = toy_scrubber()

    outcomes = list(made.scrub_stream(as_json([FILE[0], bad, FILE[2]]), "in"))

    assert list(made.scrub_stream(as_json(FILE), "in"))[::2] == outcomes[::2]
    assert (Status.INCOMPLETE, 2, ()) == (
        outcomes[1].status,
        outcomes[1].ordinal,
        outcomes[1].findings,
    )
    assert (
        Failure(
            "reading",
            "JSON-011 kind: expected 'professional' or 'institutional'; correct the claim and "
            "send it again",
            location={"line": 2},
        ),
    ) == outcomes[1].failures


def test_faults_of_file() -> None:
    """
    A serious fault of a file is told to whoever asks, else it raises when the file ends,
    after every outcome; it is never passed over.
    """
    content = b"[" + b",".join(json.dumps(each).encode() for each in FILE)
    told: list[Fault] = []
    made = toy_scrubber()

    asked = list(made.scrub_stream(io.BytesIO(content), "in", report=told.append))
    outcomes: list[Outcome] = []
    with pytest.raises(InputError) as raised:
        outcomes.extend(made.scrub_stream(io.BytesIO(content), "in"))

    assert asked == outcomes
    assert (["case1", "case2", "case3"], ["JSON-020"]) == (
        [each.claim for each in asked],
        [fault.code for fault in told],
    )
    assert ("in: JSON-020 the array is not closed; is the file whole?; 1 fault(s) in all") == str(
        raised.value
    )


def test_truncated_x12() -> None:
    """
    A truncated file is never a success: its last claim is incomplete, those before it are
    what they are in the whole file, and the file's fault is told.
    """
    content, made = as_x12(FILE).getvalue(), toy_scrubber()
    told: list[Fault] = []

    whole = list(made.scrub_stream(io.BytesIO(content), "in"))
    cut = content[: content.index(b"case3") + 30]
    outcomes = list(made.scrub_stream(io.BytesIO(cut), "in", report=told.append))

    assert whole[:2] == outcomes[:2]
    assert Status.INCOMPLETE == outcomes[-1].status
    assert any(fault.serious for fault in told)
    with pytest.raises(InputError):
        list(made.scrub_stream(io.BytesIO(cut), "in"))


def test_void_x12() -> None:
    """
    A void is a void in a file too, and its neighbours are judged.
    """
    void = sound(HELD, number=2) | {"frequency_code": "8"}

    for write in (as_x12, as_json):
        outcomes = toy_scrubber().scrub_stream(write([FILE[0], void, FILE[0]]), "in")
        assert ["held", "unchecked", "held"] == [str(each.status) for each in outcomes]


# Together and apart.

codes = st.lists(st.sampled_from(ALL), min_size=1, max_size=5)
batches = st.lists(codes, min_size=1, max_size=5)


@given(batches)
@settings(max_examples=60, deadline=None)
def test_neighbours(batch: list[list[str]]) -> None:
    """
    The outcome of a claim is the same alone and among any others, those too that fail or
    change what they are given; read lazily or whole.
    """
    claims = [sound(*each, number=number) for number, each in enumerate(batch)]

    alone = [BOTH[0].scrub(each) for each in claims]
    together = [BOTH[1].scrub(each) for each in [*claims, *claims]][len(claims) :]
    from_json = list(BOTH[1].scrub_stream(as_json(claims), "in"))
    from_x12 = list(BOTH[1].scrub_stream(as_x12(claims), "in"))

    assert alone == together
    assert list(map(bare, alone)) == list(map(bare, from_json)) == list(map(bare, from_x12))
    assert from_x12 == list(BOTH[1].scrub_stream(as_x12(claims), "in", whole=True))
    assert from_json == list(BOTH[1].scrub_stream(as_json(claims), "in", whole=True))


@given(st.lists(st.sampled_from(SOUND), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_order_of_lines(lines: list[str]) -> None:
    """
    What is found on a line does not depend on where it stands among the others.
    """
    forth, back = (BOTH[0].scrub(claim(*order)) for order in (lines, lines[::-1]))

    assert forth.status == back.status
    assert sorted((each.procedure, each.message) for each in forth.findings) == sorted(
        (each.procedure, each.message) for each in back.findings
    )


def test_threads() -> None:
    """
    One scrubber serves several threads, and each gets what it would get alone.
    """
    claims = [claim(*ALL[start:], id=f"case{start}{n}") for n in range(50) for start in range(8)]
    expected = [toy_scrubber().scrub(each) for each in claims]
    made = toy_scrubber()

    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: [made.scrub(each) for each in claims], range(4)))

    assert [expected] * 4 == runs


# Made once: an example of hypothesis costs no loading.
BOTH = (toy_scrubber(), toy_scrubber())


PATHS = """
    import attrs
    from collections.abc import Mapping
    from pathlib import Path
    from cleanclaim import ConfigError, hookimpl

    @attrs.frozen
    class Deep:
        file: Path | None = None

    @attrs.frozen
    class Options:
        plain: Path | None = None
        keyed: Path | None = attrs.field(default=None, metadata={"key": "other"})
        several: tuple[Path, ...] = ()
        deep: Deep = Deep()
        refused: bool = False

    @hookimpl
    def scrub_options():
        return Options

    @hookimpl
    def scrub_line_edits(facts, options):
        if options.of(Options).refused:
            raise ConfigError("lives.csv: not there; correct the path")
"""


def test_paths(tmp_path: Path) -> None:
    """
    A relative path of an option begins at the folder of the file that says it, however
    deep it stands; an absolute one stays.
    """
    write_plugin(tmp_path / "plugins", "paths", PATHS)
    (tmp_path / "configs" / "below").mkdir(parents=True)
    payer = '[payer]\nid = "one"\nname = "one"\nkinds = ["professional"]\nsetting = "physician"\n'
    (tmp_path / "configs" / "one.toml").write_text(
        f'extends = "below/base.toml"\n{payer}default = true\n'
        '[options.paths]\nplain = "here.csv"\nseveral = ["/far.csv", "near.csv"]\n'
    )
    (tmp_path / "configs" / "below" / "base.toml").write_text(
        'plugins = ["paths"]\n[options.paths]\nother = "there.csv"\ndeep = { file = "deep.csv" }\n'
    )

    made = Scrubber.from_config(tmp_path / "configs", plugins_dir=tmp_path / "plugins")

    options: Any = made.payers[0].options["paths"]
    here, below = tmp_path / "configs", tmp_path / "configs" / "below"
    assert (here / "here.csv", below / "there.csv") == (options.plain, options.keyed)
    assert (Path("/far.csv"), here / "near.csv") == options.several
    assert below / "deep.csv" == options.deep.file


def test_refused_by_a_plugin(tmp_path: Path) -> None:
    """
    What a plugin refuses of its options is told with the place in the config.
    """
    write_plugin(tmp_path / "plugins", "paths", PATHS)
    config = tmp_path / "one.toml"
    config.write_text(
        'plugins = ["paths"]\n[payer]\nid = "one"\nname = "one"\nkinds = ["professional"]\n'
        'setting = "physician"\ndefault = true\n[options.paths]\nrefused = true\n'
    )

    with pytest.raises(ConfigError) as error:
        Scrubber.from_config(config, plugins_dir=tmp_path / "plugins")

    assert (
        f"{config}:8: [options.paths]: plugin 'paths': lives.csv: not there; correct the path"
        == str(error.value)
    )
