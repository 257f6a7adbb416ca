"""
The options that all guidance plugins share: ``[options.guidance_facts]``.
"""

import enum
from collections.abc import Mapping
from typing import Any

import attrs


class NcciTable(enum.StrEnum):
    """
    Which of NCCI's two tables of pairs this payer goes by.
    """

    BY_FORM = "by_form"
    PRACTITIONER = "practitioner"
    HOSPITAL = "hospital"
    NONE = "none"


class AnatomicBypass(enum.StrEnum):
    """
    When an anatomic modifier (LT, RT, F1, …) sets two services apart.
    """

    BOTH_LINES_DIFFER = "both_lines_differ"
    EITHER_LINE = "either_line"


class SamePractitioner(enum.StrEnum):
    """
    Whose lines on a professional claim are one practitioner's.
    """

    NPI_OR_SPECIALTY = "npi_or_specialty"
    NPI = "npi"
    BILLING_PROVIDER = "billing_provider"


def _means(about: str, means: Mapping[Any, str]) -> dict[str, Any]:
    return {"about": about, "means": means}


@attrs.frozen
class GuidanceOptions:
    """
    How this payer reads a pair of services.

    ``ncci_table``: whose pairs are asked. ``bypass_either_line``: whether a modifier may
    stand on either line of a pair, or only on the one that would be refused.
    ``anatomic_bypass``: when an anatomic modifier sets two services apart.
    ``same_practitioner``: whose lines NCCI looks at together. ``cpt_notes_apply``:
    whether a rule of the code book that NCCI has no pair for may deny.
    """

    ncci_table: NcciTable = attrs.field(
        default=NcciTable.BY_FORM,
        metadata=_means(
            "Whose pairs are asked.",
            {
                NcciTable.BY_FORM: "NCCI's practitioner table for professional claims, its "
                "hospital table for institutional ones",
                NcciTable.PRACTITIONER: "NCCI's practitioner table for every claim",
                NcciTable.HOSPITAL: "NCCI's hospital table for every claim",
                NcciTable.NONE: "no NCCI pairs; the code book's rules alone speak",
            },
        ),
    )
    bypass_either_line: bool = attrs.field(
        default=True,
        metadata=_means(
            "Where a modifier may stand that excuses a pair.",
            {
                True: "a modifier on either line of a pair is heard",
                False: "a modifier is heard only on the line that would be refused",
            },
        ),
    )
    anatomic_bypass: AnatomicBypass = attrs.field(
        default=AnatomicBypass.BOTH_LINES_DIFFER,
        metadata=_means(
            "When LT, RT, F1, … set two services apart.",
            {
                AnatomicBypass.BOTH_LINES_DIFFER: "anatomic modifiers set two services apart "
                "only where both lines have one and they differ",
                AnatomicBypass.EITHER_LINE: "one anatomic modifier on either line sets two "
                "services apart, as in CMS's outpatient editor",
            },
        ),
    )
    same_practitioner: SamePractitioner = attrs.field(
        default=SamePractitioner.NPI_OR_SPECIALTY,
        metadata=_means(
            "Whose lines on a professional claim belong together.",
            {
                SamePractitioner.NPI_OR_SPECIALTY: "one NPI, or one specialty of one billing "
                "provider, is one practitioner, as for Medicare",
                SamePractitioner.NPI: "only one NPI is one practitioner",
                SamePractitioner.BILLING_PROVIDER: "everybody under one billing provider is "
                "one practitioner",
            },
        ),
    )
    cpt_notes_apply: bool = attrs.field(
        default=True,
        metadata=_means(
            "Whether a rule of the code book that NCCI has no pair for may deny.",
            {
                True: "a rule of the code book denies, even where NCCI has no such pair",
                False: "a rule of the code book that NCCI has no pair for asks for a review",
            },
        ),
    )
