"""
What is installed is told as importlib.metadata tells it, wherever it stands.
"""

import importlib.metadata
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleanclaim import installed
from cleanclaim.installed import EntryPoint, entry_points

GROUP = "cleanclaim.made_up"
LINES = f"[other]\nthing = other:thing\n\n# none of ours\n[{GROUP}]\nshop = json:dumps\nlate=json\n"
METADATA = """\
Metadata-Version: 2.1
Name: Toy.Shop
Version: 1.2
Requires-Dist: cleanclaim<2,>=1
Requires-Dist: attrs ; extra == 'dev'
Description-Content-Type: text/markdown

Version: 9 of the toys, says the description.
"""


Told = tuple[str, str, str, str, tuple[str, ...]]


def told(group: str) -> list[Told]:
    """
    What we say of a group.
    """
    entries = ((entry, entry.distribution) for entry in entry_points(group))
    return sorted(
        (entry.name, entry.value, own.name, own.version, own.requires) for entry, own in entries
    )


def expected(group: str) -> list[Told]:
    """
    What the standard library says of it.
    """
    entries = ((each, each.dist) for each in importlib.metadata.entry_points(group=group))
    return sorted(
        (each.name, each.value, own.name, own.version, tuple(own.requires or ()))
        for each, own in entries
        if own is not None
    )


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """
    A folder at the head of the import path.
    """
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    importlib.invalidate_caches()


def put(
    folder: Path, *, metadata: str = METADATA, lines: str = LINES, name: str = "METADATA"
) -> None:
    """
    Put a distribution's metadata where an installer would.
    """
    folder.mkdir(parents=True)
    (folder / name).write_text(metadata)
    (folder / "entry_points.txt").write_text(lines)
    importlib.invalidate_caches()


@pytest.mark.parametrize("group", ["cleanclaim", "cleanclaim.commands", "console_scripts"])
def test_here(group: str) -> None:
    """
    Of what is installed here both say the same.
    """
    assert expected(group) == told(group)


def test_wheel(site: Path) -> None:
    """
    A distribution is read from its folder of metadata, and only from its header.
    """
    put(site / "Toy_Shop-1.2.dist-info")

    requires = ("cleanclaim<2,>=1", "attrs ; extra == 'dev'")
    assert [
        ("late", "json", "Toy.Shop", "1.2", requires),
        ("shop", "json:dumps", "Toy.Shop", "1.2", requires),
    ] == told(GROUP)
    assert expected(GROUP) == told(GROUP)
    assert ("1.2", None) == (installed.version("toy-shop"), installed.version("no-such-shop"))


def test_first_counts(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Of one distribution in two places the first on the import path counts.
    """
    put(site / "toy_shop-1.2.dist-info")
    put(site / "before" / "Toy.Shop-0.9.dist-info", lines=f"[{GROUP}]\nold = json\n")
    monkeypatch.syspath_prepend(str(site / "before"))

    assert ["old"] == [name for name, *_ in told(GROUP)]
    assert expected(GROUP) == told(GROUP)


def test_new_while_it_runs(site: Path) -> None:
    """
    What is installed while a process runs is found.
    """
    before = told(GROUP)

    put(site / "toy_shop-1.2.dist-info")

    assert (0, 2) == (len(before), len(told(GROUP)))


def test_egg_info(site: Path) -> None:
    """
    What an older installer wrote is told too.
    """
    put(site / "toy_shop-1.2-py3.11.egg-info", name="PKG-INFO")

    assert ["late", "shop"] == [name for name, *_ in told(GROUP)]
    assert expected(GROUP) == told(GROUP)
    assert importlib.metadata.version("toy-shop") == installed.version("toy-shop")


def test_archive(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    So is what stands in an archive on the import path.
    """
    with zipfile.ZipFile(site / "shop.zip", "w") as archive:
        archive.writestr("toy_shop-1.2.dist-info/METADATA", METADATA)
        archive.writestr("toy_shop-1.2.dist-info/entry_points.txt", LINES)
    monkeypatch.syspath_prepend(str(site / "shop.zip"))

    assert ["late", "shop"] == [name for name, *_ in told(GROUP)]
    assert expected(GROUP) == told(GROUP)
    assert ("1.2", None) == (installed.version("toy-shop"), installed.version("no-such-shop"))


def test_finder(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    So is what a finder of its own knows.
    """
    put(site / "apart" / "toy_shop-1.2.dist-info")

    class Finder(importlib.metadata.DistributionFinder):
        def find_spec(self, *_: object) -> None:
            return None

        def find_distributions(self, *_: object) -> Iterator[importlib.metadata.Distribution]:
            yield importlib.metadata.Distribution.at(site / "apart" / "toy_shop-1.2.dist-info")

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder()])

    assert ["late", "shop"] == [name for name, *_ in told(GROUP)]


@pytest.mark.parametrize(
    ("value", "loaded"),
    [("json", "json"), ("json:dumps", "dumps"), ("json:JSONEncoder.encode [fast]", "encode")],
)
def test_load(value: str, loaded: str) -> None:
    """
    An entry point names a module, or something in it.
    """
    assert loaded == EntryPoint("x", value, installed.Distribution("")).load().__name__


def test_load_nothing() -> None:
    """
    One that names neither is told as it stands.
    """
    with pytest.raises(ImportError) as error:
        EntryPoint("x", ": dumps", installed.Distribution("")).load()

    assert "': dumps' names no object; expected package.module:name" == str(error.value)
