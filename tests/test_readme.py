"""
The README shows what the scrubber says, and its commands are those that CI runs.
"""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from cleanclaim import Scrubber

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
_SHOWN = re.compile(r"<!-- scrub (\S+) (\S+) -->\n+```text\n(.*?)```", re.DOTALL)
SHOWN = _SHOWN.findall(README)
ELSEWHERE = [
    shown
    for page in sorted((ROOT / "docs").rglob("*.md"))
    for shown in _SHOWN.findall(page.read_text("utf-8"))
]
COMMANDS = re.findall(r"^```console\n(.*?)\n```$", README, re.MULTILINE | re.DOTALL)


def scrubbed(file: str, claim: str) -> str:
    """
    What the command line says of one claim of a file.
    """
    run = subprocess.run(
        [sys.executable, "-m", "cleanclaim", "scrub", file, "--as-of", "2026-11-23"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    start = run.stdout.index(f"claim {claim}: ")
    return run.stdout[start : run.stdout.index("\n\n", start) + 1]


def test_shown_is_found() -> None:
    """
    The README shows three claims, and nothing in it is a place kept free for one; other
    pages show one at least.
    """
    assert 3 == len(SHOWN) == README.count("<!-- scrub ")
    assert ELSEWHERE


@pytest.mark.parametrize(
    ("file", "claim", "text"),
    [*SHOWN, *ELSEWHERE],
    ids=[claim for _, claim, _ in [*SHOWN, *ELSEWHERE]],
)
def test_shown(file: str, claim: str, text: str) -> None:
    """
    What the README, or another page, shows of a claim is what the command line says.
    """
    assert text == scrubbed(file, claim)


def test_examples() -> None:
    """
    The examples have a claim for each edit that the shipped configs know.
    """
    scrubber = Scrubber.from_config(ROOT / "configs")

    found = {
        finding.edit
        for file in ("professional.837", "institutional.837", "documented.jsonl")
        for outcome in scrubber.scrub_file(ROOT / "docs" / "examples" / file)
        for finding in outcome.findings
    }

    assert {edit.id for rules in scrubber.payers for edit in rules.edits} == found


def test_commands() -> None:
    """
    The README has two commands, each one line; CI runs both of them to the letter.
    """
    setup, tests = COMMANDS

    assert "cleanclaim scrub docs/examples/*.837" in setup
    assert "pytest" == shlex.split(tests)[-1].rpartition("/")[2]
    assert "pytest hypothesis -e . $(printf -- '-e %s ' ./plugins/*)" in tests
    for number in ("1", "2"):
        assert f"command_of {number}" in (ROOT / ".ci" / "run").read_text("utf-8")
