"""
What input that is not claims looks like, so that it can be refused by name.
"""

_MAGIC = (
    (b"\x1f\x8b", "gzip data; unpack it first"),
    (b"PK\x03\x04", "a zip archive; unpack it first"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"BZh", "bzip2 data; unpack it first"),
    (b"\xfd7zXZ", "xz data; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "zstandard data; unpack it first"),
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\xff\xfe", "UTF-16 text; save it as plain bytes or UTF-8"),
    (b"\xfe\xff", "UTF-16 text; save it as plain bytes or UTF-8"),
)
_TEXT = (
    (b"<!doctype html", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"<?xml", "XML"),
    (b"<", "XML or HTML"),
    (b"{", "JSON"),
    (b"[", "JSON"),
    (b"una", "EDIFACT"),
    (b"unb", "EDIFACT"),
    (b"msh|", "an HL7 v2 message"),
    (b"gs", "X12 without its interchange header (ISA)"),
    (b"st", "X12 without its interchange header (ISA)"),
)
_BOM = b"\xef\xbb\xbf"


def looks_like(head: bytes) -> str:
    """
    What input that begins with these bytes looks like, in a few words.
    """
    if not head.strip(b"\0 \t\r\n"):
        return "an empty file" if not head else "a file of nothing but padding"
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if (
        head[:64:2].count(0) > len(head[:64:2]) // 2
        or head[1:64:2].count(0) > len(head[1:64:2]) // 2
    ):
        return "UTF-16 text; save it as plain bytes or UTF-8"
    text = head.removeprefix(_BOM).lstrip()[:200].lower()
    for start, name in _TEXT:
        if text.startswith(start) and (len(start) != len("gs") or not text[2:3].isalnum()):
            return name
    printable = sum(byte in b"\t\r\n" or 32 <= byte < 127 for byte in text)  # noqa: PLR2004 - ASCII
    return "plain text" if printable > len(text) * 0.9 else "binary data"
