"""
What a process costs: to start, in memory, and beside a second one.
"""

import hashlib
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import ROOT, SCRUBBED, Bench, Row, cleanclaim, measured, scrub

TEN_GB, MOST_MB = 10_000_000_000, 64


def start(bench: Bench) -> Iterator[Row]:
    """
    Starting, beside bare Python.
    """
    one = bench.file(1, guided=1.0)
    payer = ROOT / "configs" / "medicare_professional.toml"
    commands = {
        "bare": [sys.executable, "-c", "pass"],
        "cleanclaim --version": cleanclaim("--version"),
        "scrub of one claim, one payer": scrub(one, config=payer),
        "scrub of one claim, all payers": scrub(one),
    }
    runs = bench.best(commands, repeat=bench.repeat * 3)
    bare = runs.pop("bare")
    for (what, run), aim in zip(runs.items(), (3, 8, 8), strict=True):
        yield bench.compared(f"start: {what}", run, bare, aim)


def memory(bench: Bench) -> Iterator[Row]:
    """
    Peak memory by size of file; with --ten-gb, of 10 GB through a pipe.
    """
    few, many = max(1, bench.claims // 10), bench.claims * 5
    for fast, how in ((False, "standard library"), (True, "extra fast")):
        commands = {size: scrub(bench.file(size), fast=fast) for size in (few, many)}
        runs = bench.best({str(size): command for size, command in commands.items()}, repeat=1)
        one, other = runs[str(many)].memory, runs[str(few)].memory
        what = f"memory, {many:,} claims beside {few:,}, {how}"
        yield Row(what, f"{one:.1f} MB", f"{other:.1f} MB", one / other, 1.1)
        if bench.options.ten_gb:
            yield _piped(bench, how, fast=fast)


def _piped(bench: Bench, how: str, *, fast: bool) -> Row:
    """
    10 GB, written as they are read: one interchange, one transaction.
    """
    few = 10_000
    claims = TEN_GB * few // bench.file(few).stat().st_size
    write = [sys.executable, str(Path(__file__).parent / "made_up.py"), "--claims", str(claims)]
    # The writer shares the machine and the shell's memory is small: the peak is the scrub's,
    # or the writer's where that is more.
    pipe = f"{shlex.join(write)} | {shlex.join(scrub('-', fast=fast))}"
    run = measured(["bash", "-c", pipe], SCRUBBED)
    note = f"{claims:,} claims in {run.seconds:.0f} s, written by a Python on the other core"
    return Row(f"memory, 10 GB through a pipe, {how}", f"{run.memory:.1f} MB", f"{MOST_MB} MB", run.memory / MOST_MB, 1, note=note)  # fmt: skip


def workers(bench: Bench) -> Iterator[Row]:
    """
    Two workers on one file beside one, always by the clock; the bytes must be the same.
    """
    claims = bench.claims * 5
    command = scrub(bench.file(claims))
    commands = {"one": command, "two": [*command, "--workers", "2"]}
    outs = {name: bench.folder / f"{name}-worker.jsonl" for name in commands}
    runs: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(bench.repeat):
        for name, asked in commands.items():
            runs[name].append(measured(asked, SCRUBBED, str(outs[name])).seconds)
    same = len({_hash(path) for path in outs.values()}) == 1
    one, two = min(runs["one"]), min(runs["two"])
    note = "the same bytes" if same else "OTHER BYTES"
    what = f"two workers beside one, {claims:,} claims"
    yield Row(what, f"{two:.2f} s", f"{one:.2f} s", one / two, 1.8, most=False, note=note)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
