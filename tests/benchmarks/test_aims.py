"""
The benchmarks run, and their page tells of each part: what they measure is no test's matter.
"""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from benchmarks.aims import PARTS, main
from benchmarks.measuring import Row

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "benchmarks.md"


def test_page() -> None:
    """
    Every part has a row on the page.
    """
    told = re.findall(r"^\| `(\w+)` \|", PAGE.read_text("utf-8"), re.MULTILINE)

    assert list(PARTS) == told


def test_a_few_parts(capsys: pytest.CaptureFixture[str]) -> None:
    """
    Parts that need nothing besides print rows with a ratio; others say what they lack.
    """
    main(["--only", "stream,day,peers", "--claims", "40", "--repeat", "1"])

    out = capsys.readouterr().out
    lanes = 1 if find_spec("numpy") is None else 2
    assert len(re.findall(r"^stream, .* x ", out, re.MULTILINE)) == 2 * lanes
    assert ("stream: left out: the extra fast" in out) is (lanes == 1)
    assert "day: left out: " in out
    assert "peers: left out: " in out
    assert re.search(rf"^\d of {lanes} aims met$", out, re.MULTILINE)


@pytest.mark.parametrize(
    ("ratio", "aim", "most", "said"),
    [
        (1.1, 1.1, True, "met"),
        (1.2, 1.1, True, "not met"),
        (1.8, 1.8, False, "met"),
        (1, None, True, ""),
    ],
)
def test_row(ratio: float, aim: float | None, *, most: bool, said: str) -> None:
    """
    A row says whether its aim is met: no more than it, or no less.
    """
    row = Row("what", "1 s", "1 s", ratio, aim, most)

    assert str(row).split("x", 1)[1].replace(f"{'<=' if most else '>='} {aim}", "").strip() == said
