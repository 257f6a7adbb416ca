"""
For people: by claim and line, the strongest finding in full, the others in short.
"""

import itertools
import textwrap
from collections.abc import Iterable, Iterator
from operator import attrgetter

from cleanclaim.findings import Disposition, Excused, Finding, NotChecked, Outcome, Status
from cleanclaim.reporters import Layout, Summary, is_shown, plain
from cleanclaim.reporters.strength import repeats, strongest_first, worth_showing
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
        self.hears_all = layout.all

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
        for text in dict.fromkeys(map(_excused, outcome.bypassed)):
            yield from self._entry("excused", text, _DIM)
        for text in _unchecked(outcome.not_checked):
            yield from self._entry("unchecked", text, _CYAN)

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
        strongest, *others = worth_showing(findings)
        yield from self._full(strongest)
        again = [finding.edit for finding in others if repeats(strongest, finding)]
        if again:
            yield from self._wrapped(
                f"found too, for the same pair: {', '.join(again)}", _INDENT, _INDENT + "  "
            )
        for finding in others:
            if finding.edit not in again:
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


def _excused(excused: Excused) -> str:
    """
    What a modifier excuses: the two lines; the edit's id says nothing to a coder.
    """
    beside = "; ".join(map(plain.line_of, excused.related))
    what = f"{excused.procedure} with {beside}" if beside else excused.procedure
    return f"line {excused.line}: {what} is let through: modifier {excused.modifier}"


def _unchecked(unanswered: Iterable[NotChecked]) -> Iterator[str]:
    """
    What edits lack, those that lack the same in one entry; where no edit was asked, why
    the claim is out of scope.
    """
    edits: dict[str, list[str]] = {}
    for each in unanswered:
        if each.edit is None:
            text = f"out of scope: {each.lacks.removesuffix(': out of scope')}"
        else:
            text = f"{f'line {each.line}: ' if each.line else ''}lacks {each.lacks}"
        edits.setdefault(text, []).extend(filter(None, [each.edit]))
    for text, named in edits.items():
        yield f"{text}  [{', '.join(named)}]" if named else text


def _details(finding: Finding) -> Iterable[tuple[str, str]]:
    if finding.steps:
        yield "in the record", finding.steps.record
        yield "the code requires", finding.steps.code
        yield "the code book", finding.steps.notes
    for suggestion in finding.suggest:
        yield "consider", f"{suggestion.code}, if {suggestion.when}"
    if finding.related:
        yield "with", "; ".join(map(plain.line_of, finding.related))
    yield (
        f"source ({finding.basis.value.replace('_', ' ')})",
        f"{finding.source.title}, {finding.source.url}",
    )
    carc = finding.carc and f"CARC {finding.carc}"
    rarc = f"RARC {' '.join(finding.rarc)}" if finding.rarc else None
    if denial := ", ".join(filter(None, [carc, rarc])):
        yield "likely denial code", denial
    if finding.charge is not None and finding.disposition is not Disposition.INFO:
        yield "at stake", plain.dollars(finding.charge)
