"""
Facts with one thing wrong, and whether the oracle notices.
"""

from collections import Counter

import attrs
import pytest
from boundaries.campaign import WHOLE
from boundaries.examples.all_of_them import EXAMPLES
from boundaries.mutants import Mutant, sample
from boundaries.oracle.data import DATA
from boundaries.surviving import Fate, fate
from boundaries.world import shipped

pytestmark = [
    pytest.mark.campaign,
    pytest.mark.skipif(not DATA.is_dir(), reason="the guidance folder is not beside the project"),
]

EACH = 24


@attrs.frozen
class Untold:
    """
    Why the guidance folder does not tell a table's mutants, of some kinds or of all.
    """

    because: str
    kinds: frozenset[str] = frozenset()

    def admits(self, mutant: Mutant) -> bool:
        return not self.kinds or mutant.kind in self.kinds


def only(kinds: str, because: str) -> Untold:
    return Untold(because, frozenset(kinds.split()))


UNTOLD = {
    "add_on_primaries.AddOn": only("trust", "75774 alone; rulebook 0.5.13 names the other two"),
    "add_on_primaries.Candidates": Untold("each contractor's own; rulebook 3 has one list"),
    "code_dates.Instead": Untold("rulebook 5.3 names successors by family, not code by code"),
    "code_dates.Life": Untold("of the codes that the tables do not have, only the plugin tells"),
    "complete_code_inclusion.Advice": only("instead", "a code is advised for two reasons"),
    "contrast_injection.Drug": Untold("rulebook 6 names contrast by example, and no list"),
    "contrast_injection.Listed": only(
        "earlier later added", "rulebook 6 names the members, not when they joined"
    ),
    "contrast_injection.Paired": Untold("the tables have pairs of guidance codes only"),
    "fluoroscopy_76000.Comprehensive": Untold("the tables have the status of 54 codes only"),
    "fluoroscopy_76000.Specific": Untold("77001's procedures are general knowledge"),
    "guidance_facts.Complete": only(
        "level decides instead performed", "of a family's codes and of what is own imaging"
    ),
    "guidance_facts.Pair": only(
        "later earlier endless added", "of a line that is no procedure of the tables' day"
    ),
    "guidance_facts.SeparatelyReportable": Untold("rulebook 1.1 names some controls"),
    "guidance_facts.Specialty": Untold("no table of specialties is in the folder"),
    "guidance_facts.OppsStatus": only("accompanies trust", "of what is no guidance"),
    "guidance_reporting.NotRecognized": Untold("rulebook 8.7 names 27096 alone"),
    "guidance_reporting.OneUnit": Untold("rulebook 8.1 names five codes"),
    "guidance_reporting.Place": Untold("rulebook 8.4 names six places"),
    "guidance_reporting.Record": only("added defined", "rulebook 8.8 names five codes"),
    "guidance_reporting.UnlikelyUnits": only(
        "later earlier endless added", "the values are those of one day; 77014's end is its life's"
    ),
    "modality_exclusions.Contained": only("added", "rulebook 8.6 names two studies"),
    "modality_exclusions.Excluded": only(
        "earlier added dropped disposition",
        "of codes not born; G0260 with 77002; what may not deny",
    ),
    "modality_exclusions.Region": Untold("where a procedure is done is general knowledge"),
    "modality_exclusions.SameRegion": only("unpaired", "rulebook 8.6 speaks of 77012"),
    "modality_exclusions.Study": Untold("which region a study images is general knowledge"),
}

# Of the mutants that a claim can show, the share that the oracle must notice.
LEAST = {
    "guidance_facts.OppsStatus": 0.7,
    "add_on_primaries.AddOn": 0.9,
    "code_dates.Life": 0.4,
    "contrast_injection.Listed": 0.6,
    "fluoroscopy_76000.Specific": 0.5,
    "guidance_facts.Complete": 0.8,
    "guidance_facts.Pair": 0.7,
    "guidance_facts.SeparatelyReportable": 0.25,
    "guidance_reporting.OneUnit": 0.2,
    "guidance_reporting.Record": 0.5,
    "guidance_reporting.UnlikelyUnits": 0.7,
    "modality_exclusions.Excluded": 0.8,
}


def test_mutants(capsys: pytest.CaptureFixture[str]) -> None:
    """
    A mutant that a claim can show is noticed, unless it is said that no data tells it.
    """
    told, unknown, weak = [], [], []
    for name in sorted(EXAMPLES):
        chosen = sample(shipped(), name, EXAMPLES[name].unread, EACH if WHOLE else 1)
        fates = [(mutant, fate(shipped(), EXAMPLES[name], mutant)) for mutant in chosen]
        survived = [mutant for mutant, what in fates if what is Fate.UNTOLD]
        unknown += [
            str(mutant)
            for mutant in survived
            if name not in UNTOLD or not UNTOLD[name].admits(mutant)
        ]
        counts = Counter(what for _, what in fates)
        told.append(line(name, counts))
        shown = counts[Fate.KILLED] + counts[Fate.UNTOLD]
        least = LEAST.get(name, 0 if name in UNTOLD else 1)
        if WHOLE and counts[Fate.KILLED] < least * shown:
            weak.append(f"{name}: {counts[Fate.KILLED]} of {shown}, expected {least:.0%}")

    with capsys.disabled():
        print("", f"{'table':38} {'killed':>6} {'equal':>6} {'untold':>6}", *told, sep="\n")
    assert ([], []) == (unknown, weak)


def line(name: str, counts: Counter[Fate]) -> str:
    """
    A table's line: noticed, shown by no claim, and told by no data, with the reason.
    """
    why = f"  {UNTOLD[name].because}" if counts[Fate.UNTOLD] and name in UNTOLD else ""
    return f"{name:38} " + " ".join(f"{counts[each]:>6}" for each in Fate) + why
