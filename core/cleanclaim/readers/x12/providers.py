"""
Who bills and who renders: NM1 with the PRV and REF that belong to it.
"""

from collections.abc import Iterable
from functools import lru_cache

from cleanclaim.model import BillingProvider, Practitioner
from cleanclaim.readers.x12.elements import Segment


@lru_cache(maxsize=4096)
def practitioner(npi: str | None, taxonomy: str | None) -> Practitioner:
    """
    A practitioner, the same one for all the lines and claims that name them.
    """
    return Practitioner(npi, taxonomy)


class Rendering:
    """
    The rendering provider (NM1*82, PRV) among the providers of a claim or line.
    """

    def __init__(self) -> None:
        self._entity = ""
        self._npi: str | None = None
        self._taxonomy: str | None = None
        self._seen = False

    def take(self, segment: Segment) -> None:
        """
        Look at an NM1 or PRV.
        """
        if segment.id == "NM1":
            # A second NM1*82 names somebody else; the first is the claim's or line's own.
            self._entity = "" if self._seen else segment[1]
            if self._entity == "82":
                self._npi, self._seen = npi_of(segment), True
        elif segment.id == "PRV" and self._entity == "82":
            self._taxonomy = segment[3] or None

    @property
    def practitioner(self) -> Practitioner | None:
        """
        Who rendered; None when nobody is named.
        """
        return practitioner(self._npi, self._taxonomy) if self._seen else None


def billing_of(segments: Iterable[Segment]) -> BillingProvider | None:
    """
    The billing provider: NM1*85, the PRV of 2000A, and REF*EI of 2010AA.
    """
    entity, named = "", False
    npi = taxonomy = tax_id = None
    for segment in segments:
        if segment.id == "NM1":
            entity = segment[1]
            if entity == "85":
                npi, named = npi_of(segment), True
        elif segment.id == "PRV" and segment[1].upper() == "BI":
            taxonomy, named = segment[3] or None, True
        elif segment.id == "REF" and entity == "85" and segment[1].upper() == "EI":
            tax_id = segment[2] or None
    return BillingProvider(npi, taxonomy, tax_id) if named else None


def npi_of(nm1: Segment) -> str | None:
    """
    NM109 where NM108 says that it is an NPI.
    """
    return (nm1[9] or None) if nm1[8].upper() == "XX" else None
