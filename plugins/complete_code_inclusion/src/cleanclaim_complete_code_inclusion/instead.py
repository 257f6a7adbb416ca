"""
Which code to consider instead of one whose modality was not the one used.
"""

import datetime

from cleanclaim import Suggestion, Table
from cleanclaim_complete_code_inclusion.unguided import Advice, Unguided
from cleanclaim_guidance_facts.complete import Complete


def suggestions(
    complete: Complete, table: Table[Advice], modality: str, when: str, day: datetime.date
) -> tuple[Suggestion, ...]:
    """
    The codes to consider instead of a complete code for this modality (``none``: no
    imaging); what only general knowledge says is marked as such.
    """
    advice = table.on(complete.key, day)
    published = complete.instead.get(modality, ())
    advised = advice.instead.get(modality, ()) if advice and not published else ()
    found = []
    for codes in _of_level(published or advised, complete.level, modality):
        code, _, beside = codes.partition("+")
        also = f"; report {beside} beside it" if beside else ""
        unsure = " (general knowledge: check the note)" if advised else ""
        known = table.on(code, day)
        caution = f" ({known.caution})" if known and known.caution else ""
        found.append(Suggestion(code, when + also + unsure + caution))
    return tuple(found)


def without_guidance(
    complete: str, table: Table[Unguided], when: str, day: datetime.date
) -> tuple[Suggestion, ...]:
    """
    The codes for the same procedure without guidance, of which this one is the sibling.
    """
    return tuple(
        Suggestion(key, when)
        for key in sorted(table.keys)
        if (fact := table.on(key, day))
        and any(complete in codes for codes in fact.siblings.values())
    )


def _of_level(codes: tuple[str, ...], level: int | None, modality: str) -> tuple[str, ...]:
    """
    Of a family's codes, the one of the same level; all where they have no levels.
    """
    if level is None or modality == "none" or len(codes) < max(level, 2):
        return codes
    return (codes[level - 1],)
