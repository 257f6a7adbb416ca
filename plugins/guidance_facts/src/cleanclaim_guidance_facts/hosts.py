"""
Which service line can be the procedure that guidance guided.
"""

import re

import attrs

from cleanclaim import Fact

_SURGERY = range(10004, 69991)
_VASCULAR = range(33016, 37800)
_CARDIAC_CATHETER = range(93451, 93600)
# Drawing blood is on many claims and is never what imaging guided.
_NEVER = frozenset({"36415", "36416", "36400", "36405", "36406", "36410"})
_CATEGORY_III = re.compile(r"\d{4}T")


@attrs.frozen(kw_only=True)
class SeparatelyReportable(Fact):
    """
    A procedure whose guidance is reported apart, and by which codes.
    """

    guidance: frozenset[str]


def procedure_like(code: str | None) -> bool:
    """
    Whether a code is of a class that imaging may guide: CPT's surgery section, or
    Category III.
    """
    if code is None or code in _NEVER:
        return False
    if code.isdigit():
        return int(code) in _SURGERY
    return bool(_CATEGORY_III.fullmatch(code))


def vascular_like(code: str | None) -> bool:
    """
    Whether a code is of a class that vascular guidance (76937, 77001) may guide.
    """
    if code is None or code in _NEVER or not code.isdigit():
        return False
    return int(code) in _VASCULAR or int(code) in _CARDIAC_CATHETER
