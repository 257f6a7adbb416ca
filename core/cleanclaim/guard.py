"""
Keeps a claim as it is while checks look at it.
"""

import operator
from collections.abc import Mapping
from itertools import chain
from operator import attrgetter
from typing import Any

import attrs

from cleanclaim.documentation import Documentation
from cleanclaim.likeness import SHADOWS
from cleanclaim.model import BillingProvider, Claim, Practitioner, ServiceLine

_FIELDS_OF: Mapping[type, tuple[str, ...]] = {
    shape: tuple(field.name for field in attrs.fields(shape))
    for shape in (Claim, ServiceLine, Practitioner, BillingProvider, Documentation)
} | SHADOWS
_READ: "Mapping[type, attrgetter[Any]]" = {
    shape: attrgetter(*names) for shape, names in _FIELDS_OF.items()
}


class Guard:
    """
    Notices a check that changes a claim in spite of its being frozen, and puts it back.
    """

    def __init__(self, claim: Claim, *others: Claim) -> None:
        """
        Keep a claim, and *others* that have no lines but the claim's.
        """
        records: list[object] = [claim, *others, *claim.lines, claim.billing, claim.rendering]
        records += claim.documentation
        records += {id(line.rendering): line.rendering for line in claim.lines}.values()
        self._records = [record for record in records if type(record) in _READ]
        self._shapes = [*map(type, self._records)]
        self._read = [*map(_READ.__getitem__, self._shapes)]
        self._values = [*map(operator.call, self._read, self._records)]

    def changed(self) -> bool:
        """
        Whether the claim was changed since; if so it is put back.
        """
        if self._is_still():
            return False
        for record, shape, before in zip(self._records, self._shapes, self._values, strict=True):
            object.__setattr__(record, "__class__", shape)
            for name, value in zip(_FIELDS_OF[shape], before, strict=True):
                object.__setattr__(record, name, value)
        return True

    def _is_still(self) -> bool:
        """
        Whether each field holds the very object that it held: an equal one may be of
        another type.
        """
        if [*map(type, self._records)] != self._shapes:
            return False
        try:
            values = map(operator.call, self._read, self._records)
            return all(map(operator.is_, chain.from_iterable(values), chain(*self._values)))
        except AttributeError:  # a field was taken away
            return False
