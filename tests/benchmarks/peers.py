"""
Other readers of X12 beside a scrub, each in an environment of its own (``--peers DIR``).

None of them does what cleanclaim does, nor it what they do: each row says what is broader.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.measuring import Bench, Row, SkippedError, measured, scrub


class Peer(NamedTuple):
    """
    Another reader: what to install and where, the program, and of how many claims.

    ``share`` is the part of the claims that is enough to measure it.
    """

    name: str
    folder: str
    packages: tuple[str, ...]
    program: str
    share: float
    aim: float | None
    broader: str


_TOKENS = """
import sys, pyx12.rawx12file
with open(sys.argv[1]) as file:
    for segment in pyx12.rawx12file.RawX12File(file):
        pass
"""
_READER = """
import sys, pyx12.x12file
for segment in pyx12.x12file.X12Reader(sys.argv[1]):
    pass
"""
_VALIDATOR = """
import io, sys, pyx12.params, pyx12.x12n_document
pyx12.x12n_document.x12n_document(pyx12.params.params(), sys.argv[1], io.StringIO(), None, None)
"""
_MODELS = """
import sys
from {module} import X12ModelReader
with X12ModelReader(sys.argv[1]) as reader:
    for model in reader.models():
        pass
"""
_OPEN = """
import sys
from pathlib import Path
from openx12 import x837p
len(x837p.parse(Path(sys.argv[1]).read_text()).claims)
"""
_NODE = """
const fs = require('fs');
const { X12Parser } = require('node-x12');
let count = 0;
fs.createReadStream(process.argv[1]).pipe(new X12Parser()).on('data', () => { count += 1; });
"""
_MODEL = "models every element of every claim, and checks its type"
PEERS = (
    Peer("pyx12's tokenizer", "pyx12", ("pyx12==4.0.0",), _TOKENS, 0.2, 5,
         "segments as text; nothing is looked at"),
    Peer("pyx12's reader", "pyx12", ("pyx12==4.0.0",), _READER, 0.2, 50,
         "parts every segment into elements"),
    Peer("pyx12's validator", "pyx12", ("pyx12==4.0.0",), _VALIDATOR, 0.005, 1_000,
         "checks every element against the implementation guide"),
    Peer("x12sdk's models", "x12sdk", ("x12sdk",), _MODELS.format(module="x12sdk.io"), 0.005, 500,
         _MODEL),
    Peer("linuxforhealth-x12's models", "linuxforhealth", ("linuxforhealth-x12", "pydantic<2"),
         _MODELS.format(module="linuxforhealth.x12.io"), 0.005, 500, _MODEL),
    Peer("openx12's claims", "openx12", ("openx12",), _OPEN, 0.05, None,
         "names, addresses and amounts of every claim; holds the whole file"),
    Peer("node-x12's stream", "node", ("node-x12",), _NODE, 0.2, 5,
         "makes an object of every segment and element; in JavaScript, not strict"),
)  # fmt: skip


def peers(bench: Bench) -> Iterator[Row]:
    """
    What each takes for a claim, without starting, beside a scrub with the extra ``fast``.
    """
    if not bench.options.peers:
        msg = "give --peers DIR, a folder for environments of their own"
        raise SkippedError(msg)
    ours: float | None = None
    for peer in PEERS:
        try:
            home = installed(peer, Path(bench.options.peers).resolve())
            if ours is None:
                ours = _ours(bench)
            yield _beside(bench, peer, home, ours)
        except SkippedError as why:
            print(f"{peer.name}: left out: {why}", flush=True)


def _ours(bench: Bench) -> float:
    runs = bench.best({"all": scrub(bench.file(bench.claims)), "one": scrub(bench.file(1))})
    more = bench.seconds(runs["all"]) - bench.seconds(runs["one"])
    each: float = more / max(1, bench.claims - 1)
    return each


def _beside(bench: Bench, peer: Peer, home: Path, ours: float) -> Row:
    few = max(2, int(bench.claims * peer.share))
    times = []
    for claims in (few, 1):
        command = _command(peer, home, bench.file(claims))
        several = [bench.seconds(measured(command, (0,))) for _ in range(min(2, bench.repeat))]
        times.append(min(several))
    theirs = (times[0] - times[1]) / (few - 1)
    figure, base = f"{theirs * 1e6:,.1f} us", f"{ours * 1e6:.2f} us"
    what = f"beside {peer.name}, a claim"
    return Row(what, figure, base, theirs / ours, peer.aim, most=False, note=f"it {peer.broader}")


def _command(peer: Peer, home: Path, path: Path) -> list[str]:
    if peer.folder == "node":
        return ["env", f"NODE_PATH={home / 'node_modules'}", "node", "-e", peer.program, str(path)]
    return [str(home / "bin" / "python"), "-c", peer.program, str(path)]


def installed(peer: Peer, folder: Path) -> Path:
    """
    The peer's own environment, made on demand.

    Raises: SkippedError where it can't be installed.
    """
    home = folder / peer.folder
    done = home / "installed"
    if not done.exists():
        home.mkdir(parents=True, exist_ok=True)
        if peer.folder == "node":
            _quiet(["npm", "install", "--silent", "--prefix", str(home), *peer.packages])
        else:
            _quiet([sys.executable, "-m", "venv", str(home)])
            _quiet([str(home / "bin" / "python"), "-m", "pip", "install", "-q", *peer.packages])
        done.touch()
    return home


def _quiet(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        msg = f"{' '.join(command[:4])} … failed"
        raise SkippedError(msg) from error
