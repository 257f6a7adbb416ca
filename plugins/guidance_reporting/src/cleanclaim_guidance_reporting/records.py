"""
The record that imaging guidance needs before it is reported.
"""

import datetime
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import attrs

from cleanclaim import Documentation, Fact, Table
from cleanclaim_guidance_facts.record import says

# The rows that hold for more than one code.
GUIDANCE, TRACKING = "guidance", "tracking"


class _Words(NamedTuple):
    """
    What is needed, what a coder looks for, and what the record says where it is missing.
    """

    needed: str
    sought: str
    missing: str


_WORDS = {
    "image_recorded": _Words("a saved image", "the saved image", "no image was saved"),
    "report_written": _Words(
        "a report of the guidance",
        "the report of the guidance",
        "no report of the guidance was written",
    ),
    "site_evaluated": _Words(
        "the vessel checked and found patent",
        "the note of the vessel's patency",
        "the vessel was not checked",
    ),
    "needle_seen": _Words(
        "the needle's entry seen in real time",
        "the note of the needle's entry in real time",
        "the needle's entry was not seen in real time",
    ),
}


@attrs.frozen(kw_only=True)
class Record(Fact):
    """
    What the record must show for a code; the keys are those of ``Documentation``.

    ``defined``: the code's own definition names it, so that the code may not be reported
    without it; else the code book's guideline asks for it. ``localizes``: a localization,
    which is done without an image too.
    """

    needs: tuple[str, ...]
    defined: bool = False
    localizes: bool = False


def named(table: Table[Record]) -> frozenset[str]:
    """
    The codes that have a row of their own.
    """
    return table.keys - {GUIDANCE, TRACKING}


def needed(table: Table[Record], code: str, day: datetime.date) -> Record:
    """
    What a guidance code, or a code that contains guidance, needs on a day.

    Raises: NotKnown for a day before the table.
    """
    found = table.on(code, day) or table.on(GUIDANCE, day)
    assert found is not None
    return found


def lacking(record: Record, entries: Iterable[Documentation]) -> list[str]:
    """
    Of what is needed, what these entries deny.
    """
    entries = tuple(entries)
    return [what for what in record.needs if says(entries, what) is False]


def unsaid(record: Record, entries: Iterable[Documentation]) -> list[str]:
    """
    Of what is needed, what these entries say nothing of.
    """
    entries = tuple(entries)
    if not entries:
        return list(record.needs)
    return [what for what in record.needs if says(entries, what) is None]


def wanted(needs: Iterable[str]) -> str:
    """
    What is needed: ``a saved image and a report of the guidance``.
    """
    return _listed([_WORDS[what].needed for what in needs])


def sought(needs: Iterable[str]) -> str:
    """
    What to look for: ``the saved image``.
    """
    return _listed([_WORDS[what].sought for what in needs])


def denied(needs: Iterable[str]) -> str:
    """
    What the record says of what is missing: ``no image was saved``.
    """
    return _listed([_WORDS[what].missing for what in needs])


def _listed(words: Sequence[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last
