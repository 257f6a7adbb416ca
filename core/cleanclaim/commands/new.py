"""
``cleanclaim new DIR``: a plugin to start from, green at once.
"""

import argparse
import keyword
import re
import sys
from pathlib import Path
from typing import ClassVar

from cleanclaim.commands import Exit
from cleanclaim.errors import PluginError

_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*", re.ASCII)
_FILES = {
    "pyproject.toml": "pyproject.toml",
    "README.md": "README.md",
    "src/cleanclaim_@name@/__init__.py": "init.py",
    "src/cleanclaim_@name@/py.typed": None,
    "src/cleanclaim_@name@/wanted.py": "wanted.py",
    "src/cleanclaim_@name@/edits/__init__.py": None,
    "src/cleanclaim_@name@/edits/modifier_missing.py": "modifier_missing.py",
    "src/cleanclaim_@name@/facts/wanted.toml": "wanted.toml",
    "tests/test_plugin.py": "test_plugin.py",
    "tests/cases/modifier_missing.toml": "cases.toml",
}


class New:
    """
    ``cleanclaim new DIR``.
    """

    help: ClassVar[str] = "make a plugin to start from, green at once"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "folder", metavar="DIR", type=Path, help="a new folder; its name is the plugin's"
        )

    def run(self, args: argparse.Namespace) -> int:
        for path in make_plugin(args.folder):
            sys.stdout.write(f"{path}\n")
        sys.stdout.write(
            f"\nnext: python -m pytest {args.folder}, then read it; "
            f"it is found with --plugins {args.folder}\n"
        )
        return Exit.DONE


def make_plugin(folder: Path) -> tuple[Path, ...]:
    """
    Write a new plugin into *folder*, named after it; the files written.

    Raises: PluginError when the name is no plugin's, or something is there already.
    """
    name = folder.resolve().name
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        msg = (
            f"{folder}: {name!r} can't name a plugin; expected lower-case letters, digits and "
            "single underscores, beginning with a letter, such as contract_modifiers"
        )
        raise PluginError(msg)
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            msg = f"{folder}: is there already and not an empty folder; name another"
            raise PluginError(msg)
        return tuple(_write(folder, name, path, _FILES[path]) for path in _FILES)
    except OSError as error:
        msg = f"{folder}: can't be written: {error.strerror}"
        raise PluginError(msg) from None


def _write(folder: Path, name: str, path: str, template: str | None) -> Path:
    target = folder / path.replace("@name@", name)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(_filled(template, name) if template else "", "utf-8", newline="\n")
    return target


def _filled(template: str, name: str) -> str:
    from importlib import resources

    source = resources.files("cleanclaim.commands") / "templates" / f"{template}.tmpl"
    text = source.read_text("utf-8")
    return text.replace("@name@", name).replace("@dashes@", name.replace("_", "-"))
