"""
837 to JSON Lines beside reading and splitting the file: the whole path, as a user runs it.
"""

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from benchmarks.measuring import Bench, Row, SkippedError, floor, scrub

LANES = {"alone": "standard library", "fast": "extra fast"}
KINDS = {False: "a clearinghouse's day", True: "no two claims alike"}
BUILT = """
import sys
from cleanclaim.readers.x12 import X12Reader
with open(sys.argv[1], "rb") as file:
    for source in X12Reader(fast=False).read(file, print, whole=True):
        source.build()
"""


def stream(bench: Bench) -> Iterator[Row]:
    """
    All guidance plugins, all payers, structural scan and routing included.
    """
    yield from _beside_floor(bench, "stream", {"alone": 2.6, "fast": 1.3}, None)


def pairs(bench: Bench) -> Iterator[Row]:
    """
    The same with every NCCI pair asked for every claim.
    """
    yield from _beside_floor(bench, "all pairs", {"alone": 3.5, "fast": 2.5}, bench.configs)


def _beside_floor(
    bench: Bench, what: str, aims: dict[str, float], config: Path | None
) -> Iterator[Row]:
    lanes = dict(aims)
    if find_spec("numpy") is None:
        del lanes["fast"]
    for unlike, kind in KINDS.items():
        path, one = bench.file(bench.claims, unlike=unlike), bench.file(1)
        commands = {lane: scrub(path, config=config, fast=lane == "fast") for lane in lanes}
        runs = bench.best({"floor": floor(path), **commands, "start": scrub(one, config=config)})
        for lane, aim in lanes.items():
            run, base = runs[lane], runs["floor"]
            note = f"{bench.claims / bench.seconds(run):,.0f} claims/s, {run.memory:.0f} MB"
            net = (bench.seconds(run) - bench.seconds(runs["start"])) / bench.seconds(base)
            note += f", {net:.2f} x without starting"
            # The aim is set for a day of a clearinghouse; claims unlike are the worst case.
            most = () if unlike else (aim,)
            yield bench.compared(f"{what}, {LANES[lane]}, {kind}", run, base, *most, note=note)
    if "fast" not in lanes:
        msg = "the extra fast: numpy is not installed"
        raise SkippedError(msg)


def plain(bench: Bench) -> Iterator[Row]:
    """
    The plain path: every claim built, and every claim built and scrubbed, beside the sieve.
    """
    path = bench.file(max(1, bench.claims // 5))
    runs = bench.best(
        {
            "floor": floor(path),
            "built": [sys.executable, "-c", BUILT, str(path)],
            "sieve": scrub(path),
            "whole": [*scrub(path), "--whole"],
        }
    )
    yield bench.compared("every claim built, by segment, no edits", runs["built"], runs["floor"])
    yield bench.compared("every claim built and scrubbed (--whole)", runs["whole"], runs["floor"])
    yield bench.compared("… beside the sieve", runs["whole"], runs["sieve"])
