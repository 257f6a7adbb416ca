"""
What the guidance edits say once a verdict is reached: the phrases that they share.
"""

from collections.abc import Iterable

from cleanclaim import Action, Bypassed, Disposition, Hit, ServiceLine, Steps, Suggestion
from cleanclaim_guidance_facts.codes import Modality, told
from cleanclaim_guidance_facts.complete import Complete
from cleanclaim_guidance_facts.pairs import Pair
from cleanclaim_guidance_facts.stances import Stance
from cleanclaim_guidance_facts.verdict import Verdict

_COMPONENTS = frozenset({"26", "TC"})

# The record is never bent to fit a code: it is coded, or mended by its author.
BY_ADDENDUM = "if the record is wrong, ask the physician for a dated addendum"


def with_notes(steps: Steps, notes: str) -> Steps:
    """
    An edit's steps, with the note that decides here.
    """
    return Steps(steps.record, steps.code, notes)


def coded(line: ServiceLine) -> str:
    """
    A line's code with its modifiers: ``20610-RT``.
    """
    return in_place(line.procedure or "", line)


def in_place(code: str, line: ServiceLine) -> str:
    """
    A code that takes the place of a line's, with the line's modifiers: ``20611-RT``.
    """
    return "-".join((code, *line.modifiers))


def of_component(code: str, line: ServiceLine) -> str:
    """
    A guidance code that takes the place of a line's, for the same component: with its 26
    or TC, and without a modifier that belonged to the other code.
    """
    return "-".join((code, *(m for m in line.modifiers if m in _COMPONENTS)))


def named(lines: Iterable[ServiceLine]) -> str:
    """
    Lines in a message's words: ``60100 on line 2 or 47000 on line 3``.
    """
    return " or ".join(f"{line.procedure} on line {line.number}" for line in lines)


def set_apart(line: ServiceLine) -> str:
    """
    Which modifier says that a service was separate, and on which line it belongs.
    """
    return f"add 59 or XS to line {line.number}"


def imaging_of(complete: Complete) -> str:
    """
    The guidance that a code includes, in a message's words.
    """
    if Modality.ANY in complete.includes:
        return "imaging guidance"
    modalities = told(complete.includes)
    return f"{modalities} guidance" if modalities else "imaging guidance"


def ncci_note(pair: str, indicator: int, table: str = "NCCI's table,") -> str:
    """
    Where a coder finds a pair that no note of the code book prints.
    """
    may = "a modifier may separate the two" if indicator else "no modifier separates the two"
    return f"{table} {pair}, indicator {indicator} ({may})"


def pair_note(pair: Pair) -> str:
    """
    The same, of a pair from the shared table.
    """
    return ncci_note("/".join(pair.columns), pair.indicator)


def stance_note(ncci: Stance | None, pair: Pair | None) -> str:
    """
    How NCCI stands to a finding of the code book's, in words; empty where it is not
    asked.
    """
    if ncci is Stance.SILENT:
        return "NCCI has no pair of the two on that day"
    if ncci is None or pair is None:
        return ""
    columns = "/".join(pair.columns)
    if ncci is Stance.AGREES:
        return ncci_note(columns, pair.indicator, "NCCI's table agrees:")
    turned = ncci_note(columns, pair.indicator, "NCCI's table turns the pair round:")
    return f"{turned}, so that the payer rejects {pair.columns[1]}"


def is_open(verdict: Verdict) -> bool:
    """
    Whether the record says if a guidance line goes, or stays with a modifier: another
    procedure can be what it guided, and a modifier is heard.
    """
    barred = verdict.pair is not None and verdict.pair.indicator == 0
    return bool(verdict.hosts) and not verdict.reversed and not barred


def settled(
    guidance: ServiceLine,
    procedure: ServiceLine,
    verdict: Verdict,
    *,
    one: str = "",
    gone: str = "remove it",
) -> str:
    """
    What to do about guidance that a procedure bars.

    *one* is what makes the two one service (absent: it guided that procedure), *gone*
    what is then to be done.
    """
    by, code = guidance.procedure, procedure.procedure
    review = verdict.disposition is Disposition.REVIEW
    checked = f"check the record: if {one}" if one else f"check what {by} guided: if {code}"
    if verdict.reversed and review:
        return f"{checked}, {gone}; if {by} stays, the payer may reject {code}"
    if verdict.reversed:
        return f"remove {by}; if {by} stays, the payer rejects {code}"
    if is_open(verdict):
        kept = f"keep it and {set_apart(guidance)}" if verdict.pair else "keep it"
        single = one or f"it guided {code}"
        return f"if {by} guided {named(verdict.hosts)}, {kept}; if {single}, {gone}"
    if verdict.hosts:
        return f"remove {by}, even if it guided {named(verdict.hosts)}: no modifier is heard here"
    if not review:
        return f"remove {by}"
    if verdict.modifier:
        return f"{checked}, {gone}; if another procedure, bill that too"
    return f"{checked}, {gone}"


def against(
    guidance: ServiceLine,
    procedure: ServiceLine,
    verdict: Verdict,
    message: str,
    remedy: str,
    steps: Steps,
    suggest: tuple[Suggestion, ...] = (),
) -> Hit | Bypassed:
    """
    The answer to guidance that a procedure bars, by its verdict: excused, or found.

    *message* is for the plain case; what the claim leaves open is added.
    """
    if verdict.disposition is None:
        return Bypassed(guidance, verdict.because, verdict.modifier, related=(procedure,))
    to_check = verdict.disposition is Disposition.REVIEW or is_open(verdict)
    return Hit(
        guidance,
        f"{message}; {verdict.doubt}" if verdict.doubt else message,
        remedy,
        verdict.because,
        related=(procedure,),
        disposition=verdict.disposition,
        action=Action.CHECK if to_check else Action.REMOVE,
        suggest=suggest,
        steps=steps,
        carc=verdict.carc,
        evidence=verdict.evidence,
        waivable=not verdict.reversed,
    )
