"""
A payer's config: TOML that says which claims are the payer's, and how to judge them.

A config is data: it names plugins, edits and options, and can never name code to run.
"""

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from cleanclaim import shapes
from cleanclaim.config_file import ConfigFile, Treatment, faults_of
from cleanclaim.config_schema import schema
from cleanclaim.errors import ConfigError, together
from cleanclaim.findings import Finding
from cleanclaim.key_paths import KeyPath
from cleanclaim.layers import Folder, Layered
from cleanclaim.model import Claim
from cleanclaim.overlaps import overlaps
from cleanclaim.payer import Payer, Setting
from cleanclaim.shapes import Misfit
from cleanclaim.tomls import Document
from cleanclaim.waivers import Waiver

__all__ = [
    "Config",
    "ConfigFile",
    "Payer",
    "Setting",
    "Treatment",
    "Waiver",
    "config_from",
    "load_config",
    "load_configs",
    "schema",
]


@attrs.frozen(eq=False)
class Config:
    """
    One payer's config, merged and checked as far as can be without the plugins.

    Plugin names, options and edit ids are checked once plugins are loaded; ``where``
    places those errors.
    """

    path: Path
    payer: Payer
    plugins: tuple[str, ...]
    options: Mapping[str, Mapping[str, Any]]
    dispositions: Mapping[str, Treatment]
    waivers: tuple[Waiver, ...]
    _layered: Layered = attrs.field(repr=False)

    @property
    def merged(self) -> Mapping[str, Any]:
        """
        The merged plain data, as TOML has it, without ``extends``.
        """
        return self._layered.data

    def waiver_for(self, finding: Finding, claim: Claim, day: datetime.date) -> Waiver | None:
        """
        The first waiver in force on *day* that sets this finding aside, if any.
        """
        return next(
            (
                waiver
                for waiver in self.waivers
                if waiver.holds_on(day) and waiver.matches(finding, claim)
            ),
            None,
        )

    def where(self, path: KeyPath = ()) -> str:
        """
        ``file:line: [table] key`` of a merged value, in the file that it came from.
        """
        return self._layered.where(path)

    def folder_of(self, path: KeyPath) -> Path:
        """
        The folder of the file that a merged value came from: what a path in it begins at.
        """
        file, _ = self.origins().get(path, (str(self.path), 0))
        return Path(file).parent

    def origins(self) -> Mapping[KeyPath, tuple[str, int]]:
        """
        For each merged value, by key path, the file and line that set it.
        """
        return self._layered.origins()


def load_config(path: Path | str) -> Config:
    """
    The config in one file, with what it extends.

    Raises: ConfigError, with every fault of these files, a line each.
    """
    path = Path(path)
    loading = _Loading(Folder(path.parent))
    config = loading.config(path)
    if config is None and not loading.faults:
        loading.faults.append(f"{path}: has no [payer], so it is a base; name a payer's config")
    loading.stop_if_faulty()
    assert config is not None
    return config


def load_configs(folder: Path | str) -> tuple[Config, ...]:
    """
    The configs of all payers in a folder, by file name; files without [payer] are bases.

    Raises: ConfigError, with every fault of every file, a line each.
    """
    folder = Path(folder)
    if not folder.is_dir():
        msg = f"{folder}: not a folder; expected one with a .toml for each payer"
        raise ConfigError(msg)
    loading = _Loading(Folder(folder))
    paths = sorted(path for path in folder.glob("*.toml") if not path.name.startswith("."))
    loaded = [loading.config(path) for path in paths]
    configs = tuple(config for config in loaded if config is not None)
    loading.faults.extend(clashes(configs))
    if not configs and not loading.faults:
        loading.faults.append(f"{folder}: no payer's config here; expected a .toml with [payer]")
    loading.stop_if_faulty()
    return configs


def config_from(data: Mapping[str, Any], name: str = "config") -> Config:
    """
    A config from plain data in memory; *name* stands for the file in messages.

    Raises: ConfigError, with every fault, a line each.
    """
    document = Document(name, data)
    faults = faults_of(document)
    if "extends" in data:
        faults.append(f"{document.where(('extends',))}: only a file can extend another")
    if "payer" not in data:
        faults.append(f"{name}: has no [payer]")
    if faults:
        raise ConfigError(together(faults))
    made, faults = _config(Layered.of([document]), Path(name))
    if made is None:
        raise ConfigError(together(faults))
    return made


class _Loading:
    """
    One load of a file or folder: configs, and all faults met on the way.
    """

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.faults = folder.faults
        self._checked: dict[str, bool] = {}

    def config(self, path: Path) -> Config | None:
        """
        The config in a file; None for a base, or after a fault.
        """
        documents = self.folder.chain(path)
        sound = [self._is_sound(document) for document in self.folder.documents()]
        if documents is None or not all(sound):
            return None
        if not any("payer" in document.data for document in documents):
            return None
        made, faults = _config(Layered.of(documents), path)
        self.faults.extend(faults)
        return made

    def stop_if_faulty(self) -> None:
        """
        Raises: ConfigError when there was any fault.
        """
        if self.faults:
            raise ConfigError(together(self.faults))

    def _is_sound(self, document: Document) -> bool:
        if document.name not in self._checked:
            faults = faults_of(document)
            self.faults.extend(faults)
            self._checked[document.name] = not faults
        return self._checked[document.name]


def _config(layered: Layered, path: Path) -> tuple[Config | None, list[str]]:
    misfits: list[Misfit] = []
    file: ConfigFile | None = shapes.fit(ConfigFile, layered.data, (), misfits)
    if file is None or file.payer is None:
        return None, shapes.told(misfits, layered.where).split("\n")
    config = Config(
        path, file.payer, file.plugins, file.options, file.disposition, file.waive, layered
    )
    return config, []


def clashes(configs: tuple[Config, ...]) -> list[str]:
    """
    Why these configs can't stand side by side: one claim could match two of them, or
    two have one id; empty when they can.
    """
    payers = [config.payer for config in configs]
    faults = [
        f"{configs[one].where(('payer',))}, {configs[other].where(('payer',))}: {how};"
        " expected that a claim matches one config"
        for one, other, how in overlaps(payers)
    ]
    named: dict[str, Config] = {}
    for config in configs:
        first = named.setdefault(config.payer.id, config)
        if first is not config:
            place = config.where(("payer", "id"))
            faults.append(f"{place}: {config.payer.id!r} is already the id of {first.path}")
    return faults
