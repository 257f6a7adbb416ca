"""
What the rulebook says by lists of its own: every check, and those of add-ons and 76000.
"""

from collections.abc import Iterator

from boundaries.days import ONE_DAY
from boundaries.oracle import hosts, injections, lives, recodes, reporting, studies
from boundaries.oracle.check import DAY, LATER, Check
from boundaries.oracle.data import FOREVER, KNOWN, primaries, procedures, statuses
from boundaries.oracle.rules import (
    MISSING,
    SEPARATE,
    TYPE_II,
)
from boundaries.world import Line

STATUS = "fluoroscopy_76000.opps_status"


def checks() -> Iterator[Check]:
    """
    Every check, but for those of hosts among all that the tables pair.
    """
    for module in (hosts, recodes, lives, injections, reporting, studies):
        yield from module.checks()
    for part in (_type_ii, _specific, _allowed, _status):
        yield from part()


# Rulebook 3: one contractor's list for 76937 (W-9, 2012).
_VASCULAR = (
    *("36000", "36005", "36010", "36011", "36012", "36481", "36500", "36555", "36556"),
    *("36557", "36558", "36560", "36561", "36563", "36565", "36566", "36570", "36571"),
    *("36575", "36576", "36578", "36580", "36581", "36582", "36583", "36585"),
)


def _type_ii() -> Iterator[Check]:
    for code in ("76937", "77001"):
        for day in (KNOWN, DAY, LATER):
            yield Check(
                "0.5.13",
                "physician",
                day,
                (Line(code),),
                MISSING,
                lambda a: a.disposition(1) == "deny",
            )
        lines = (Line("60100"), Line(code))
        yield Check(
            "0.5.13", "physician", DAY, lines, MISSING, lambda a: a.disposition(2) == "review"
        )
    for code in _VASCULAR:
        for day in (KNOWN, LATER):
            lines = (Line(code), Line("76937"))
            yield Check("3, W-9", "physician", day, lines, MISSING, lambda a: not a.found)
    for code in TYPE_II:
        for day in (KNOWN, DAY):
            paid = (Line(code, more={"revenue_code": "0960"}),)
            yield Check(
                "3, edit 107", "cah", day, paid, MISSING, lambda a: a.disposition(1) == "review"
            )


def _specific() -> Iterator[Check]:
    """
    Rulebook 5.1 b: a listed primary takes its own fluoroscopy code, not 76000.
    """
    for add_on in ("77002", "77003"):
        for code, window in primaries()[add_on].items():
            known = procedures().get(code)
            ends = () if window.last == FOREVER else (window.last, window.last + ONE_DAY)
            if window.first > KNOWN:
                ends = (window.first - ONE_DAY, *ends)
            for day in (window.first, *ends, KNOWN, DAY, LATER):
                right = window.holds(day) and not (
                    known is not None and known.complete and known.life.holds(day)
                )
                yield Check(
                    "5.1 b",
                    "physician",
                    day,
                    (Line(code), Line("76000")),
                    SEPARATE,
                    lambda a, r=right, c=add_on: (c in a.suggested(2)) is r,
                )


def _allowed() -> Iterator[Check]:
    for day in (KNOWN, DAY, LATER):
        lines = (Line("36597"), Line("76000"))
        yield Check("5.1", "physician", day, lines, SEPARATE, lambda a: not a.found)
        yield Check("5.1", "opps", day, lines, SEPARATE, lambda a: not a.found)
        yield Check(
            "5.1 b",
            "physician",
            day,
            (Line("36598"), Line("76000")),
            SEPARATE,
            lambda a: 2 in a.found,
        )


def _status() -> Iterator[Check]:
    """
    Rulebook 5.2: 76000 is S, APC 5523, in every quarter; J1 and J2 package it.
    """
    for window, status, apc in statuses()["76000"]:
        for day in (window.first, min(window.last, LATER)):
            yield Check(
                "5.2",
                "opps",
                day,
                (Line("76000"),),
                STATUS,
                lambda a, s=status, p=apc.lstrip("0"): (
                    (a.evidence(1, "status_indicator"), a.evidence(1, "apc")) == (s, p)
                ),
            )
    for code, told in statuses().items():
        for window, status, _ in told if code != "76000" else ():
            for day in (window.first, min(window.last, LATER)):
                comprehensive = f"{code} {status}" if status in ("J1", "J2") else None
                yield Check(
                    "5.2",
                    "opps",
                    day,
                    (Line("76000"), Line(code)),
                    STATUS,
                    lambda a, c=comprehensive: a.evidence(1, "comprehensive") == c,
                )
