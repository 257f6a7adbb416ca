"""
Frozen attrs objects, made quickly.

attrs sets each field of a frozen object through ``object.__setattr__``, at ten times the
cost of an assignment. What is made for every line and finding of a file is made here of a
twin of its class, whose fields can be assigned, and is of its own class when it is whole.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

import attrs

T = TypeVar("T")


def quick(shape: type[T]) -> type[T]:
    """
    What makes an object of a frozen attrs class without converters or validators, called
    as the class is; but every field is given.
    """
    names = [field.name for field in attrs.fields(cast(Any, shape))]
    source = "\n    ".join(
        (
            f"def make({', '.join(names)}):",
            "made = new(twin)",
            *(f"made.{name} = {name}" for name in names),
            "made.__class__ = shape",
            "return made",
        )
    )
    known = {"new": object.__new__, "twin": twin_of(shape), "shape": shape}
    made: type[T] = _compiled(source, known)
    return made


def copier(names: Sequence[str]) -> Callable[[Any, Any], None]:
    """
    What gives one object the values that another has in these fields.
    """
    assignments = (f"there.{name} = here.{name}" for name in names)
    copy: Callable[[Any, Any], None] = _compiled(
        "\n    ".join(("def make(here, there):", *assignments)), {}
    )
    return copy


def twin_of(shape: type[T]) -> type[T]:
    """
    A class of the same layout, whose fields can be assigned.
    """
    # Both of them: with one alone Python goes on looking for methods at every assignment.
    plain = {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    return type(shape.__name__, (shape,), {"__slots__": (), **plain})


def _compiled(source: str, known: dict[str, Any]) -> Any:
    exec(source, known)  # noqa: S102 - fields' names, put together as attrs puts its methods
    return known["make"]
