"""
Every code of a fault or problem that the X12 reader tells, and what it stands for.

``docs/reference/x12.md`` says the same at length; a test compares the two.
"""

from typing import Final

SERIOUS: Final = "serious"
REMARK: Final = "remark"
FATAL: Final = "claim incomplete, not judged"
VALUE: Final = "claim incomplete, judged without the value"
REFUSED: Final = "input refused"

# code: (what is wrong, what happens)
CODES: Final[dict[str, tuple[str, str]]] = {
    "X12-001": ("no interchange: the input is empty or padding", REFUSED),
    "X12-002": ("not X12; the message says what it looks like", REFUSED),
    "X12-003": ("a byte order mark before the first ISA", REMARK),
    "X12-004": ("text before the first ISA, or a comment between segments", REMARK),
    "X12-005": ("padding after the last segment", REMARK),
    "X12-006": ("line breaks inside segments; they are taken out", REMARK),
    "X12-007": ("bytes that are not ASCII; read as Latin-1", REMARK),
    "X12-008": ("control characters in the data", REMARK),
    "X12-009": ("segment ids in lower case", REMARK),
    "X12-010": ("ISA of the wrong length; delimiters found by counting elements", REMARK),
    "X12-011": ("ISA that can't be read; the interchange is lost", SERIOUS),
    "X12-012": ("delimiters that are equal, letters, digits or blanks", SERIOUS),
    "X12-013": (
        "ISA12 and GS08 name different versions; GS08 decides where it names a guide, else ST03",
        REMARK,
    ),
    "X12-014": ("GS08 and ST03 name different guides; GS08 decides", SERIOUS),
    "X12-015": ("a segment that no 837 knows; ignored", REMARK),
    "X12-016": ("segments outside any transaction set; not read", SERIOUS),
    "X12-017": ("another transaction, version or guide; the set is skipped", SERIOUS),
    "X12-018": ("the last segment has no terminator", SERIOUS),
    "X12-019": ("a segment longer than 64 KiB; not read", SERIOUS),
    "X12-020": ("the file, or an interchange in it, ends in the middle", SERIOUS),
    "X12-021": ("SE is missing", SERIOUS),
    "X12-022": ("GE is missing", SERIOUS),
    "X12-023": ("IEA is missing", SERIOUS),
    "X12-024": ("SE01 is not the number of segments of the set", SERIOUS),
    "X12-025": ("GE01 is not the number of sets of the group", SERIOUS),
    "X12-026": ("IEA01 is not the number of groups of the interchange", SERIOUS),
    "X12-027": ("SE02 is not ST02", SERIOUS),
    "X12-028": ("GE02 is not GS06", SERIOUS),
    "X12-029": ("IEA02 is not ISA13", SERIOUS),
    "X12-030": ("two sets of a group have one ST02", SERIOUS),
    "X12-031": ("two groups of an interchange have one GS06", SERIOUS),
    "X12-032": ("two interchanges of a file have one ISA13", SERIOUS),
    "X12-033": ("SE, GE or IEA without its header", SERIOUS),
    "X12-034": ("a set without GS or ST, or a group without ISA; read all the same", SERIOUS),
    "X12-035": ("a claim set without claims", SERIOUS),
    "X12-040": ("an HL whose number, parent or level is wrong", FATAL),
    "X12-041": ("a claim that stands under no subscriber HL", FATAL),
    "X12-042": ("a segment where an HL or CLM must have been lost before it", FATAL),
    "X12-043": ("claim segments without a CLM", FATAL),
    "X12-044": ("a claim without service lines", FATAL),
    "X12-045": ("SV1 or SV2 without an LX of its own", FATAL),
    "X12-046": ("LX without SV1 or SV2: a service line is lost", FATAL),
    "X12-047": ("service lines of the wrong kind for the guide", FATAL),
    "X12-048": ("a subscriber without SBR, or with two", FATAL),
    "X12-049": ("a subscriber without a payer (NM1*PR in 2010BB)", FATAL),
    "X12-050": ("a subscriber with two payers in 2010BB", FATAL),
    "X12-051": ("more than 10,000 service lines in a claim", FATAL),
    "X12-052": ("a claim of more than 16 MiB", FATAL),
    "X12-053": ("LX01 out of sequence; lines are numbered by position", REMARK),
    "X12-054": ("more service lines than the guide allows", REMARK),
    "X12-055": ("a claim without a number (CLM01)", VALUE),
    "X12-056": ("CLM05 (place or type of bill, frequency) can't be read", VALUE),
    "X12-060": ("a procedure code (SV101, SV202) that can't be read", VALUE),
    "X12-061": ("a modifier that can't be read", VALUE),
    "X12-062": ("units (SV104, SV205) that can't be read", VALUE),
    "X12-063": ("a line charge (SV102, SV203) that can't be read", VALUE),
    "X12-064": ("a date of service (DTP*472) that can't be read", VALUE),
    "X12-065": ("the statement dates (DTP*434) can't be read", VALUE),
    "X12-066": ("a diagnosis or condition code (HI) that can't be read", VALUE),
    "X12-067": ("the total charge (CLM02) can't be read", VALUE),
    "X12-068": ("a revenue code (SV201) that can't be read", VALUE),
    "X12-070": ("a place of service (SV105) that can't be read", VALUE),
    "X12-069": ("more than 100 problems in one claim; the rest is not told", VALUE),
}
