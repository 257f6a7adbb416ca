"""
Polars, which is an extra of this plugin: asked for where it is needed; what is missing is
said with the command that installs it.
"""

import importlib.util

from cleanclaim import PluginError

_INSTALL = "pip install 'cleanclaim-claim-tables[polars]'"


def there() -> bool:
    """
    Whether Polars is installed.
    """
    return importlib.util.find_spec("polars") is not None


def check(what: str) -> None:
    """
    See that Polars is there for *what* needs it.

    Raises: PluginError with the command that installs it.
    """
    if not there():
        msg = f"{what} needs Polars, which is not installed; {_INSTALL}"
        raise PluginError(msg)
