"""
What is made quickly is what its class makes.
"""

import copy
import pickle
from typing import Any

import attrs
import pytest

from cleanclaim.quick import copier, quick, twin_of


@attrs.frozen
class Toy:
    """
    A toy.
    """

    name: str
    price: int = 0
    secret: str = attrs.field(default="", repr=False)


MAKE = quick(Toy)


def test_same() -> None:
    """
    It is of the class, equal to what the class makes, and as frozen.
    """
    toy, other = MAKE("ball", price=7, secret="s"), Toy("ball", 7, "s")

    assert Toy is type(toy)
    assert (other, hash(other), repr(other)) == (toy, hash(toy), repr(toy))
    assert Toy("ball", 8, "s") == attrs.evolve(toy, price=8)
    assert [other] * 2 == [copy.copy(toy), pickle.loads(pickle.dumps(toy))]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        toy.price = 8  # type: ignore[misc]  # what is tested
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del toy.price


@pytest.mark.parametrize("given", [("ball",), ("ball", 7), ("ball", 7, "s", "more")])
def test_every_field(given: tuple[Any, ...]) -> None:
    """
    Every field is given, no more and no less.
    """
    with pytest.raises(TypeError):
        MAKE(*given)


def test_copier() -> None:
    """
    The fields that are named are copied, and no others.
    """
    twin = twin_of(Toy)
    here, there = Toy("ball", 7, "s"), twin("doll", 1, "t")

    copier(["name", "price"])(here, there)

    assert ("ball", 7, "t") == (there.name, there.price, there.secret)
