"""
One payer's rules, ready to judge: its plugins loaded, its options typed, its edits
stamped and indexed.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import attrs

from cleanclaim.config import Config, Payer, Treatment
from cleanclaim.edits import ClaimEdit, Edit, LineEdit, PayerEdit
from cleanclaim.errors import (
    CleanclaimError,
    ConfigError,
    FactsError,
    PluginError,
    did_you_mean,
    together,
)
from cleanclaim.facts import FactFile, Facts, Table, load_facts
from cleanclaim.options import Options, structure
from cleanclaim.plugins import Catalogue, Hooks, Loaded
from cleanclaim.stamping import StampedEdit
from cleanclaim.toml_lines import KeyPath
from cleanclaim.waking import Index

_HOOKS: tuple[tuple[str, type[Edit], tuple[str, ...]], ...] = (
    ("scrub_line_edits", LineEdit, ("facts", "options")),
    ("scrub_claim_edits", ClaimEdit, ("facts", "options")),
    ("scrub_payer_edits", PayerEdit, ("facts", "options", "payer")),
)


@attrs.frozen
class Rules:
    """
    What one payer's claims are judged by.

    ``edits`` are those that are on, in the order of their ids; ``off`` are those that
    the config switches off; ``tables`` are each plugin's facts tables; ``options``
    each plugin's options as its class, where it declares one.
    """

    config: Config
    plugins: tuple[Loaded, ...]
    edits: tuple[StampedEdit, ...]
    off: tuple[StampedEdit, ...]
    tables: Mapping[str, tuple[Table[Any], ...]]
    options: Mapping[str, object]
    index: Index

    @property
    def payer(self) -> Payer:
        """
        Whose rules these are.
        """
        return self.config.payer


class Shelf:
    """
    Facts files, each read once however many payers use it.
    """

    def __init__(self) -> None:
        self._read: dict[FactFile, Table[Any]] = {}

    def tables(self, files: Iterable[FactFile], plugin: str) -> dict[type, Table[Any]]:
        """
        The tables of these files, by shape.
        """
        files = list(files)
        fresh = [file for file in files if file not in self._read]
        loaded = load_facts(fresh, plugin)
        self._read.update({file: loaded[file.shape] for file in fresh})
        return {file.shape: self._read[file] for file in files}


def rules_of(config: Config, catalogue: Catalogue, shelf: Shelf) -> Rules:
    """
    Load what a payer's config names, and check the config against it.

    Raises: PluginError, FactsError or ConfigError, with all that is wrong.
    """
    if not config.plugins and config.payer.out_of_scope is None:
        msg = (
            f"{config.where()}: names no plugin, so that every claim would look clean; "
            'expected plugins = ["…"], or an out_of_scope reason under [payer]'
        )
        raise ConfigError(msg)
    try:
        catalogue.closure(config.plugins)
    except PluginError as error:
        msg = f"{config.where(('plugins',))}: {error}"
        raise PluginError(msg) from error
    plugins = catalogue.load(config.plugins)
    build = _Build(config, plugins, shelf)
    build.check_option_tables()
    build.each(build.read_options)
    build.each(build.read_facts)
    build.stop_if_faulty()  # without its options and tables a plugin can't say its edits
    build.each(build.collect_edits)
    build.stop_if_faulty()
    build.check_edit_ids()
    build.stop_if_faulty()
    on = tuple(stamped for stamped in build.edits if stamped.treatment is not Treatment.OFF)
    return Rules(
        config,
        plugins,
        on,
        tuple(stamped for stamped in build.edits if stamped.treatment is Treatment.OFF),
        {name: tuple(tables.values()) for name, tables in build.tables.items()},
        {name: next(iter(held.values())) for name, held in build.options.items() if held},
        Index([stamped.edit for stamped in on]),
    )


class _Build:
    """
    The steps from a config to its rules; what is wrong with any plugin is gathered.
    """

    def __init__(self, config: Config, plugins: tuple[Loaded, ...], shelf: Shelf) -> None:
        self.config, self.plugins, self.shelf = config, plugins, shelf
        self.hooks = Hooks(plugins)
        self.errors: list[CleanclaimError] = []
        self.options: dict[str, dict[type, object]] = {}
        self.tables: dict[str, dict[type, Table[Any]]] = {}
        self.edits: list[StampedEdit] = []

    def each(self, step: Callable[[Loaded], None]) -> None:
        """
        Take a step for every plugin; one that fails keeps no other from its say.
        """
        for plugin in self.plugins:
            try:
                step(plugin)
            except CleanclaimError as error:
                self.errors.append(error)

    def stop_if_faulty(self) -> None:
        """
        Raises: the first error's kind, with the messages of all.
        """
        if self.errors:
            raise type(self.errors[0])(together(str(error) for error in self.errors))

    def check_option_tables(self) -> None:
        names = [plugin.name for plugin in self.plugins]
        for name in self.config.options:
            if name not in names:
                hint = did_you_mean(name, names)
                msg = (
                    f"{self.config.where(('options', name))}: no plugin {name!r} is loaded "
                    f"for this payer{hint}"
                )
                self.errors.append(ConfigError(msg))

    def read_options(self, plugin: Loaded) -> None:
        self.options[plugin.name] = self._options_of(plugin)

    def _options_of(self, plugin: Loaded) -> dict[type, object]:
        shape = self.hooks.call(plugin, "scrub_options")
        given = self.config.options.get(plugin.name, {})
        if shape is None:
            if given:
                msg = f"{self.config.where(('options', plugin.name))}: the plugin takes no options"
                raise ConfigError(msg)
            return {}
        if not (isinstance(shape, type) and attrs.has(shape)):
            msg = (
                f"plugin {plugin.name!r}: scrub_options returned something else than an attrs class"
            )
            raise PluginError(msg)
        made = structure(shape, given, self._place("options", plugin.name))
        return {shape: self._with_paths(plugin.name, made)}

    def _with_paths(self, plugin: str, options: Any) -> object:
        """
        The options, their relative paths taken from the folder of the file that says them.
        """
        return _absolute(options, ("options", plugin), self.config.folder_of)

    def _place(self, *table: str) -> Callable[[tuple[str | int, ...]], str]:
        return lambda path: self.config.where((*table, *path))

    def read_facts(self, plugin: Loaded) -> None:
        files = list(self.hooks.call(plugin, "scrub_facts") or ())
        for file in files:
            if not isinstance(file, FactFile):
                msg = (
                    f"plugin {plugin.name!r}: scrub_facts gave {type(file).__name__}, not FactFile"
                )
                raise PluginError(msg)
        self.tables[plugin.name] = self.shelf.tables(files, plugin.name)

    def collect_edits(self, plugin: Loaded) -> None:
        arguments = {
            "facts": Facts(plugin.name, *self._reach(plugin, self.tables)),
            "options": Options(plugin.name, *self._reach(plugin, self.options)),
            "payer": self.config.payer,
        }
        for hook, level, names in _HOOKS:
            try:
                self._collect(plugin, hook, level, {name: arguments[name] for name in names})
            except (ConfigError, FactsError) as error:  # of what its options name
                given = plugin.name in self.config.options
                place = self.config.where(("options", plugin.name) if given else ())
                msg = f"{place}: {error}"
                raise type(error)(msg) from error
        self.edits.sort(key=lambda stamped: stamped.id)

    def _reach(
        self, plugin: Loaded, of: Mapping[str, Mapping[type, Any]]
    ) -> tuple[dict[type, Any], dict[type, str]]:
        """
        What a plugin may ask for, and the owners of what is out of its reach.
        """
        within: dict[type, Any] = {}
        beyond: dict[type, str] = {}
        for owner, held in of.items():
            if owner == plugin.name or owner in plugin.depends:
                within.update(held)
            else:
                beyond.update(dict.fromkeys(held, owner))
        return within, beyond

    def _collect(
        self, plugin: Loaded, hook: str, level: type[Edit], arguments: Mapping[str, Any]
    ) -> None:
        for edit in self.hooks.call(plugin, hook, **arguments) or ():
            if not isinstance(edit, level):
                msg = f"plugin {plugin.name!r}: {hook} gave {type(edit).__name__}, not {level.__name__}"
                raise PluginError(msg)
            edit_id = f"{plugin.name}.{edit.name}"
            if any(other.id == edit_id for other in self.edits):
                msg = f"plugin {plugin.name!r}: two edits are named {edit.name!r}; rename one"
                raise PluginError(msg)
            treatment = self.config.dispositions.get(edit_id)
            self.edits.append(StampedEdit(edit_id, plugin.name, plugin.version, edit, treatment))

    def check_edit_ids(self) -> None:
        """
        A disposition or a waiver that names no edit would be ignored silently.
        """
        known = [stamped.id for stamped in self.edits]
        named: list[tuple[str, tuple[str | int, ...]]] = [
            (edit_id, ("disposition", edit_id)) for edit_id in self.config.dispositions
        ]
        named += [
            (waiver.edit, ("waive", position, "edit"))
            for position, waiver in enumerate(self.config.waivers)
        ]
        for edit_id, path in named:
            if edit_id not in known:
                hint = did_you_mean(edit_id, known)
                msg = f"{self.config.where(path)}: unknown edit {edit_id!r}{hint}"
                self.errors.append(ConfigError(msg))


def all_rules(configs: Iterable[Config], catalogue: Catalogue) -> tuple[Rules, ...]:
    """
    The rules of several payers; what is wrong with any of them is told together.

    Raises: the first error's kind, with the messages of all.
    """
    shelf = Shelf()
    rules: list[Rules] = []
    errors: list[CleanclaimError] = []
    for config in configs:
        try:
            rules.append(rules_of(config, catalogue, shelf))
        except CleanclaimError as error:
            errors.append(error)
    if errors:
        raise type(errors[0])(together(str(error) for error in errors))
    return tuple(rules)


def _absolute(value: Any, path: KeyPath, folder_of: Callable[[KeyPath], Path]) -> Any:
    """
    A value of the options with every relative path in it made absolute, or as far as
    the folder of its file goes.
    """
    if isinstance(value, Path):
        return folder_of(path) / value
    if isinstance(value, tuple | frozenset):
        return type(value)(_absolute(each, path, folder_of) for each in value)
    if isinstance(value, Mapping):
        return {key: _absolute(each, (*path, key), folder_of) for key, each in value.items()}
    if attrs.has(type(value)):
        made = {
            field.name: _absolute(
                getattr(value, field.name),
                (*path, field.metadata.get("key", field.name)),
                folder_of,
            )
            for field in attrs.fields(type(value))
            if field.init
        }
        same = all(getattr(value, name) is each for name, each in made.items())
        aliases = {field.name: field.alias for field in attrs.fields(type(value))}
        return (
            value
            if same
            else attrs.evolve(value, **{aliases[name]: each for name, each in made.items()})
        )
    return value
