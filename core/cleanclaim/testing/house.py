"""
The house rules: what every edit, case and message of a plugin keeps to.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from cleanclaim.cases import Case
from cleanclaim.edits import Always, AnyOf, Pairs, Wakes
from cleanclaim.findings import Finding
from cleanclaim.stamping import StampedEdit

_FULL_SENTENCE = re.compile(r"[A-Z0-9].*[^.]\.")
_SAYS_WHAT_TO_DO = re.compile(r"(check|validate|rule|edit|must|no)_|[a-z]\d+$")
# Words that an instruction does not begin with.
_NO_IMPERATIVE = re.compile(
    r"(the|a|an|you|your|this|that|it|there|please|should|must|can|may|line|code)\b|\w+ing\b"
)


def faults(
    edits: Sequence[StampedEdit],
    cases: Sequence[Case],
    case_files: Iterable[str],
    findings: Iterable[Finding],
) -> Iterator[str]:
    """
    Everything in which a plugin departs from the house rules, a line each.

    *findings* are those of the cases.
    """
    names = {stamped.edit.name for stamped in edits}
    for stamped in edits:
        yield from _of_edit(stamped)
        yield from _of_its_cases(
            stamped, [case for case in cases if case.edit == stamped.edit.name]
        )
    for file in sorted(set(case_files) - names):
        yield f"tests/cases/{file}.toml: the plugin has no edit {file!r}"
    yield from _same_claims(cases)
    for finding in findings:
        yield from _of_finding(finding)


def _of_edit(stamped: StampedEdit) -> Iterator[str]:
    edit = stamped.edit
    if not _FULL_SENTENCE.fullmatch(edit.summary):
        yield (
            f"{stamped.id}: its docstring begins with {edit.summary!r}; expected one sentence on "
            "a line of its own, with a capital and a full stop: it is the summary shown to users"
        )
    if not edit.page.partition("\n")[2].strip():
        yield f"{stamped.id}: its docstring has only a summary; say why, and what is not covered"
    if _SAYS_WHAT_TO_DO.match(edit.name):
        yield f"{stamped.id}: name what is wrong; it should read after 'waive …'"
    if not _wakes(edit.wakes) and not (edit.when_documented and edit.when_documented.codes):
        yield f"{stamped.id}: nothing wakes it; is its table empty?"


def _wakes(wakes: Wakes) -> bool:
    match wakes:
        case AnyOf(codes=codes):
            return bool(codes)
        case Pairs(partners=partners):
            return any(partners.values())
        case Always():
            return True


def _of_its_cases(stamped: StampedEdit, cases: list[Case]) -> Iterator[str]:
    file = f"tests/cases/{stamped.edit.name}.toml"
    if not any(case.fires for case in cases):
        yield f"{stamped.id}: no case that fires; add one to {file}"
    if all(case.fires for case in cases):
        yield f"{stamped.id}: no case that does not fire; add a near one to {file}"
    names = [case.name for case in cases]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{stamped.id}: two cases are named {name!r}"


def _same_claims(cases: Sequence[Case]) -> Iterator[str]:
    for position, case in enumerate(cases):
        for other in cases[:position]:
            if case.edit != other.edit or case.claim != other.claim:
                continue
            if (case.setting, case.options) == (other.setting, other.options):
                yield f"{case.place}: the same claim as the case {other.name!r}"


def _of_finding(finding: Finding) -> Iterator[str]:
    where = f"{finding.edit}: line {finding.line} of a case"
    if finding.steps is None:
        yield f"{where}: a coder gets no steps; give the edit, or each hit, its Steps"
    for name, text in (("message", finding.message), ("remedy", finding.remedy)):
        if text != text.strip() or not text or "\n" in text:
            yield f"{where}: its {name} is not one line of text: {text!r}"
        elif text.endswith("."):
            yield f"{where}: its {name} ends with a full stop: {text!r}"
        elif text[0].isupper() and not text.partition(" ")[0].isupper():
            yield f"{where}: its {name} begins with a capital: {text!r}"
    if _NO_IMPERATIVE.match(finding.remedy):
        yield f"{where}: its remedy does not say what to do: {finding.remedy!r}"
