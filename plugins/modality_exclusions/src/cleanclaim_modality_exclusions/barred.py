"""
What is said of guidance billed with a procedure that bars it.
"""

import attrs

from cleanclaim import Action, Disposition, ServiceLine, Steps, Suggestion
from cleanclaim_guidance_facts.verdict import Verdict
from cleanclaim_guidance_facts.wording import (
    coded,
    is_open,
    named,
    of_component,
    settled,
    stance_note,
    with_notes,
)
from cleanclaim_modality_exclusions.exclusions import Excluded

EXCLUDED_STEPS = Steps(
    record="which procedure the imaging guided, and where it was done",
    code="guidance is reported only with procedures that do not carry their own imaging",
    notes="the list under the guidance code, where the procedure is on it; else NCCI's table",
)


@attrs.frozen
class Barred:
    """
    A guidance line, the line that bars it, the row that says so, and the verdict.

    ``both_guide``: the other line is a guidance code too, under which the pair is
    printed. ``instead``: the codes to consider in place of this guidance.
    """

    line: ServiceLine
    other: ServiceLine
    fact: Excluded
    verdict: Verdict
    both_guide: bool
    instead: tuple[Suggestion, ...]

    @property
    def allowed_by_book(self) -> bool:
        """
        CT arthrography: the code book lets the guidance stand, and NCCI asks for a modifier.
        """
        return self.fact.disposition is not None and self.verdict.pair is not None

    @property
    def under(self) -> str | None:
        return (self.other if self.both_guide else self.line).procedure


def message(barred: Barred, doubt: str) -> str:
    """
    What is wrong, and what the claim leaves open.
    """
    by, code = barred.line.procedure, barred.other.procedure
    where = f"{code} on line {barred.other.number}"
    if barred.fact.imaging:
        said = (
            f"{where} is the specific imaging code of this service; the generic {by} is not "
            "reported with it"
        )
    elif barred.allowed_by_book:
        said = (
            f"the code book allows {by} for the injection before {where} (CT arthrography); NCCI "
            "wants a modifier"
        )
    else:
        said = f"{by} is not reported with {where}: {_who_bars(barred)}"
    return f"{said}; {doubt}" if doubt else said


def _who_bars(barred: Barred) -> str:
    if barred.fact.printed and barred.verdict.pair is not None:
        return f"the note under {barred.under} and NCCI both bar this pair"
    if barred.fact.printed:
        return f"the note under {barred.under} bars this pair"
    if barred.verdict.pair is not None:
        return "NCCI bars this pair"
    return f"{barred.other.procedure} has a guidance code of its own"


def remedy(barred: Barred) -> str:
    """
    What to do: nothing that would take away the guidance of another procedure.
    """
    line, other, verdict = barred.line, barred.other, barred.verdict
    by, code = line.procedure, other.procedure
    if barred.allowed_by_book:
        injection = named(verdict.hosts) or "the injection"
        return (
            f"if {by} guided {injection}, keep it and add the modifier that the record supports "
            f"to line {line.number}; otherwise remove it"
        )
    if barred.fact.imaging:
        alone = attrs.evolve(verdict, hosts=())
        return settled(line, other, alone, one="both report one service", gone=f"remove {by}")
    if barred.both_guide:
        return settled(
            line, other, verdict, one=f"{by} and {code} report one service", gone=f"remove {by}"
        )
    if barred.instead and not verdict.reversed:
        return _monitored(barred)
    return settled(line, other, verdict)


def _monitored(barred: Barred) -> str:
    line, other, verdict = barred.line, barred.other, barred.verdict
    by, code = line.procedure, other.procedure
    new = " or ".join(of_component(each.code, line) for each in barred.instead)
    if verdict.disposition is Disposition.DENY and not is_open(verdict):
        return (
            f"report {new} in place of {coded(line)} if it monitored {code}; otherwise remove {by}"
        )
    return settled(
        line, other, verdict, one=f"{by} monitored {code}", gone=f"report {new} in its place"
    )


def action(barred: Barred, disposition: Disposition) -> Action:
    """
    The step that the remedy begins with.
    """
    if disposition is Disposition.INFO:
        return Action.ADD_MODIFIER
    if disposition is Disposition.REVIEW:
        return Action.CHECK
    if barred.instead:
        return Action.RECODE
    return Action.CHECK if is_open(barred.verdict) and not barred.fact.imaging else Action.REMOVE


def steps(barred: Barred) -> Steps:
    """
    The coder's steps, with the note that decides here: the printed list, or that there
    is none, and how NCCI stands.
    """
    pair, code = barred.verdict.pair, barred.other.procedure
    notes = "no printed note that we know of"
    if barred.fact.printed:
        listed = code if not barred.both_guide else barred.line.procedure
        notes = f"the list under {barred.under}: {listed} is on it"
    elif pair is None:
        notes += "; general knowledge, to be confirmed in the code book"
    ncci = stance_note(barred.verdict.ncci, pair)
    return with_notes(EXCLUDED_STEPS, f"{notes}; {ncci}" if ncci else notes)
