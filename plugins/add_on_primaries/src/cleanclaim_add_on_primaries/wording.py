"""
What is said of an add-on whose primary is missing.
"""

from collections.abc import Sequence

from cleanclaim import Action, Claim, Disposition, Hit, Kind, ServiceLine, Suggestion
from cleanclaim_add_on_primaries.add_ons import Primaries
from cleanclaim_add_on_primaries.search import TYPE_II, Search
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.practitioners import Same
from cleanclaim_guidance_facts.wording import coded, in_place

_CARC, _RARC = "B15", ("N122",)
_FLUOROSCOPY = ("77002", "77003")
# What a message names of a long list: the procedures that coders meet most.
_COMMON = {"77002": ("20610", "47000", "49180"), "77003": ("62284", "62273", "64510")}
_FEW = 5


def contractor_review(search: Search) -> Hit:
    """
    A type II add-on on a professional revenue code.
    """
    code = search.line.procedure
    return Hit(
        search.line,
        f"add-on {code} is on a professional revenue code, where the contractor always looks at it "
        "(edit 107 of CMS's outpatient editor)",
        f"check that the procedure it accompanied is on the claim and that {code} is recorded",
        search.add_on,
        disposition=Disposition.REVIEW,
        evidence={"add_on_type": TYPE_II, "editor_edit": "107"},
    )


def no_procedure(search: Search, doubt: str) -> Hit:
    """
    A type II add-on on a facility's claim that has no procedure at all.
    """
    code = search.line.procedure
    message = (
        f"add-on {code} is on a claim without any procedure; expected the one that it accompanied"
    )
    return Hit(
        search.line,
        f"{message}; {doubt}" if doubt else message,
        f"bill the procedure that {code} accompanied, or remove {coded(search.line)}",
        search.add_on,
        disposition=Disposition.REVIEW,
        action=Action.CHECK,
        evidence={"add_on_type": TYPE_II},
    )


def missing(
    search: Search,
    found: Sequence[ServiceLine],
    disposition: Disposition,
    doubt: str,
    primaries: Primaries,
    knowledge: Knowledge,
    claim: Claim,
) -> Hit:
    """
    An add-on without its primary; *found* are primaries that somebody else did.
    """
    line, code = search.line, search.line.procedure or ""
    unknown = any(knowledge.same(line, other, claim) is Same.UNKNOWN for other in found)
    if found:
        first = found[0]
        message = f"add-on {code} has its primary {first.procedure} on line {first.number}"
        if not unknown:
            message += _elsewhere(claim)
    elif search.add_on.type == TYPE_II:
        message = f"add-on {code} has no procedure of its date of service that it can accompany"
    else:
        message = (
            f"add-on {code} has no primary of its date of service{_expected(code, line, primaries)}"
        )
    suggestions = _other_add_on(search, primaries, knowledge, claim)
    payer_edit = disposition is Disposition.DENY
    return Hit(
        line,
        f"{message}; {doubt}" if doubt else message,
        _remedy(search, found, suggestions, primaries, claim),
        search.add_on,
        related=tuple(found),
        disposition=disposition,
        action=Action.RECODE if suggestions else Action.CHECK,
        suggest=suggestions,
        carc=_CARC if payer_edit else None,
        rarc=_RARC if payer_edit else (),
        evidence={"add_on_type": search.add_on.type},
    )


def _elsewhere(claim: Claim) -> str:
    if claim.kind is Kind.INSTITUTIONAL:
        return " on the other side of the bill (professional or facility); expected on the same"
    return " by another practitioner; expected by the same"


def _remedy(
    search: Search,
    found: Sequence[ServiceLine],
    suggestions: Sequence[Suggestion],
    primaries: Primaries,
    claim: Claim,
) -> str:
    line, code = search.line, search.line.procedure or ""
    removed = f"remove {coded(line)}"
    for other in suggestions:
        instead = in_place(other.code, line)
        return f"if {other.when}, report {instead} in place of {coded(line)}; if not, {removed}"
    if found:
        wrong = "revenue code" if claim.kind is Kind.INSTITUTIONAL else "rendering provider"
        who = "one side" if claim.kind is Kind.INSTITUTIONAL else "one practitioner"
        return f"if {who} did both, correct the {wrong}; if not, {removed}"
    formerly = primaries.formerly(code, line.day)
    bill = "bill the primary procedure"
    if search.add_on.type == TYPE_II:
        bill = f"bill the procedure that {code} accompanied"
    for other_line in search.near:
        if other_line.procedure in formerly:
            dead = f"{other_line.procedure} on line {other_line.number}"
            return f"if {dead} is recoded, judge {code} again; if not, {bill} or {removed}"
    return f"{bill}, or {removed}"


def _expected(code: str, line: ServiceLine, primaries: Primaries) -> str:
    wanted = sorted(primaries.on(code, line.day))
    if not wanted:
        return ""
    if len(wanted) == 1:
        return f"; expected {wanted[0]}"
    if len(wanted) <= _FEW:
        return f"; expected one of {', '.join(wanted)}"
    common = [each for each in _COMMON.get(code, ()) if each in wanted]
    *others, last = common or sorted(wanted, key=lambda each: (each[:3] != code[:3], each))[:3]
    such = f"{', '.join(others)} or {last}" if others else last
    return f"; expected one of its {len(wanted)} listed primaries, such as {such}"


def _other_add_on(
    search: Search, primaries: Primaries, knowledge: Knowledge, claim: Claim
) -> tuple[Suggestion, ...]:
    line = search.line
    if line.procedure not in _FLUOROSCOPY:
        return ()
    other = _FLUOROSCOPY[1 - _FLUOROSCOPY.index(line.procedure)]
    wanted = primaries.on(other, line.day)
    hosts = [
        near
        for near in search.near
        if near.procedure in wanted
        and knowledge.same(line, near, claim) is Same.YES
        and knowledge.complete.on(near.procedure, line.day) is None
    ]
    if not hosts:
        return ()
    when = f"fluoroscopy guided {hosts[0].procedure} on line {hosts[0].number}"
    return (Suggestion(other, when),)
