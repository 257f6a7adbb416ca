"""
What NCCI's table of pairs costs: its import, opening it, and asking it; beside a dict of
dicts of the same rows. Each is measured in a process of its own.
"""

import json
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.measuring import Bench, Row, SkippedError, cleanclaim, measured, pairs_file

OPENED = """
import json, os, sys, time
from pathlib import Path
from cleanclaim_cms_tables.kinds import Services
from cleanclaim_cms_tables.offered import Tables
from cleanclaim_cms_tables.options import CmsTablesOptions
from cleanclaim_cms_tables import pairs, store  # start-up has its own part of the table

def resident():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

before, start = resident(), time.perf_counter()
table = Tables.of(CmsTablesOptions(path=Path(sys.argv[1]))).pairs(Services.HOSPITAL)
said = {"ms": (time.perf_counter() - start) * 1e3, "mb": resident() - before}
"""
ASKED = """
import datetime, random
from cleanclaim_cms_tables.kinds import Kind, TableName
from cleanclaim_cms_tables.store import Store

(flat, *_) = Store(Path(sys.argv[1])).open(TableName(Kind.PAIRS, Services.HOSPITAL))
chance, every = random.Random(1), max(1, len(flat) // 200_000)
pairs = [(row.first, row.second) for number, row in enumerate(flat) if number % every == 0]
chance.shuffle(pairs)
codes = sorted({code for pair in pairs for code in pair})
absent = [(chance.choice(codes), chance.choice(codes)) for _ in pairs]
day, partners = datetime.date(2026, 1, 5), table.partners
for name, several in (("found", pairs), ("absent", absent)):
    start = time.perf_counter()
    for first, second in several:
        table.on(first, second, day)
    said[name] = (time.perf_counter() - start) / len(several) * 1e6
start = time.perf_counter()
for first, second in absent:
    first in partners and partners[first].isdisjoint((second,))
said["wake"] = (time.perf_counter() - start) / len(absent) * 1e6
before, start = resident(), time.perf_counter()
held = {}
for row in flat:
    held.setdefault(row.first, {})[row.second] = (row.since, row.until, row.value)
said |= {"dict_ms": (time.perf_counter() - start) * 1e3, "dict_mb": resident() - before}
start = time.perf_counter()
for first, second in absent:
    held.get(first, {}).get(second)
said["dict"] = (time.perf_counter() - start) / len(absent) * 1e6
"""
SAID = "\nprint(json.dumps(said))"


def tables(bench: Bench) -> Iterator[Row]:
    """
    The table of pairs: opened in milliseconds, mapped rather than read.
    """
    source, store = pairs_file(bench.options), bench.folder / "imported"
    command = cleanclaim("tables", "import", str(source), "--tables", str(store))
    run = measured([*command, "--services", "hospital"], (0,))
    size = sum(path.stat().st_size for path in store.rglob("*") if path.is_file()) / 1e6
    note = f"{run.memory:.0f} MB at most"
    yield Row("table of pairs: import, beside a minute", f"{run.seconds:.1f} s", "60 s", run.seconds / 60, note=f"{note}, {size:.1f} MB on disk")  # fmt: skip
    opened = [_said(OPENED + SAID, str(store)) for _ in range(bench.repeat)]
    ms, mb = (min(one[name] for one in opened) for name in ("ms", "mb"))
    yield Row("table of pairs: opening it, beside 10 ms", f"{ms:.1f} ms", "10 ms", ms / 10, 1)
    yield Row("table of pairs: memory, beside 32 MB", f"{mb:.1f} MB", "32 MB", mb / 32, 1)
    asked = _said(OPENED + ASKED + SAID, str(store))
    yield Row("… a dict of dicts: filling it, beside opening", f"{asked['dict_ms']:.0f} ms", f"{ms:.1f} ms", asked["dict_ms"] / ms, note=f"{asked['dict_mb']:.0f} MB")  # fmt: skip
    beside = asked["dict"]
    for name, what in (("found", "a pair that is there"), ("absent", "a pair that is not")):
        figure = f"{asked[name]:.2f} us"
        yield Row(f"… asking for {what}, beside the dict", figure, f"{beside:.2f} us", asked[name] / beside)  # fmt: skip
    yield Row("… asking whether a code wakes, beside the dict", f"{asked['wake']:.2f} us", f"{beside:.2f} us", asked["wake"] / beside)  # fmt: skip


def _said(code: str, *arguments: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise SkippedError(done.stderr.strip().splitlines()[-1])
    said: dict[str, float] = json.loads(done.stdout)
    return said
