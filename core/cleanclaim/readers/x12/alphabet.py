"""
Segment ids as numbers: what each segment of a block is, told by its first four bytes.
"""

from typing import Any, Final

import attrs
import numpy as np

from cleanclaim.model import Kind
from cleanclaim.readers.x12.delimiters import Delimiters
from cleanclaim.readers.x12.tokens import DULL

Array = np.ndarray[Any, Any]

# What a segment is. Those from HL on may matter to what follows.
UNKNOWN, PASSED, NAME, BILLING, SUBSCRIBER, PATIENT, INSURED, PAYER, CLAIM, ABOUT, LINE = range(11)
SERVICE, DEMOGRAPHIC, OF_PATIENT, OTHER_NAME, LOOP = range(11, 16)
KINDS: Final = 16

_SLOTS: Final = 4096


@attrs.frozen(eq=False)
class Alphabet:
    """
    Segment ids of one set of delimiters and one form, as numbers: ``slots`` tells by a
    hash of the first three bytes what the segment is, ``names`` which bytes these are.
    """

    element: int
    component: int
    terminator: int
    multiplier: int
    slots: Array
    names: Array

    @classmethod
    def of(cls, delimiters: Delimiters, kind: Kind) -> "Alphabet":
        """
        The alphabet for these delimiters and this form.
        """
        element = delimiters.element
        known = dict.fromkeys(DULL.split(), PASSED) | {
            "NM1": NAME, "HL": LOOP, "SBR": INSURED, "CLM": CLAIM, "HI": ABOUT, "CL1": ABOUT,
            "OI": ABOUT, "LX": LINE, "DMG": DEMOGRAPHIC, "PAT": OF_PATIENT,
            "SV1" if kind is Kind.PROFESSIONAL else "SV2": SERVICE,
        }  # fmt: skip
        numbers = {
            int.from_bytes((name.encode() + element)[:3], "little"): what
            for name, what in known.items()
        }
        multiplier = _multiplier(tuple(numbers))
        slots, names = np.zeros(_SLOTS, np.uint8), np.zeros(_SLOTS, np.uint32)
        for number, what in numbers.items():
            slot = (number * multiplier & 0xFFFFFFFF) >> 20
            slots[slot], names[slot] = what, number
        return cls(
            *(delimiters[0][0], delimiters[1][0], delimiters[2][0]), multiplier, slots, names
        )

    def kinds(self, firsts: Array) -> Array:
        """
        What the segments are whose first four bytes these are.
        """
        three = firsts & np.uint32(0xFFFFFF)
        slot = (three * np.uint32(self.multiplier)) >> np.uint32(20)
        kinds: Array = self.slots[slot]
        short = (three >> np.uint32(16)) == self.element
        whole = short | ((firsts >> np.uint32(24)) == self.element)
        kinds[(self.names[slot] != three) | ~whole] = UNKNOWN
        return kinds


def _multiplier(numbers: tuple[int, ...]) -> int:
    """
    An odd number that sends each of these to a slot of its own.
    """
    candidate = 0x9E3779B1
    while len({(number * candidate & 0xFFFFFFFF) >> 20 for number in numbers}) < len(numbers):
        candidate = (candidate * 5 + 2) & 0xFFFFFFFF | 1
    return candidate
