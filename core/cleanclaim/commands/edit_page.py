"""
An edit's page as text.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from cleanclaim.cases import Case, cases_of
from cleanclaim.cited import tables_in
from cleanclaim.commands.alone import scrubber_of
from cleanclaim.commands.payer_page import payer_lines, wrapped
from cleanclaim.config import Setting
from cleanclaim.edits import AnyOf, Edit, Pairs, Wakes
from cleanclaim.errors import CleanclaimError
from cleanclaim.model import Claim
from cleanclaim.reporters import Layout, plain
from cleanclaim.reporters.text import TextReporter
from cleanclaim.rules import Rules
from cleanclaim.stamping import StampedEdit
from cleanclaim.tables import Table

_MOST_CODES = 12
_MOST_SOURCES = 8


@attrs.frozen
class Asked:
    """
    How a page is asked for: of which payers, *one* by name, in what width.

    *folder* has plugins that are not installed; *codes* asks for every code.
    """

    payers: tuple[Rules, ...]
    one: bool
    folder: str | None
    width: int
    codes: bool


def page(stamped: StampedEdit, rules: Rules, asked: Asked) -> Iterator[str]:
    """
    The lines of the page: the edit, its sources, a claim that fires and one that does
    not, and what each of the payers makes of it; one that was asked for comes first.
    """
    width = asked.width
    setting = asked.payers[0].payer.setting if asked.one and asked.payers else None
    fires, silent = _chosen(stamped, rules, setting)
    payers = tuple(payer_lines(stamped.id, asked.payers, width, one=asked.one, example=fires))
    edit = stamped.edit
    yield f"{stamped.id}  ({stamped.plugin} {stamped.version})"
    yield ""
    yield from edit.page.replace("``", "").splitlines()
    yield ""
    most = None if asked.codes else _MOST_CODES
    yield from wrapped(f"looks at  {_wakes(edit, most)}", width, " " * 10)
    yield f"usually   {edit.disposition}"
    yield from payers if asked.one else ()
    yield from _steps(edit, width)
    yield from _sources(stamped, rules, width)
    for title, case in (("a claim that it finds", fires), ("one that is right", silent)):
        yield from _example(title, case, stamped, asked.folder, width)
    yield from () if asked.one else payers


def _wakes(edit: Edit, most: int | None) -> str:
    plain = "" if edit.wakes == AnyOf(()) else _wakes_plainly(edit.wakes, most)
    if edit.when_documented is None:
        return plain
    codes = _codes("any of", sorted(edit.when_documented.codes), most)
    return "; ".join(filter(None, (plain, f"with documentation, {codes}")))


def _wakes_plainly(wakes: Wakes, most: int | None) -> str:
    match wakes:
        case AnyOf(codes):
            return _codes("any of", sorted(codes), most)
        case Pairs(partners):
            subject = _codes("one of", sorted(partners), most)
            return f"{subject} billed with a code that it is paired with"
    return "every claim, each of which is then built: dear"


def _codes(which: str, codes: Sequence[str], most: int | None) -> str:
    if len(codes) == 1:
        return codes[0]
    shown = codes[:most]
    more = len(codes) - len(shown)
    return f"{which} {' '.join(shown)}" + (f" and {more:,} more" if more else "")


def _steps(edit: Edit, width: int) -> Iterator[str]:
    if edit.steps:
        yield ""
        yield "what a coder does"
        yield from wrapped(f"in the record: {edit.steps.record}", width, "  ", "  ")
        yield from wrapped(f"the code requires: {edit.steps.code}", width, "  ", "  ")
        yield from wrapped(f"the code book: {edit.steps.notes}", width, "  ", "  ")


def _sources(stamped: StampedEdit, rules: Rules, width: int) -> Iterator[str]:
    for table in _tables(stamped, rules):
        yield ""
        about = table.about.partition(". ")[0].rstrip(".")
        yield from wrapped(f"it stands on: {about}", width, "  ")
        yield f"  known from {table.known_from}, reviewed {table.reviewed}"
        sources = list(table.sources.values())
        for source in sources[:_MOST_SOURCES]:
            kind = f"{source.basis}, {source.trust}".replace("_", " ")
            yield from wrapped(f"{source.title} ({kind})", width, "    ", "  ")
            yield f"    {source.url}"
        if (more := len(sources) - _MOST_SOURCES) > 0:
            yield f"  and {more} more sources"


def _tables(stamped: StampedEdit, rules: Rules) -> list[Table[Any]]:
    """
    The tables that the check is given, its plugin's own first; where it is given none,
    its plugin's.
    """
    own = rules.tables.get(stamped.plugin, ())
    given = tables_in(stamped.edit.using) or own
    return sorted(given, key=lambda table: table not in own)


def _chosen(
    stamped: StampedEdit, rules: Rules, setting: Setting | None
) -> tuple[Case | None, Case | None]:
    """
    A case on which the edit fires, the first of this setting if there is one, and the
    first on which it is silent.
    """
    module = next(each.module for each in rules.plugins if each.name == stamped.plugin)
    cases = cases_of(module, stamped.edit.name)
    firing = [case for case in cases if case.fires]
    silent = [case for case in cases if not (case.fires or case.lacks)]
    return _of_setting(firing, setting), _of_setting(silent, setting)


def _of_setting(cases: Sequence[Case], setting: Setting | None) -> Case | None:
    first = next(iter(cases), None)
    return next((case for case in cases if case.setting is setting), first)


def _example(
    title: str, case: Case | None, stamped: StampedEdit, folder: str | None, width: int
) -> Iterator[str]:
    yield ""
    if case is None:
        yield f"{title}: the plugin ships none"
        return
    yield f"{title}: {case.name}"
    yield from wrapped(case.why, width, "  ", "  ")
    yield from _claim(case.claim)
    yield from _outcome(stamped, case, folder, width)


def _claim(claim: Claim) -> Iterator[str]:
    about = [str(claim.kind), claim.type_of_bill and f"type of bill {claim.type_of_bill}"]
    about += [claim.place_of_service and f"place of service {claim.place_of_service}"]
    yield f"    {', '.join(filter(None, about))}"
    for line in claim.lines:
        units = f" × {line.units}" if line.units is not None else ""
        yield f"    {plain.line_of(line)}{units}"


def _outcome(stamped: StampedEdit, case: Case, folder: str | None, width: int) -> Iterator[str]:
    """
    What the edit says of a case, asked now; of other edits of the plugin nothing.
    """
    try:
        scrubber = scrubber_of(stamped.plugin, folder, case.setting, case.options, case.file)
        outcome = scrubber.scrub(case.claim)
    except CleanclaimError as error:
        yield f"  (it can't be run here: {error})"
        return
    own = tuple(finding for finding in outcome.findings if finding.edit == stamped.id)
    bypassed = tuple(excused for excused in outcome.bypassed if excused.edit == stamped.id)
    said = attrs.evolve(outcome, findings=own, bypassed=bypassed, not_checked=())
    text = TextReporter(Layout(all=True, width=width)).outcome(said)
    # The heading says where a claim is in its file; this one is in none.
    yield from text.rstrip().splitlines()[2:]
