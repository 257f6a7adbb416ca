"""
Cases: claims as TOML beside an edit, and the lines on which it fires.

They are an edit's tests, and its examples in ``explain`` and on its page. A case file is
named after its edit and lies in ``tests/cases`` of a plugin's folder, in ``cases`` of its
installed package.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs

from cleanclaim import tomls
from cleanclaim.claim_form import claim_from
from cleanclaim.config import Setting
from cleanclaim.errors import ClaimError, PluginError, did_you_mean, together
from cleanclaim.findings import Action, Disposition
from cleanclaim.model import Claim

CLAIM = 0  # among a case's lines: the claim as a whole


@attrs.frozen
class Fires:
    """
    A finding that a case expects; what is None is not compared.
    """

    line: int
    disposition: Disposition | None = None
    action: Action | None = None
    suggest: frozenset[str] | None = None
    related: frozenset[int] | None = None


@attrs.frozen
class Case:
    """
    A claim, and the lines on which its edit fires, is bypassed, or lacks something.

    ``any_order`` promises that the order of the claim's lines changes nothing. ``file``
    is where the case stands: a relative path in its options begins in that folder.
    """

    edit: str
    name: str
    why: str
    claim: Claim
    fires: tuple[Fires, ...]
    bypassed: frozenset[int] = frozenset()
    lacks: frozenset[int] = frozenset()
    setting: Setting = Setting.PHYSICIAN
    options: Mapping[str, Mapping[str, Any]] = attrs.field(factory=dict)
    any_order: bool = False
    place: str = ""
    file: Path | None = None

    def __str__(self) -> str:
        return f"{self.edit}: {self.name}"


def cases_of(module: ModuleType, edit: str) -> tuple[Case, ...]:
    """
    The cases of an edit, by the plugin's module and the edit's name within it.

    None at all when the plugin ships no case file for it.

    Raises: PluginError when the file can't be used as it stands.
    """
    folder = cases_folder(Path(module.__file__)) if module.__file__ else None
    path = folder / f"{edit}.toml" if folder else None
    return read_cases(path) if path and path.is_file() else ()


def shared_options(cases: Iterable[Case]) -> Mapping[str, Mapping[str, Any]]:
    """
    The options that all of these cases have alike, without which the plugin may not load.
    """
    every = [case.options for case in cases]
    return {
        plugin: options
        for plugin, options in (every[0] if every else {}).items()
        if all(other.get(plugin) == options for other in every)
    }


def cases_folder(file: Path) -> Path | None:
    """
    Where a plugin keeps its cases, by the file of its module: in the package once it is
    installed, before in ``tests/cases`` of the folder that has its ``pyproject.toml``.
    """
    package = file.resolve().parent
    if (packaged := package / "cases").is_dir():
        return packaged
    above = (package, package.parent, package.parent.parent)
    root = next((folder for folder in above if (folder / "pyproject.toml").is_file()), None)
    folder = root / "tests" / "cases" if root else None
    return folder if folder and folder.is_dir() else None


def read_cases(path: Path) -> tuple[Case, ...]:
    """
    The cases of one file; the file's name is the edit's.

    Raises: PluginError, with every fault of the file, a line each.
    """
    document = tomls.read(path, PluginError)
    faults = [
        f"{path}:{document.line_of((key,))}: unknown key {key!r}{did_you_mean(key, _FILE_KEYS)}"
        for key in document.data
        if key not in _FILE_KEYS
    ]
    entries = document.data.get("case", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        msg = f"{path}:{document.line_of(('case',))}: expected tables, [[case]]"
        raise PluginError(msg)
    shared = document.data.get("options", {})
    cases = []
    for position, entry in enumerate(entries):
        place = f"{path}:{document.line_of(('case', position))}"
        try:
            cases.append(attrs.evolve(_case(path.stem, entry, shared), place=place, file=path))
        except (ClaimError, ValueError) as error:
            faults += [f"{place}: [[case]] {fault}" for fault in str(error).splitlines()]
    if faults:
        raise PluginError(together(faults))
    return tuple(cases)


def _case(edit: str, entry: Mapping[str, Any], shared: object) -> Case:
    _refuse_unknown(entry, _CASE_KEYS, "")
    for key in ("name", "why", "claim", "fires"):
        if key not in entry:
            msg = f"{key}: missing"
            raise ValueError(msg)
    claim = _claim(entry["claim"])
    return Case(
        edit=edit,
        name=_of(str, entry["name"], "name"),
        why=_of(str, entry["why"], "why"),
        claim=claim,
        fires=tuple(_fires(one, claim) for one in _of(list, entry["fires"], "fires")),
        bypassed=_lines(entry.get("bypassed", []), "bypassed", claim),
        lacks=_lines(entry.get("lacks", []), "lacks", claim),
        setting=_choice(Setting, entry.get("setting", "physician"), "setting"),
        options=_options(shared, entry.get("options", {})),
        any_order=_of(bool, entry.get("any_order", False), "any_order"),
    )


def _options(shared: object, own: object) -> Mapping[str, Mapping[str, Any]]:
    """
    A case's options over those of its whole file, plugin by plugin.
    """
    merged = dict(_of(dict, shared, "options of the file"))
    for plugin, options in _of(dict, own, "options").items():
        below = _of(dict, merged.get(plugin, {}), f"options.{plugin} of the file")
        merged[plugin] = {**below, **_of(dict, options, f"options.{plugin}")}
    return merged


def _claim(data: object) -> Claim:
    entry = dict(_of(dict, data, "claim"))
    lines = [_line(line) for line in _of(list, entry.get("lines", []), "claim.lines")]
    return claim_from({"id": "case"} | entry | {"lines": lines})


def _line(data: object) -> object:
    if not isinstance(data, str):
        return data
    procedure, *modifiers = data.split("-")
    return {"procedure": procedure, "modifiers": modifiers}


def _fires(data: object, claim: Claim) -> Fires:
    entry = _of(dict, data, "fires")
    _refuse_unknown(entry, _FIRES_KEYS, "fires.")
    if "line" not in entry:
        msg = "fires.line: missing"
        raise ValueError(msg)
    (line,) = _lines([entry["line"]], "fires.line", claim)
    suggest, related = entry.get("suggest"), entry.get("related")
    return Fires(
        line=line,
        disposition=_maybe(Disposition, entry, "disposition"),
        action=_maybe(Action, entry, "action"),
        suggest=None if suggest is None else frozenset(_of(list, suggest, "fires.suggest")),
        related=None if related is None else _lines(related, "fires.related", claim),
    )


def _lines(data: object, key: str, claim: Claim) -> frozenset[int]:
    known = {CLAIM, *(line.number for line in claim.lines)}
    numbers = _of(list, data, key)
    if any(type(number) is not int or number not in known for number in numbers):
        msg = f"{key}: expected numbers of the claim's lines (0 for the claim as a whole)"
        raise ValueError(msg)
    return frozenset(numbers)


def _maybe(choices: Any, entry: Mapping[str, Any], key: str) -> Any:
    return _choice(choices, entry[key], f"fires.{key}") if key in entry else None


def _choice(choices: Any, value: object, key: str) -> Any:
    try:
        return choices(value)
    except ValueError:
        known = [choice.value for choice in choices]
        hint = did_you_mean(str(value), known) or f"; expected one of {', '.join(known)}"
        msg = f"{key}: unknown value {value!r}{hint}"
        raise ValueError(msg) from None


def _of(shape: type[Any], value: object, key: str) -> Any:
    if type(value) is not shape:
        msg = f"{key}: expected {_SAID[shape]}"
        raise ValueError(msg)
    return value


def _refuse_unknown(entry: Mapping[str, Any], known: tuple[str, ...], prefix: str) -> None:
    for key in entry:
        if key not in known:
            msg = f"unknown key '{prefix}{key}'{did_you_mean(key, known)}"
            raise ValueError(msg)


_SAID = {str: "text", list: "an array", dict: "a table", bool: "true or false"}
_FIRES_KEYS = tuple(field.name for field in attrs.fields(Fires))
_FILE_KEYS = ("case", "options")
_OURS = frozenset({"edit", "place", "file"})
_CASE_KEYS = tuple(field.name for field in attrs.fields(Case) if field.name not in _OURS)
