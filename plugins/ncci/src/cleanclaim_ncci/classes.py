"""
Classes of codes, and the modifiers that are made for each.

Classes are general knowledge; they only decide whether a modifier is believed.
"""

import re

from cleanclaim import ServiceLine
from cleanclaim_guidance_facts.hosts import invasive_like

_VISITS = (range(99202, 99500), range(92002, 92015))
# Of the hospital, of prevention, of a foot at risk, by telehealth.
_OTHER_VISITS = frozenset(
    {
        *("G0380", "G0381", "G0382", "G0383", "G0384", "G0463"),
        *("G0402", "G0438", "G0439", "S0610", "S0612", "G0245", "G0246"),
        *("G0406", "G0407", "G0408", "G0425", "G0426", "G0427", "G0508", "G0509"),
    }
)
_SURGERY = range(10004, 69991)
_LABORATORY = range(80047, 89399)
_LABORATORY_OTHERS = re.compile(
    r"\d{4}[MU]|G0(103|123|14[3578]|306|307|328|43[235]|47[256]|48[0-3]|499|659)|P[23]0\d\d|Q011\d"
    r"|U000\d",
    re.ASCII,
)
# Procedures outside the surgery section: wounds, and what HCPCS has codes of its own for.
_PROCEDURES_OTHERS = frozenset(
    {
        *("97597", "97598", "97602", "97605", "97606", "97607", "97608", "97610"),
        *("G0127", "G0168", "G0260", "G0268", "G0289"),
    }
)
_OF_VISITS = frozenset({"24", "25", "27", "57"})
_OF_PROCEDURES = frozenset({"58", "78", "79"})
_OF_LABORATORY = frozenset({"91"})
_SUPPLIED = frozenset("ABEJKLQV")
# Access to a vein is part of an imaging service that gives something into it; these are
# pictures and measurements. None of them is what guidance guides.
_NOT_GUIDED = frozenset(
    {"36000", "36005", "36011", "36410", "36425", "36500", "0689T", "0690T", "0694T"}
)


def visit(code: str) -> bool:
    """
    Whether a code is for evaluation and management.
    """
    if not code.isdigit():
        return code in _OTHER_VISITS
    return any(int(code) in visits for visits in _VISITS)


def laboratory(code: str) -> bool:
    """
    Whether a code is for a laboratory test.
    """
    if not code.isdigit():
        return bool(_LABORATORY_OTHERS.fullmatch(code))
    return int(code) in _LABORATORY


def procedure(code: str) -> bool:
    """
    Whether a code is for a procedure, as against a visit, a test, a picture or a drug.
    """
    if code in _PROCEDURES_OTHERS or invasive_like(code):
        return True
    return code.isdigit() and int(code) in _SURGERY


def guided(code: str) -> bool:
    """
    Whether a code can be what imaging guidance guides.
    """
    return invasive_like(code) and code not in _NOT_GUIDED


def made_for(line: ServiceLine) -> str | None:
    """
    The first modifier of a line that is made for codes of its kind and says that the
    service was apart from others: 25 on a visit, 79 on a procedure, 91 on a test.
    """
    code = line.procedure or ""
    for modifier in line.modifiers:
        if (
            (modifier in _OF_VISITS and visit(code))
            or (modifier in _OF_PROCEDURES and procedure(code))
            or (modifier in _OF_LABORATORY and laboratory(code))
        ):
            return modifier
    return None


def may_be_primary(code: str) -> bool:
    """
    Whether a code can be what an add-on accompanied: not a drug, a supply, a device of
    medical equipment or a measure of quality.
    """
    return code[:1] not in _SUPPLIED and not code.endswith("F")
