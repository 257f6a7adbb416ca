"""
Complete codes: procedures whose code already contains their imaging guidance.
"""

import enum
from collections.abc import Mapping

import attrs

from cleanclaim import Fact
from cleanclaim_guidance_facts.codes import Guidance, Modality

# Radiological supervision and interpretation: the fluoroscopic work of a procedure.
SUPERVISION = "supervision_interpretation"


class Performed(enum.StrEnum):
    """
    How the code speaks of guidance.

    ``required``: it may be assigned only with guidance; ``when_performed``: guidance is
    inside if there was any; ``implied``: the code names none, but stands for one that
    requires it (G0260 for 27096).
    """

    REQUIRED = "required"
    WHEN_PERFORMED = "when_performed"
    IMPLIED = "implied"


@attrs.frozen(kw_only=True)
class Complete(Fact):
    """
    A complete code, from the day on which it includes guidance.

    ``includes`` are modalities (or supervision and interpretation), ``instead`` the
    codes to consider by the modality really used, ``decides`` whether another modality
    means that the code may not be assigned, ``level`` its position within a family.
    """

    includes: frozenset[str]
    performed: Performed
    instead: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    decides: bool = False
    level: int | None = None

    def covers(self, guidance: Guidance) -> bool:
        """
        Whether guidance of this code's modality is already inside.
        """
        if Modality.ANY in self.includes:
            return True
        if guidance.modality is Modality.FLUOROSCOPY and SUPERVISION in self.includes:
            return True
        return guidance.modality in self.includes
