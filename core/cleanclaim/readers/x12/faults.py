"""
Faults on their way to stderr: told in order, and not by the million.
"""

from collections import Counter
from collections.abc import Mapping

from cleanclaim.findings import Place
from cleanclaim.readers.x12.catalogue import CODES, REMARK
from cleanclaim.readers.x12.limits import MAX_FAULTS, MAX_REMARKS
from cleanclaim.sources import Fault, Report


class Faults:
    """
    Tells each fault of a file, the first of a kind one by one and the rest as a count.
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self._told: Counter[str] = Counter()

    def tell(self, code: str, message: str, place: Place) -> None:
        """
        Tell a fault; whether it is serious stands in the catalogue.
        """
        self._told[code] += 1
        if self._told[code] <= most_told(code):
            self._report(Fault(code, message, place, serious=_is_serious(code)))

    def count(self, more: Mapping[str, int]) -> None:
        """
        Count faults of codes of which as many were told as may be.
        """
        self._told.update(more)

    def close(self) -> None:
        """
        Tell how many were not told one by one.
        """
        for code, count in self._told.items():
            more = count - most_told(code)
            if more > 0:
                message = f"{CODES[code][0]}: {more} more in this file"
                self._report(Fault(code, message, None, serious=_is_serious(code)))


def most_told(code: str) -> int:
    """
    How many faults of a code are told one by one.
    """
    return MAX_FAULTS if _is_serious(code) else MAX_REMARKS


def _is_serious(code: str) -> bool:
    return CODES[code][1] != REMARK
