"""
Two guidance codes of one day, of which NCCI pays one: what is said of the other.
"""

import attrs

from cleanclaim import ServiceLine
from cleanclaim_guidance_facts.codes import Modality, told
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.modifiers import Excuse, Plea
from cleanclaim_guidance_facts.practitioners import Same
from cleanclaim_guidance_facts.wording import named, set_apart

_IMAGING = "imaging"  # of whichever modality


@attrs.frozen
class Both:
    """
    Two guidance lines, of which NCCI pays the other one, and what each can have guided.
    """

    line: ServiceLine
    other: ServiceLine
    mine: list[ServiceLine]
    theirs: list[ServiceLine]
    plea: Plea
    same: Same

    @property
    def apart(self) -> bool:
        """
        Whether each can have guided a procedure of its own.
        """
        return any(one is not another for one in self.mine for another in self.theirs)

    @property
    def only_mine(self) -> bool:
        """
        Whether only the line that NCCI does not pay has a procedure.
        """
        return bool(self.mine) and not self.theirs


def doubt_of(both: Both) -> str:
    """
    What the claim leaves open; empty where it leaves nothing open.
    """
    modifier, by = both.plea.modifier, both.line.procedure
    if both.plea.excuse is Excuse.DISTINCT:
        return (
            f"modifier {modifier} calls them separate, but no second procedure can have been guided"
        )
    if both.plea.excuse is not Excuse.NONE:
        return f"modifier {modifier} alone does not say that each guided its own procedure"
    if both.apart:
        return "two procedures could each have been guided, and no modifier says so"
    if both.only_mine:
        return (
            f"{named(both.mine)} goes with {by}, nothing on the claim with {both.other.procedure}"
        )
    if both.same is Same.UNKNOWN:
        return "whether one practitioner did both is not on the claim"
    return ""


def to_check(both: Both) -> str:
    """
    What to do where the claim leaves something open.
    """
    line, other = both.line, both.other
    by = line.procedure
    if both.apart:
        return (
            f"if each guided its own procedure, {set_apart(line)}; if both guided one, remove {by}"
        )
    if both.only_mine:
        return (
            f"if {by} guided {named(both.mine)}, keep it, and remove {other.procedure} on line "
            f"{other.number} or bill what it guided; if not, remove {by}"
        )
    if both.plea.excuse is Excuse.NONE:
        return f"check who did each; if one practitioner guided one procedure, remove {by}"
    return f"check what each guided: if one procedure, remove {by}; if two, bill the other too"


def fitting(both: Both, knowledge: Knowledge) -> str:
    """
    What to do where this code is known to go with the procedure, and the one that NCCI
    pays is not: to follow NCCI would take the procedure's guidance away.
    """
    line, other = both.line, both.other
    if _goes_with(other, both.theirs, knowledge) or not _goes_with(line, both.mine, knowledge):
        return ""
    return (
        f"if {_modality(line, knowledge)} guided {named(both.mine)}, keep {line.procedure} and "
        f"remove {other.procedure} on line {other.number}; otherwise remove {line.procedure}"
    )


def _goes_with(line: ServiceLine, hosts: list[ServiceLine], knowledge: Knowledge) -> bool:
    return any(
        knowledge.reported_apart(host.procedure or "", line.procedure or "", line.day)
        for host in hosts
    )


def removed(both: Both, knowledge: Knowledge) -> str:
    """
    What to do where the claim leaves nothing open.
    """
    line, other = both.line, both.other
    mine, theirs = _modality(line, knowledge), _modality(other, knowledge)
    if not both.mine or mine == theirs or _IMAGING in (mine, theirs):
        return f"remove {line.procedure}"
    return (
        f"remove {line.procedure}; if {mine} alone guided {named(both.mine)}, remove "
        f"{other.procedure} on line {other.number} instead"
    )


def _modality(line: ServiceLine, knowledge: Knowledge) -> str:
    fact = knowledge.guidance.on(line.procedure or "", line.day)
    if fact is None or fact.modality is Modality.ANY:
        return _IMAGING
    return told([fact.modality])
