"""
The command line's page says what the command line says.
"""

import argparse
import functools
import re
from pathlib import Path
from typing import Any

import pytest

from cleanclaim import entry_points
from cleanclaim.cli import main, parser_of, top_parser
from cleanclaim.commands import GROUP, Exit

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "command-line.md").read_text("utf-8")
SHOWN = dict(
    re.findall(
        r"^<!-- help: ([\w-]+) -->\n```text\n(.*?)```\n<!-- end -->$",
        PAGE,
        re.MULTILINE | re.DOTALL,
    )
)
STYLE: dict[str, Any] = {"formatter_class": functools.partial(argparse.HelpFormatter, width=90)}


def words(text: str) -> list[str]:
    """
    Python's versions break the lines of a help text in different places.
    """
    return text.split()


@pytest.mark.parametrize("name", entry_points.found(GROUP))
def test_help(name: str) -> None:
    """
    Each sub-command's help stands on the page, between its marks.
    """
    parser = parser_of(name, entry_points.load(GROUP, name)(), **STYLE)

    assert words(parser.format_help()) == words(SHOWN[name])


def test_top_help() -> None:
    """
    So does that of cleanclaim itself, and the page has no sub-command that is not there.
    """
    assert words(top_parser(**STYLE).format_help()) == words(SHOWN["cleanclaim"])
    assert {"cleanclaim", *entry_points.found(GROUP)} == SHOWN.keys()


def test_exit_statuses() -> None:
    """
    The page lists every exit status.
    """
    listed = re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)

    assert [str(int(status)) for status in Exit] == listed


@pytest.mark.parametrize(
    "arguments", [["--help"], ["scrub", "--help"], ["--version"]], ids=" ".join
)
def test_told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """
    Help and version go to stdout, with status 0.
    """
    status = main(arguments)
    out, err = capsys.readouterr()

    assert (0, True, "") == (status, out.startswith(("usage: cleanclaim", "cleanclaim ")), err)


def test_unknown_command(capsys: pytest.CaptureFixture[str]) -> None:
    """
    A mistyped sub-command is met with the one that was meant.
    """
    assert 2 == main(["scub"])
    assert "cleanclaim: no command 'scub'; did you mean 'scrub'?\n" == capsys.readouterr().err


def test_far_from_any(capsys: pytest.CaptureFixture[str]) -> None:
    """
    Where none is near, all are named.
    """
    assert 2 == main(["xyz"])
    names = ", ".join(entry_points.found(GROUP))
    assert f"cleanclaim: no command 'xyz'; there are {names}\n" == capsys.readouterr().err


def test_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """
    Without arguments the help goes to stderr: it was not asked for.
    """
    assert 2 == main([])
    assert capsys.readouterr().err.startswith("usage: cleanclaim")
