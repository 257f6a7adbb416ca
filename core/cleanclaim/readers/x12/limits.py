"""
How much the reader takes before it says no: a hostile file costs an error, not the
machine.
"""

CHUNK = 512 * 1024
"""Bytes asked of the stream at a time."""

WIDE_CHUNK = 512 * 1024
"""The same where numpy sifts: what its calls cost is shared by more claims."""

MAX_SEGMENT = 64 * 1024
"""Bytes of one segment; the guides' longest is below 2 KiB."""

MAX_LINES = 10_000
"""Service lines of one claim; the guides allow 50 and 999."""

MAX_CLAIM = 16 * 1024 * 1024
"""Bytes of one claim."""

MAX_PROBLEMS = 100
"""Problems of one claim that are told apart."""

MAX_CONTEXT = 100
"""Segments kept of one billing provider's loop."""

MAX_REMEMBERED = 50_000
"""Control numbers, routes and codes that are remembered."""

MAX_SEGMENTS = 4096
"""Segments of woken claims that are remembered, so that those alike are read once."""

MAX_ASKED = 4096
"""Claims' codes by which it is remembered whether an edit may wake, of one route."""

MAX_ALIKE = 2 * 1024 * 1024
"""Bytes of claims' tokens that are remembered, so that claims alike are understood once."""

GUIDE_LINES = {"professional": 50, "institutional": 999}
"""Service lines that the implementation guides allow in a claim."""

MAX_MISSES = 8
"""Claims in a row that the fast lane does not take before the rest of a run goes slowly."""

MAX_REMARKS = 3
"""Remarks of one kind that are told one by one; the rest is counted."""

MAX_FAULTS = 1_000
"""Serious faults of one kind that are told one by one; the rest is counted."""
