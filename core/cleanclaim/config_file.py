"""
A config file as it is written: its keys, and what can be wrong with one file alone.
"""

import enum
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from cleanclaim import shapes
from cleanclaim.key_paths import KeyPath
from cleanclaim.payer import NAME, Payer
from cleanclaim.shapes import Misfit
from cleanclaim.tomls import Document
from cleanclaim.waivers import EDIT, Waiver

_NAME_GRAMMAR = "small letters, digits and _"


class Treatment(enum.StrEnum):
    """
    What a payer makes of an edit's findings.

    ``deny``, ``review`` and ``info`` replace the edit's default; ``observe`` reports and
    never holds; ``off`` does not run the edit.
    """

    DENY = "deny"
    REVIEW = "review"
    INFO = "info"
    OBSERVE = "observe"
    OFF = "off"


def _about(text: str) -> dict[str, str]:
    return {"about": text}


@attrs.frozen
class ConfigFile:
    """
    A config file as it is written: the keys that it may have.
    """

    extends: str | None = attrs.field(
        default=None, metadata=_about("A .toml of this folder or below it, to build on.")
    )
    plugins: tuple[str, ...] = attrs.field(
        default=(), metadata=_about("The plugins to load; those they depend on come along.")
    )
    payer: Payer | None = attrs.field(
        default=None, metadata=_about("Which claims are the payer's; a file without is a base.")
    )
    options: Mapping[str, Mapping[str, Any]] = attrs.field(
        factory=dict, metadata=_about("A table of options for each plugin, by its name.")
    )
    disposition: Mapping[str, Treatment] = attrs.field(
        factory=dict, metadata=_about("What this payer makes of an edit, by plugin.edit.")
    )
    waive: tuple[Waiver, ...] = attrs.field(
        default=(), metadata=_about("Findings to set aside, with a reason and a last day.")
    )


def faults_of(document: Document) -> list[str]:
    """
    What is wrong with one file by itself; what is missing may come from another.
    """
    data = dict(document.data)
    misfits = [*_plugin_faults(data.get("plugins")), *_option_faults(data.get("options"))]
    edits = data.get("disposition")
    if isinstance(edits, Mapping):
        misfits.extend(_edit_faults(edits))
        data["disposition"] = {edit: edits[edit] for edit in edits if EDIT.fullmatch(edit)}
    payer = data.pop("payer", None)
    if isinstance(payer, Mapping):
        shapes.fit_fields(shapes.by_key(Payer), payer, ("payer",), misfits, partly=True)
    elif payer is not None:
        misfits.append(Misfit(("payer",), f"{shapes.shown(payer)}; expected a table"))
    shapes.fit(ConfigFile, data, (), misfits)
    misfits.sort(key=lambda misfit: document.line_of(misfit.path))
    told = shapes.told(misfits, document.where)
    return told.split("\n") if told else []


def _plugin_faults(plugins: object) -> Iterable[Misfit]:
    given = plugins if isinstance(plugins, list | tuple) else ()
    for number, name in enumerate(given):
        path: KeyPath = ("plugins", number)
        if isinstance(name, str) and not NAME.fullmatch(name):
            yield Misfit(path, f"{name!r} is not a plugin's name; expected {_NAME_GRAMMAR}")
        elif isinstance(name, str) and name in given[:number]:
            yield Misfit(path, f"{name!r} stands twice in the list")


def _option_faults(options: object) -> Iterable[Misfit]:
    for name in options if isinstance(options, Mapping) else ():
        if not NAME.fullmatch(name):
            what = f"{name!r} is not a plugin's name; expected {_NAME_GRAMMAR}"
            yield Misfit(("options", name), what)


def _edit_faults(edits: Mapping[str, object]) -> Iterable[Misfit]:
    for edit in edits:
        if not EDIT.fullmatch(edit):
            what = f'{edit!r} is not an edit; expected "plugin.edit", in quotes'
            yield Misfit(("disposition", edit), what)
