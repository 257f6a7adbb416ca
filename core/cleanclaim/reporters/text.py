"""
For people: by claim and line, the strongest finding in full, the others in short.
"""

import itertools
import textwrap
from collections.abc import Iterable, Iterator
from operator import attrgetter

from cleanclaim.findings import Disposition, Finding, NotChecked, Outcome, Status
from cleanclaim.reporters import Layout, Summary, is_shown, plain
from cleanclaim.reporters.strength import strongest_first
from cleanclaim.reporters.text_summary import summary_lines

_BOLD, _DIM, _RED, _YELLOW, _GREEN, _CYAN = "1", "2", "31", "33", "32", "36"
_COLOURS = {
    Disposition.DENY: _RED,
    Disposition.REVIEW: _YELLOW,
    Disposition.INFO: _CYAN,
    Status.INCOMPLETE: _RED,
    Status.HELD: _YELLOW,
    Status.UNCHECKED: _CYAN,
    Status.CLEAN: _GREEN,
}
_INDENT = " " * 12


class TextReporter:
    """
    A report to read: claims with something to say, then what the run comes to.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout

    def header(self) -> str:
        return ""

    def outcome(self, outcome: Outcome) -> str:
        if not is_shown(outcome, self.layout):
            return ""
        return "\n".join([*self._claim(outcome), "", ""])

    def footer(self, summary: Summary) -> str:
        return "\n".join([*summary_lines(summary, self.layout.width), ""])

    def _claim(self, outcome: Outcome) -> Iterator[str]:
        yield from self._heading(outcome)
        for failure in outcome.failures:
            line = f"line {failure.line}" if failure.line else None
            where = ", ".join(filter(None, [line, plain.place(failure.location)]))
            blame = f"  [{failure.edit or failure.plugin}]" if failure.plugin else ""
            text = ": ".join(filter(None, [where, failure.message]))
            yield from self._entry("failed", text + blame, _RED)
        findings = strongest_first(outcome.findings)
        for _, of_line in itertools.groupby(findings, key=attrgetter("line")):
            yield from self._line(tuple(of_line))
        for finding in strongest_first(outcome.observed):
            yield from self._entry("observed", _brief(finding), _DIM)
        for waived in outcome.waived:
            text = f"{_brief(waived.finding)}, until {waived.until}: {waived.reason}"
            yield from self._entry("waived", text, _DIM)
        for excused in outcome.bypassed:
            why = f"line {excused.line}: modifier {excused.modifier} excuses {excused.edit}"
            yield from self._entry("excused", why, _DIM)
        for unanswered in outcome.not_checked:
            yield from self._entry("unchecked", _unchecked(unanswered), _CYAN)

    def _heading(self, outcome: Outcome) -> Iterator[str]:
        longest = max(self.layout.width - 20, 20)
        name = (
            "a claim" if outcome.claim is None else f"claim {plain.short(outcome.claim, longest)}"
        )
        status = self._paint(outcome.status.value, _COLOURS[outcome.status])
        yield f"{self._paint(name, _BOLD)}: {status}"
        where = (f"number {outcome.ordinal}", outcome.input, plain.place(outcome.location))
        place = ", ".join(filter(None, [*where, outcome.payer]))
        yield from self._wrapped(place, "  ", "  ")

    def _line(self, findings: tuple[Finding, ...]) -> Iterator[str]:
        strongest, *others = findings
        yield from self._full(strongest)
        for finding in others:
            also = f"also {finding.disposition.value}: {finding.message}  [{finding.edit}]"
            yield from self._wrapped(also, _INDENT, _INDENT + "  ")

    def _full(self, finding: Finding) -> Iterator[str]:
        text = f"line {finding.line}: {finding.message}"
        disposition = finding.disposition
        yield from self._entry(disposition.value, text, _COLOURS[disposition])
        yield from self._wrapped(f"{finding.remedy}  [{finding.edit}]", _INDENT, _INDENT)
        for label, value in _details(finding):
            yield from self._wrapped(f"{label}: {value}", _INDENT, _INDENT + "  ")

    def _entry(self, label: str, text: str, colour: str) -> Iterator[str]:
        first, *rest = self._wrapped(text, _INDENT, _INDENT)
        yield f"  {self._paint(label, colour)}{' ' * (10 - len(label))}{first[12:]}"
        yield from rest

    def _wrapped(self, text: str, first: str, rest: str) -> list[str]:
        """
        The text within the width; only what has no blanks, such as a url, sticks out.
        """
        return textwrap.wrap(
            plain.printable(text),
            max(self.layout.width, 40),
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [first]

    def _paint(self, text: str, colour: str) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if self.layout.colour else text


def _brief(finding: Finding) -> str:
    return f"line {finding.line}: {finding.disposition.value}: {finding.message}  [{finding.edit}]"


def _unchecked(unanswered: NotChecked) -> str:
    """
    What an edit lacks; where no edit was asked, why the claim is out of scope.
    """
    if unanswered.edit is None:
        return f"out of scope: {unanswered.lacks.removesuffix(': out of scope')}"
    line = f"line {unanswered.line}: " if unanswered.line else ""
    return f"{line}lacks {unanswered.lacks}  [{unanswered.edit}]"


def _details(finding: Finding) -> Iterable[tuple[str, str]]:
    if finding.steps:
        yield "in the record", finding.steps.record
        yield "the code asks", finding.steps.code
        yield "the note", finding.steps.notes
    for suggestion in finding.suggest:
        yield "consider", f"{suggestion.code}, if {suggestion.when}"
    if finding.related:
        yield "beside", "; ".join(map(plain.line_of, finding.related))
    yield (
        f"source ({finding.basis.value.replace('_', ' ')})",
        f"{finding.source.title}, {finding.source.url}",
    )
    carc = finding.carc and f"CARC {finding.carc}"
    rarc = f"RARC {' '.join(finding.rarc)}" if finding.rarc else None
    if denial := ", ".join(filter(None, [carc, rarc])):
        yield "the payer's words", denial
    if finding.charge is not None and finding.disposition is not Disposition.INFO:
        yield "at stake", plain.dollars(finding.charge)
