"""
Whether what a check yields is an answer at all; types are not checked when plugins run.
"""

from collections.abc import Container, Iterable, Mapping

from cleanclaim.errors import PluginError
from cleanclaim.findings import (
    Action,
    Basis,
    Bypassed,
    Disposition,
    Fact,
    Hit,
    Lacks,
    Source,
    Steps,
    Suggestion,
    Trust,
)
from cleanclaim.model import ServiceLine


class AnswerError(PluginError):
    """
    What a check did is not an answer; the text is core's own and safe to tell.
    """


_NONE = type(None)
# What the fields of an answer are; types are not checked when plugins run.
_FIELDS: Mapping[type, Mapping[str, type | tuple[type, ...]]] = {
    Hit: {
        "message": str,
        "remedy": str,
        "disposition": (Disposition, _NONE),
        "action": Action,
        "steps": (Steps, _NONE),
        "carc": (str, _NONE),
        "rarc": tuple,
        "related": tuple,
        "suggest": tuple,
        "evidence": Mapping,
        "waivable": bool,
    },
    Lacks: {"what": str, "line": (ServiceLine, _NONE)},
    Bypassed: {"modifier": str, "related": tuple},
    Suggestion: {"code": str, "when": str},
    Steps: {"record": str, "code": str, "notes": str},
    Source: {"title": str, "url": str, "trust": Trust, "basis": Basis},
}


def check_fields(record: object, shape: type) -> None:
    """
    Refuse an answer, or a part of one, whose fields are not what they should be.

    Raises: AnswerError.
    """
    if not isinstance(record, shape):
        msg = f"its answer has {type(record).__name__} in place of {shape.__name__}"
        raise AnswerError(msg)
    for name, kinds in _FIELDS[shape].items():
        if not isinstance(getattr(record, name), kinds):
            msg = f"its {shape.__name__}.{name} is {type(getattr(record, name)).__name__}"
            raise AnswerError(msg)


def check_hit(hit: Hit, own: Container[int]) -> None:
    """
    Refuse a hit that is not whole, or not about the lines of which *own* are the ids.

    Raises: AnswerError.
    """
    check_fields(hit, Hit)
    for suggestion in hit.suggest:
        check_fields(suggestion, Suggestion)
    if hit.steps is not None:
        check_fields(hit.steps, Steps)
    if not all(isinstance(code, str) for code in hit.rarc):
        msg = "its Hit.rarc holds something else than text"
        raise AnswerError(msg)
    if not _is_json(hit.evidence):
        msg = "its Hit.evidence is not plain JSON, at most five deep"
        raise AnswerError(msg)
    check_members(own, (hit.line, *hit.related))
    check_fact(hit.because)


def _is_json(value: object, deep: int = 5) -> bool:
    if value is None or isinstance(value, str | int):
        return True
    if deep and isinstance(value, Mapping):
        return all(isinstance(k, str) and _is_json(v, deep - 1) for k, v in value.items())
    if deep and isinstance(value, list | tuple):
        return all(_is_json(item, deep - 1) for item in value)
    return False


def check_members(own: Container[int], lines: Iterable[ServiceLine]) -> None:
    """
    Refuse lines that are not the claim's own, of which *own* are the objects' ids.

    Raises: AnswerError.
    """
    if not all(id(line) in own for line in lines):
        msg = "its answer names a line that is not one of the claim's"
        raise AnswerError(msg)


def check_fact(fact: object) -> None:
    """
    Refuse what is no fact of a table.

    Raises: AnswerError.
    """
    if not isinstance(fact, Fact):
        msg = f"its answer stands on {type(fact).__name__}; expected a fact of a table"
        raise AnswerError(msg)
    check_fields(fact.source, Source)
