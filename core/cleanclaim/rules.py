"""
One payer's rules, ready to judge: its plugins loaded, its options typed, its edits
stamped and indexed.
"""

import functools
from collections.abc import Callable, Iterable, Mapping
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
from cleanclaim.facts import Facts, Table
from cleanclaim.options import Options, absolute, structure
from cleanclaim.plugins import Catalogue, Loaded
from cleanclaim.shared import Collected, Given, Shelf
from cleanclaim.stamping import StampedEdit
from cleanclaim.views import Views
from cleanclaim.waking import Index

_HOOKS: tuple[tuple[str, type[Edit]], ...] = (
    ("scrub_line_edits", LineEdit),
    ("scrub_claim_edits", ClaimEdit),
    ("scrub_payer_edits", PayerEdit),
)


@attrs.frozen(slots=False)  # without slots, the index can be made when it is asked for
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

    @functools.cached_property
    def index(self) -> Index:
        """
        Which of the edits a claim wakes.
        """
        return Index([stamped.edit for stamped in self.edits])

    @functools.cached_property
    def views(self) -> Views:
        """
        What the edits see of a claim that wakes them.
        """
        return Views(self.edits)

    @property
    def payer(self) -> Payer:
        """
        Whose rules these are.
        """
        return self.config.payer


def rules_of(config: Config, catalogue: Catalogue, shelf: Shelf, collected: Collected) -> Rules:
    """
    Load what a payer's config names, and check the config against it.

    Facts are put on the *shelf*, and edits that know no payer *collected*, for others.

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
    build = _Build(config, plugins, shelf, collected)
    build.check_option_tables()
    build.each(build.read_options)
    build.each(build.read_facts)
    build.stop_if_faulty()  # without its options and tables a plugin can't say its edits
    build.each(build.collect_edits)
    build.stop_if_faulty()
    build.check_edit_ids()
    build.stop_if_faulty()
    edits = [build.edits[edit_id] for edit_id in sorted(build.edits)]
    return Rules(
        config,
        plugins,
        tuple(stamped for stamped in edits if stamped.treatment is not Treatment.OFF),
        tuple(stamped for stamped in edits if stamped.treatment is Treatment.OFF),
        {name: tuple(tables.values()) for name, tables in build.tables.items()},
        {name: next(iter(held.values())) for name, held in build.options.items() if held},
    )


class _Build:
    """
    The steps from a config to its rules; what is wrong with any plugin is gathered.
    """

    def __init__(
        self, config: Config, plugins: tuple[Loaded, ...], shelf: Shelf, collected: Collected
    ) -> None:
        self.config, self.plugins, self.shelf, self.collected = config, plugins, shelf, collected
        self.errors: list[CleanclaimError] = []
        self.options: dict[str, dict[type, object]] = {}
        self.tables: dict[str, dict[type, Table[Any]]] = {}
        self.edits: dict[str, StampedEdit] = {}

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
        shape = plugin.hooks.call("scrub_options")
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
        return absolute(options, ("options", plugin), self.config.folder_of)

    def _place(self, *table: str) -> Callable[[tuple[str | int, ...]], str]:
        return lambda path: self.config.where((*table, *path))

    def read_facts(self, plugin: Loaded) -> None:
        self.tables[plugin.name] = self.shelf.tables(plugin)

    def collect_edits(self, plugin: Loaded) -> None:
        reach = (plugin.name, *plugin.depends)
        given = Given(
            Facts(plugin.name, *self._reach(plugin, self.tables)),
            Options(plugin.name, *self._reach(plugin, self.options)),
            repr([self.config.options.get(name) for name in reach]),
        )
        for hook, level in _HOOKS:
            try:
                self._stamp(plugin, self._collected(plugin, hook, level, given))
            except (ConfigError, FactsError) as error:  # of what its options name
                named = plugin.name in self.config.options
                place = self.config.where(("options", plugin.name) if named else ())
                msg = f"{place}: {error}"
                raise type(error)(msg) from error

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

    def _collected(
        self, plugin: Loaded, hook: str, level: type[Edit], given: Given
    ) -> Iterable[Edit]:
        """
        The edits of a hook; those that know no payer may stand ready from another one.
        """
        if level is PayerEdit:
            return self._asked(plugin, hook, level, given, payer=self.config.payer)
        edits = self.collected.edits(hook, given)
        if edits is None:
            edits = self._asked(plugin, hook, level, given)
            self.collected.keep(hook, given, edits)
        return edits

    def _asked(
        self, plugin: Loaded, hook: str, level: type[Edit], given: Given, **more: Payer
    ) -> tuple[Edit, ...]:
        edits = plugin.hooks.call(hook, facts=given.facts, options=given.options, **more) or ()
        for edit in edits:
            if not isinstance(edit, level):
                msg = f"plugin {plugin.name!r}: {hook} gave {type(edit).__name__}, not {level.__name__}"
                raise PluginError(msg)
        return tuple(edits)

    def _stamp(self, plugin: Loaded, edits: Iterable[Edit]) -> None:
        for edit in edits:
            edit_id = f"{plugin.name}.{edit.name}"
            if edit_id in self.edits:
                msg = f"plugin {plugin.name!r}: two edits are named {edit.name!r}; rename one"
                raise PluginError(msg)
            treatment = self.config.dispositions.get(edit_id)
            self.edits[edit_id] = StampedEdit(edit_id, plugin.name, plugin.version, edit, treatment)

    def check_edit_ids(self) -> None:
        """
        A disposition or a waiver that names no edit would be ignored silently.
        """
        known = sorted(self.edits)
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
    shelf, collected = Shelf(), Collected()
    rules: list[Rules] = []
    errors: list[CleanclaimError] = []
    for config in configs:
        try:
            rules.append(rules_of(config, catalogue, shelf, collected))
        except CleanclaimError as error:
            errors.append(error)
    if errors:
        raise type(errors[0])(together(str(error) for error in errors))
    return tuple(rules)
