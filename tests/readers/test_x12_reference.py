"""
The reference says what the reader says.
"""

import re
from pathlib import Path

from cleanclaim.readers import x12
from cleanclaim.readers.x12.catalogue import CODES

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "x12.md"


def test_page():
    """
    The page has each code once, in order, in the catalogue's words.
    """
    rows = re.findall(
        r"^\| `(X12-\d{3})` \| (.+) \| (.+) \|$", PAGE.read_text("utf-8"), re.MULTILINE
    )

    assert [(code, *said) for code, said in CODES.items()] == rows


def test_catalogue():
    """
    The catalogue has the codes that the code tells, and no others.
    """
    told = set()
    for path in Path(x12.__file__).parent.glob("*.py"):
        if path.name != "catalogue.py":
            told |= set(re.findall(r"X12-\d{3}", path.read_text("utf-8")))

    assert set(CODES) == told
