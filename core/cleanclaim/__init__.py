"""
cleanclaim: a claim scrubber made of plugins.

What a plugin author and an embedding program need is here; the rest is private.
"""

from cleanclaim.claim_json import claim_from, claim_json
from cleanclaim.config import Payer, Setting
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
