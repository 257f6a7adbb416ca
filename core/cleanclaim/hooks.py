"""
The hooks of a plugin: checked once, and called by name.
"""

import inspect
from collections.abc import Iterable
from types import ModuleType
from typing import Any

import pluggy

from cleanclaim import hookspecs
from cleanclaim.errors import ConfigError, FactsError, PluginError, did_you_mean

_HOOKS = frozenset(name for name in vars(hookspecs) if name.startswith("scrub_"))
_SEVERAL = _HOOKS - {"scrub_options"}


class Hooks:
    """
    The hooks of one plugin, in a manager of its own, so that every answer has an author.
    """

    def __init__(self, plugin: str, module: ModuleType) -> None:
        """
        Find the hooks of a plugin's module.

        Raises: PluginError for a plugin without a hook, with a mistyped one, or with a
        default in one.
        """
        self._plugin = plugin
        self._manager = pluggy.PluginManager("cleanclaim")
        self._manager.add_hookspecs(hookspecs)
        self._register(module)
        callers = self._manager.get_hookcallers(module)
        if not callers:
            msg = f"plugin {plugin!r} implements no hook; is @hookimpl missing?"
            raise PluginError(msg)
        for caller in callers:
            for implementation in caller.get_hookimpls():
                self._refuse_defaults(caller.name, implementation.function)

    def _register(self, module: ModuleType) -> None:
        try:
            self._manager.register(module, name=self._plugin)
            self._manager.check_pending()
        except pluggy.PluginValidationError as error:
            mistyped = [
                name for name in dir(module) if name.startswith("scrub_") and name not in _HOOKS
            ]
            hint = "".join(did_you_mean(name, _HOOKS) for name in mistyped[:1])
            msg = f"plugin {self._plugin!r}: {' '.join(str(error).split())}{hint}"
            raise PluginError(msg) from error

    def _refuse_defaults(self, hook: str, function: Any) -> None:
        defaults = [
            parameter.name
            for parameter in inspect.signature(function).parameters.values()
            if parameter.default is not parameter.empty
        ]
        if defaults:
            msg = (
                f"plugin {self._plugin!r}: {hook} has a default for {', '.join(defaults)}; "
                "remove it, a hook's parameters have none"
            )
            raise PluginError(msg)

    def call(self, hook: str, **arguments: Any) -> Any:
        """
        What the plugin answers to a hook; None when it does not implement it.

        Raises: PluginError naming the plugin and the hook when it raises; what it raises
        of a file or option that its user wrote keeps its kind.
        """
        caller = getattr(self._manager.hook, hook)
        if not caller.get_hookimpls():
            return None
        try:
            answer = caller(**arguments)
            if hook in _SEVERAL:
                # Only now does a hook that is a generator run.
                answer = [
                    item
                    for part in answer
                    for item in (part if isinstance(part, Iterable) else [part])
                ]
        except (ConfigError, FactsError) as error:  # what its user wrote, not its code
            msg = f"plugin {self._plugin!r}: {error}"
            raise type(error)(msg) from error
        except (Exception, SystemExit) as error:  # a plugin's code
            msg = f"plugin {self._plugin!r}: {hook} raised {type(error).__name__}: {error}"
            raise PluginError(msg) from error
        return answer
