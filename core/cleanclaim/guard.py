"""
Keeps a claim as it is while checks look at it.
"""

import operator
from collections.abc import Mapping
from operator import attrgetter
from typing import Any

import attrs

from cleanclaim.documentation import Documentation
from cleanclaim.model import BillingProvider, Claim, Practitioner, ServiceLine

_FIELDS_OF: Mapping[type, tuple[str, ...]] = {
    shape: tuple(field.name for field in attrs.fields(shape))
    for shape in (Claim, ServiceLine, Practitioner, BillingProvider, Documentation)
}
_READ: "Mapping[type, attrgetter[Any]]" = {
    shape: attrgetter(*names) for shape, names in _FIELDS_OF.items()
}


class Guard:
    """
    Notices a check that changes a claim in spite of its being frozen, and puts it back.
    """

    def __init__(self, claim: Claim) -> None:
        records: list[object] = [claim, *claim.lines, claim.billing, claim.rendering]
        records += claim.documentation
        records += {id(line.rendering): line.rendering for line in claim.lines}.values()
        self._before = [
            (record, type(record), _READ[type(record)](record))
            for record in records
            if type(record) in _READ
        ]

    def changed(self) -> bool:
        """
        Whether the claim was changed since; if so it is put back.
        """
        changed = [each for each in self._before if not _is_still(*each)]
        for record, shape, before in changed:
            object.__setattr__(record, "__class__", shape)
            for name, value in zip(_FIELDS_OF[shape], before, strict=True):
                object.__setattr__(record, name, value)
        return bool(changed)


def _is_still(record: object, shape: type, before: tuple[Any, ...]) -> bool:
    """
    Whether each field holds the very object that it held: an equal one may be of
    another type.
    """
    if type(record) is not shape:
        return False
    try:
        return all(map(operator.is_, _READ[shape](record), before))
    except AttributeError:  # a field was taken away
        return False
