"""
The gate's table: what became of clean claims and of planted faults, by edit.

``python tests/gate/table.py --seed mine --clean 20000 --planted 500``
"""

import argparse
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from gate.judge import ROOT, Result, run, shipped, unplanted

_SHOWN = 5
_PAGE = ROOT / "docs" / "reference" / "gate.md"
_FENCES = re.compile(r"(?<=```text\n).*?(?=```)", re.DOTALL)


def table(result: Result) -> str:
    """
    The table of a run, and the claims by payer.
    """
    return "\n".join(_lines(result))


def _lines(result: Result) -> Iterator[str]:
    width = max(map(len, result.by_edit), default=0)
    yield f"{'':{width}}  {'--- clean claims ---':^29}  {'-- planted faults --':^25}"
    yield (
        f"{'edit':{width}}  {'woke':>8} {'near miss':>9} {'false':>10}  "
        f"{'claims':>8} {'found':>8} {'missed':>7}"
    )
    for edit, tally in sorted(result.by_edit.items()):
        yield (
            f"{edit:{width}}  {tally.woke:>8,} {tally.near:>9,} {tally.false_alarms:>10,}  "
            f"{tally.planted:>8,} {tally.found:>8,} {tally.missed:>7,}"
        )
    planted = sum(tally.planted for tally in result.by_edit.values())
    yield ""
    yield (
        f"{result.clean:,} clean claims, {len(result.false_alarms):,} of them not called so; "
        f"{planted:,} planted faults, {len(result.misses):,} missed; seed {result.seed!r}"
    )
    yield "clean claims by payer: " + ", ".join(
        f"{payer} {count:,}" for payer, count in sorted(result.by_payer.items())
    )


def main() -> int:
    """
    Run the gate and print its table; 1 when something is wrong.
    """
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("--seed", default="gate", help="other claims; default: %(default)s")
    parser.add_argument("--clean", type=int, default=10_000, metavar="N", help="clean claims")
    parser.add_argument("--planted", type=int, default=200, metavar="N", help="faults of each edit")
    parser.add_argument(
        "--page", action="store_true", help="put the table into docs/reference/gate.md too"
    )
    arguments = parser.parse_args()
    started = time.perf_counter()
    result = run(shipped(), seed=arguments.seed, clean=arguments.clean, planted=arguments.planted)
    print(table(result))
    print(f"{time.perf_counter() - started:.1f} s")
    if arguments.page:
        text = _PAGE.read_text("utf-8")
        _PAGE.write_text(_FENCES.sub(lambda _: table(result) + "\n", text, count=1), "utf-8")
    failures = [*result.false_alarms, *result.misses]
    for failure in failures[:_SHOWN]:
        print(f"\n{failure}")
    for edit in unplanted(shipped()):
        print(f"\n{edit}: no fault is planted for it; add one to tests/gate/faults.py")
    return 1 if failures or unplanted(shipped()) else 0


if __name__ == "__main__":
    sys.exit(main())
