"""
Two tables of partners, asked as if they were one.
"""

import pytest

from cleanclaim_ncci.either import either

ONE = {"10004": frozenset({"20000", "30000"}), "10005": frozenset({"20000"})}
OTHER = {"10004": frozenset({"40000"}), "10006": frozenset({"50000"})}


def test_either() -> None:
    """
    A code has the partners that any of the tables gives it.
    """
    both = either([ONE, OTHER])

    assert {"10004", "10005", "10006"} == set(both) == both.keys()
    assert {"20000", "30000", "40000"} == set(both["10004"])
    assert both["10004"].isdisjoint(["50000"])
    assert not both["10004"].isdisjoint(["50000", "40000"])
    assert (True, False) == ("50000" in both["10006"], "50000" in both["10004"])


def test_neither() -> None:
    """
    A code of no table has none.
    """
    both = either([ONE, OTHER])

    assert "10007" not in both
    with pytest.raises(KeyError):
        both["10007"]


def test_one() -> None:
    """
    Of one table nothing new is made.
    """
    assert either([ONE]) is ONE
