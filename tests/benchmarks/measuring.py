"""
How the parts measure: programs in processes of their own, interleaved, the best of several.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from benchmarks.made_up import pieces

ROOT = Path(__file__).resolve().parents[2]
CHUNK = 256 * 1024
FLOOR = f"""
import sys
count, rest = 0, b""
with open(sys.argv[1], "rb") as file:
    while chunk := file.read({CHUNK}):
        *segments, rest = (rest + chunk).split(b"~")
        count += len(segments)
"""
WATCHER = """
import resource, subprocess, sys, time
start = time.perf_counter()
with open(sys.argv[1], "wb") as out:
    status = subprocess.run(sys.argv[2:], stdout=out).returncode
seconds = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(status, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""
SCRUBBED = (0, 1)


class SkippedError(Exception):
    """
    Why a part, or some of it, is left out here.
    """


class Run(NamedTuple):
    """
    One run of a program: seconds by the clock, seconds of processors, peak memory in MB.
    """

    seconds: float
    processor: float
    memory: float


class Row(NamedTuple):
    """
    A row of the table: what, its figure and its base, their ratio, and the aim.

    ``most`` says that the ratio should be no more than the aim, else no less; without an
    aim a row is there for comparison. ``note`` says what is broader, or else to know.
    """

    what: str
    figure: str
    base: str
    ratio: float
    aim: float | None = None
    most: bool = True
    note: str = ""

    @property
    def met(self) -> bool | None:
        """
        Whether the aim is met; None where there is none.
        """
        if self.aim is None:
            return None
        return self.ratio <= self.aim if self.most else self.ratio >= self.aim

    def __str__(self) -> str:
        sign = "<=" if self.most else ">="
        aim = "" if self.aim is None else f"{sign} {self.aim:,g}"
        said = {None: "", True: "met", False: "not met"}[self.met]
        note = f"  ({self.note})" if self.note else ""
        ratio = f"{self.ratio:,.0f}" if self.ratio >= 100 else f"{self.ratio:.2f}"
        line = f"{self.what:<52}{self.figure:>12}{self.base:>12}{ratio:>9} x {aim:<9}{said}"
        return f"{line.rstrip()}{note}"


class Bench:
    """
    What the parts share: where files are, how often to measure, how large they are.
    """

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self.folder, self.options = folder, options
        self.claims: int = options.claims
        self.repeat: int = options.repeat

    def file(self, claims: int, *, unlike: bool = False, guided: float | None = None) -> Path:
        """
        A file of so many claims, written when first asked for.
        """
        share = {} if guided is None else {"guided": guided}
        name = f"{'unlike' if unlike else 'like'}-{claims}-{guided}.837"
        path = self.folder / name
        if not path.exists():
            with path.open("wb") as stream:
                stream.writelines(pieces(claims, unlike=unlike, **share))
        return path

    def best(
        self,
        commands: Mapping[str, list[str]],
        *,
        expected: Iterable[int] = SCRUBBED,
        repeat: int | None = None,
    ) -> dict[str, Run]:
        """
        The least of each figure of several runs of each command, interleaved.
        """
        runs: dict[str, list[Run]] = {name: [] for name in commands}
        for _ in range(repeat or self.repeat):
            for name, command in commands.items():
                runs[name].append(measured(command, expected))
        return {name: Run(*map(min, zip(*several, strict=True))) for name, several in runs.items()}

    def seconds(self, run: Run) -> float:
        """
        What a run of one process took: by the clock, or of its processor.
        """
        return run.processor if self.options.clock == "processor" else run.seconds

    def compared(self, what: str, run: Run, base: Run, *aim: float, note: str = "") -> Row:
        """
        The row of a run beside its base; the aim, where there is one, is a most.
        """
        one, other = self.seconds(run), self.seconds(base)
        most = aim[0] if aim else None
        return Row(what, f"{one:.3f} s", f"{other:.3f} s", one / other, most, note=note)

    @cached_property
    def configs(self) -> Path:
        """
        The configs with every NCCI pair asked for every claim, from imported tables.
        """
        folder, store = Path(tempfile.mkdtemp(dir=self.folder)), self.store
        for path in (ROOT / "configs").glob("*.toml"):
            (folder / path.name).write_bytes(path.read_bytes())
        (folder / "base.toml").rename(folder / "guidance.toml")
        (folder / "base.toml").write_text(
            'extends = "guidance.toml"\n'
            f"plugins = {[*named(), 'ncci']}\n"
            f'[options.cms_tables]\npath = "{store}"\n'
            '[options.ncci]\ntables = ["pairs"]\n'
            '[options.guidance_facts]\nncci_table = "hospital"\n'
        )
        return folder

    @cached_property
    def store(self) -> Path:
        """
        The folder with the pairs of outpatient hospitals, imported.
        """
        source = pairs_file(self.options)
        store = self.folder / "tables"
        measured(
            [*cleanclaim("tables", "import", str(source), "--tables", str(store)),
             "--services", "hospital"], (0,),
        )  # fmt: skip
        return store


def named() -> list[str]:
    """
    The plugins that every payer's config starts from.
    """
    import tomli

    return list(tomli.loads((ROOT / "configs" / "base.toml").read_text("utf-8"))["plugins"])


def pairs_file(options: argparse.Namespace) -> Path:
    """
    NCCI's table of pairs, as CMS publishes it.

    Raises: SkippedError where it is not at hand.
    """
    path = Path(options.pairs)
    if not path.exists():
        msg = "NCCI's pairs are not at hand; name their file with --pairs"
        raise SkippedError(msg)
    return path


def measured(command: list[str], expected: Iterable[int], out: str = os.devnull) -> Run:
    """
    Run a program and measure it; it is a child of its own, so its memory is its own.

    Raises: SkippedError where it ends otherwise than expected, with its last words.
    """
    done = subprocess.run(
        [sys.executable, "-c", WATCHER, out, *command],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise SkippedError((done.stderr.strip().splitlines() or ["no word"])[-1])
    status, *figures = done.stdout.split()
    if int(status) not in tuple(expected):
        words = done.stderr.strip().splitlines() or ["no word"]
        msg = f"{command[0]} … {command[-1]}: exit status {status}: {words[-1]}"
        raise SkippedError(msg)
    seconds, processor, memory = map(float, figures)
    # Linux counts in KiB, macOS in bytes.
    return Run(seconds, processor, memory / (1e6 if sys.platform == "darwin" else 1e3))


def cleanclaim(*arguments: str) -> list[str]:
    """
    The command line of cleanclaim.
    """
    return [sys.executable, "-m", "cleanclaim", *arguments]


def scrub(*files: Path | str, config: Path | None = None, fast: bool = True) -> list[str]:
    """
    The command that scrubs these files to JSON Lines, with or without the extra ``fast``.
    """
    alone = [] if fast else ["env", "CLEANCLAIM_FAST=0"]
    options = ["--format", "jsonl", "--config", str(config or ROOT / "configs")]
    return [*alone, *cleanclaim("scrub", *options), *map(str, files)]


def floor(path: Path) -> list[str]:
    """
    Reading a file in chunks and splitting it on the terminator, and nothing else.
    """
    return [sys.executable, "-c", FLOOR, str(path)]
