"""
Every dated value of every shipped table, on its first day and the day before, on its
last day and the day after; and the nearest codes that its lists do not have.
"""

import attrs
import pytest
from boundaries.campaign import WHOLE, sample
from boundaries.examples.all_of_them import EXAMPLES
from boundaries.judging import Tally, judge, judge_neighbours
from boundaries.world import shipped

from cleanclaim import Fact

TABLES = sorted(EXAMPLES)
# Rows of a table that a plain run asks for; the campaign asks for all.
MOST = 250


def keys(name: str, most: int | None) -> list[str]:
    listed = sorted(shipped().tables[name].keys)
    return listed if most is None else sample(listed, most, name)


def test_every_table() -> None:
    """
    Every table of the shipped plugins has an example, and every example its table.
    """
    assert sorted(shipped().tables) == TABLES


@pytest.mark.parametrize("name", TABLES)
def test_every_field(name: str) -> None:
    """
    Every field of a row is asked for by its example, or said to show nowhere.
    """
    example = EXAMPLES[name]
    shape = shipped().tables[name].shape
    own = {field.name for field in attrs.fields(shape)} - {
        field.name for field in attrs.fields(Fact)
    }

    assert own == {*example.asked, *example.unread}


@pytest.mark.parametrize("name", TABLES)
def test_boundaries(name: str) -> None:
    """
    An answer changes between the day before a value's first and that day, and between
    its last and the day after; or what masks it is said.
    """
    tally = judge(shipped(), EXAMPLES[name], keys(name, MOST))

    assert [] == tally.faults


@pytest.mark.parametrize("name", TABLES)
def test_neighbours(name: str) -> None:
    """
    The nearest code that a list does not have is not answered as those it has.
    """
    tally = judge_neighbours(shipped(), EXAMPLES[name], keys(name, MOST))

    assert [] == tally.faults


@pytest.mark.campaign
def test_all_boundaries(capsys: pytest.CaptureFixture[str]) -> None:
    """
    All rows of all tables, with a table of what decided and what masked.
    """
    most = None if WHOLE else MOST // 20
    told, faults = [], []
    for name in TABLES:
        rows = judge(shipped(), EXAMPLES[name], keys(name, most))
        near = judge_neighbours(shipped(), EXAMPLES[name], keys(name, most))
        told.append(line(name, rows, near))
        faults += rows.faults + near.faults

    with capsys.disabled():
        print("", HEAD, *told, sep="\n")
    assert [] == faults


HEAD = f"{'table':38} " + " ".join(
    f"{what:>7}" for what in ("rows", "days", "decided", "masked", "near", "excepted")
)


def line(name: str, rows: Tally, near: Tally) -> str:
    """
    A table's line, and under it what masks its boundaries and excepts its neighbours.
    """
    masked, excepted = rows.masked, near.excepted
    counts = (rows.rows, rows.boundaries, rows.decided, masked.total(), near.neighbours)
    parts = [f"{name:38} " + " ".join(f"{count:>7}" for count in (*counts, excepted.total()))]
    parts += [f"    masked {count}: {reason}" for reason, count in masked.most_common()]
    parts += [f"    excepted {count}: {reason}" for reason, count in excepted.most_common()]
    return "\n".join(parts)
