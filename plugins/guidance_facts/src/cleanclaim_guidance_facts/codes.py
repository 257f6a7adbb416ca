"""
Which codes are imaging guidance, and for which modality.
"""

import enum
import functools
from collections.abc import Iterable

import attrs

from cleanclaim import Fact


class Modality(enum.StrEnum):
    """
    A way of imaging; ``any`` stands for whichever was used.
    """

    FLUOROSCOPY = "fluoroscopy"
    ULTRASOUND = "ultrasound"
    CT = "ct"
    MR = "mr"
    STEREOTACTIC = "stereotactic"
    MAMMOGRAPHY = "mammography"
    RADIOGRAPHY = "radiography"
    NUCLEAR_MEDICINE = "nuclear_medicine"
    ANY = "any"


def told(modalities: Iterable[str]) -> str:
    """
    Modalities in a message's words: ``fluoroscopy or CT``.
    """
    return _told(tuple(modalities))


@functools.lru_cache(maxsize=256)
def _told(modalities: tuple[str, ...]) -> str:
    words = {Modality.CT: "CT", Modality.MR: "MR"}
    order = list(Modality)
    known = sorted(
        (Modality(modality) for modality in modalities if modality in order), key=order.index
    )
    return " or ".join(words.get(one, one.replace("_", " ")) for one in known)


class Use(enum.StrEnum):
    """
    What a guidance code is for.
    """

    NEEDLE = "needle"  # biopsy, aspiration, injection, localization
    VASCULAR = "vascular"  # vascular access, central venous devices
    ABLATION = "ablation"  # monitoring tissue ablation
    DRAINAGE = "drainage"
    GENERAL = "general"  # fluoroscopy as such
    OTHER = "other"  # intraoperative, stereotactic, radiation fields, obstetric


@attrs.frozen(kw_only=True)
class Guidance(Fact):
    """
    A code that reports guidance apart: its modality and use, and a short label.
    """

    modality: Modality
    use: Use
    label: str
