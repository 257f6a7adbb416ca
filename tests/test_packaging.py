"""
What is built is whole: wheels carry what their code reads at run time.
"""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PLUGINS = sorted(path.parent for path in ROOT.glob("plugins/*/pyproject.toml"))


def names_in_wheel(project: Path, folder: Path) -> set[str]:
    """
    The files in the wheel that is built of a project.
    """
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir"]
    done = subprocess.run(
        [*pip, str(folder), str(project)], capture_output=True, encoding="utf-8", check=False
    )
    assert 0 == done.returncode, done.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def files_under(folder: Path, prefix: str) -> set[str]:
    """
    The files that a wheel should carry of a folder.
    """
    return {
        f"{prefix}/{path.relative_to(folder).as_posix()}"
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.campaign
def test_core(tmp_path: Path) -> None:
    """
    Core's wheel carries all of core, the templates of ``cleanclaim new`` too, and its licence.
    """
    there = names_in_wheel(ROOT, tmp_path)

    assert set() == files_under(ROOT / "core" / "cleanclaim", "cleanclaim") - there
    assert "cleanclaim-1.0.0.dist-info/licenses/LICENSE" in there
    assert {"cleanclaim", "cleanclaim-1.0.0.dist-info"} == {name.split("/")[0] for name in there}


@pytest.mark.campaign
@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda path: path.name)
def test_plugin(plugin: Path, tmp_path: Path) -> None:
    """
    A plugin's wheel carries its code, its facts and its cases.
    """
    package = f"cleanclaim_{plugin.name}"

    there = names_in_wheel(plugin, tmp_path)

    assert set() == files_under(plugin / "src" / package, package) - there
    assert set() == files_under(plugin / "tests" / "cases", f"{package}/cases") - there
