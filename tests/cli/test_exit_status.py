"""
Each exit status, and what goes to stderr with it.
"""

import io
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from cleanclaim.cli import main
from cleanclaim.commands import Exit, gravest
from cleanclaim.reporters.jsonl import JsonlReporter

DENIED, REVIEWED, NOTED, FAILING, PRINTING, UNKNOWN = (f"9999{digit}" for digit in "012357")
CLEAN = "00000"


def test_nothing_found(run: Any, claims: Any) -> None:
    """
    0 when nothing at or above --fail-on is found; an info is below every one.
    """
    ran = run("scrub", claims("a.jsonl", CLEAN, NOTED, UNKNOWN))

    assert (0, "") == (ran.status, ran.err)


@pytest.mark.parametrize(
    ("code", "fail_on", "status"),
    [
        (DENIED, "deny", 1),
        (DENIED, "review", 1),
        (DENIED, "never", 0),
        (REVIEWED, "deny", 0),
        (REVIEWED, "review", 1),
    ],
)
def test_found(run: Any, claims: Any, code: str, fail_on: str, status: int) -> None:
    """
    1 when a finding is at or above --fail-on; none of these is waived on this day.
    """
    name = claims("a.jsonl", code)

    ran = run("scrub", name, "--fail-on", fail_on, "--as-of", "2099-02-01")

    assert status == ran.status


def test_default_fails_on_review(run: Any, claims: Any) -> None:
    """
    Without --fail-on a review counts; waived until the end of January 2099, not after.
    """
    name = claims("a.jsonl", REVIEWED)

    before = run("scrub", name, "--as-of", "2099-01-31").status
    after = run("scrub", name, "--as-of", "2099-02-01").status

    assert (0, 1) == (before, after)


def test_ended_waiver(run: Any, claims: Any) -> None:
    """
    A waiver that has ended is told once, on stderr, as ``config check`` tells it.
    """
    text = Path("configs/toy.toml").read_text("utf-8")
    head, _, waiver = text.partition("[[waive]]")
    other = head.replace("toy_payer", "other_payer").replace('"TOY"', '"OTHER"')
    Path("both").mkdir()
    Path("both/base.toml").write_text("[[waive]]" + waiver, "utf-8")
    Path("both/toy.toml").write_text('extends = "base.toml"\n' + head, "utf-8")
    Path("both/other.toml").write_text('extends = "base.toml"\n' + other, "utf-8")
    name = claims("a.jsonl", REVIEWED)

    last = run("scrub", name, "--config", "both", "--as-of", "2099-01-31")
    ended = run("scrub", name, "--config", "both", "--as-of", "2099-02-01")
    checked = run("config", "check", "--config", "both", "--as-of", "2099-02-01")

    assert (0, "") == (last.status, last.err)
    told = (
        "both/base.toml:4: [[waive]] until: the waiver ended on 2099-01-31; "
        "remove it, or say in a new one why it goes on\n"
    )
    assert (1, told, told) == (ended.status, ended.err, checked.err)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--nonsense",),
        ("scub",),
        ("scrub",),
        ("scrub", "a.jsonl", "--nonsense"),
        ("scrub", "a.jsonl", "--fail-on", "info"),
        ("scrub", "a.jsonl", "--as-of", "20260131"),
        ("scrub", "a.jsonl", "--as-of", "2026-02-30"),
        ("scrub", "a.jsonl", "--workers", "0"),
        ("scrub", "a.jsonl", "--workers", "1_0"),
    ],
    ids=" ".join,
)
def test_usage(here: Path, claims: Any, arguments: tuple[str, ...], capsys: Any) -> None:
    """
    2 for a command line that can't be understood; nothing on stdout.
    """
    claims("a.jsonl", CLEAN)

    status = main(arguments)

    assert (2, "") == (status, capsys.readouterr().out)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--payer", "toy_player"), "did you mean 'toy_payer'?"),
        (("--config", "nowhere"), "nowhere: no such file or folder; name a payer's config"),
        (("--format", "jsnl"), "no 'jsnl' in cleanclaim.reporters; did you mean 'jsonl'?"),
    ],
)
def test_unusable(run: Any, claims: Any, arguments: tuple[str, ...], error: str) -> None:
    """
    2 for what the command line names and is not there, with a hint.
    """
    ran = run("scrub", claims("a.jsonl", DENIED), *arguments)

    assert (2, "") == (ran.status, ran.out)
    assert error in ran.err


def test_config_typo(run: Any, claims: Any) -> None:
    """
    2 for a config with a typo, with the place and a hint; nothing is scrubbed.
    """
    text = Path("configs/toy.toml").read_text("utf-8")
    Path("typo.toml").write_text(text.replace("setting", "seting"), "utf-8")

    ran = run("scrub", claims("a.jsonl", DENIED), "--config", "typo.toml")

    assert (2, "") == (ran.status, ran.out)
    assert "typo.toml:" in ran.err
    assert "did you mean 'setting'?" in ran.err


def test_files_are_opened_first(run: Any, claims: Any) -> None:
    """
    2 when any FILE can't be opened: each is named, and nothing is scrubbed.
    """
    Path("folder").mkdir()

    ran = run("scrub", claims("a.jsonl", DENIED), "folder", "missing.837")

    assert (2, "") == (ran.status, ran.out)
    assert (
        "folder: can't be opened: Is a directory\n"
        "missing.837: can't be opened: No such file or directory\n"
        "nothing was scrubbed\n"
    ) == ran.err


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file"
)
def test_no_permission(run: Any, claims: Any) -> None:
    """
    2 for a FILE that may not be read.
    """
    name = claims("a.jsonl", DENIED)
    Path(name).chmod(0)

    ran = run("scrub", name)

    assert (2, "a.jsonl: can't be opened: Permission denied\nnothing was scrubbed\n") == (
        ran.status,
        ran.err,
    )


def test_stdin_twice(run: Any) -> None:
    """
    2 when standard input is named twice: the second reading would find nothing.
    """
    ran = run("scrub", "-", "-")

    assert (2, "-: standard input can be read once; name it once\nnothing was scrubbed\n") == (
        ran.status,
        ran.err,
    )


def test_not_claims(run: Any, claims: Any) -> None:
    """
    3 for a file that holds no claims; the files beside it are scrubbed.
    """
    Path("b.pdf").write_bytes(b"%PDF-1.7\n")

    ran = run("scrub", "b.pdf", claims("a.jsonl", DENIED), "--format", "jsonl")

    assert 3 == ran.status
    assert ["case1"] == [outcome["claim"] for outcome in ran.outcomes]
    assert ran.err.startswith("b.pdf: ")


def test_no_payer(run: Any, claims: Any) -> None:
    """
    3 for a claim that no payer's rules are for; a note on stderr says how many.
    """
    ran = run("scrub", claims("a.jsonl", DENIED, payer_id="OTHER"), "--format", "jsonl")

    assert 3 == ran.status
    assert ["incomplete"] == [outcome["status"] for outcome in ran.outcomes]
    assert "cleanclaim: claims that no payer's rules are for: 1; they are incomplete\n" == ran.err


def test_edit_failed(run: Any, claims: Any) -> None:
    """
    4 when an edit failed on some claim; the claim is incomplete and the others stand.
    """
    ran = run("scrub", claims("a.jsonl", FAILING, DENIED), "--format", "jsonl")

    assert 4 == ran.status
    assert ["incomplete", "held"] == [outcome["status"] for outcome in ran.outcomes]
    assert (
        "cleanclaim: claims on which toy_shop.toy_sold failed: 1; they are incomplete\n" == ran.err
    )
    assert "Secret" not in ran.out + ran.err


def test_internal_error(run: Any, claims: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    5 for what nobody expected: its type and place, never its message.
    """

    def raises(*_: object) -> str:
        msg = "Mrs Secret"
        raise KeyError(msg)

    monkeypatch.setattr(JsonlReporter, "outcome", raises)

    ran = run("scrub", claims("a.jsonl", DENIED), "--format", "jsonl")

    assert (5, "") == (ran.status, ran.out)
    assert ran.err.startswith(
        "cleanclaim: internal error: KeyError at cleanclaim/commands/desk.py:"
    )
    assert ran.err.endswith("; set CLEANCLAIM_TRACEBACK=1 to see where it came from\n")
    assert "Secret" not in ran.err


def test_traceback(run: Any, claims: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    CLEANCLAIM_TRACEBACK=1 shows where an internal error came from.
    """
    monkeypatch.setenv("CLEANCLAIM_TRACEBACK", "1")
    monkeypatch.setattr(JsonlReporter, "outcome", None)

    ran = run("scrub", claims("a.jsonl", DENIED), "--format", "jsonl")

    assert 5 == ran.status
    assert ran.err.startswith("Traceback (most recent call last):")


def test_interrupted(run: Any, claims: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    130, quietly, when the user has had enough; a file to write stays as it was.
    """

    def interrupts(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(JsonlReporter, "outcome", interrupts)
    Path("out.jsonl").write_text("before")

    ran = run("scrub", claims("a.jsonl", DENIED), "--format", "jsonl", "--output", "out.jsonl")

    assert (130, "", "") == ran
    assert "before" == Path("out.jsonl").read_text()


def test_gravest_wins(run: Any, claims: Any) -> None:
    """
    3 before 4 before 1, whatever their order in the input.
    """
    claims("found.jsonl", DENIED)
    claims("failed.jsonl", FAILING)
    claims("unread.jsonl", CLEAN, payer_id="OTHER")

    statuses = [
        run("scrub", *names).status
        for names in (
            ("found.jsonl", "failed.jsonl"),
            ("unread.jsonl", "failed.jsonl", "found.jsonl"),
            ("found.jsonl", "failed.jsonl", "unread.jsonl"),
        )
    ]

    assert [4, 3, 3] == statuses


def test_order_of_gravity() -> None:
    """
    5, 2, 3, 4, 1, 0.
    """
    order = [5, 2, 3, 4, 1, 0]

    assert order == [gravest(map(Exit, order[position:])) for position in range(6)]


def test_stdin(run: Any, claims: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    ``-`` is standard input, and its name in the output.
    """
    data = Path(claims("a.jsonl", DENIED)).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    ran = run("scrub", "-", "--format", "jsonl")

    assert (1, ["-"]) == (ran.status, [outcome["input"] for outcome in ran.outcomes])


def test_plugin_that_prints(run: Any, claims: Any) -> None:
    """
    What a plugin prints goes to stderr and never into the report.
    """
    ran = run("scrub", claims("a.jsonl", PRINTING), "--format", "jsonl")

    assert (["clean"], "a plugin prints this\n") == (
        [outcome["status"] for outcome in ran.outcomes],
        ran.err,
    )


def test_names_as_given(run: Any, claims: Any) -> None:
    """
    An input's name is the argument, as it was written.
    """
    claims("a.jsonl", DENIED)

    ran = run("scrub", "./a.jsonl", "--format", "jsonl")

    assert ["./a.jsonl"] == [outcome["input"] for outcome in ran.outcomes]
