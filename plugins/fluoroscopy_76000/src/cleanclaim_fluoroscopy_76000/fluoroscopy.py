"""
Facts about 76000: comprehensive services that package it, and what allows it.
"""

import attrs

from cleanclaim import Fact

FLUOROSCOPY = "76000"


@attrs.frozen(kw_only=True)
class Comprehensive(Fact):
    """
    A service whose payment covers the rest of the claim (a comprehensive APC): by its
    status indicator always (J1), or where an observation stay's conditions are met (J2).
    """

    indicator: str


@attrs.frozen(kw_only=True)
class Allowed(Fact):
    """
    A procedure whose own note sends its fluoroscopy to 76000.
    """


@attrs.frozen(kw_only=True)
class Specific(Fact):
    """
    The specific fluoroscopy code that is reported with a procedure.
    """

    guidance: str
