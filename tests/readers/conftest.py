"""
What the tests of the readers share: made-up claims, the 837 writer, a way to read.
"""

import importlib.util
import io
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from cleanclaim.readers.json import JsonReader
from cleanclaim.readers.x12 import X12Reader
from cleanclaim.readers.x12.source import X12Claim
from cleanclaim.sources import Fault, Reader


class Reading(NamedTuple):
    """
    What came out of a file: claims in order, faults in order.
    """

    claims: list[X12Claim]
    faults: list[Fault]

    @property
    def codes(self) -> list[str]:
        """
        The codes of the serious faults.
        """
        return [fault.code for fault in self.faults if fault.serious]

    @property
    def remarks(self) -> list[str]:
        """
        The codes of the remarks.
        """
        return [fault.code for fault in self.faults if not fault.serious]

    @property
    def problems(self) -> list[list[str]]:
        """
        The codes of each claim's problems.
        """
        return [[problem.code for problem in claim.problems] for claim in self.claims]

    @property
    def told(self) -> list[Any]:
        """
        All that may be told of the file, for comparing two readings.
        """
        claims = [
            (
                claim.ordinal,
                claim.claim_id,
                claim.codes,
                claim.route,
                list(claim.location.items()),
                list(claim.problems),
                claim.build(),
                [claim.line_location(number) for number in range(1, 5)],
                list(claim.problems),
            )
            for claim in self.claims
        ]
        return [*claims, *self.faults]


Read = Callable[..., Reading]


@pytest.fixture(scope="session")
def claims_837() -> ModuleType:
    """
    The 837 writer: ``write_837``, ``segments_837``, ``Marks``.
    """
    path = Path(__file__).parent.parent / "claims_837.py"
    spec = importlib.util.spec_from_file_location("claims_837", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def read() -> Read:
    """
    Reads bytes as X12; options are those of the reader, and *whole*.
    """

    def read(data: bytes, *, whole: bool = False, **options: Any) -> Reading:
        faults: list[Fault] = []
        reader = X12Reader(**options)
        claims = list(reader.read(io.BytesIO(data), faults.append, whole=whole))
        return Reading(claims, faults)

    return read


def professional(number: int = 1, **changes: Any) -> dict[str, Any]:
    """
    A made-up professional claim of two lines.
    """
    return {
        "id": f"case{number}",
        "kind": "professional",
        "payer_id": "MEDICARE",
        "claim_filing": "MB",
        "place_of_service": "22",
        "frequency_code": "1",
        "diagnosis_codes": ["M5416", "M545"],
        "total_charge": "900.00",
        "billing": {"npi": "1234567893", "taxonomy": "207R00000X", "tax_id": "123456789"},
        "rendering": {"npi": "1111111112", "taxonomy": "2085R0204X"},
        "lines": [
            {"procedure": "64493", "units": "1", "charge": "700.00", "date": "2025-03-03"},
            {
                "procedure": "76942",
                "modifiers": ["26", "RT"],
                "units": "1.5",
                "charge": "200.00",
                "date": "2025-03-04",
                "through": "2025-03-05",
                "place_of_service": "11",
                "drug": "00517065001",
                "rendering": {"npi": "1555555556", "taxonomy": "207L00000X"},
            },
        ],
        **changes,
    }


def institutional(number: int = 1, **changes: Any) -> dict[str, Any]:
    """
    A made-up outpatient claim of two lines, one without a code.
    """
    return {
        "id": f"case{number}",
        "kind": "institutional",
        "payer_id": "00120",
        "claim_filing": "MA",
        "type_of_bill": "131",
        "frequency_code": "1",
        "date": "2025-03-03",
        "through": "2025-03-05",
        "diagnosis_codes": ["M5416"],
        "condition_codes": ["G0", "41"],
        "total_charge": "300.00",
        "billing": {"npi": "1234567893", "taxonomy": None, "tax_id": None},
        "lines": [
            {
                "procedure": "77002",
                "modifiers": ["59"],
                "units": "2",
                "charge": "200.00",
                "date": "2025-03-04",
                "revenue_code": "0320",
            },
            {"procedure": None, "units": "1", "charge": "100.00", "revenue_code": "0250"},
        ],
        **changes,
    }


@pytest.fixture(scope="session")
def made_up() -> ModuleType:
    """
    ``made_up.professional(1, …)`` and ``made_up.institutional(1, …)``: claims as JSON.
    """
    module = ModuleType("made_up")
    module.professional = professional  # type: ignore[attr-defined]  # a bare module has no names
    module.institutional = institutional  # type: ignore[attr-defined]  # as above
    return module


def conforms(reader: Reader) -> Reader:
    """
    The type checker's word that a reader is what the core expects.
    """
    return reader


conforms(X12Reader())
conforms(JsonReader())
