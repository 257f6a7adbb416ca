"""
A stretch of subscribers and claims as tokens: what decides about a claim and nothing else.

One pattern takes a stretch apart. What tells nothing of whose a claim is, which codes it
has or whether it is whole is passed over; each thing that does becomes a token that is
alike wherever the claims are alike, so that what was once understood is only looked up.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from cleanclaim.model import Kind
from cleanclaim.readers.x12.delimiters import Delimiters

# Ids that say nothing above a claim, in one, or on a line of one; the commonest first.
DULL = (
    "REF DTP N3 N4 PRV PER AMT NTE N2 CAS SVD LIN CTP PWK CN1 CR1 CR2 CR3 CR5 CR6 CRC HCP K3 MEA "
    "MIA MOA QTY FRM LQ PS1 SV5"
)

JOINT = b"\x00"
"""Stands between the tokens of a stretch, and before the first."""


class Shape(NamedTuple):
    """
    The patterns for one set of delimiters and line breaks, and one form.

    ``tokens`` finds all tokens of a stretch. They are: ``HL*1``, a billing provider's HL
    up to HL01; ``*1*22…``, a subscriber's from HL02 on, with its SBR; ``*23…``, a
    patient's from HL03 on; ``NM1*PR…``, a payer; ``**11:B:1``, a CLM from CLM03 to CLM05;
    ``1~SV1*HC:99213``, a line from LX01 to its composite; of any other segment that may
    matter its id.
    ``loops`` finds HL01, HL02 and the last digit of HL03 of subscribers and patients.
    """

    tokens: re.Pattern[bytes]
    loops: re.Pattern[bytes]


@lru_cache(maxsize=32)
def shape_of(delimiters: Delimiters, separator: bytes, kind: Kind) -> Shape:
    """
    The patterns for these delimiters, this terminator with its line break, this form.
    """
    sep, end = re.escape(delimiters.element), re.escape(separator)
    terminator = re.escape(delimiters.terminator)
    rest = rb"[^" + terminator + rb"]*+"
    element = rb"[^" + sep + terminator + rb"]*+"
    ends = rb"[" + sep + terminator + rb"]"
    named = rb"[^" + sep + terminator + rb"\s]" + element
    service = rb"SV1" + sep if kind is Kind.PROFESSIONAL else rb"SV2" + sep + element + sep
    before = (
        rb"LX" + sep + rb"(?=[0-9])",
        rb"HL" + sep + rb"[0-9]++(?=" + sep + rb"[0-9]++" + sep + rb"22" + ends + b")",
        rb"HL" + sep + rb"[0-9]++" + sep + rb"[0-9]++(?=" + sep + rb"23" + ends + b")",
        rb"CLM" + sep + named + sep + element + sep + rb"(?=" + sep + sep + b")",
        rb"(?=HL" + sep + rb"[0-9]++" + sep + sep + rb"20" + ends + b")",
        b"",
    )
    token = (
        rb"[0-9]++" + end + service + element,
        sep + rb"[0-9]++" + sep + rb"22" + rest + end + rb"SBR(?=" + ends + b")" + rest,
        sep + sep + element,
        sep + rb"23" + rest,
        rb"NM1" + sep + rb"PR" + sep + rest,
        rb"HL" + sep + rb"[0-9]++(?=" + sep + sep + rb"20" + ends + b")",
        element,
    )
    dull = rb"NM1" + sep + rb"(?!PR|QC)[A-Z0-9]{2}|" + _by_first_letter(DULL.split())
    return Shape(
        re.compile(
            rb"(?:" + rb"|".join(before) + rb")(" + rb"|".join(token) + rb")" + rest + end
            + rb"(?:(?:" + dull + rb")" + sep + rest + end + rb")*+"
        ),
        re.compile(
            end + rb"HL" + sep + rb"([0-9]++)" + sep + rb"([0-9]++)" + sep + rb"2([23])"
        ),
    )  # fmt: skip


def _by_first_letter(names: list[str]) -> bytes:
    """
    A pattern of these ids that looks at few of them; the commonest letter first.
    """
    letters = dict.fromkeys(name[0] for name in names)
    several = (
        letter + "(?:" + "|".join(name[1:] for name in names if name[0] == letter) + ")"
        for letter in letters
    )
    return "|".join(several).encode()
