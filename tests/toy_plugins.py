"""
Toy plugins, payers and claims, for the tests of core.

A toy plugin is either a folder as `--plugins` reads it, or a module made in memory and
put where Python's import finds it; core can't tell either from a real one.
"""

import importlib
import itertools
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cleanclaim import Fact, LineEdit, Scrubber, Source, Trust, hookimpl
from cleanclaim.config import Config, config_from
from cleanclaim.edits import ClaimEdit, Edit, PayerEdit
from cleanclaim.plugins import Candidate, Catalogue
from cleanclaim.rules import all_rules

SOURCE = Source("A toy list", "https://example.org/toys", Trust.PUBLISHED)
HEARSAY = Source("What they say", "https://example.org/say", Trust.GENERAL_KNOWLEDGE)
FACT = Fact(key="99991", since=date(2020, 1, 1), source=SOURCE)
PAYER = {
    "id": "toy_payer",
    "name": "Toy payer",
    "kinds": ["professional", "institutional"],
    "setting": "physician",
    "default": True,
}
_LEVELS = {
    LineEdit: "scrub_line_edits",
    ClaimEdit: "scrub_claim_edits",
    PayerEdit: "scrub_payer_edits",
}
_numbers = itertools.count(1)


def claim(*lines: str | Mapping[str, Any], **fields: Any) -> dict[str, Any]:
    """
    A claim in the contract's form; a line is CODE-MOD-MOD or the line's own object.
    """
    return {
        "id": "case",
        "kind": "professional",
        "date": "2025-03-03",
        "lines": [_line(line) if isinstance(line, str) else line for line in lines],
        **fields,
    }


def _line(text: str) -> dict[str, Any]:
    procedure, *modifiers = text.split("-")
    return {"procedure": procedure, "modifiers": modifiers}


def config(payer: Mapping[str, Any] | None = None, **tables: Any) -> Config:
    """
    The config of a payer that takes every claim and has the plugin ``toy``.
    """
    return config_from({"plugins": ["toy"], "payer": {**PAYER, **(payer or {})}, **tables})


def module_of(edits: Iterable[Edit], **attributes: Any) -> ModuleType:
    """
    A module in memory that gives these edits, each by the hook of its level.
    """
    module = ModuleType(f"cleanclaim_toy_{next(_numbers)}")
    by_hook: dict[str, list[Edit]] = {}
    for edit in edits:
        by_hook.setdefault(_LEVELS[type(edit)], []).append(edit)
    for hook, given in by_hook.items():
        setattr(module, hook, hookimpl(_giving(given)))
    for name, value in attributes.items():
        setattr(module, name, value)
    sys.modules[module.__name__] = module
    return module


def _giving(edits: list[Edit]) -> Any:
    return lambda: edits


def scrubber_of(*edits: Edit, as_of: date | None = None, **tables: Any) -> Scrubber:
    """
    A scrubber of one payer that has just these edits, of a plugin ``toy``.
    """
    candidate = Candidate("toy", module_of(edits).__name__, "toy", "2026.1.0", (), None)
    rules = all_rules([config(**tables)], Catalogue([candidate]))
    return Scrubber(rules, as_of=as_of, force=True)


def write_plugin(
    folder: Path,
    name: str,
    code: str,
    *,
    module: str | None = None,
    version: str = "2026.1.0",
    dependencies: Iterable[str] = (),
) -> Path:
    """
    A folder with one plugin, below a folder of plugins; returns its module's file.
    """
    module = module or f"cleanclaim_{name}"
    project = folder / name
    file = project / "src" / module / "__init__.py"
    file.parent.mkdir(parents=True)
    file.write_text(textwrap.dedent(code))
    (project / "pyproject.toml").write_text(
        f'[project]\nname = "cleanclaim-{name.replace("_", "-")}"\nversion = "{version}"\n'
        f"dependencies = {list(dependencies)}\n"
        f'[project.entry-points.cleanclaim]\n{name} = "{module}"\n'
    )
    return file


@pytest.fixture(autouse=True)
def imports_as_before() -> Iterator[None]:
    """
    What a test imports of toys is gone after it, and so are their folders' paths.
    """
    path, modules = sys.path[:], set(sys.modules)
    yield
    sys.path[:] = path
    for name in set(sys.modules) - modules:
        if name.startswith("cleanclaim_"):
            del sys.modules[name]
    importlib.invalidate_caches()
