"""
Writes claims in the contract's JSON form as X12 837, for tests and benchmarks.

It is the reader's counterpart and shares no code with it. Every person and provider in
what it writes is made up.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

GUIDES = {"professional": "005010X222A1", "institutional": "005010X223A2"}


class Marks(NamedTuple):
    """
    The delimiters to write with, and what to put behind every terminator.
    """

    element: str = "*"
    component: str = ":"
    repetition: str = "^"
    terminator: str = "~"
    line_break: str = "\n"


def write_837(claims: Iterable[Mapping[str, Any]], marks: Marks = Marks(), **options: Any) -> bytes:
    """
    A whole file: one interchange, a group for each run of claims of one kind.

    Options are those of ``segments_837``.
    """
    return b"".join(pieces_837(claims, marks, **options))


def pieces_837(
    claims: Iterable[Mapping[str, Any]], marks: Marks = Marks(), **options: Any
) -> Iterator[bytes]:
    """
    The same, segment by segment, for files that are not to stand in memory.
    """
    end = marks.terminator + marks.line_break
    for segment in segments_837(claims, marks, **options):
        yield (marks.element.join(segment) + end).encode("latin-1")


def segments_837(
    claims: Iterable[Mapping[str, Any]],
    marks: Marks = Marks(),
    *,
    control: int = 1,
    patient: bool = False,
    other_payer: str | None = None,
    per_subscriber: int = 1,
    full: bool = False,
) -> Iterator[list[str]]:
    """
    The segments of a file, each as a list of elements.

    *control* is ISA13; with *patient* the claims are a dependant's, under a patient HL;
    *other_payer* adds a second payer's loops (2320, 2330, 2430) to each claim;
    *per_subscriber* claims in a row share one subscriber HL; *full* adds the addresses,
    references and providers that real claims carry and the reader has no use for.
    """
    isa = ["ISA", "00", " " * 10, "00", " " * 10, "ZZ", "SENDER".ljust(15), "ZZ"]
    isa += ["RECEIVER".ljust(15), "260101", "1200", marks.repetition, "00501", f"{control:09}"]
    yield [*isa, "0", "T", marks.component]
    groups = 0
    for kind, several in groupby(claims, key=lambda claim: claim["kind"]):
        groups += 1
        guide = GUIDES[kind]
        yield ["GS", "HC", "SENDER", "RECEIVER", "20260101", "1200", str(groups), "X", guide]
        body = _body(several, marks, patient, other_payer, per_subscriber)
        yield from _set(_padded(body) if full else body, guide)
        yield ["GE", "1", str(groups)]
    yield ["IEA", str(groups), f"{control:09}"]


def _set(body: Iterable[list[str]], guide: str) -> Iterator[list[str]]:
    count = 1
    yield ["ST", "837", "0001", guide]
    for segment in body:
        count += 1
        yield segment
    yield ["SE", str(count + 1), "0001"]


_ADDRESS = [["N3", "12 OAK STREET"], ["N4", "ANYTOWN", "OH", "43004"]]
_PADDING: dict[tuple[str, ...], list[list[str]]] = {
    ("NM1", "IL"): _ADDRESS,
    ("NM1", "PR"): [*_ADDRESS, ["REF", "2U", "12345"]],
    ("NM1", "85"): [["PER", "IC", "DESK", "TE", "5550100"]],
    ("HI",): [
        ["NM1", "DN", "1", "CASE", "REF", "", "", "", "XX", "1222222223"],
        ["REF", "G2", "A1"],
    ],
    ("CLM",): [["REF", "D9", "1"], ["REF", "EA", "1"], ["NTE", "ADD", "NONE"]],
    ("DTP",): [["REF", "6R", "1"], ["NTE", "ADD", "NONE"]],
    ("PRV", "PE"): [["NM1", "77", "2", "SITE", "", "", "", "", "XX", "1333333334"], *_ADDRESS],
}


def _padded(body: Iterable[list[str]]) -> Iterator[list[str]]:
    for segment in body:
        yield segment
        yield from _PADDING.get((segment[0],)) or _PADDING.get(tuple(segment[:2])) or ()


def _body(
    claims: Iterable[Mapping[str, Any]],
    marks: Marks,
    patient: bool,
    other_payer: str | None,
    per_subscriber: int,
) -> Iterator[list[str]]:
    yield ["BHT", "0019", "00", "1", "20260101", "1200", "CH"]
    yield ["NM1", "41", "2", "SUBMITTER", "", "", "", "", "46", "S1"]
    yield ["PER", "IC", "DESK", "TE", "5550100"]
    yield ["NM1", "40", "2", "RECEIVER", "", "", "", "", "46", "R1"]
    level, billing_level, written, before = 0, 0, 0, object()
    for claim in claims:
        billing = claim.get("billing") or {"npi": "1234567893"}
        if billing != before:
            level += 1
            billing_level, before, written = level, billing, 0
            yield ["HL", str(level), "", "20", "1"]
            yield from _billing(billing)
        if written % per_subscriber == 0:
            level += 1
            yield ["HL", str(level), str(billing_level), "22", "1" if patient else "0"]
            yield from _subscriber(claim, patient)
            if patient:
                level += 1
                yield ["HL", str(level), str(level - 1), "23", "0"]
                yield from [["PAT", "19"], ["NM1", "QC", "1", "CASE", "CHILD"]]
        written += 1
        yield from _claim(claim, marks, other_payer)


def _billing(billing: Mapping[str, Any]) -> Iterator[list[str]]:
    if billing.get("taxonomy"):
        yield ["PRV", "BI", "PXC", billing["taxonomy"]]
    yield ["NM1", "85", "2", "CLINIC", "", "", "", "", "XX", billing.get("npi") or ""]
    yield from [["N3", "1 MAIN ST"], ["N4", "ANYTOWN", "OH", "43004"]]
    if billing.get("tax_id"):
        yield ["REF", "EI", billing["tax_id"]]


def _subscriber(claim: Mapping[str, Any], patient: bool) -> Iterator[list[str]]:
    yield ["SBR", "P", "" if patient else "18", *[""] * 6, claim.get("claim_filing") or ""]
    yield ["NM1", "IL", "1", "CASE", "", "", "", "", "MI", "M1"]
    yield ["DMG", "D8", "19500101", "F"]
    yield ["NM1", "PR", "2", "PAYER", "", "", "", "", "PI", claim.get("payer_id") or ""]


def _claim(claim: Mapping[str, Any], marks: Marks, other_payer: str | None) -> Iterator[list[str]]:
    institutional = claim["kind"] == "institutional"
    frequency = claim.get("frequency_code") or "1"
    where = claim.get("place_of_service") or "22"
    if institutional:
        bill = claim.get("type_of_bill") or "131"
        where, frequency = bill[:2], bill[2]
    facility = marks.component.join([where, "A" if institutional else "B", frequency])
    total = claim.get("total_charge") or "0"
    yield ["CLM", claim["id"], str(total), "", "", facility, "Y", "A", "Y", "Y"]
    if institutional:
        if claim.get("date"):
            yield ["DTP", "434", *_dates(claim, always_span=True)]
        yield ["CL1", "1", "", "01"]
    yield from _hi(claim, marks, institutional)
    if claim.get("rendering"):
        yield from _rendering(claim["rendering"])
    if other_payer:
        yield ["SBR", "S", "18", *[""] * 6, "ZZ"]
        yield ["OI", "", "", "Y", "", "", "Y"]
        yield ["NM1", "IL", "1", "CASE", "", "", "", "", "MI", "M2"]
        yield ["NM1", "PR", "2", "OTHER", "", "", "", "", "PI", other_payer]
        yield ["NM1", "82", "1", "", "", "", "", "", "XX", "9999999999"]
    for number, line in enumerate(claim.get("lines") or (), 1):
        yield from _line(line, number, claim, marks, other_payer)


def _hi(claim: Mapping[str, Any], marks: Marks, institutional: bool) -> Iterator[list[str]]:
    codes = claim.get("diagnosis_codes") or ()
    pairs = [("ABF" if at else "ABK", code) for at, code in enumerate(codes)]
    if institutional:
        yield from (["HI", marks.component.join(pair)] for pair in pairs)
    elif pairs:
        yield ["HI", *(marks.component.join(pair) for pair in pairs)]
    conditions = [marks.component.join(("BG", code)) for code in claim.get("condition_codes") or ()]
    if conditions:
        yield ["HI", *conditions]


def _line(
    line: Mapping[str, Any],
    number: int,
    claim: Mapping[str, Any],
    marks: Marks,
    other_payer: str | None,
) -> Iterator[list[str]]:
    procedure = line.get("procedure")
    composite = (
        marks.component.join(["HC", procedure, *(line.get("modifiers") or ())]) if procedure else ""
    )
    charge, units = str(line.get("charge") or "0"), str(line.get("units") or "1")
    yield ["LX", str(number)]
    if claim["kind"] == "institutional":
        yield ["SV2", line.get("revenue_code") or "0361", composite, charge, "UN", units]
    else:
        yield ["SV1", composite, charge, "UN", units, line.get("place_of_service") or "", "", "1"]
    date = line.get("date") or (None if claim["kind"] == "institutional" else claim.get("date"))
    if date:
        yield ["DTP", "472", *_dates({**line, "date": date})]
    if line.get("drug"):
        yield from [["LIN", "", "N4", line["drug"]], ["CTP", "", "", "", "1", "UN"]]
    if line.get("rendering"):
        yield from _rendering(line["rendering"])
    if other_payer:
        yield ["SVD", other_payer, charge, composite, "", units]
        yield ["CAS", "CO", "45", "1"]
        yield ["DTP", "573", "D8", "20260301"]


def _rendering(who: Mapping[str, Any]) -> Iterator[list[str]]:
    yield ["NM1", "82", "1", "CASE", "DOC", "", "", "", "XX", who.get("npi") or ""]
    if who.get("taxonomy"):
        yield ["PRV", "PE", "PXC", who["taxonomy"]]


def _dates(record: Mapping[str, Any], *, always_span: bool = False) -> list[str]:
    first = str(record["date"]).replace("-", "")
    last = str(record.get("through") or record["date"]).replace("-", "")
    return ["RD8", f"{first}-{last}"] if always_span or last != first else ["D8", first]
