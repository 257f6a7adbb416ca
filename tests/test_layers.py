"""
Imports point only to the left, and only to what a module may know.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import cleanclaim
import cleanclaim.testing

ROOT = Path(__file__).parent.parent
CORE = ROOT / "core" / "cleanclaim"

# From the ground up: a module imports only what stands before it. A package stands as one,
# and what is in it may import each other.
ORDER = """
quick errors shape_fields key_paths installed entry_points looks values documentation model
findings sources edits claim_values claim_form toml_lines tomls shapes tables cited fact_toml
fact_rows fact_cells fact_csv facts options payer overlaps waivers layers config_file
config_schema config routing hookspecs hooks versions candidates plugins shared meetings waking answers
shadow_day likeness guard stamping memory views dispatch rules interest scrubber __init__ readers reporters cases
testing commands __main__
""".split()
# The command line and its sub-commands are one.
AS_ONE = {"cli": "commands"}

NUMERIC = {"alphabet", "stretches", "vectors"}
"""Modules of the X12 reader that the extra ``fast`` is for."""

MAY_NEED = {"pluggy", "attrs", "attr", "tomli", "cleanclaim"} | sys.stdlib_module_names

CORE_FILES = sorted(CORE.rglob("*.py"))
PLUGIN_FILES = sorted(ROOT.glob("plugins/*/src/**/*.py"))


def name_of(path: Path) -> str:
    """
    Where a file of core stands in the order: its module, or its package as one.
    """
    name = path.relative_to(CORE).parts[0].removesuffix(".py")
    return AS_ONE.get(name, name)


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """
    What a file imports, wherever in it: module, and the name taken from it.
    """
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield from ((node.module or "", alias.name) for alias in node.names)


def of_core(module: str, name: str) -> str:
    """
    Where an imported module or name of core stands in the order.
    """
    parts = module.split(".")[1:] or ([name] if name in ORDER or name in AS_ONE else ["__init__"])
    return AS_ONE.get(parts[0], parts[0])


@pytest.mark.parametrize("path", CORE_FILES, ids=lambda path: str(path.relative_to(CORE)))
def test_imports_point_left(path: Path) -> None:
    """
    A module of core imports only what stands before it in the order.
    """
    own = name_of(path)
    allowed = set(ORDER[: ORDER.index(own) + 1])

    wrong = {
        f"{module}.{name}".rstrip(".")
        for module, name in imports(path)
        if module.split(".")[0] == "cleanclaim" and of_core(module, name) not in allowed
    }

    assert set() == wrong


@pytest.mark.parametrize("path", CORE_FILES, ids=lambda path: str(path.relative_to(CORE)))
def test_needs_little(path: Path) -> None:
    """
    Core imports the standard library, pluggy, attrs and tomli; its testing kit pytest too,
    and what reads X12 with numpy, imported where that is found, numpy.
    """
    extra = {"testing": {"pytest"}, "readers": {"numpy"} if path.stem in NUMERIC else set()}
    may = MAY_NEED | extra.get(name_of(path), set())

    assert set() == {module.split(".")[0] for module, _ in imports(path)} - may


@pytest.mark.parametrize("path", PLUGIN_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_plugins_stay_outside(path: Path) -> None:
    """
    A plugin takes from core nothing but its public names.
    """
    public = {
        "cleanclaim": set(cleanclaim.__all__),
        "cleanclaim.testing": set(cleanclaim.testing.__all__),
        **for_commands(),
    }

    wrong = {
        f"from {module} import {name}"
        for module, name in imports(path)
        if module.split(".")[0] == "cleanclaim" and name not in public.get(module, set())
    }

    assert set() == wrong


def for_commands() -> dict[str, set[str]]:
    """
    What a plugin's sub-commands may take besides, as the command line's page tells.
    """
    page = (ROOT / "docs" / "reference" / "command-line.md").read_text("utf-8")
    section = page.partition("\n## A sub-command of a plugin\n")[2].partition("\n## ")[0]
    public: dict[str, set[str]] = {}
    for module, names in re.findall(
        r"^\| `(cleanclaim[\w.]*)` \| ([^|]+) \|", section, re.MULTILINE
    ):
        public[module] = set(re.findall(r"`(\w+)`", names))
    return public


@pytest.mark.parametrize("path", PLUGIN_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_plugins_know_each_other(path: Path) -> None:
    """
    A plugin imports only plugins that its project depends on, and never their edits.
    """
    folder = ROOT / "plugins" / path.relative_to(ROOT / "plugins").parts[0]
    project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
    known = {folder.name} | {
        requirement.split(">=")[0].removeprefix("cleanclaim-").replace("-", "_")
        for requirement in project["dependencies"]
    }

    wrong = set()
    for module, name in imports(path):
        package, *inside = module.split(".")
        if not package.startswith("cleanclaim_"):
            continue
        other = package.removeprefix("cleanclaim_")
        private = {part for part in (*inside, name) if part.startswith("_") or part == "edits"}
        if other not in known or (other != folder.name and private):
            wrong.add(f"from {module} import {name}")

    assert set() == wrong


@pytest.mark.parametrize("path", PLUGIN_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_plugins_need_little(path: Path) -> None:
    """
    A plugin imports the standard library, attrs, cleanclaim, other plugins, and what its
    project or one of its extras depends on.
    """
    packages = {module.split(".")[0] for module, _ in imports(path)}
    folder = ROOT / "plugins" / path.relative_to(ROOT / "plugins").parts[0]
    project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project.get("optional-dependencies", {}).values()
    requirements = [*project["dependencies"], *(each for extra in extras for each in extra)]
    declared = {re.split(r"[<>=\[]", requirement)[0] for requirement in requirements}

    others = {package for package in packages if package.startswith("cleanclaim_")}
    assert set() == packages - others - MAY_NEED - declared


def test_order_is_whole() -> None:
    """
    The order names every module of core once, and nothing else.
    """
    assert sorted({name_of(path) for path in CORE_FILES}) == sorted(ORDER)
