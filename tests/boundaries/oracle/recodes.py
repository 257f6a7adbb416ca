"""
What is reported instead of a code, by the modality used, and the code that includes it.
"""

import datetime
from collections.abc import Iterator

from boundaries.oracle.check import DAY, Check
from boundaries.oracle.data import KNOWN, exclusions, procedures
from boundaries.oracle.rules import (
    NEEDLE,
    UNGUIDED,
    WITHOUT,
    WRONG,
)
from boundaries.world import Line

_2020, _2021 = datetime.date(2020, 1, 1), datetime.date(2021, 1, 1)
_BEFORE_2020, _BEFORE_2021 = datetime.date(2019, 12, 31), datetime.date(2020, 12, 31)


_US, _FL = "76942", "77002"


def checks() -> Iterator[Check]:
    """
    Every check of a recode.
    """
    yield from _instead()
    yield from _siblings()


# Rulebook 2: code, guidance billed, what is reported instead, and from when until when.
_INSTEAD: tuple[tuple[str, str, str, datetime.date], ...] = (
    *((f"6449{n}", _US, f"021{n + 3}T", DAY) for n in range(6)),
    *((f"021{n + 3}T", _FL, f"6449{n}", DAY) for n in range(6)),
    *((code, "77012", f"6449{n}", DAY) for n, code in enumerate(f"021{n + 3}T" for n in range(6))),
    ("64479", _US, "0228T", _BEFORE_2021),
    ("64480", _US, "0229T", _BEFORE_2021),
    ("64483", _US, "0230T", _BEFORE_2021),
    ("64484", _US, "0231T", _BEFORE_2021),
    *((code, _US, "64999", _2021) for code in ("64479", "64480", "64483", "64484")),
    *((f"6463{n}", _US, "64999", day) for n in (3, 4, 5, 6) for day in (KNOWN, DAY)),
    *((code, _US, other, DAY) for code in ("64451", "64625") for other in ("76999", "64999")),
    *(("27096", _US, "20552", day) for day in (KNOWN, DAY)),
    ("20611", _FL, "20610", DAY),
    ("20606", "77012", "20605", DAY),
    ("20604", _FL, "20600", DAY),
)
# … and what was or is not: with its day, so that a boundary is seen from both sides.
_NOT_INSTEAD = (
    *((code, _US, "64999", _BEFORE_2021) for code in ("64479", "64480", "64483", "64484")),
    ("64479", _US, "0228T", _2021),
    ("64484", _US, "0231T", _2021),
)
_NO_IMAGING = (
    *((f"6449{n}", _US, code) for n in range(6) for code in ("20552", "20553")),
    ("27096", _US, "20552"),
    *(("6232" + n, _US, "6232" + o) for n, o in ("10", "32", "54", "76")),
)


def _instead() -> Iterator[Check]:
    for code, by, other, day in _INSTEAD:
        lines = (Line(code), Line(by))
        yield Check("2", "physician", day, lines, WRONG, lambda a, o=other: o in a.suggested(1))
    for code, by, other in _NO_IMAGING:
        lines = (Line(code), Line(by))
        yield Check("2", "physician", DAY, lines, WRONG, lambda a, o=other: o in a.suggested(1))
    for code, by, other, day in _NOT_INSTEAD:
        lines = (Line(code), Line(by))
        yield Check("2", "physician", day, lines, WRONG, lambda a, o=other: o not in a.suggested(1))
    for code, row in procedures().items():
        for modality, billed in (("US", _US), ("FL", _FL), ("CT", "77012"), ("MR", "77021")):
            if not row.complete or modality not in row.instead:
                continue
            allowed = {told.partition("+")[0] for told in row.instead[modality]}
            yield Check(
                "2, complete_codes.csv",
                "physician",
                DAY,
                (Line(code), Line(billed)),
                WRONG,
                lambda a, ok=allowed: {*a.suggested(1)} <= ok | _ADVISED,
            )


# Rulebook 2: without imaging, or unlisted.
_ADVISED = {"20552", "20553", "64999", "76999", "62320", "62322", "62324", "62326"}


# Rulebook 1.2: the code that includes the guidance, by the guidance billed.
_SIBLINGS = {
    ("49082", _US): "49083",
    ("32554", _US): "32555",
    ("32556", "77012"): "32557",
    ("10021", _US): "10005",
    ("10021", _FL): "10007",
    ("10021", "77012"): "10009",
    ("10021", "77021"): "10011",
    ("10004", _US): "10006",
    ("10004", _FL): "10008",
    ("10004", "77012"): "10010",
    ("10004", "77021"): "10012",
    ("20600", _US): "20604",
    ("20605", _US): "20606",
    ("20610", _US): "20611",
    ("62320", "77003"): "62321",
    ("62322", "77003"): "62323",
    ("62324", "77012"): "62325",
    ("62326", _FL): "62327",
    ("62270", "77012"): "62328",
    ("62272", "77003"): "62329",
    ("36568", "77001"): "36572",
    ("36569", "76937"): "36573",
    ("19100", _US): "19083",
    ("19100", "77021"): "19085",
    ("43762", _FL): "49450",
    ("43763", "76000"): "49450",
}


def _siblings() -> Iterator[Check]:
    for (code, by), sibling in _SIBLINGS.items():
        lines = (Line(code), Line(by))
        yield Check(
            "1.2", "physician", DAY, lines, UNGUIDED, lambda a, s=sibling: s in a.suggested(1)
        )
    for code, barred in WITHOUT.items():
        for by in NEEDLE:
            if by not in barred and (by, code) not in exclusions():
                lines = (Line(code), Line(by))
                yield Check("1.2", "physician", DAY, lines, UNGUIDED, lambda a: not a.found)
