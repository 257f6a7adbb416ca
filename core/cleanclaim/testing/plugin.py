"""
A plugin under test: its folder, its cases, and scrubbers with nothing else in them.
"""

import datetime
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs

from cleanclaim import plugins, tomls
from cleanclaim.cases import Case, read_cases, shared_options
from cleanclaim.config import Config, Setting, config_from
from cleanclaim.errors import PluginError, together
from cleanclaim.findings import Outcome
from cleanclaim.model import Claim
from cleanclaim.scrubber import Scrubber
from cleanclaim.stamping import StampedEdit
from cleanclaim.testing.compare import difference
from cleanclaim.testing.house import faults

_AWAY = (-1, 1, 400)
"""Days from a case at which its claim is judged too."""


def plugin_of(test_file: str | Path) -> "PluginUnderTest":
    """
    The plugin whose folder holds this test file: ``<plugin>/tests/test_plugin.py``.

    It need not be installed.

    Raises: PluginError when the folder is no plugin, or a case file can't be used.
    """
    folder = Path(test_file).resolve().parent.parent
    document = tomls.read(folder / "pyproject.toml", PluginError)
    project = document.data.get("project", {})
    names = list(project.get("entry-points", {}).get(plugins.GROUP, {}))
    if len(names) != 1:
        where = document.where(("project", "entry-points", plugins.GROUP))
        msg = f"{where}: expected one entry point, found {len(names)}"
        raise PluginError(msg)
    files = sorted((folder / "tests" / "cases").glob("*.toml"))
    cases = tuple(case for file in files for case in read_cases(file))
    return PluginUnderTest(names[0], folder, cases, tuple(file.stem for file in files))


@attrs.frozen
class PluginUnderTest:
    """
    A plugin with its cases; ``case_files`` names the edits that have a case file.
    """

    name: str
    folder: Path
    cases: tuple[Case, ...]
    case_files: tuple[str, ...]
    _scrubbers: dict[str, Scrubber] = attrs.field(factory=dict, repr=False, eq=False)

    def judge(self, case: Case) -> None:
        """
        Judge a case's claim by its edit alone; the answers must be those of the case.

        Asked twice the edit answers alike, and in any order of the lines where the case
        promises that. Of the same claim on other days it says what it says when it is
        asked about that claim alone.

        Raises: AssertionError that shows what was expected and what came.
        """
        __tracebackhide__ = True
        outcome = self.scrub(case)
        found = difference(case, self._id(case), outcome)
        assert not found, found
        assert outcome == self.scrub(case), f"{case}: asked twice, the edit answers differently"
        if case.any_order:
            backwards = attrs.evolve(case.claim, lines=case.claim.lines[::-1])
            found = difference(case, self._id(case), self.scrub(case, backwards))
            assert not found, f"with the lines in reverse order\n{found}"
        for days in _AWAY:
            moved = _moved(case.claim, datetime.timedelta(days=days))
            said = self.scrub(case, moved)
            self._of(case).forget()
            assert said == self.scrub(case, moved), (
                f"{case}: {days} days away the edit says what it said of the case; a check looks "
                "at a claim's days by comparison or by their own methods, and has no memory"
            )

    def follow_house_rules(self) -> None:
        """
        Hold the plugin's edits, cases and messages to the house rules.

        Raises: AssertionError with every fault, a line each.
        """
        __tracebackhide__ = True
        told = [
            finding
            for case in self.cases
            for finding in self.scrub(case).findings
            if finding.edit == self._id(case)
        ]
        found = together(faults(self.edits(), self.cases, self.case_files, told))
        assert not found, found

    def scrub(self, case: Case, claim: Claim | None = None) -> Outcome:
        """
        What this plugin and those it depends on make of a case's claim, or of another.
        """
        return self._of(case).scrub(claim or case.claim)

    def _of(self, case: Case) -> Scrubber:
        return self._scrubber(case.setting, case.options, case.file)

    def edits(self) -> tuple[StampedEdit, ...]:
        """
        The plugin's own edits, whatever the payer's setting; with its default options,
        but for those that all of its cases have alike.
        """
        own = {
            stamped.id: stamped
            for setting in Setting
            for stamped in self._plain(setting).payers[0].edits
            if stamped.plugin == self.name
        }
        return tuple(own[name] for name in sorted(own))

    def module(self) -> ModuleType:
        """
        The plugin, imported.
        """
        (rules,) = self._plain(Setting.PHYSICIAN).payers
        return next(loaded.module for loaded in rules.plugins if loaded.name == self.name)

    def _id(self, case: Case) -> str:
        return f"{self.name}.{case.edit}"

    def _plain(self, setting: Setting) -> Scrubber:
        file = self.cases[0].file if self.cases else None
        return self._scrubber(setting, shared_options(self.cases), file)

    def _scrubber(
        self, setting: Setting, options: Mapping[str, Any], file: Path | None
    ) -> Scrubber:
        key = f"{setting} {options!r}"
        if key not in self._scrubbers:
            self._scrubbers[key] = Scrubber.from_configs(
                [self._config(setting, options, file)],
                plugins_dir=self._plugins_dir(),
                force=True,
            )
        return self._scrubbers[key]

    def _config(self, setting: Setting, options: Mapping[str, Any], file: Path | None) -> Config:
        payer = {
            "id": f"case_{setting}",
            "name": "The payer of a case",
            "kinds": ["professional", "institutional"],
            "setting": str(setting),
            "default": True,
        }
        data = {"plugins": [self.name], "payer": payer, "options": dict(options)}
        return config_from(data, str(file) if file else f"a case of {self.name}, {setting}")

    def _plugins_dir(self) -> Path | None:
        """
        Where to find the plugin: nowhere else when it is installed; else with the plugins
        beside it, which it may depend on, or alone where those are installed already.
        """
        if self.name in plugins.find().names:
            return None
        try:
            plugins.find(self.folder.parent)
        except PluginError:
            return self.folder
        return self.folder.parent


def _moved(claim: Claim, away: datetime.timedelta) -> Claim:
    """
    The same claim on other days.
    """

    def moved(day: datetime.date | None) -> datetime.date | None:
        return None if day is None else day + away

    lines = [
        attrs.evolve(line, date=moved(line.date), through=moved(line.through))
        for line in claim.lines
    ]
    return attrs.evolve(
        claim, lines=tuple(lines), date=moved(claim.date), through=moved(claim.through)
    )
