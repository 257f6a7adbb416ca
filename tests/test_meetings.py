"""
Codes that meet in a table of pairs: as the table says, whatever was asked before.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanclaim import meetings
from cleanclaim.meetings import Meetings

CODES = [f"9999{number}" for number in range(6)]
TABLES = st.dictionaries(st.sampled_from(CODES), st.sets(st.sampled_from(CODES)))
CLAIMS = st.lists(st.lists(st.sampled_from([*CODES, "00000"])), max_size=8)


def expected(partners: dict[str, set[str]], codes: list[str]) -> set[str]:
    pairs = [{code, other} for code in codes for other in codes if other in partners.get(code, ())]
    return set[str]().union(*pairs)


@given(partners=TABLES, claims=CLAIMS)
def test_meetings(partners: dict[str, set[str]], claims: list[list[str]]) -> None:
    """
    Of any codes those meet that the table pairs, a code with itself too.
    """
    asked = Meetings(partners)

    for codes in claims:
        assert bool(expected(partners, codes)) is asked.any(codes)
        assert expected(partners, codes) == asked.of(codes)


@given(partners=TABLES, claims=CLAIMS)
def test_forgetting(partners: dict[str, set[str]], claims: list[list[str]]) -> None:
    """
    When more codes are known than there is room for, all are asked about again.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(meetings, "_CODES", 2)
        asked = Meetings(partners)

        assert [bool(expected(partners, codes)) for codes in claims] == [*map(asked.any, claims)]


def test_threads() -> None:
    """
    Threads that ask at once are told the same.
    """
    many = [f"{number:05}" for number in range(300)]
    partners = {code: {many[(at * 7) % 300], many[(at * 11) % 300]} for at, code in enumerate(many)}
    claims = [[many[(at * step) % 300] for step in range(1, 9)] for at in range(600)]
    asked = Meetings(partners)

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(asked.of, claims))

    assert [expected(partners, codes) for codes in claims] == told


class Once(dict[str, set[str]]):
    """
    A table that counts how often it is looked up.
    """

    looked_up = 0

    def __getitem__(self, code: str) -> set[str]:
        self.looked_up += 1
        return super().__getitem__(code)


def test_asked_once() -> None:
    """
    Of two codes the table is asked once, however many claims have both.
    """
    partners = Once({"99991": {"99992"}, "99993": set()})
    asked = Meetings(partners)

    told = [asked.any(["99991", "99993", "99990"]) for _ in range(5)]

    assert [False] * 5 == told
    assert 2 == partners.looked_up
