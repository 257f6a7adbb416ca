"""
Faults on their way to stderr: told in order, and not by the million.
"""

from collections import Counter

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
        serious = CODES[code][1] != REMARK
        self._told[code] += 1
        if self._told[code] <= (MAX_FAULTS if serious else MAX_REMARKS):
            self._report(Fault(code, message, place, serious=serious))

    def close(self) -> None:
        """
        Tell how many were not told one by one.
        """
        for code, count in self._told.items():
            what, effect = CODES[code]
            serious = effect != REMARK
            more = count - (MAX_FAULTS if serious else MAX_REMARKS)
            if more > 0:
                self._report(
                    Fault(code, f"{what}: {more} more in this file", None, serious=serious)
                )
