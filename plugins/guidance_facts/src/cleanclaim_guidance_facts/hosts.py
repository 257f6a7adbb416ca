"""
Which service line can be the procedure that guidance guided.
"""

import functools
import re

import attrs

from cleanclaim import Fact

_SURGERY = range(10004, 69991)
_VASCULAR = range(33016, 37800)
# Coronary and valve work, catheterization, electrophysiology: not tracings or echoes.
_CARDIOVASCULAR = (
    range(92920, 92945),
    range(92970, 92999),
    range(93451, 93599),
    range(93600, 93663),
)
_DIALYSIS = range(90935, 91000)
# Of the surgery section, what is done without a needle or a catheter that imaging could
# guide: skin, wounds, casts, drawing blood, bladder scans, ear wax. Classes of codes are
# general knowledge; they only decide whether a modifier is believed.
_NEVER = (
    range(11000, 11984),
    range(12001, 13161),
    range(15002, 16037),
    range(17000, 18000),
    range(29000, 29800),
    range(36400, 36426),
    range(51701, 51704),
    range(51798, 51799),
    range(59020, 59031),
    range(69200, 69211),
)
_CATEGORY_III = re.compile(r"\d{4}T", re.ASCII)
_HOSPITAL_PROCEDURE = re.compile(r"C9[67]\d\d", re.ASCII)


@attrs.frozen(kw_only=True)
class SeparatelyReportable(Fact):
    """
    A procedure whose guidance is reported apart, and by which codes.
    """

    guidance: frozenset[str]


@functools.lru_cache(maxsize=4096)
def procedure_like(code: str | None) -> bool:
    """
    Whether a code is of a class that imaging may guide: CPT's surgery section without
    its skin, wound and cast work, or Category III.
    """
    if code is None:
        return False
    if code.isdigit():
        number = int(code)
        return number in _SURGERY and not any(number in never for never in _NEVER)
    return bool(_CATEGORY_III.fullmatch(code))


@functools.lru_cache(maxsize=4096)
def vascular_like(code: str | None) -> bool:
    """
    Whether a code is of a class that vascular guidance (76937, 77001) may guide: the
    vessels and the heart, by incision or by catheter.
    """
    if code is None:
        return False
    if not code.isdigit():
        return bool(_HOSPITAL_PROCEDURE.fullmatch(code))
    number = int(code)
    return (number in _VASCULAR and procedure_like(code)) or any(
        number in cardiovascular for cardiovascular in _CARDIOVASCULAR
    )


@functools.lru_cache(maxsize=4096)
def invasive_like(code: str | None) -> bool:
    """
    Whether a code is a procedure at all, as against a visit, a test or a drug.
    """
    return (
        procedure_like(code)
        or vascular_like(code)
        or (code is not None and code.isdigit() and int(code) in _DIALYSIS)
    )
