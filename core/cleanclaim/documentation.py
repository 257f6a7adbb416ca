"""
What the record says was really done, where a claim carries it.

An order system or a procedure log knows what no claim form has a field for. With it an
edit can judge by what was done; without it nothing changes.
"""

import enum

import attrs


class Imaging(enum.StrEnum):
    """
    The way of imaging that the record names.

    ``tracking`` is localization without an image (electromagnetic, radar, optical),
    ``none`` says that no imaging was used.
    """

    FLUOROSCOPY = "fluoroscopy"
    ULTRASOUND = "ultrasound"
    CT = "ct"
    MR = "mr"
    STEREOTACTIC = "stereotactic"
    MAMMOGRAPHY = "mammography"
    RADIOGRAPHY = "radiography"
    NUCLEAR_MEDICINE = "nuclear_medicine"
    TRACKING = "tracking"
    NONE = "none"


@attrs.frozen
class Documentation:
    """
    What the record says of one service line; None is what it does not say.

    ``line`` is the line's number, a procedure's or a guidance code's. ``modality`` is
    the imaging that was really used for it. ``image_recorded``: an image was kept;
    ``report_written``: the imaging is described in a report; ``site_evaluated``: the
    vessel was examined and found open; ``needle_seen``: its entry was watched live. A
    line for which two kinds of imaging were used has two entries.
    """

    line: int
    modality: Imaging | None = None
    image_recorded: bool | None = None
    report_written: bool | None = None
    site_evaluated: bool | None = None
    needle_seen: bool | None = None
