"""
explain, edits, plugins, config, doctor.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import tomli

CONFIG = Path("configs/toy.toml")
_BARE = {
    "pyproject.toml": """
        [project]
        name = "bare_shop"
        version = "1"
        dependencies = ["cleanclaim"]
        [project.entry-points.cleanclaim]
        bare_shop = "bare_shop"
    """,
    "bare_shop.py": '''
from pathlib import Path

from cleanclaim import AnyOf, Disposition, Fact, FactFile, Hit, LineEdit, hookimpl

def ball_sold(line, claim, balls):
    """
    Ball sold where none is allowed.
    """
    yield Hit(line, f"{line.procedure} is a ball", "remove the ball", balls.on("00010", line.day))

@hookimpl
def scrub_facts():
    return [FactFile(Path(__file__).with_name("balls.toml"), Fact)]

@hookimpl
def scrub_line_edits(facts):
    codes = {f"000{number}" for number in range(10, 24)}
    using = {"balls": facts.table(Fact)}
    yield LineEdit(ball_sold, AnyOf(codes), Disposition.REVIEW, using=using)
''',
    "balls.toml": """
        [table]
        about = "The balls that there are."
        known_from = 2020-01-01
        reviewed = 2026-01-01
        next_review = 2026-06-30
        [sources.list]
        title = "The list of balls"
        url = "https://example.org/balls"
        trust = "published"
        [codes.00010]
        2020-01-01 = { source = "list" }
    """,
    "tests/cases/ball_sold.toml": """
        [[case]]
        name = "a ball"
        why = "Balls are not paid."
        claim = { kind = "professional", date = 2026-01-05, lines = ["00010"] }
        fires = [{ line = 1 }]
    """,
}
_PAYER = """
    plugins = ["bare_shop"]
    [payer]
    id = "bare_payer"
    name = "The payer of bare things"
    kinds = ["professional"]
    setting = "physician"
    default = true
"""


def test_edits(run: Any) -> None:
    """
    The edits of each payer, with level, treatment, version and summary.
    """
    expected = """\
toy_payer: The toy payer
  toy_shop.toy_sold   line   deny     2026.4.0  Toy sold where none is allowed.
  toy_shop.toy_twice  line   observe  2026.4.0  Toy sold, said once more.
"""

    assert (0, expected, "") == run("edits")


def test_plugins(run: Any) -> None:
    """
    The plugins of each payer, with version and number of edits.
    """
    ran = run("plugins")

    assert ran.out.startswith("toy_payer: The toy payer\n  toy_shop  2026.4.0   2 edits\n")
    assert (0, "") == (ran.status, ran.err)


def test_explain(run: Any) -> None:
    """
    The edit's page, what wakes it, its source, a claim that fires, one that does not,
    and what this payer makes of it.
    """
    ran = run("explain", "toy_shop.toy_sold")

    assert (0, "") == (ran.status, ran.err)
    assert (
        """\
toy_shop.toy_sold  (toy_shop 2026.4.0)

Toy sold where none is allowed.

A second paragraph.

looks at  any of 99990 99991 99992 99993 99994 99995 99996 99997
usually   deny

what a coder does
  in the record: the till
  the code requires: no toys
  the code book: none

it stands on: What toys cost
  known from 2020-01-01, reviewed 2026-01-01
  The toy list (coding rule, published)
    https://example.org/toys

a claim that it finds: a toy on the claim
  Toys are not paid.
    professional
    line 1 99990-26 2026-01-05
  deny      line 1: 99990 is a toy
            remove the toy  [toy_shop.toy_sold]
            in the record: the till
            the code requires: no toys
            the code book: none
            source (coding rule): The toy list, https://example.org/toys

one that is right: something else
  It is no toy.
    professional
    line 1 00000 2026-01-05

what payers make of it
  toy_payer: usually deny
    waived of 99991 until 2099-01-31: For January.
    configs/toy.toml:10: [[waive]]
    option toy_shop.loud = false: it is said softly
    option toy_shop.most: left out
    option toy_shop.sorts = ["hard", "soft"]
"""
        == ran.out
    )


def test_explain_to_a_payer(run: Any) -> None:
    """
    What the payer that was asked for makes of it comes first, with its place; the one
    code that wakes the edit stands alone.
    """
    ran = run("explain", "toy_shop.toy_twice", "--payer", "toy_payer")

    assert (0, "") == (ran.status, ran.err)
    assert (
        """\
toy_shop.toy_twice  (toy_shop 2026.4.0)

Toy sold, said once more.

looks at  99990
usually   review

what the payer makes of it
  toy_payer: observe, by its config
    configs/toy.toml:9: [disposition] "toy_shop.toy_twice"
    option toy_shop.loud = false: it is said softly
    option toy_shop.most: left out
    option toy_shop.sorts = ["hard", "soft"]

it stands on: What toys cost
  known from 2020-01-01, reviewed 2026-01-01
  The toy list (coding rule, published)
    https://example.org/toys

a claim that it finds: the plugin ships none

one that is right: the plugin ships none
"""
        == ran.out
    )


def test_explain_with_an_example(run: Any) -> None:
    """
    The payer that was asked for is shown judging the claim that fires.
    """
    ran = run("explain", "toy_shop.toy_sold", "--payer", "toy_payer")

    said = "    of the claim that it finds, below, this payer's rules say: line 1: deny\n"
    assert (0, True) == (ran.status, said in ran.out)


def test_explain_out_of_scope(run: Any) -> None:
    """
    Of a payer that judges no claim it is said why, and no disposition.
    """
    text = CONFIG.read_text("utf-8").replace(
        "[disposition]", 'out_of_scope = "toys"\n[disposition]'
    )
    Path("aside.toml").write_text(text, "utf-8")

    ran = run("explain", "toy_shop.toy_sold", "--config", "aside.toml")

    assert ran.out.endswith("\nwhat payers make of it\n  toy_payer: out of scope: toys\n")


def test_explain_from_a_folder(run: Any, tmp_path: Path) -> None:
    """
    A plugin laid out as in the tutorial, a module and no ``src``, has its cases found;
    of many codes a dozen are shown, and all of them with --codes.
    """
    folder = tmp_path / "house" / "bare_shop"
    for name, text in _BARE.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    asked = ("explain", "bare_shop.ball_sold", "--plugins", "house", "--config", "none")
    Path("none").write_text(_PAYER, "utf-8")
    ran = run(*asked)
    every = " ".join(f"000{number}" for number in range(10, 24))

    assert (0, "") == (ran.status, ran.err)
    assert (
        """\
bare_shop.ball_sold  (bare_shop 1)

Ball sold where none is allowed.

looks at  any of 00010 00011 00012 00013 00014 00015 00016 00017 00018 00019 00020 00021 and 2 more
usually   review

it stands on: The balls that there are
  known from 2020-01-01, reviewed 2026-01-01
  The list of balls (coding rule, published)
    https://example.org/balls

a claim that it finds: a ball
  Balls are not paid.
    professional
    line 1 00010 2026-01-05
  review    line 1: 00010 is a ball
            remove the ball  [bare_shop.ball_sold]
            source (coding rule): The list of balls, https://example.org/balls

one that is right: the plugin ships none

what payers make of it
  bare_payer: usually review
"""
        == ran.out
    )
    assert f"looks at  any of {every}\n" in run(*asked, "--codes").out


def test_explain_plugin(run: Any) -> None:
    """
    2 for a plugin's name, with the edits that it has.
    """
    said = """\
'toy_shop' is a plugin; explain one of its edits:
  toy_shop.toy_sold
  toy_shop.toy_twice
"""

    assert (2, "", said) == run("explain", "toy_shop")


def test_explain_unused(run: Any) -> None:
    """
    An edit that no payer switches on is explained all the same, and that is said.
    """
    text = CONFIG.read_text("utf-8").partition("[disposition]")[0]
    text = text.replace('["toy_shop"]', "[]") + 'out_of_scope = "toys"\n'
    Path("bare.toml").write_text(text, "utf-8")

    ran = run("explain", "toy_shop.toy_sold", "--config", "bare.toml")

    assert 0 == ran.status
    assert "no payer switches it on; asked: toy_payer\n" in ran.out


@pytest.mark.parametrize(
    ("edit", "hint"),
    [
        ("toy_shop.toy_sould", "; did you mean 'toy_shop.toy_sold'?"),
        ("toy_sold", "; did you mean 'toy_shop.toy_sold'?"),
        ("nothing.like_it", "; cleanclaim edits lists them"),
    ],
)
def test_explain_unknown(run: Any, edit: str, hint: str) -> None:
    """
    2 for an edit that nothing has, with what may have been meant.
    """
    assert (2, "", f"unknown edit {edit!r}{hint}\n") == run("explain", edit)


def test_config_check(run: Any) -> None:
    """
    A config that is well; a waiver that has ended is told.
    """
    ended = (
        "configs/toy.toml:13: [[waive]] until: the waiver ended on 2099-01-31; "
        "remove it, or say in a new one why it goes on\n"
    )

    ran = run("config", "check", "--as-of", "2099-02-01")

    assert (0, "configs/toy.toml: toy_payer: 1 plugin, 2 edits on, 0 off\n", ended) == ran


def test_config_check_finds(run: Any) -> None:
    """
    2 for an edit that no plugin has, with file, line and hint.
    """
    text = CONFIG.read_text("utf-8").replace("toy_twice", "toy_twise")
    Path("typo.toml").write_text(text, "utf-8")

    ran = run("config", "check", "--config", "typo.toml")

    assert 2 == ran.status
    assert "typo.toml:9: " in ran.err
    assert "did you mean 'toy_shop.toy_twice'?" in ran.err


def test_config_without_a_step(run: Any) -> None:
    """
    2, with the three that there are.
    """
    ran = run("config")

    assert (2, "") == (ran.status, ran.out)
    assert ran.err.endswith(
        "config: error: the following arguments are required: check|show|schema\n"
    )


def test_config_show(run: Any) -> None:
    """
    The merged config is TOML that says the same.
    """
    ran = run("config", "show")

    assert tomli.loads(CONFIG.read_text("utf-8")) == tomli.loads(ran.out)


def test_config_show_origin(run: Any) -> None:
    """
    With --origin each value says where it came from.
    """
    ran = run("config", "show", "--origin")

    assert 'id = "toy_payer"  # configs/toy.toml:3\n' in ran.out
    assert tomli.loads(CONFIG.read_text("utf-8")) == tomli.loads(ran.out)


def test_config_schema(run: Any) -> None:
    """
    The schema is JSON for an editor, with the options of the plugins that there are.
    """
    ran = run("config", "schema")

    made = json.loads(ran.out)
    assert "https://json-schema.org/draft/2020-12/schema" == made["$schema"]
    assert {"loud", "most", "sorts"} == set(
        made["properties"]["options"]["properties"]["toy_shop"]["properties"]
    )


def test_doctor(run: Any) -> None:
    """
    Versions, and the facts whose review is due; a reminder is no fault.
    """
    ran = run("doctor", "--as-of", "2026-06-30")

    assert (0, "") == (ran.status, ran.err)
    assert re.match(r"Python \S+\ncleanclaim \S+\nattrs \S+\npluggy \S+\ntomli \S+\n", ran.out)
    assert "toys.toml: Toy, reviewed 2026-01-01, due 2026-06-30\n" in ran.out
    assert ran.out.endswith("\nfaults: none\n")


def test_doctor_not_due(run: Any) -> None:
    """
    On the day before, nothing of the toys is due.
    """
    assert "toys.toml" not in run("doctor", "--as-of", "2026-06-29").out


def test_doctor_finds(run: Any, tmp_path: Path) -> None:
    """
    2 for a plugin at fault; the others are looked at all the same.
    """
    shop = tmp_path / "broken" / "no_hook"
    (shop / "src" / "cleanclaim_no_hook").mkdir(parents=True)
    (shop / "src" / "cleanclaim_no_hook" / "__init__.py").touch()
    (shop / "pyproject.toml").write_text(
        '[project]\nname = "no-hook"\nversion = "1"\n'
        '[project.entry-points.cleanclaim]\nno_hook = "cleanclaim_no_hook"\n'
    )

    ran = run("doctor", "--plugins", "broken", "--config", "configs")

    assert 2 == ran.status
    assert "  plugin 'no_hook' implements no hook; is @hookimpl missing?\n" in ran.out
