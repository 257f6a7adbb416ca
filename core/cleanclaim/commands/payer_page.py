"""
What payers make of an edit, as text: treatment, waivers, options.
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from cleanclaim.rules import Rules
from cleanclaim.stamping import StampedEdit


def edit_in(rules: Rules, edit_id: str) -> StampedEdit | None:
    """
    A payer's edit of this id, on or off.
    """
    return next((each for each in (*rules.edits, *rules.off) if each.id == edit_id), None)


def payer_lines(
    stamped: StampedEdit, users: Sequence[Rules], payers: Sequence[Rules], width: int
) -> Iterator[str]:
    """
    The lines for the payers that use the edit, of those that were asked.
    """
    yield ""
    if not users:
        names = ", ".join(rules.payer.id for rules in payers) or "no config here"
        yield f"no payer switches it on; asked: {names}"
        return
    yield "what payers make of it"
    for rules in users:
        yield from _payer(stamped.id, rules, width)


def _payer(edit_id: str, rules: Rules, width: int) -> Iterator[str]:
    config = rules.config
    treatment = config.dispositions.get(edit_id)
    stamped = edit_in(rules, edit_id)
    assert stamped is not None
    default = f"{stamped.edit.disposition}, the default"
    yield f"  {rules.payer.id}: {treatment or default}"
    if treatment:
        yield f"    {config.where(('disposition', edit_id))}"
    for position, waiver in enumerate(config.waivers):
        if waiver.edit == edit_id:
            codes = f" of {' '.join(sorted(waiver.codes))}" if waiver.codes else ""
            yield from wrapped(
                f"waived{codes} until {waiver.until}: {waiver.reason}", width, " " * 6, " " * 4
            )
            yield f"    {config.where(('waive', position))}"
    for name, value in _options(rules.options.get(stamped.plugin)).items():
        yield from wrapped(f"option {name} = {_said(value)}", width, " " * 6, " " * 4)


def _options(options: Any) -> Mapping[str, Any]:
    if options is None or not attrs.has(type(options)):
        return {}
    return {field.name: getattr(options, field.name) for field in attrs.fields(type(options))}


def _said(value: object) -> str:
    if isinstance(value, (frozenset, tuple)):
        return " ".join(sorted(map(str, value))) or "none"
    return str(value)


def wrapped(text: str, width: int, rest: str, first: str = "") -> list[str]:
    """
    The text within the width; what has no blanks, such as a url, sticks out.
    """
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
