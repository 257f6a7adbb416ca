"""
The house: every plugin has one silhouette, and nothing is committed that must not be.
"""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PLUGINS = sorted(path.parent for path in ROOT.glob("plugins/*/pyproject.toml"))
# The first test file, whichever it is, is what all others must be like.
TEST_FILE = PLUGINS[0] / "tests" / "test_plugin.py"

# Put together here, so that this file does not hold what it looks for.
FORBIDDEN = {
    "a path of one machine": re.compile("|".join(("/wor" + "k/", "/roo" + "t/", "/hom" + "e/"))),
    "a package registry": re.compile("|".join(("pypi" + r"\.", "npm" + "js", "python" + "hosted"))),
}
# What a facts table would call the descriptor of a code; that text is the AMA's.
DESCRIPTOR = re.compile(r"descript|long_desc|short_desc|long_name|cpt_text", re.IGNORECASE)


def committed() -> Iterator[Path]:
    """
    The files that are, or are about to be, under version control; the folder's, without git.
    """
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if listed.returncode == 0:
        return (ROOT / name for name in listed.stdout.split("\0") if name)
    return (
        path
        for path in ROOT.rglob("*")
        if path.is_file() and not re.search(r"/\.|/__pycache__/", path.as_posix())
    )


def project(plugin: Path) -> dict[str, object]:
    """
    A plugin's pyproject.toml.
    """
    return tomllib.loads((plugin / "pyproject.toml").read_text("utf-8"))


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nothing_of_this_machine(what: str) -> None:
    """
    No committed file names a path of a machine or the host of a package registry.
    """
    found = [
        str(path.relative_to(ROOT))
        for path in committed()
        if path.is_file()
        if FORBIDDEN[what].search(path.read_bytes().decode("utf-8", "replace"))
    ]

    assert [] == found


def test_no_descriptors() -> None:
    """
    No facts table has a field for a code's descriptor.
    """
    found = []
    for path in ROOT.glob("plugins/*/src/*/facts/*"):
        text = path.read_text("utf-8")
        fields = text.partition("\n")[0].split(",") if path.suffix == ".csv" else []
        if path.suffix == ".toml":
            fields = re.findall(r"(\w+)\s*=", text)
        found += [f"{path.name}: {field}" for field in fields if DESCRIPTOR.search(field)]

    assert [] == found


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda path: path.name)
class TestPlugin:
    """
    What every plugin's folder keeps to.
    """

    def test_one_spelling(self, plugin: Path) -> None:
        """
        Folder, entry point, package and distribution have one name.
        """
        name = plugin.name
        about = project(plugin)["project"]

        assert isinstance(about, dict)
        assert {name: f"cleanclaim_{name}"} == about["entry-points"]["cleanclaim"]
        assert f"cleanclaim-{name.replace('_', '-')}" == about["name"]
        assert [f"cleanclaim_{name}"] == [path.name for path in (plugin / "src").iterdir()]

    def test_version(self, plugin: Path) -> None:
        """
        It is versioned by guidance quarter, and depends on one major version of core.
        """
        about = project(plugin)["project"]

        assert isinstance(about, dict)
        assert re.fullmatch(r"20\d\d\.[1-4]\.\d+", about["version"])
        assert "cleanclaim>=1,<2" == about["dependencies"][0]

    def test_settings_at_the_root(self, plugin: Path) -> None:
        """
        No tool but the packager is set up in a plugin; ruff, mypy and pytest are at the root.
        """
        tools = project(plugin).get("tool", {})

        assert isinstance(tools, dict)
        assert {"hatch", "uv"} == tools.keys()

    def test_folder(self, plugin: Path) -> None:
        """
        It has a README, types for those who import it, and hooks in its __init__ alone.
        """
        package = plugin / "src" / f"cleanclaim_{plugin.name}"
        elsewhere = [
            path.name
            for path in package.rglob("*.py")
            if path.name != "__init__.py" and "@hookimpl" in path.read_text("utf-8")
        ]

        assert (plugin / "README.md").is_file()
        assert (package / "py.typed").is_file()
        assert "@hookimpl" in (package / "__init__.py").read_text("utf-8")
        assert [] == elsewhere

    def test_readme(self, plugin: Path) -> None:
        """
        Its README says what is not covered, and names each of its edits.
        """
        text = (plugin / "README.md").read_text("utf-8")
        edits = plugin / "src" / f"cleanclaim_{plugin.name}" / "edits"

        assert re.search(r"^## .*not covered", text, re.IGNORECASE | re.MULTILINE)
        assert [] == [path.stem for path in edits.glob("[a-z]*.py") if path.stem not in text]

    def test_one_edit_one_file_one_case_file(self, plugin: Path) -> None:
        """
        Each file under edits/ holds the check of its name, and has a case file of its name.
        """
        edits = plugin / "src" / f"cleanclaim_{plugin.name}" / "edits"
        files = sorted(edits.glob("[a-z]*.py"))
        cases = sorted(path.stem for path in (plugin / "tests" / "cases").glob("*"))

        nameless = [
            path.stem
            for path in files
            if not re.search(rf"^def {path.stem}\(", path.read_text("utf-8"), re.MULTILINE)
        ]

        assert [] == nameless
        assert [path.stem for path in files] == cases

    def test_test_file(self, plugin: Path) -> None:
        """
        Its test file is the same as every other plugin's.
        """
        test_file = plugin / "tests" / "test_plugin.py"

        assert TEST_FILE.read_text("utf-8") == test_file.read_text("utf-8")

    def test_known_to_the_type_checker(self, plugin: Path) -> None:
        """
        The root's settings tell the type checker where the plugin's package stands.
        """
        root = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

        assert f"plugins/{plugin.name}/src" in root["tool"]["mypy"]["mypy_path"]


def test_new_plugins_look_alike() -> None:
    """
    ``cleanclaim new`` gives a plugin the same test file.
    """
    template = ROOT / "core/cleanclaim/commands/templates/test_plugin.py.tmpl"

    assert TEST_FILE.read_text("utf-8") == template.read_text("utf-8")
