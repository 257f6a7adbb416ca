"""
Claims that can't be judged, and say so: no finding, and not clean either.
"""

from gate.draft import Draft
from gate.writing import ALWAYS, ONE_DAY, WEEK_LEFT, Day, day_of


def spanning(draft: Draft, day: Day | None) -> Day | None:
    """
    Guidance whose line spans several days: what is of one day can't be answered (0.5.14).
    """
    if draft.scene.professional:
        return None
    day = day or day_of(draft, WEEK_LEFT)
    draft.add(draft.one(("49083", "32555", "20611")), day)
    for line in draft.add("76942", day):
        line.through = day + 3 * ONE_DAY
    draft.expected_status = "unchecked"
    return day


def void(draft: Draft, day: Day | None) -> Day | None:
    """
    A void bills nothing: it is not judged, whatever stands on it.
    """
    day = day or day_of(draft, ALWAYS)
    draft.add("49083", day)
    draft.add("76942", day)
    draft.bill = f"{draft.bill[:-1]}8" if draft.bill else None
    draft.frequency = "8"
    draft.expected_status = "unchecked"
    return day


def inpatient(draft: Draft, day: Day | None) -> Day | None:
    """
    An inpatient stay is known, and not judged (0.2).
    """
    if draft.scene.professional or not draft.scene.medicare:
        return None
    day = day or day_of(draft, ALWAYS)
    draft.add("49083", day)
    draft.add("76942", day)
    draft.bill, draft.payer, draft.expected_status = "111", "medicare_inpatient", "unchecked"
    return day
