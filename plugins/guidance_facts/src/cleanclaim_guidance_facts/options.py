"""
The options that all guidance plugins share: ``[options.guidance_facts]``.
"""

import enum

import attrs


class AnatomicBypass(enum.StrEnum):
    """
    When an anatomic modifier (LT, RT, F1, …) sets two services apart.
    """

    BOTH_LINES_DIFFER = "both_lines_differ"
    EITHER_LINE = "either_line"


@attrs.frozen
class GuidanceOptions:
    """
    How this payer reads a pair of services.

    ``anatomic_bypass``: ``both_lines_differ`` asks for an anatomic modifier on both
    lines, and different ones; ``either_line`` takes one on either, as CMS's outpatient
    editor does. ``cpt_notes_apply``: whether a rule of the code book that NCCI has no
    pair for may deny; where it is false such a finding is a review.
    """

    anatomic_bypass: AnatomicBypass = AnatomicBypass.BOTH_LINES_DIFFER
    cpt_notes_apply: bool = True
