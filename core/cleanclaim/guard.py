"""
Keeps a claim as it is while checks look at it.
"""

import operator
from collections.abc import Mapping, Sequence
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

    def __init__(self, claim: Claim) -> None:
        practitioners = {id(line.rendering): line.rendering for line in claim.lines}
        practitioners[id(claim.rendering)] = claim.rendering
        kinds: tuple[tuple[type, Sequence[object]], ...] = (
            (type(claim), (claim,)),
            (type(claim.lines[0]) if claim.lines else ServiceLine, claim.lines),
            (Practitioner, tuple(practitioners.values())),
            (BillingProvider, (claim.billing,)),
            (Documentation, claim.documentation),
        )
        self._before = [_Records(shape, each) for shape, each in kinds if shape in _READ]

    def changed(self) -> bool:
        """
        Whether the claim was changed since; if so it is put back.
        """
        changed = [records for records in self._before if not records.are_still()]
        for records in changed:
            records.put_back()
        return bool(changed)


class _Records:
    """
    The records of one shape in a claim, all read at once: it is done for every claim.
    """

    def __init__(self, shape: type, records: Sequence[object]) -> None:
        self._shape, self._read = shape, _READ[shape]
        self._records = [record for record in records if type(record) is shape]
        self._values = [*map(self._read, self._records)]

    def are_still(self) -> bool:
        """
        Whether each field holds the very object that it held: an equal one may be of
        another type.
        """
        records = self._records
        try:
            now = [*map(self._read, records)]
        except AttributeError:  # a field was taken away
            return False
        same = all(map(operator.is_, chain(*now), chain(*self._values)))
        return same and all(type(record) is self._shape for record in records)

    def put_back(self) -> None:
        """
        Give each field the object that it held.
        """
        for record, before in zip(self._records, self._values, strict=True):
            object.__setattr__(record, "__class__", self._shape)
            for name, value in zip(_FIELDS_OF[self._shape], before, strict=True):
                object.__setattr__(record, name, value)
