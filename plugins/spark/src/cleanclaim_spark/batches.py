"""
Rows as Arrow batches, of a size that neither side has to cut.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow

_ROWS = 4096
"""Rows of a batch; text makes it wider, so that fewer go into one."""


def batches(
    rows: Iterable[Mapping[str, Any]], schema: "pyarrow.Schema"
) -> Iterator["pyarrow.RecordBatch"]:
    """
    The rows in batches of this schema; what a row lacks is null.
    """
    import pyarrow

    waiting = iter(rows)
    while some := list(itertools.islice(waiting, _ROWS)):
        values = ([row.get(name) for row in some] for name in schema.names)
        arrays = [
            pyarrow.array(column, type=field.type)
            for column, field in zip(values, schema, strict=True)
        ]
        yield pyarrow.RecordBatch.from_arrays(arrays, schema=schema)
