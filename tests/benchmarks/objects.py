"""
A woken claim handed over as an object: what scrubbing it takes, in a process of its own.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import ROOT, Bench, Row, SkippedError

from cleanclaim import Claim, Scrubber
from cleanclaim.readers.x12 import X12Reader

MOST, PORT = 100, 750
"""Microseconds at most; claims a second of a port of CMS's outpatient editor, as published."""
CHOSEN = 2_000


def objects(bench: Bench) -> Iterator[Row]:
    """
    Median and 99th percentile of a woken claim: clean, with findings; with all pairs too.
    """
    path = bench.file(max(20, bench.claims // 5), unlike=True)
    yield from _rows(bench, "all plugins", path, ROOT / "configs")
    yield from _rows(bench, "all pairs too", path, bench.configs)


def _rows(bench: Bench, what: str, path: Path, config: Path) -> Iterator[Row]:
    said: list[dict[str, dict[str, float]]] = []
    for _ in range(bench.repeat):
        done = subprocess.run(
            [sys.executable, __file__, str(path), str(config)],
            env=os.environ | {"PYTHONPATH": str(ROOT / "tests")},
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        if done.returncode:
            raise SkippedError(done.stderr.strip().splitlines()[-1])
        said.append(json.loads(done.stdout))
    for kind in said[0]:
        best = min((one[kind] for one in said), key=lambda one: one["median"])
        median, note = best["median"], f"p99 {best['p99']:.0f} us, of {best['claims']:.0f} claims"
        yield Row(f"woken claim, {what}, {kind}", f"{median:.0f} us", f"{MOST} us", median / MOST, 1, note=note)  # fmt: skip
    mean = min(one["any"]["mean"] for one in said if "any" in one)
    rate = 1e6 / mean
    note = "its figure is published, not measured here"
    yield Row(f"claims/s, {what}, beside a port of CMS's editor", f"{rate:,.0f}", f"{PORT}", rate / PORT, 100, most=False, note=note)  # fmt: skip


def taken(path: Path, config: Path) -> dict[str, dict[str, float]]:
    """
    Microseconds of the claims of a file that wake an edit, each scrubbed once.
    """
    scrubber = Scrubber.from_config(config)
    with path.open("rb") as file:
        sources = X12Reader().sift(file, print, scrubber.interest, lambda *_: None)
        claims = [source.build() for source in sources]
    found = [bool(scrubber.scrub(claim).findings) for claim in claims]
    # A scrubber of its own, so that no judgement is remembered from the choice.
    fresh = Scrubber.from_config(config)
    kinds = {
        "clean": [claim for claim, some in zip(claims, found, strict=True) if not some],
        "with findings": [claim for claim, some in zip(claims, found, strict=True) if some],
    }
    times = {kind: [_microseconds(fresh, claim) for claim in chosen[:CHOSEN]]
             for kind, chosen in kinds.items()}  # fmt: skip
    times["any"] = [one for several in times.values() for one in several]
    return {kind: _said(several) for kind, several in times.items() if several}


def _microseconds(scrubber: Scrubber, claim: Claim) -> float:
    before = time.perf_counter()
    scrubber.scrub(claim)
    return (time.perf_counter() - before) * 1e6


def _said(several: list[float]) -> dict[str, float]:
    ordered = sorted(several)
    return {
        "median": statistics.median(ordered),
        "p99": ordered[len(ordered) * 99 // 100],
        "mean": statistics.mean(ordered),
        "claims": len(ordered),
    }


if __name__ == "__main__":
    print(json.dumps(taken(Path(sys.argv[1]), Path(sys.argv[2]))))
