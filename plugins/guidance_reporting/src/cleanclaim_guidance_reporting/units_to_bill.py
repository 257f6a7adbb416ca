"""
What to bill in place of too many units, in a remedy's words.
"""

from cleanclaim import ServiceLine
from cleanclaim_guidance_facts.units import Counted, units
from cleanclaim_guidance_facts.wording import coded
from cleanclaim_guidance_reporting.units import OneUnit


def without_line(count: Counted, limit: int, rule: OneUnit | None) -> str:
    """
    To remove a line, and which stay: the first ones that are within the limit.
    """
    line, kept = count.line, [count.lines[0]]
    for other in count.lines[1:-1]:
        if units([*kept, other]) > limit:
            break
        kept.append(other)
    stay = ("lines " if len(kept) > 1 else "line ") + " and ".join(str(one.number) for one in kept)
    removed = f"remove line {line.number} ({coded(line)})"
    if limit == 1 or rule is None:
        return f"{removed} and keep {stay}"
    return f"{removed}, and on {stay} bill 1 unit for each {rule.per} in the record"


def fewer(line: ServiceLine, limit: int, most: str, rule: OneUnit | None) -> str:
    """
    The units to bill: what the record shows, of which the limit is only the most.
    """
    if limit == 1:
        return f"bill 1 unit of {line.procedure}"
    if rule is None:
        return f"bill the units of {line.procedure} that the record shows, never more than {most}"
    return (
        f"bill 1 unit of {line.procedure} for each {rule.per} in the record, never more than {most}"
    )
