"""
What a difference is called and how it is told, for each kind of table.
"""

from collections.abc import Mapping, Sequence

from cleanclaim_cms_tables.diff import Change, Difference, Window
from cleanclaim_cms_tables.kinds import Kind, shown
from cleanclaim_cms_tables.rows import Row

# What matters most comes first.
SECTIONS: Mapping[Kind, Mapping[Change, str]] = {
    Kind.PAIRS: {
        Change.NO_LONGER_SEPARABLE: "indicator 1, now 0: no modifier separates the pair any more",
        Change.NOW_SEPARABLE: "indicator 0, now 1: a modifier may separate the pair",
        Change.NEW: "new pairs",
        Change.ENDED: "ended pairs",
        Change.DAYS: "pairs in force on other days",
        Change.CORRECTED: "pairs of the same days and indicator, with another rationale",
    },
    Kind.UNITS: {
        Change.LESS: "fewer units",
        Change.MORE: "more units",
        Change.OTHER: "other adjudication indicator",
        Change.NEW: "new codes",
        Change.ENDED: "codes without a limit now",
        Change.DAYS: "codes with a limit on other days",
        Change.CORRECTED: "codes of the same units and indicator, with another rationale",
    },
    Kind.ADD_ONS: {
        Change.OTHER: "other type of add-on",
        Change.NEW: "new pairs of add-on and primary",
        Change.ENDED: "ended pairs of add-on and primary",
        Change.DAYS: "pairs of add-on and primary in force on other days",
    },
    Kind.STATUSES: {
        Change.OTHER: "other status indicator",
        Change.APC: "same status indicator, other APC",
        Change.NEW: "new codes",
        Change.ENDED: "ended codes",
        Change.DAYS: "codes with a status on other days",
    },
    Kind.LIVES: {
        Change.NEW: "new codes",
        Change.ENDED: "ended codes",
        Change.DAYS: "codes with other first or last days",
    },
}
_CONTRACTOR = "those that the contractor defines"


def of_pairs(kind: Kind) -> bool:
    """
    Whether a row of the table has two codes.
    """
    return kind in (Kind.PAIRS, Kind.ADD_ONS)


def named(difference: Difference, kind: Kind) -> str:
    """
    The code that is listed: of a pair the second, beside its first.
    """
    if not of_pairs(kind):
        return difference.first
    return difference.second or _CONTRACTOR


def told(difference: Difference, kind: Kind) -> str:
    """
    What became of it, in words that many codes may share.
    """
    was, now = difference.was, difference.now
    match difference.change:
        case Change.NEW:
            again = f"; had ended on {was[-1].days.until}" if was else ""
            return _joined(_said(kind, now[-1]), f"{now[-1].days}{again}")
        case Change.ENDED:
            last = now[-1].days.until if now else None
            gone = "listed no more"
            return _joined(_said(kind, was[-1]), f"last day {last}" if last else gone)
        case Change.DAYS:
            same = len({window.said for window in (*was, *now)}) == 1
            return ", now ".join(_days(kind, windows, same=same) for windows in (was, now))
        case Change.CORRECTED:
            return f"{_rationale(difference.old_rows)}, now {_rationale(difference.new_rows)}"
    return _otherwise(kind, was, now)


def _otherwise(kind: Kind, was: Sequence[Window], now: Sequence[Window]) -> str:
    """
    What is said now in place of what was, of the last window that differs.
    """
    before, after = was[-1], now[-1]
    if before.said == after.said:
        before, after = next(
            pair for pair in zip(was, now, strict=True) if pair[0].said != pair[1].said
        )
    match kind:
        case Kind.PAIRS:  # the section says which indicator became which
            return str(after.days)
        case Kind.UNITS:
            return _units(before, after)
    return f"{_said(kind, before)}, now {_said(kind, after)}, {after.days}"


def _units(before: Window, after: Window) -> str:
    parts = [
        f"{name} {was}" if was == now else f"{name} {was}, now {now}"
        for name, was, now in zip(("units", "indicator"), before.said, after.said, strict=True)
        if (was, now) != (None, None)
    ]
    return "; ".join(parts)


def _said(kind: Kind, window: Window) -> str:
    said = [str(cell) for cell in window.said if cell is not None]
    match kind:
        case Kind.PAIRS:
            return f"indicator {said[0]}"
        case Kind.UNITS:
            units = f"{said[0]} unit" if said[0] == "1" else f"{said[0]} units"
            return f"{units}, indicator {said[1]}" if said[1:] else units
        case Kind.ADD_ONS:
            return f"type {said[0]}"
        case Kind.STATUSES:
            return f"{said[0]} with APC {said[1]}" if said[1:] else said[0]
    return ""


def _joined(*parts: str) -> str:
    return ", ".join(filter(None, parts))


def _days(kind: Kind, windows: Sequence[Window], *, same: bool) -> str:
    """
    The days of several windows; what is said of them too, where it is not one thing.
    """
    return " and ".join(
        str(window.days) if same else f"{window.days} with {_said(kind, window)}"
        for window in windows
    )


def _rationale(rows: Sequence[Row]) -> str:
    cells = rows[-1].value if rows else ()
    return repr(shown(str(cells[-1]))) if cells and cells[-1] else "none"
