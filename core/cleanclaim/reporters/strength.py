"""
Which of several findings on one line comes first.

Several edits may be right about one line; people are shown the strongest and the rest
under it, and the line with the strongest first. The order is written here and nowhere else, and knows no topic:

1. deny, then review, then info;
2. a code pair that no modifier may bypass (evidence ``modifier_indicator`` 0);
3. what a line of another code explains (``related`` lines);
4. a code pair that a modifier may bypass (``modifier_indicator`` 1);
5. what no other code explains: something is missing, or there is too much of it;
6. the edit's id.

So the rulebook's order comes about: a hard pair of NCCI's, inclusion and exclusion, the
wrong modality, a soft pair, add-ons, units.
"""

from collections.abc import Iterable, Sequence

from cleanclaim.findings import Action, Disposition, Finding


def strongest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """
    The findings by line: the line with the strongest first, and within a line likewise.
    """
    findings = tuple(findings)
    strongest: dict[int, int] = {}
    for finding in findings:
        strongest[finding.line] = max(strongest.get(finding.line, 0), finding.disposition.strength)
    return tuple(sorted(findings, key=lambda each: (-strongest[each.line], *_key(each))))


def worth_showing(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """
    Of the findings on one line, strongest first, those that people are shown: what is
    to be removed needs no advice on how it is reported.
    """
    strongest = findings[0]
    if strongest.disposition is Disposition.DENY and strongest.action is Action.REMOVE:
        return tuple(each for each in findings if each.disposition is not Disposition.INFO)
    return tuple(findings)


def repeats(strongest: Finding, other: Finding) -> bool:
    """
    Whether another finding on the line stands on the very pair of codes that the
    strongest stands on (evidence ``ncci_pair``), so that people need not read it again.
    """
    pair = strongest.evidence.get("ncci_pair")
    return pair is not None and pair == other.evidence.get("ncci_pair")


def _key(finding: Finding) -> tuple[int, int, int, str]:
    return finding.line, -finding.disposition.strength, _ground(finding), finding.edit


def _ground(finding: Finding) -> int:
    indicator = finding.evidence.get("modifier_indicator")
    # An indicator read from a table may be text or a number; both are its one digit.
    match str(indicator):
        case "0":
            return 0
        case "1":
            return 2
    explained = any(other.procedure != finding.procedure for other in finding.related)
    return 1 if explained else 3
