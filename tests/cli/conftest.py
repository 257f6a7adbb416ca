"""
A payer with a plugin made for these tests, and the command line run in this process.
"""

import json
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cleanclaim.cli import main

# The last digit of a toy's procedure code, 9999x, says what the plugin's edit does.
_PLUGIN = {
    "pyproject.toml": """
        [project]
        name = "cleanclaim-toy-shop"
        version = "2026.4.0"
        dependencies = ["cleanclaim>=1,<2"]
        [project.entry-points.cleanclaim]
        toy_shop = "cleanclaim_toy_shop"
    """,
    "src/cleanclaim_toy_shop/toys.toml": """
        [table]
        about = "What toys cost. A second sentence."
        known_from = 2020-01-01
        reviewed = 2026-01-01
        next_review = 2026-06-30
        [sources.list]
        title = "The toy list"
        url = "https://example.org/toys"
        trust = "published"
        [codes.toy]
        2020-01-01 = { cost = 1, source = "list" }
    """,
    "src/cleanclaim_toy_shop/__init__.py": '''
        """
        Edits that do what the procedure code asks for.
        """
        import os
        from pathlib import Path

        import attrs

        from cleanclaim import (
            AnyOf, Bypassed, Disposition, Fact, FactFile, Hit, Lacks, LineEdit, Steps, hookimpl
        )

        @attrs.frozen
        class Options:
            loud: bool = attrs.field(
                default=False, metadata={"means": {False: "it is said softly"}}
            )
            most: int | None = attrs.field(default=None, metadata={"means": "odd"})
            sorts: frozenset[str] = frozenset({"soft", "hard"})

        @attrs.frozen(kw_only=True)
        class Toy(Fact):
            cost: int

        def toy_sold(line, claim, toys):
            """
            Toy sold where none is allowed.

            A second paragraph.
            """
            toy = toys.on("toy", line.day)
            kind = line.procedure[-1]
            if kind == "3":
                raise ValueError("Mrs Secret")
            if kind == "4":
                os._exit(0)
            if kind == "5":
                print("a plugin prints this")
            if kind == "6":
                yield Bypassed(line, toy, "59")
            elif kind == "7":
                yield Lacks("the price list", line)
            else:
                disposition = {"0": None, "1": Disposition.REVIEW}.get(kind, Disposition.INFO)
                yield Hit(
                    line, f"{line.procedure} is a toy", "remove the toy", toy,
                    disposition=disposition,
                )

        def toy_twice(line, claim, toys):
            """
            Toy sold, said once more.
            """
            yield Hit(line, "a toy again", "remove the toy", toys.on("toy", line.day))

        @hookimpl
        def scrub_options():
            return Options

        @hookimpl
        def scrub_facts():
            return [FactFile(Path(__file__).parent / "toys.toml", Toy)]

        @hookimpl
        def scrub_line_edits(facts):
            using = {"toys": facts.table(Toy)}
            steps = Steps("the till", "no toys", "none")
            codes = {f"9999{digit}" for digit in range(8)}
            yield LineEdit(toy_sold, AnyOf(codes), Disposition.DENY, using=using, steps=steps)
            yield LineEdit(toy_twice, AnyOf({"99990"}), using=using)
    ''',
    "tests/cases/toy_sold.toml": """
        [[case]]
        name = "a toy on the claim"
        why = "Toys are not paid."
        claim = { kind = "professional", date = 2026-01-05, lines = ["99990-26"] }
        fires = [{ line = 1 }]

        [[case]]
        name = "something else"
        why = "It is no toy."
        claim = { kind = "professional", date = 2026-01-05, lines = ["00000"] }
        fires = []
    """,
}
_CONFIG = """
    plugins = ["toy_shop"]
    [payer]
    id = "toy_payer"
    name = "The toy payer"
    kinds = ["professional"]
    payer_ids = ["TOY"]
    setting = "physician"
    [disposition]
    "toy_shop.toy_twice" = "observe"
    [[waive]]
    edit = "toy_shop.toy_sold"
    codes = ["99991"]
    until = 2099-01-31
    reason = "For January."
"""


class Ran(NamedTuple):
    """
    What a command came to.
    """

    status: int
    out: str
    err: str

    @property
    def outcomes(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    A folder with configs/ and plugins/.
    """
    folder = tmp_path_factory.mktemp("shop")
    for name, text in _PLUGIN.items():
        _write(folder / "plugins" / "toy_shop" / name, text)
    _write(folder / "configs" / "toy.toml", _CONFIG)
    return folder


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(textwrap.dedent(text).lstrip(), "utf-8")


@pytest.fixture
def here(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """
    The current folder, with the shop's configs and plugins in it.
    """
    for name in ("configs", "plugins"):
        (tmp_path / name).symlink_to(shop / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def claims(here: Path) -> Callable[..., str]:
    """
    Writes a file with a claim for each code, and gives its name.
    """

    def write(name: str, *codes: str, **keys: Any) -> str:
        lines = (json.dumps(claim(f"case{n}", code, **keys)) for n, code in enumerate(codes, 1))
        Path(name).write_text("".join(f"{line}\n" for line in lines), "utf-8")
        return name

    return write


def claim(name: str, code: str, **keys: Any) -> dict[str, Any]:
    """
    A claim with one line, as JSON.
    """
    line = {"procedure": code, "charge": "10.50", "date": "2026-02-02"}
    return {"id": name, "kind": "professional", "payer_id": "TOY", "lines": [line], **keys}


@pytest.fixture
def run(here: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """
    Runs a command in this process, with the shop's plugins.
    """

    def ran(*arguments: str) -> Ran:
        own = () if "--plugins" in arguments else ("--plugins", "plugins")
        status = main([*arguments, *own])
        return Ran(status, *capsys.readouterr())

    return ran
