"""
The tutorial is followed to the letter: its files are written, its commands are run.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TUTORIAL = ROOT / "docs" / "tutorial.md"
_BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
_ELLIPSIS = "…"


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """
    An environment in which ``cleanclaim`` and ``python`` are this very Python's.
    """
    bin_ = tmp_path / ".bin"
    bin_.mkdir()
    for name, what in (("python", ""), ("cleanclaim", "-m cleanclaim")):
        script = bin_ / name
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" {what} "$@"\n')
        script.chmod(0o755)
    return os.environ | {
        "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}",
        "NO_COLOR": "1",
        "COLUMNS": "100",
        "PYTEST_ADDOPTS": "-p no:cacheprovider",
    }


def test_followed_to_the_letter(tmp_path: Path, shell: dict[str, str]) -> None:
    """
    Every file of the tutorial is written and every command prints what the page shows.
    """
    told = []
    for language, title, text in _BLOCK.findall(TUTORIAL.read_text("utf-8")):
        if title:
            path = tmp_path / title
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        elif language == "console":
            told += [follow(command, shown, tmp_path, shell) for command, shown in commands(text)]

    assert len(told) > 2
    if departures := "\n".join(filter(None, told)):
        pytest.fail(f"the tutorial is not what happens\n{departures}", pytrace=False)


def commands(text: str) -> list[tuple[str, str]]:
    """
    The commands of a console block, each with the output shown under it.
    """
    parts = re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]
    return [(command, shown) for command, _, shown in (part.partition("\n") for part in parts)]


def follow(command: str, shown: str, folder: Path, shell: dict[str, str]) -> str:
    """
    Run a command as the page shows it; how it departs from the page, or nothing.
    """
    if command.startswith("pip install"):
        return ""
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=shell,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    pattern = ".*".join(map(re.escape, shown.strip().split(_ELLIPSIS)))
    if done.returncode in (0, 1) and re.fullmatch(pattern, done.stdout.strip(), re.DOTALL):
        return ""
    return f"$ {command}\n{done.stdout}{done.stderr}(exit status {done.returncode})\n"
