"""
Keeps a claim as it is while checks look at it.
"""

from collections.abc import Callable, Mapping
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
            (record, _READ[type(record)], _READ[type(record)](record))
            for record in records
            if type(record) in _READ
        ]

    def changed(self) -> bool:
        """
        Whether the claim was changed since; if so it is put back.
        """
        changed = [each for each in self._before if not _is_still(*each)]
        for record, _, before in changed:
            for name, value in zip(_FIELDS_OF[type(record)], before, strict=True):
                object.__setattr__(record, name, value)
        return bool(changed)


def _is_still(record: object, read: Callable[[Any], Any], before: Any) -> bool:
    try:
        return bool(read(record) == before)
    except AttributeError:  # a field was taken away
        return False
