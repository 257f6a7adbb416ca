"""
What the driver sends to the workers, once: all that makes their scrubbers the same as its
own.

A scrubber does not travel: it holds mapped tables and closures. Its configs do, as they
were read, with the day on which waivers are judged; facts are part of the plugins, which
stand in every worker's environment. A worker builds its scrubber once a process, and
refuses to scrub when what it knows is not what the driver knows.
"""

import datetime
import hashlib
import os
import pickle
from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs

from cleanclaim import PluginError, Scrubber
from cleanclaim_cms_tables.options import CmsTablesOptions
from cleanclaim_cms_tables.store import VARIABLE, Store, folder_of

# A worker's process may serve several queries, one after the other; few at a time.
_KEPT = 4
_built: dict["Carried", Scrubber] = {}


@attrs.frozen
class Carried:
    """
    The driver's rules, as they travel; ``known`` says what they were found to be.

    ``tables`` is the folder of imported tables of the payers that name none; with
    ``sent`` it was sent along, and stands where Spark puts such files.
    """

    configs: bytes = attrs.field(repr=False)
    forced: bool
    as_of: datetime.date
    plugins_dir: str | None
    tables: str
    sent: bool
    known: tuple[tuple[str, str], ...] = attrs.field(repr=False)

    def scrubber(self) -> Scrubber:
        """
        The scrubber of this process, built when it is first asked for.

        Raises: PluginError when plugins, versions or tables are not those of the driver.
        """
        scrubber = _built.get(self)
        if scrubber is None:
            os.environ[VARIABLE] = self._folder()
            scrubber = _scrubber(self.configs, self.plugins_dir, self.as_of, forced=self.forced)
            self._compare(knowledge(scrubber))
            while len(_built) >= _KEPT:
                del _built[next(iter(_built))]
            _built[self] = scrubber
        return scrubber

    def _folder(self) -> str:
        if not self.sent:
            return self.tables
        from pyspark import SparkFiles

        return str(SparkFiles.get(Path(self.tables).name))

    def _compare(self, found: Mapping[str, str]) -> None:
        other = [what for what, digest in self.known if found.get(what) != digest]
        if other:
            msg = (
                f"this worker does not know what the driver knows: {', '.join(other)}; give the "
                "workers the driver's environment and plugins, and tables where both reach them "
                "(or send_tables=True)"
            )
            raise PluginError(msg)


def carried(
    config: str | Path,
    *,
    payer: str | None,
    plugins_dir: str | Path | None,
    as_of: datetime.date | None,
    send_tables: bool,
) -> tuple[Carried, Scrubber]:
    """
    What is to be sent, and the driver's own scrubber, built to see that it can be.

    Raises: ConfigError, FactsError or PluginError, with all that is wrong.
    """
    path, day = Path(config).absolute(), as_of or datetime.date.today()  # noqa: DTZ011 - a waiver ends by the local calendar
    folder = None if plugins_dir is None else Path(plugins_dir).absolute()
    scrubber = Scrubber.from_config(path, payer=payer, plugins_dir=folder, as_of=day)
    return Carried(
        configs=pickle.dumps(tuple(rules.config for rules in scrubber.payers)),
        forced=payer is not None or not path.is_dir(),
        as_of=day,
        plugins_dir=None if folder is None else str(folder),
        tables=str(folder_of(None).absolute()),
        sent=send_tables,
        known=tuple(knowledge(scrubber).items()),
    ), scrubber


def _scrubber(
    configs: bytes, plugins_dir: str | None, as_of: datetime.date, *, forced: bool
) -> Scrubber:
    read = pickle.loads(configs)  # noqa: S301 - written by this run's own driver
    return Scrubber.from_configs(read, plugins_dir=plugins_dir, as_of=as_of, force=forced)


def knowledge(scrubber: Scrubber) -> dict[str, str]:
    """
    What a scrubber knows, in a few digests: each payer's edits with their versions, the
    codes that wake them, and the imported tables.
    """
    known = {}
    for rules in scrubber.payers:
        of = rules.payer.id
        edits = (f"{each.id} {each.plugin} {each.version}" for each in rules.edits)
        known[f"the edits of {of}"] = _digest(edits)
        known[f"the codes that {of} asks about"] = _digest(sorted(rules.index.codes or ()))
        options = rules.options.get("cms_tables")
        if isinstance(options, CmsTablesOptions):
            known[f"the imported tables of {of}"] = _digest(_tables(folder_of(options.path)))
    return known


def _tables(folder: Path) -> Iterable[str]:
    """
    The tables of a folder, by name and size, wherever the folder stands.
    """
    return (f"{path.name} {path.stat().st_size}" for path in Store(folder).files())


def _digest(items: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(items).encode()).hexdigest()
