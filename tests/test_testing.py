"""
The plugin author's kit tells a wrong case, a wrong edit and a broken house rule.
"""

from pathlib import Path

import pytest

from cleanclaim.cases import shared_options
from cleanclaim.commands.new import make_plugin
from cleanclaim.errors import PluginError
from cleanclaim.testing import PluginUnderTest, plugin_of, read_cases
from cleanclaim.testing.pages import main


def plugin(
    tmp_path: Path, name: str, cases: str = "", **changes: tuple[str, str]
) -> PluginUnderTest:
    """
    A fresh plugin of this name, with other cases and with texts of its edit replaced.
    """
    folder = tmp_path / name
    make_plugin(folder)
    if cases:
        (folder / "tests" / "cases" / "modifier_missing.toml").write_text(cases)
    edit = folder / "src" / f"cleanclaim_{name}" / "edits" / "modifier_missing.py"
    text = edit.read_text()
    for old, new in changes.values():
        assert old in text
        text = text.replace(old, new)
    edit.write_text(text)
    return plugin_of(folder / "tests" / "test_plugin.py")


FIRES = """
[[case]]
name  = "no modifier"
why   = "The annex asks for 26 or TC."
claim = { kind = "professional", date = 2025-12-31, lines = ["20611", "76942"] }
fires = [{ line = 2, disposition = "review" }]
"""
SLEEPS = """
[[case]]
name  = "26"
why   = "The annex asks for 26 or TC."
claim = { kind = "professional", date = 2025-12-31, lines = ["76942-26"] }
fires = []
"""


def test_passes(tmp_path: Path) -> None:
    """
    A case whose lines fire as it says passes without a word.
    """
    tested = plugin(tmp_path, "kit_passes", FIRES + SLEEPS)

    for case in tested.cases:
        tested.judge(case)
    tested.follow_house_rules()


def test_difference(tmp_path: Path) -> None:
    """
    A case that does not hold shows what it expects beside what came, and where it stands.
    """
    cases = FIRES.replace("line = 2", "line = 1").replace('"review"', '"deny"')
    tested = plugin(tmp_path, "kit_differs", cases)

    with pytest.raises(AssertionError) as told:
        tested.judge(tested.cases[0])

    file = tested.folder / "tests" / "cases" / "modifier_missing.toml"
    assert [
        f"{file}:2: kit_differs.modifier_missing: no modifier",
        "  The annex asks for 26 or TC.",
        "  expected  line 1: fires, deny",
        "  actual    line 2: fires, review, add_modifier, suggest [], related []",
        "  it said   line 2: 76942 has no modifier 26 or TC on 2025-12-31",
    ] == str(told.value).splitlines()


def test_failing_edit(tmp_path: Path) -> None:
    """
    An edit that raises fails its case, although it finds nothing just as the case says.
    """
    tested = plugin(tmp_path, "kit_raises", SLEEPS, body=("    fact = ", "    1 / 0\n    fact = "))

    with pytest.raises(AssertionError, match="failed: the edit failed: it raised ZeroDivision"):
        tested.judge(tested.cases[0])


def test_house_rules(tmp_path: Path) -> None:
    """
    Every departure from the house rules is told, a line each.
    """
    cases = FIRES + FIRES.replace('"no modifier"', '"once more"')
    tested = plugin(
        tmp_path,
        "kit_house",
        cases,
        summary=("that the contract asks for.\n", "that the contract asks for\n"),
        message=('message=f"', 'message=f"Code '),
        remedy=('remedy="add the modifier that', 'remedy="the modifier should be added.'),
    )
    (tested.folder / "tests" / "cases" / "primary_mising.toml").write_text("")
    tested = plugin_of(tested.folder / "tests" / "test_plugin.py")

    with pytest.raises(AssertionError) as told:
        tested.follow_house_rules()

    file = tested.folder / "tests" / "cases" / "modifier_missing.toml"
    said = "76942 has no modifier 26 or TC on 2025-12-31"
    remedy = "the modifier should be added. the record supports"
    assert [
        (
            "kit_house.modifier_missing: its docstring begins with 'Procedure billed without a modifier"
            " that the contract asks for'; expected one sentence on a line of its own, with a capital"
            " and a full stop: it is the summary shown to users"
        ),
        (
            "kit_house.modifier_missing: no case that does not fire; add a near one to"
            " tests/cases/modifier_missing.toml"
        ),
        "tests/cases/primary_mising.toml: the plugin has no edit 'primary_mising'",
        f"{file}:8: the same claim as the case 'no modifier'",
        (
            "kit_house.modifier_missing: line 2 of a case: its message begins with a capital:"
            f" 'Code {said}'"
        ),
        (
            "kit_house.modifier_missing: line 2 of a case: its remedy does not say what to do:"
            f" {remedy!r}"
        ),
    ] == str(told.value).splitlines()


def test_options_of_a_file(tmp_path: Path) -> None:
    """
    A case file's options are those of each of its cases, which may say otherwise; what
    all cases have alike, the plugin is loaded with.
    """
    path = tmp_path / "modifier_missing.toml"
    own = FIRES + 'options = { kit = { path = "there", strict = true } }\n'
    path.write_text('[options.kit]\npath = "tables"\nedition = 3\n' + own + SLEEPS)

    first, second = read_cases(path)

    assert {"kit": {"path": "there", "edition": 3, "strict": True}} == first.options
    assert {"kit": {"path": "tables", "edition": 3}} == second.options
    assert path == first.file
    assert {} == shared_options([first, second])
    assert second.options == shared_options([second, second])


def test_any_order(tmp_path: Path) -> None:
    """
    A case that promises any order of its lines is judged backwards too.
    """
    first = ("    fact = ", "    if line is not claim.lines[-1]:\n        return\n    fact = ")
    tested = plugin(tmp_path, "kit_order", FIRES + "any_order = true\n", only_last=first)

    with pytest.raises(AssertionError, match="with the lines in reverse order"):
        tested.judge(tested.cases[0])


def test_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Pages are told to be stale until they are written, and again once an edit is gone.
    """
    plugin(tmp_path, "kit_pages", FIRES + SLEEPS)
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "kit_pages.gone.md").write_text("an edit of yesterday")
    arguments = [str(folder), "--plugins", str(tmp_path)]

    before, written, after = (
        main([*arguments, "--check"]),
        main(arguments),
        main([*arguments, "--check"]),
    )

    assert (1, 0, 0) == (before, written, after)
    assert ["index.md", "kit_pages.modifier_missing.md"] == sorted(
        path.name for path in folder.iterdir()
    )
    assert [
        f"{folder / name} is stale"
        for name in ("index.md", "kit_pages.gone.md", "kit_pages.modifier_missing.md")
    ] == capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("fires = [", "firse = [", "2: [[case]] unknown key 'firse'; did you mean 'fires'?"),
        (
            "line = 2",
            "line = 3",
            (
                "2: [[case]] fires.line: expected numbers of the claim's lines"
                " (0 for the claim as a whole)"
            ),
        ),
        (
            '"review"',
            '"reveiw"',
            "2: [[case]] fires.disposition: unknown value 'reveiw'; did you mean 'review'?",
        ),
        (
            '"professional"',
            '"paper"',
            "2: [[case]] kind: expected 'professional' or 'institutional'",
        ),
        ("[[case]]", "[[cases]]", "2: unknown key 'cases'; did you mean 'case'?"),
        ("why   =", "# why =", "2: [[case]] why: missing"),
        (
            "\n[[case]]",
            "options = 1\n[[case]]",
            "2: [[case]] options of the file: expected a table",
        ),
        ('"no modifier"', "5", "2: [[case]] name: expected text"),
    ],
)
def test_wrong_case_file(tmp_path: Path, old: str, new: str, told: str) -> None:
    """
    A case file is read strictly; the error names file, line and key.
    """
    path = tmp_path / "modifier_missing.toml"
    path.write_text(FIRES.replace(old, new))

    with pytest.raises(PluginError) as refused:
        read_cases(path)

    assert f"{path}:{told}" == str(refused.value)
