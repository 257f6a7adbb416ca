"""
What is looked for beside an add-on line, and what is found.
"""

import datetime
from typing import Self

import attrs

from cleanclaim import Claim, Kind, Payer, ServiceLine, Setting
from cleanclaim_add_on_primaries.add_ons import AddOn
from cleanclaim_add_on_primaries.options import AddOnOptions
from cleanclaim_guidance_facts.hosts import invasive_like

TYPE_I, TYPE_II = 1, 2
# Vessels that were imaged, veins that drugs were given into: somebody entered them,
# though the claim of a facility may not say so.
_ENTERED = (range(75600, 75990), range(96360, 96550))


@attrs.frozen
class Search:
    """
    One add-on line, and the lines that may have its primary.
    """

    line: ServiceLine
    add_on: AddOn
    near: tuple[ServiceLine, ...]  # within the window, whoever did them
    unsure: tuple[ServiceLine, ...]  # of which the day can't be said

    @classmethod
    def of(
        cls, line: ServiceLine, add_on: AddOn, claim: Claim, payer: Payer, options: AddOnOptions
    ) -> Self:
        """
        The lines of the days on which this payer takes a primary.

        Raises: NotKnown when the add-on has no single date of service.
        """
        before = options.days_before
        if before is None:
            before = 1 if edited(claim, payer) else 0
        first = line.day - datetime.timedelta(days=before)
        others = [other for other in claim.lines if other is not line and other.procedure]
        near = tuple(
            other
            for other in others
            if other.date is not None
            and other.through == other.date
            and first <= other.date <= line.day
        )
        unsure = tuple(
            other
            for other in others
            if other.date is None
            or (
                other.through is not None
                and other.through != other.date
                and other.date <= line.day
                and other.through >= first
            )
        )
        return cls(line, add_on, near, unsure)


def edited(claim: Claim, payer: Payer) -> bool:
    """
    Whether the outpatient editor's add-on edits run: institutional, but not OPPS.
    """
    return claim.kind is Kind.INSTITUTIONAL and payer.setting in (Setting.CAH, Setting.NON_OPPS)


def may_be_procedure(code: str | None) -> bool:
    """
    Whether a code may stand for something that a type II add-on accompanied.
    """
    entered = code is not None and code.isdigit() and any(int(code) in each for each in _ENTERED)
    return entered or invasive_like(code)
