"""
What payers make of an edit, as text: treatment, waivers, options in TOML's notation.
"""

import enum
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

import attrs

from cleanclaim.cases import Case
from cleanclaim.cited import options_in
from cleanclaim.commands.toml_text import toml_value
from cleanclaim.rules import Rules
from cleanclaim.scrubber import Scrubber
from cleanclaim.stamping import StampedEdit


def edit_in(rules: Rules, edit_id: str) -> StampedEdit | None:
    """
    A payer's edit of this id, on or off.
    """
    return next((each for each in (*rules.edits, *rules.off) if each.id == edit_id), None)


def payer_lines(
    edit_id: str,
    payers: Sequence[Rules],
    width: int,
    *,
    one: bool,
    example: Case | None,
) -> Iterator[str]:
    """
    The lines for the payers that use the edit, of those that were asked; for *one* that
    was asked for by name, with what it says of an *example*.
    """
    yield ""
    users = [(rules, stamped) for rules in payers if (stamped := edit_in(rules, edit_id))]
    if not users:
        names = ", ".join(rules.payer.id for rules in payers) or "no config here"
        yield f"no payer switches it on; asked: {names}"
        return
    yield f"what {'the payer makes' if one else 'payers make'} of it"
    for rules, stamped in users:
        if rules.payer.out_of_scope is None:
            yield from _payer(stamped, rules, width)
            yield from _example(stamped, rules, example, width) if one and example else ()
        else:
            said = f"{rules.payer.id}: out of scope: {rules.payer.out_of_scope}"
            yield from wrapped(said, width, " " * 4, " " * 2)


def _payer(stamped: StampedEdit, rules: Rules, width: int) -> Iterator[str]:
    config, edit_id = rules.config, stamped.id
    treatment = config.dispositions.get(edit_id)
    said = f"{treatment}, by its config" if treatment else f"usually {stamped.edit.disposition}"
    yield f"  {rules.payer.id}: {said}"
    if treatment:
        yield f"    {config.where(('disposition', edit_id))}"
    for position, waiver in enumerate(config.waivers):
        if waiver.edit == edit_id:
            codes = f" of {' '.join(sorted(waiver.codes))}" if waiver.codes else ""
            yield from wrapped(
                f"waived{codes} until {waiver.until}: {waiver.reason}", width, " " * 6, " " * 4
            )
            yield f"    {config.where(('waive', position))}"
    for text in _settings(stamped, rules):
        yield from wrapped(text, width, " " * 6, " " * 4)


def _settings(stamped: StampedEdit, rules: Rules) -> Iterator[str]:
    """
    The options that the edit goes by, each with what its value means here.
    """
    owners = {type(options): name for name, options in rules.options.items()}
    given = options_in(stamped.edit.using, owners)
    own = rules.options.get(stamped.plugin)
    if own is not None and type(own) not in map(type, given):
        given = (own, *given)
    for options in sorted(given, key=lambda each: owners[type(each)]):
        for name, value in _options(options).items():
            means = _meaning(options, name, value)
            said = f"{owners[type(options)]}.{name}{_said(value)}"
            yield f"option {said}" + (f": {means}" if means else "")


def _meaning(options: Any, name: str, value: object) -> str:
    """
    What a value means, as its option's metadata has it under ``means``.
    """
    field = next(
        each for each in attrs.fields(type(options)) if name == each.metadata.get("key", each.name)
    )
    means = field.metadata.get("means")
    try:
        said = means.get(value) if isinstance(means, Mapping) else None
    except TypeError:  # a value that is no key: a list, a table
        return ""
    return said if isinstance(said, str) else ""


def _example(stamped: StampedEdit, rules: Rules, example: Case, width: int) -> Iterator[str]:
    """
    What this payer's rules say of a claim on which the edit fires by itself.
    """
    outcome = Scrubber([rules], force=True).scrub(example.claim)
    every = [(each.edit, each.line, str(each.disposition)) for each in outcome.findings]
    every += [(each.edit, each.line, f"{each.disposition}, observed") for each in outcome.observed]
    every += [(each.finding.edit, each.finding.line, "waived") for each in outcome.waived]
    every += [(each.edit, each.line, "excused by a modifier") for each in outcome.bypassed]
    said = [f"line {line}: {told}" for edit, line, told in every if edit == stamped.id]
    text = "; ".join(said) or "nothing; it is right for this payer, or no concern of its"
    yield from wrapped(
        f"of the claim that it finds, below, this payer's rules say: {text}",
        width,
        " " * 6,
        " " * 4,
    )


def _options(options: Any) -> Mapping[str, Any]:
    if options is None or not attrs.has(type(options)):
        return {}
    return {
        field.metadata.get("key", field.name): getattr(options, field.name)
        for field in attrs.fields(type(options))
    }


def _said(value: object) -> str:
    if value is None:
        return ": left out"
    try:
        return f" = {toml_value(_plain(value))}"
    except TypeError:  # a plugin may hold what it was given as anything
        return f": a {type(value).__name__}"


def _plain(value: object) -> object:
    """
    What an option holds, as TOML would: a set is a list in order.
    """
    if table := _options(value):
        return {key: _plain(each) for key, each in table.items() if each is not None}
    match value:
        case enum.Enum():
            return value.value
        case Path():
            return str(value)
        case Mapping():
            return {str(key): _plain(each) for key, each in value.items()}
        case AbstractSet():
            return sorted(map(_plain, value), key=str)
        case list() | tuple():
            return [_plain(each) for each in value]
    return value


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
