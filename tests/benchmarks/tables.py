"""
What a table of CMS's costs: its import, its size, opening it, and asking it.

``python tests/benchmarks/tables.py FILE`` takes NCCI's pair table for outpatient
hospitals; each part runs in a process of its own.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PARTS = ("import", "open", "ask", "dict")
SEED, ASKED = 1, 200_000


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


def imported(source: Path, store: Path) -> None:
    from cleanclaim.cli import main

    start = time.perf_counter()
    arguments = ["tables", "import", str(source), "--tables", str(store)]
    status = main([*arguments, "--services", "hospital"])
    took = time.perf_counter() - start
    size = sum(path.stat().st_size for path in store.rglob("*") if path.is_file())
    print(f"import          {took:8.1f} s, peak {peak_mb():.0f} MB, {size / 1e6:.1f} MB on disk")
    sys.exit(status)


def opened(store: Path) -> None:
    from cleanclaim_cms_tables.kinds import Services
    from cleanclaim_cms_tables.offered import Tables
    from cleanclaim_cms_tables.options import CmsTablesOptions

    before, start = resident_mb(), time.perf_counter()
    table = Tables.of(CmsTablesOptions(path=store)).pairs(Services.HOSPITAL)
    took = time.perf_counter() - start
    assert table is not None
    print(f"open            {took * 1e3:8.1f} ms, {resident_mb() - before:.1f} MB")


def asked(store: Path) -> None:
    import datetime

    from cleanclaim_cms_tables.kinds import Kind, Services, TableName
    from cleanclaim_cms_tables.offered import Tables
    from cleanclaim_cms_tables.options import CmsTablesOptions
    from cleanclaim_cms_tables.store import Store

    table = Tables.of(CmsTablesOptions(path=store)).pairs(Services.HOSPITAL)
    assert table is not None
    (flat, *_) = Store(store).open(TableName(Kind.PAIRS, Services.HOSPITAL))
    chance = random.Random(SEED)
    every = max(1, len(flat) // ASKED)
    pairs = [(row.first, row.second) for number, row in enumerate(flat) if number % every == 0]
    chance.shuffle(pairs)
    codes = sorted({code for pair in pairs for code in pair})
    absent = [(chance.choice(codes), chance.choice(codes)) for _ in pairs]
    day = datetime.date(2026, 1, 5)
    before = resident_mb()
    for name, kind in (("found", pairs), ("not found", absent)):
        start = time.perf_counter()
        for column1, column2 in kind:
            table.on(column1, column2, day)
        took = time.perf_counter() - start
        print(f"ask, {name:<10} {len(kind) / took:8,.0f} a second, {took / len(kind) * 1e6:.2f} us")
    partners = table.partners
    start = time.perf_counter()
    for one, two in absent:
        _ = one in partners and partners[one].isdisjoint((two,))
    took = time.perf_counter() - start
    print(f"wake            {len(absent) / took:8,.0f} a second, {took / len(absent) * 1e6:.2f} us")
    print(f"                {resident_mb() - before:8.1f} MB more after all of it")


def as_dict(store: Path) -> None:
    """
    What it replaces: the same rows as a dict of dicts.
    """
    from cleanclaim_cms_tables.kinds import Kind, Services, TableName
    from cleanclaim_cms_tables.store import Store

    (flat, *_) = Store(store).open(TableName(Kind.PAIRS, Services.HOSPITAL))
    before, start = resident_mb(), time.perf_counter()
    held: dict[str, dict[str, tuple[object, ...]]] = {}
    for row in flat:
        held.setdefault(row.first, {})[row.second] = (row.since, row.until, row.value)
    took = time.perf_counter() - start
    print(f"dict of dicts   {took * 1e3:8.1f} ms, {resident_mb() - before:.1f} MB, for comparison")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    parser.add_argument("--store", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.part is None:
        with tempfile.TemporaryDirectory() as folder:
            for part in PARTS:
                command = [sys.executable, __file__, str(args.file), "--part", part]
                subprocess.run([*command, "--store", str(Path(folder) / "store")], check=True)
        return
    match args.part:
        case "import":
            imported(args.file, args.store)
        case "open":
            opened(args.store)
        case "ask":
            asked(args.store)
        case "dict":
            as_dict(args.store)


if __name__ == "__main__":
    main()
