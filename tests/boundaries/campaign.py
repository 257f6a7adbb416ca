"""
How much a run asks: all of it, or a sample.

A plain run takes a sample of the large tables; the campaign takes all of them, and a
sample again where CLEANCLAIM_CAMPAIGN says so, as in CI.
"""

import os
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

WHOLE = os.environ.get("CLEANCLAIM_CAMPAIGN") != "sample"


def sample(items: Sequence[T], most: int, name: str) -> list[T]:
    """
    So many of these, in their order, the same in every run.
    """
    if len(items) <= most:
        return list(items)
    chosen = random.Random(name).sample(range(len(items)), most)
    return [items[place] for place in sorted(chosen)]
