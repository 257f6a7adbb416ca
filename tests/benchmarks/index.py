"""
What a claim costs with 5, 50 and 500 plugins: one that no edit concerns, one that wakes
one edit, and a hook call per claim for comparison.

``python tests/benchmarks/index.py``
"""

import datetime
import tempfile
import timeit
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pluggy

from cleanclaim import Claim, Kind, Scrubber, ServiceLine
from cleanclaim.config import config_from

SIZES = (5, 50, 500)
DAY = datetime.date(2026, 1, 5)

PROJECT = """
[project]
name = "{name}"
version = "1"
[project.entry-points.cleanclaim]
{name} = "{name}"
"""
MODULE = """
from cleanclaim import AnyOf, LineEdit, hookimpl


@hookimpl
def scrub_line_edits():
    return [LineEdit(wrong, wakes=AnyOf({codes!r}))]


def wrong(line, claim):
    \"\"\"
    Line that is wrong.
    \"\"\"
    if line.units == 1_000_000:
        yield
"""


def made_up(count: int, folder: Path) -> Scrubber:
    """
    A scrubber with so many plugins, each with an edit on 24 codes of its own.
    """
    names = [f"made_up_{count}_{number}" for number in range(count)]
    for number, name in enumerate(names):
        codes = [f"Z{number:03}{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWX"]
        (folder / name).mkdir(parents=True)
        (folder / name / "pyproject.toml").write_text(PROJECT.format(name=name))
        (folder / name / f"{name}.py").write_text(MODULE.format(codes=codes))
    payer = {"id": "case", "name": "A payer", "kinds": ["professional"], "setting": "physician"}
    config = config_from({"plugins": names, "payer": payer | {"default": True}}, "benchmark")
    return Scrubber.from_configs([config], plugins_dir=folder, force=True)


def claim(*codes: str) -> Claim:
    """
    A professional claim of one day with these codes.
    """
    lines = (ServiceLine(number, code, date=DAY) for number, code in enumerate(codes, 1))
    return Claim(id="case", kind=Kind.PROFESSIONAL, lines=tuple(lines), date=DAY)


class HookPerClaim:
    """
    What the index replaces: every plugin is asked about every claim.
    """

    def __init__(self, count: int) -> None:
        spec, impl = pluggy.HookspecMarker("bench"), pluggy.HookimplMarker("bench")

        class Spec:
            @spec
            def judge(self, claim: Claim) -> None: ...

        class Plugin:
            @impl
            def judge(self, claim: Claim) -> None: ...

        self._manager = pluggy.PluginManager("bench")
        self._manager.add_hookspecs(Spec)
        for _ in range(count):
            self._manager.register(Plugin())

    def ask(self, claim: Claim) -> None:
        """
        Ask every plugin about a claim.
        """
        self._manager.hook.judge(claim=claim)


def microseconds(call: Callable[[], object]) -> float:
    """
    The best of five measurements of a call.
    """
    timer = timeit.Timer(call)
    number, _ = timer.autorange()
    return min(timer.repeat(5, max(1, number // 4))) / max(1, number // 4) * 1e6


def main() -> None:
    """
    Print each figure, and its ratio to the one with the fewest plugins.
    """
    untouched, woken = claim("99213", "36415", "85025"), claim("99213", "Z000A", "85025")
    rows: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            scrubber = made_up(size, Path(folder) / str(size))
            index, hooks = scrubber.payers[0].index, HookPerClaim(size)
            assert not index.woken(untouched.codes)
            assert len(index.woken(woken.codes)) == 1
            calls: dict[str, Callable[[], object]] = {
                "index, untouched": partial(index.woken, untouched.codes),
                "index, woken": partial(index.woken, woken.codes),
                "scrub, untouched": partial(scrubber.scrub, untouched),
                "scrub, woken": partial(scrubber.scrub, woken),
                "a hook per claim": partial(hooks.ask, untouched),
            }
            for name, call in calls.items():
                rows.setdefault(name, []).append(microseconds(call))
    print(f"{'µs a claim':<18}" + "".join(f"{f'{size} plugins':>22}" for size in SIZES))
    for name, figures in rows.items():
        cells = (f"{figure:9.2f} ({figure / figures[0]:6.2f} ×)" for figure in figures)
        print(f"{name:<18}" + "".join(f"{cell:>22}" for cell in cells))


if __name__ == "__main__":
    main()
