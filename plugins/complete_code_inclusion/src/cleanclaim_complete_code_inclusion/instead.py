"""
Which code to consider instead of one whose modality was not the one used.
"""

import datetime

import attrs

from cleanclaim import Suggestion, Table
from cleanclaim_complete_code_inclusion.unguided import Advice, Unguided
from cleanclaim_guidance_facts.complete import Complete


@attrs.frozen
class Instead:
    """
    A code to consider, and the guidance code that is then reported with it, if any;
    ``advised``: only general knowledge says so.
    """

    code: str
    beside: str
    advised: bool


def alternatives(
    complete: Complete, table: Table[Advice], modality: str, day: datetime.date
) -> tuple[Instead, ...]:
    """
    The codes to consider instead of a complete code for this modality (``none``: no
    imaging).
    """
    advice = table.on(complete.key, day)
    published = complete.instead.get(modality, ())
    advised = advice.instead.get(modality, ()) if advice and not published else ()
    found = []
    for codes in _of_level(published or advised, complete.level, modality):
        code, _, beside = codes.partition("+")
        found.append(Instead(code, beside, bool(advised)))
    return tuple(found)


def suggestions(
    complete: Complete, table: Table[Advice], modality: str, when: str, day: datetime.date
) -> tuple[Suggestion, ...]:
    """
    The same as suggestions; what only general knowledge says is marked as such.
    """
    found = []
    for other in alternatives(complete, table, modality, day):
        also = f"; report {other.beside} with it" if other.beside else ""
        unsure = " (general knowledge: confirm it in the code book)" if other.advised else ""
        known = table.on(other.code, day)
        caution = f" ({known.caution})" if known and known.caution else ""
        found.append(Suggestion(other.code, when + also + unsure + caution))
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
