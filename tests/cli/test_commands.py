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

level     line
wakes on  any of 99990 99991 99992 99993 99994 99995 99996 99997
default   deny

what a coder does
  in the record: the till
  the code asks: no toys
  the note: none

stands on Toy: What toys cost
  known from 2020-01-01, reviewed 2026-01-01
  The toy list (coding rule, published)
    https://example.org/toys

a claim that fires: a toy on the claim
  Toys are not paid.
    professional
    line 1 99990-26 2026-01-05
  deny      line 1: 99990 is a toy
            remove the toy  [toy_shop.toy_sold]
            in the record: the till
            the code asks: no toys
            the note: none
            source (coding rule): The toy list, https://example.org/toys

one that does not: something else
  It is no toy.
    professional
    line 1 00000 2026-01-05

what payers make of it
  toy_payer: deny, the default
    waived of 99991 until 2026-01-31: For January.
    configs/toy.toml:10: [[waive]]
    option loud = False
"""
        == ran.out
    )


def test_explain_treatment(run: Any) -> None:
    """
    What the payer's config changes is told with its place.
    """
    ran = run("explain", "toy_shop.toy_twice", "--payer", "toy_payer")

    assert '  toy_payer: observe\n    configs/toy.toml:9: [disposition] "toy_shop.toy_twice"\n' in (
        ran.out
    )
    assert "a claim that fires: the plugin ships none\n" in ran.out


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
        "configs/toy.toml:13: [[waive]] until: the waiver ended on 2026-01-31; "
        "remove it, or say in a new one why it goes on\n"
    )

    ran = run("config", "check", "--as-of", "2026-02-01")

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
    The schema is JSON for an editor.
    """
    ran = run("config", "schema")

    assert "https://json-schema.org/draft/2020-12/schema" == json.loads(ran.out)["$schema"]


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
