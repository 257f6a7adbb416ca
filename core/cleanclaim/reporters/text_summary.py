"""
What a run comes to, for people: claims, clean rate, what is held, by edit, by payer.
"""

from collections.abc import Iterator

from cleanclaim.findings import Disposition, Status
from cleanclaim.reporters import plain
from cleanclaim.reporters.summary import Summary


def summary_lines(summary: Summary, width: int) -> Iterator[str]:
    """
    The lines of the summary, none wider than *width* where names allow.
    """
    if not summary.claims:
        yield "no claims"
        return
    yield from _claims(summary)
    if summary.edits:
        yield ""
        yield "by edit"
        yield from _by_edit(summary, width)
    yield ""
    yield "by payer"
    yield from _by_payer(summary, width)


def _claims(summary: Summary) -> Iterator[str]:
    statuses = summary.statuses
    yield f"{plain.counted(summary.claims, 'claim')}, clean rate {_rate(summary)}"
    yield "  " + ", ".join(f"{statuses[status]:,} {status.value}" for status in Status)
    if summary.held_lines:
        yield f"charges held: {plain.dollars(summary.held_charges)}"
        yield f"  of {plain.counted(summary.held_lines, 'line')} with a deny or review finding"
        if summary.uncharged_lines:
            yield f"  ({plain.counted(summary.uncharged_lines, 'line')} without a charge among them)"
    for name in ("observed", "waived"):
        if number := getattr(summary, name):
            yield f"{name}: {plain.counted(number, 'finding')}"


def _rate(summary: Summary) -> str:
    # Half up, in whole numbers; but with one claim that is not clean it is not all.
    clean = summary.statuses[Status.CLEAN]
    permille = (2000 * clean + summary.claims) // (2 * summary.claims)
    permille = min(permille, 1000 if clean == summary.claims else 999)
    return f"{permille // 10}.{permille % 10} %"


def _by_edit(summary: Summary, width: int) -> Iterator[str]:
    for edit in sorted({edit for edit, _ in summary.edits}):
        counts = ((each.value, summary.edits[edit, each]) for each in Disposition)
        yield from _row(edit, ", ".join(f"{n:,} {name}" for name, n in counts if n), width)


def _by_payer(summary: Summary, width: int) -> Iterator[str]:
    for payer in sorted({payer for payer, _ in summary.payers}):
        counts = [(each.value, summary.payers[payer, each]) for each in Status]
        total = plain.counted(sum(n for _, n in counts), "claim")
        yield from _row(payer, ", ".join([total, *(f"{n:,} {s}" for s, n in counts if n)]), width)


def _row(name: str, text: str, width: int) -> Iterator[str]:
    if len(row := f"  {name:<44}  {text}") <= width:
        yield row
    else:
        yield f"  {name}"
        yield f"      {text}"
