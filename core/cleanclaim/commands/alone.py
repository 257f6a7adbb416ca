"""
A plugin judged alone: for its examples, and where no payer's config names it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cleanclaim.config import Setting, config_from
from cleanclaim.scrubber import Scrubber


def scrubber_of(
    plugin: str,
    folder: str | None,
    setting: Setting = Setting.PHYSICIAN,
    options: Mapping[str, Any] | None = None,
    file: Path | None = None,
) -> Scrubber:
    """
    A scrubber of one plugin and what it depends on, for a payer that takes every claim;
    relative paths in its options begin in the folder of *file*.

    Raises: PluginError, FactsError or ConfigError.
    """
    payer = {
        "id": "example",
        "name": "The payer of an example",
        "kinds": ["professional", "institutional"],
        "setting": str(setting),
        "default": True,
    }
    config = config_from(
        {"plugins": [plugin], "payer": payer, "options": dict(options or {})},
        str(file) if file else f"an example of {plugin}",
    )
    return Scrubber.from_configs([config], plugins_dir=Path(folder) if folder else None)
