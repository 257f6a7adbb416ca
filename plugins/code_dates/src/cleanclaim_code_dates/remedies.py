"""
What a coder is told to do about a code on a day outside its life.
"""

from collections.abc import Iterable

from cleanclaim import Claim, ServiceLine, Trust
from cleanclaim_code_dates.instead import Instead

_SHORTEST_RANGE = 3


def remedy(instead: Instead, line: ServiceLine, claim: Claim) -> str:
    """
    What to do about a line, in the imperative.
    """
    if instead.dropped:
        todo = f"remove {instead.key}"
    elif instead.consider:
        todo = f"report {_which(instead)}{_guidance(instead, line, claim)}"
        if (there := _reported(instead, line, claim)) is not None:
            same = f"{there.procedure} on line {there.number} is the same service"
            todo = f"remove {_coded(line)} if {same}; if not, {todo}"
    else:
        todo = look_up(instead.key)
    parts = [todo, instead.caution]
    if instead.consider and instead.source.trust is Trust.GENERAL_KNOWLEDGE and line.date:
        parts.append(f"confirm it in the {line.date.year} code book (general knowledge)")
    return "; ".join(filter(None, parts))


def gone_with(line: ServiceLine, procedure: ServiceLine) -> str:
    """
    What to do about guidance that is included in what replaces a procedure's code.
    """
    return (
        f"remove {_coded(line)}; what is reported in place of {procedure.procedure} on line "
        f"{procedure.number} includes it"
    )


def look_up(code: str) -> str:
    """
    What to do where nothing is known of a code's replacement.
    """
    return f"look up what was reported in place of {code} on that date"


def _which(instead: Instead) -> str:
    if len(instead.codes) == 1:
        return f"{instead.codes[0]} if the record supports it"
    return f"the one of {_named(instead)} that the record supports"


def _named(instead: Instead) -> str:
    """
    The codes to consider: ``37254 and 37256``.
    """
    first, _, last = listed(instead.codes).rpartition(", ")
    return f"{first} and {last}" if first else last


def _reported(instead: Instead, line: ServiceLine, claim: Claim) -> ServiceLine | None:
    """
    A line of the day that has one of the codes to consider already.
    """
    same_day = (other for other in claim.lines if other.date == line.date)
    return next((other for other in same_day if other.procedure in instead.codes), None)


def _guidance(instead: Instead, line: ServiceLine, claim: Claim) -> str:
    """
    That guidance on the claim goes too, or else that it is included.
    """
    if not instead.includes:
        return ""
    include = f"{_named(instead)} {'includes' if len(instead.codes) == 1 else 'include'}"
    guidance = instead.included(line, claim)
    if not guidance:
        return f"; {include} the imaging guidance"
    which = " and ".join(f"{_coded(other)} on line {other.number}" for other in guidance)
    others = [
        other
        for other in claim.lines
        if other.procedure and other is not line and other not in guidance
    ]
    unless = ", unless it guided another procedure" if others else ""
    return f", and remove {which}, which {include}{unless}"


def _coded(line: ServiceLine) -> str:
    return "-".join((line.procedure or "", *line.modifiers))


def listed(codes: Iterable[str]) -> str:
    """
    Codes as people list them: a run of three and more by its first and last.
    """
    runs: list[list[str]] = []
    for code in sorted(codes):
        last = runs[-1][-1] if runs else ""
        if last.isdigit() and code == str(int(last) + 1):
            runs[-1].append(code)
        else:
            runs.append([code])
    return ", ".join(
        part
        for run in runs
        for part in ([f"{run[0]}-{run[-1]}"] if len(run) >= _SHORTEST_RANGE else run)
    )
