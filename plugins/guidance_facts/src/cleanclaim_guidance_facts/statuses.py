"""
What Medicare's outpatient system (OPPS) makes of a guidance code.
"""

import attrs

from cleanclaim import Fact

PACKAGED = "N"


@attrs.frozen(kw_only=True)
class OppsStatus(Fact):
    """
    A code's OPPS status indicator, and its APC where it is paid apart. ``accompanies``:
    it reports no guidance (a device, a rendering of images, a packaged block).
    """

    indicator: str
    apc: str | None = None
    accompanies: bool = False
