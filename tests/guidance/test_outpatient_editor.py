"""
CMS's outpatient editor and ours, line by line, and the page that explains how they differ.

The recorded answers are read from beside the project and are not part of it; the page's
claims are made up.
"""

import functools
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest
from editor_comparison import PAIR_EDITS, Compared, Kind, compare
from outpatient_editor import MODELLED, modelled, recorded

from cleanclaim import Claim, Disposition, Outcome, Scrubber, claim_from
from cleanclaim.rules import Rules

ROOT = Path(__file__).parents[2]
GOLD = ROOT.parent / "shared" / "guidance" / "gold_open.jsonl"
PAGE = (ROOT / "docs" / "reference" / "outpatient-editor.md").read_text("utf-8")
CASES = (
    [
        case
        for case in map(json.loads, GOLD.read_text("utf-8").splitlines())
        if "oracle_ioce_port" in case
    ]
    if GOLD.is_file()
    else []
)
needs_cases = pytest.mark.skipif(not CASES, reason="the guidance folder is not beside the project")
_ROW = re.compile(r"^\| \[`(\w+)`\]\(#\1\) \| (\d+) \| ([\d, ]*?) ?\|", re.MULTILINE)
_CLAIM = re.compile(r"^```json\n(.*?)^```\n\n((?:\|[^\n]*\n)+)", re.MULTILINE | re.DOTALL)
_LENIENT = re.search(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@attrs.frozen
class Example:
    """
    A claim of the page, the kind that it shows, and the rows of the table below it.
    """

    heading: str
    data: Mapping[str, Any]
    rows: tuple[tuple[str, ...], ...]

    def __str__(self) -> str:
        return str(self.data["id"])


def examples() -> Iterator[Example]:
    for section in re.split(r"^##+ ", PAGE, flags=re.MULTILINE)[1:]:
        heading, _, text = section.partition("\n")
        for claim, table in _CLAIM.findall(text):
            rows = [cells(row) for row in table.splitlines()[2:]]
            yield Example(heading, json.loads(claim), tuple(rows))


def cells(row: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in row.strip().strip("|").split("|"))


EXAMPLES = list(examples())


@functools.cache
def scrubber() -> Scrubber:
    return Scrubber.from_config(ROOT / "configs")


def judged(data: Mapping[str, Any]) -> tuple[Claim, Outcome, Rules]:
    claim = claim_from(data)
    outcome = scrubber().scrub(claim)
    (rules,) = (rules for rules in scrubber().payers if rules.payer.id == outcome.payer)
    return claim, outcome, rules


@functools.cache
def comparison() -> tuple[tuple[str, Compared], ...]:
    """
    All that the worked claims' recorded answers show, each with its claim.
    """
    return tuple(
        (case["claim"]["id"], one)
        for case in CASES
        for claim, outcome, rules in [judged(case["claim"])]
        for one in compare(claim, outcome, recorded(case["oracle_ioce_port"]), rules)
    )


@needs_cases
def test_every_difference_is_explained() -> None:
    """
    Each line's two answers agree, or differ in a way that the page explains.
    """
    explained = {Kind(kind) for kind, _, _ in _ROW.findall(PAGE)}

    assert [] == [
        (claim, one.line, str(one.kind), sorted(one.edits))
        for claim, one in comparison()
        if one.kind not in explained | {Kind.NOT_ENABLED}
    ]


@needs_cases
def test_count() -> None:
    """
    The page's counts, and the editor's edits in each row, are those of the worked claims.
    """
    lines = Counter(one.kind for _, one in comparison())
    edits = {
        kind: sorted({e for _, one in comparison() if one.kind is kind for e in one.edits}, key=int)
        for kind in Kind
    }
    assert [
        (kind, lines[Kind(kind)], ", ".join(edits[Kind(kind)])) for kind, _, _ in _ROW.findall(PAGE)
    ] == [(kind, int(count), listed) for kind, count, listed in _ROW.findall(PAGE)]


@needs_cases
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["claim"]["id"])
def test_model(case: dict[str, Any]) -> None:
    """
    The model of the editor gives the recorded answer, in the edits that it has.
    """
    claim, _, rules = judged(case["claim"])

    said = recorded(case["oracle_ioce_port"])

    expected = {line: edits & MODELLED for line, edits in said.edits.items()}
    assert expected == modelled(claim, rules).edits


@needs_cases
def test_packaged_76000() -> None:
    """
    What is said of 76000 under OPPS has the service that packages it, where the editor
    marks it as packaged, and only there.
    """
    told = {
        (case["claim"]["id"], found.line, "comprehensive" in found.evidence)
        for case in CASES
        for found in judged(case["claim"])[1].findings
        if found.edit == "fluoroscopy_76000.opps_status"
    }

    marked = {
        (case["claim"]["id"], line["line"], line["pkg"] != "0")
        for case in CASES
        for line in case["oracle_ioce_port"]["lines"]
        if case["claim"]["type_of_bill"].startswith("13")
        and case["claim"]["lines"][line["line"] - 1]["procedure"] == "76000"
    }
    assert marked == told


def test_every_kind_has_its_section() -> None:
    """
    The page's table has each kind once, and each a section of its name.
    """
    kinds = [str(kind) for kind in Kind if kind not in (Kind.NOT_ENABLED, Kind.UNEXPLAINED)]

    assert sorted(kinds) == sorted(kind for kind, _, _ in _ROW.findall(PAGE))
    assert sorted(kinds) == sorted(re.findall(r"^### (\w+)$", PAGE, re.MULTILINE))


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_example(example: Example) -> None:
    """
    What the page shows of a made-up claim is what the editor's rules and ours make of it,
    and it is of the kind under whose heading it stands.
    """
    claim, outcome, rules = judged(example.data)
    said = modelled(claim, rules)

    assert [row[:3] for row in example.rows] == [
        (str(line), ", ".join(sorted(said.edits[line], key=int)), ours(outcome, line))
        for line in sorted(said.edits)
    ]
    kinds = {one.kind for one in compare(claim, outcome, said, rules)}
    assert Kind.UNEXPLAINED not in kinds
    assert example.heading not in set(Kind) or Kind(example.heading) in kinds


@pytest.mark.parametrize(
    "example", [one for one in EXAMPLES if len(one.rows[0]) > 3], ids=lambda one: f"lenient {one}"
)
def test_lenient(example: Example, tmp_path: Path) -> None:
    """
    The page's config makes of its claims what the page's last column says.
    """
    assert _LENIENT is not None
    for config in (ROOT / "configs").glob("*.toml"):
        shutil.copy(config, tmp_path)
    (tmp_path / "lenient.toml").write_text(_LENIENT[1], "utf-8")

    outcome = Scrubber.from_config(tmp_path / "lenient.toml").scrub(claim_from(example.data))

    assert [row[3] for row in example.rows] == [ours(outcome, int(row[0])) for row in example.rows]


def ours(outcome: Outcome, line: int) -> str:
    """
    What the outcome says of a line, as the page writes it: the strongest disposition with
    the edits that hold the line, else what edits of pairs say.
    """
    found = [
        finding
        for finding in outcome.findings
        if finding.line == line
        and (finding.disposition is not Disposition.INFO or finding.edit in PAIR_EDITS)
    ]
    if found:
        strongest = max(found, key=lambda finding: finding.disposition.strength).disposition
        return f"{strongest}: {named(finding.edit for finding in found)}"
    bypassed = [excused.edit for excused in outcome.bypassed if excused.line == line]
    return f"bypassed: {named(bypassed)}" if bypassed else ""


def named(edits: Any) -> str:
    return ", ".join(sorted(edit.partition(".")[2] for edit in edits))
