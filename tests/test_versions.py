"""
Which core a plugin asks for.
"""

import pytest

from cleanclaim.versions import admits, asked_for


@pytest.mark.parametrize(
    ("requirements", "asked"),
    [
        (["cleanclaim>=1,<2"], ">=1,<2"),
        (["attrs>=23", "CleanClaim [test] >= 1.2 ; python_version > '3'"], ">= 1.2"),
        (["cleanclaim (>=1)"], ">=1"),
        (["cleanclaim-guidance-facts>=2026.4"], ""),
        (["cleanclaim"], ""),
        ([], ""),
    ],
)
def test_asked_for(requirements: list[str], asked: str) -> None:
    """
    The requirement on core is read, and no other distribution's.
    """
    assert asked == asked_for(requirements)


@pytest.mark.parametrize(
    ("asked", "admitted"),
    [
        ("", True),
        (">=1,<2", True),
        (">=1.4", True),
        (">=1.4.1", False),
        (">=9", False),
        ("<1.4", False),
        ("<=1.4", True),
        ("==1.4", True),
        ("==1.*", True),
        ("==2.*", False),
        ("!=1.4.0", False),
        ("~=1.3", True),
        ("~=1.5", False),
        ("~=0.9", False),
        (">1.4", False),
        ("@ file:somewhere", True),
    ],
)
def test_admits(asked: str, admitted: bool) -> None:
    """
    Core 1.4.0 beside what is asked for; what can't be read is an installer's to judge.
    """
    assert admitted is admits(asked, "1.4.0")
