"""
Reporters: outcomes as text for people, programs and spreadsheets.

A reporter is found by entry point (group ``cleanclaim.reporters``; the name is the
format). It returns text and never sees a stream, so that the same bytes come out
wherever, and by how many workers, they are made.
"""

from typing import Protocol

import attrs

from cleanclaim.findings import Outcome, Status
from cleanclaim.reporters.summary import Summary

__all__ = ["GROUP", "Layout", "Reporter", "Summary", "hears_all", "is_shown"]

GROUP = "cleanclaim.reporters"


@attrs.frozen
class Layout:
    """
    How a report is to look.

    *all* asks for the clean claims too; *colour* is for terminals; *width* counts
    columns.
    """

    all: bool = False
    colour: bool = False
    width: int = 100


class Reporter(Protocol):
    """
    A format of reports: made once a run, with the layout asked for.
    """

    def __init__(self, layout: Layout) -> None: ...

    def header(self) -> str:
        """
        What comes first; called once a run.
        """

    def outcome(self, outcome: Outcome) -> str:
        """
        One outcome, of which it may say nothing.

        Called for every outcome, clean ones too, in input order; it may be called in
        another process, so nothing is remembered from one to the next. A reporter whose
        ``hears_all`` is False may not be called for claims that no edit woke for: they
        are counted in the summary, and reading them is several times faster.
        """

    def footer(self, summary: Summary) -> str:
        """
        What comes last; called once a run.
        """


def hears_all(reporter: Reporter) -> bool:
    """
    Whether a reporter wants to be called for claims, too, that no edit woke for.
    """
    return bool(getattr(reporter, "hears_all", True))


def is_shown(outcome: Outcome, layout: Layout) -> bool:
    """
    Whether an outcome is written: a clean one with nothing to say only when all are.

    A clean claim that carries an info, an observed or a waived finding has something
    to say. What a modifier excused is for the auditor, who asks for all.
    """
    return (
        layout.all
        or outcome.status is not Status.CLEAN
        or bool(outcome.findings or outcome.observed or outcome.waived)
    )
