"""
Facts about facility codes: what a hospital under OPPS reports instead.
"""

import attrs

from cleanclaim import Fact


@attrs.frozen(kw_only=True)
class NotRecognized(Fact):
    """
    A code that OPPS does not recognize: its status indicator, the code to report
    ``instead`` where a published source names one, ``when`` it is right, and its APC.
    With one of the modifiers ``unless`` the code is taken all the same.
    """

    indicator: str
    instead: str | None = None
    when: str = "the record shows that service"
    apc: str | None = None
    unless: frozenset[str] = frozenset()
