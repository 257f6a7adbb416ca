"""
Claims around which others are built: guidance that a procedure bars, so that a further
line, and nothing else, can excuse it.
"""

import functools

import attrs
from boundaries.days import HORIZON
from boundaries.examples.base import Probe
from boundaries.world import Answer, Line, World, claim_of

EXCLUDED = "modality_exclusions.excluded_pair"
INCLUDED = "complete_code_inclusion.included_guidance"

# Two specialties that have nothing in common: diagnostic radiology, orthopedic surgery.
RADIOLOGY, ORTHOPEDICS = "2085R0202X", "207X00000X"
OTHER_NPI = "1111111112"


@attrs.frozen
class Frame:
    """
    Guidance that a procedure bars on every day, with a pair that a modifier may pass.
    """

    edit: str
    procedure: str

    def hosted(self, setting: str, guidance: str, host: str) -> Probe:
        """
        The guidance calls itself distinct: excused if the further line can be its host.
        """
        lines = (Line(self.procedure), Line(guidance, ("59",)), Line(host))
        return Probe(setting, lines, self.edit, lambda answer: 2 in answer.excused)

    def sided(self, setting: str, guidance: str, host: str) -> Probe:
        """
        The procedure is on one side and the further line on the other: excused if the
        guidance is known to be reported apart beside that line.
        """
        lines = (Line(self.procedure, ("LT",)), Line(guidance), Line(host, ("RT",)))
        return Probe(setting, lines, self.edit, lambda answer: 2 in answer.excused)


@functools.cache
def frame_of(world: World, guidance: str) -> Frame | None:
    """
    A frame for a guidance code: the first procedure of the shipped lists that bars it
    from the first day to the last, for physicians and hospitals alike.
    """
    excluded = sorted(world.tables["modality_exclusions.Excluded"].keys)
    for edit, procedures in (
        (EXCLUDED, [key[6:] for key in excluded if key.startswith(f"{guidance}/")]),
        (INCLUDED, sorted(world.tables["guidance_facts.Complete"].keys)),
    ):
        for procedure in procedures:
            frame = Frame(edit, procedure)
            if _holds(world, frame, guidance):
                return frame
    return None


def _holds(world: World, frame: Frame, guidance: str) -> bool:
    first = world.tables["guidance_facts.Pair"].known_from
    lines = (Line(frame.procedure), Line(guidance, ("59",)))
    return all(
        _reviewed(world.answer(claim_of(setting, day, lines), frame.edit))
        for setting in ("physician", "opps")
        for day in (first, HORIZON)
    )


def _reviewed(answer: Answer) -> bool:
    return (answer.disposition(2), answer.evidence(2, "modifier_indicator")) == ("review", 1)
