"""
The record that imaging guidance needs before it is reported.
"""

import datetime
from collections.abc import Iterable

import attrs

from cleanclaim import Documentation, Fact, Table
from cleanclaim_guidance_facts.record import says

# The rows that hold for more than one code.
GUIDANCE, TRACKING = "guidance", "tracking"

_WORDS = {
    "image_recorded": "an image that is kept",
    "report_written": "a report that describes it",
    "site_evaluated": "the vessel examined and found open",
    "needle_seen": "the needle's entry watched live",
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
    return [what for what in record.needs if says(entries, what) is None]


def words(needs: Iterable[str]) -> str:
    """
    What is needed, in a message's words.
    """
    return ", ".join(_WORDS[what] for what in needs)
