"""
What a claim costs with 5, 50 and 500 plugins: asking the index, and a whole run; beside
calling a hook per claim, which is what the index replaces.
"""

import datetime
import timeit
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pluggy
from benchmarks.measuring import Bench, Row, scrub

from cleanclaim import Claim, Kind, Scrubber, ServiceLine

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


def index(bench: Bench) -> Iterator[Row]:
    """
    An untouched claim with many plugins beside one with five, and a whole run likewise.
    """
    untouched, woken = claim("99213", "36415", "85025"), claim("99213", "Z000A", "85025")
    least: dict[str, float] = {}
    for size in bench.options.plugins:
        scrubber = Scrubber.from_config(
            written(size, bench.folder), plugins_dir=bench.folder / f"plugins-{size}"
        )
        asked, hooks = scrubber.payers[0].index, HookPerClaim(size)
        assert not asked.wakes(untouched.codes)
        assert asked.wakes(woken.codes)
        calls: dict[str, Callable[[], object]] = {
            "untouched claim": partial(asked.wakes, untouched.codes),
            "waking claim": partial(asked.wakes, woken.codes),
            "hook per claim": partial(hooks.ask, untouched),
        }
        for what, call in calls.items():
            taken = microseconds(call)
            base = least.setdefault(what, taken)
            aim = 1.1 if what == "untouched claim" and taken is not base else None
            figure, beside = f"{taken:.3f} us", f"{base:.3f} us"
            yield Row(f"{what}, {size} plugins", figure, beside, taken / base, aim)
    yield _runs(bench)


def _runs(bench: Bench) -> Row:
    """
    A whole run with the most plugins beside the least, without what starting costs.
    """
    few, many = bench.options.plugins[0], bench.options.plugins[-1]
    path, one = bench.file(bench.claims), bench.file(1)
    commands = {}
    for size in (few, many):
        config = written(size, bench.folder)
        for name, file in (("run", path), ("start", one)):
            command = scrub(file, config=config)
            commands[f"{name} {size}"] = [*command, "--plugins", str(config.with_suffix(""))]
    runs = {name: bench.seconds(run) for name, run in bench.best(commands).items()}
    net = {size: runs[f"run {size}"] - runs[f"start {size}"] for size in (few, many)}
    note = f"starting took {runs[f'start {many}']:.2f} s, {runs[f'start {few}']:.2f} s with {few}"
    what = f"a whole run, {many} plugins beside {few}"
    ratio = net[many] / net[few]
    return Row(what, f"{net[many]:.3f} s", f"{net[few]:.3f} s", ratio, 1.1, note=note)


def written(count: int, folder: Path) -> Path:
    """
    The config of so many plugins, each with an edit on 24 codes of its own; the plugins
    stand in a folder beside it.
    """
    config = folder / f"plugins-{count}.toml"
    names = [f"made_up_{count}_{number}" for number in range(count)]
    if not config.exists():
        for number, name in enumerate(names):
            codes = [f"Z{number:03}{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWX"]
            home = config.with_suffix("") / name
            home.mkdir(parents=True)
            (home / "pyproject.toml").write_text(PROJECT.format(name=name))
            (home / f"{name}.py").write_text(MODULE.format(codes=codes))
        config.write_text(
            f"plugins = {names}\n[payer]\nid = 'case'\nname = 'A payer'\n"
            "kinds = ['professional']\nsetting = 'physician'\ndefault = true\n"
        )
    return config


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
    number = max(1, number // 4)
    return min(timer.repeat(5, number)) / number * 1e6
