"""
Whether what a check yields is an answer at all; types are not checked when plugins run.
"""

from collections.abc import Container, Iterable, Mapping
from itertools import repeat
from operator import attrgetter
from typing import Any, cast

from cleanclaim.errors import PluginError
from cleanclaim.findings import (
    Action,
    Basis,
    Bypassed,
    Disposition,
    Fact,
    Hit,
    Json,
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
_LEAVES = frozenset((str, int, bool, _NONE))
_PLAIN, _SEQUENCES, _MAPPINGS = (str, int), (list, tuple), (dict, Mapping)
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
        "evidence": _MAPPINGS,
        "waivable": bool,
    },
    Lacks: {"what": str, "line": (ServiceLine, _NONE)},
    Bypassed: {"modifier": str, "related": tuple},
    Suggestion: {"code": str, "when": str},
    Steps: {"record": str, "code": str, "notes": str},
    Source: {"title": str, "url": str, "trust": Trust, "basis": Basis},
}
# The same, to be looked at all at once: it is done for every answer.
_AT_ONCE = {
    shape: (attrgetter(*fields), tuple(fields.values())) for shape, fields in _FIELDS.items()
}


def check_fields(record: object, shape: type) -> None:
    """
    Refuse an answer, or a part of one, whose fields are not what they should be.

    Raises: AnswerError.
    """
    if not isinstance(record, shape):
        msg = f"its answer has {type(record).__name__} in place of {shape.__name__}"
        raise AnswerError(msg)
    read, kinds = _AT_ONCE[shape]
    if all(map(isinstance, read(record), kinds)):
        return
    for name, kind in _FIELDS[shape].items():
        if not isinstance(getattr(record, name), kind):
            msg = f"its {shape.__name__}.{name} is {type(getattr(record, name)).__name__}"
            raise AnswerError(msg)


def check_hit(hit: Hit, own: Container[int]) -> dict[str, Json]:
    """
    Refuse a hit that is not whole, or not about the lines of which *own* are the ids;
    its evidence, copied.

    Raises: AnswerError.
    """
    check_fields(hit, Hit)
    for suggestion in hit.suggest:
        check_fields(suggestion, Suggestion)
    if hit.steps is not None:
        check_fields(hit.steps, Steps)
    if hit.rarc and not all(isinstance(code, str) for code in hit.rarc):
        msg = "its Hit.rarc holds something else than text"
        raise AnswerError(msg)
    evidence = copied(hit.evidence)
    check_members(own, (hit.line, *hit.related))
    check_fact(hit.because)
    return cast(dict[str, Json], evidence)


def copied(value: Any, deep: int = 5) -> Any:
    """
    Evidence, as plain JSON of its own: whoever has what it was goes on changing that.

    Raises: AnswerError where it is something else, or deeper.
    """
    if value is None or isinstance(value, _PLAIN):
        return value
    if deep and isinstance(value, _MAPPINGS):
        if all(map(isinstance, value, repeat(str))):
            return {
                key: each if isinstance(each, _PLAIN) else copied(each, deep - 1)
                for key, each in value.items()
            }
    elif deep and isinstance(value, _SEQUENCES):
        copies = [copied(item, deep - 1) for item in value]
        return tuple(copies) if isinstance(value, tuple) else copies
    msg = "its Hit.evidence is not plain JSON, at most five deep"
    raise AnswerError(msg)


def recopied(value: Any) -> Any:
    """
    Another copy of what ``copied`` made.
    """
    kind = type(value)
    if kind is dict:
        return {
            key: each if type(each) in _LEAVES else recopied(each) for key, each in value.items()
        }
    if kind is list:
        return [each if type(each) in _LEAVES else recopied(each) for each in value]
    return tuple(map(recopied, value)) if kind is tuple else value


def check_members(own: Container[int], lines: Iterable[ServiceLine]) -> None:
    """
    Refuse lines that are not the claim's own, of which *own* are the objects' ids.

    Raises: AnswerError.
    """
    for line in lines:
        if id(line) not in own:
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
