"""
Claims as the rows of a table that has a column for every name of a claim.
"""

import csv
import random
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

Rows = list[dict[str, Any]]

# Every name that a claim has, with a column for each.
EVERYTHING = """\
rows = "lines"

[claim]
id               = "claim"
kind             = "kind"
payer_id         = "payer"
claim_filing     = "filing"
type_of_bill     = "bill"
place_of_service = "place"
frequency_code   = "frequency"
date             = "first"
through          = "last"
diagnosis_codes  = "dx_{1..3}"
condition_codes  = "condition_{1..2}"
total_charge     = "total"
billing.npi      = "billing_npi"
billing.taxonomy = "billing_taxonomy"
billing.tax_id   = "billing_tax_id"
rendering.npi    = "claim_npi"
rendering.taxonomy = "claim_taxonomy"

[line]
number             = "number"
procedure          = "code"
modifiers          = "modifier_{1..4}"
units              = "units"
charge             = "charge"
date               = "date"
through            = "through"
revenue_code       = "revenue"
place_of_service   = "line_place"
drug               = "drug"
rendering.npi      = "npi"
rendering.taxonomy = "taxonomy"
"""
_OF_CLAIM = {
    "claim": "id",
    "kind": "kind",
    "payer": "payer_id",
    "filing": "claim_filing",
    "bill": "type_of_bill",
    "place": "place_of_service",
    "frequency": "frequency_code",
    "first": "date",
    "last": "through",
    "total": "total_charge",
    "billing_npi": "billing.npi",
    "billing_taxonomy": "billing.taxonomy",
    "billing_tax_id": "billing.tax_id",
    "claim_npi": "rendering.npi",
    "claim_taxonomy": "rendering.taxonomy",
}
_OF_LINE = {
    "number": "number",
    "code": "procedure",
    "units": "units",
    "charge": "charge",
    "date": "date",
    "through": "through",
    "revenue": "revenue_code",
    "line_place": "place_of_service",
    "drug": "drug",
    "npi": "rendering.npi",
    "taxonomy": "rendering.taxonomy",
}
_SEVERAL = {"dx": "diagnosis_codes", "condition": "condition_codes"}
_WIDTHS = {"dx": 3, "condition": 2}


def rows_of(claim: Mapping[str, Any]) -> Rows:
    """
    A claim in the contract's JSON as the rows of a table that has every column.
    """
    of_claim = {column: _at(claim, name) for column, name in _OF_CLAIM.items()}
    for column, name in _SEVERAL.items():
        values = [*claim.get(name, ()), None, None, None]
        of_claim |= {f"{column}_{n + 1}": values[n] for n in range(_WIDTHS[column])}
    return [{**of_claim, **_of_line(line, n)} for n, line in enumerate(claim["lines"], 1)]


def _of_line(line: Mapping[str, Any], number: int) -> dict[str, Any]:
    modifiers = [*line.get("modifiers", ()), None, None, None, None]
    said = {column: _at(line, name) for column, name in _OF_LINE.items()}
    said |= {f"modifier_{n + 1}": modifiers[n] for n in range(4)}
    return {**said, "number": line.get("number", number)}


def _at(data: Mapping[str, Any], name: str) -> Any:
    outer, _, inner = name.partition(".")
    value = data.get(outer)
    return value.get(inner) if inner and value else value


def write_csv(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    """
    Rows as a CSV, None as nothing.
    """
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def mixed(rows: Iterable[Mapping[str, Any]], seed: int = 7) -> list[Mapping[str, Any]]:
    """
    The rows in another order, always the same.
    """
    shuffled = list(rows)
    random.Random(seed).shuffle(shuffled)
    return shuffled
