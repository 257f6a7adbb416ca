"""
The table of aims: each figure beside its base, measured in one run.

``python tests/benchmarks/aims.py`` prints all of it; ``--only stream,start`` some of it.
"""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from benchmarks.day import day  # noqa: E402 - the parts stand beside this file
from benchmarks.index import SIZES, index  # noqa: E402 - likewise
from benchmarks.measuring import Bench, Row, SkippedError  # noqa: E402 - likewise
from benchmarks.objects import objects  # noqa: E402 - likewise
from benchmarks.peers import peers  # noqa: E402 - likewise
from benchmarks.processes import memory, start, workers  # noqa: E402 - likewise
from benchmarks.rows import claim_tables, spark  # noqa: E402 - likewise
from benchmarks.stream import pairs, plain, stream  # noqa: E402 - likewise
from benchmarks.tables import tables  # noqa: E402 - likewise

PAIRS = ROOT.parent / "shared/inputs/cms_tables/ncci_ptp_outpatient_hospital_full.txt.gz"
Part = Callable[[Bench], Iterator[Row]]
PARTS: dict[str, Part] = {
    part.__name__: part
    for part in (
        stream, pairs, plain, start, memory, workers, index, tables, objects, peers,
        claim_tables, spark, day,
    )
}  # fmt: skip


def arguments() -> argparse.ArgumentParser:
    """
    What can be asked.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--only", metavar="PART,...", help=f"some of: {', '.join(PARTS)}")
    add("--claims", type=int, default=100_000)
    add("--lines", type=int, default=5_000_000, help="of tables of claims, at 100,000 claims")
    add("--repeat", type=int, default=5, help="the best of so many runs counts")
    add(
        "--clock",
        choices=("wall", "processor"),
        default="wall",
        help="what one process takes: by the clock, or of its processor on a busy machine",
    )
    add("--plugins", type=int, nargs="+", default=SIZES, help=argparse.SUPPRESS)
    add("--pairs", default=PAIRS, metavar="FILE", help="NCCI's pairs of outpatient hospitals")
    add("--peers", metavar="DIR", help="where other readers are, or are to be, installed")
    add("--ten-gb", action="store_true", help="10 GB through a pipe too")
    add("--day", action="store_true", help="a clearinghouse's day too")
    add("--day-claims", type=int, default=15_000_000, help=argparse.SUPPRESS)
    add("--folder", metavar="DIR", help="where files are made, for a while (default: the system's)")
    return parser  # fmt: skip


def main(given: Sequence[str] | None = None) -> None:
    """
    Print the table.
    """
    parser = arguments()
    options = parser.parse_args(given)
    chosen = options.only.split(",") if options.only else [*PARTS]
    if strange := [name for name in chosen if name not in PARTS]:
        parser.error(f"no part {', '.join(strange)}; there are {', '.join(PARTS)}")
    version, cores = platform.python_version(), os.cpu_count()
    print(f"Python {version}, {cores} cores, {options.claims:,} claims, {options.clock} clock")
    print(f"{'what':<52}{'figure':>12}{'base':>12}{'ratio':>9}   aim", flush=True)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        bench, said = Bench(Path(folder), options), []
        for name in chosen:
            try:
                for row in PARTS[name](bench):
                    print(row, flush=True)
                    said.append(row.met)
            except SkippedError as why:
                print(f"{name}: left out: {why}", flush=True)
    print(f"{said.count(True)} of {len(said) - said.count(None)} aims met")


if __name__ == "__main__":
    main()
