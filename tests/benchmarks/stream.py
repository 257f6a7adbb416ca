"""
What ``cleanclaim scrub FILE --format jsonl`` costs beside reading and splitting the file.

``python tests/benchmarks/stream.py --claims 20000 --config configs``
"""

import argparse
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from claims_837 import pieces_837  # noqa: E402 - the writer of the tests, which no package holds

CHUNK = 256 * 1024
FLOOR = f"""
import sys
count, rest = 0, b""
with open(sys.argv[1], "rb") as file:
    while chunk := file.read({CHUNK}):
        *segments, rest = (rest + chunk).split(b"~")
        count += len(segments)
"""
ORDINARY = ("99213", "99214", "36415", "85025", "80053", "71046", "93000", "97110", "20550")
GUIDED = (("64493", "76942"), ("20611", "76942"), ("62323", "77003"), ("49083", "76942"))


class Run(NamedTuple):
    """
    One run of a program: seconds by the clock, and its peak memory in MB.
    """

    seconds: float
    memory: float


def claims(count: int, share: float) -> Iterator[dict[str, Any]]:
    """
    So many professional claims, made up; *share* of them have a guidance code.
    """
    dice = random.Random(1)
    for number in range(count):
        codes = list(dice.choices(ORDINARY, k=dice.randint(2, 6)))
        if dice.random() < share:
            codes += dice.choice(GUIDED)
        yield {
            "id": f"B{number}",
            "kind": "professional",
            "payer_id": "MEDICARE",
            "claim_filing": "MB",
            "date": "2026-01-05",
            "diagnosis_codes": ["M5416"],
            "total_charge": f"{len(codes)}00.00",
            "billing": {"npi": "1234567893"},
            "lines": [{"procedure": code, "charge": "100.00"} for code in codes],
        }


def measured(command: list[str], expected: tuple[int, ...]) -> Run:
    """
    Run a program and measure it; it is a child of its own, so its memory is its own.
    """
    watcher = (
        "import resource, subprocess, sys, time\n"
        "start = time.perf_counter()\n"
        "status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode\n"
        "seconds = time.perf_counter() - start\n"
        "print(status, seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", watcher, *command], capture_output=True, encoding="utf-8", check=True
    )
    status, seconds, memory = done.stdout.split()
    if int(status) not in expected:
        sys.exit(f"{' '.join(command)}: exit status {status}\n{done.stderr}")
    # Linux counts in KiB, macOS in bytes.
    return Run(float(seconds), float(memory) / (1e6 if sys.platform == "darwin" else 1e3))


def main() -> None:
    """
    Write the file, run both, print the ratios.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=20_000)
    parser.add_argument("--share", type=float, default=0.08, help="of claims with guidance")
    parser.add_argument("--repeat", type=int, default=3, help="the best of so many runs counts")
    parser.add_argument("--config", default=str(ROOT / "configs"))
    parser.add_argument("--plugins", help="a folder of plugins that are not installed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "claims.837"
        with path.open("wb") as file:
            file.writelines(pieces_837(claims(options.claims, options.share)))
        one = Path(folder) / "one.837"
        one.write_bytes(b"".join(pieces_837(claims(1, 1.0))))
        size = path.stat().st_size
        scrub = [sys.executable, "-m", "cleanclaim", "scrub", "--format", "jsonl"]
        scrub += ["--config", options.config]
        scrub += ["--plugins", options.plugins] if options.plugins else []
        commands = {
            "read and split": ([sys.executable, "-c", FLOOR, str(path)], (0,)),
            "cleanclaim scrub": ([*scrub, str(path)], (0, 1)),
            "… --whole": ([*scrub, "--whole", str(path)], (0, 1)),
            "… of one claim": ([*scrub, str(one)], (0, 1)),
        }
        runs: dict[str, list[Run]] = {name: [] for name in commands}
        for _ in range(options.repeat):
            for name, (command, expected) in commands.items():
                runs[name].append(measured(command, expected))
    bare = measured([sys.executable, "-c", "pass"], (0,)).seconds
    print(f"{options.claims:,} claims, {size / 1e6:,.1f} MB, {options.share:.0%} with guidance")
    print(f"a bare Python starts in {bare:.3f} s, and that is in every figure")
    floor = min(runs["read and split"])
    for name, several in runs.items():
        best = min(several)
        number = 1 if name.endswith("one claim") else options.claims
        print(
            f"{name:<18}{best.seconds:8.2f} s {best.seconds / floor.seconds:8.2f} × floor"
            f"{number / best.seconds:12,.0f} claims/s {best.memory:8.1f} MB"
            f" {best.memory / floor.memory:6.2f} ×"
        )
    start = min(runs["… of one claim"]).seconds
    net = (min(runs["cleanclaim scrub"]).seconds - start) / (floor.seconds - bare)
    print(f"without what starting costs, scrubbing is {net:.2f} × floor")


if __name__ == "__main__":
    main()
