"""
What is remembered of claims: bounded, and the longest what is asked for.
"""

from hypothesis import given
from hypothesis import strategies as st

from cleanclaim.memory import DEEPER, Memory
from cleanclaim.stamping import Judgement

DAYS = 0, 10


def test_halves() -> None:
    """
    What is asked for stays, and what is not goes when others need its room.
    """
    memory, kept, left = Memory(room=8), Judgement(), Judgement()
    memory.put("kept", *DAYS, kept)
    memory.put("left", *DAYS, left)

    for number in range(20):
        assert memory.get("kept", 5) is kept
        memory.put(number, *DAYS, Judgement())

    assert memory.get("left", 5) is None
    assert len(memory) <= 8


def test_eras() -> None:
    """
    What is said of claims of some days is not said of another's, before or after a move
    from one half to the other.
    """
    memory, early, late = Memory(room=4), Judgement(), Judgement()
    memory.put("like", 0, 10, early)
    memory.put("like", 20, 30, late)
    days = (0, 9, 10, 19, 20, 29, 30)
    expected = [early, early, None, None, late, late, None]

    assert expected == [memory.get("like", day) for day in days]
    memory.put("another", *DAYS, DEEPER)
    assert expected == [memory.get("like", day) for day in days]


@given(asked=st.lists(st.integers(0, 30), max_size=200), room=st.integers(2, 12))
def test_bounds(asked: list[int], room: int) -> None:
    """
    Never more than there is room for, and never another's.
    """
    memory, said = Memory(room), [Judgement() for _ in range(31)]

    for likeness in asked:
        known = memory.get(likeness, 5)
        assert known is None or known is said[likeness]
        if known is None:
            memory.put(likeness, *DAYS, said[likeness])
        assert memory.get(likeness, 5) is said[likeness]
        assert len(memory) <= room
