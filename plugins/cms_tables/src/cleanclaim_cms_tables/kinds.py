"""
Which tables there are, how each is named, and where CMS publishes it.
"""

import enum

import attrs

from cleanclaim import FactsError
from cleanclaim.errors import did_you_mean


class Services(enum.StrEnum):
    """
    Whose services a table of NCCI's is for.
    """

    PRACTITIONER = "practitioner"
    HOSPITAL = "hospital"
    SUPPLIER = "supplier"


class Program(enum.StrEnum):
    """
    Whose edition of NCCI a table is.
    """

    MEDICARE = "medicare"
    MEDICAID = "medicaid"


class Kind(enum.StrEnum):
    """
    What a table says of codes.
    """

    PAIRS = "ncci_pairs"
    UNITS = "mue"
    ADD_ONS = "add_on_codes"
    STATUSES = "opps_status"
    LIVES = "code_lives"

    @property
    def columns(self) -> tuple[str, ...]:
        """
        What the cells of a row's value are, in their order.
        """
        return _COLUMNS[self]

    @property
    def services(self) -> tuple[Services, ...]:
        """
        The services that CMS publishes an own table for; none where one serves all.
        """
        return _SERVICES.get(self, ())


@attrs.frozen
class TableName:
    """
    One table of CMS's, whatever its edition; its text is its id, such as
    ``medicaid_ncci_pairs_hospital``.
    """

    kind: Kind
    services: Services | None = None
    program: Program = Program.MEDICARE

    def __attrs_post_init__(self) -> None:
        has_services = self.services in self.kind.services
        if not (has_services or (self.services is None and not self.kind.services)):
            wanted = " or ".join(self.kind.services) or "none"
            msg = f"{self.kind} for {self.services or 'no'} services; expected {wanted}"
            raise FactsError(msg)
        if self.program is Program.MEDICAID and not self.kind.services:
            msg = f"{self.kind} of Medicaid's; Medicaid publishes pairs and MUE of its own only"
            raise FactsError(msg)

    def __str__(self) -> str:
        program = "" if self.program is Program.MEDICARE else f"{self.program}_"
        return f"{program}{self.kind}" + (f"_{self.services}" if self.services else "")

    @classmethod
    def parse(cls, text: str) -> "TableName":
        """
        The table of this id.

        Raises: FactsError when there is none, with the nearest.
        """
        named = _BY_ID.get(text)
        if named is None:
            hint = did_you_mean(text, _BY_ID) or f"; expected one of {', '.join(_BY_ID)}"
            msg = f"no table is named '{shown(text)}'{hint}"
            raise FactsError(msg)
        return named

    @property
    def title(self) -> str:
        """
        What the table is called, for people.
        """
        program = "" if self.program is Program.MEDICARE else "Medicaid "
        services = f", {_SERVICES_TOLD[self.services]}" if self.services else ""
        return f"{program}{_TITLES[self.kind]}{services}"

    @property
    def url(self) -> str:
        """
        The page where CMS publishes it.
        """
        return _MEDICAID_URL if self.program is Program.MEDICAID else _URLS[self.kind]


LONGEST_PATH = 400
_LONGEST_SHOWN = 60


def shown(text: str, longest: int = _LONGEST_SHOWN) -> str:
    """
    What somebody else wrote, as it can be told in a line.
    """
    told = text if text.isprintable() else ascii(text)[1:-1]
    return told if len(told) <= longest else f"{told[: longest - 1]}…"


_COLUMNS = {
    Kind.PAIRS: ("indicator", "rationale"),
    Kind.UNITS: ("units", "indicator", "rationale"),
    Kind.ADD_ONS: ("type",),
    Kind.STATUSES: ("indicator", "apc"),
    Kind.LIVES: (),
}
_SERVICES = {
    Kind.PAIRS: (Services.PRACTITIONER, Services.HOSPITAL),
    Kind.UNITS: (Services.PRACTITIONER, Services.HOSPITAL, Services.SUPPLIER),
}
_SERVICES_TOLD = {
    Services.PRACTITIONER: "practitioner",
    Services.HOSPITAL: "outpatient hospital",
    Services.SUPPLIER: "supplier",
}
_TITLES = {
    Kind.PAIRS: "NCCI procedure-to-procedure edits",
    Kind.UNITS: "NCCI medically unlikely edits",
    Kind.ADD_ONS: "NCCI add-on code edits",
    Kind.STATUSES: "OPPS status indicators (Addendum B)",
    Kind.LIVES: "lives of HCPCS codes",
}
_NCCI_URL = (
    "https://www.cms.gov/medicare/coding-billing/national-correct-coding-initiative-ncci-edits"
)
_URLS = {
    Kind.PAIRS: f"{_NCCI_URL}/medicare-ncci-procedure-procedure-ptp-edits",
    Kind.UNITS: f"{_NCCI_URL}/medicare-ncci-medically-unlikely-edits",
    Kind.ADD_ONS: f"{_NCCI_URL}/medicare-ncci-add-code-edits",
    Kind.STATUSES: "https://www.cms.gov/medicare/payment/prospective-payment-systems/"
    "hospital-outpatient-pps/quarterly-addenda-updates",
    Kind.LIVES: "https://www.cms.gov/medicare/coding-billing/healthcare-common-procedure-system/"
    "quarterly-update",
}
_MEDICAID_URL = "https://www.cms.gov/medicare/coding-billing/ncci-medicaid/medicaid-ncci-edit-files"

TABLES = (
    *(
        TableName(kind, services, program)
        for program in Program
        for kind in _SERVICES
        for services in kind.services
    ),
    TableName(Kind.ADD_ONS),
    TableName(Kind.STATUSES),
    TableName(Kind.LIVES),
)
_BY_ID = {str(table): table for table in TABLES}
