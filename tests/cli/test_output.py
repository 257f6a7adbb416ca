"""
--output: whole or not at all.
"""

import os
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest

from cleanclaim.reporters.jsonl import JsonlReporter

DENIED, FAILING = "99990", "99993"


def files() -> list[str]:
    return sorted(path.name for path in Path().iterdir() if path.is_file())


def test_written(run: Any, claims: Any) -> None:
    """
    The report is in the file, and in nothing else.
    """
    ran = run("scrub", claims("a.jsonl", DENIED), "--format", "jsonl", "--output", "out.jsonl")

    assert (1, "", "") == ran
    assert ["a.jsonl", "out.jsonl"] == files()
    assert 1 == Path("out.jsonl").read_text("ascii").count("\n")


def test_left_alone(run: Any, claims: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What goes wrong on the way leaves the file as it was, and nothing beside it.
    """
    Path("out.jsonl").write_text("before")
    name = claims("a.jsonl", DENIED)
    monkeypatch.setattr(JsonlReporter, "footer", None)

    ran = run("scrub", name, "--format", "jsonl", "--output", "out.jsonl")

    assert (5, "before") == (ran.status, Path("out.jsonl").read_text())
    assert ["a.jsonl", "out.jsonl"] == files()


def test_mode_and_link_stay(run: Any, claims: Any) -> None:
    """
    A link stays a link, and who may read the file it leads to stays as it was.
    """
    Path("real.txt").write_text("before")
    Path("real.txt").chmod(0o640)
    Path("link.txt").symlink_to("real.txt")

    run("scrub", claims("a.jsonl", DENIED), "--output", "link.txt")

    assert Path("link.txt").is_symlink()
    assert 0o640 == stat.S_IMODE(Path("real.txt").stat().st_mode)
    assert "case1" in Path("real.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "reason"),
    [("nowhere/out.txt", "No such file or directory"), ("configs", "Is a directory")],
)
def test_nowhere(run: Any, claims: Any, path: str, reason: str) -> None:
    """
    2 for a place where no file can be, said before anything is scrubbed.
    """
    ran = run("scrub", claims("a.jsonl", FAILING), "--output", path)

    assert (2, "", f"{path}: can't be written: {reason}\nnothing was scrubbed\n") == ran


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write every folder"
)
def test_no_permission(run: Any, claims: Any) -> None:
    """
    2 for a folder that may not be written.
    """
    Path("closed").mkdir(mode=0o500)

    ran = run("scrub", claims("a.jsonl", DENIED), "--output", "closed/out.txt")

    fault = "closed/out.txt: can't be written: Permission denied\nnothing was scrubbed\n"
    assert (2, "", fault) == ran


def test_goes_away(run: Any, claims: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    5 when the folder goes away while its file is written.
    """
    Path("out").mkdir()
    name = claims("a.jsonl", DENIED)

    def remove(*_: object) -> str:
        shutil.rmtree("out")
        return ""

    monkeypatch.setattr(JsonlReporter, "footer", remove)

    ran = run("scrub", name, "--format", "jsonl", "--output", "out/out.jsonl")

    fault = "out/out.jsonl: the output was not written whole: No such file or directory\n"
    assert (5, "", fault) == ran


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_device(run: Any, claims: Any) -> None:
    """
    A device is written as it comes; 5 when it is full.
    """
    name = claims("a.jsonl", DENIED)

    ran = run("scrub", name, "--output", "/dev/full")

    assert (5, "/dev/full: the output was not written whole: No space left on device\n") == (
        ran.status,
        ran.err,
    )
    assert 1 == run("scrub", name, "--output", "/dev/null").status


def test_over_input(run: Any, claims: Any) -> None:
    """
    2 rather than overwrite an input, by whatever name.
    """
    name = claims("a.jsonl", DENIED)

    ran = run("scrub", name, "--output", "./a.jsonl")

    assert (2, "", "./a.jsonl: is one of the inputs; name another --output\n") == ran


@pytest.mark.parametrize("path", ["-", "/dev/stdout"])
def test_stdout(run: Any, claims: Any, path: str) -> None:
    """
    ``--output -`` is standard output, and so is its device.
    """
    ran = run("scrub", claims("a.jsonl", DENIED), "--format", "jsonl", "--output", path)

    assert (1, 1) == (ran.status, len(ran.outcomes))
