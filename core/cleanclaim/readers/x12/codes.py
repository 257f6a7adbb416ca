"""
Procedure codes and routes, read cheaply: each spelling once, then remembered.
"""

from cleanclaim import values
from cleanclaim.model import Kind
from cleanclaim.readers.x12.hierarchy import Subscriber
from cleanclaim.readers.x12.limits import MAX_REMEMBERED
from cleanclaim.sources import Route

NO_PROCEDURE_QUALIFIERS = frozenset({"ER", "HP", "IV", "N4", "WK", "ZZ"})
"""Product or service ids that are no HCPCS codes: HIPPS, home infusion, NDC, …"""


class Codes:
    """
    The HCPCS codes of SV101 and SV202 composites.
    """

    def __init__(self, component: bytes) -> None:
        self._component = component
        self.known: dict[bytes, str] = {}

    def read(self, composite: bytes, *, required: bool) -> str:
        """
        The procedure code, or nothing where the composite holds none.

        Raises: ValueError when it should and can't be read.
        """
        components = text_of(composite).split(self._component.decode("latin-1"))
        code = procedure_of(components, required=required)
        if len(self.known) >= MAX_REMEMBERED:
            self.known.clear()
        if composite.strip():
            self.known[composite] = code or ""
        return code or ""


class Routes:
    """
    The routes of claims of one kind: subscriber and CLM05 decide.
    """

    def __init__(self, component: bytes, kind: Kind | None) -> None:
        self._component = component.decode("latin-1")
        self._kind = kind
        self._known: dict[tuple[bytes | None, bytes | None, bytes], tuple[Route, bool]] = {}

    def of(self, subscriber: Subscriber | None, clm05: bytes) -> tuple[Route, bool]:
        """
        The route of a claim, and whether CLM05 says all that it should.
        """
        payer = subscriber.payer_id if subscriber else None
        filing = subscriber.claim_filing if subscriber else None
        key = (payer, filing, clm05)
        answer = self._known.get(key)
        if answer is None:
            facility, frequency = facility_of(text_of(clm05).split(self._component))
            kind = self._kind
            institutional = kind is Kind.INSTITUTIONAL and facility and frequency
            route = Route(
                kind,
                text_of(payer) or None,
                text_of(filing) or None,
                f"{facility}{frequency}" if institutional else None,
                frequency,
            )
            if len(self._known) >= MAX_REMEMBERED:
                self._known.clear()
            complete = bool(frequency and (facility or kind is Kind.PROFESSIONAL))
            answer = self._known[key] = (route, complete)
        return answer


def text_of(element: bytes | None) -> str:
    """
    An element as text, trimmed; every byte is read, whatever it is.
    """
    return element.decode("latin-1").strip() if element else ""


def facility_of(clm05: list[str]) -> tuple[str | None, str | None]:
    """
    CLM05-1 and CLM05-3: where the service was, or the type of bill, and the frequency.
    """
    facility = clm05[0].strip().upper()
    frequency = clm05[2].strip().upper() if len(clm05) > 2 else ""  # noqa: PLR2004 - CLM05-3
    if len(facility) == 3 and facility[0] == "0":  # noqa: PLR2004 - 0131 is 131 on paper
        facility = facility[1:]
    good = len(facility) == 2 and facility.isascii() and facility.isalnum()  # noqa: PLR2004 - two characters
    single = len(frequency) == 1 and frequency.isascii() and frequency.isalnum()
    return (facility if good else None), (frequency if single else None)


def procedure_of(composite: list[str], *, required: bool) -> str | None:
    """
    The procedure code of SV101 (*required*) or SV202; None where it holds none.

    Raises: ValueError when it should and can't be read.
    """
    qualifier = composite[0].strip().upper()
    if qualifier in NO_PROCEDURE_QUALIFIERS or (composite == [""] and not required):
        return None
    if composite == [""]:
        msg = "it is missing"
        raise ValueError(msg)
    if qualifier != "HC":
        msg = "its qualifier is not HC nor another of the guide's"
        raise ValueError(msg)
    return values.procedure(composite[1] if len(composite) > 1 else "")
