"""
The options of this plugin: ``[options.add_on_primaries]``.
"""

import attrs

from cleanclaim import Disposition

_MOST_DAYS = 7
_DAYS: dict[int | None, str] = {
    None: "the primary is of the same day; for critical access and other institutional claims "
    "outside OPPS of the day before too",
    0: "the primary is of the same day, on every claim",
    1: "the primary is of the same day or the day before",
    **{
        days: f"the primary is of the same day or one of the {days} days before"
        for days in range(2, _MOST_DAYS + 1)
    },
}


def _few_days(_: object, field: "attrs.Attribute[int | None]", value: int | None) -> None:
    if value is not None and not 0 <= value <= _MOST_DAYS:
        msg = f"{value}; expected a whole number from 0 to {_MOST_DAYS}"
        raise ValueError(msg, field)


@attrs.frozen
class AddOnOptions:
    """
    How this payer reads add-on codes.

    ``days_before``: how many days before the add-on its primary may be; left out, 0 on
    a professional claim and under OPPS, 1 for other institutional claims, as CMS's
    outpatient editor counts. ``on_opps``: what a missing primary is under OPPS, where
    Medicare's editor does not check it and the add-on is packaged. ``type_ii``: whether
    type II add-ons (76937, 77001) are looked at.
    """

    days_before: int | None = attrs.field(
        default=None,
        validator=_few_days,
        metadata={
            "about": "How many days before the add-on its primary may be.",
            "means": _DAYS,
        },
    )
    on_opps: Disposition = attrs.field(
        default=Disposition.REVIEW,
        metadata={
            "about": "What a missing primary is under OPPS, where the add-on is packaged and "
            "Medicare's editor does not check it.",
            "means": {
                Disposition.DENY: "a missing primary is a deny under OPPS too",
                Disposition.REVIEW: "a missing primary is a review under OPPS, since Medicare's "
                "editor does not check it there",
                Disposition.INFO: "a missing primary is worth knowing under OPPS and holds nothing",
            },
        },
    )
    type_ii: bool = attrs.field(
        default=True,
        metadata={
            "about": "Whether type II add-ons, whose primaries each contractor defines, are "
            "looked at.",
            "means": {
                True: "type II add-ons (76937, 77001) are looked at",
                False: "type II add-ons (76937, 77001) are not looked at",
            },
        },
    )
