"""
Diagnosis and condition codes: HI, each spelling read once and then remembered.
"""

import re
from functools import lru_cache

from cleanclaim.readers.x12.elements import Segment

_DIAGNOSES = frozenset("BK ABK BF ABF BJ ABJ PR APR".split())
_CONDITION = "BG"
_DIAGNOSIS_FORM = re.compile(r"[0-9A-Z]{3,7}", re.ASCII)
_CONDITION_FORM = re.compile(r"[0-9A-Z]{2}", re.ASCII)


def health_of(hi: Segment) -> tuple[list[str], list[str], bool]:
    """
    The diagnosis codes and the condition codes of an HI, those of the expected form; and
    whether all are.
    """
    diagnoses: list[str] = []
    conditions: list[str] = []
    sound = True
    for number in range(1, len(hi)):
        of_diagnosis, code = _read(hi[number], hi.component)
        if code is None:
            sound = False
        elif code:
            (diagnoses if of_diagnosis else conditions).append(code)
    return diagnoses, conditions, sound


@lru_cache(maxsize=8192)
def _read(composite: str, component: str) -> tuple[bool, str | None]:
    """
    Whether a composite is of a diagnosis, and its code: nothing where it has neither a
    diagnosis nor a condition, None where the code is missing or not of its form.
    """
    qualifier, *rest = [each.strip().upper() for each in composite.split(component)]
    code = rest[0] if rest else ""
    if qualifier in _DIAGNOSES:
        code = code.replace(".", "")
        return True, code if _DIAGNOSIS_FORM.fullmatch(code) else None
    if qualifier == _CONDITION:
        return False, code if _CONDITION_FORM.fullmatch(code) else None
    return False, ""
