"""
Rows of 837 text, and rows that say where an 837 lies, as streams.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, BinaryIO, cast

from cleanclaim_spark import files

if TYPE_CHECKING:
    import pyarrow

TEXTS = "input string, text binary"
"""The columns, in Spark's words; a row without a text names a file."""


def streams(batches: "Iterable[pyarrow.RecordBatch]") -> Iterator[tuple[str, BinaryIO]]:
    """
    The 837s of these rows with their names, each open while it is looked at.

    Raises: OSError, for Spark to try again: a file that can't be read is no broken claim.
    """
    for batch in batches:
        names, texts = batch.column("input").to_pylist(), batch.column("text")
        for name, text in zip(names, texts, strict=True):
            with _opened(name or "", text) as stream:
                yield name or "", stream


def _opened(name: str, text: "pyarrow.BinaryScalar") -> AbstractContextManager[BinaryIO]:
    if not text.is_valid:
        return files.opened(name)
    import pyarrow

    # Read where it stands, not copied.
    return cast("AbstractContextManager[BinaryIO]", pyarrow.BufferReader(text.as_buffer()))
