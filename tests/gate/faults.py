"""
Claims with exactly one planted fault.
"""

import random
from collections.abc import Mapping

from gate import faults_exclusions, faults_inclusion, faults_reporting
from gate.clean import another, clutter
from gate.draft import Draft
from gate.fault import Kind, Planted
from gate.scene import a_scene

# One kind of fault for each edit.
FAULTS: Mapping[str, Kind] = {
    **faults_exclusions.KINDS,
    **faults_inclusion.KINDS,
    **faults_reporting.KINDS,
}


def planted_claim(seed: str, edit: str, number: int) -> tuple[Draft, Planted]:
    """
    The claim of this number with the fault of this edit; always the same one.
    """
    dice = random.Random(f"{seed}/{edit}/{number}")
    while True:
        draft = Draft(a_scene(dice), dice)
        planted = FAULTS[edit](draft)
        if planted is None:
            continue
        planted.edit = edit
        if planted.cluttered and draft.chance(0.6):
            clutter(draft, planted.lines[0].day)
        if planted.cluttered and draft.chance(0.25):
            another(draft)
        return draft, planted
