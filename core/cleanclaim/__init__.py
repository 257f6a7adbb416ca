"""
cleanclaim: a claim scrubber made of plugins.

What a plugin author and an embedding program need is here; the rest is private.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleanclaim.claim_form import claim_from, claim_json
    from cleanclaim.documentation import Documentation, Imaging
    from cleanclaim.edits import Always, AnyOf, ClaimEdit, LineEdit, Pairs, PayerEdit
    from cleanclaim.errors import (
        ClaimError,
        CleanclaimError,
        ConfigError,
        FactsError,
        InputError,
        NotKnown,
        PluginError,
    )
    from cleanclaim.facts import FactFile, Facts
    from cleanclaim.findings import (
        Action,
        Answer,
        Basis,
        Bypassed,
        Disposition,
        Fact,
        Finding,
        Hit,
        Json,
        Lacks,
        Outcome,
        Source,
        Status,
        Steps,
        Suggestion,
        Trust,
    )
    from cleanclaim.hookspecs import hookimpl
    from cleanclaim.model import BillingProvider, Claim, Kind, Practitioner, ServiceLine
    from cleanclaim.options import Options
    from cleanclaim.payer import Payer, Setting
    from cleanclaim.scrubber import Scrubber
    from cleanclaim.tables import Table

__all__ = [
    "Action",
    "Always",
    "Answer",
    "AnyOf",
    "Basis",
    "BillingProvider",
    "Bypassed",
    "Claim",
    "ClaimEdit",
    "ClaimError",
    "CleanclaimError",
    "ConfigError",
    "Disposition",
    "Documentation",
    "Fact",
    "FactFile",
    "Facts",
    "FactsError",
    "Finding",
    "Hit",
    "Imaging",
    "InputError",
    "Json",
    "Kind",
    "Lacks",
    "LineEdit",
    "NotKnown",
    "Options",
    "Outcome",
    "Pairs",
    "Payer",
    "PayerEdit",
    "PluginError",
    "Practitioner",
    "Scrubber",
    "ServiceLine",
    "Setting",
    "Source",
    "Status",
    "Steps",
    "Suggestion",
    "Table",
    "Trust",
    "claim_from",
    "claim_json",
    "hookimpl",
]

# Where each of them stands: imported when it is first asked for, as start-up counts.
_HOMES = {
    "claim_form": "claim_from claim_json",
    "documentation": "Documentation Imaging",
    "edits": "Always AnyOf ClaimEdit LineEdit Pairs PayerEdit",
    "errors": "ClaimError CleanclaimError ConfigError FactsError InputError NotKnown PluginError",
    "facts": "FactFile Facts",
    "findings": "Action Answer Basis Bypassed Disposition Fact Finding Hit Json Lacks Outcome "
    "Source Status Steps Suggestion Trust",
    "hookspecs": "hookimpl",
    "model": "BillingProvider Claim Kind Practitioner ServiceLine",
    "options": "Options",
    "payer": "Payer Setting",
    "scrubber": "Scrubber",
    "tables": "Table",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}


if not TYPE_CHECKING:  # to a type checker a module with this has every name

    def __getattr__(name: str) -> Any:
        if name not in _HOME_OF:
            msg = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(msg)
        import importlib

        value = getattr(importlib.import_module(f"{__name__}.{_HOME_OF[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
