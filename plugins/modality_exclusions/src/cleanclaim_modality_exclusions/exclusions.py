"""
The lists of what each guidance code may not be reported with.
"""

import attrs

from cleanclaim import Disposition, Fact


@attrs.frozen(kw_only=True)
class Excluded(Fact):
    """
    A procedure that a guidance code is not reported with; the key is
    ``guidance/procedure``.

    ``printed``: a public copy of the note under the guidance code lists it; otherwise
    NCCI does, for a coding instruction. ``imaging``: the procedure is itself a specific
    imaging code, which outranks the generic guidance. ``disposition``: where deny is
    not right.
    """

    printed: bool = False
    imaging: bool = False
    disposition: Disposition | None = None


@attrs.frozen(kw_only=True)
class Covered(Fact):
    """
    A code whose service is part of a guidance code; the key is ``guidance/code``.
    """
