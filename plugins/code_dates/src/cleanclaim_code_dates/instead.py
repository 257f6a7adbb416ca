"""
What to report on a day on which a code is not valid.
"""

from collections.abc import Iterable, Mapping

import attrs

from cleanclaim import Action, Fact, Suggestion, Trust

_SHORTEST_RANGE = 3


@attrs.frozen(kw_only=True)
class Instead(Fact):
    """
    What to report in place of a code: after its end its successors, before its birth
    what was reported until then.

    ``consider``: by the condition on which they are right, the codes to consider.
    ``caution``: what to know of them, or what is not the replacement. ``dropped``:
    nothing took the code's place, and the service is not reported apart.
    """

    consider: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    caution: str = ""
    dropped: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """
        Every code to consider, in the order of the table.
        """
        return tuple(code for codes in self.consider.values() for code in codes)

    @property
    def action(self) -> Action:
        """
        The step that it comes to.
        """
        if self.dropped:
            return Action.REMOVE
        return Action.RECODE if self.consider else Action.CHECK

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """
        The codes with their conditions; where only general knowledge says so, with that.
        """
        unsure = " (general knowledge)" if self._unsure else ""
        return tuple(
            Suggestion(code, when + unsure)
            for when, codes in self.consider.items()
            for code in codes
        )

    @property
    def remedy(self) -> str:
        """
        What to do, in the imperative.
        """
        if self.dropped:
            todo = f"remove {self.key}"
        elif not self.consider:
            todo = look_up(self.key)
        else:
            todo = f"{'check the code book, then ' if self._unsure else ''}report {self._which}"
        return f"{todo}; {self.caution}" if self.caution else todo

    @property
    def _which(self) -> str:
        if len(self.codes) == 1:
            return f"{self.codes[0]} if the record supports it"
        return f"the one of {listed(self.codes)} that the record supports"

    @property
    def _unsure(self) -> bool:
        return self.source.trust is Trust.GENERAL_KNOWLEDGE


def look_up(code: str) -> str:
    """
    What to do where nothing is known of a code's replacement.
    """
    return f"look up what was reported in place of {code} on that date"


def listed(codes: Iterable[str]) -> str:
    """
    Codes as people list them: a run of three and more by its first and last.
    """
    runs: list[list[str]] = []
    for code in sorted(codes):
        last = runs[-1][-1] if runs else ""
        if last.isdigit() and code == str(int(last) + 1):
            runs[-1].append(code)
        else:
            runs.append([code])
    return ", ".join(
        part
        for run in runs
        for part in ([f"{run[0]}-{run[-1]}"] if len(run) >= _SHORTEST_RANGE else run)
    )
