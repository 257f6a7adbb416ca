"""
The table of aims: each figure as a ratio beside its base, measured in one run.

``python tests/benchmarks/aims.py`` prints all of it; ``--only stream,start`` some of it.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(HERE))

from made_up import pieces  # noqa: E402 - the writer beside this file
from stream import FLOOR, Run, measured  # noqa: E402 - likewise

FOUND = (0, 1)
PAIRS = "inputs/cms_tables/ncci_ptp_outpatient_hospital_full.txt.gz"


class Row(NamedTuple):
    """
    A row of the table: what, its figure, the ratio to its base, and the aim.

    ``most`` says that the ratio should be no more than the aim; else no less.
    """

    what: str
    figure: str
    ratio: float
    aim: float
    most: bool = True

    def __str__(self) -> str:
        met = self.ratio <= self.aim if self.most else self.ratio >= self.aim
        sign = "<=" if self.most else ">="
        said = (
            "met"
            if met
            else f"missed by {max(self.ratio, self.aim) / min(self.ratio, self.aim):.1f} x"
        )
        return f"{self.what:<58}{self.figure:>22}{self.ratio:10.2f} x   {sign} {self.aim:<7g}{said}"


class Bench:
    """
    What the parts share: where files are, how often to measure, how large.
    """

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self.folder, self.options = folder, options
        self.repeat: int = options.repeat

    def file(self, claims: int, *, unlike: bool = False) -> Path:
        """
        A file of so many claims, written when first asked for.
        """
        path = self.folder / f"{'unlike' if unlike else 'like'}-{claims}.837"
        if not path.exists():
            with path.open("wb") as stream:
                stream.writelines(pieces(claims, unlike=unlike))
        return path

    def best(self, **commands: list[str]) -> dict[str, Run]:
        """
        The best run of each command, interleaved.
        """
        runs: dict[str, list[Run]] = {name: [] for name in commands}
        for _ in range(self.repeat):
            for name, command in commands.items():
                runs[name].append(measured(command, FOUND))
        return {name: min(several) for name, several in runs.items()}

    def scrub(self, *files: Path | str, config: Path | None = None, fast: bool = True) -> list[str]:
        """
        The command that scrubs these files to JSON Lines.
        """
        native = [] if fast else ["env", "CLEANCLAIM_FAST=0"]
        return [
            *native, sys.executable, "-m", "cleanclaim", "scrub", "--format", "jsonl",
            "--config", str(config or ROOT / "configs"), *map(str, files),
        ]  # fmt: skip


def floor(path: Path) -> list[str]:
    """
    Reading and splitting a file, and nothing else.
    """
    return [sys.executable, "-c", FLOOR, str(path)]


def stream(bench: Bench) -> Iterator[Row]:
    """
    837 to JSON Lines, with all guidance plugins, beside reading and splitting.
    """
    for unlike in (False, True):
        path = bench.file(bench.options.claims, unlike=unlike)
        runs = bench.best(
            floor=floor(path), alone=bench.scrub(path, fast=False), fast=bench.scrub(path)
        )
        base = runs["floor"].seconds
        kind = "no two claims alike" if unlike else "a clearinghouse's claims"
        for name, aim in (("alone", 2.6), ("fast", 1.3)):
            seconds = runs[name].seconds
            label = "standard library" if name == "alone" else "extra fast"
            figure = f"{seconds:.2f} s / {base:.2f} s"
            yield Row(f"stream, {label}, {kind}", figure, seconds / base, aim)


def plain(bench: Bench) -> Iterator[Row]:
    """
    The plain path, every claim built, beside the sieve.
    """
    path = bench.file(bench.options.claims // 5)
    runs = bench.best(sieve=bench.scrub(path), plain=[*bench.scrub(path), "--whole"])
    ratio = runs["plain"].seconds / runs["sieve"].seconds
    yield Row("every claim built (--whole) beside the sieve", f"{runs['plain'].seconds:.2f} s", ratio, 1, most=False)  # fmt: skip


def pairs(bench: Bench) -> Iterator[Row]:
    """
    The same with every NCCI pair asked of every claim.
    """
    table = SHARED / PAIRS
    if not table.exists():
        print(f"pairs: left out, {PAIRS} is not at hand")
        return
    os.environ["CLEANCLAIM_TABLES"] = str(bench.folder / "tables")
    quiet = [sys.executable, "-m", "cleanclaim", "tables", "import", str(table)]
    subprocess.run([*quiet, "--services", "hospital"], check=True, stdout=subprocess.DEVNULL)
    config = bench.folder / "pairs.toml"
    config.write_text(
        f'extends = "{ROOT}/configs/medicare_professional.toml"\n'
        f"plugins = {[*_plugins(), 'ncci']}\n"
        '[options.ncci]\ntables = ["pairs"]\n[options.guidance_facts]\nncci_table = "hospital"\n'
    )
    path = bench.file(bench.options.claims)
    runs = bench.best(
        floor=floor(path),
        alone=bench.scrub(path, config=config, fast=False),
        fast=bench.scrub(path, config=config),
    )
    for name, aim in (("alone", 3.5), ("fast", 2.5)):
        seconds, base = runs[name].seconds, runs["floor"].seconds
        label = "standard library" if name == "alone" else "extra fast"
        yield Row(f"all NCCI pairs asked, {label}", f"{seconds:.2f} s", seconds / base, aim)


def _plugins() -> list[str]:
    import tomli

    text = (ROOT / "configs/base.toml").read_text()
    return list(tomli.loads(text).get("plugins", []))


def start(bench: Bench) -> Iterator[Row]:
    """
    Starting, beside bare Python.
    """
    one = bench.file(1)
    runs = bench.best(
        bare=[sys.executable, "-c", "pass"],
        version=[sys.executable, "-m", "cleanclaim", "--version"],
        one=bench.scrub(one),
    )
    bare = runs["bare"].seconds
    for name, what, aim in (
        ("version", "--version", 3),
        ("one", "scrub of one claim, six payers", 8),
    ):
        seconds = runs[name].seconds
        yield Row(f"start: {what}", f"{seconds * 1e3:.0f} ms / {bare * 1e3:.0f} ms", seconds / bare, aim)  # fmt: skip


def memory(bench: Bench) -> Iterator[Row]:
    """
    Peak memory by size of file, and with --ten-gb of 10 GB through a pipe.
    """
    small, large = bench.file(10_000), bench.file(bench.options.claims * 5)
    runs = bench.best(small=bench.scrub(small), large=bench.scrub(large))
    figure = f"{runs['large'].memory:.0f} MB"
    what = f"memory, {bench.options.claims * 5:,} claims beside 10,000"
    yield Row(what, figure, runs["large"].memory / runs["small"].memory, 1.1)
    if bench.options.ten_gb:
        size, run = _piped(bench, 10_000_000_000)
        yield Row(f"memory in units of 64 MB, {size / 1e9:.1f} GB in {run.seconds:.0f} s", f"{run.memory:.0f} MB", run.memory / 64, 1)  # fmt: skip


def _piped(bench: Bench, size: int) -> tuple[int, Run]:
    """
    So many bytes through a pipe: the claims of one file, again and again.
    """
    path = bench.file(bench.options.claims)
    times = max(1, size // path.stat().st_size)
    command = f"for i in $(seq {times}); do cat '{path}'; done | " + " ".join(bench.scrub("-"))
    return times * path.stat().st_size, measured(["bash", "-c", command], (*FOUND, 3))


def workers(bench: Bench) -> Iterator[Row]:
    """
    Two workers on one file beside one.
    """
    path = bench.file(bench.options.claims)
    command = bench.scrub(path)
    runs = bench.best(one=command, two=[*command, "--workers", "2"])
    ratio = runs["one"].seconds / runs["two"].seconds
    figure = f"{runs['one'].seconds:.2f} s / {runs['two'].seconds:.2f} s"
    yield Row("two workers beside one", figure, ratio, 1.8, most=False)


def objects(bench: Bench) -> Iterator[Row]:
    """
    A claim handed over as an object: microseconds, beside 100.
    """
    from cleanclaim import Claim, Scrubber
    from cleanclaim.readers.x12 import X12Reader

    scrubber = Scrubber.from_config(ROOT / "configs")
    with bench.file(20_000).open("rb") as file:
        sources = X12Reader().sift(file, print, scrubber.interest, lambda *_: None)
        claims: list[Claim] = [source.build() for source in sources]
    for what, wanted in (("clean", False), ("with findings", True)):
        chosen = [c for c in claims if bool(scrubber.scrub(c).findings) is wanted][:2_000]
        # A scrubber of its own, so that no judgement is remembered from the choice.
        fresh = Scrubber.from_config(ROOT / "configs")
        taken = sorted(map(_microseconds, (partial(fresh.scrub, claim) for claim in chosen)))
        median, p99 = statistics.median(taken), taken[len(taken) * 99 // 100]
        yield Row(f"woken claim as an object, {what}, of {len(taken)}", f"{median:.0f} us, p99 {p99:.0f}", median / 100, 1)  # fmt: skip


def _microseconds(call: Callable[[], object]) -> float:
    before = time.perf_counter()
    call()
    return (time.perf_counter() - before) * 1e6


def peers(bench: Bench) -> Iterator[Row]:
    """
    pyx12, in an environment of its own (--peers DIR): its tokenizer, reader and validator.
    """
    folder = bench.options.peers
    if not folder:
        print("peers: left out; give --peers DIR, a folder for an environment of their own")
        return
    python = Path(folder) / "bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "pyx12==4.0.0"], check=True)
    few = bench.file(2_000)
    for name, code, path, aim in (
        ("reader", _READER, bench.file(20_000), 50),
        ("validator, which checks what this does not", _VALIDATOR, few, 1_000),
    ):
        runs = bench.best(ours=bench.scrub(path), theirs=[str(python), "-c", code, str(path)])
        ratio = runs["theirs"].seconds / runs["ours"].seconds
        yield Row(f"beside pyx12's {name}", f"{runs['theirs'].seconds:.1f} s", ratio, aim, most=False)  # fmt: skip


_READER = """
import sys, pyx12.x12file
for segment in pyx12.x12file.X12Reader(sys.argv[1]):
    pass
"""
_VALIDATOR = """
import io, sys, pyx12.params, pyx12.x12n_document
pyx12.x12n_document.x12n_document(pyx12.params.params(), sys.argv[1], io.StringIO(), None, None)
"""

PARTS: dict[str, Callable[[Bench], Iterator[Row]]] = {
    part.__name__: part for part in (stream, pairs, plain, start, memory, workers, objects, peers)
}


def main() -> None:
    """
    Print the table.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help=f"some of {','.join(PARTS)}")
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=3, help="the best of so many runs counts")
    parser.add_argument("--peers", metavar="DIR", help="where other readers are installed")
    parser.add_argument("--ten-gb", action="store_true", help="stream 10 GB through a pipe too")
    options = parser.parse_args()
    chosen = options.only.split(",") if options.only else [*PARTS]
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options)
        for name in chosen:
            for row in PARTS[name](bench):
                print(row, flush=True)


if __name__ == "__main__":
    main()
