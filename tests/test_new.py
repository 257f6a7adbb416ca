"""
``cleanclaim new``: what it makes is green, and it overwrites nothing.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from cleanclaim.commands.new import make_plugin
from cleanclaim.errors import PluginError

ROOT = Path(__file__).parent.parent


def run(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    return done.stdout


def test_green_at_once(tmp_path: Path) -> None:
    """
    A new plugin passes its own tests where it was made, without being installed.
    """
    make_plugin(tmp_path / "contract_modifiers")

    said = run(tmp_path, "pytest", "-q", "-p", "no:cacheprovider", "contract_modifiers")

    assert "6 passed" in said


def test_command(tmp_path: Path) -> None:
    """
    The command lists what it wrote and says what to do next.
    """
    said = run(tmp_path, "cleanclaim", "new", "contract_modifiers").splitlines()

    assert "contract_modifiers/pyproject.toml" == said[0]
    assert said[-1].startswith("next: python -m pytest contract_modifiers")


def test_lints(tmp_path: Path) -> None:
    """
    A new plugin keeps to this project's own lint rules, layout and types.
    """
    pytest.importorskip("mypy")
    pytest.importorskip("ruff")
    make_plugin(tmp_path / "contract_modifiers")
    config = str(ROOT / "pyproject.toml")
    source = "contract_modifiers/src"

    run(tmp_path, "ruff", "check", "--no-cache", "--config", config, source)
    run(tmp_path, "ruff", "format", "--no-cache", "--check", "--config", config, source)
    run(tmp_path, "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), source)


@pytest.mark.parametrize(
    "name", ["Contract", "2026_rules", "contract-rules", "a__b", "class", "_x"]
)
def test_bad_names(tmp_path: Path, name: str) -> None:
    """
    What can't be a plugin's name is refused, with what could.
    """
    with pytest.raises(PluginError) as refused:
        make_plugin(tmp_path / name)

    assert (
        f"{tmp_path / name}: {name!r} can't name a plugin; expected lower-case letters, digits and "
        "single underscores, beginning with a letter, such as contract_modifiers"
    ) == str(refused.value)
    assert not (tmp_path / name).exists()


def test_overwrites_nothing(tmp_path: Path) -> None:
    """
    A folder that holds anything is left as it is.
    """
    folder = tmp_path / "taken"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")

    with pytest.raises(PluginError) as refused:
        make_plugin(folder)

    assert f"{folder}: is there already and not an empty folder; name another" == str(refused.value)
    assert ["notes.txt"] == [path.name for path in folder.iterdir()]
