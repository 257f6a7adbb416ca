"""
Injection codes, and the procedures beside which they are weighed.
"""

from typing import Self

import attrs

from cleanclaim import Fact, Facts, Table
from cleanclaim_contrast_injection.drugs import Drug

# The fluoroscopic guidance whose contrast is meant.
FLUOROSCOPY = frozenset({"77002", "77003"})


@attrs.frozen(kw_only=True)
class Injection(Fact):
    """
    An injection code that stands for the contrast when billed beside the guidance.
    """


@attrs.frozen(kw_only=True)
class Listed(Fact):
    """
    A procedure that the note under 77003 names as including the contrast.
    """


@attrs.frozen(kw_only=True)
class Paired(Fact):
    """
    A procedure beside which NCCI asks for a modifier on these injection codes.
    """

    injections: frozenset[str]


@attrs.frozen
class Tables:
    """
    The tables of this plugin, asked together.
    """

    injections: Table[Injection]
    listed: Table[Listed]
    paired: Table[Paired]
    drugs: Table[Drug]

    @classmethod
    def of(cls, facts: Facts) -> Self:
        """
        The tables within the plugin's reach.
        """
        return cls(
            facts.table(Injection), facts.table(Listed), facts.table(Paired), facts.table(Drug)
        )
