"""
The docs say what the code says.
"""

import argparse
import ast
import enum
import importlib.metadata
import inspect
import re
import tomllib
from pathlib import Path
from types import FunctionType
from typing import Any

import attrs
import pytest

import cleanclaim
from cleanclaim import (
    Action,
    BillingProvider,
    Bypassed,
    Claim,
    Disposition,
    Documentation,
    Hit,
    Lacks,
    Practitioner,
    ServiceLine,
    Steps,
    Suggestion,
    hookspecs,
)
from cleanclaim.edits import Edit
from cleanclaim.sources import Fault
from cleanclaim.testing import Case, Fires, plugin_of
from cleanclaim.testing.pages import pages

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md")), *sorted(ROOT.glob("plugins/*/README.md"))]
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
_SHELL = re.compile(r"^```(?:console|sh|bash|shell)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def read(path: Path) -> str:
    return path.read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links(page: Path) -> None:
    """
    Every link to a file of this project leads to one.
    """
    links = _LINK.findall(_FENCED.sub("", read(page)))

    missing = [
        link for link in links if "://" not in link and not (page.parent / link).resolve().exists()
    ]

    assert [] == missing


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_exist(page: Path) -> None:
    """
    Every ``cleanclaim …`` that a page shows is a sub-command, with options that it has.
    """
    commands = {
        entry.name: entry.load()
        for entry in importlib.metadata.entry_points(group="cleanclaim.commands")
    }

    wrong = []
    shell = "\n".join(_SHELL.findall(read(page)))
    for line in re.findall(r"^(?:\$ )?(?:.*\| )?cleanclaim (.+)$", shell, re.MULTILINE):
        name, *words = line.split("|")[0].split()
        if name.startswith("-"):
            continue
        if name not in commands:
            wrong.append(line)
            continue
        parser = argparse.ArgumentParser()
        commands[name]().add_arguments(parser)
        known = parser.format_help()
        wrong += [
            f"{name} {word}" for word in words if re.match(r"--\w", word) and word not in known
        ]

    assert [] == wrong


def test_hooks() -> None:
    """
    The hooks' page has each hook's exact signature as a heading, in the code's order.
    """
    specs = [
        f"{name}({', '.join(inspect.signature(spec).parameters)})"
        for name, spec in vars(hookspecs).items()
        if isinstance(spec, FunctionType) and name.startswith("scrub_")
    ]

    shown = re.findall(r"^## `(.+)`$", read(DOCS / "reference" / "hooks.md"), re.MULTILINE)

    assert specs == shown


@pytest.mark.parametrize(
    ("heading", "shape"),
    [
        ("Claim", Claim),
        ("Service line", ServiceLine),
        ("Billing provider", BillingProvider),
        ("Practitioner", Practitioner),
        ("Documentation", Documentation),
    ],
)
def test_claim(heading: str, shape: type[Any]) -> None:
    """
    The claim's page has the keys that the model has, each once.
    """
    _, _, section = read(DOCS / "reference" / "claim.md").partition(f"\n## {heading}\n")
    section = section.partition("\n## ")[0]

    shown = re.findall(r"^\| `(\w+)`", section, re.MULTILINE)

    assert [field.name for field in attrs.fields(shape)] == shown


@pytest.mark.parametrize(("heading", "shape"), [("A case", Case), ("A finding", Fires)])
def test_cases(heading: str, shape: type[Any]) -> None:
    """
    The cases' page has the keys that a case file may have, each once.
    """
    _, _, section = read(DOCS / "reference" / "cases.md").partition(f"\n## {heading}\n")
    section = section.partition("\n## ")[0]

    shown = re.findall(r"^\| `(\w+)`", section, re.MULTILINE)

    # Where it stands is not for its author to say.
    keys = {field.name for field in attrs.fields(shape)} - {"edit", "place", "file"}
    assert sorted(keys) == sorted(shown)


@pytest.mark.parametrize("shape", [Edit, Hit, Suggestion, Steps, Lacks, Bypassed])
def test_edit_api(shape: type[Any]) -> None:
    """
    The page of what an edit is made of has each field, in the code's order.
    """
    shown = first_cells(DOCS / "reference" / "edit-api.md", shape.__name__)

    fields = [field.name for field in attrs.fields(shape)]
    assert fields == [name for name in shown if not name.endswith("Edit")]


@pytest.mark.parametrize("shape", [Disposition, Action])
def test_edit_api_choices(shape: type[enum.StrEnum]) -> None:
    """
    The same page has each member of a closed choice, in the code's order.
    """
    shown = first_cells(DOCS / "reference" / "edit-api.md", shape.__name__)

    assert [member.name for member in shape] == shown


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_python_compiles(page: Path) -> None:
    """
    Every Python block of a page is Python.
    """
    for block in _PYTHON.findall(read(page)):
        compile(block, str(page), "exec")


@pytest.mark.parametrize(
    "plugin", sorted(path.parent.name for path in ROOT.glob("plugins/*/pyproject.toml"))
)
def test_options(plugin: str) -> None:
    """
    The options' page has each plugin's options with their defaults, in the code's order.
    """
    module = plugin_of(ROOT / "plugins" / plugin / "tests" / "test_plugin.py").module()
    declares = getattr(module, "scrub_options", None)
    options = attrs.fields(declares()) if declares else ()

    text = section(DOCS / "reference" / "options.md", plugin)

    assert text
    shown = re.findall(r"^\| `(\w+)` \|.* \| `?([^|`]+)`? \|$", text, re.MULTILINE)
    assert [(field.name, as_toml(field.default)) for field in options] == shown
    assert bool(options) != text.lstrip().startswith("None")


def as_toml(default: object) -> str:
    if default is None:
        return "left out"
    if isinstance(default, tuple):
        return f"[{', '.join(map(as_toml, default))}]"
    return f'"{default}"' if isinstance(default, str) else str(default).lower()


def test_evidence() -> None:
    """
    The outcome's page has each key of evidence that a shipped edit gives.
    """
    given = {
        key
        for path in ROOT.glob("plugins/*/src/**/*.py")
        for node in ast.walk(ast.parse(read(path)))
        for key in evidence_keys(node)
    }

    shown = first_cells(DOCS / "reference" / "outcome.md", "Evidence")

    assert sorted(given) == sorted(shown)


def evidence_keys(node: ast.AST) -> list[str]:
    """
    The keys that are given here: ``evidence={…}``, as argument or variable, or
    ``evidence["…"] = …``.
    """
    match node:
        case (
            ast.keyword(arg="evidence", value=ast.Dict(keys=keys))
            | ast.Assign(targets=[ast.Name("evidence")], value=ast.Dict(keys=keys))
            | ast.AnnAssign(target=ast.Name("evidence"), value=ast.Dict(keys=keys))
            | ast.AugAssign(target=ast.Name("evidence"), value=ast.Dict(keys=keys))
        ):
            return [str(key.value) for key in keys if isinstance(key, ast.Constant)]
        case ast.Subscript(value=ast.Name("evidence"), slice=ast.Constant(value=str(key))):
            return [key]
    return []


def test_fault() -> None:
    """
    The how-to of embedding has what a report function receives.
    """
    shown = first_cells(DOCS / "how-to" / "embed-in-python.md", "A file")

    assert [field.name for field in attrs.fields(Fault)] == shown


def section(page: Path, heading: str) -> str:
    """
    The text under a heading of a page.
    """
    _, _, text = read(page).partition(f"\n## {heading}\n")
    return text.partition("\n## ")[0]


def first_cells(page: Path, heading: str) -> list[str]:
    """
    What stands as code in the first cell of each row under a heading.
    """
    return re.findall(r"^\| `(\w+)`", section(page, heading), re.MULTILINE)


def test_edit_pages() -> None:
    """
    The edits' pages are those that their edits make.
    """
    folder = DOCS / "reference" / "edits"
    made = pages(ROOT / "plugins")

    there = {path.name: read(path) for path in folder.glob("*.md")}
    stale = sorted(name for name in made.keys() | there.keys() if made.get(name) != there.get(name))

    command = "python -m cleanclaim.testing.pages docs/reference/edits --plugins plugins"
    assert [] == stale, f"stale; to make them anew: {command}"


def test_every_page_is_reached() -> None:
    """
    Every page of the docs is linked from another.
    """
    linked = {
        (page.parent / link).resolve()
        for page in PAGES
        for link in _LINK.findall(read(page))
        if "://" not in link
    }

    assert [] == [
        str(page)
        for page in DOCS.rglob("*.md")
        if page.resolve() not in linked | {DOCS / "index.md"}
    ]


def test_decisions() -> None:
    """
    Decisions are numbered without gaps, and each is in the list.
    """
    folder = DOCS / "decisions"
    records = sorted(path.name for path in folder.glob("[0-9]*.md"))

    assert [f"{number:04}" for number in range(1, len(records) + 1)] == [
        name.split("-")[0] for name in records
    ]
    assert [] == [name for name in records if f"]({name})" not in read(folder / "README.md")]


def test_changelog() -> None:
    """
    The newest entry of the changelog is this version's.
    """
    version = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]["version"]
    newest = re.search(r"^## (\S+)", read(ROOT / "CHANGELOG.md"), re.MULTILINE)

    assert newest is not None
    assert version == newest[1]


def test_public_names_are_documented() -> None:
    """
    Every public name says in a docstring what it is.
    """
    silent = [
        name
        for name in cleanclaim.__all__
        if name != "hookimpl" and not (getattr(cleanclaim, name).__doc__ or "").strip()
    ]

    assert [] == silent
