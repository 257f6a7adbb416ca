"""
The options of this plugin: ``[options.guidance_reporting]``.
"""

import enum

import attrs


class Mue(enum.StrEnum):
    """
    How the payer counts units against a medically unlikely edit.
    """

    BY_INDICATOR = "by_indicator"
    PER_LINE = "per_line"
    PER_DAY = "per_day"


@attrs.frozen
class GuidanceReportingOptions:
    """
    How this payer counts guidance.

    ``mue``: over what the units are counted against a medically unlikely edit.
    """

    mue: Mue = attrs.field(
        default=Mue.BY_INDICATOR,
        metadata={
            "about": "Over what the units are counted against a medically unlikely edit (MUE).",
            "means": {
                Mue.BY_INDICATOR: "units are counted as the MUE's adjudication indicator says: "
                "1 on each line, 2 and 3 over all lines of a day",
                Mue.PER_LINE: "units are counted on each line by itself",
                Mue.PER_DAY: "units are counted over all lines of a day, whatever the indicator",
            },
        },
    )
