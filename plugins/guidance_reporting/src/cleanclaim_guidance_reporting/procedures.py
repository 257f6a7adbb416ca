"""
Which codes may be a procedure, so that guidance beside them is not alone.

Whole classes of codes, which is general knowledge: they decide only when to be silent. A
code that may be a procedure is taken for one.
"""

import functools
import re

import attrs

from cleanclaim import Fact
from cleanclaim_guidance_facts.hosts import procedure_like

# Left out by ``procedure_like``, and still done with a needle: lesions injected, implants
# under the skin; and skin work without a code of its own.
_SKIN = (range(11900, 11984), range(17999, 18000))
# Imaging of a procedure (supervision and interpretation): somebody did it.
_SUPERVISED = (
    range(70332, 70333),
    range(72240, 72296),
    *(range(joint, joint + 1) for joint in (73040, 73085, 73115, 73525, 73580, 73615)),
    range(74190, 74191),
    range(74235, 74236),
    range(74300, 74364),
    range(74425, 74426),
    range(74470, 74486),
    range(74740, 74743),
    range(75600, 75635),
    range(75636, 75989),
    range(75990, 76000),
    range(76080, 76081),
    range(76496, 76500),  # unlisted imaging may be anything
    range(76975, 76976),
    range(76999, 77000),
    range(77053, 77055),
)
_RADIATION = (range(77261, 77800), range(79005, 80000))
_MEDICINE = (
    range(90935, 91000),  # dialysis
    range(92920, 92999),
    range(93312, 93319),  # a probe in the gullet
    range(93355, 93356),
    range(93451, 93663),
    range(93799, 93800),
    range(95860, 95888),  # needle electrodes
    range(95990, 95992),  # pumps refilled
    range(96372, 96374),
    range(96379, 96380),
    range(96401, 96407),
    range(96420, 96426),
    range(96440, 96451),
    range(96542, 96550),
)
_NUMBERED = (*_SKIN, *_SUPERVISED, *_RADIATION, *_MEDICINE)
# Hospitals' procedures (C5, C7, C95 to C98), dental ones, and G and S codes of any kind.
_LETTERED = re.compile(r"C[57]\d{3}|C9[5-8]\d\d|D[1-9]\d{3}|[GS]\d{4}|M0076", re.ASCII)
# Of the G codes: visits, observation, vaccines, laboratory, mammograms, quality measures.
_NEVER = re.compile(
    r"G000[89]|G0010|G010[1-3]|G0202|G020[46]|G0279|G029[67]|G03(0[6-9]|16|17|18|28|7[89]|8[0-4])"
    r"|G04(0\d|16|2[567]|3[289]|4[2-7]|6[3-9]|70|8[0-3])|G051[34]|G20(1[02])|G22(1[12]|5[012])"
    r"|G[89]\d{3}",
    re.ASCII,
)


@attrs.frozen(kw_only=True)
class NeedsProcedure(Fact):
    """
    A guidance code that wants a procedure beside it, and what it guides, in our words.
    """

    guides: str


@functools.lru_cache(maxsize=4096)
def may_be_procedure(code: str) -> bool:
    """
    Whether a code may stand for something that was done to the patient with a needle, a
    catheter, a scope or a knife, as against a visit, a test, a picture or a drug.
    """
    if not code.isdigit():
        lettered = _LETTERED.fullmatch(code) and not _NEVER.fullmatch(code)
        return procedure_like(code) or bool(lettered)
    return procedure_like(code) or any(int(code) in numbers for numbers in _NUMBERED)
