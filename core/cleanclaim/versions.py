"""
Whether this core is one that a plugin asks for, by its project's own requirement.

An installer checks that; nobody does for a plugin that is run from its folder.
"""

import re
from collections.abc import Iterable
from operator import eq, ge, gt, le, lt, ne
from typing import Any

_REQUIREMENT = re.compile(r"\s*cleanclaim\s*(?:\[[^\]]*\])?\s*\(?([^;)]*)\)?", re.IGNORECASE)
_CLAUSE = re.compile(r"(>=|<=|==|!=|~=|<|>)\s*(\d+(?:\.\d+)*)(\.\*)?")
_COMPARE: dict[str, Any] = {">=": ge, "<=": le, "==": eq, "!=": ne, "<": lt, ">": gt}


def asked_for(requirements: Iterable[str]) -> str:
    """
    What requirements say of core's version, such as ``>=1,<2``; empty for nothing.
    """
    for requirement in requirements:
        match = _REQUIREMENT.fullmatch(requirement.partition(";")[0].strip())
        if match and not match[1][:1].isalnum() and match[1][:1] not in ("-", "_", "."):
            return match[1].strip()
    return ""


def admits(asked: str, version: str) -> bool:
    """
    Whether a version is one of those asked for; what can't be read admits any.
    """
    return all(_admits(clause.strip(), version) for clause in asked.split(",") if clause.strip())


def _admits(clause: str, version: str) -> bool:
    match = _CLAUSE.fullmatch(clause)
    if match is None:
        return True
    sign, wanted, prefix = match[1], _numbers(match[2]), match[3]
    have = _numbers(version)
    if sign == "~=":
        return have >= wanted and have[: len(wanted) - 1] == wanted[:-1]
    if prefix:
        have = have[: len(wanted)]
    longest = max(len(have), len(wanted))
    answer: bool = _COMPARE[sign](_padded(have, longest), _padded(wanted, longest))
    return answer


def _numbers(version: str) -> tuple[int, ...]:
    found = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(map(int, found[0].split("."))) if found else (0,)


def _padded(numbers: tuple[int, ...], length: int) -> tuple[int, ...]:
    return numbers + (0,) * (length - len(numbers))
