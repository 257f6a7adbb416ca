"""
A claim of an 837 as an 837 of its own, that any reader takes.

The claim's own bytes are as they were. Of the loops that it stood in the text has what the
scrubber reads of them, who bills and who pays, and no name, number or birth date of the
subscriber.
"""

from typing import Any

from cleanclaim import Kind

_GUIDES = {Kind.PROFESSIONAL: "005010X222A1", Kind.INSTITUTIONAL: "005010X223A2"}
_BLANK, _WHO = " " * 10, "CLEANCLAIM".ljust(15)
_DAY, _CONTROL = "20260101", "000000001"


def text_of(source: Any) -> bytes:
    """
    The claim of this source, as X12's reader has it, with an envelope around it.
    """
    frame, route, raw = source.frame, source.route, source.raw
    element, component, terminator = frame.delimiters
    guide = _GUIDES[frame.kind]

    def segment(*elements: str | None) -> bytes:
        parts = ((each or "").encode("latin-1") for each in elements)
        return bytes(element).join(parts) + bytes(terminator)

    isa = ("ISA", "00", _BLANK, "00", _BLANK, "ZZ", _WHO, "ZZ", _WHO, _DAY[2:], "1200", "U")
    before = [
        segment(*isa, "00501", _CONTROL, "0", "P", component.decode("latin-1")),
        segment("GS", "HC", "CLEANCLAIM", "CLEANCLAIM", _DAY, "1200", "1", "X", guide),
        segment("ST", "837", "0001", guide),
        segment("BHT", "0019", "00", "1", _DAY, "1200", "CH"),
        segment("HL", "1", "", "20", "1"),
        *(each + terminator for each in frame.billing.segments),
        segment("HL", "2", "1", "22", "0"),
        segment("SBR", "P", *[""] * 7, route.claim_filing),
        segment("NM1", "PR", "2", *[""] * 5, "PI", route.payer_id),
    ]
    count = len(before) - len(("ISA", "GS")) + raw.count(terminator) + len(("SE",))
    after = [segment("SE", str(count), "0001"), segment("GE", "1", "1")]
    return b"".join([*before, raw, *after, segment("IEA", "1", _CONTROL)])
