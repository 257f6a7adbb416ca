"""
The package's own names: all of them, each from its module, when it is asked for.
"""

import ast
import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

import cleanclaim

ROOT = Path(__file__).parent.parent
TREE = ast.parse(Path(cleanclaim.__file__).read_text("utf-8"))


def test_one_list() -> None:
    """
    What type checkers see, what a star takes, and what is found at run time are one.
    """
    seen = {
        (node.module, alias.name)
        for node in ast.walk(TREE)
        if isinstance(node, ast.ImportFrom) and node.module and node.module != "typing"
        for alias in node.names
    }

    assert sorted(name for _, name in seen) == cleanclaim.__all__
    for module, name in seen:
        assert getattr(importlib.import_module(module), name) is getattr(cleanclaim, name)


def test_names_are_not_modules() -> None:
    """
    No public name is a module's: importing that module would hide it.
    """
    modules = {path.stem for path in Path(cleanclaim.__file__).parent.iterdir()}

    assert set() == modules & set(cleanclaim.__all__)


def test_star_and_dir() -> None:
    """
    A star takes every name, and dir shows it.
    """
    taken: dict[str, object] = {}

    exec("from cleanclaim import *", taken)

    assert set(cleanclaim.__all__) == taken.keys() - {"__builtins__"}
    assert set(cleanclaim.__all__) <= set(dir(cleanclaim))


def test_unknown() -> None:
    """
    A name that is not there is told as Python tells it.
    """
    with pytest.raises(AttributeError) as error:
        cleanclaim.Scruber  # type: ignore[attr-defined]  # noqa: B018 - what is tested

    assert "module 'cleanclaim' has no attribute 'Scruber'" == str(error.value)


def loaded_by(code: str) -> set[str]:
    """
    What a new process has imported after this code.
    """
    code += "\nimport sys; print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    return set(done.stderr.split())


def test_import_is_light() -> None:
    """
    Importing the package loads none of it; the version needs no library, and no parser.
    """
    heavy = {"attr", "pluggy", "tomli", "argparse", "importlib.metadata", "cleanclaim.findings"}

    assert set() == heavy & loaded_by("import cleanclaim")
    assert set() == heavy & loaded_by("from cleanclaim.cli import main; main(['--version'])")


def test_scrubbing_is_lighter(tmp_path: Path) -> None:
    """
    A run in which nothing goes wrong does without what only faults need.
    """
    claim = {"id": "case", "kind": "professional", "payer_id": "MEDICARE", "date": "2025-03-03"}
    (tmp_path / "claim.json").write_text(
        json.dumps({**claim, "claim_filing": "MB", "lines": [{"procedure": "99213"}]})
    )
    arguments = ["scrub", str(tmp_path / "claim.json"), "--config", str(ROOT / "configs")]
    unneeded = {"importlib.metadata", "cleanclaim.toml_lines", "difflib", "traceback"}

    loaded = loaded_by(f"from cleanclaim.cli import main; assert main({arguments!r}) == 0")

    assert "cleanclaim.scrubber" in loaded
    assert set() == unneeded & loaded
