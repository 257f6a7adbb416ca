"""
The options of this plugin: ``[options.ncci]``.
"""

import enum
from collections.abc import Mapping
from typing import Any

import attrs

from cleanclaim_cms_tables.kinds import Program


class Check(enum.StrEnum):
    """
    A table of NCCI's that a payer runs.
    """

    PAIRS = "pairs"
    MUE = "mue"
    ADD_ONS = "add_ons"


class Bypass(enum.StrEnum):
    """
    When a modifier excuses a pair.
    """

    STRICT = "strict"
    EDITOR = "editor"


class Effective(enum.StrEnum):
    """
    Whose day a payer goes by when it asks a table.
    """

    DATE_OF_SERVICE = "date_of_service"
    DATE_OF_PROCESSING = "date_of_processing"


class Units(enum.StrEnum):
    """
    Which of NCCI's tables of units this payer goes by.
    """

    BY_FORM = "by_form"
    PRACTITIONER = "practitioner"
    HOSPITAL = "hospital"
    SUPPLIER = "supplier"


def _means(about: str, means: Mapping[Any, str] | None = None) -> dict[str, Any]:
    return {"about": about} if means is None else {"about": about, "means": means}


def _some(_: object, field: "attrs.Attribute[tuple[Check, ...]]", value: tuple[Check, ...]) -> None:
    if not value:
        msg = "an empty list; expected pairs, mue or add_ons, or take ncci out of plugins"
        raise ValueError(msg, field)


@attrs.frozen
class NcciOptions:
    """
    How this payer runs NCCI's tables.

    ``tables``: which of them it runs; what is left out need not be imported.
    ``bypass``: when a modifier excuses a pair. ``program``: whose editions it runs.
    ``effective``: on which day a table is asked. ``units``: which table of units.
    """

    tables: tuple[Check, ...] = attrs.field(
        default=tuple(Check),
        validator=_some,
        metadata=_means("Which of NCCI's tables the payer runs: pairs, mue, add_ons."),
    )
    bypass: Bypass = attrs.field(
        default=Bypass.STRICT,
        metadata=_means(
            "When a modifier excuses a pair.",
            {
                Bypass.STRICT: "a modifier excuses a pair where it says that the services were "
                "separate, or is of the kind that its line's code is for; one that says less "
                "asks for a review",
                Bypass.EDITOR: "any NCCI-associated modifier on either line excuses a pair of "
                "indicator 1, as in CMS's editors",
            },
        ),
    )
    program: Program = attrs.field(
        default=Program.MEDICARE,
        metadata=_means(
            "Whose editions of the pairs and of the units the payer runs.",
            {
                Program.MEDICARE: "Medicare's editions of NCCI",
                Program.MEDICAID: "Medicaid's editions of NCCI; of add-on codes there is one "
                "for both",
            },
        ),
    )
    effective: Effective = attrs.field(
        default=Effective.DATE_OF_SERVICE,
        metadata=_means(
            "On which day a table is asked.",
            {
                Effective.DATE_OF_SERVICE: "what was in force on the date of service counts",
                Effective.DATE_OF_PROCESSING: "what is in force in the newest imported edition "
                "counts, whatever the date of service",
            },
        ),
    )
    units: Units = attrs.field(
        default=Units.BY_FORM,
        metadata=_means(
            "Which table of units is asked.",
            {
                Units.BY_FORM: "NCCI's practitioner table for professional claims, its hospital "
                "table for institutional ones",
                Units.PRACTITIONER: "NCCI's practitioner table of units for every claim",
                Units.HOSPITAL: "NCCI's hospital table of units for every claim",
                Units.SUPPLIER: "NCCI's supplier table of units for every claim: this payer's "
                "claims are those of a supplier of medical equipment",
            },
        ),
    )
