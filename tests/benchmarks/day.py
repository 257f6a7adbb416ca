"""
A clearinghouse's day: 15 million claims, all guidance plugins and all NCCI pairs, two
workers. Made in pieces, scrubbed as they come, and not kept.
"""

import multiprocessing
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.made_up import Numbers, pieces
from benchmarks.measuring import SCRUBBED, Bench, Row, SkippedError, measured, scrub

CLAIMS, MINUTE, CORES = 15_000_000, 60, 2
PIECE, AT_ONCE = 500_000, 4


def day(bench: Bench) -> Iterator[Row]:
    """
    The day in runs of a few files; writing the files is not in the figure, all else is.
    """
    if not bench.options.day:
        msg = "15 million claims take minutes to make; ask with --day"
        raise SkippedError(msg)
    total, size, seconds, runs, memory = bench.options.day_claims, 0, 0.0, 0, 0.0
    config = bench.configs
    for first in range(0, total, PIECE * AT_ONCE):
        starts = range(first, min(first + PIECE * AT_ONCE, total), PIECE)
        with multiprocessing.Pool(CORES) as pool:
            made = pool.map(partial(_made, bench.folder, total), starts)
        command = [*scrub(*made, config=config), "--workers", str(CORES)]
        out = bench.folder / "day.jsonl"
        run = measured(command, SCRUBBED, str(out))
        size += sum(path.stat().st_size for path in made)
        seconds, runs, memory = seconds + run.seconds, runs + 1, max(memory, run.memory)
        for path in (*made, out):
            path.unlink()
    gb, rate = size / 1e9, total / seconds
    note = f"{gb:.1f} GB in {runs} runs, {rate:,.0f} claims/s, {memory:.0f} MB a process at most"
    what = f"a day, {total:,} claims, {min(CORES, os.cpu_count() or 1)} workers"
    yield Row(what, f"{seconds:.1f} s", f"{MINUTE} s", seconds / MINUTE, 1, note=note)


def _made(folder: Path, total: int, first: int) -> Path:
    path = folder / f"day-{first}.837"
    with path.open("wb") as file:
        # Another seed each, so that no piece is another's.
        numbers = Numbers(first, seed=first + 1)
        file.writelines(pieces(min(PIECE, total - first), numbers=numbers))
    return path
