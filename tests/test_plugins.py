"""
Plugins are found installed and in folders, loaded with what they need, and refused by name.
"""

import importlib.metadata
import shutil
import sys
import textwrap
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from toy_plugins import PAYER, claim, imports_as_before, write_plugin

from cleanclaim import CleanclaimError, ConfigError, FactsError, PluginError, Scrubber
from cleanclaim.config import Config, config_from
from cleanclaim.plugins import Candidate, Catalogue, find
from cleanclaim.rules import all_rules

__all__ = ["imports_as_before"]  # a fixture that every test here uses

ROOT = Path(__file__).parent.parent

# A plugin whose edit finds code 99991 and says who it is.
SOUND = """
    from datetime import date
    from cleanclaim import AnyOf, Fact, Hit, LineEdit, Source, Trust, hookimpl

    SOURCE = Source("A toy list", "https://example.org/toys", Trust.PUBLISHED)
    FACT = Fact(key="99991", since=date(2020, 1, 1), source=SOURCE)

    def toy_sold(line, claim):
        yield Hit(line, "a toy of " + __name__, "remove it", FACT)

    @hookimpl
    def scrub_line_edits():
        return [LineEdit(toy_sold, AnyOf(["99991"]))]
"""


def naming(*plugins: str, **tables: Any) -> Config:
    """
    The config of a payer that takes every claim and names these plugins.
    """
    return config_from({"plugins": list(plugins), "payer": PAYER, **tables})


def scrubber(folder: Path, *plugins: str, **tables: Any) -> Scrubber:
    return Scrubber.from_configs([naming(*plugins, **tables)], plugins_dir=folder)


def refused(
    folder: Path, *plugins: str, kind: type[CleanclaimError] = PluginError, **tables: Any
) -> str:
    """
    The whole text of the error of loading these plugins from a folder.
    """
    with pytest.raises(kind) as told:
        scrubber(folder, *plugins, **tables)
    return str(told.value)


def toys(outcome: Any) -> list[str]:
    return [finding.message for finding in outcome.findings]


# Finding.


def test_in_folder(tmp_path: Path) -> None:
    """
    A plugin that is not installed is found in its folder, with its version.
    """
    write_plugin(tmp_path, "shop", SOUND, version="2026.7.0")

    made = scrubber(tmp_path, "shop")

    (loaded,) = made.payers[0].plugins
    assert ("shop", "2026.7.0", ()) == (loaded.name, loaded.version, loaded.depends)
    assert tmp_path / "shop/src/cleanclaim_shop/__init__.py" == loaded.place
    assert ["a toy of cleanclaim_shop"] == toys(made.scrub(claim("99991")))
    assert "2026.7.0" == made.scrub(claim("99991")).findings[0].plugin_version


def test_folder_of_one(tmp_path: Path) -> None:
    """
    The folder may be the plugin's own, and its code may stand in it without src.
    """
    write_plugin(tmp_path, "shop", SOUND)
    flat = tmp_path / "flat"
    flat.mkdir()
    shutil.copy(tmp_path / "shop" / "pyproject.toml", flat)
    shutil.copy(tmp_path / "shop/src/cleanclaim_shop/__init__.py", flat / "cleanclaim_shop.py")

    made = scrubber(flat, "shop")

    assert flat / "cleanclaim_shop.py" == made.payers[0].plugins[0].place
    assert ["a toy of cleanclaim_shop"] == toys(made.scrub(claim("99991")))


def test_other_projects(tmp_path: Path) -> None:
    """
    What else stands in a folder of plugins is no plugin and no fault.
    """
    write_plugin(tmp_path, "shop", SOUND)
    (tmp_path / "notes.txt").write_text("notes")
    (tmp_path / "empty").mkdir()
    for name, text in {
        "tool": "[tool.ruff]\n",
        "project": '[project]\nname = "other"\n',
        "odd": "project = 7\n",
        "group": '[project.entry-points.other]\nshop = "other"\n',
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "pyproject.toml").write_text(text)

    assert {"shop"} == set(find(tmp_path).names) - set(find().names)


def test_not_imported(tmp_path: Path) -> None:
    """
    A plugin that no config names is never imported.
    """
    write_plugin(tmp_path, "shop", SOUND)
    write_plugin(tmp_path, "broken", "raise SystemExit('never')")

    assert ["shop"] == [each.name for each in scrubber(tmp_path, "shop").payers[0].plugins]
    assert "cleanclaim_broken" not in sys.modules


def test_installed() -> None:
    """
    An installed plugin is found by its entry point, with its distribution's version.
    """
    entry = next(iter(importlib.metadata.entry_points(group="cleanclaim")), None)
    if entry is None or entry.dist is None:
        pytest.skip("no plugin is installed")

    (loaded, *_) = [each for each in find().load([entry.name]) if each.name == entry.name]

    assert (entry.dist.version, entry.value) == (loaded.version, loaded.module.__name__)


def install(site: Path, name: str, code: str, requires: str = "") -> Path:
    """
    Put a plugin where pip would: its module, and its distribution's metadata.
    """
    metadata = site / f"Cleanclaim_{name.title()}-2026.2.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: Cleanclaim.{name.title()}\nVersion: 2026.2.0\n"
        + (f"Requires-Dist: {requires}\n" if requires else "")
    )
    (metadata / "entry_points.txt").write_text(f"[cleanclaim]\n{name} = cleanclaim_{name}\n")
    file = site / f"cleanclaim_{name}.py"
    file.write_text(textwrap.dedent(code))
    return file


def test_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Installed plugins need no folder; what they depend on is told by their metadata, in
    whatever spelling.
    """
    place = install(tmp_path, "shop", SOUND, "cleanclaim-WARE (>=2026)")
    install(tmp_path, "ware", SOUND)
    monkeypatch.syspath_prepend(tmp_path)

    made = Scrubber.from_configs([naming("shop")])

    assert [("shop", "2026.2.0", ("ware",), place)] == [
        (each.name, each.version, each.depends, each.place)
        for each in made.payers[0].plugins
        if each.name == "shop"
    ]
    assert ["shop.toy_sold", "ware.toy_sold"] == [
        each.edit for each in made.scrub(claim("99991")).findings
    ]


def test_site_and_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A plugin that is installed and stands in the folder too, at another place, is an error
    that names both, at the second try too.
    """
    installed = install(tmp_path / "site", "shop", SOUND)
    ours = write_plugin(tmp_path / "plugins", "shop", SOUND)
    monkeypatch.syspath_prepend(tmp_path / "site")

    for _ in range(2):
        assert (f"plugin 'shop' is in two places: {installed} and {ours}; remove one") == refused(
            tmp_path / "plugins", "shop"
        )


def test_folder_needs_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A plugin of a folder may depend on one that is installed.
    """
    install(tmp_path / "site", "ware", SOUND)
    write_plugin(tmp_path / "plugins", "shop", SOUND, dependencies=["cleanclaim_ware"])
    monkeypatch.syspath_prepend(tmp_path / "site")

    loaded = scrubber(tmp_path / "plugins", "shop").payers[0].plugins

    assert ["shop", "ware"] == [each.name for each in loaded]


def test_installed_and_in_folder() -> None:
    """
    A plugin that is installed from the very folder that is named counts once.
    """
    if not (ROOT / "plugins").is_dir():
        pytest.skip("core stands alone here")
    copies = [loaded.place for loaded in find().load(find().names)]
    if not all(place and place.is_relative_to(ROOT) for place in copies):
        pytest.skip("the plugins are installed as copies, and stand in two places")

    both = find(ROOT / "plugins").names

    assert len(set(both)) == len(both)
    assert set(find().names) <= set(both)


def test_same_place_twice(tmp_path: Path) -> None:
    """
    A folder may be named again, and through a link; one place is no second plugin.
    """
    write_plugin(tmp_path / "plugins", "shop", SOUND)
    (tmp_path / "link").symlink_to(tmp_path / "plugins")

    messages = [
        toys(scrubber(folder, "shop").scrub(claim("99991")))
        for folder in (tmp_path / "plugins", tmp_path / "plugins", tmp_path / "link")
    ]

    assert [["a toy of cleanclaim_shop"]] * 3 == messages
    assert 1 == sys.path.count(str(tmp_path / "plugins" / "shop" / "src"))


def test_candidate_twice() -> None:
    """
    A plugin that is told twice from one place is one plugin.
    """
    candidate = Candidate("shop", "cleanclaim_shop", "shop", "1", (), Path("shop.py"))

    assert ("shop",) == Catalogue([candidate, candidate]).names


def test_two_places(tmp_path: Path) -> None:
    """
    Two plugins of one name are an error that names both places, at the second try too.
    """
    first = write_plugin(tmp_path / "a", "shop", SOUND)
    second = write_plugin(tmp_path / "b", "shop", SOUND)
    shutil.move(tmp_path / "a" / "shop", tmp_path / "b" / "also")
    first = tmp_path / "b" / "also" / "src" / first.parent.name / first.name
    expected = f"plugin 'shop' is in two places: {first} and {second}; remove one"

    assert [expected] * 2 == [refused(tmp_path / "b", "shop") for _ in range(2)]
    assert str(second.parent.parent) not in sys.path


def test_same_module_elsewhere(tmp_path: Path) -> None:
    """
    A module of one name can be in a process once: the second folder's plugin is refused,
    not replaced by the first's.
    """
    first = write_plugin(tmp_path / "a", "shop", SOUND)
    second = write_plugin(tmp_path / "b", "shop", SOUND)
    scrubber(tmp_path / "a", "shop")

    assert (
        f"plugin 'shop' stands in {second}, but 'cleanclaim_shop' is {first} in this process; "
        "rename one of the modules, or use a process for each"
    ) == refused(tmp_path / "b", "shop")


def test_one_module_two_names(tmp_path: Path) -> None:
    """
    Two plugins that are one module would be one plugin with two names.
    """
    write_plugin(tmp_path, "shop", SOUND)
    pyproject = tmp_path / "shop" / "pyproject.toml"
    pyproject.write_text(pyproject.read_text() + 'store = "cleanclaim_shop"\n')

    assert (
        "plugin 'store' and plugin 'shop' are one module, 'cleanclaim_shop'; give each its own"
    ) == refused(tmp_path, "shop", "store")
    assert ["a toy of cleanclaim_shop"] == toys(scrubber(tmp_path, "store").scrub(claim("99991")))


def test_no_folder(tmp_path: Path) -> None:
    """
    A folder of plugins that is not there, or is a file, is an error.
    """
    (tmp_path / "file").write_text("")

    for name in ("nowhere", "file"):
        assert f"{tmp_path / name}: not a folder of plugins" == refused(tmp_path / name)


def test_empty_folder(tmp_path: Path) -> None:
    """
    A folder without a plugin is an error that says what a plugin is.
    """
    assert (
        f"{tmp_path}: holds no plugin; each plugin is a folder with a pyproject.toml that has "
        '[project.entry-points.cleanclaim]. "cleanclaim new" makes one'
    ) == refused(tmp_path)


def test_bad_metadata(tmp_path: Path) -> None:
    """
    What is wrong with the pyproject.toml of any plugin is told with its file and line, all
    of them together.
    """
    entry = "\n[project.entry-points.cleanclaim]\nshop = "
    for name, text in {
        "a": "[project\n",
        "b": f"[project]\nversion = 2026{entry}'x'\n",
        "c": f"[project]\ndependencies = ['cleanclaim', 7]{entry}'x'\n",
        "d": f"[project]{entry}7\n",
        "e": "[project]\nentry-points.cleanclaim = 'shop'\n",
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "pyproject.toml").write_text(text)

    assert [
        f"{tmp_path}/a/pyproject.toml:1:9: not TOML: expected ']' at the end of a table declaration",
        f"{tmp_path}/b/pyproject.toml:2: [project] version: 2026; expected text in quotes",
        f"{tmp_path}/c/pyproject.toml:2: [project] dependencies: 7; expected text in quotes",
        f"{tmp_path}/d/pyproject.toml:3: [project.entry-points.cleanclaim] shop: 7; expected text in quotes",
        f"{tmp_path}/e/pyproject.toml:2: [project] entry-points.cleanclaim: 'shop'; expected a table",
    ] == refused(tmp_path).splitlines()


# Loading.


def test_dependencies(tmp_path: Path) -> None:
    """
    What a plugin depends on is loaded without being listed, through any number of steps,
    and its tables and options are in reach.
    """
    write_plugin(tmp_path, "shop", SOUND, dependencies=["cleanclaim>=1,<2", "Cleanclaim_Store >=1"])
    write_plugin(
        tmp_path, "store", SOUND, dependencies=["cleanclaim-ware[all]; python_version>'3'"]
    )
    write_plugin(tmp_path, "ware", SOUND, dependencies=["cleanclaim-shop"])
    write_plugin(tmp_path, "apart", SOUND)

    made = scrubber(tmp_path, "shop")

    assert [
        ("shop", ("store", "ware")),
        ("store", ("shop", "ware")),
        ("ware", ("shop", "store")),
    ] == [(each.name, each.depends) for each in made.payers[0].plugins]
    assert 3 == len(toys(made.scrub(claim("99991"))))


OPTIONS = """
    import attrs
    from cleanclaim import hookimpl

    @attrs.frozen
    class Options:
        depth: int = 1

    @hookimpl
    def scrub_options():
        return Options
"""
ASKS = """
    from cleanclaim import hookimpl
    from cleanclaim_ware import Options
    asked = []

    @hookimpl
    def scrub_line_edits(facts, options):
        asked.append(options.of(Options).depth)
"""


def test_options_of_another(tmp_path: Path) -> None:
    """
    A plugin reads the options of one that it depends on, payer by payer.
    """
    write_plugin(tmp_path, "ware", OPTIONS)
    write_plugin(tmp_path, "shop", ASKS, dependencies=["cleanclaim-ware"])

    made = scrubber(tmp_path, "shop", options={"ware": {"depth": 7}})
    other = scrubber(tmp_path, "shop")

    assert [7, 1] == made.payers[0].plugins[0].module.asked
    assert [7, 1] == [each.payers[0].options["ware"].depth for each in (made, other)]  # type: ignore[attr-defined]  # a class of the toy's


def test_options_out_of_reach(tmp_path: Path) -> None:
    """
    A plugin that does not say what it depends on is told to.
    """
    write_plugin(tmp_path, "ware", OPTIONS)
    write_plugin(tmp_path, "shop", ASKS)

    assert (
        "plugin 'shop': scrub_line_edits raised PluginError: plugin 'shop' asks for the options "
        "'Options' of 'ware'; add 'ware' to its project dependencies"
    ) == refused(tmp_path, "shop", "ware")


def test_missing(tmp_path: Path) -> None:
    """
    Plugins that are not there are told together, with what is near and what is there.
    """
    write_plugin(tmp_path, "shop", SOUND)
    installed = ", ".join(sorted({*find().names, "shop"}))

    assert (
        "config: plugins: missing plugins: shopp, zzz; did you mean 'shop'?\n"
        f"       installed: {installed}\n"
        "       install them (pip install ./plugins/NAME), or name their folder with --plugins"
    ) == refused(tmp_path, "shopp", "shop", "zzz")


def test_nothing_installed() -> None:
    """
    Where there is no plugin at all, the error says so.
    """
    with pytest.raises(PluginError) as told:
        Catalogue([]).load(["shop"])

    assert (
        "missing plugins: shop\n"
        "       installed: none\n"
        "       install them (pip install ./plugins/NAME), or name their folder with --plugins"
    ) == str(told.value)


# Each plugin is faulty in its own way: its code, and what is said of it.
FAULTY = {
    "import nowhere_at_all": (
        "can't be imported from {place}: ModuleNotFoundError: No module named 'nowhere_at_all'"
    ),
    "from cleanclaim import hookimp": (
        "can't be imported from {place}: ImportError: cannot import name 'hookimp' from "
        "'cleanclaim' ({core})"
    ),
    "def oops(:": (
        "can't be imported from {place}: SyntaxError: invalid syntax (__init__.py, line 1)"
    ),
    "1 / 0": "can't be imported from {place}: ZeroDivisionError: division by zero",
    "raise SystemExit(3)": "can't be imported from {place}: SystemExit: 3",
    "import sys\nsys.setrecursionlimit\ndef f(): f()\nf()": (
        "can't be imported from {place}: RecursionError: maximum recursion depth exceeded"
    ),
    "": "implements no hook; is @hookimpl missing?",
    "def scrub_line_edits(): return []": "implements no hook; is @hookimpl missing?",
}


@pytest.mark.parametrize("code", FAULTY, ids=[f"{at}" for at in range(len(FAULTY))])
def test_faulty(tmp_path: Path, code: str) -> None:
    """
    A plugin that can't be imported, or has no hook, is refused by name and place.
    """
    place = write_plugin(tmp_path, "shop", code)
    core = sys.modules["cleanclaim"].__file__

    assert f"plugin 'shop' {FAULTY[code].format(place=place, core=core)}" == refused(
        tmp_path, "shop"
    )


HOOK = "from cleanclaim import hookimpl\n@hookimpl\ndef "
WRONG_HOOKS = {
    "scrub_line_edit(): return []": (
        "unknown hook 'scrub_line_edit' in plugin {module}; did you mean 'scrub_line_edits'?"
    ),
    "scrub_all_of_them(): return []": "unknown hook 'scrub_all_of_them' in plugin {module}",
    "scrub_line_edits(fact): return []": (
        "Plugin 'shop' for hook 'scrub_line_edits' hookimpl definition: scrub_line_edits(fact) "
        "Argument(s) {{'fact'}} are declared in the hookimpl but can not be found in the hookspec"
    ),
    "scrub_line_edits(payer): return []": (
        "Plugin 'shop' for hook 'scrub_line_edits' hookimpl definition: scrub_line_edits(payer) "
        "Argument(s) {{'payer'}} are declared in the hookimpl but can not be found in the hookspec"
    ),
    "scrub_line_edits(facts, options=None): return []": (
        "scrub_line_edits has a default for options; remove it, a hook's parameters have none"
    ),
    "scrub_facts(more=1, most=2): return []": (
        "scrub_facts has a default for more, most; remove it, a hook's parameters have none"
    ),
}


@pytest.mark.parametrize("code", WRONG_HOOKS)
def test_wrong_hook(tmp_path: Path, code: str) -> None:
    """
    A hook of a wrong name, with a wrong parameter or with a default is refused.
    """
    place = write_plugin(tmp_path, "shop", HOOK + code)
    module = f"<module 'cleanclaim_shop' from '{place}'>"

    assert f"plugin 'shop': {WRONG_HOOKS[code].format(module=module)}" == refused(tmp_path, "shop")


def test_bad_name(tmp_path: Path) -> None:
    """
    A plugin's name is lower-case letters, digits and underscores.
    """
    entries = '[project.entry-points.cleanclaim]\nShop-7 = "cleanclaim_shop"\n'
    (tmp_path / "pyproject.toml").write_text(entries)
    (tmp_path / "cleanclaim_shop.py").write_text("")

    with pytest.raises(PluginError) as told:
        find(tmp_path).load(["Shop-7"])

    assert (
        "plugin 'Shop-7': a plugin's name is lower-case letters, digits and underscores, and "
        "begins with a letter"
    ) == str(told.value)


def test_module_elsewhere(tmp_path: Path) -> None:
    """
    An entry point that names no module is told with the place where it should stand.
    """
    write_plugin(tmp_path, "shop", SOUND)
    (tmp_path / "shop" / "src" / "cleanclaim_shop").rename(tmp_path / "shop" / "src" / "renamed")

    assert (
        f"plugin 'shop' can't be imported from {tmp_path}/shop/src/cleanclaim_shop.py: "
        "ModuleNotFoundError: No module named 'cleanclaim_shop'"
    ) == refused(tmp_path, "shop")


def test_told_together(tmp_path: Path) -> None:
    """
    Several faulty plugins are told together, in the order of their names.
    """
    place = write_plugin(tmp_path, "c", "1 / 0")
    write_plugin(tmp_path, "b", "")
    write_plugin(tmp_path, "a", HOOK + "scrub_facts(more=1): return []")
    write_plugin(tmp_path, "d", SOUND)

    assert [
        "plugin 'a': scrub_facts has a default for more; remove it, a hook's parameters have none",
        "plugin 'b' implements no hook; is @hookimpl missing?",
        f"plugin 'c' can't be imported from {place}: ZeroDivisionError: division by zero",
    ] == refused(tmp_path, "d", "c", "b", "a").splitlines()


# What hooks answer.

EDIT = """
from cleanclaim import *
def toy_sold(line, claim):
    yield
def toys_sold(claim):
    yield
LINE, CLAIM = LineEdit(toy_sold, Always()), ClaimEdit(toys_sold, Always())
"""
ANSWERS = {
    "scrub_options(): return 7": "scrub_options returned something else than an attrs class",
    "scrub_options(): return dict": "scrub_options returned something else than an attrs class",
    "scrub_options(): return [7]": "scrub_options returned something else than an attrs class",
    "scrub_options(): raise ValueError('no')": "scrub_options raised ValueError: no",
    "scrub_facts(): return 7": "scrub_facts gave int, not FactFile",
    "scrub_facts(): return 'facts.toml'": "scrub_facts gave str, not FactFile",
    "scrub_facts(): return [None]": "scrub_facts gave NoneType, not FactFile",
    "scrub_facts(): yield FactFile('a.toml', int)": (
        "scrub_facts raised PluginError: a.toml: the shape <class 'int'> is not a subclass of Fact"
    ),
    "scrub_facts(): raise SystemExit(1)": "scrub_facts raised SystemExit: 1",
    "scrub_line_edits(): return 7": "scrub_line_edits gave int, not LineEdit",
    "scrub_line_edits(): return LINE": None,
    "scrub_line_edits(): return toy_sold": "scrub_line_edits gave function, not LineEdit",
    "scrub_line_edits(): return [CLAIM]": "scrub_line_edits gave ClaimEdit, not LineEdit",
    "scrub_line_edits(): yield LINE; 1 / 0": (
        "scrub_line_edits raised ZeroDivisionError: division by zero"
    ),
    "scrub_line_edits(): return [LINE, LINE]": "two edits are named 'toy_sold'; rename one",
    "scrub_claim_edits(): return [LINE]": "scrub_claim_edits gave LineEdit, not ClaimEdit",
    "scrub_payer_edits(payer): return [payer]": "scrub_payer_edits gave Payer, not PayerEdit",
    "scrub_line_edits(): return None": None,
    "scrub_facts(): return ()": None,
    "scrub_options(): pass": None,
}


@pytest.mark.parametrize("code", ANSWERS)
def test_answer(tmp_path: Path, code: str) -> None:
    """
    A hook that raises or answers nonsense is refused, with its plugin and its name;
    nothing is an answer too, and so is one thing where several may be.
    """
    expected = ANSWERS[code]
    write_plugin(tmp_path, "shop", EDIT + "@hookimpl\ndef " + code)

    if expected is None:
        assert "shop" == scrubber(tmp_path, "shop").payers[0].plugins[0].name
    else:
        assert f"plugin 'shop': {expected}" == refused(tmp_path, "shop")


def test_same_edit_on_two_levels(tmp_path: Path) -> None:
    """
    An edit's name is its plugin's once, whatever the level.
    """
    code = EDIT.replace("toys_sold", "toy_sold2") + (
        "toy_sold2.__name__ = 'toy_sold'\n"
        "@hookimpl\ndef scrub_line_edits(): return [LINE]\n"
        "@hookimpl\ndef scrub_claim_edits(): return [CLAIM]\n"
    )
    write_plugin(tmp_path, "shop", code)

    assert "plugin 'shop': two edits are named 'toy_sold'; rename one" == refused(tmp_path, "shop")


def test_same_edit_in_two_plugins(tmp_path: Path) -> None:
    """
    Two plugins may name an edit alike: the plugin's name tells them apart.
    """
    write_plugin(tmp_path, "shop", SOUND)
    write_plugin(tmp_path, "store", SOUND)

    edits = scrubber(tmp_path, "store", "shop").payers[0].edits

    assert ["shop.toy_sold", "store.toy_sold"] == [stamped.id for stamped in edits]


def test_answers_told_together(tmp_path: Path) -> None:
    """
    What is wrong with the answers of several plugins, and with the config, is told together.
    """
    write_plugin(tmp_path, "a", EDIT + "@hookimpl\ndef scrub_line_edits(): return 7")
    write_plugin(tmp_path, "b", EDIT + "@hookimpl\ndef scrub_line_edits(): return 1 / 0")
    write_plugin(tmp_path, "c", HOOK + "scrub_facts(): return 7")
    write_plugin(tmp_path, "d", SOUND)

    assert [
        "plugin 'a': scrub_line_edits gave int, not LineEdit",
        "plugin 'b': scrub_line_edits raised ZeroDivisionError: division by zero",
    ] == refused(tmp_path, "a", "b", "d").splitlines()
    assert [
        "config: [options.d]: the plugin takes no options",
        "plugin 'c': scrub_facts gave int, not FactFile",
    ] == refused(tmp_path, "a", "c", "d", kind=ConfigError, options={"d": {"x": 1}}).splitlines()


def test_facts_told_together(tmp_path: Path) -> None:
    """
    Faults in the facts of several plugins are told together.
    """
    code = EDIT + "@hookimpl\ndef scrub_facts(): return [FactFile('{}.toml', Fact)]"
    write_plugin(tmp_path, "a", code.format("a"))
    write_plugin(tmp_path, "b", code.format("b"))

    assert [
        "a.toml: can't be read: No such file or directory",
        "b.toml: can't be read: No such file or directory",
    ] == refused(tmp_path, "a", "b", kind=FactsError).splitlines()


# What a config may name.


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        (
            {"options": {"sho": {"a": 1}}},
            "config: [options.sho]: no plugin 'sho' is loaded for this payer; did you mean 'shop'?",
        ),
        ({"options": {"shop": {"a": 1}}}, "config: [options.shop]: the plugin takes no options"),
        (
            {"disposition": {"shop.toy_solt": "off"}},
            (
                "config: [disposition] \"shop.toy_solt\": unknown edit 'shop.toy_solt'; "
                "did you mean 'shop.toy_sold'?"
            ),
        ),
        (
            {"disposition": {"other.thing": "off"}},
            "config: [disposition] \"other.thing\": unknown edit 'other.thing'",
        ),
    ],
)
def test_config_names(tmp_path: Path, tables: dict[str, Any], expected: str) -> None:
    """
    An option table or an edit that is not there would be ignored silently, so it is refused.
    """
    write_plugin(tmp_path, "shop", SOUND)

    assert expected == refused(tmp_path, "shop", kind=ConfigError, **tables)


def test_off_is_known(tmp_path: Path) -> None:
    """
    An edit that is off is still one that a config may name.
    """
    write_plugin(tmp_path, "shop", SOUND)

    made = scrubber(tmp_path, "shop", disposition={"shop.toy_sold": "off"})

    assert ((), ["shop.toy_sold"]) == (
        made.payers[0].edits,
        [stamped.id for stamped in made.payers[0].off],
    )


# Side by side.


def test_side_by_side(tmp_path: Path) -> None:
    """
    Two scrubbers of one process, each with its own folder, payer and options, do not meet.
    """
    write_plugin(tmp_path / "a", "shop", SOUND)
    write_plugin(tmp_path / "b", "store", SOUND)

    first = scrubber(tmp_path / "a", "shop")
    second = scrubber(tmp_path / "b", "store", disposition={"store.toy_sold": "info"})
    toy = claim("99991")

    for _ in range(2):
        assert ["shop.toy_sold"] == [each.edit for each in first.scrub(toy).findings]
        assert ["store.toy_sold"] == [each.edit for each in second.scrub(toy).findings]
    assert ["held", "clean"] == [str(each.scrub(toy).status) for each in (first, second)]
    assert "shop" in refused(tmp_path / "b", "shop")


def test_payers_side_by_side(tmp_path: Path) -> None:
    """
    Two payers of one scrubber have their own plugins and dispositions, even where their
    configs bear one name.
    """
    write_plugin(tmp_path, "shop", SOUND)
    write_plugin(tmp_path, "store", SOUND)
    own = {"id": "own", "name": "Own", "kinds": ["professional"], "setting": "asc"}
    one = {"plugins": ["shop"], "payer": {**own, "payer_ids": ["ONE"]}}
    rest = {"plugins": ["store"], "payer": PAYER, "disposition": {"store.toy_sold": "deny"}}

    made = Scrubber.from_configs([config_from(one), config_from(rest)], plugins_dir=tmp_path)
    outcomes = [made.scrub(claim("99991", payer_id=payer)) for payer in ("one ", "TWO", None)]

    assert [
        ("own", "shop.toy_sold", "review"),
        ("toy_payer", "store.toy_sold", "deny"),
        ("toy_payer", "store.toy_sold", "deny"),
    ] == [(each.payer, each.findings[0].edit, each.findings[0].disposition) for each in outcomes]


PRICED = """
    from decimal import Decimal
    import attrs
    from cleanclaim import AnyOf, LineEdit, PayerEdit, hookimpl

    @attrs.frozen
    class Price:
        most: Decimal = Decimal(5)

    def too_dear(line, claim, most):
        yield

    def never_paid(claim, payer):
        yield

    @hookimpl
    def scrub_options():
        return Price

    @hookimpl
    def scrub_line_edits(options):
        return [LineEdit(too_dear, AnyOf(["99991"]), using={"most": options.of(Price).most})]

    @hookimpl
    def scrub_payer_edits(payer):
        return [PayerEdit(never_paid, AnyOf(["99991"]))]
"""


def test_asked_once(tmp_path: Path) -> None:
    """
    Edits that know no payer are asked for once by payers whose options are alike, word
    for word; those of a payer by each.
    """
    write_plugin(tmp_path, "shop", PRICED)
    payer = {"name": "A payer", "kinds": ["professional"], "setting": "asc"}
    configs = [
        config_from(
            {
                "plugins": ["shop"],
                "payer": {**payer, "id": name, "payer_ids": [name]},
                "options": {"shop": {"most": Decimal(most)}},
            }
        )
        for name, most in {"one": "5.0", "two": "5.0", "three": "5.00"}.items()
    ]

    made = Scrubber.from_configs(configs, plugins_dir=tmp_path)

    (never, dear), (other_never, same), (_, other) = (rules.edits for rules in made.payers)
    assert dear.edit is same.edit
    assert ["5.0", "5.00"] == [str(each.edit.using["most"]) for each in (dear, other)]
    assert never.edit is not other_never.edit


def test_wrong_payers_told_together(tmp_path: Path) -> None:
    """
    What is wrong for several payers is told together, and once.
    """
    write_plugin(tmp_path, "shop", HOOK + "scrub_facts(): return 7")

    with pytest.raises(PluginError) as told:
        all_rules([naming("shop"), naming("shop"), naming("zzz")], find(tmp_path))

    fault, *missing = str(told.value).splitlines()
    assert "plugin 'shop': scrub_facts gave int, not FactFile" == fault
    assert "config: plugins: missing plugins: zzz" == missing[0]


def test_no_plugins() -> None:
    """
    A config that names no plugin would find every claim clean, so it is refused, unless
    its payer is out of scope.
    """
    with pytest.raises(ConfigError) as told:
        Scrubber.from_configs([naming()])
    beyond = config_from({"payer": {**PAYER, "out_of_scope": "by hand"}})

    assert (
        "config: names no plugin, so that every claim would look clean; expected plugins = "
        '["…"], or an out_of_scope reason under [payer]'
    ) == str(told.value)
    assert "unchecked" == Scrubber.from_configs([beyond]).scrub(claim("99991")).status


def test_newer_core(tmp_path: Path) -> None:
    """
    A plugin that asks for another core than this is refused, and says which.
    """
    write_plugin(tmp_path, "shop", SOUND, dependencies=["cleanclaim>=9"])

    told = refused(tmp_path, "shop")

    assert told.startswith("plugin 'shop' asks for cleanclaim >=9, and this is 1."), told
