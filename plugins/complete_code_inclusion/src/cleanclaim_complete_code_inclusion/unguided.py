"""
Codes without guidance, each with its sibling that includes it; and what to consider
instead of a code whose modality was not the one used.
"""

from collections.abc import Mapping

import attrs

from cleanclaim import Fact


@attrs.frozen(kw_only=True)
class Unguided(Fact):
    """
    A code for a procedure without guidance.

    ``barred`` are the guidance codes that may not be reported with it; ``siblings`` the
    codes with guidance, by the modality that they accept (``any``: whichever), only
    where such a code exists; ``condition`` is what else the sibling asks for.
    """

    barred: frozenset[str]
    siblings: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    condition: str = ""


@attrs.frozen(kw_only=True)
class SiblingPair(Fact):
    """
    A pair that NCCI makes of both codes; the key is ``with/without``, column 1 first.

    ``indicator`` 0: no modifier helps; 1: an NCCI-associated one may.
    """

    indicator: int


@attrs.frozen(kw_only=True)
class Advice(Fact):
    """
    Codes to consider instead of a complete code, by the modality really used (``none``:
    no imaging), where only general knowledge says so; ``caution`` is what to know of the
    code itself before it is considered.
    """

    instead: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    caution: str = ""
