"""
What travels from the driver to its workers, and what a worker makes of it.
"""

import datetime
import pickle
from pathlib import Path

import attrs
import pytest

from cleanclaim import ConfigError, PluginError
from cleanclaim_spark.carried import Carried, carried

CONFIGS = Path(__file__).parents[3] / "configs"
DAY = datetime.date(2026, 11, 23)


def of(config: Path, **options: object) -> Carried:
    given = {"payer": None, "plugins_dir": None, "as_of": DAY, "send_tables": False, **options}
    rules, _ = carried(config, **given)  # type: ignore[arg-type]  # as the options say
    return rules


def test_same_rules() -> None:
    """
    What arrives builds a scrubber of the driver's payers, once a process.
    """
    rules = of(CONFIGS)

    arrived = pickle.loads(pickle.dumps(rules))

    assert arrived.scrubber() is rules.scrubber()
    _, driver = carried(CONFIGS, payer=None, plugins_dir=None, as_of=DAY, send_tables=False)
    expected = [payer.payer.id for payer in driver.payers]
    assert expected == [payer.payer.id for payer in arrived.scrubber().payers]


def test_day(tmp_path: Path) -> None:
    """
    Waivers are judged on the driver's day, which is today where none is given.
    """
    assert DAY == of(CONFIGS).as_of
    assert datetime.date.today() == of(CONFIGS, as_of=None).as_of  # noqa: DTZ011 - as the driver does


def test_other_knowledge() -> None:
    """
    A worker whose edits or tables are others does not scrub.
    """
    rules = of(CONFIGS / "commercial.toml")
    known = tuple((what, "other" if "codes" in what else digest) for what, digest in rules.known)

    with pytest.raises(PluginError) as caught:
        attrs.evolve(rules, known=known).scrubber()

    assert (
        "this worker does not know what the driver knows: the codes that commercial asks about; "
        "give the workers the driver's environment and plugins, and tables where both reach them "
        "(or send_tables=True)"
    ) == str(caught.value)


def test_faulty_config(tmp_path: Path) -> None:
    """
    A config that can't be used is told on the driver, before anything is sent.
    """
    path = tmp_path / "any.toml"
    path.write_text("plugins = 3", "utf-8")

    with pytest.raises(ConfigError):
        of(path)
