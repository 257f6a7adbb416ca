"""
Arguments that several sub-commands share, and the scrubber that they ask for.
"""

import argparse
import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cleanclaim.commands import there_is

if TYPE_CHECKING:
    from cleanclaim.config import Config
    from cleanclaim.rules import Rules
    from cleanclaim.scrubber import Scrubber

CONFIGS = "configs"


def add_config(parser: argparse.ArgumentParser) -> None:
    """
    --config, --payer and --plugins.
    """
    parser.add_argument(
        "--config",
        metavar="FILE|DIR",
        default=CONFIGS,
        help="a payer's config, or a folder of them (default: ./configs)",
    )
    parser.add_argument("--payer", metavar="ID", help="this payer only, whatever the claim says")
    parser.add_argument(
        "--plugins", metavar="DIR", help="a folder of plugins that are not installed"
    )


def add_as_of(parser: argparse.ArgumentParser, use: str) -> None:
    """
    --as-of, a date; *use* says what is judged on it.
    """
    parser.add_argument(
        "--as-of", metavar="DATE", type=day, help=f"the day on which {use} (default: today)"
    )


def day(text: str) -> datetime.date:
    """
    A date written 2026-11-23, as an argument.
    """
    from cleanclaim.values import iso_date

    try:
        return iso_date(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def today() -> datetime.date:
    """
    The local calendar's day: by it, waivers end and reviews fall due.
    """
    return datetime.date.today()  # noqa: DTZ011 - what is meant is the reader's own day


def check_config(path: str) -> None:
    """
    Refuse a config that is not there, with the next step.

    Raises: ConfigError.
    """
    from cleanclaim.errors import ConfigError

    if not Path(path).exists():
        what = "no folder ./configs here" if path == CONFIGS else f"{path}: no such file or folder"
        msg = f"{what}; name a payer's config, or a folder of them, with --config"
        raise ConfigError(msg)


def scrubber_of(args: argparse.Namespace) -> "Scrubber":
    """
    The scrubber that --config, --payer, --plugins and --as-of ask for.

    Raises: ConfigError, FactsError or PluginError.
    """
    from cleanclaim.scrubber import Scrubber

    check_config(args.config)
    return Scrubber.from_config(
        args.config,
        payer=args.payer,
        plugins_dir=args.plugins,
        as_of=getattr(args, "as_of", None),
    )


def rules_of(args: argparse.Namespace) -> "tuple[Rules, ...]":
    """
    The rules of the payers that the arguments ask for, in the order of their ids.

    Raises: ConfigError, FactsError or PluginError.
    """
    return tuple(sorted(scrubber_of(args).payers, key=lambda rules: rules.payer.id))


def configs_of(args: argparse.Namespace) -> "tuple[Config, ...]":
    """
    The configs of the payers that the arguments ask for, plugins unseen.

    Raises: ConfigError.
    """
    from cleanclaim.config import load_config, load_configs
    from cleanclaim.errors import ConfigError, did_you_mean

    check_config(args.config)
    path = Path(args.config)
    configs: Iterable[Config] = load_configs(path) if path.is_dir() else (load_config(path),)
    by_id = {config.payer.id: config for config in configs}
    if args.payer is None:
        return tuple(by_id[name] for name in sorted(by_id))
    if args.payer not in by_id:
        hint = did_you_mean(args.payer, by_id)
        msg = f"no config of payer {args.payer!r}{hint}; {there_is(sorted(by_id))}"
        raise ConfigError(msg)
    return (by_id[args.payer],)
